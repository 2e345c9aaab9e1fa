"""The rules: each holds on a clean document, and fires, alone, when one figure of it is changed."""

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_prose import CASES as PROSE_CASES
from exports import export, facts, outcomes, table
from gongkai.check import Facts, ledger, rules
from gongkai.check import registry as rule_registry
from gongkai.check.arithmetic import holds, tolerance


class Case(NamedTuple):
    """A clean document, and the one figure that breaks it."""

    rule: str
    text: str
    printed: str
    changed: str


_EXPENDITURE = table(
    "部门支出总表",
    """科目编码|科目名称|合计|基本支出|项目支出
    合计||30.00|20.00|10.00
    201|一般公共服务支出|24.00|16.00|8.00
    20103|政府办公厅（室）及相关机构事务|24.00|16.00|8.00
    2010301|行政运行|16.00|16.00|
    2010302|一般行政管理事务|8.00||8.00
    205|教育支出|6.00|4.00|2.00
    20508|进修及培训|6.00|4.00|2.00
    2050803|培训支出|6.00|4.00|2.00""",
)
_SUMMARY = table(
    "部门收支总表",
    """收入||支出|
    项目|预算数|项目|预算数
    一般公共预算拨款收入|30.00|一般公共服务支出|24.00
    ||教育支出|6.00
    收入总计|30.00|支出总计|30.00""",
)
_OUTLINE = table(
    "部门收支总表",
    """收入||支出|
    项目|预算数|项目|预算数
    一、一般公共预算拨款收入|27.00|一、一般公共服务支出|24.00
    二、事业收入|3.00|二、教育支出|6.00
    收入总计|30.00|支出总计|30.00""",
)
_INCOME = table(
    "部门收入总表",
    """科目编码|科目名称|总计|一般公共预算财政拨款|其他收入
    合计||30.00|27.00|3.00
    201|一般公共服务支出|24.00|21.00|3.00
    205|教育支出|6.00|6.00|""",
)
_APPROPRIATION = table(
    "财政拨款收支总表",
    """收入||支出|||
    项目|预算数|项目|合计|一般公共预算|政府性基金预算
    一、本年收入|30.00|一、本年支出|30.00|28.00|2.00
    一般公共预算资金|28.00|一般公共服务支出|24.00|24.00|
    政府性基金预算资金|2.00|城乡社区支出|6.00|4.00|2.00
    收入合计|30.00|支出合计|30.00|28.00|2.00""",
)
_GENERAL = table(
    "一般公共预算财政拨款支出预算表",
    """科目编码|科目名称|小计|基本支出|项目支出
    合计||28.00|20.00|8.00
    201|一般公共服务支出|24.00|16.00|8.00
    212|城乡社区支出|4.00|4.00|""",
)
_BASIC = table(
    "一般公共预算财政拨款基本支出预算表",
    """科目编码|科目名称|总计|人员经费|公用经费
    合计||20.00|15.00|5.00
    301|工资福利支出|15.00|15.00|
    302|商品和服务支出|5.00||5.00
    30217|公务接待费|2.00||2.00
    30211|差旅费|3.00||3.00""",
)
_THREE = table(
    "一般公共预算“三公”经费支出表",
    """合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
    ||小计|公务用车购置费|公务用车运行费|
    9.00|1.00|5.00|2.00|3.00|3.00""",
)
_FORM = table(
    "2026年部门整体绩效目标表",
    """部门（单位）名称|示例局|部门支出预算数|30.00
    绩效指标|指标名称|指标权重|指标值
    |办结率|60|95
    |满意度|40|90""",
)
_PROSE = "2026年“三公”经费预算9.00万元，比2025年减少1.00万元。"
_OF_WHICH = table(
    "一般公共预算财政拨款支出预算表", "科目编码|科目名称|小计|其中：专项资金\n201|一般公共服务支出|24.00|2.00"
)
_LIST = table("政府采购预算表", "采购项目|预算数\n合计|20.00\n货物|8.00\n工程|5.00\n服务|7.00")
_NESTED_LIST = table(
    "政府采购预算表", "采购项目|预算数\n合计|20.00\n办公室|13.00\n货物|8.00\n工程|5.00\n财务处|7.00\n服务|7.00"
)
_APPROPRIATION_CLASS = table(
    "财政拨款收支总表", "收入||支出|\n项目|预算数|项目|一般公共预算\n一般公共预算资金|24.00|一般公共服务支出|24.00"
)
_GENERAL_CLASS = table("一般公共预算财政拨款支出预算表", "科目编码|科目名称|小计\n201|一般公共服务支出|24.00")
_TWO_YEARS = table(
    "部门支出总表", "科目编码|科目名称|2025年预算数|2026年预算数|增减额\n201|一般公共服务支出|1.00|3.00|2.00"
)
_FUNDED_FORM = table(
    "2026年项目绩效目标表",
    "项目名称|修缮\n资金总额|35.00\n财政拨款|30.00\n其他资金|5.00\n三级指标|指标值\n完成率|≥95",
)
_ONE_ROW = table("部门支出总表", "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|3.00|1.00|2.00")
_ONE_CLASS_OF_BASIC = table(
    "一般公共预算财政拨款基本支出预算表", "科目编码|科目名称|总计|人员经费|公用经费\n301|工资福利支出|15.00|14.00|1.00"
)
_ONE_ROW_OF_INCOME = table(
    "部门收入总表", "科目编码|科目名称|总计|一般公共预算财政拨款|其他收入\n205|教育支出|6.00|5.00|1.00"
)
_ONLY_EXPENDITURE = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入|30.00|支出总计|30.00")
_ONLY_INCOME = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n收入总计|30.00|教育支出|30.00")
_ONLY_CLASS = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入|30.00|教育支出|6.00")
_ONE_TOTAL = table("部门支出总表", "科目编码|科目名称|合计\n合计||30.00")
_ONE_INCOME = table("部门收入总表", "科目编码|科目名称|总计\n合计||30.00")
_ONE_CLASS = table("部门支出总表", "科目编码|科目名称|合计\n205|教育支出|6.00")
_ONE_GENERAL = table("一般公共预算财政拨款支出预算表", "科目编码|科目名称|小计\n合计||28.00")
_ONE_BASIC = table("一般公共预算财政拨款基本支出预算表", "科目编码|科目名称|总计\n合计||20.00")
_ONE_ITEM = table("一般公共预算财政拨款基本支出预算表", "科目编码|科目名称|总计\n30217|公务接待费|2.00")
_LEVELS = table(
    "部门支出总表",
    """科目编码|科目名称|合计
    205|教育支出|9.00
    20501|教育管理事务|1.00
    20502|普通教育|2.00
    20503|职业教育|0.00
    20508|进修及培训|6.00
    208|社会保障和就业支出|2.00
    20805|行政事业单位养老支出|2.00""",
)
_PENSIONS = table(
    "部门支出总表",
    """科目编码|科目名称|合计
    20805|行政事业单位养老支出|3.00
    2080505|机关事业单位基本养老保险缴费支出|2.00
    2080506|机关事业单位职业年金缴费支出|1.00""",
)
_AFFAIRS = table(
    "部门支出总表", "科目编码|科目名称|合计\n20106|财政事务|1.00\n20138|市场监督管理事务|1.00\n20140|信访事务|1.00"
)


