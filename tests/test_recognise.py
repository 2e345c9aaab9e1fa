"""Tables: parts on several pages are one, each of a kind told by its words; what is not recognised stays as printed."""

import pytest

from exports import document, export, table
from gongkai.recognise import identity_of, recognised_tables, said_by_name
from paper import Paper, read

HEAD = [
    ["功能分类科目", None, "2026年预算数", None, None],
    ["科目编码", "科目名称", "总计", "基本支出", "项目支出"],
]
FIRST = [
    ["合计", None, "30.00", "20.00", "10.00"],
    ["201", "一般公共服务支出", "24.00", "16.00", "8.00"],
    ["20103", "政府办公厅（室）及相关机构事务", "24.00", "16.00", "8.00"],
]
REST = [
    ["205", "教育支出", "6.00", "4.00", "2.00"],
    ["20508", "进修及培训", "6.00", "4.00", "2.00"],
]
WIDTHS = [60, 170, 70, 70, 70]
NEIGHBOUR = [["采购项目", "预算数"], ["货物", "175.05"]]


def _two_pages(second, *, title="部门支出总表", again="", note="", widths=WIDTHS, x=60):
    paper = Paper().text(240, 60, title, 14).right(500, 90, "单位：万元").grid(60, 110, WIDTHS, [*HEAD, *FIRST])
    if note:
        paper.text(60, 230, note)
    paper.text(290, 800, "1").page()
    if again:
        paper.text(240, 60, again, 14)
    return paper.grid(x, 110, widths, second).text(290, 800, "2")


def _tables(paper):
    return recognised_tables(read(paper))


def _body(found):
    rows = {}
    for cell in found.cells:
        if cell.row > found.header_rows and cell.row not in found.heading_rows:
            rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


_WHOLE = [[text for text in row if text is not None] for row in (*FIRST, *REST)]


@pytest.mark.parametrize(
    ("second", "repeated"),
    [
        ([*HEAD, *REST], (6, 7)),
        ([HEAD[1], *REST], (6,)),
        (REST, ()),
    ],
    ids=["the heading repeated", "one row of it repeated", "no heading"],
)
def test_a_table_that_goes_on_over_the_page_is_one(second, repeated):
    (found,) = _tables(_two_pages(second))
    assert (found.kind, found.page_from, found.page_to) == ("department_expenditure", 1, 2)
    assert (found.header_rows, found.heading_rows) == (2, repeated)
    assert found.rows == 5 + len(second)
    assert _body(found) == _WHOLE


def test_cells_keep_the_page_that_they_are_printed_on():
    (found,) = _tables(_two_pages(REST))
    assert {cell.row: cell.place.page for cell in found.cells} == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2}


def test_a_part_that_stands_a_little_to_the_side_is_joined():
    (found,) = _tables(_two_pages(REST, x=63))
    assert _body(found) == _WHOLE


def test_a_lone_total_row_on_the_next_page_belongs_to_the_table():
    (found,) = _tables(_two_pages([["合计", None, "30.00", "20.00", "10.00"]]))
    assert found.rows == 6


def test_the_title_repeated_with_the_rest_of_the_table_is_the_same_table():
    (found,) = _tables(_two_pages([*HEAD, *REST], again="部门支出总表"))
    assert _body(found) == _WHOLE


def test_another_title_begins_another_table():
    first, second = _tables(_two_pages([*HEAD, *FIRST], again="一般公共预算财政拨款支出预算表"))
    assert (first.kind, second.kind) == ("department_expenditure", "general_public_expenditure")
    assert (first.page_to, second.page_from) == (1, 2)


def test_the_same_title_with_a_total_row_on_top_begins_another_table():
    assert len(_tables(_two_pages([*HEAD, *FIRST], again="部门支出总表"))) == 2


def test_a_note_below_ends_a_table():
    first, second = _tables(_two_pages(REST, note="备注：本表不含上年结转。"))
    assert (first.rows, second.rows) == (5, 2)


def test_other_columns_are_another_table():
    assert len(_tables(_two_pages(NEIGHBOUR, widths=[230, 210], x=90))) == 2


