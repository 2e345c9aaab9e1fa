"""Parts of the whole in another table: the general public budget within all expenditure, classes within classes."""

from collections.abc import Iterator, Mapping

from gongkai.check.arithmetic import Words, agreement, at_most
from gongkai.check.facts import Facts, first_cell, key
from gongkai.check.registry import rule
from gongkai.check.sources import CLASSIFICATION, LOGIC, TABLES
from gongkai.check.totals import one, totals
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import bare

_MEASURES = ("total", "basic_expenditure", "project_expenditure")
#: Classes of the economic classification that are investment in capital construction: projects, never basic.
_PROJECT_CLASSES = ("309", "311")


@rule(
    "general-public-within",
    title=(
        "一般公共预算支出表的每个科目不大于支出总表的同一科目",
        "Each code of the general public budget ≤ the same code of all expenditure",
    ),
    rationale=(
        "一般公共预算是部门全部支出的一部分；两张表合计相等时，每个科目都相等。",
        (
            "The general public budget is a part of all expenditure; where both tables have the same total, "
            "every code is the same too."
        ),
    ),
    severity="error",
    without=("没有同时按科目印出支出总表和一般公共预算支出表", "the document does not print both tables by code"),
    precondition=(
        "两张表各印一个合计、支出总表的合计不小于一般公共预算支出表的，且同一科目各印一行",
        "both tables print one total, that of all expenditure is no less, and each prints the code in one row",
    ),
    source=LOGIC,
    needs=("department_expenditure", "general_public_expenditure"),
)
def _general_public_within(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for measure in _MEASURES:
        whole = one(totals(facts, "department_expenditure", measure=measure))
        part = one(totals(facts, "general_public_expenditure", measure=measure, funds=("general_public",)))
        if whole is None or part is None or part.amount_yuan > whole.amount_yuan:
            continue
        in_all = _by_code(facts, "department_expenditure", measure)
        own = _by_code(facts, "general_public_expenditure", measure)
        same = part.amount_yuan == whole.amount_yuan
        for code in own:
            if code not in in_all:
                continue
            if same:
                words = Words(f"{own[code].code} {own[code].label}", f"{own[code].code}")
                yield agreement(rule_.rule, rule_.severity, facts, own[code], in_all[code], words)
            else:
                # One of the tables may hold what is carried over, and the other not.
                yield at_most(rule_.rule, "difference", facts, own[code], in_all[code])


def _by_code(facts: Facts, kind: str, measure: str) -> Mapping[str, Line]:
    """The line of each code that a kind of table prints once, this year's and of one measure."""
    found: dict[str, Line] = {}
    repeated: set[str] = set()
    for line in facts.by_kind.get(kind, ()):
        own = line.scheme == "functional" and line.measure == measure and line.period == "this_year"
        if own and not (line.is_of_which or line.inferred):
            if line.code in found:
                repeated.add(line.code)
            found[line.code] = line
    return {code: line for code, line in found.items() if code not in repeated}


@rule(
    "appropriation-within",
    title=(
        "财政拨款收支总表的各类支出不大于收支总表的同类支出",
        "Each class paid from appropriations ≤ the same class of the department",
    ),
    rationale=(
        "财政拨款是部门全部收入的一部分，用财政拨款安排的某类支出不会多于部门的该类支出。",
        "Appropriations are a part of all money: a class paid from them cannot exceed the class as a whole.",
    ),
    severity="difference",
    without=("两张总表没有都按类印出支出", "the document does not print expenditure by class in both summaries"),
    precondition=(
        "两张总表都印有该类，口径相同（都含或都不含上年结转）",
        "both summaries print the class, both with or both without what is carried over",
    ),
    source=TABLES,
    needs=("department_summary", "fiscal_appropriation_summary"),
)
def _appropriation_within(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    wholes = _classes(facts, "department_summary", "all")
    for name, line in _classes(facts, "fiscal_appropriation_summary", "fiscal_appropriation").items():
        if name in wholes:
            yield at_most(rule_.rule, rule_.severity, facts, line, wholes[name])


def _classes(facts: Facts, kind: str, fund: str) -> Mapping[str, Line]:
    """The classes of expenditure of a summary by name; a class printed twice is none."""
    found: dict[str, Line] = {}
    repeated: set[str] = set()
    for line in facts.by_kind.get(kind, ()):
        own = (line.side, line.measure, line.fund, line.period) == ("expenditure", "total", fund, "this_year")
        if own and bare(line.label).endswith("支出") and not (line.is_total or line.is_of_which or line.inferred):
            if bare(line.label) in found:
                repeated.add(bare(line.label))
            found[bare(line.label)] = line
    return {name: line for name, line in found.items() if name not in repeated}


@rule(
    "basic-classes",
    title=("基本支出中没有基本建设类支出", "Basic expenditure holds no capital construction"),
    rationale=(
        (
            "经济分类 309“资本性支出（基本建设）”和 311“对企业补助（基本建设）”是发展改革部门安排的基本建设支出，"
            "属于项目支出，不会出现在基本支出中。"
        ),
        (
            "Classes 309 and 311 of the economic classification are capital construction arranged by the planning "
            "authorities: project expenditure, never basic."
        ),
    ),
    severity="difference",
    without=("没有按经济分类印出的基本支出表", "no table prints basic expenditure by economic class"),
    precondition=(
        "基本支出表按部门预算支出经济分类编列",
        "a table of basic expenditure by departmental economic class",
    ),
    source=CLASSIFICATION,
)
def _basic_classes(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables_of("general_public_basic_expenditure", "department_basic_expenditure"):
        classes = [line for line in facts.lines_of(table.table_no) if _is_class(line)]
        wrong = [line for line in classes if line.code in _PROJECT_CLASSES and line.amount_yuan]
        for line in wrong:
            said = f"“{line.code} {line.label}” {line.printed} {line.unit}"
            yield Finding(
                rule_.rule,
                "fail",
                rule_.severity,
                facts.place(line),
                f"{facts.name(table)}{said}：属于项目支出，不应在基本支出中",
                f"{facts.name_en(table)}, {said}: project expenditure, not basic",
                line.amount_yuan,
                operands=(key(line),),
            )
        if classes and not wrong:
            codes = "、".join(dict.fromkeys(line.code for line in classes))
            yield Finding(
                rule_.rule,
                "pass",
                rule_.severity,
                facts.place(classes[0]),
                f"{facts.name(table)}的各类 {codes} 都属于基本支出",
                f"the classes of {facts.name_en(table)}, {codes}, all belong to basic expenditure",
                operands=(first_cell(table),),
            )


def _is_class(line: Line) -> bool:
    return (
        line.scheme == "economic"
        and len(line.code) == len(_PROJECT_CLASSES[0])
        and line.measure == "total"
        and line.period == "this_year"
        and not line.inferred
    )
