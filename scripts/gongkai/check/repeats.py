"""The same figure said twice of one item: the second must be the first."""

import re
from collections.abc import Iterator

from gongkai.check.arithmetic import graded, holds, in_unit, tolerance
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sentences import Said, amounts, operand, quoted
from gongkai.check.sources import LOGIC
from gongkai.model import Finding, Rule

_ITEM = re.compile(r"项[）)]”?\s*(?=\d)")


@rule(
    "item-amount",
    title=("同一科目前后写的本年预算是同一个数", "An item's budget is the same wherever its paragraph states it"),
    rationale=(
        "一个科目开头写明的预算数，和后面“本年预算安排”的数，说的是同一笔钱。",
        "The amount that an item begins with, and the budget that it goes on to state, are the same money.",
    ),
    severity="error",
    without=("没有科目前后两次写明本年预算", "no item states this year's budget twice"),
    precondition=(
        "预算文本中，科目写到“项”并紧接金额，后面又写“某年预算安排”（本年）的金额",
        "a budget names an item with its amount, and goes on to state the budget of its own year",
    ),
    source=LOGIC,
)
def _item_amount(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    if facts.phase != "budget" or facts.fiscal_year is None:
        return
    again = re.compile(rf"{facts.fiscal_year}\s*年(?:度)?(?:当年)?预算(?:数)?安排\s*(?=\d)")
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        text = paragraph.text
        if "预算" not in text or "项" not in text:
            continue
        by_start = {said.start: said for said in amounts(text)}
        opening: Said | None = None
        for at, said in by_start.items():
            if _says(_ITEM, text, at):
                opening = said
            elif opening is not None and _says(again, text, at):
                yield _same(facts, rule_, number, opening, said)
                opening = None


def _says(pattern: re.Pattern[str], text: str, at: int) -> bool:
    """Whether the words of a pattern stand right before an offset."""
    return any(match.end() == at for match in pattern.finditer(text, max(0, at - 30), at + 1))


def _same(facts: Facts, rule_: Rule, number: int, first: Said, second: Said) -> Finding:
    difference = first.yuan - second.yuan
    allowed = tolerance(first.step, second.step)
    kept = holds(difference, allowed)
    text = facts.paragraphs[number - 1].text
    said = quoted(text, first.start, first.end)
    sign = "=" if difference == 0 else ("≈" if kept else "≠")
    gap = "" if kept else in_unit(abs(difference), "万元", min(first.step, second.step))
    return Finding(
        rule_.rule,
        "pass" if kept else "fail",
        rule_.severity if kept else graded(rule_.severity, difference, first.step, second.step),
        facts.paragraph_place(number),
        f"“{said}”：开头 {first.printed} {sign} 预算安排 {second.printed}" + (f"，相差 {gap} 万元" if gap else ""),
        f"“{said}”: at first {first.printed} {sign} then {second.printed}"
        + (f", a difference of {gap} 万元" if gap else ""),
        first.yuan,
        second.yuan,
        difference,
        allowed,
        tuple(dict.fromkeys((operand(facts, number, first), operand(facts, number, second)))),
    )
