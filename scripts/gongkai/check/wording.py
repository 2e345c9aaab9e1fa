"""What the narrative says of a change: growth recomputed, this year less last year, increases that cannot be."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.check.arithmetic import holds, in_unit, tolerance
from gongkai.check.facts import Facts
from gongkai.check.percentages import HUNDRED, Range, keys, percent_of, place, range_of, said_percent, same
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC
from gongkai.model import Finding, Rule, Statement
from gongkai.money import YUAN_PER_UNIT


def _step(said: Statement) -> Decimal:
    """The worth of the last digit of a change other than 0: at least that of its amount's unit in the fewest digits."""
    assert said.change_yuan is not None
    worth = YUAN_PER_UNIT[said.unit]
    exponent = (said.change_yuan / worth).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0)) * worth


def _before(facts: Facts, said: Statement) -> Statement | None:
    """The amount of the compared year that is printed beside a statement; None where there is none, or several."""
    if said.compared_year is None or said.compared_year == said.year:
        return None
    found = [
        other
        for other in _around(facts, said)
        if other.year == said.compared_year and other.amount_yuan is not None and same(said, other)
    ]
    return found[0] if len({other.amount_yuan for other in found}) == 1 else None


def _around(facts: Facts, said: Statement) -> Sequence[Statement]:
    at = said.statement_no - 1
    return facts.statements[max(0, at - 4) : at + 5]


@rule(
    "text-growth",
    title=("说明文字中的增减百分比与金额相符", "Growth in per cent in the text fits its amounts"),
    rationale=(
        "增减百分比等于增减额除以上年数；上年数是印出的，或由本年数减去增减额得出。容差由各数印出的末位推得。",
        "Growth is the change divided by the year before, printed or the amount less its change; rounding is allowed.",
    ),
    severity="difference",
    without=("说明文字中没有同时写明金额和增减百分比的项目", "no item of the text states growth beside its amounts"),
    precondition=(
        "一个项目写明了本年数、增减额（或上年数）和增减百分比",
        "an item states its amount, its change or last year's amount, and the percentage",
    ),
    source=LOGIC,
)
def _growth(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for said in facts.statements:
        if said.percent is None or said.percent_of != "change" or said.amount_yuan is None or said.step_yuan is None:
            continue
        now = range_of(said.amount_yuan, said.step_yuan)
        base = _before(facts, said)
        if base is not None and base.amount_yuan is not None and base.step_yuan is not None:
            before = range_of(base.amount_yuan, base.step_yuan)
            change = Range(now.low - before.high, now.high - before.low)
            exact = said.amount_yuan - base.amount_yuan, base.amount_yuan
            sums = (f"{base.printed} 到 {said.printed}", f"from {base.printed} to {said.printed}")
        elif said.change_yuan is not None:
            change = range_of(said.change_yuan, _step(said))
            before = Range(now.low - change.high, now.high - change.low)
            exact = said.change_yuan, said.amount_yuan - said.change_yuan
            changed = in_unit(abs(said.change_yuan), said.unit, _step(said))
            words = {"increase": ("增加", "more"), "decrease": ("减少", "less")}.get(said.direction, ("", ""))
            sums = (f"{said.printed}（{words[0]} {changed}）", f"{said.printed} ({changed} {words[1]})")
        else:
            continue
        made = percent_of(change, before)
        if made is not None:
            turned = -1 if said.direction == "decrease" else 1
            ends = sorted((turned * made.low, turned * made.high))
            yield said_percent(
                rule_, said, Range(*ends), turned * exact[0] / exact[1] * HUNDRED, sums, (base,) if base else ()
            )


@rule(
    "text-change",
    title=("说明文字中本年数减上年数等于增减额", "This year less last year is the change, in the text"),
    rationale=(
        "同一句话写明了本年数、上年数和增减额，本年数减上年数就是增减额。",
        "Where a sentence states both years and the change, the change is their difference.",
    ),
    severity="difference",
    without=("说明文字中没有同时写明两年的数和增减额的项目", "no item of the text states both years and the change"),
    precondition=(
        "一个项目写明了本年数、上年数和增减额",
        "an item states this year's amount, last year's, and the change",
    ),
    source=LOGIC,
)
def _change(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for said in facts.statements:
        base = _before(facts, said)
        if said.change_yuan is None or said.amount_yuan is None or said.step_yuan is None:
            continue
        if base is None or base.amount_yuan is None or base.step_yuan is None:
            continue
        computed = said.amount_yuan - base.amount_yuan
        difference = said.change_yuan - computed
        allowed = tolerance(_step(said), said.step_yuan, base.step_yuan)
        shown = in_unit(computed, said.unit, said.step_yuan)
        stated = in_unit(said.change_yuan, said.unit, _step(said))
        sums = f"{said.printed} − {base.printed} = {shown} {said.unit}"
        yield Finding(
            rule_.rule,
            "pass" if holds(difference, allowed) else "fail",
            "note" if abs(difference) <= max(said.step_yuan, base.step_yuan) else rule_.severity,
            place(said),
            f"“{said.subject}”：{sums}，文字写的增减是 {stated} {said.unit}",
            f"“{said.subject}”: {sums}, the text says {stated} {said.unit}",
            said.change_yuan,
            computed,
            difference,
            allowed,
            keys(said, base),
        )


@rule(
    "text-before",
    title=("增加额不大于本年数", "An increase is no more than the amount it led to"),
    rationale=(
        "上年数不会小于零：本年数减去增加额得出的上年数小于零，本年数或增加额必有一个写错，如“预算为0，比上年增加”。",
        "Last year's amount is not below zero: an item of 0 cannot have been increased.",
    ),
    severity="error",
    without=("说明文字中没有同时写明金额和增加额的项目", "no item of the text states an increase beside its amount"),
    precondition=(
        "一个项目（结转结余除外，它可以小于零）写明了本年数和增加额",
        "an item other than a balance, which may be below zero, states its amount and by how much it increased",
    ),
    source=LOGIC,
)
def _increase(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for said in facts.statements:
        if said.direction != "increase" or said.amount_yuan is None or said.step_yuan is None or not said.change_yuan:
            continue
        if "结余" in said.subject or "结转" in said.subject:
            continue  # a balance may have been below zero
        before = said.amount_yuan - said.change_yuan
        allowed = tolerance(_step(said), said.step_yuan)
        stated = in_unit(said.change_yuan, said.unit, _step(said))
        yield Finding(
            rule_.rule,
            "fail" if before < -allowed else "pass",
            rule_.severity,
            place(said),
            f"“{said.subject}”：本年 {said.printed} {said.unit}，文字写比上年增加 {stated} {said.unit}",
            f"“{said.subject}”: {said.printed} {said.unit} this year, said to be {stated} {said.unit} more than before",
            said.amount_yuan,
            said.change_yuan,
            before,
            allowed,
            keys(said),
        )
