"""What is blank, missing or not read is no zero: rules compare what is printed, or say why they do not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cases import all_cases
from cases_tables import both
from exports import export, facts, outcomes, table
from gongkai.check import ledger, rules
from gongkai.check.arithmetic import graded
from whole import BUDGET, FINAL

#: Rules that hold one printed amount or count against another: with one of them gone there is nothing to compare.
COMPARING = {
    "amount-magnitude",
    "appropriation-class",
    "appropriation-fund",
    "appropriation-general-public",
    "appropriation-whole",
    "appropriation-within",
    "basic-expenditure",
    "closing-balance",
    "department-basic",
    "empty-fund-table",
    "fund-balance",
    "general-public-within",
    "income-appropriation",
    "project-form-budget",
    "project-list",
    "summary-appropriation-fund",
    "summary-balance",
    "summary-expenditure",
    "summary-expenditure-class",
    "summary-income",
    "summary-income-fund",
    "three-public-basic",
    "three-public-within-budget",
    "vehicles-bought",
    "year-change",
    "year-percent",
}
CASES = [case for case in all_cases() if case.rule in COMPARING]
IN_CELLS = [case for case in CASES if case.rule not in ("amount-magnitude", "vehicles-bought")]
EXPENDITURE = "科目编码|科目名称|合计|基本支出|项目支出\n合计||30.00|20.00|10.00"
SUMMARY = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入|30.00|支出总计|30.00")
CLASSES = table("一般公共预算财政拨款支出预算表", "科目编码|科目名称|小计\n合计||28.00\n201|一般公共服务支出|28.00")


def failing(found):
    return {finding.rule for finding in found if finding.status == "fail"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_an_amount_that_is_gone_is_compared_with_nothing(case):
    clean = facts(export(case.text), phase=case.phase)
    for gone in clean.lines:
        rest = replace(clean, lines=tuple(line for line in clean.lines if line is not gone))
        assert case.rule not in failing(ledger(rest))


@pytest.mark.parametrize("blank", ["", "-", "—", "/"])
@pytest.mark.parametrize("case", IN_CELLS, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_cell_that_is_blank_or_struck_out_is_no_zero(case, blank):
    amount = max(case.printed.replace("\n", "|").split("|"), key=lambda text: text[:1].isdigit() * len(text))
    printed = case.printed[::-1].replace(amount[::-1], blank[::-1], 1)[::-1]
    text = case.text.replace(case.printed, printed)
    assert text != case.text
    assert case.rule not in failing(ledger(facts(export(text), phase=case.phase)))


def test_every_rule_that_compares_is_a_rule():
    assert {rule.rule for rule in rules()} >= COMPARING


@pytest.mark.parametrize("shown", ["30.00", "0.00"])
def test_a_total_that_is_printed_as_zero_is_a_figure(shown):
    pair = both(SUMMARY, table("部门支出总表", EXPENDITURE.replace("30.00|20.00|10.00", f"{shown}|0.00|{shown}")))
    assert outcomes(export(pair))["summary-expenditure"] == ({"pass"} if shown == "30.00" else {"fail"})


def test_a_rule_whose_table_was_not_read_whole_is_blocked_and_names_it():
    damaged = EXPENDITURE.replace("||30.00", "||3,0.00") + "\n205|教育支出|30.00|20.00|10.00"
    text = both(SUMMARY, table("部门支出总表", damaged))
    (finding,) = [f for f in ledger(facts(export(text))) if f.rule == "summary-expenditure"]
    assert finding.status == "blocked"
    assert "部门支出总表" in finding.message
    assert finding.operands


def test_a_rule_whose_table_lost_its_front_is_blocked():
    read = facts(export(both(SUMMARY, table("部门支出总表", EXPENDITURE))))
    lost = tuple(replace(t, lost="front") if t.kind == "department_expenditure" else t for t in read.tables)
    gone = tuple(line for line in read.lines if not (line.is_total and line.table_no == len(lost)))
    (finding,) = [f for f in ledger(replace(read, tables=lost, lines=gone)) if f.rule == "summary-expenditure"]
    assert finding.status == "blocked"


def test_amounts_of_a_table_without_a_unit_are_not_held_against_another_table():
    text = both(SUMMARY, table("部门支出总表", EXPENDITURE.replace("30.00", "300000.00"), unit=""))
    (finding,) = [f for f in ledger(facts(export(text))) if f.rule == "summary-expenditure"]
    assert finding.status == "blocked"
    assert "单位" in finding.message


def test_what_cut_off_digits_explain_is_a_note():
    step = Decimal("0.01")
    assert graded("error", Decimal("0.03"), *[step] * 4) == "note"
    assert graded("error", Decimal("-0.03"), *[step] * 4) == "note"
    assert graded("error", Decimal("0.04"), *[step] * 4) == "error"


def test_a_sum_that_is_off_by_a_digit_is_a_note_and_by_more_an_error():
    for total, severity in (("28.00", "error"), ("30.02", "note")):
        text = export(table("部门支出总表", EXPENDITURE.replace("||30.00", f"||{total}")))
        (finding,) = [f for f in ledger(facts(text)) if f.rule == "row-total"]
        assert (finding.status, finding.severity) == ("fail", severity)


def test_an_unrecognised_table_blocks_the_word_that_a_table_is_missing():
    whole = next(case.text for case in all_cases() if case.rule == "tables-present")
    missing = whole.replace("也没有国有资本经营预算", "也没有其他预算")
    assert outcomes(export(missing))["tables-present"] == {"pass", "fail"}
    unknown = both(missing, table("某项统计", "甲|乙\n丙|丁\n戊|己"))
    assert outcomes(export(unknown))["tables-present"] == {"pass", "blocked"}


def test_carried_over_money_that_names_no_fund_leaves_the_balance_of_funds_open():
    text = table(
        "财政拨款收支总表",
        """收入||支出|
        项目|预算数|项目|一般公共预算
        一般公共预算拨款|27.00|支出总计|28.00
        二、上年结转|1.00||
        收入总计|28.00||""",
    )
    assert outcomes(export(text))["fund-balance"] == {"not_applicable"}


def test_the_budgets_may_leave_out_what_is_carried_over():
    summary = table(
        "财政拨款收支总表",
        "收入||支出|\n项目|预算数|项目|预算数\n一、本年收入|28.00|教育支出|\n二、上年结转|2.00||\n||支出总计|30.00",
    )
    none = (table(f"{name}预算支出表", "科目编码|科目名称|合计\n||") for name in ("政府性基金", "国有资本经营"))
    assert outcomes(export(both(summary, CLASSES, *none)))["appropriation-whole"] == {"pass"}


@pytest.mark.parametrize(("text", "phase"), [(BUDGET, "budget"), (FINAL, "final")])
def test_no_identity_is_held_by_two_rules(text, phase):
    held = {}
    for finding in ledger(facts(export(text), phase=phase)):
        if finding.computed_yuan is not None:
            held.setdefault(frozenset(finding.operands), set()).add(finding.rule)
    assert held
    assert [rules for rules in held.values() if len(rules) > 1] == []


@pytest.mark.parametrize(
    ("word", "total", "severity"),
    [
        ("（注：根据保密规定，部分项目信息公开时予以剔除。）", "31.00", "difference"),
        ("（注：根据保密规定，部分项目信息公开时予以剔除。）", "29.00", "error"),
        ("本部门负责保密工作。公开时剔除尾数。", "31.00", "error"),
    ],
)
def test_parts_withheld_as_secret_explain_a_total_that_is_more_than_they_make(word, total, severity):
    listed = table("政府采购预算表", f"采购项目|预算数\n合计|{total}\n货物|10.00\n工程|20.00")
    (finding,) = [f for f in ledger(facts(export(both(word, listed)))) if f.rule == "list-total"]
    assert (finding.status, finding.severity) == ("fail", severity)
    assert ("保密" in finding.message) == (severity == "difference")
