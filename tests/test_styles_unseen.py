"""Tables as ministries and other provinces print them: headings, rows and forms that no document at hand has."""

import pytest

from gongkai.normalise import normalise
from gongkai.recognise import identity_of, recognised_tables
from styles import Layout, document, grid, meant, read, said

INCOMES = (
    Layout(
        "收入总表",
        """
        科目|<|合计|上年结转|一般公共预算拨款收入|事业收入|<|其他收入|使用非财政拨款结余
        科目编码|科目名称|^|^|^|金额|其中：教育收费|^|^
        205|教育支出|48.00|10.00|20.00|12.00|5.00|4.00|2.00
        合计|<|48.00|10.00|20.00|12.00|5.00|4.00|2.00
        """,
        "department_income",
        {
            3: "total/all//income",
            4: "total/all/carried_in/income",
            5: "total/general_public//income",
            6: "total/business_income//income",
            7: "total/special_account//income",
            8: "total/other_income//income",
            9: "total/non_fiscal_balance//income",
        },
        ("205 教育支出", "合计"),
        above=("部门公开表2",),
    ),
    Layout(
        "部门收入预算总表",
        """
        科目名称|合计|财政拨款|非同级财政拨款|事业收入（不含教育收费）|债务收入
        教育支出|20.00|10.00|4.00|5.00|1.00
        """,
        "department_income",
        {
            2: "total/all//income",
            3: "total/fiscal_appropriation//income",
            4: "total/other_governments//income",
            5: "total/business_income//income",
            6: "债务收入/all//income",
        },
        ("教育支出",),
    ),
)

EXPENDITURES = (
    Layout(
        "一般公共预算支出表",
        """
        科目|总计|人员类|运转类|<|特定目标类
        ^|^|^|公用经费|其他运转类|^
        205 教育支出|10.00|5.00|1.00|1.00|3.00
        """,
        "general_public_expenditure",
        {
            2: "total/general_public",
            3: "personnel/general_public",
            4: "office_costs/general_public",
            5: "project_expenditure/general_public",
            6: "project_expenditure/general_public",
        },
        ("205 教育支出",),
    ),
    Layout(
        "支出预算总表",
        """
        科目编码|科目名称|合计|基本支出|<|<|项目支出|<
        ^|^|^|小计|工资福利支出|商品和服务支出|合计|专项资金
        201|一般公共服务支出|10.00|6.00|4.00|2.00|4.00|4.00
        """,
        "department_expenditure",
        {
            3: "total",
            4: "basic_expenditure",
            5: "工资福利支出",
            6: "商品和服务支出",
            7: "project_expenditure",
            8: "专项资金",
        },
        ("201 一般公共服务支出",),
    ),
    Layout(
        "一般公共预算支出预算表",
        """
        科目编码|<|<|科目名称|总计|工资福利支出|<
        类|款|项|^|^|合计|基本工资
        208|01|01|行政运行|90.00|60.00|40.00
        """,
        "general_public_expenditure",
        {5: "total/general_public", 6: "工资福利支出/general_public", 7: "基本工资/general_public"},
        ("2080101 行政运行",),
    ),
    Layout(
        "一般公共预算财政拨款支出预算表",
        """
        科目|2025年预算数|2026年预算数|2026年比2025年|<
        ^|^|^|增加额|增长%
        [2010301]行政运行|9.00|10.00|1.00|11.11
        """,
        "general_public_expenditure",
        {2: "total/general_public/last_year", 3: "total/general_public", 4: "change/general_public"},
        ("2010301 行政运行",),
    ),
    Layout(
        "一般公共预算支出表",
        """
        科目编码|科目名称|上年执行数|预算数|比上年执行数增减
        2010301|行政运行|9.00|10.00|1.00
        """,
        "general_public_expenditure",
        {3: "total/general_public/last_year", 4: "total/general_public", 5: "change/general_public"},
        ("2010301 行政运行",),
    ),
)