def _both(*blocks):
    return "\n\n".join(blocks)


CASES = (
    Case("row-total", _ONE_ROW, "|1.00|2.00", "|1.00|2.10"),
    Case("row-total", _ONE_CLASS_OF_BASIC, "|14.00|1.00", "|14.00|1.10"),
    Case("row-total", _ONE_ROW_OF_INCOME, "|5.00|1.00", "|5.00|1.10"),
    Case("code-hierarchy", _BASIC, "30211|差旅费|3.00||3.00", "30211|差旅费|3.10||3.10"),
    Case("total-of-classes", _INCOME, "合计||30.00|27.00|3.00", "合计||30.10|27.10|3.00"),
    Case("row-total", _THREE, "9.00|1.00|5.00", "9.10|1.00|5.00"),
    Case("summary-balance", _SUMMARY, "收入总计|30.00", "收入总计|30.10"),
    Case("summary-side", _OUTLINE, "教育支出|6.00", "教育支出|6.10"),
    Case("summary-side", _OUTLINE, "收入总计|30.00|支出总计|30.00", "收入总计|30.10|支出总计|30.10"),
    Case("of-which", _OF_WHICH, "24.00|2.00", "24.00|24.10"),
    Case("list-total", _LIST, "服务|7.00", "服务|7.10"),
    Case("summary-expenditure", _both(_ONLY_EXPENDITURE, _ONE_TOTAL), "合计||30.00", "合计||30.10"),
    Case("summary-income", _both(_ONLY_INCOME, _ONE_INCOME), "合计||30.00", "合计||30.10"),
    Case("summary-expenditure-class", _both(_ONLY_CLASS, _ONE_CLASS), "205|教育支出|6.00", "205|教育支出|6.10"),
    Case("appropriation-general-public", _both(_APPROPRIATION, _ONE_GENERAL), "合计||28.00", "合计||28.10"),
    Case("basic-expenditure", _both(_GENERAL, _ONE_BASIC), "合计||20.00", "合计||20.10"),
    Case("performance-budget", _both(_EXPENDITURE, _FORM), "部门支出预算数|30.00", "部门支出预算数|30.10"),
    Case("three-public-basic", _both(_THREE, _ONE_ITEM), "公务接待费|2.00", "公务接待费|3.10"),
    Case(
        "appropriation-class",
        _both(_APPROPRIATION_CLASS, _GENERAL_CLASS),
        "201|一般公共服务支出|24.00",
        "201|一般公共服务支出|24.10",
    ),
    Case("year-change", _TWO_YEARS, "|3.00|2.00", "|3.00|2.10"),
    Case("form-funds", _FUNDED_FORM, "其他资金|5.00", "其他资金|5.10"),
    Case("text-table", _both(_PROSE, _THREE), "经费预算9.00", "经费预算9.10"),
)
CODE_CASES = (
    Case("code-year", _AFFAIRS, "20138|", "20115|"),
    Case("code-name", _PENSIONS, "基本养老保险缴费支出", "职业年金缴费支出"),
    Case("code-parent", _LEVELS, "20503|", "20803|"),
)


