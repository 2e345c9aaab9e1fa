"""Forms of targets and of self-evaluation as places print them: their indicators, and the money that they name."""

import pytest

from styles import Layout, read, said

EVALUATION = """
    项目名称|公共场所维护|<|<|<|<|<|<
    主管部门|某市某局|<|<|实施单位|某中心|<|<
    项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
    ^|年度资金总额|120.00|110.00|99.00|10|90%|9
    ^|其中：当年财政拨款|100.00|100.00|90.00|—|90%|—
    ^|上年结转资金|20.00|10.00|9.00|—|90%|—
    年度总体目标|预期目标|<|<|实际完成情况|<|<|<
    ^|保障设施完好|<|<|设施完好|<|<|<
    一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
    产出指标|数量指标|维护面积|≥1200平方米|1300平方米|20|20|
    ^|质量指标|完好率|≥95%|96%|30|30|
    效益指标|社会效益指标|投诉次数|≤3次|1次|30|30|
    总分|<|<|<|<|100|99|
    """
_SPENT = [
    "total/all/initial_budget/expenditure 年度资金总额 1200000",
    "total/all/adjusted_budget/expenditure 年度资金总额 1100000",
    "total/all/this_year/expenditure 年度资金总额 990000",
    "total/fiscal_appropriation/initial_budget/expenditure 其中：当年财政拨款 1000000",
    "total/fiscal_appropriation/adjusted_budget/expenditure 其中：当年财政拨款 1000000",
    "total/fiscal_appropriation/this_year/expenditure 其中：当年财政拨款 900000",
    "total/all/carried_in/expenditure 上年结转资金 200000",
    "total/all/carried_in/expenditure 上年结转资金 100000",
    "total/all/carried_in/expenditure 上年结转资金 90000",
]
_REACHED = [
    ("产出指标 / 数量指标", "维护面积", "≥", "1200平方米", "20"),
    ("产出指标 / 质量指标", "完好率", "≥", "95%", "30"),
    ("效益指标 / 社会效益指标", "投诉次数", "≤", "3次", "30"),
]


@pytest.mark.parametrize(
    ("title", "kind", "scope"),
    [
        ("项目支出绩效自评表", "performance_evaluation_project", "project"),
        ("2025年度项目绩效自评情况表", "performance_evaluation_project", "project"),
        ("", "performance_evaluation_project", "project"),
        ("部门整体支出绩效自评表", "performance_evaluation_department", "department"),
    ],
)
def test_a_self_evaluation_says_budget_and_spending_by_stage_and_its_indicators(title, kind, scope):
    table, facts = read(Layout(title, EVALUATION, kind, phase="final", unit=""))
    assert table.kind == kind
    assert said(facts.lines) == _SPENT
    assert [(t.section, t.indicator, t.comparator, t.value, t.weight) for t in facts.targets] == _REACHED
    assert {t.scope for t in facts.targets} == {scope}