PUBLIC = (
    Layout(
        "一般公共预算“三公”经费支出表",
        """
        单位名称|上年|<|<|当年|<|<
        ^|合计|公务用车购置及运行费|<|合计|公务用车购置及运行费|<
        ^|^|购置费|运行费|^|购置费|运行维护费
        某局|6.00|2.00|4.00|5.00|1.00|4.00
        """,
        "three_public",
        {
            2: "total/general_public/last_year",
            3: "vehicle_purchase/general_public/last_year",
            4: "vehicle_operation/general_public/last_year",
            5: "total/general_public",
            6: "vehicle_purchase/general_public",
            7: "vehicle_operation/general_public",
        },
        ("某局",),
    ),
    Layout(
        "“三公”经费支出预算表",
        """
        项目|预算数|备注
        “三公”经费支出合计|9.00|
        一、出国（境）费|1.00|
        二、公务接待费|2.00|
        其中：外宾接待|0.50|
        三、公务用车购置及运行费|6.00|
        其中：购置费|2.00|
        运行维护费|4.00|
        机关运行经费|50.00|
        """,
        "three_public",
        lines=(
            "/// “三公”经费支出合计 90000",
            "overseas_travel/// 一、出国（境）费 10000",
            "official_reception/// 二、公务接待费 20000",
            "official_reception/// 其中：外宾接待 5000",
            "official_vehicles/// 三、公务用车购置及运行费 60000",
            "vehicle_purchase/// 其中：购置费 20000",
            "vehicle_operation/// 运行维护费 40000",
            "operating_costs/// 机关运行经费 500000",
        ),
    ),
    Layout(
        "财政拨款“三公”经费支出决算表",
        """
        项目|行次|统计数|项目|行次|统计数
        一、“三公”经费支出|1|—|二、机关运行经费|17|22.00
        （一）支出合计|2|9.00|（一）行政单位|18|22.00
        1.因公出国（境）费|3|2.00|三、资产信息|20|—
        2.公务接待费|4|7.00|（一）车辆数合计（辆）|21|12
        （1）国内接待费|5|7.00|1.主要负责人用车|22|3
        其中：外事接待费|6|1.00|2.机要通信用车|23|4
        （二）相关统计数|11|—|四、政府采购支出信息|28|—
        1.因公出国（境）团组数（个）|12|3|（一）政府采购支出合计|29|30.00
        2.因公出国（境）人次数（人）|13|8|1.政府采购货物支出|30|30.00
        """,
        "three_public",
        lines=(
            "operating_costs/fiscal_appropriation// 二、机关运行经费 220000",
            "/fiscal_appropriation// （一）支出合计 90000",
            "operating_costs/fiscal_appropriation// （一）行政单位 220000",
            "overseas_travel/fiscal_appropriation// 1.因公出国（境）费 20000",
            "official_reception/fiscal_appropriation// 2.公务接待费 70000",
            "official_reception/fiscal_appropriation// （1）国内接待费 70000",
            "official_reception/fiscal_appropriation// 其中：外事接待费 10000",
            "procurement/fiscal_appropriation// （一）政府采购支出合计 300000",
            "goods/fiscal_appropriation// 1.政府采购货物支出 300000",
        ),
        phase="final",
    ),
)

SUMMARIES = (
    Layout(
        "部门收支总表",
        """
        收入|<|支出|<
        项目|预算数|项目|预算数
        一、一般公共预算|90.00|一、人员类项目|60.00
        二、事业收入（不含专户资金）|5.00|二、特定目标类项目|40.00
        三、使用专用结余|5.00||
        收入总计|100.00|支出总计|100.00
        """,
        "department_summary",
        lines=(
            "/general_public//income 一、一般公共预算 900000",
            "/// 一、人员类项目 600000",
            "/business_income//income 二、事业收入（不含专户资金） 50000",
            "/// 二、特定目标类项目 400000",
            "/non_fiscal_balance//income 三、使用专用结余 50000",
            "///income 收入总计 1000000",
            "/// 支出总计 1000000",
        ),
    ),
)


@pytest.mark.parametrize("layout", [*INCOMES, *EXPENDITURES, *PUBLIC, *SUMMARIES], ids=lambda layout: layout.title)
def test_a_layout_comes_out_as_it_is_printed(layout):
    table, facts = read(layout)
    assert table.kind == layout.kind
    assert said(facts.lines) == meant(layout)


def test_a_row_named_as_all_three_public_expenses_is_their_total():
    _, facts = read(PUBLIC[1])
    assert [line.is_total for line in facts.lines] == [True, *[False] * 7]
    assert [line.label for line in facts.lines if line.is_of_which] == ["其中：外宾接待", "其中：购置费"]


# ---- Title, issuer, year and unit in the first rows of the frame itself ----

FRAMED = """
    收入决算表|<|<|<|<|<
    |||||公开02表
    部门：某县水利局|<|<|<|2024年度|单位：万元
    项目|<|<|<|本年收入合计|财政拨款收入
    功能分类科目编码|<|<|科目名称|^|^
    类|款|项|栏次|1|2
    ^|^|^|合计|100.00|100.00
    213|<|<|农林水支出|100.00|100.00
    """


def test_what_stands_over_the_headings_within_the_frame_is_none_of_them():
    made = document(grid(FRAMED))
    (table,) = recognised_tables(made)
    assert (table.title, table.printed_no, table.unit, table.kind) == (
        "收入决算表",
        "公开02表",
        "万元",
        "department_income",
    )
    assert table.headings[4:] == (("本年收入合计",), ("财政拨款收入",))
    lines = normalise((table,), (), 2024, "final").lines
    assert {(line.column, line.measure, line.fund) for line in lines} == {
        (5, "total", "all"),
        (6, "total", "fiscal_appropriation"),
    }


def test_the_issuer_within_a_frame_is_known():
    identity = identity_of(document(grid(FRAMED)))
    assert (identity.issuer, identity.fiscal_year, identity.phase) == ("某县水利局", 2024, "final")


