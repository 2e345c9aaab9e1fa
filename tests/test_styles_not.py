"""What is no budget table does not become one, and what is no money does not become an amount."""

import pytest

from gongkai.normalise import normalise
from gongkai.recognise import recognised_tables
from styles import Layout, document, grid, read

NO_BUDGETS = {
    "a list of telephones": "科室|办公电话|地址\n办公室|02367573757|某路12号\n财务科|02367573758|某路12号",
    "a list of people": "姓名|职务|级别|参加工作时间\n张某|主任|正科|1998\n李某|科员|一级|2006",
    "the contents": "章节|标题|页码\n第一部分|部门概况|1\n第二部分|部门预算表|4\n第三部分|情况说明|16",
    "explanations of terms": "名词|解释\n财政拨款收入|指同级财政当年拨付的资金\n基本支出|指为保障机构正常运转发生的支出",
    "a list of documents": "文号|文件名称|印发日期\n〔2025〕143号|关于公开工作的通知|2025-03-01",
    "opening hours": "窗口|上午|下午\n一号|900|1400\n二号|930|1430",
}


@pytest.mark.parametrize("rows", NO_BUDGETS.values(), ids=NO_BUDGETS)
def test_a_table_that_is_no_budget_is_of_no_kind_and_gives_no_amounts(rows):
    (table,) = recognised_tables(document("以下供查阅。", "单位：万元", grid(rows)))
    assert (table.kind, table.recognised) == ("", False)
    assert normalise((table,), (), 2026, "budget").lines == ()


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("部门所属单位一览表", "序号|单位名称|单位性质|人员编制\n1|某局本级|行政|1205\n2|某中心|事业|1340"),
        ("部门基本情况表", "项目|数量\n行政编制|1205\n实有人数|1190\n车辆|1020"),
        ("公开报表目录", "序号|报表名称|是否空表|页码\n1|部门收支总表|否|1004"),
    ],
)
def test_a_list_and_a_table_of_counts_give_no_amounts(title, rows):
    table, facts = read(Layout(title, rows, ""))
    assert table.recognised
    assert (facts.lines, facts.without_unit) == ((), ())


@pytest.mark.parametrize(
    "column",
    [
        ("序号", "1201", "1202"),
        ("行次", "1", "2"),
        ("", "1", "2"),
        ("数量（台）", "1200", "1500"),
        ("编制人数", "1200", "1500"),
        ("参会人次", "1,200", "1,500"),
        ("增减%", "12.50", "20.00"),
        ("占比（%）", "12.50", "20.00"),
        ("增减比例", "12.50", "20.00"),
        ("完成率", "98.50", "99.00"),
        ("比重", "98.50%", "99.00%"),
        ("建筑面积（平方米）", "1,200.50", "800.00"),
        ("开工年份", "2025", "2026"),
        ("起始", "2024", "2025"),
        ("单位编码", "101001", "101002"),
        ("部门代码", "101001", "101002"),
        ("项目编码", "500191260000012345678", "500191260000012345679"),
        ("批复文号", "202600012345678", "202600012345679"),
        ("联系电话", "67573757", "67573758"),
        ("备注", "2025", "1200.00"),
    ],
    ids=lambda column: column[0] or "no heading",
)
def test_a_column_of_counts_shares_years_or_numbers_is_no_money(column):
    heading, first, second = column
    rows = f"科目编码|科目名称|{heading}|预算数\n2010301|行政运行|{first}|5.00\n2010302|一般行政管理事务|{second}|6.00"
    if heading in ("行次", ""):
        rows += "\n2010303|机关服务|3|7.00"
    _, facts = read(Layout("部门支出总表", rows, "department_expenditure"))
    assert {line.column for line in facts.lines} == {4}
    assert [line.code for line in facts.lines][:2] == ["2010301", "2010302"]


@pytest.mark.parametrize(
    "name",
    [
        "因公出国（境）团组数（个）",
        "公务用车保有量（辆）",
        "国内公务接待批次",
        "国内公务接待人次（人）",
        "年末在职人数",
    ],
)
def test_a_row_of_counts_is_no_money(name):
    rows = f"项目|行次|决算数\n公务接待费|1|12.00\n{name}|2|1200\n会议费|3|3.00"
    _, facts = read(Layout("“三公”经费支出决算表", rows, "three_public", phase="final"))
    assert [line.printed for line in facts.lines] == ["12.00", "3.00"]


