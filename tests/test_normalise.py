"""Tables to lines: each amount with its code, name, measure, fund and period, exactly; forms to targets."""

from decimal import Decimal

import pytest

from exports import export, normalised, table


def _lines(title, rows, unit="万元", **options):
    return normalised(export(table(title, rows, unit)), **options).lines


def _said(lines, *names):
    return [tuple(getattr(line, name) for name in names) for line in lines]


def test_an_amount_has_its_code_name_measure_and_exact_worth():
    (first, second) = _lines("部门支出总表", "科目编码|科目名称|合计|基本支出\n2010301|行政运行|1,162.75|102.55")
    assert (first.scheme, first.code, first.code_year, first.level) == ("functional", "2010301", 2026, 3)
    assert (first.label, first.measure, first.fund, first.period) == ("行政运行", "total", "all", "this_year")
    assert (first.amount_yuan, first.step_yuan) == (Decimal("11627500.00"), Decimal("100.00"))
    assert (first.printed, first.unit, first.side) == ("1,162.75", "万元", "expenditure")
    assert (first.table_no, first.row, first.column) == (1, 2, 3)
    assert (second.measure, second.heading) == ("basic_expenditure", "基本支出")


@pytest.mark.parametrize(
    ("unit", "yuan"), [("元", "1234.50"), ("千元", "1234500.00"), ("万元", "12345000.00"), ("亿元", "123450000000.00")]
)
def test_the_unit_of_the_table_counts(unit, yuan):
    (line,) = _lines("部门支出总表", "科目编码|科目名称|合计\n201|公共服务|1,234.50", unit)
    assert str(line.amount_yuan) == yuan


def test_a_table_without_a_unit_takes_that_of_the_others():
    text = export(
        table("部门支出总表", "科目编码|科目名称|合计\n201|公共服务|1.00", "千元"),
        table("部门收入总表", "科目编码|科目名称|合计\n201|公共服务|1.00", ""),
    )
    assert [line.unit for line in normalised(text).lines] == ["千元", "千元"]


def test_where_no_unit_is_printed_there_are_no_lines_and_that_is_told():
    found = normalised(export(table("部门支出总表", "科目编码|科目名称|合计\n201|公共服务|1.00", "")))
    assert found.lines == ()
    assert found.without_unit == (1,)


def test_a_blank_cell_is_no_line():
    lines = _lines(
        "部门支出总表", "科目编码|科目名称|合计|基本支出|项目支出\n2010301|行政运行|1.00|1.00|\n201|公共|0.00||0.00"
    )
    assert _said(lines, "row", "column", "printed") == [(2, 3, "1.00"), (2, 4, "1.00"), (3, 3, "0.00"), (3, 5, "0.00")]


def test_codes_in_three_columns_are_put_together():
    rows = "类|款|项|科目名称|合计\n201|||一般公共服务支出|9.00\n|03||政府办公厅|9.00\n||01|行政运行|5.00\n||02|一般管理|4.00"
    lines = _lines("部门支出总表", rows)
    assert _said(lines, "code", "label", "level") == [
        ("201", "一般公共服务支出", 1),
        ("20103", "政府办公厅", 2),
        ("2010301", "行政运行", 3),
        ("2010302", "一般管理", 3),
    ]


def test_codes_in_three_columns_that_are_all_printed_are_put_together():
    rows = "类|款|项|科目名称|合计\n201|03|01|行政运行|5.00\n210|11|01|行政单位医疗|4.00\n合计||||9.00"
    lines = _lines("部门支出总表", rows)
    assert _said(lines, "code", "is_total") == [("2010301", False), ("2101101", False), ("", True)]


@pytest.mark.parametrize(
    ("printed", "code", "label"),
    [
        ("2080502-事业单位离退休", "2080502", "事业单位离退休"),
        ("[30101]基本工资", "30101", "基本工资"),
        ("30101 基本工资", "30101", "基本工资"),
        ("50102-社会保障缴费", "50102", "社会保障缴费"),
        ("201一般公共服务支出", "201", "一般公共服务支出"),
    ],
)
def test_a_code_and_its_name_in_one_cell_are_told_apart(printed, code, label):
    (line, *_) = _lines("部门支出总表", f"科目名称|合计\n{printed}|1.00\n{printed}|2.00")
    assert (line.code, line.label) == (code, label)


@pytest.mark.parametrize(
    ("code", "scheme"), [("201", "functional"), ("30101", "economic"), ("50101", "government_economic")]
)
def test_the_first_digit_of_a_code_is_its_classification(code, scheme):
    (line,) = _lines("部门支出总表", f"科目编码|科目名称|合计\n{code}|某|1.00")
    assert (line.scheme, line.code, line.code_year) == (scheme, code, 2026)