def test_codes_that_stand_in_a_row_are_no_amounts():
    turned = "科目编码|201|20103\n科目名称|一般公共服务支出|政府办公厅\n合计|60.00|60.00\n项目支出|20.00|20.00"
    _, facts = read(Layout("一般公共预算支出表", turned, "general_public_expenditure"))
    assert {line.label for line in facts.lines} == {"合计", "项目支出"}


# ---- Forms that name their money in columns ----

TASKS = """
    部门名称|某市某局|<|<|<|<
    年度主要任务|任务名称|主要内容|预算金额（万元）|<|<
    ^|^|^|总额|财政拨款|其他资金
    ^|基本支出|保障人员经费支出|60.00|58.00|2.00
    ^|水质监测|布设监测点|40.00|40.00|
    ^|金额合计|<|100.00|98.00|2.00
    年度绩效指标|一级指标|二级指标|三级指标|<|指标值
    ^|产出指标|数量指标|监测点|<|≥10个
    """
FUNDS = """
    部门名称|某市某局|<|<|<|<
    总体资金情况（万元）|预算支出总额|财政拨款|<|<|其他资金
    ^|^|合计|基本支出|项目支出|项目支出
    ^|100.00|98.00|60.00|38.00|2.00
    一级指标|二级指标|三级指标|<|<|指标值
    产出指标|数量指标|监测点|<|<|≥10个
    """


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (
            TASKS,
            [
                "basic_expenditure/all/this_year/expenditure 基本支出 600000",
                "basic_expenditure/fiscal_appropriation/this_year/expenditure 基本支出 580000",
                "basic_expenditure/other_income/this_year/expenditure 基本支出 20000",
                "total/all/this_year/expenditure 水质监测 400000",
                "total/fiscal_appropriation/this_year/expenditure 水质监测 400000",
                "total/all/this_year/expenditure 金额合计 1000000",
                "total/fiscal_appropriation/this_year/expenditure 金额合计 980000",
                "total/other_income/this_year/expenditure 金额合计 20000",
            ],
        ),
        (
            FUNDS,
            [
                "total/all/this_year/expenditure 总体资金情况（万元） 1000000",
                "total/fiscal_appropriation/this_year/expenditure 总体资金情况（万元） 980000",
                "basic_expenditure/fiscal_appropriation/this_year/expenditure 总体资金情况（万元） 600000",
                "project_expenditure/fiscal_appropriation/this_year/expenditure 总体资金情况（万元） 380000",
                "project_expenditure/other_income/this_year/expenditure 总体资金情况（万元） 20000",
            ],
        ),
    ],
    ids=["tasks with their money", "money by fund"],
)
def test_a_form_says_what_each_amount_under_its_headings_of_money_is(form, lines):
    table, facts = read(Layout("部门整体支出绩效目标表", form, "performance_department", unit=""))
    assert table.kind == "performance_department"
    assert said(facts.lines) == lines
    assert [target.indicator for target in facts.targets] == ["监测点"]


def test_a_form_that_lists_projects_says_the_money_of_each():
    form = """
        单位名称|项目名称|项目资金|<|<|一级指标|二级指标|三级指标|绩效指标值
        ^|^|合计|财政拨款|其他资金|^|^|^|^
        某局|信息化运维|50.00|48.00|2.00|产出指标|数量指标|系统数|5
        ^|^|^|^|^|^|质量指标|可用率|99
        某局|专项培训|10.00|10.00||产出指标|数量指标|人次|200
        """
    _, facts = read(Layout("项目支出绩效目标表（汇总）", form, "performance_project"))
    assert said(facts.lines) == [
        "total/all/this_year/expenditure 信息化运维 500000",
        "total/fiscal_appropriation/this_year/expenditure 信息化运维 480000",
        "total/other_income/this_year/expenditure 信息化运维 20000",
        "total/all/this_year/expenditure 专项培训 100000",
        "total/fiscal_appropriation/this_year/expenditure 专项培训 100000",
    ]
    assert [(t.project_name, str(t.budget_yuan), t.indicator) for t in facts.targets] == [
        ("信息化运维", "500000.00", "系统数"),
        ("信息化运维", "500000.00", "可用率"),
        ("专项培训", "100000.00", "人次"),
    ]


# ---- Lines over a table that are no title ----


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2026年部门收支总体情况", "department_summary"),
        ("二、一般公共预算支出情况", "general_public_expenditure"),
        ("部门整体支出绩效目标", "performance_department"),
        ("部门项目支出清单", "project_expenditure"),
    ],
)
def test_a_line_over_a_table_names_it_where_nothing_else_does(line, kind):
    (table,) = recognised_tables(document(line, "单位：万元", grid("名目|数额\n甲类|1.00")))
    assert (table.kind, table.title) == (kind, "".join(line.split()))


def test_a_line_over_a_table_says_nothing_where_its_headings_do():
    drawn = "科目编码|科目名称|基本支出|项目支出\n2010301|行政运行|1.00|2.00"
    (table,) = recognised_tables(document("一、项目支出绩效目标", "单位：万元", grid(drawn)))
    assert (table.kind, table.title) == ("department_expenditure", "")