TARGETS = {
    "the indicators under a block of their own": """
        项目名称|数字档案馆|<|<
        项目资金（万元）|年度资金总额：|60.50|<
        ^|其中：财政拨款|60.50|<
        ^|其他资金|0.00|<
        总体目标|建成投用|<|<
        绩效指标|一级指标|三级指标|指标值
        ^|产出指标|建成面积|≥800平方米
        ^|效益指标|利用人次|≥2000人次
        """,
    "headings with notes in brackets": """
        项目名称|数字档案馆|<|<
        预算资金（万元）|60.50|<|<
        其中：财政拨款|60.50|<|<
        其他资金|0.00|<|<
        一级指标|二级指标|指标内容（可量化）|指标值（包含数字及文字描述）
        产出指标|数量指标|建成面积|≥800平方米
        效益指标|社会效益指标|利用人次|≥2000人次
        """,
    "the unit behind the amount": """
        项目名称|数字档案馆|<|<
        项目总额|60.50万元|其中：财政拨款|60.50万元
        其他资金|0.00万元|<|<
        一级指标|二级指标|三级指标|目标值
        产出指标|数量指标|建成面积|≥800平方米
        效益指标|社会效益指标|利用人次|≥2000人次
        """,
    "two levels of indicators": """
        子项目名称|数字档案馆|<|<
        项目年度资金总额（万元）|60.50|<|<
        其中：财政拨款|60.50|<|<
        其他资金|0.00|<|<
        绩效指标|一级指标|二级指标|设定指标值
        ^|产出指标|建成面积|≥800平方米
        ^|效益指标|利用人次|≥2000人次
        """,
    "a value of another name": """
        项目名称|数字档案馆|<|<
        预算资金（万元）|60.50|<|<
        其中：财政拨款|60.50|<|<
        其他资金|0.00|<|<
        一级指标|二级指标|三级指标|申报值
        产出指标|数量指标|建成面积|≥800平方米
        效益指标|社会效益指标|利用人次|≥2000人次
        """,
    "indicators under other words": """
        项目名称|数字档案馆|<|<
        项目总金额（万元）|60.50|<|<
        其中：财政拨款|60.50|<|<
        其他资金|0.00|<|<
        指标类别|绩效指标内容描述|2026年度绩效指标值|权重
        产出指标|建成面积|≥800平方米|50
        效益指标|利用人次|≥2000人次|50
        """,
    "the comparator in a column of its own": """
        项目名称|数字档案馆|<|<
        年度金额|605,000.00元|<|<
        其中：财政拨款|605,000.00元|<|<
        其他资金|0.00元|<|<
        指标类型|三级指标|指标性质|年度指标值
        产出指标|建成面积|≥|800平方米
        效益指标|利用人次|≥|2000人次
        """,
}


@pytest.mark.parametrize("form", TARGETS.values(), ids=TARGETS)
@pytest.mark.parametrize("title", ["项目支出绩效目标表", "（2026年度）项目绩效目标申报表", "专项资金绩效目标表", ""])
def test_a_form_of_targets_says_its_budget_and_its_indicators(title, form):
    table, facts = read(Layout(title, form, "performance_project", unit=""))
    assert table.kind == "performance_project"
    assert [(t.indicator, t.comparator, t.value) for t in facts.targets] == [
        ("建成面积", "≥", "800平方米"),
        ("利用人次", "≥", "2000人次"),
    ]
    assert {(t.project_name, str(t.budget_yuan)) for t in facts.targets} == {("数字档案馆", "605000.00")}
    assert [(line.fund, str(line.amount_yuan)) for line in facts.lines] == [
        ("all", "605000.00"),
        ("fiscal_appropriation", "605000.00"),
        ("other_income", "0.00"),
    ]


def test_the_targets_of_the_project_and_those_of_the_year_stand_side_by_side():
    form = """
        项目名称|数字档案馆|<|<|<|<
        绩效指标|<|<|年度绩效指标|<|<
        二级指标|三级指标|指标值|二级指标|三级指标|指标值
        数量指标|建成面积|≥2400平方米|数量指标|建成面积|≥800平方米
        质量指标|验收合格率|100%|||
        """
    _, facts = read(Layout("项目支出绩效目标表", form, "performance_project"))
    assert [(t.row, t.column, t.section, t.indicator, t.value) for t in facts.targets] == [
        (4, 2, "数量指标", "建成面积", "2400平方米"),
        (4, 5, "数量指标", "建成面积", "800平方米"),
        (5, 2, "质量指标", "验收合格率", "100%"),
    ]


@pytest.mark.parametrize(
    "title", ["部门整体支出绩效目标表", "2026年部门（单位）整体绩效目标申报表", "整体支出绩效目标表"]
)
def test_the_targets_of_a_whole_department_are_its_own(title):
    form = """
        部门名称|某市某局|<|<
        年度预算（万元）|资金总额|900.00|<
        ^|其中：财政拨款|880.00|<
        ^|其他资金|20.00|<
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|检查次数|≥12次
        """
    table, facts = read(Layout(title, form, "performance_department", unit=""))
    assert table.kind == "performance_department"
    assert [(t.scope, t.project_name, t.indicator) for t in facts.targets] == [("department", "某市某局", "检查次数")]
    assert [str(line.amount_yuan) for line in facts.lines] == ["9000000.00", "8800000.00", "200000.00"]
