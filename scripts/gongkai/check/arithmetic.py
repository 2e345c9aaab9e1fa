"""Equations between printed amounts, with the tolerance that their printing leaves.

An amount printed to a step s may be s/2 more or less than the true one. A sum of n amounts holds when it is
closer to its total than half the steps of all of them together: never a chosen tolerance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai.check.facts import Facts, key
from gongkai.model import Finding, Line
from gongkai.money import YUAN_PER_UNIT

_ZERO = Decimal(0)
_SUMMARIES = ("department_summary", "fiscal_appropriation_summary")
_MOST_SHOWN = 6  # parts that a finding adds up one by one


@dataclass(frozen=True, slots=True)
class Words:
    """How a finding says what was compared, in both languages: 合计 = 基本支出 + 项目支出."""

    zh: str
    en: str


def tolerance(*steps: Decimal) -> Decimal:
    """Half the printed steps of all amounts involved, in yuan."""
    return sum(steps, _ZERO) / 2


def holds(difference: Decimal, allowed: Decimal) -> bool:
    """Whether a difference is one that rounding explains; one of the full tolerance is not."""
    return not difference or abs(difference) < allowed


def adds_up(total: Line, parts: Sequence[Line]) -> bool:
    """Whether printed parts make a printed total, within what rounding explains."""
    difference = total.amount_yuan - sum([part.amount_yuan for part in parts], _ZERO)
    return not difference or holds(difference, tolerance(total.step_yuan, *[part.step_yuan for part in parts]))


def graded(severity: str, difference: Decimal, *steps: Decimal) -> str:
    """The severity of a difference: a note where digits that were cut off, and not rounded, explain it."""
    return "note" if abs(difference) < sum(steps, _ZERO) else severity


def in_unit(yuan: Decimal, unit: str, step: Decimal) -> str:
    """An amount as its table would print it: 22,790.20."""
    return f"{yuan / YUAN_PER_UNIT[unit]:,.{_places(unit, step)}f}"


@cache
def _places(unit: str, step: Decimal) -> int:
    """The decimals of amounts in a unit that are printed to a step in yuan."""
    exponent = (step / YUAN_PER_UNIT[unit]).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 2


def equation(rule: str, severity: str, facts: Facts, total: Line, parts: Sequence[Line], words: Words) -> Finding:
    """The ledger row of `total` = sum of `parts`."""
    lines = (total, *parts)
    steps = [line.step_yuan for line in lines]
    computed = sum([part.amount_yuan for part in parts], _ZERO)
    difference = total.amount_yuan - computed
    allowed = tolerance(*steps)
    kept = holds(difference, allowed)
    if not kept and facts.has_unread(lines):
        return _blocked(rule, severity, facts, total, parts)
    sign = "=" if not difference else ("≈" if kept else "≠")
    if len(parts) <= _MOST_SHOWN:
        shown = " + ".join([f"({part.printed})" if part.amount_yuan.is_signed() else part.printed for part in parts])
    else:
        shown = in_unit(computed, total.unit, min(steps))
    table = facts.table(total.table_no)
    label = f"{total.code} {total.label}" if total.code and total.label else total.code or total.label
    tail_zh = tail_en = ""
    if difference:
        gap = in_unit(abs(difference), total.unit, min(steps))
        tail_zh = f"，相差 {gap} {total.unit}" + ("（四舍五入之内）" if kept else "")
        tail_en = f", a difference of {gap} {total.unit}" + (" (rounding)" if kept else "")
    if not kept:
        severity = graded(severity, difference, *steps)
        if difference > 0 and facts.withholds is not None and severity == "error":
            severity = "difference"
            tail_zh += "；文件说明有事项因保密未公开"
            tail_en += "; the document says that items are withheld as secret"
    return Finding(
        rule,
        "pass" if kept else "fail",
        severity,
        facts.place(total),
        f"{facts.name(table)}“{label}”：{words.zh}，{total.printed} {sign} {shown}{tail_zh}",
        f"{facts.name_en(table)}, “{label}”: {words.en}, {total.printed} {sign} {shown}{tail_en}",
        total.amount_yuan,
        computed,
        difference,
        allowed,
        tuple(map(key, lines)),
    )


def balance(
    rule: str, severity: str, facts: Facts, left: Sequence[Line], right: Sequence[Line], words: Words
) -> Finding:
    """The ledger row of two sums that are one amount: opening + income = expenditure + closing."""
    lines = (*left, *right)
    made = sum((line.amount_yuan for line in left), _ZERO)
    against = sum((line.amount_yuan for line in right), _ZERO)
    allowed = tolerance(*(line.step_yuan for line in lines))
    kept = holds(made - against, allowed)
    first = left[0]
    if not kept and facts.has_unread(lines):
        return _blocked(rule, severity, facts, first, lines[1:])
    severity = severity if kept else graded(severity, made - against, *(line.step_yuan for line in lines))
    sign = "=" if made == against else ("≈" if kept else "≠")
    shown = f"{' + '.join(x.printed for x in left)} {sign} {' + '.join(x.printed for x in right)}"
    gap = in_unit(abs(made - against), first.unit, min(line.step_yuan for line in lines))
    table = facts.table(first.table_no)
    return Finding(
        rule,
        "pass" if kept else "fail",
        severity,
        facts.place(first),
        f"{facts.name(table)}“{first.label}”：{words.zh}，{shown}" + ("" if kept else f"，相差 {gap} {first.unit}"),
        f"{facts.name_en(table)}, “{first.label}”: {words.en}, {shown}"
        + ("" if kept else f", a difference of {gap} {first.unit}"),
        made,
        against,
        made - against,
        allowed,
        tuple(key(line) for line in lines),
    )


def at_most(rule: str, severity: str, facts: Facts, part: Line, whole: Line) -> Finding:
    """The ledger row of a part that cannot be more than its whole."""
    more = part.amount_yuan - whole.amount_yuan
    allowed = tolerance(part.step_yuan, whole.step_yuan)
    kept = more < allowed or more == 0
    table = facts.table(part.table_no)
    label = " ".join(x for x in (part.code, part.label) if x)
    sign = "≤" if kept else ">"
    return Finding(
        rule,
        "pass" if kept else "fail",
        severity,
        facts.place(part),
        f"{facts.name(table)}“{label}”：其中 {part.printed} {sign} {whole.printed}",
        f"{facts.name_en(table)}, “{label}”: of which {part.printed} {sign} {whole.printed}",
        part.amount_yuan,
        whole.amount_yuan,
        more,
        allowed,
        (key(part), key(whole)),
    )


def _blocked(rule: str, severity: str, facts: Facts, total: Line, parts: Sequence[Line]) -> Finding:
    """A sum in which a figure is missing because it was not read proves nothing."""
    return Finding(
        rule,
        "blocked",
        severity,
        facts.place(total),
        f"{facts.name(facts.table(total.table_no))}：同一行或同一列有没有读出的数，未能检查",
        f"{facts.name_en(facts.table(total.table_no))}: a figure of this row or column was not read, nothing checked",
        total.amount_yuan,
        operands=tuple(key(line) for line in (total, *parts)),
    )


def _without_unit(rule: str, severity: str, facts: Facts, first: Line, second: Line) -> Finding:
    """Amounts of a table that prints no unit took that of its neighbours: a difference may be of the unit alone."""
    line = first if not facts.table(first.table_no).unit else second
    return Finding(
        rule,
        "blocked",
        severity,
        facts.place(line),
        f"{facts.name(facts.table(line.table_no))}没有写明单位，未能同另一张表比较",
        f"{facts.name_en(facts.table(line.table_no))} states no unit, not compared with another table",
        line.amount_yuan,
        operands=(key(first), key(second)),
    )


def agreement(rule: str, severity: str, facts: Facts, first: Line, second: Line, words: Words) -> Finding:
    """The ledger row of two tables that print the same amount."""
    difference = first.amount_yuan - second.amount_yuan
    allowed = tolerance(first.step_yuan, second.step_yuan)
    kept = holds(difference, allowed)
    one, other = facts.table(first.table_no), facts.table(second.table_no)
    if not kept and not (one.unit and other.unit):
        return _without_unit(rule, severity, facts, first, second)
    # Off by one in the last digit is a matter of rounding, not of another figure.
    severity = "note" if abs(difference) <= max(first.step_yuan, second.step_yuan) else severity
    gap = in_unit(abs(difference), first.unit, min(first.step_yuan, second.step_yuan))
    tail_zh = "" if difference == 0 else f"，相差 {gap} {first.unit}"
    tail_en = "" if difference == 0 else f", a difference of {gap} {first.unit}"
    carried = None if kept or severity != "error" else _carried_in(facts, first)
    if carried is not None and 0 < difference < carried.amount_yuan + allowed:
        # A table of this year's money alone leaves out what a summary carries in.
        severity = "difference"
        tail_zh += f"；前者含上年结转 {carried.printed} {carried.unit}，后者可能不含"
        tail_en += f"; the first holds {carried.printed} {carried.unit} carried in, the second may not"
    return Finding(
        rule,
        "pass" if kept else "fail",
        severity,
        facts.place(first),
        f"{words.zh}：{facts.name(one)} {first.printed}，{facts.name(other)} {second.printed}{tail_zh}",
        f"{words.en}: {facts.name_en(one)} {first.printed}, {facts.name_en(other)} {second.printed}{tail_en}",
        first.amount_yuan,
        second.amount_yuan,
        difference,
        allowed,
        (key(first), key(second)),
    )


def _carried_in(facts: Facts, line: Line) -> Line | None:
    """The greatest amount that the summary of a line carries in from the year before; None for other tables."""
    if facts.table(line.table_no).kind not in _SUMMARIES:
        return None
    held = [x for x in facts.lines_of(line.table_no) if x.period == "carried_in" and x.side == "income"]
    return max(held, key=lambda x: x.amount_yuan, default=None)