def test_a_code_of_an_unknown_year_is_left_out_whole():
    (line,) = _lines("部门支出总表", "科目编码|科目名称|合计\n201|某|1.00", year=None)
    assert (line.scheme, line.code, line.code_year, line.level) == ("", "", None, None)


@pytest.mark.parametrize("name", ["合计", "总计", "支出合计", "合 计", "本年支出合计"])
def test_a_total_row_is_one(name):
    first, second = _lines("部门支出总表", f"科目编码|科目名称|合计\n|{name}|1.00\n201|公共服务|1.00")
    assert (first.is_total, second.is_total) == (True, False)


def test_the_sides_of_a_summary_are_told_apart():
    rows = "收入||支出|\n项目|预算数|项目|预算数\n一般公共预算资金|3.00|教育支出|2.00\n事业收入|1.00|国防支出|2.00\n收入总计|4.00|支出总计|4.00"
    assert _said(_lines("部门收支总表", rows), "side", "label", "fund", "is_total") == [
        ("income", "一般公共预算资金", "general_public", False),
        ("expenditure", "教育支出", "all", False),
        ("income", "事业收入", "business_income", False),
        ("expenditure", "国防支出", "all", False),
        ("income", "收入总计", "all", True),
        ("expenditure", "支出总计", "all", True),
    ]


def test_money_carried_over_is_of_its_own_period_until_the_next_heading():
    rows = (
        "收入||支出|\n项目|预算数|项目|预算数\n一、本年收入|5.00|一、本年支出|6.00\n一般公共预算资金|5.00|教育支出|6.00\n"
        "二、上年结转|1.00|二、结转下年|\n一般公共预算资金|1.00||\n收入总计|6.00|支出总计|6.00"
    )
    income = [line for line in _lines("财政拨款收支总表", rows) if line.side == "income"]
    assert _said(income, "label", "period") == [
        ("一、本年收入", "this_year"),
        ("一般公共预算资金", "this_year"),
        ("二、上年结转", "carried_in"),
        ("一般公共预算资金", "carried_in"),
        ("收入总计", "this_year"),
    ]


def test_a_heading_with_the_year_before_is_last_year():
    lines = _lines("部门支出总表", "科目编码|科目名称|2025年预算数|2026年预算数\n201|公共服务|1.00|2.00")
    assert _said(lines, "period", "printed") == [("last_year", "1.00"), ("this_year", "2.00")]


def test_an_unknown_heading_keeps_its_printed_words():
    lines = _lines("部门支出总表", "科目编码|科目名称|合计|代理服务\n201|公共服务|3.00|1.00")
    assert _said(lines, "measure") == [("total",), ("代理服务",)]


def test_funds_across_a_row_are_told_by_their_headings():
    rows = "科目编码|科目名称|总计|一般公共预算财政拨款|政府性基金预算拨款|事业收入\n201|某|6.00|1.00|2.00|3.00"
    assert _said(_lines("部门收入总表", rows), "fund", "side") == [
        ("all", "income"),
        ("general_public", "income"),
        ("government_fund", "income"),
        ("business_income", "income"),
    ]


def test_a_table_of_one_fund_says_so_of_every_amount():
    lines = _lines("政府性基金预算支出表", "科目编码|科目名称|合计|基本支出\n212|城乡社区支出|3.00|3.00")
    assert {line.fund for line in lines} == {"government_fund"}


def test_the_columns_of_the_three_public_expenses_are_measures():
    rows = "合计|因公出国（境）费|公务用车购置及运行费|||公务接待费\n||小计|公务用车购置费|公务用车运行费|\n9.00|1.00|5.00|2.00|3.00|3.00"
    lines = _lines("一般公共预算“三公”经费支出表", rows)
    assert [line.measure for line in lines] == [
        "total",
        "overseas_travel",
        "official_vehicles",
        "vehicle_purchase",
        "vehicle_operation",
        "official_reception",
    ]


def test_the_rows_of_the_three_public_expenses_are_measures_where_they_stand_below_each_other():
    rows = "项目|预算数\n合计|9.00\n1.因公出国（境）费|1.00\n2.公务接待费|3.00\n3.公务用车购置及运行费|5.00\n其中：公务用车运行费|3.00"
    assert _said(_lines("“三公”经费支出表", rows), "measure", "is_of_which") == [
        ("total", False),
        ("overseas_travel", False),
        ("official_reception", False),
        ("official_vehicles", False),
        ("vehicle_operation", True),
    ]


def test_columns_that_hold_no_money_are_no_lines():
    rows = "序号|采购项目|数量|预算金额|备注\n1|办公设备|20|5.00|2026"
    assert _said(_lines("政府采购预算表", rows), "printed", "label") == [("5.00", "办公设备")]