def _failing(ledger_rows):
    return {finding.rule for finding in ledger_rows if finding.status == "fail"}


def test_every_rule_has_a_case_of_its_own():
    cased = {case.rule for case in (*CASES, *CODE_CASES)} | {case.rule for case in PROSE_CASES}
    assert sorted(cased) == [rule.rule for rule in rules()]


@pytest.mark.parametrize("case", [*CASES, *CODE_CASES], ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_clean_document_passes(case):
    found = list(ledger(facts(export(case.text))))
    assert "pass" in {f.status for f in found if f.rule == case.rule}
    assert {f.status for f in found} <= {"pass", "not_applicable"}


@pytest.mark.parametrize("case", [*CASES, *CODE_CASES], ids=lambda case: f"{case.rule}-{case.changed}")
def test_one_changed_figure_makes_exactly_its_rule_fire(case):
    assert case.text.count(case.printed) == 1
    found = list(ledger(facts(export(case.text.replace(case.printed, case.changed)))))
    assert _failing(found) == {case.rule}
    assert not [f for f in found if f.status == "blocked"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_finding_says_what_was_printed_what_was_computed_and_where(case):
    broken = facts(export(case.text.replace(case.printed, case.changed)))
    lines = {f"{x.table_no}:{x.row}:{x.column}" for x in broken.lines}
    statements = {f"s{x.statement_no}" for x in broken.statements}
    for finding in ledger(broken):
        if finding.status != "fail":
            continue
        assert finding.printed_yuan - finding.computed_yuan == finding.difference_yuan
        assert abs(finding.difference_yuan) >= finding.tolerance_yuan
        assert finding.place
        assert finding.message != finding.message_en
        assert len(finding.operands) >= 2
        assert set(finding.operands) <= lines | statements


@pytest.mark.parametrize("case", CODE_CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_finding_on_a_code_names_the_cells_that_print_it_and_no_amount(case):
    broken = facts(export(case.text.replace(case.printed, case.changed)))
    cells = {f"{t.table_no}:{c.row}:{c.column}" for t in broken.tables for c in t.cells}
    amounts = {f"{x.table_no}:{x.row}:{x.column}" for x in broken.lines}
    for finding in ledger(broken):
        if finding.status == "fail":
            assert finding.operands
            assert set(finding.operands) <= cells - amounts
            assert finding.printed_yuan is finding.difference_yuan is None
            assert finding.place
            assert finding.message != finding.message_en


@pytest.mark.parametrize("case", [*CASES, *CODE_CASES], ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_rule_without_its_tables_says_that_it_does_not_apply(case):
    (finding,) = [f for f in ledger(Facts((), (), (), (), (), 2026, "budget")) if f.rule == case.rule]
    assert finding.status == "not_applicable"
    assert finding.message
    assert finding.message_en


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.rule)
def test_every_rule_says_what_it_holds_and_why_in_both_languages(rule):
    assert all((rule.title, rule.title_en, rule.rationale, rule.rationale_en))
    assert rule.title != rule.title_en
    assert rule.severity in ("error", "difference", "note")


def test_the_whole_document_is_clean_and_every_rule_that_applies_holds():
    whole = _both(_PROSE, _SUMMARY, _INCOME, _EXPENDITURE, _THREE)
    assert {status for found in outcomes(export(whole)).values() for status in found} == {"pass", "not_applicable"}


# What is not printed, or not read, is never taken as zero.


_BETWEEN = (
    "summary-expenditure",
    "summary-income",
    "summary-expenditure-class",
    "appropriation-general-public",
    "basic-expenditure",
    "performance-budget",
    "three-public-basic",
    "summary-balance",
    "text-table",
)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.rule in _BETWEEN], ids=lambda case: f"{case.rule}-{case.changed}"
)
def test_a_figure_that_was_not_read_is_compared_with_nothing(case):
    clean = facts(export(case.text))
    for gone in clean.lines:
        rest = replace(clean, lines=tuple(line for line in clean.lines if line is not gone))
        assert not _failing(ledger(rest)).intersection(_BETWEEN)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (_both(_ONLY_EXPENDITURE, _ONE_TOTAL.replace("合计||30.00", "合计||")), "summary-expenditure"),
        (_both(_ONLY_INCOME, _ONE_INCOME.replace("合计||30.00", "合计||")), "summary-income"),
        (_both(_GENERAL, _ONE_BASIC.replace("合计||20.00", "合计||")), "basic-expenditure"),
        (_both(_APPROPRIATION, _ONE_GENERAL.replace("合计||28.00", "合计||")), "appropriation-general-public"),
        (_both(_THREE.replace("|3.00|3.00", "|3.00|"), _ONE_ITEM), "three-public-basic"),
        (_both(_PROSE, _THREE.replace("9.00|1.00", "|1.00")), "text-table"),
    ],
)
def test_a_blank_where_a_rule_looks_is_compared_with_nothing(text, rule):
    assert outcomes(export(text))[rule] == {"not_applicable"}


