"""Printed conventions that are no mistakes: what documents of other places do, and no rule may take for an error."""

import pytest

from cases_tables import OUTLINE, both
from exports import export, facts, table
from gongkai.check import ledger
from gongkai.check.sentences import quoted

CODED = "科目编码|科目名称|合计|基本支出|项目支出\n合计||30.00|20.00|10.00\n"
SUMMARY = "收入||支出|\n项目|预算数|项目|预算数\n"
THREE = "一般公共预算“三公”经费支出预算表"


def fails(text, **options):
    return [f for f in ledger(facts(export(text), **options)) if f.status == "fail" and f.rule != "tables-present"]


def of(rule, text):
    return [f for f in ledger(facts(export(text))) if f.rule == rule]


@pytest.mark.parametrize(
    "rows",
    [
        "201|一般公共服务支出|32.00|22.00|10.00\n205|教育支出|(2.00)|(2.00)|",
        "201|一般公共服务支出|32.00|22.00|10.00\n205|教育支出|（2.00）|－2.00|-",
        "其中：一般公共预算||28.00|20.00|8.00\n201|一般公共服务支出|24.00|16.00|8.00\n205|教育支出|6.00|4.00|2.00",
        "125001|甲局|24.00|16.00|8.00\n201|一般公共服务支出|24.00|16.00|8.00\n125002|乙中心|6.00|4.00|2.00\n201|一般公共服务支出|6.00|4.00|2.00",
        "|甲局|24.00|16.00|8.00\n201|一般公共服务支出|24.00|16.00|8.00\n|乙中心|6.00|4.00|2.00\n201|一般公共服务支出|6.00|4.00|2.00",
    ],
    ids=["brackets", "signs", "of which", "units with codes", "units without codes"],
)
def test_negative_amounts_and_rows_that_repeat_money_are_no_errors(rows):
    assert fails(table("部门支出总表", CODED + rows)) == []


def test_parents_may_stand_below_their_children_and_the_total_last():
    rows = """科目编码|科目名称|合计
    2010301|行政运行|16.00
    2010302|一般行政管理事务|8.00
    20103|政府办公厅（室）及相关机构事务|24.00
    201|一般公共服务支出|24.00
    205|教育支出|6.00
    合计||30.00"""
    assert fails(table("部门支出总表", rows)) == []


def test_amounts_of_whole_wan_may_miss_their_total_by_the_rounding():
    rows = "科目编码|科目名称|合计\n合计||31\n201|一般公共服务支出|24\n205|教育支出|6"
    assert fails(table("部门支出总表", rows)) == []


def test_a_table_of_the_three_expenses_may_be_turned_on_its_side():
    assert (
        fails(
            table(
                THREE,
                """项目|合计|因公出国（境）费|公务接待费|公务用车小计|公务用车购置费|公务用车运行费
            2025年预算数|9.00|1.00|2.00|6.00|2.00|4.00
            2026年预算数|10.00|1.00|2.00|7.00|3.00|4.00""",
            )
        )
        == []
    )


def test_a_change_may_be_against_last_years_budget_or_against_its_outcome():
    rows = (
        "科目编码|科目名称|2025年预算数|2025年执行数|2026年预算数|增减\n201|一般公共服务支出|25.00|20.00|30.00|{change}"
    )
    for change, outcome in (("5.00", "pass"), ("10.00", "pass"), ("6.00", "fail")):
        (found,) = of("year-change", table("一般公共预算支出表", rows.format(change=change)))
        assert found.status == outcome


def test_one_numbering_may_run_on_over_two_breakdowns_of_the_same_money():
    side = SUMMARY + (
        "一、一般公共预算拨款收入|20.00|一、基本支出|20.00\n二、其他收入|10.00|二、项目支出|10.00\n"
        "||三、一般公共服务支出|24.00\n||四、教育支出|{education}\n收入总计|30.00|支出总计|30.00"
    )
    assert fails(table("部门收支总表", side.format(education="6.00"))) == []
    assert {f.rule for f in fails(table("部门收支总表", side.format(education="6.10")))} == {"summary-side"}


def test_a_change_that_repeats_the_gap_of_a_year_is_a_note_on_it():
    rows = """单位|2025年|||2026年|||增减变化情况||
    |合计|会议费|培训费|合计|会议费|培训费|合计|会议费|培训费
    甲局|9.00|4.00|6.00|12.00|5.00|7.00|3.00|1.00|1.00"""
    found = [f for f in of("row-total", table("会议费、培训费支出预算表", rows)) if f.status == "fail"]
    assert [f.severity for f in found] == ["error", "note"]
    assert "由同一行另一年的合计而来" in found[1].message


