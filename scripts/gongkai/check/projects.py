"""The list of projects against the tables of expenditure: together they are the project expenditure."""

from collections.abc import Iterator

from gongkai.check.arithmetic import Words, agreement
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC
from gongkai.check.totals import one, totals
from gongkai.model import Finding, Line, Rule, Table
from gongkai.vocabulary import squeeze

_ALL, _GENERAL = ("department_expenditure", ("all",)), ("general_public_expenditure", ("general_public",))

_ALL_AND_ONE = 2  # a list of more funds than all and one part has a column for each


@rule(
    "project-list",
    title=("项目支出表的合计 = 支出表的项目支出", "The list of projects = project expenditure"),
    rationale=(
        "项目支出表列出全部项目，合计就是支出总表（或一般公共预算支出表）的项目支出。",
        "A list of all projects makes the project expenditure of the table of expenditure, or of the general budget.",
    ),
    severity="difference",
    without=(
        "没有项目支出表，或看不出它列的是哪些资金的项目",
        "no list of projects, or it does not say which money it covers",
    ),
    precondition=(
        "项目支出表按资金来源分栏（同支出总表比），或表名写明一般公共预算（同一般公共预算支出表比）",
        "the list has a column for each fund (against all expenditure), or its title names the general budget",
    ),
    source=LOGIC,
)
def _project_list(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables_of("project_expenditure"):
        lines = [line for line in facts.lines_of(table.table_no) if line.is_total and line.period == "this_year"]
        for fund in dict.fromkeys(line.fund for line in lines) if not table.lost else ():
            whole = one([line for line in lines if line.fund == fund and line.measure == "total"])
            total = _against(facts, table, fund)
            if whole is not None and total is not None:
                words = Words("项目支出", "Project expenditure")
                yield agreement(rule_.rule, rule_.severity, facts, whole, total, words)


def _against(facts: Facts, table: Table, fund: str) -> Line | None:
    """The project expenditure that the projects of a fund make; None where the list does not say which it covers."""
    funds = {line.fund for line in facts.lines_of(table.table_no)}
    if fund == "general_public" or (fund == "all" and "一般公共预算" in squeeze(table.title)):
        kind, own = _GENERAL
    elif fund == "all" and len(funds) > _ALL_AND_ONE:
        kind, own = _ALL
    else:
        return None
    return one(totals(facts, kind, measure="project_expenditure", funds=own))
