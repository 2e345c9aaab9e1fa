"""What the narrative says about its own figures: growth, shares and completion recomputed, words against amounts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gongkai.check.arithmetic import holds, in_unit, tolerance
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.model import Finding, Rule, Statement
from gongkai.money import YUAN_PER_UNIT

_HUNDRED = Decimal(100)
_NEAR = 1  # paragraphs that a sentence broken over lines may run on
_BUDGETED = ("initial_budget", "adjusted_budget", "budgeted")
_OUTCOME = re.compile(r"决算数?[^，。；]{0,4}?(大于|小于|等于|高于|低于|超过)[^，。；]{0,6}?预算|决算数?与[^，。；]{0,6}预算数?(基本)?(持平)")
_WORDS = {"大于": 1, "高于": 1, "超过": 1, "小于": -1, "低于": -1, "等于": 0, "持平": 0}


@dataclass(frozen=True, slots=True)
class _Range:
    """What a printed amount may be worth: half a step to either side."""

    low: Decimal
    high: Decimal

    def overlaps(self, other: "_Range") -> bool:
        return self.low <= other.high and other.low <= self.high


def _range(amount: Decimal, step: Decimal) -> _Range:
    return _Range(amount - step / 2, amount + step / 2)


def _percent(part: _Range, whole: _Range) -> _Range | None:
    """What per cent one is of the other; None where the whole may be zero or less."""
    if whole.low <= 0:
        return None
    ends = [p / w * _HUNDRED for p in (part.low, part.high) for w in (whole.low, whole.high)]
    return _Range(min(ends), max(ends))


def _printed(statement: Statement) -> _Range:
    """A percentage as printed, to half its last digit."""
    assert statement.percent is not None
    return _range(statement.percent, _last_digit(statement.percent))


def _last_digit(percent: Decimal) -> Decimal:
    exponent = percent.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _step(said: Statement) -> Decimal:
    """The worth of the last digit of a change other than 0: at least that of its amount's unit in the fewest digits."""
    assert said.change_yuan is not None
    worth = YUAN_PER_UNIT[said.unit]
    exponent = (said.change_yuan / worth).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0)) * worth


def _same(one: Statement, other: Statement) -> bool:
    """Whether two statements are said of the same thing, in one place."""
    return (
        abs(one.paragraph_no - other.paragraph_no) <= _NEAR
        and bool(one.subject)
        and (one.subject, one.measure, one.fund, one.side) == (other.subject, other.measure, other.fund, other.side)
    )


def _place(statement: Statement) -> str:
    return (f"p.{statement.page} " if statement.page else "") + f"¶{statement.paragraph_no}"


def _keys(*statements: Statement) -> tuple[str, ...]:
    return tuple(f"s{s.statement_no}" for s in statements)


def _number(value: Decimal, like: Decimal) -> str:
    """A recomputed percentage, to as many digits as the printed one."""
    return f"{value.quantize(_last_digit(like)):f}"


def _said_percent(
    rule_: Rule, said: Statement, made: _Range, exact: Decimal, sums: tuple[str, str], others: Sequence[Statement]
) -> Finding:
    """The ledger row of a printed percentage against the one that its amounts give."""
    assert said.percent is not None
    kept = _printed(said).overlaps(made)
    gap = abs(said.percent - exact)
    # A digit cut off instead of rounded is another matter than another percentage.
    severity = "note" if gap <= 2 * _last_digit(said.percent) else rule_.severity
    shown = _number(exact, said.percent)
    return Finding(
        rule_.rule,
        "pass" if kept else "fail",
        severity,
        _place(said),
        f"“{said.subject}”：文字写 {said.percent}%，{sums[0]} 是 {shown}%",
        f"“{said.subject}”: the text says {said.percent}%, {sums[1]} is {shown}%",
        operands=_keys(said, *(o for o in others if o.statement_no != said.statement_no)),
    )