def test_a_dash_where_there_is_no_amount_leaves_the_columns_as_they_are():
    rows = "科目编码|科目名称|合计|基本支出|项目支出\n2010301|行政运行|5.00|—|5.00\n2010302|一般管理|6.00|—|6.00"
    _, facts = read(Layout("部门支出总表", rows, "department_expenditure"))
    assert [(line.column, line.code) for line in facts.lines] == [
        (3, "2010301"),
        (5, "2010301"),
        (3, "2010302"),
        (5, "2010302"),
    ]


def test_whole_amounts_of_one_or_two_digits_are_amounts():
    rows = "科目编码|科目名称|合计|基本支出|项目支出\n栏次|<|1|2|3\n合计|<|90|60|30\n20103|政府办公厅|90|60|30"
    _, facts = read(Layout("部门支出总表", rows, "department_expenditure"))
    assert [line.printed for line in facts.lines] == ["90", "60", "30"] * 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("200个以上摊位管理", ""),
        ("208个社区补助", ""),
        ("310万元以上设备", ""),
        ("2026年新增事项", ""),
        ("20101人大事务", "20101"),
        ("2012505台湾事务", "2012505"),
        ("[30310]个人农业生产补贴", "30310"),
        ("【20805】行政事业单位养老支出", "20805"),
        ("208 社会保障和就业支出", "208"),
        ("缴费支出2080506-机关事业单位职业年金", "2080506"),
        ("电话2080506", ""),
    ],
)
def test_a_number_before_a_name_is_a_code_where_it_can_be_one(name, code):
    _, facts = read(Layout("部门支出总表", f"科目|合计\n{name}|5.00\n其他|6.00", "department_expenditure"))
    assert facts.lines[0].code == code


@pytest.mark.parametrize(
    ("unit", "heading", "cell", "yuan"),
    [
        ("单位：元", "预算数", "1,234.50", "1234.50"),
        ("单位:万元", "预算数", "1,234.50", "12345000.00"),
        ("金额单位：人民币千元", "预算数", "1,234.50", "1234500.00"),
        ("单位：百元", "预算数", "1,234.50", "123450.00"),
        ("（单位：万 元）", "预算数", "1,234.50", "12345000.00"),
        ("金额：万元", "预算数", "1,234.50", "12345000.00"),
        ("编制单位：某局 单位：元", "预算数", "1,234.50", "1234.50"),
        ("本表以万元为单位", "预算数", "1,234.50", "12345000.00"),
        ("单 位：万 元", "预算数", "1,234.50", "12345000.00"),
        ("金额单位﹕千元", "预算数", "1,234.50", "1234500.00"),
        ("单位∶万元", "预算数", "1,234.50", "12345000.00"),
        ("万元", "预算数", "1,234.50", "12345000.00"),
        ("人民币元", "预算数", "1,234.50", "1234.50"),
        ("部门名称：某局    万元", "预算数", "1,234.50", "12345000.00"),
        ("", "预算数（元）", "1,234.50", "1234.50"),
        ("", "预算数(单位:万元)", "1,234.50", "12345000.00"),
        ("单位：万元", "预算数（元）", "1,234.50", "1234.50"),
        ("单位：万元", "预算数", "1,234.50元", "1234.50"),
        ("单位：万元", "预算数", "1,234. 50", "12345000.00"),
        ("单位：万元", "预算数", "1\u00a0234.50", "12345000.00"),
        ("单位：万元", "预算数", "￥1,234.50", "12345000.00"),
    ],
)
def test_the_unit_nearest_to_an_amount_counts(unit, heading, cell, yuan):
    rows = f"科目编码|科目名称|{heading}\n2010301|行政运行|{cell}"
    _, facts = read(Layout("部门支出总表", rows, "department_expenditure", unit=unit))
    assert [str(line.amount_yuan) for line in facts.lines] == [yuan]


@pytest.mark.parametrize("text", ["1 234.50", "▲234.50", "1,234·50", "234.50*", "1,234.50①"])
def test_a_gap_or_a_mark_among_digits_is_not_guessed(text):
    rows = f"科目编码|科目名称|预算数\n2010301|行政运行|{text}\n2010302|一般管理|5.00"
    _, facts = read(Layout("部门支出总表", rows, "department_expenditure"))
    assert [line.printed for line in facts.lines] == ["5.00"]
    assert [cell.text for _, cell in facts.unread] == [text]


def test_the_end_of_a_unit_broken_over_two_lines_is_no_unit():
    rows = "科目编码|科目名称|预算数\n2010301|行政运行|5.00"
    table, facts = read(Layout("部门支出总表", rows, "department_expenditure", unit="", above=("单位：万", "元")))
    assert (table.unit, facts.lines) == ("", ())


