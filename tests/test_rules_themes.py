"""What the rules on duties, years, counts and targets leave alone, and how they grade what they find."""

from dataclasses import replace

import pytest

from cases_tables import both
from exports import export, facts, outcomes, table
from gongkai.check import ledger

SUMMARY = table("部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n事业收入||支出总计|30.00")
EXPENDITURE = "科目编码|科目名称|合计\n合计||{total}"


def of(rule, text, **options):
    return [finding for finding in ledger(facts(export(text), **options)) if finding.rule == rule]


def test_comparisons_that_mostly_name_the_documents_year_cast_doubt_on_the_year_and_not_on_the_text():
    text = "公用经费5.00万元，比2026年预算增加1.00万元。人员经费6.00万元，比2026年预算减少1.00万元。"
    assert outcomes(export(text))["compared-year"] == {"not_applicable"}


def test_a_comparison_beside_a_later_year_is_left_alone():
    text = "2027年计划比2026年预算增加1.00万元。公用经费5.00万元，比2025年预算增加1.00万元。"
    assert [f.status for f in of("compared-year", text)] == ["pass"]


def test_a_final_account_may_compare_with_its_own_budget():
    text = "公用经费5.00万元，比2026年预算减少1.00万元。"
    assert outcomes(export(text), phase="final")["compared-year"] == {"not_applicable"}


def test_titles_that_mostly_name_another_year_cast_doubt_on_the_year():
    text = "2025年部门预算表\n\n2025年部门预算情况说明\n\n2026年单位预算编制说明"
    assert outcomes(export(text))["title-year"] == {"not_applicable"}


def test_a_title_about_the_execution_of_last_years_budget_is_no_stale_title():
    text = "2026年部门预算情况说明\n\n2025年部门预算执行情况说明"
    assert [f.status for f in of("title-year", text)] == ["pass"]


@pytest.mark.parametrize(
    ("phase", "year", "outcome"),
    [
        ("final", 2026, ("pass", "difference")),
        ("final", 2025, ("fail", "difference")),
        ("budget", 2025, ("pass", "note")),
        ("budget", 2026, ("pass", "note")),
        ("budget", 2024, ("fail", "note")),
    ],
)
def test_assets_are_of_the_year_of_a_final_account_or_of_the_time_when_a_budget_was_made(phase, year, outcome):
    (finding,) = of("as-of-date", f"截至{year}年12月31日，共有车辆若干。", phase=phase)
    assert (finding.status, finding.severity) == outcome


def test_what_is_carried_over_explains_two_totals():
    summary = table(
        "部门收支总表", "收入||支出|\n项目|预算数|项目|预算数\n||教育支出|28.00\n||结转下年|2.00\n||支出总计|30.00"
    )
    explained = both(summary, table("部门支出总表", EXPENDITURE.format(total="28.00")))
    assert outcomes(export(explained))["summary-expenditure"] == {"pass"}
    other = both(summary, table("部门支出总表", EXPENDITURE.format(total="27.00")))
    assert outcomes(export(other))["summary-expenditure"] == {"fail"}


def test_amounts_that_are_all_beyond_the_total_cast_doubt_on_its_unit():
    text = both("固定资产200000.00万元，其中房屋100000.00万元。", SUMMARY)
    assert outcomes(export(text))["amount-magnitude"] == {"not_applicable"}


def test_nothing_of_works_counts_as_none_in_procurement():
    text = (
        "2026年政府采购预算15.00万元，其中：政府采购货物预算8.00万元、政府采购工程预算为0、政府采购服务预算7.00万元。"
    )
    assert outcomes(export(text))["procurement-parts"] == {"pass"}
    assert outcomes(export(text.replace("15.00", "16.00")))["procurement-parts"] == {"fail"}


@pytest.mark.parametrize(
    "text",
    [
        "2026年政府采购预算15.00万元，其中：政府采购货物预算8.00万元、政府采购服务预算6.00万元。",
        "2026年政府采购预算15.00万元。货物、工程和服务另行公开。",
        "货物8.00万元、工程5.00万元、服务7.00万元。",
    ],
)
def test_procurement_that_does_not_state_a_total_and_all_three_kinds_is_not_added_up(text):
    assert outcomes(export(text))["procurement-parts"] == {"not_applicable"}


@pytest.mark.parametrize("text", ["购置的3台设备已经验收。", "购置车辆若干。", "拟购置服务器2台。"])
def test_equipment_is_no_vehicle(text):
    cars = table("一般公共预算“三公”经费支出表", "公务用车购置费|公务用车运行费\n0.00|3.00")
    assert outcomes(export(both(text, cars)))["vehicles-bought"] == {"not_applicable"}


def test_no_vehicles_to_buy_may_be_said_in_words():
    cars = table("一般公共预算“三公”经费支出表", "公务用车购置费|公务用车运行费\n18.00|3.00")
    assert outcomes(export(both("2026年一般公共预算未安排购置车辆。", cars)))["vehicles-bought"] == {"fail"}