def test_prose_between_ends_a_table():
    paper = Paper().text(240, 60, "部门支出总表", 14).grid(60, 110, WIDTHS, [*HEAD, *FIRST])
    paper.text(80, 240, "以上为部门支出情况。").page().text(72, 80, "下列各表另见说明，请对照阅读。")
    assert len(_tables(paper.grid(60, 110, WIDTHS, REST))) == 2


def test_three_pages_are_one_table():
    paper = _two_pages(REST).page().grid(60, 110, WIDTHS, [["208", "社会保障和就业支出", "1.00", "1.00", ""]])
    (found,) = _tables(paper)
    assert (found.page_from, found.page_to, found.rows) == (1, 3, 8)


def test_two_tables_on_one_page_stay_apart():
    paper = Paper().text(240, 60, "部门支出总表", 14).grid(60, 110, WIDTHS, [*HEAD, *FIRST])
    paper.text(240, 260, "政府采购预算表", 14).right(500, 285, "单位：元").grid(60, 310, [100, 80], NEIGHBOUR)
    first, second = _tables(paper)
    assert [(t.kind, t.unit) for t in (first, second)] == [
        ("department_expenditure", ""),
        ("government_procurement", "元"),
    ]


def test_title_number_and_unit_are_read_above_the_frame():
    paper = Paper().text(60, 40, "表三").text(240, 60, "部门支出总表", 14).right(500, 90, "单位：万元")
    (found,) = _tables(paper.grid(60, 110, WIDTHS, [*HEAD, *FIRST]))
    assert (found.printed_no, found.title, found.unit) == ("表三", "部门支出总表", "万元")


def test_title_and_unit_are_read_inside_the_frame():
    rows = [["部门支出总表", None, None, None, None], ["单位：元", None, None, None, None], *HEAD, *FIRST]
    (found,) = _tables(Paper().grid(60, 110, WIDTHS, rows))
    assert (found.kind, found.title, found.unit, found.header_rows) == (
        "department_expenditure",
        "部门支出总表",
        "元",
        4,
    )
    assert found.headings[3] == ("2026年预算数", "基本支出")


def test_headings_are_the_path_over_each_column():
    (found,) = _tables(_two_pages(REST))
    assert found.headings == (
        ("功能分类科目", "科目编码"),
        ("功能分类科目", "科目名称"),
        ("2026年预算数", "总计"),
        ("2026年预算数", "基本支出"),
        ("2026年预算数", "项目支出"),
    )


def test_column_numbers_are_no_headings():
    (found,) = _tables(Paper().text(240, 60, "部门支出总表", 14).grid(60, 110, WIDTHS, [*HEAD, list("12345"), *FIRST]))
    assert (found.header_rows, found.headings[2]) == (3, ("2026年预算数", "总计"))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("部门收支总表", "department_summary"),
        ("2026年单位收支总体情况表", "department_summary"),
        ("部门收入总表", "department_income"),
        ("部门支出总表", "department_expenditure"),
        ("财政拨款收支总表", "fiscal_appropriation_summary"),
        ("一般公共预算财政拨款支出预算表", "general_public_expenditure"),
        ("一般公共预算财政拨款基本支出预算表", "general_public_basic_expenditure"),
        ("一般公共预算“三公”经费支出表", "three_public"),
        ("“三公”经费和机关运行经费预算表", "three_public"),
        ("政府性基金预算支出表", "government_fund_expenditure"),
        ("国有资本经营预算支出表", "state_capital_expenditure"),
        ("政府采购预算明细表", "government_procurement"),
        ("2026年项目支出预算表", "project_expenditure"),
    ],
)
def test_a_table_is_of_the_kind_that_its_title_says(title, kind):
    (found,) = recognised_tables(document(export(table(title, "科目编码|科目名称|合计\n201|公共服务|1.00"))))
    assert (found.kind, found.title) == (kind, title)


def test_a_table_without_a_title_is_told_by_its_headings():
    rows = "因公出国（境）费|公务用车购置及运行费|公务接待费\n1.00|2.00|3.00"
    (found,) = recognised_tables(document(export("说明如下。", rows)))
    assert (found.kind, found.recognised) == ("three_public", True)


