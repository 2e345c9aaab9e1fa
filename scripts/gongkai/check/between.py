"""Identities between tables: the same total in two places."""

import re
from collections.abc import Iterator

from gongkai.check.arithmetic import Words, adds_up, agreement, balance
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sources import TABLES, TARGETS
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
