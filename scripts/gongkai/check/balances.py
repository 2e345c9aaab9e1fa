"""Balances of a fund: what it carried in and took in is what it spent and carries out."""

from collections.abc import Iterator

from gongkai.check.arithmetic import Words, adds_up, balance, equation
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC
from gongkai.check.totals import one
from gongkai.model import Finding, Line, Rule, Table

_SUMMARY = "fiscal_appropriation_summary"
_FISCAL = ("general_public", "government_fund", "state_capital")
_FLOWS = ("年初", "收入", "支出", "年末")
_MOST_ROWS_OF_A_FUND = 2  # this year's income, and what is carried over


@rule(
    "closing-balance",
    title=("年末结转结余 = 年初结转结余 + 本年收入 − 本年支出", "Closing = opening + income − expenditure"),
    rationale=(
        "一本账的年末结转和结余，是年初的加上本年收入、减去本年支出。",
        "What a fund carries out of the year is what it carried in, with its income and without its expenditure.",
    ),
    severity="error",
    without=(
        "没有一行同时印出年初结转、收入、支出和年末结转",
        "no row prints opening, income, expenditure and closing",
    ),
    precondition=(
        "同一行印有年初结转和结余、本年收入、本年支出合计、年末结转和结余；另有调入、上缴等栏的只看是否相等",
        "one row prints the opening balance, income, expenditure and the closing balance, and no other flow",
    ),
    source=LOGIC,
)
def _closing(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables:
        if any("年末" in text for path in table.headings for text in path):
            yield from _closing_rows(facts, table, rule_)


def _closing_rows(facts: Facts, table: Table, rule_: Rule) -> Iterator[Finding]:
    words = Words("年初结转 + 本年收入 = 本年支出 + 年末结转", "opening + income = expenditure + closing")
    for row in dict.fromkeys(line.row for line in facts.lines_of(table.table_no)):
        lines = [line for line in facts.by_row[table.table_no, row] if _is_whole(line)]
        opening, income, spent, closing = (one([x for x in lines if said in x.heading]) for said in _FLOWS)
        if not (opening and closing and income and spent):
            continue
        found = balance(rule_.rule, rule_.severity, facts, (opening, income), (spent, closing), words)
        # 归集调入、上缴: a flow of another name comes in between, and nothing tells its sign.
        others = any(x.amount_yuan and not any(said in x.heading for said in _FLOWS) for x in lines)
        if found.status != "fail" or not others:
            yield found


def _is_whole(line: Line) -> bool:
    """Whether a column is a flow or balance itself, and not one of the parts of 本年支出."""
    return line.measure not in ("basic_expenditure", "project_expenditure", "operating_expenditure")


@rule(
    "fund-balance",
    title=(
        "财政拨款收支总表每项资金的收入（含上年结转）= 该栏支出总计",
        "Each fund of the summary of appropriations: income and carry-over = total expenditure",
    ),
    rationale=(
        "总表一边按资金列本年收入和上年结转，另一边按资金分栏列支出和结转下年：每项资金自成平衡。",
        "One side lists income and carry-over by fund, the other has a column for each: every fund balances.",
    ),
    severity="error",
    without=("财政拨款收支总表没有两边都按资金列示", "the summary does not print both sides by fund"),
    precondition=(
        "收入一边按资金列出的各行合起来就是收入总计，每项资金至多两行（本年收入、上年结转）；支出一边有该项资金的一栏和总计",
        "the rows of the funds make all income, at most two for each; the other side has a column with its total",
    ),
    source=LOGIC,
    needs=("fiscal_appropriation_summary",),
)
def _fund_balance(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = Words("该项资金的收入和上年结转", "income and carry-over of the fund")
    for table in facts.tables_of(_SUMMARY):
        own_lines = (x for x in facts.lines_of(table.table_no) if x.measure == "total")
        lines = [x for x in own_lines if not (x.is_of_which or x.inferred)]
        income = {fund: [x for x in lines if _is_income(x) and x.fund == fund] for fund in _FISCAL}
        whole = [x for x in lines if x.is_total and x.side == "income" and x.fund == "fiscal_appropriation"]
        listed = [line for own in income.values() for line in own]
        # Only where the rows of the funds make all income is nothing carried over without its fund.
        if not whole or not adds_up(max(whole, key=lambda line: line.row), listed):
            continue
        for fund, own in income.items():
            spent = [x for x in lines if x.fund == fund and x.side == "expenditure" and x.is_total]
            if spent and 0 < len(own) <= _MOST_ROWS_OF_A_FUND:
                grand = max(spent, key=lambda line: line.row)
                yield equation(rule_.rule, rule_.severity, facts, grand, own, words)


def _is_income(line: Line) -> bool:
    return line.side == "income" and not line.is_total