def _before(facts: Facts, said: Statement) -> Statement | None:
    """The amount of the compared year that is printed beside a statement; None where there is none, or several."""
    if said.compared_year is None or said.compared_year == said.year:
        return None
    found = [
        other
        for other in _around(facts, said)
        if other.year == said.compared_year and other.amount_yuan is not None and _same(said, other)
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
)
def _growth(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for said in facts.statements:
        if said.percent is None or said.percent_of != "change" or said.amount_yuan is None or said.step_yuan is None:
            continue
        now = _range(said.amount_yuan, said.step_yuan)
        base = _before(facts, said)
        if base is not None and base.amount_yuan is not None and base.step_yuan is not None:
            before = _range(base.amount_yuan, base.step_yuan)
            change = _Range(now.low - before.high, now.high - before.low)
            exact = said.amount_yuan - base.amount_yuan, base.amount_yuan
            sums = (f"{base.printed} 到 {said.printed}", f"from {base.printed} to {said.printed}")
        elif said.change_yuan is not None:
            change = _range(said.change_yuan, _step(said))
            before = _Range(now.low - change.high, now.high - change.low)
            exact = said.change_yuan, said.amount_yuan - said.change_yuan
            changed = in_unit(abs(said.change_yuan), said.unit, _step(said))
            words = {"increase": ("增加", "more"), "decrease": ("减少", "less")}.get(said.direction, ("", ""))
            sums = (f"{said.printed}（{words[0]} {changed}）", f"{said.printed} ({changed} {words[1]})")
        else:
            continue
        made = _percent(change, before)
        if made is not None:
            turned = -1 if said.direction == "decrease" else 1
            ends = sorted((turned * made.low, turned * made.high))
            yield _said_percent(
                rule_, said, _Range(*ends), turned * exact[0] / exact[1] * _HUNDRED, sums, (base,) if base else ()
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
        yield Finding(
            rule_.rule,
            "pass" if holds(difference, allowed) else "fail",
            "note" if abs(difference) <= max(said.step_yuan, base.step_yuan) else rule_.severity,
            _place(said),
            f"“{said.subject}”：{said.printed} − {base.printed} = {shown} {said.unit}，文字写的增减是 {stated} {said.unit}",
            f"“{said.subject}”: {said.printed} − {base.printed} = {shown} {said.unit}, the text says {stated} {said.unit}",
            said.change_yuan,
            computed,
            difference,
            allowed,
            _keys(said, base),
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
)
def _increase(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for said in facts.statements:
        if said.direction != "increase" or said.amount_yuan is None or said.step_yuan is None or not said.change_yuan:
            continue
        before = said.amount_yuan - said.change_yuan
        allowed = tolerance(_step(said), said.step_yuan)
        stated = in_unit(said.change_yuan, said.unit, _step(said))
        yield Finding(
            rule_.rule,
            "fail" if before < -allowed else "pass",
            rule_.severity,
            _place(said),
            f"“{said.subject}”：本年 {said.printed} {said.unit}，文字写比上年增加 {stated} {said.unit}",
            f"“{said.subject}”: {said.printed} {said.unit} this year, said to be {stated} {said.unit} more than before",
            said.amount_yuan,
            said.change_yuan,
            before,
            allowed,
            _keys(said),
        )


@rule(
    "text-completion",
    title=("说明文字中的完成率等于决算数除以预算数", "Completion in the text is the outcome over the budget"),
    rationale=(
        "“完成年初预算的百分之几”等于支出决算数除以同一项目的预算数。",
        "“Completed so many per cent of the budget” is the outcome divided by the budget of the same item.",
    ),
    severity="difference",
    without=("说明文字中没有同时写明预算数、决算数和完成率的项目", "no item states budget, outcome and completion"),
)
def _completion(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for budget, said in _outcomes(facts):
        if said.percent is None or said.percent_of != "completion":
            continue
        assert budget.amount_yuan is not None
        assert budget.step_yuan is not None
        assert said.amount_yuan is not None
        assert said.step_yuan is not None
        made = _percent(_range(said.amount_yuan, said.step_yuan), _range(budget.amount_yuan, budget.step_yuan))
        if made is not None:
            sums = (f"{said.printed} ÷ {budget.printed}", f"{said.printed} ÷ {budget.printed}")
            exact = said.amount_yuan / budget.amount_yuan * _HUNDRED
            yield _said_percent(rule_, said, made, exact, sums, (budget,))


def _outcomes(facts: Facts) -> Iterator[tuple[Statement, Statement]]:
    """The budget of an item and, right behind it, its outcome."""
    for budget, outcome in pairwise(facts.statements):
        if (
            budget.period in _BUDGETED
            and not outcome.period
            and budget.amount_yuan is not None
            and outcome.amount_yuan is not None
            and budget.year == outcome.year
            and _same(budget, outcome)
        ):
            yield budget, outcome


@rule(
    "text-outcome",
    title=("“决算数大于（小于、等于）预算数”与两个数相符", "Outcome above, below or as budgeted fits the amounts"),
    rationale=(
        "文字说决算数大于、小于还是等于预算数，应与前面写明的两个数一致。",
        "Whether the outcome is said to be above, below or as budgeted follows from the two amounts stated before.",
    ),
    severity="error",
    without=("说明文字中没有说明决算数与预算数大小的项目", "no item says whether its outcome is above its budget"),
)
def _outcome(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for budget, said in _outcomes(facts):
        words = _OUTCOME.search(_behind(facts, said))
        if words is None or said.amount_yuan is None or budget.amount_yuan is None:
            continue
        word = words[1] or words[3]
        sign = (said.amount_yuan > budget.amount_yuan) - (said.amount_yuan < budget.amount_yuan)
        kept = sign == _WORDS[word] or (words[2] is not None and _nearly(said.amount_yuan, budget.amount_yuan))
        yield Finding(
            rule_.rule,
            "pass" if kept else "fail",
            rule_.severity,
            _place(said),
            f"“{said.subject}”：预算 {budget.printed}，决算 {said.printed}，文字写“{words[0]}”",
            f"“{said.subject}”: budget {budget.printed}, outcome {said.printed}, the text says “{words[0]}”",
            said.amount_yuan,
            budget.amount_yuan,
            said.amount_yuan - budget.amount_yuan,
            Decimal("0.00"),
            _keys(budget, said),
        )


def _nearly(one: Decimal, other: Decimal) -> bool:
    """What 基本持平 may be said of: a twentieth more or less."""
    return abs(one - other) * 20 <= abs(other)


def _behind(facts: Facts, said: Statement) -> str:
    """The words behind an amount, up to the next one."""
    at = said.statement_no
    after = facts.statements[at] if at < len(facts.statements) else None
    text = facts.paragraphs[said.paragraph_no - 1].text[said.end :]
    if after is not None and after.paragraph_no == said.paragraph_no:
        return text[: after.start - said.end]
    if said.paragraph_no < len(facts.paragraphs) and (after is None or after.paragraph_no > said.paragraph_no + 1):
        return text + facts.paragraphs[said.paragraph_no].text
    return text


@rule(
    "text-share",
    title=("说明文字中的占比与金额相符", "Shares in the text fit their amounts"),
    rationale=(
        "一个总数后面列出各部分和占比，各部分之和等于总数时，占比等于部分除以总数。",
        "Where parts with shares add up to the amount before them, a share is the part divided by that amount.",
    ),
    severity="difference",
    without=("说明文字中没有列出总数、各部分和占比的地方", "the text lists no whole with parts and shares"),
)
def _share(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for whole, parts in _lists(facts):
        assert whole.amount_yuan is not None
        assert whole.step_yuan is not None
        for said in parts:
            assert said.amount_yuan is not None
            assert said.step_yuan is not None
            made = _percent(_range(said.amount_yuan, said.step_yuan), _range(whole.amount_yuan, whole.step_yuan))
            if made is not None:
                sums = (f"{said.printed} ÷ {whole.printed}", f"{said.printed} ÷ {whole.printed}")
                exact = said.amount_yuan / whole.amount_yuan * _HUNDRED
                yield _said_percent(rule_, said, made, exact, sums, (whole,))


def _lists(facts: Facts) -> Iterator[tuple[Statement, Sequence[Statement]]]:
    """Every amount with the parts behind it that state a share and add up to it."""
    run: list[Statement] = []
    for statement in (*facts.statements, None):
        if statement is not None and statement.percent_of == "share" and statement.amount_yuan is not None:
            run.append(statement)
            continue
        first = run[0].statement_no - 2 if run else -1
        if len(run) > 1 and first >= 0 and _adds_up(facts.statements[first], run):
            yield facts.statements[first], tuple(run)
        run = []


def _adds_up(whole: Statement, parts: Sequence[Statement]) -> bool:
    if whole.amount_yuan is None or whole.step_yuan is None or whole.year != parts[0].year:
        return False
    made = sum((part.amount_yuan for part in parts if part.amount_yuan is not None), Decimal(0))
    steps = [part.step_yuan for part in parts if part.step_yuan is not None]
    return holds(whole.amount_yuan - made, tolerance(whole.step_yuan, *steps))