def test_a_row_whose_total_is_blank_is_not_added_up():
    text = export(_EXPENDITURE.replace("2050803|培训支出|6.00|4.00|2.00", "2050803|培训支出||4.00|2.00"))
    found = [f for f in ledger(facts(text)) if f.rule == "row-total"]
    assert len(found) == 7
    assert {f.status for f in found} == {"pass"}


def test_a_table_whose_front_is_lost_is_not_added_up_to_its_total():
    clean = facts(export(_INCOME))
    lost = replace(clean, tables=tuple(replace(t, lost="front") for t in clean.tables))
    (finding,) = [f for f in ledger(lost) if f.rule == "total-of-classes"]
    assert finding.status == "not_applicable"


def test_receptions_may_be_less_in_basic_expenditure_than_in_all_and_the_ledger_says_why():
    (finding,) = [f for f in ledger(facts(export(_both(_THREE, _ONE_ITEM)))) if f.rule == "three-public-basic"]
    assert finding.status == "pass"
    assert "1.00" in finding.message
    assert "differ in scope" in finding.message_en


# The tolerance is what the printing leaves, never a chosen one.


def _rounded(total):
    return export(
        table(
            "部门支出总表", f"科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|{total}|1.04|2.04", "万元"
        )
    )


@pytest.mark.parametrize(
    ("total", "status"),
    [
        ("3.08", "pass"),
        ("3.07", "pass"),  # 0.01 off, three half steps of 0.01 allow less than 0.015
        ("3.09", "pass"),
        ("3.10", "fail"),
        ("3.06", "fail"),
        ("3.1", "pass"),  # printed to one decimal: 0.02 off, 0.06 allowed
        ("3", "pass"),  # 0.08 off, 0.51 allowed
        ("4", "fail"),
    ],
)
def test_the_tolerance_is_half_the_printed_steps_of_all_amounts(total, status):
    assert outcomes(_rounded(total))["row-total"] == {status}


def test_the_ledger_states_the_tolerance_in_yuan():
    (finding,) = [f for f in ledger(facts(_rounded("3.07"))) if f.rule == "row-total"]
    assert finding.tolerance_yuan == Decimal("150.00")
    assert finding.difference_yuan == Decimal("-100.00")


def test_two_tables_may_differ_by_less_than_a_step_of_the_coarser_one():
    pair = _both(_ONLY_EXPENDITURE, _ONE_TOTAL)
    assert outcomes(export(pair.replace("合计||30.00", "合计||30.01")))["summary-expenditure"] == {"fail"}
    assert outcomes(export(pair.replace("合计||30.00", "合计||30.0")))["summary-expenditure"] == {"pass"}


_steps = st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(100), Decimal(10000)])