def test_a_repeated_heading_is_no_data():
    from gongkai.normalise import normalise  # noqa: PLC0415
    from gongkai.recognise import recognised_tables  # noqa: PLC0415
    from paper import Paper, read  # noqa: PLC0415

    head = ["科目编码", "科目名称", "2026"]
    paper = Paper().text(240, 60, "部门支出总表", 14).right(400, 90, "单位：万元")
    paper.grid(60, 110, [60, 150, 80], [head, ["201", "公共服务", "1.00"]]).page()
    paper.grid(60, 110, [60, 150, 80], [head, ["205", "教育", "2.00"]])
    found = normalise(recognised_tables(read(paper)), (), 2026, "budget")
    assert [line.printed for line in found.lines] == ["1.00", "2.00"]


# A table whose front is lost says no more than its amounts prove.

_ROWS = (
    "20133|宣传事务|9.00|{a}|{b}\n2013304|宣传管理|4.00|{c}|{d}\n2013305|新闻出版|3.00|{e}|{f}\n2013306|电影|2.00|2.00|"
)


def _lost(a, b, c, d, e, f):
    return export(
        table("部门收支总表", "项目|预算数\n收入总计|9.00"),
        "以下见附件。",
        _ROWS.format(a=a, b=b, c=c, d=d, e=e, f=f),
        "以上为收入。",
        table("部门支出总表", "科目编码|科目名称|合计\n20133|宣传事务|9.00"),
        table(
            "一般公共预算财政拨款支出预算表",
            "科目编码|科目名称|小计\n20133|宣传事务|7.00\n2013304|宣传管理|3.00\n2013305|新闻出版|2.00\n2013306|电影|2.00",
        ),
    )


def test_a_lost_heading_is_inferred_where_the_amounts_prove_it():
    lines = [x for x in normalised(_lost("7.00", "2.00", "3.00", "1.00", "2.00", "1.00")).lines if x.inferred]
    said = {(x.column, x.measure, x.fund) for x in lines}
    assert said == {(3, "total", "all"), (4, "total", "general_public"), (5, "unknown", "unknown")}


def test_a_lost_heading_that_nothing_proves_stays_unknown():
    lines = [x for x in normalised(_lost("6.00", "2.00", "3.00", "1.00", "1.00", "1.00")).lines if x.inferred]
    assert {(x.measure, x.fund) for x in lines} == {("unknown", "unknown")}
    assert {x.column for x in lines} == {3, 4, 5}


# Forms of performance targets.

_FORM = (
    "项目名称|50019126T000005432676-惠民消费券||主管部门|示例局||\n当年预算|1,000.00|||||\n"
    "绩效指标|指标名称|指标权重|指标性质|指标值|计量单位|是否核心\n"
    "|活动完成时间|30|≤|12|月|是\n|参与企业数量|20|≥|10|家|否\n|满意度|5|定性|优|其他|"
)


def test_targets_of_a_form_say_whose_they_are():
    found = normalised(export(table("2026年项目资金绩效目标表", _FORM)))
    assert _said(found.targets, "indicator", "weight", "comparator", "value", "unit", "core") == [
        ("活动完成时间", "30", "≤", "12", "月", True),
        ("参与企业数量", "20", "≥", "10", "家", False),
        ("满意度", "5", "定性", "优", "其他", None),
    ]
    assert {(x.scope, x.project_code, x.project_name, x.budget_yuan) for x in found.targets} == {
        ("project", "50019126T000005432676", "惠民消费券", Decimal(10_000_000))
    }
    assert [x.target_no for x in found.targets] == [1, 2, 3]


def test_the_budget_of_a_form_is_a_line_and_its_indicators_are_none():
    found = normalised(export(table("2026年项目资金绩效目标表", _FORM)))
    assert _said(found.lines, "label", "printed", "project_code") == [("当年预算", "1,000.00", "50019126T000005432676")]


def test_a_comparator_printed_with_its_value_is_told_apart():
    rows = "项目名称|修缮\n三级指标|指标值\n完成率|≥95%\n面积|＝1200平方米\n质量|合格"
    found = normalised(export(table("项目绩效目标表", rows)))
    assert _said(found.targets, "indicator", "comparator", "value") == [
        ("完成率", "≥", "95%"),
        ("面积", "＝", "1200平方米"),
        ("质量", "", "合格"),
    ]


def test_targets_are_numbered_over_all_forms():
    found = normalised(export(table("2026年项目资金绩效目标表", _FORM), "说明。", table("2026年项目绩效目标表", _FORM)))
    assert [x.target_no for x in found.targets] == [1, 2, 3, 4, 5, 6]
    assert {x.table_no for x in found.targets} == {1, 2}