def test_what_is_not_recognised_stays_as_printed():
    (found,) = recognised_tables(document(export("通讯录", "姓名|电话\n王|67573757")))
    assert (found.kind, found.recognised, found.rows, found.columns) == ("", False, 2, 2)
    assert [cell.text for cell in found.cells] == ["姓名", "电话", "王", "67573757"]


@pytest.mark.parametrize(
    "note",
    [
        "（备注：本单位无政府性基金收支，故此表无数据。）",
        "说明：本部门没有政府性基金预算安排的支出。",
        "注：本表为空表",
    ],
)
def test_an_empty_table_keeps_the_note_that_says_why(note):
    text = export("政府性基金预算支出表", "单位：万元", "科目编码|科目名称|合计\n||", note)
    (found,) = recognised_tables(document(text))
    assert (found.kind, found.empty_note) == ("government_fund_expenditure", note)


def test_a_table_with_figures_has_no_note_of_emptiness():
    text = export(
        table("政府性基金预算支出表", "科目编码|科目名称|合计\n212|城乡社区支出|1.00"), "注：本表无其他数据。"
    )
    (found,) = recognised_tables(document(text))
    assert found.empty_note == ""


_LOST = "20133|宣传事务|1,960.52|1,960.52\n2013304|宣传管理|1,960.52|1,960.52"


def _around(lost):
    return export(
        table("部门收支总表", "项目|预算数\n收入总计|1,960.52"),
        "以下各表见附件。",
        lost,
        "以上为收入。",
        table("部门支出总表", "科目编码|科目名称|合计\n20133|宣传事务|1,960.52"),
    )


def test_a_table_that_begins_with_figures_is_lost_at_the_front():
    _, found, _ = recognised_tables(document(_around(_LOST)))
    assert (found.lost, found.header_rows) == ("front", 0)
    assert [t.lost for t in recognised_tables(document(_around(_LOST)))] == ["", "front", ""]


def test_a_lost_table_is_of_the_only_kind_that_the_order_of_publication_leaves():
    _, found, _ = recognised_tables(document(_around(_LOST)))
    assert (found.kind, found.recognised) == ("department_income", True)


def test_a_lost_table_between_which_two_kinds_could_stand_is_not_guessed():
    text = _around(_LOST).replace("部门支出总表", "财政拨款收支总表")
    _, found, _ = recognised_tables(document(text))
    assert (found.kind, found.recognised, found.lost) == ("", False, "front")


# Who published it, for which year.


@pytest.mark.parametrize(
    ("lines", "issuer", "year", "phase", "scope"),
    [
        (["示例市示例局2026年部门预算"], "示例市示例局", 2026, "budget", "department"),
        (["示例市示例局", "2026年部门预算情况说明", "单位名称：示例市示例局"], "示例市示例局", 2026, "budget", None),
        (["示例区示例街道办事处2024年度单位决算"], "示例区示例街道办事处", 2024, "final", "unit"),
        (["2025年度示例市审计局部门决算"], "示例市审计局", 2025, "final", "department"),
        (["附件2：", "示例新区管理委员会 2026 年部门预算情况说明"], "示例新区管理委员会", 2026, "budget", "department"),
        (["2024年度", "示例市司法局", "部门决算"], "示例市司法局", 2024, "final", None),
        (["示例省政协办公厅2018年度", "部门预算公开", "目录"], "示例省政协办公厅", 2018, "budget", "department"),
        (
            ["2026年度", "示例市市场监管综合监测", "与技术保障中心", "单位预算"],
            "示例市市场监管综合监测与技术保障中心",
            2026,
            "budget",
            "unit",
        ),
        (["示例省交通运输厅", "部门预算公开", "（2025年）"], "示例省交通运输厅", 2025, "budget", None),
        (["示例市图书馆", "二〇二五年部门预算"], "示例市图书馆", 2025, "budget", None),
        (["示例市图书馆二〇一九年度单位决算"], "示例市图书馆", 2019, "final", "unit"),
        (["示例县示例镇2025年部门预算"], "示例县示例镇", 2025, "budget", "department"),
        (["示例县示例街道2024年部门预算公开"], "示例县示例街道", 2024, "budget", "department"),
        (["示例县审计局关于2025年部门预算公开的说明"], "示例县审计局", 2025, "budget", "department"),
        (["部门：示例县林业局", "2025年部门收支总表"], "示例县林业局", 2025, None, None),
        (["预算01表部门收支总表", "预算11表项目支出绩效目标表", "（2026年度）"], "", 2026, "budget", None),
        (["全面加强示例干部", "收入决算表", "2024年度"], "", 2024, "final", None),
        (["示例海关2026年部门预算"], "示例海关", 2026, "budget", "department"),
        (["示例省示例监狱2024年度部门决算"], "示例省示例监狱", 2024, "final", "department"),
        (["示例地区行政公署", "2026年部门预算"], "示例地区行政公署", 2026, "budget", None),
        (["示例旗示例苏木", "2026年部门预算"], "示例旗示例苏木", 2026, "budget", None),
        (["公开01表", "收入支出决算总表", "部门：示例县水利局"], "示例县水利局", None, "final", None),
        (["关于报告的说明"], "", None, "", ""),
    ],
)
def test_a_document_says_who_published_it_for_which_year(lines, issuer, year, phase, scope):
    found = identity_of(document(export(*lines)))
    assert (found.issuer, found.fiscal_year) == (issuer, year)
    if phase is not None:
        assert found.phase == phase
    if scope is not None:
        assert found.scope == scope


