"""Identities between tables, class by class: the same class is the same amount in two places."""

from collections.abc import Iterator

from gongkai.check.arithmetic import Words, agreement
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sources import TABLES
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import bare


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
