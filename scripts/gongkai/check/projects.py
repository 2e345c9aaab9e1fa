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
        own = [x for x in facts.lines_of(table.table_no) if x.is_total and x.measure == "total" and x.fund == "all"]
        against = _against(facts, table)
        whole, total = one([line for line in own if line.period == "this_year"]), against
        if whole is not None and total is not None and not table.lost:
            words = Words("项目支出", "Project expenditure")
            yield agreement(rule_.rule, rule_.severity, facts, whole, total, words)


def _against(facts: Facts, table: Table) -> Line | None:
    """The project expenditure that a list must make; None where it does not say which money it lists."""
    if "一般公共预算" in squeeze(table.title):
        kind, funds = _GENERAL
    elif len({line.fund for line in facts.lines_of(table.table_no)} - {"all"}) > 1:
        kind, funds = _ALL
    else:
        return None
    return one(totals(facts, kind, measure="project_expenditure", funds=funds))