def _target(indicator, value, unit):
    rows = f"项目名称|修缮\n指标名称|指标性质|指标值|计量单位\n{indicator}|≥|{value}|{unit}"
    return table("2026年项目绩效目标表", rows)


@pytest.mark.parametrize(
    ("indicator", "unit", "status"),
    [
        ("群众满意度", "分", "pass"),
        ("办结率（当年）", "％", "pass"),
        ("巡查频率", "次/月", "not_applicable"),
        ("显示分辨率", "像素", "not_applicable"),
        ("办结率", "件", "fail"),
        ("培训人次", "%", "fail"),
        ("培训人次", "人次", "pass"),
        ("办公楼面积", "平方米", "pass"),
        ("节约用水", "吨", "not_applicable"),
    ],
)
def test_a_unit_fits_what_its_indicator_measures(indicator, unit, status):
    assert outcomes(export(_target(indicator, "90", unit)))["target-unit"] == {status}


def test_a_value_in_words_has_no_unit_to_fit():
    assert outcomes(export(_target("办结率", "逐步提高", "件")))["target-unit"] == {"not_applicable"}


@pytest.mark.parametrize(("first", "status"), [("60", "pass"), ("50", "pass"), ("40", "pass"), ("55", "fail")])
def test_weights_make_a_hundred_or_leave_room_for_the_execution_of_the_budget(first, status):
    rows = f"项目名称|修缮\n指标名称|指标权重|指标值\n办结率|{first}|高\n回访数|40|多"
    assert outcomes(export(table("2026年项目绩效目标表", rows)))["target-weights"] == {status}


def test_an_indicator_without_a_weight_leaves_the_weights_unchecked():
    rows = "项目名称|修缮\n指标名称|指标权重|指标值\n办结率|60|高\n回访数||多\n时限|30|短"
    assert outcomes(export(table("2026年项目绩效目标表", rows)))["target-weights"] == {"not_applicable"}


@pytest.mark.parametrize(("page", "status"), [(1, "fail"), (9, "pass")])
def test_only_the_names_beside_the_main_tables_are_compared_and_not_those_of_forms(page, status):
    caption = "编制部门：示例局"
    read = facts(export(both(caption, caption, caption, "单位名称：示例中心", SUMMARY)))
    pages = [page if "示例中心" in p.text else 1 for p in read.paragraphs]
    placed = tuple(
        replace(p, place=p.place._replace(page=number)) for p, number in zip(read.paragraphs, pages, strict=True)
    )
    tables = tuple(replace(t, page_from=1) for t in read.tables)
    found = [f for f in ledger(replace(read, paragraphs=placed, tables=tables)) if f.rule == "unit-name"]
    assert status in {finding.status for finding in found}
    assert len(found) == (4 if page == 1 else 3)


def test_a_file_of_tables_alone_need_not_say_why_a_table_is_empty():
    empty = table("政府性基金预算支出表", "科目编码|科目名称|合计|基本支出|项目支出\n||||")
    assert outcomes(export(empty))["empty-table-statement"] == {"not_applicable"}


def test_the_percentage_of_a_change_allows_what_the_rounding_of_both_years_allows():
    def said(percent):
        return table(
            "一般公共预算财政拨款支出预算表",
            f"""科目编码|科目名称|2025年执行数|2026年预算数|2026年预算数比2025年执行数|
            ||||增减额|增减(%)
            201|一般公共服务支出|0.30|0.35|0.05|{percent}""",
        )

    assert outcomes(export(said("16.67%")))["year-percent"] == {"pass"}
    assert outcomes(export(said("15.0%")))["year-percent"] == {"pass"}
    assert outcomes(export(said("25.0%")))["year-percent"] == {"fail"}


def test_codes_are_the_same_in_both_tables_where_the_totals_are():
    whole = table("部门支出总表", "科目编码|科目名称|合计\n合计||30.00\n201|一般公共服务支出|24.00\n205|教育支出|6.00")
    part = "科目编码|科目名称|小计\n合计||30.00\n201|一般公共服务支出|{one}\n205|教育支出|{other}"
    for one, other, statuses in (("24.00", "6.00", {"pass"}), ("23.00", "7.00", {"fail"})):
        general = table("一般公共预算财政拨款支出预算表", part.format(one=one, other=other))
        assert outcomes(export(both(whole, general)))["general-public-within"] == statuses


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("其中一般公共服务支出（201）24.00万元。", {"pass"}),
        ("一般公共服务支出（201类）政府办公厅（03款）行政运行（01项）16.00万元。", {"pass"}),
        ("一般公共服务支出（201类）政府办公厅（03款）政府运行（01项）16.00万元。", {"pass", "fail"}),
        ("一般公共服务支出24.00万元（201）。", {"not_applicable"}),
        ("外交支出（202）1.00万元。", {"not_applicable"}),
    ],
)
def test_a_code_in_the_text_is_called_what_the_tables_call_it(text, statuses):
    coded = "201|一般公共服务支出|24.00\n2010301|行政运行|24.00"
    tables = table("部门支出总表", f"科目编码|科目名称|合计\n{coded}")
    assert outcomes(export(both(text, tables)))["text-code-name"] == statuses
