"""Identities between tables: the same amount in two places, and a part that cannot exceed its whole."""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.check.arithmetic import Words, adds_up, agreement, balance, in_unit, tolerance
from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.check.sources import CLASSIFICATION, TABLES, TARGETS
from gongkai.check.totals import nearest, one, totals
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import bare

_BALANCE = re.compile(r"结转|结余")
_MOST_BALANCES = 8  # rows of balances: more is an outline of its own
_MISSING = ("两张表没有都印出，或没有读到合计", "the document does not print both tables with their totals")


@rule(
    "summary-expenditure",
    title=("收支总表支出总计 = 支出总表合计", "Summary expenditure = table of expenditure"),
    rationale=(
        "两张表说的是同一个部门同一年的全部支出。",
        "Both tables state all expenditure of the same department and year.",
    ),
    severity="error",
    without=_MISSING,
    precondition=(
        "两张表都印有合计；总表的本年合计、总计中取与支出总表最近的一个",
        "both tables print a total; of the summary the one nearest to it: of the year, or with what is carried over",
    ),
    source=TABLES,
    needs=("department_summary", "department_expenditure"),
)
def _summary_expenditure(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    pair = nearest(totals(facts, "department_summary", side="expenditure"), totals(facts, "department_expenditure"))
    if pair:
        yield _same_whole(facts, rule_, *pair, Words("全部支出", "All expenditure"))


@rule(
    "summary-income",
    title=("收支总表收入总计 = 收入总表合计", "Summary income = table of income"),
    rationale=(
        "两张表说的是同一个部门同一年的全部收入。",
        "Both tables state all income of the same department and year.",
    ),
    severity="error",
    without=_MISSING,
    precondition=(
        "两张表都印有合计；总表的本年合计、总计中取与收入总表最近的一个",
        "both tables print a total; of the summary the one nearest to it: of the year, or with what is carried over",
    ),
    source=TABLES,
    needs=("department_summary", "department_income"),
)
def _summary_income(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    pair = nearest(totals(facts, "department_summary", side="income"), totals(facts, "department_income"))
    if pair:
        yield _same_whole(facts, rule_, *pair, Words("全部收入", "All income"))


def _same_whole(facts: Facts, rule_: Rule, whole: Line, other: Line, words: Words) -> Finding:
    """Two totals that are the same, or the same but for balances that the summary prints in rows of their own."""
    balances = [
        line
        for line in facts.lines_of(whole.table_no)
        if line.side == whole.side and not line.is_total and _BALANCE.search(line.label) and line.amount_yuan
    ]
    for apart in ([line] for line in balances) if len(balances) < _MOST_BALANCES else ():
        if not adds_up(whole, [other]) and adds_up(whole, [other, *apart]):
            said = Words(f"{words.zh}，另加{apart[0].label}", f"{words.en}, with {apart[0].label}")
            return balance(rule_.rule, rule_.severity, facts, [whole], [other, *apart], said)
    if balances and not adds_up(whole, [other]) and adds_up(whole, [other, *balances]):
        said = Words(f"{words.zh}，另加结转结余", f"{words.en}, with the balances")
        return balance(rule_.rule, rule_.severity, facts, [whole], [other, *balances], said)
    return agreement(rule_.rule, rule_.severity, facts, whole, other, words)


@rule(
    "summary-expenditure-class",
    title=(
        "收支总表各类支出 = 支出总表同类合计",
        "Each class of the summary = the same class of the expenditure table",
    ),
    rationale=(
        "同一类支出在两张表中是同一个数。",
        "The same class of expenditure is the same amount in both tables.",
    ),
    severity="error",
    without=("两张表没有都按类印出支出", "the document does not print expenditure by class in both tables"),
    precondition=(
        "两张表都按类印出支出，类的名称相同",
        "both tables print expenditure by class, under the same names",
    ),
    source=TABLES,
    needs=("department_summary", "department_expenditure"),
)
def _summary_classes(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    detail = {
        bare(line.label): line
        for line in facts.by_kind.get("department_expenditure", ())
        if line.level == 1 and line.measure == "total" and line.fund == "all" and line.period == "this_year"
    }
    for line in facts.by_kind.get("department_summary", ()):
        other = detail.get(bare(line.label))
        same = (line.side, line.measure, line.fund, line.period) == ("expenditure", "total", "all", "this_year")
        if other and same:
            yield agreement(rule_.rule, rule_.severity, facts, line, other, Words(line.label, other.code))


@rule(
    "appropriation-general-public",
    title=(
        "财政拨款收支总表的一般公共预算支出 = 一般公共预算支出表合计",
        "General public budget: summary = table by function",
    ),
    rationale=(
        "财政拨款收支总表的“一般公共预算”一栏与一般公共预算支出表说的是同一笔支出。",
        "The general public budget column of the summary and the table by function state the same expenditure.",
    ),
    severity="error",
    without=_MISSING,
    precondition=(
        "财政拨款收支总表有一般公共预算一栏，一般公共预算支出表印有合计",
        "the summary has a column of the general public budget, and its own table prints a total",
    ),
    source=TABLES,
    needs=("fiscal_appropriation_summary", "general_public_expenditure"),
)
def _appropriation(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    summary = totals(facts, "fiscal_appropriation_summary", side="expenditure", funds=("general_public",))
    pair = nearest(summary, totals(facts, "general_public_expenditure", funds=("general_public",)))
    if pair:
        words = Words("一般公共预算支出", "General public budget expenditure")
        yield agreement(rule_.rule, rule_.severity, facts, *pair, words)


@rule(
    "appropriation-class",
    title=(
        "财政拨款收支总表各类支出 = 一般公共预算支出表同类合计",
        "Each class of the appropriation summary = by function",
    ),
    rationale=(
        "财政拨款收支总表“一般公共预算”一栏的各类支出，与一般公共预算支出表的同一类是同一个数。",
        "A class in the general public budget column of the summary is that class in the table by function.",
    ),
    severity="error",
    without=("两张表没有都按类印出一般公共预算支出", "the document does not print both tables by class"),
    precondition=(
        "总表有一般公共预算一栏（或只有一栏而金额相同），两张表都按类印出支出",
        "the summary has a column of the general public budget, and both tables print expenditure by class",
    ),
    source=TABLES,
    needs=("fiscal_appropriation_summary", "general_public_expenditure"),
)
def _appropriation_class(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    detail: dict[str, Line] = {}
    repeated: set[str] = set()
    for line in facts.by_kind.get("general_public_expenditure", ()):
        if line.level == 1 and line.scheme == "functional" and line.measure == "total" and line.period == "this_year":
            name = bare(line.label)
            if name in detail and detail[name].amount_yuan != line.amount_yuan:
                repeated.add(name)
            detail[name] = line
    summary = facts.by_kind.get("fiscal_appropriation_summary", ())
    # A summary of one column prints all funds together: it says the same only where no other fund pays.
    columns = {line.fund for line in summary if line.side == "expenditure"}
    for line in summary:
        name = bare(line.label)
        other = detail.get(name)
        same = (line.side, line.measure, line.period) == ("expenditure", "total", "this_year")
        if other is None or not same or name in repeated:
            continue
        if line.fund == "general_public" or (len(columns) == 1 and line.amount_yuan == other.amount_yuan):
            yield agreement(rule_.rule, rule_.severity, facts, line, other, Words(line.label, other.code))


@rule(
    "basic-expenditure",
    title=(
        "一般公共预算支出表的基本支出 = 基本支出表合计",
        "Basic expenditure: by function = by economic class",
    ),
    rationale=(
        "一般公共预算的基本支出，按功能分类和按经济分类是同一个数。",
        "Basic expenditure of the general public budget is the same by function and by economic class.",
    ),
    severity="error",
    without=_MISSING,
    precondition=(
        "一般公共预算支出表分列基本支出，基本支出表印有合计",
        "the table by function prints basic expenditure, and the table by economic class its total",
    ),
    source=TABLES,
    needs=("general_public_expenditure", "general_public_basic_expenditure"),
)
def _basic(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    by_function = totals(facts, "general_public_expenditure", measure="basic_expenditure", funds=("general_public",))
    pair = nearest(by_function, totals(facts, "general_public_basic_expenditure", funds=("general_public",)))
    if pair:
        yield agreement(rule_.rule, rule_.severity, facts, *pair, Words("基本支出", "Basic expenditure"))


@rule(
    "department-basic",
    title=(
        "支出总表的基本支出 = 部门基本支出表合计",
        "Departmental basic expenditure = its table by economic class",
    ),
    rationale=(
        "部门基本支出表按经济分类列出支出总表中的基本支出，两者是同一个数。",
        "The table of basic expenditure breaks down the basic expenditure of the table of all expenditure.",
    ),
    severity="difference",
    without=_MISSING,
    precondition=(
        "部门基本支出表包括全部资金，支出总表分列基本支出和项目支出",
        "the table holds all funds, and the table of expenditure prints basic expenditure",
    ),
    source=TABLES,
    needs=("department_expenditure", "department_basic_expenditure"),
)
def _department_basic(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    by_function = totals(facts, "department_expenditure", measure="basic_expenditure")
    pair = nearest(by_function, totals(facts, "department_basic_expenditure"))
    if pair:
        yield agreement(rule_.rule, rule_.severity, facts, *pair, Words("基本支出", "Basic expenditure"))


@rule(
    "income-appropriation",
    title=("收入总表的财政拨款 = 财政拨款收支总表的收入", "Appropriation in the table of income = its summary"),
    rationale=(
        "收入总表的财政拨款一栏，就是财政拨款收支总表的收入。",
        "The column of fiscal appropriation in the table of income is the income of the summary of appropriations.",
    ),
    severity="difference",
    without=_MISSING,
    precondition=(
        "收入总表有财政拨款一栏，财政拨款收支总表印有收入合计",
        "the table of income has a column of fiscal appropriation, and the summary prints its income",
    ),
    source=TABLES,
    needs=("department_income", "fiscal_appropriation_summary"),
)
def _income_appropriation(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    columns = totals(facts, "department_income", funds=("fiscal_appropriation",))
    summary = totals(facts, "fiscal_appropriation_summary", side="income", funds=("fiscal_appropriation",))
    pair = nearest(columns, summary)
    if pair:
        yield agreement(rule_.rule, rule_.severity, facts, *pair, Words("财政拨款收入", "Fiscal appropriation"))


@rule(
    "performance-budget",
    title=("整体绩效目标表的预算数 = 支出总表合计", "Budget of the performance form = table of expenditure"),
    rationale=(
        "部门整体绩效目标对应部门的全部支出预算。",
        "The department's performance targets cover its whole expenditure budget.",
    ),
    severity="difference",
    without=("没有印有部门支出预算数的整体绩效目标表", "no performance form states the department's budget"),
    precondition=(
        "整体绩效目标表写明部门支出预算数，支出总表印有合计",
        "the form states the budget of the department, and the table of expenditure its total",
    ),
    source=TARGETS,
)
def _performance(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    second = one(totals(facts, "department_expenditure"))
    for line in facts.by_kind.get("performance_department", ()):
        if second and bare(line.label) in ("部门支出预算数", "部门预算支出总额"):
            yield agreement(
                rule_.rule,
                rule_.severity,
                facts,
                line,
                second,
                Words("部门支出预算数", "The department's budget"),
            )


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