@pytest.mark.parametrize(
    ("above", "number", "title"),
    [
        (("公开01表", "收入支出决算总表"), "公开01表", "收入支出决算总表"),
        (("GK02表", "收入决算表"), "GK02表", "收入决算表"),
        (("财决公开03表", "支出决算表"), "财决公开03表", "支出决算表"),
        (("预算01-1表", "部门财务收支预算总表"), "预算01-1表", "部门财务收支预算总表"),
        (("表1-1", "部门收入总表"), "表1-1", "部门收入总表"),
        (("附表3-2", "一般公共预算支出表"), "附表3-2", "一般公共预算支出表"),
        (("公开表5", "一般公共预算支出情况表"), "公开表5", "一般公共预算支出情况表"),
        (("预算07表 “三公”经费支出表",), "预算07表", "“三公”经费支出表"),
        (("部门收入总表 单位：万元",), "", "部门收入总表"),
        (("部门收入总表（公开）",), "", "部门收入总表（公开）"),
        (
            ("表12", "2026年部门综合预算政府采购（资产配置）", "预算表（不含上年结转）"),
            "表12",
            "2026年部门综合预算政府采购（资产配置）预算表（不含上年结转）",
        ),
        (("以上为部门概况。", "收支预算表"), "", "收支预算表"),
        (("部门支出总表——按功能科目",), "", "部门支出总表——按功能科目"),
        (("Z01", "收入支出决算总表"), "Z01", "收入支出决算总表"),
        (("GK01_收入支出决算总表",), "GK01", "收入支出决算总表"),
        (("部门预算公开表一", "部门收支总表"), "部门预算公开表一", "部门收支总表"),
        (("（表一）", "部门收支总表"), "表一", "部门收支总表"),
        (("表（一）", "部门收支总表"), "表（一）", "部门收支总表"),
        (("部门收支总表 表一",), "表一", "部门收支总表"),
        (("部门收支总表 公开01表 单位：万元",), "公开01表", "部门收支总表"),
        (("收入支出决算总表（公开01表）",), "公开01表", "收入支出决算总表"),
        (("《部门收支总表》",), "", "部门收支总表"),
        (("部门收支总表：",), "", "部门收支总表"),
    ],
)
def test_the_number_and_the_title_of_a_table_are_told_apart(above, number, title):
    rows = "科目编码|科目名称|合计\n2010301|行政运行|5.00"
    (table,) = recognised_tables(document(*above, "部门：某局", grid(rows)))
    assert (table.printed_no, table.title) == (number, title)
    assert table.recognised


def test_a_sentence_that_leads_to_a_table_is_no_title():
    rows = "科目编码|科目名称|合计\n2010301|行政运行|5.00"
    (table,) = recognised_tables(document("收入支出决算总表", "2026年支出预算如下表：", grid(rows)))
    assert table.title == "收入支出决算总表"


_UNITLESS = "科目编码|科目名称|合计|基本支出\n20103|政府办公厅|1,234.56|1,034.50\n2010301|行政运行|1,234.56|1,034.50"


@pytest.mark.parametrize(
    ("prose", "units"),
    [
        ("支出1234.56万元，其中基本支出1,034.50万元。", {"万元"}),
        ("支出1234.56元，其中基本支出1034.50元。", {"元"}),
        ("支出1234.56万元。", set()),
        ("支出1234.56万元，其中基本支出1034.50元。", set()),
        ("支出1234.56万元，也就是1234.56元，其中基本支出1034.50元。", set()),
        ("支出增加200.00万元。", set()),
    ],
)
def test_where_no_table_prints_a_unit_the_prose_that_repeats_its_figures_proves_it(prose, units):
    layout = Layout("部门支出总表", _UNITLESS, "department_expenditure", unit="", above=(prose,))
    _, facts = read(layout)
    assert {line.unit for line in facts.lines} == units
    assert facts.without_unit == (() if units else (1,))


def test_a_code_of_another_classification_never_stands_for_the_one_that_a_row_lacks():
    rows = (
        "功能分类科目|部门经济分类科目|合计\n2010501-行政运行|30101-基本工资|5.00\n"
        "|30109-职业年金缴费|6.00\n2101101-行政单位医疗|30110-职工基本医疗保险缴费|7.00"
    )
    _, facts = read(Layout("部门支出总表", rows, "department_expenditure"))
    assert [line.code for line in facts.lines] == ["2010501", "", "2101101"]
