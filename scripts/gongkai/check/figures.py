"""Figures of the text: the same one said twice of an item, and one that no department has."""

import re
from collections.abc import Iterator

from gongkai.check.arithmetic import graded, holds, in_unit, tolerance
from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.check.sentences import Said, amounts, operand, quoted, told
from gongkai.check.sources import LOGIC
from gongkai.check.totals import totals
from gongkai.model import Finding, Rule

_ITEM = re.compile(r"项[）)]”?\s*(?=\d)")
_NAME = re.compile(r"([\u4e00-\u9fff、]+(?:[（(][\u4e00-\u9fff]{1,10}[）)])?)[（(]\d*项[）)][”\"]?\s*$")
_ANOTHER = re.compile(r"[（(]\d*项[）)]")
_BEYOND = 1000  # times the department's total: no unit that a text may mean makes up for it


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
                if _ANOTHER.search(text, opening.end, at):
                    opening = None  # the next item has begun, without an amount of its own
                    continue
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
    named = _NAME.search(text, 0, first.start)
    said = named[1] if named is not None else quoted(text, first.start, first.end)
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


@rule(
    "amount-magnitude",
    title=("文字中的金额与部门的规模相称", "Amounts in the text fit the size of the department"),
    rationale=(
        "文字中的一个金额若是部门收支总计的一千倍以上，多半是把元写成了万元。",
        "An amount of more than a thousand times the department's total most likely says ten thousand yuan for yuan.",
    ),
    severity="difference",
    without=("没有收支总表的总计，或文字中没有金额", "no summary prints its total, or the text states no amount"),
    precondition=("收支总表印有总计和单位，文字中写有金额", "a summary prints its total with a unit, the text amounts"),
    source=LOGIC,
)
def _magnitude(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    wholes = totals(facts, "department_summary", side="expenditure")
    whole = max(wholes, key=lambda line: line.amount_yuan, default=None)
    if whole is None or whole.amount_yuan <= 0 or not facts.table(whole.table_no).unit:
        return
    stated = [(number, said) for number, p in enumerate(facts.paragraphs, start=1) for said in amounts(p.text)]
    beyond = [(number, said) for number, said in stated if said.yuan > whole.amount_yuan * _BEYOND]
    if not stated or 2 * len(beyond) > len(stated):
        return  # nothing to compare, or it is the table whose unit is in doubt
    for number, said in beyond:
        messages = (
            f"文字中的 {said.printed} 是支出总计 {whole.printed} {whole.unit}的一千倍以上",
            f"{said.printed} in the text is over a thousand times the total, {whole.printed} {whole.unit}",
        )
        keys = (operand(facts, number, said), key(whole))
        yield told(rule_, facts, number, messages, kept=False, operands=keys)
    if not beyond:
        messages = ("文字中的金额都与支出总计相称", "all amounts of the text fit the total of expenditure")
        yield told(rule_, facts, stated[-1][0], messages, kept=True)