@given(st.lists(_steps, min_size=1, max_size=9))
def test_a_difference_of_the_full_tolerance_does_not_hold(steps):
    allowed = tolerance(*steps)
    assert allowed == sum(steps) / 2
    assert not holds(allowed, allowed)
    assert not holds(-allowed, allowed)
    assert holds(allowed - min(steps) / 100, allowed)
    assert holds(Decimal(0), Decimal(0))


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=12), st.integers(0, 3))
def test_a_sum_of_rounded_amounts_always_holds_against_its_rounded_total(amounts, places):
    """True amounts in fen, printed in a coarser step: rounding alone never breaks an identity."""
    step = Decimal(10) ** places
    exact = [Decimal(a) for a in amounts]
    rounded = [(a / step).to_integral_value() * step for a in exact]
    total = (sum(exact) / step).to_integral_value() * step
    difference = total - sum(rounded)
    allowed = tolerance(*([step] * (len(amounts) + 1)))
    assert abs(difference) <= allowed
    assert holds(difference, allowed) or abs(difference) == allowed


# A rule that trips is reported, and costs the others nothing.


def test_a_rule_that_raises_is_blocked_and_the_others_go_on(monkeypatch):
    entries = dict(rule_registry._ENTRIES)

    def trip(facts, rule):
        yield from entries["row-total"].check(facts, rule)
        raise ZeroDivisionError("tripped")

    broken = replace(entries["row-total"], check=trip)
    monkeypatch.setattr(rule_registry, "_ENTRIES", {**entries, "row-total": broken})
    found = outcomes(export(_EXPENDITURE))
    assert found["row-total"] == {"blocked"}
    assert found["code-hierarchy"] == found["total-of-classes"] == {"pass"}
    assert set(found) == {rule.rule for rule in rules()}
    (finding,) = [f for f in ledger(facts(export(_EXPENDITURE))) if f.status == "blocked"]
    assert "ZeroDivisionError" in finding.message_en


def test_a_rule_is_registered_once():
    with pytest.raises(AssertionError, match="row-total"):
        rule_registry.rule("row-total", title=("", ""), rationale=("", ""), severity="error", without=("", ""))(list)


@pytest.mark.parametrize(
    "amounts",
    [
        ("3.00", "1.00", "2.00", "4.00"),  # the first is by chance the sum of the two that follow
        ("10.00", "4.00", "6.00", "2.00", "4.00"),  # nested twice
        ("4.00", "1.50", "2.50", "6.00", "6.00"),
    ],
)
def test_a_list_holds_whether_it_is_flat_or_nested(amounts):
    rows = "\n".join(f"项目{n}|{amount}" for n, amount in enumerate(amounts))
    assert outcomes(export(table("政府采购预算表", f"采购项目|预算数\n合计|10.00\n{rows}")))["list-total"] == {"pass"}


def test_a_long_list_takes_no_long_time():
    """Lists of thousands of amounts that nest in many ways, or one in the other, are read in one pass."""
    for amount in (lambda n: n * 7 % 13 + 1, lambda n: 10**6 - n):
        rows = "\n".join(f"项目{n}|{amount(n)}.00" for n in range(1500))
        found = outcomes(export(table("政府采购预算表", f"采购项目|预算数\n合计|10.00\n{rows}")))
        assert "blocked" not in found["list-total"]


def test_the_ledger_is_the_same_each_time():
    whole = facts(export(_both(_PROSE, _SUMMARY, _INCOME, _EXPENDITURE, _THREE)))
    assert list(ledger(whole)) == list(ledger(whole))


def test_a_nested_list_adds_up_and_proves_no_error_where_it_does_not():
    assert outcomes(export(_NESTED_LIST))["list-total"] == {"pass"}
    assert _NESTED_LIST.count("服务|7.00") == 1
    # Which rows are subtotals, only the sums tell: a list of several levels that does not add up is not judged.
    assert outcomes(export(_NESTED_LIST.replace("服务|7.00", "服务|7.10")))["list-total"] == {"not_applicable"}


def test_a_figure_that_could_not_be_read_blocks_the_sums_that_need_it():
    assert _BASIC.count("30211|差旅费|3.00||3.00") == 1
    read = facts(export(_BASIC.replace("30211|差旅费|3.00||3.00", "30211|差旅费|3,0.00||3.00")))
    assert len(read.unread) == 1
    found = list(ledger(read))
    assert not [f for f in found if f.status == "fail"]
    assert {f.rule for f in found if f.status == "blocked"} >= {"code-hierarchy"}
