"""The three public expenses: within basic expenditure, within their budget, and counted."""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.check.arithmetic import Words, agreement, at_most, in_unit, tolerance
from gongkai.check.facts import Facts, first_cell, key
from gongkai.check.registry import rule
from gongkai.check.sources import CLASSIFICATION, THREE_PUBLIC
from gongkai.check.totals import one
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import rule_words

_ITEMS = (
    ("30212", "overseas_travel"),
    ("30217", "official_reception"),
    ("30231", "vehicle_operation"),
    ("31013", "vehicle_purchase"),
)


@rule(
    "three-public-basic",
    title=(
        "基本支出中的“三公”项目不大于“三公”经费表",
        "Three public expenses within basic expenditure ≤ the whole",
    ),
    rationale=(
        (
            "基本支出表只列基本支出中的公务接待、出国、车辆运行费，“三公”经费表还包括项目支出中的部分："
            "两者可以不等，但部分不能大于全部。"
        ),
        (
            "The table of basic expenditure holds only the part paid from basic expenditure, the table of the three "
            "public expenses also that from projects: they may differ, but a part cannot exceed its whole."
        ),
    ),
    severity="error",
    without=("没有同时印出基本支出表和“三公”经费表", "the document does not print both tables"),
    precondition=(
        "基本支出表按经济分类款级印出该项，“三公”经费表印有该项的全部",
        "basic expenditure is printed by item, and the table of the three public expenses prints the whole",
    ),
    source=CLASSIFICATION,
    needs=("general_public_basic_expenditure", "three_public"),
)
def _three_public_basic(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for code, measure in _ITEMS:
        part = _one(
            line
            for line in facts.by_kind.get("general_public_basic_expenditure", ())
            if line.code == code and line.measure == "total" and line.period == "this_year"
        )
        whole = _one(
            line
            for line in facts.by_kind.get("three_public", ())
            if line.measure == measure and line.period == "this_year"
        )
        if part is None or whole is None:
            continue
        found = agreement(rule_.rule, rule_.severity, facts, part, whole, Words(part.label, part.code))
        allowed = tolerance(part.step_yuan, whole.step_yuan)
        more = part.amount_yuan - whole.amount_yuan
        if more >= allowed:
            yield replace(found, status="fail")
            continue
        rest = in_unit(-more, whole.unit, whole.step_yuan)
        yield replace(
            found,
            status="pass",
            message=found.message + ("" if more == 0 else f"：其余 {rest} {whole.unit}在项目支出中，两表口径不同"),
            message_en=found.message_en
            + (
                ""
                if more == 0
                else f": the other {rest} {whole.unit} are project expenditure, the tables differ in scope"
            ),
            operands=(key(part), key(whole)),
        )


def _one(lines: Iterator[Line]) -> Line | None:
    found = list(lines)
    return found[0] if len(found) == 1 else None


@rule(
    "three-public-within-budget",
    title=("“三公”经费决算不大于预算", "The three public expenses stay within their budget"),
    rationale=(
        "“三公”经费实行总额控制，决算数一般不大于预算数；大于的应当说明原因。",
        "The three public expenses are capped by their budget: more was spent than that only with a reason.",
    ),
    severity="difference",
    without=("不是决算，或没有并列预算数和决算数", "no final account, or no table prints budget beside account"),
    precondition=(
        "部门决算的“三公”经费表同时印有预算数和决算数",
        "the table of a final account prints what was budgeted and what was spent",
    ),
    source=THREE_PUBLIC,
)
def _within_budget(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    lines = facts.by_kind.get("three_public", ()) if facts.phase == "final" else ()
    for measure in dict.fromkeys(line.measure for line in lines):
        own = [line for line in lines if line.measure == measure]
        budgeted = one([line for line in own if line.period in ("budgeted", "initial_budget")])
        spent = one([line for line in own if line.period == "this_year"])
        if budgeted is not None and spent is not None:
            yield at_most(rule_.rule, rule_.severity, facts, spent, budgeted)


@rule(
    "three-public-counts",
    title=("决算写明出国团组、车辆和接待的数量", "A final account counts visits, vehicles and receptions"),
    rationale=(
        "决算说明“三公”经费时，应写明因公出国（境）团组数和人次、公务用车购置数和保有量、国内接待批次和人次。",
        "The text on the three public expenses counts visits abroad, vehicles bought and kept, receptions and guests.",
    ),
    severity="difference",
    without=("不是决算，或“三公”经费决算为零", "no final account, or it spent nothing on the three public expenses"),
    precondition=(
        "部门决算，“三公”经费表的该项决算数大于零，且文件有说明文字",
        "a final account whose table prints expenditure of the item, with a narrative",
    ),
    source=THREE_PUBLIC,
)
def _three_public_counts(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    if facts.phase != "final" or not facts.has_narrative:
        return
    prose = "".join(paragraph.text for paragraph in facts.paragraphs)
    for measure, counts in rule_words()["counts"].items():
        spent = one([line for line in facts.by_kind.get("three_public", ()) if _spent(line, measure)])
        if spent is None:
            continue
        missing = not any(re.search(rf"\d[^。]{{0,8}}{count}|{count}[^。，]{{0,10}}\d", prose) for count in counts)
        said = f"{spent.label or spent.heading} {spent.printed} {spent.unit}"
        messages = (
            f"{said}：说明文字" + ("没有写明数量" if missing else "写明了数量"),
            f"{said}: the narrative " + ("counts nothing" if missing else "states the counts"),
        )
        yield Finding(
            rule_.rule,
            "fail" if missing else "pass",
            rule_.severity,
            facts.place(spent),
            *messages,
            operands=(key(spent),) if missing else (first_cell(facts.table(spent.table_no)),),
        )


def _spent(line: Line, measure: str) -> bool:
    return line.measure == measure and line.period == "this_year" and line.amount_yuan > 0