@pytest.mark.parametrize(
    ("lines", "issuer", "year", "scope", "dated"),
    [
        (["示例市统计局部门2026年度", "部门预算信息公开", "目录"], "示例市统计局", 2026, "department", ""),
        (
            ["2026年度", "示例市市场监管综合监测", "与技术保障中心", "单位预算"],
            "示例市市场监管综合监测与技术保障中心",
            2026,
            "unit",
            "",
        ),
        (["2026年示例市工业和信息化局部", "门预算", "目录"], "示例市工业和信息化局", 2026, "department", ""),
        (["示例国家局2026年度部门预算", "二〇二六年三月"], "示例国家局", 2026, "department", "2026-03"),
        (
            ["示例市2026年市级单位预算", "预算单位：示例市花卉试验场", "2026年1月12日"],
            "示例市花卉试验场",
            2026,
            "unit",
            "2026-01-12",
        ),
        (
            ["第一部分 2026年度部门预算情况说明", "附件：示例市审计局2026年度部门预算报表"],
            "示例市审计局",
            2026,
            "department",
            "",
        ),
        (
            [
                "2026年度部门预算情况说明",
                "2026年示例市审计局机关运行经费财政拨款预算10万元。",
                "2026年示例市审计局政府采购预算总额5万元。",
            ],
            "示例市审计局",
            2026,
            "department",
            "",
        ),
    ],
)
def test_a_cover_over_several_lines_and_the_prose_name_the_issuer_too(lines, issuer, year, scope, dated):
    found = identity_of(document(export(*lines)))
    assert (found.issuer, found.fiscal_year, found.scope, found.dated) == (issuer, year, scope, dated)


@pytest.mark.parametrize(
    ("name", "issuer", "year", "phase"),
    [
        ("示例市示例局2025年部门决算.pdf", "示例市示例局", 2025, "final"),
        ("2026年度示例市审计局部门预算公开.docx", "示例市审计局", 2026, "budget"),
        ("shili-2024-final.pdf", "", 2024, "final"),
        ("shili-2024-2026.pdf", "", None, ""),
        ("附件1.xlsx", "", None, ""),
    ],
)
def test_the_name_of_a_file_says_something_too(name, issuer, year, phase):
    found = said_by_name(name)
    assert (found.issuer, found.fiscal_year, found.phase) == (issuer, year, phase)


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("二〇二六年十二月三十一日", "2026-12-31"),
        ("二○二五年十月二十日", "2025-10-20"),
        ("2025年2月", "2025-02"),
        ("公开日期：2026年2月9日", "2026-02-09"),
        ("2026年1月起执行的新标准另行说明", ""),
    ],
)
def test_the_date_of_a_cover_stands_on_a_line_of_its_own(line, dated):
    assert identity_of(document(export("示例市示例局2026年部门预算", line))).dated == dated