@pytest.mark.parametrize(
    "said",
    [
        "2026年收支总预算30万元。",
        "2026年收入支出总计0.0030亿元。",
        "2026年收入支出总计约30.00万元，其中收入30.00万元。",
    ],
)
def test_the_text_may_round_the_grand_total(said):
    assert fails(both(said, OUTLINE)) == []


def test_this_years_income_is_no_grand_total():
    summary = table(
        "部门收支总表",
        SUMMARY + "本年收入合计|28.00|本年支出合计|29.00\n上年结转|2.00|结转下年|1.00\n收入总计|30.00|支出总计|30.00",
    )
    assert [f.status for f in of("text-table", both("2026年收支总预算30.00万元。", summary))] == ["pass"]
    assert [f.status for f in of("text-table", both("2026年收支总预算28.00万元。", summary))] == ["fail"]


def test_forms_of_targets_in_the_contents_are_looked_for_as_forms():
    form = table(
        "项目支出绩效目标表", "项目名称|修缮\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|修缮面积|≥100平方米"
    )
    found = of("contents-tables", both("目录", "1.项目支出绩效目标表……3", form))
    assert [f.status for f in found] == ["pass"]


def test_an_item_with_two_budgets_is_named_in_the_finding():
    text = "1.住房保障支出（类）住房改革支出（款）住房公积金（项）35.00万元，2026年预算安排36.00万元。"
    (found,) = of("item-amount", text)
    assert found.message.startswith("“住房公积金”：开头 35.00万元 ≠ 预算安排 36.00万元")


def test_a_quotation_begins_and_ends_with_a_clause():
    text = (
        "本年度各项工作按计划推进并且完成得很好，本单位一共安排了财政拨款收入三十万元，比2026年预算增加了一些，"
        "其余各项收入和各项支出的增减情况和增减的原因都另有说明。"
    )
    start = text.index("比2026年")
    assert quoted(text, start, start + 9) == "本单位一共安排了财政拨款收入三十万元，比2026年预算增加了一些"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("2026年年末结转和结余1.00万元，比上年增加3.00万元。", {}),
        ("2026年预算比2025年预算增加2.00万元，与2026年中期规划数相比减少3.00万元。", {}),
        ("住房公积金（项）35.00万元，主要用于缴存。提租补贴（项）支出：2026年预算安排5.00万元。", {}),
        ("2026年部门预算表\n\n2026年部门预算编制说明\n\n2025-2027年中期财政规划预算表", {}),
        ("2026年部门预算表\n\n2026年部门预算编制说明\n\n2024年度部门决算情况说明", {}),
        (
            "2025年某局部门决算公开\n\n2024年度部门决算情况说明\n\n2024年度收支总表",
            {"phase": "final", "year": 2024},
        ),
        (
            "行政运行（项）年初预算为2.004万元，支出决算为2.00万元，决算数与预算数持平。",
            {"phase": "final", "year": 2024},
        ),
    ],
    ids=["balances", "plans", "next item", "ranges of years", "other phase", "published", "rounded"],
)
def test_what_prose_may_say_is_no_error(text, options):
    assert [f.rule for f in fails(text, **options)] == []


def test_rows_behind_of_which_may_go_on_naming_parts():
    rows = """资产类别|数量|账面原值
    合计||500.00
    流动资产||100.00
    固定资产||400.00
    其中：房屋|2|300.00
    车辆|3|50.00"""
    assert fails(table("部门国有资产占有使用情况表", rows)) == []


def test_a_table_of_this_years_money_alone_explains_a_summary_with_what_is_carried_in():
    carried = "一、一般公共预算拨款收入|28.00|一、一般公共服务支出|30.00\n本年收入合计|28.00|本年支出合计|30.00\n上年结转|{}||\n"
    listed = table("部门支出总表", "科目编码|科目名称|合计\n合计||28.00\n201|一般公共服务支出|28.00")
    for money, severity in (("2.00", "difference"), ("1.00", "error")):
        summary = table("部门收支总表", SUMMARY + carried.format(money) + "收入总计|30.00|支出总计|30.00")
        found = [f for f in of("summary-expenditure", both(summary, listed)) if f.status == "fail"]
        assert [f.severity for f in found] == [severity]


@pytest.mark.parametrize(("adjusted", "expected"), [("-0.50", []), ("", ["closing-balance"])])
def test_a_flow_of_another_name_may_come_between_two_balances(adjusted, expected):
    rows = "科目编码|科目名称|年初结转和结余|本年收入|本年支出|归集调入或上缴|年末结转和结余\n201|一般公共服务支出|2.00|5.00|6.00|{}|0.50"
    found = fails(table("一般公共预算财政拨款收入支出决算表", rows.format(adjusted)), phase="final")
    assert [f.rule for f in found] == expected
