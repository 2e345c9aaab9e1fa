"""Where the money comes from: each fund is the same amount in the summaries and in the table of its own."""

from collections.abc import Iterator

from gongkai.check.arithmetic import Words, adds_up, agreement, balance, equation
from gongkai.check.facts import Facts, first_cell, key
from gongkai.check.registry import rule
from gongkai.check.sources import PUBLISHING, TABLES
from gongkai.check.totals import nearest, one, totals
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import terms

_SUMMARY = "fiscal_appropriation_summary"
_OWN_TABLE = {
    "government_fund": "government_fund_expenditure",
    "state_capital": "state_capital_expenditure",
}
_FISCAL = ("general_public", *_OWN_TABLE)


@rule(
    "appropriation-fund",
    title=(
        "财政拨款收支总表的政府性基金、国有资本经营支出 = 各自支出表的合计",
        "Government funds and state capital: summary = the table of that budget",
    ),
    rationale=(
        "财政拨款收支总表按资金分栏，每一栏的支出就是该项预算支出表的合计。",
        "A column of the summary is one budget, and its expenditure is the total of that budget's own table.",
    ),
    severity="error",
    without=(
        "财政拨款收支总表没有按资金分栏，或没有基金、国资支出表",
        "no columns by fund, or no table of that budget",
    ),
    precondition=(
        "财政拨款收支总表有该项资金的一栏，且该项支出表印有合计",
        "the summary has a column for the fund, and the fund's own table prints a total",
    ),
    source=TABLES,
    needs=("fiscal_appropriation_summary", "government_fund_expenditure", "state_capital_expenditure"),
)
def _appropriation_fund(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for fund, kind in _OWN_TABLE.items():
        summary = totals(facts, _SUMMARY, side="expenditure", funds=(fund,))
        pair = nearest(summary, totals(facts, kind, funds=(fund,)))
        if pair:
            zh, en = terms()["fund"][fund]
            yield agreement(rule_.rule, rule_.severity, facts, *pair, Words(f"{zh}支出", f"{en} expenditure"))


@rule(
    "appropriation-whole",
    title=(
        "财政拨款支出 = 一般公共预算支出 + 政府性基金支出 + 国有资本经营支出",
        "Fiscal appropriation = general public budget + government funds + state capital",
    ),
    rationale=(
        "财政拨款就是这三本预算安排的拨款；总表只有一栏时，它的支出等于三张支出表的合计之和。",
        "Fiscal appropriations come from these three budgets: a summary of one column is the sum of their tables.",
    ),
    severity="difference",
    without=(
        "财政拨款收支总表按资金分栏，或三张支出表没有都公开",
        "columns by fund, or not all three tables published",
    ),
    precondition=(
        "财政拨款收支总表只有一栏金额；三张支出表都已公开，没有数的表是空表",
        "the summary has one column of amounts, all three tables are published, and one without figures is empty",
    ),
    source=TABLES,
    needs=("fiscal_appropriation_summary", "general_public_expenditure"),
)
def _appropriation_whole(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    lines = facts.by_kind.get(_SUMMARY, ())
    if {line.fund for line in lines if line.side == "expenditure"} & set(_FISCAL):
        return
    general = totals(facts, "general_public_expenditure", funds=("general_public",))
    parts = [one(totals(facts, kind, funds=(fund,))) for fund, kind in _OWN_TABLE.items()]
    empty = [_is_empty(facts, kind) for kind in _OWN_TABLE.values()]
    if not general or any(part is None and not none for part, none in zip(parts, empty, strict=True)):
        return
    others = [part for part in parts if part is not None]
    wholes = totals(facts, _SUMMARY, side="expenditure", funds=("fiscal_appropriation",))
    carried = [line for line in lines if line.period == "carried_in" and line.side == "income"]
    # 本年支出合计 or 支出总计; the tables of the budgets may leave out what is carried over, and say so nowhere.
    found = [(whole, [part, *others]) for whole in wholes for part in general]
    wider = [(whole, [*parts, line]) for whole, parts in found for line in carried]
    kept = [pair for pair in (*found, *wider) if adds_up(*pair)]
    if found:
        words = Words("三本预算支出之和（或另加上年结转）", "the three budgets (or with what is carried over)")
        yield equation(rule_.rule, rule_.severity, facts, *(kept or found)[0], words)


@rule(
    "empty-fund-table",
    title=(
        "总表印有政府性基金、国有资本经营支出，该项支出表就不是空表",
        "A budget with expenditure in the summary has figures in its own table",
    ),
    rationale=(
        "财政拨款收支总表印有该项资金的支出，该项支出表却没有一个数，两者不能都对。",
        "The summary prints expenditure of a fund whose own table holds no figure: both cannot be right.",
    ),
    severity="difference",
    without=("没有空的基金、国资支出表，或总表没有按资金分栏", "no such table is empty, or the summary has no columns"),
    precondition=(
        "财政拨款收支总表按资金分栏，且该项支出表已公开、没有数",
        "the summary has columns by fund, and the fund's table is published without figures",
    ),
    source=PUBLISHING,
)
def _empty_fund_table(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for fund, kind in _OWN_TABLE.items():
        line = one(totals(facts, _SUMMARY, side="expenditure", funds=(fund,)))
        table = next(iter(facts.tables_of(kind)), None)
        if line is None or table is None or not _is_empty(facts, kind):
            continue
        kept = line.amount_yuan == 0
        summary, said = facts.table(line.table_no), f"{line.printed} {line.unit}"
        yield Finding(
            rule_.rule,
            "pass" if kept else "fail",
            rule_.severity,
            facts.place(line),
            f"{facts.name(summary)}印出{terms()['fund'][fund][0]}支出 {said}，{facts.name(table)}没有数",
            f"{facts.name_en(summary)} prints {said} of {terms()['fund'][fund][1]}, {facts.name_en(table)} is empty",
            line.amount_yuan,
            None,
            None,
            None,
            (key(line), first_cell(table)),
        )


def _is_empty(facts: Facts, kind: str) -> bool:
    """Whether the tables of a kind are printed and hold no figure: not the same as a table that is missing."""
    tables = list(facts.tables_of(kind))
    return bool(tables) and not any(
        table.lost or facts.has_unread_in(table) or any(line.amount_yuan for line in facts.lines_of(table.table_no))
        for table in tables
    )


@rule(
    "summary-income-fund",
    title=("收支总表的各项收入 = 收入总表同一资金的合计", "Income by fund: summary = table of income"),
    rationale=(
        "收支总表按来源列收入，收入总表按来源分栏：同一来源是同一个数。",
        "The summary lists income by source, the table of income has a column for each: they are the same amounts.",
    ),
    severity="difference",
    without=("两张表没有都按来源印出收入", "the document does not print income by source in both tables"),
    precondition=(
        "收支总表某一来源只印一行，收入总表该来源只印一栏",
        "the summary prints the source in one row, the table of income in one column",
    ),
    source=TABLES,
    needs=("department_summary", "department_income"),
)
def _summary_income_fund(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    columns = {line.fund for line in facts.by_kind.get("department_income", ()) if line.is_total}
    for fund in sorted(columns - {"all", "unknown", "fiscal_appropriation", "other_income"}):
        first = _row(facts, "department_summary", fund)
        found = totals(facts, "department_income", funds=(fund,))
        if first is not None and len(found) == 1:
            zh, en = terms()["fund"].get(fund, (fund, fund))
            yield agreement(rule_.rule, rule_.severity, facts, first, found[0], Words(zh, en))


@rule(
    "summary-appropriation-fund",
    title=(
        "收支总表的财政拨款收入 = 财政拨款收支总表的同一项收入",
        "Appropriation income: summary = summary of fiscal appropriations",
    ),
    rationale=(
        "部门收支总表中的财政拨款收入，就是财政拨款收支总表说的那一笔。",
        "The appropriation in the department's summary is the one that the summary of appropriations breaks down.",
    ),
    severity="difference",
    without=("两张总表没有都按资金印出财政拨款收入", "the document does not print appropriation income in both"),
    precondition=(
        "两张总表都把该项资金印成本年收入的一行",
        "both summaries print the fund as one row of this year's income",
    ),
    source=TABLES,
    needs=("department_summary", "fiscal_appropriation_summary"),
)
def _summary_appropriation_fund(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for fund in _FISCAL:
        first, second = _row(facts, "department_summary", fund), _row(facts, _SUMMARY, fund)
        if first is None or second is None:
            continue
        zh, en = terms()["fund"][fund]
        words = Words(f"{zh}收入", f"{en} income")
        carried = [
            line
            for line in facts.by_kind[_SUMMARY]
            if line.fund == fund and line.period == "carried_in" and line.side == "income"
        ]
        if carried and not adds_up(first, [second]):
            # The department's summary may hold this year's money and what is carried over in one row.
            with_carried = Words(f"{zh}收入，含上年结转", f"{en} income, with what is carried over")
            yield balance(rule_.rule, rule_.severity, facts, [first], [second, *carried], with_carried)
        else:
            yield agreement(rule_.rule, rule_.severity, facts, first, second, words)


def _row(facts: Facts, kind: str, fund: str) -> Line | None:
    """The one row of this year's income from a fund; None where it is printed twice: this year's and carried over."""
    found = [
        line
        for line in facts.by_kind.get(kind, ())
        if line.side == "income"
        and line.fund == fund
        and line.period == "this_year"
        and line.measure == "total"
        and not (line.is_total or line.is_of_which or line.inferred)
    ]
    return found[0] if len(found) == 1 else None
