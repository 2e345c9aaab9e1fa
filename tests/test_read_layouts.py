"""How a table may be drawn: lines across alone, none at all, dots, frames in frames, odd pages, parts on several pages."""

import io

import pypdfium2
import pytest

from gongkai.read import ENGINES
from gongkai.recognise import recognised_tables
from paper import Paper, grids, printed, prose, read

WIDTHS = [70, 150, 80, 80, 80]
HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BODY = [
    ["201", "一般公共服务支出", "1,160.25", "100.05", "1,060.20"],
    ["20103", "政府办公厅（室）事务", "1,160.25", "100.05", "1,060.20"],
    ["205", "教育支出", "2.50", "2.50", ""],
    ["208", "社会保障和就业支出", "12.00", "", "12.00"],
]

engines = pytest.mark.parametrize("engine", sorted(ENGINES))


def _xs(x, widths):
    return [x + sum(widths[:k]) for k in range(len(widths) + 1)]


def _write(paper, x, top, widths, rows, high=20):
    """The texts of a table where its columns are, without a rule: names at the left, figures at the right."""
    xs = _xs(x, widths)
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            where = top + high * r + 5
            if k > 1:
                paper.right(xs[k + 1] - 3, where, text)
            else:
                paper.text(xs[k] + 3, where, text)
    return paper


def _three_lines(paper, top=110):
    _write(paper, 60, top, WIDTHS, [HEAD, *BODY])
    for y in (top, top + 20, top + 20 * (1 + len(BODY))):
        paper.rule(60, y, 520, y)
    return paper


def _bare(**options):
    return _write(Paper(**options).text(250, 60, "部门支出总表", 14), 60, 110, WIDTHS, [HEAD, *BODY])


@engines
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_table_of_three_lines_is_read_by_its_columns(engine, turn):
    paper = Paper(rotate=turn).text(250, 60, "部门支出总表", 14).right(520, 90, "单位：万元")
    document = read(_three_lines(paper), engine)
    assert [printed(g) for g in grids(document)] == [[HEAD, *BODY]]
    assert prose(document) == ["部门支出总表", "单位：万元"]


@engines
def test_a_table_without_rules_is_read_by_its_columns(engine):
    document = read(_bare(), engine)
    assert [printed(g) for g in grids(document)] == [[HEAD, *BODY]]
    assert prose(document) == ["部门支出总表"]


def test_a_cell_of_a_table_without_rules_has_its_place():
    (grid,) = grids(read(_bare()))
    cell = next(c for c in grid.cells if c.text == "100.05")
    assert cell.place.x0 < 443 - 3 < cell.place.x1
    assert cell.place.top < 140 < cell.place.bottom


def test_a_table_without_rules_makes_the_table_of_its_kind():
    (table,) = recognised_tables(read(_bare().right(520, 90, "单位：万元")))
    assert (table.kind, table.unit, table.header_rows) == ("department_expenditure", "万元", 1)
    assert table.headings[3] == ("基本支出",)


@engines
def test_a_row_with_lines_above_and_below_and_none_between_its_cells_is_a_row(engine):
    paper = _write(Paper(), 60, 110, WIDTHS, [HEAD, *BODY])
    for r in range(len(BODY) + 2):
        paper.rule(60, 110 + 20 * r, 520, 110 + 20 * r)
    assert [printed(g) for g in grids(read(paper, engine))] == [[HEAD, *BODY]]


def test_a_heading_over_two_columns_without_rules_spans_them():
    upper = ["科目编码", "科目名称", "合计", "", ""]
    paper = _write(Paper(), 60, 110, WIDTHS, [upper, ["", "", "", "基本支出", "项目支出"], *BODY])
    paper.text(417, 115, "一般公共预算支出")
    (grid,) = grids(read(paper))
    spans = {c.text: c.column_span for c in grid.cells}
    assert spans["一般公共预算支出"] == 2
    assert printed(grid)[2:] == BODY


def test_figures_of_the_left_side_may_stand_close_to_names_of_the_right():
    paper = Paper()
    rows = [("一、财政拨款", "100.00", "一、教育支出", "90.00"), ("二、其他收入", "5.00", "二、卫生支出", "15.00")]
    for x, text in zip((60, 160, 240, 340), ("项目", "预算数", "项目", "预算数"), strict=True):
        paper.text(x, 115, text)
    for r, (name, figure, other, more) in enumerate(rows):
        top = 135 + 20 * r
        paper.text(60, top, name).right(194, top, figure).text(200, top, other).right(370, top, more)
    (grid,) = grids(read(paper))
    assert printed(grid) == [["项目", "预算数", "项目", "预算数"], *map(list, rows)]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "基本支出 100.05 万元，项目支出 1,060.20 万元。",
            "其中教育支出 2.50 万元，与上年持平。",
            "卫生支出 3.20 万元。",
        ],
        ["一、基本支出预算情况说明                3", "二、项目支出预算情况说明                4", "三、附表    12"],
    ],
)
def test_prose_with_amounts_and_lists_of_contents_are_no_tables(lines):
    paper = Paper().text(60, 60, "收支总体情况").text(200, 60, "合计")
    for n, line in enumerate(lines):
        paper.text(60, 80 + 16 * n, line)
    assert grids(read(paper)) == []


def test_columns_without_known_headings_stay_prose():
    paper = _write(Paper(), 60, 110, WIDTHS, [["甲甲", "乙乙", "丙丙", "丁丁", "戊戊"], *BODY])
    document = read(paper)
    assert grids(document) == []
    assert any("1,160.25" in text for text in prose(document))


@engines
def test_rules_of_dots_are_rules(engine):
    paper = Paper()
    for y in (110, 130, 150):
        for x in range(60, 260, 2):
            paper.box(x, y - 0.5, x + 1, y + 0.5, 0)
    for x in (60, 160, 259):
        for y in range(110, 150, 2):
            paper.box(x - 0.5, y, x + 0.5, y + 1, 0)
    paper.text(63, 115, "编码").text(163, 115, "金额").text(63, 135, "201").text(163, 135, "1.00")
    assert printed(grids(read(paper, engine))[0]) == [["编码", "金额"], ["201", "1.00"]]


@engines
def test_a_dot_where_rules_would_cross_parts_no_cells(engine):
    paper = Paper().grid(60, 110, [80, 80], [["名称", "金额"], ["合计", "1.00"]], high=40)
    paper.box(100, 109.75, 100.5, 110.25, 0).box(59.75, 170, 60.25, 170.5, 0)
    (grid,) = grids(read(paper, engine))
    assert (grid.rows, grid.columns) == (2, 2)


@engines
def test_the_lines_behind_the_bars_of_a_chart_are_no_table(engine):
    paper = Paper()
    for y in range(200, 320, 20):
        paper.rule(100, y, 400, y)
    paper.rule(100, 200, 100, 300)
    for n, (x, top) in enumerate(((130, 230), (200, 260), (270, 215))):
        paper.box(x, top, x + 20, 300, 0.5).text(x, top - 10, f"{n + 1}00.00")
    assert grids(read(paper, engine)) == []


@engines
def test_two_tables_side_by_side_are_two(engine):
    one, other = [["收入", "金额"], ["拨款", "1.00"]], [["支出", "金额"], ["教育", "2.00"]]
    paper = Paper().grid(60, 110, [80, 80], one).grid(300, 110, [80, 80], other)
    assert [printed(g) for g in grids(read(paper, engine))] == [one, other]


@engines
def test_a_frame_around_a_table_is_no_part_of_it(engine):
    rows = [["名称", "金额"], ["教育", "2.00"]]
    paper = Paper().grid(60, 110, [80, 80], rows)
    for side in ((50, 100, 230, 100), (50, 160, 230, 160), (50, 100, 50, 160), (230, 100, 230, 160)):
        paper.rule(*side)
    assert [printed(g) for g in grids(read(paper, engine))] == [rows]


@engines
def test_a_heading_set_from_top_to_bottom_is_one_text(engine):
    paper = Paper().grid(
        60, 110, [30, 100, 80], [["年\n度\n指\n标", "产出指标", "12"], ["^", "效益指标", "3"]], high=30
    )
    assert printed(grids(read(paper, engine))[0])[0][0] == "年度指标"


@engines
def test_a_name_that_runs_into_the_figure_beside_it_leaves_the_figure_alone(engine):
    rows = [["名称", "金额"], ["", "2,022.39"], ["教育", "7.00"]]
    paper = Paper().grid(60, 110, [78, 80], rows).text(63, 135.5, "人员经费和公用经费", 9)
    assert printed(grids(read(paper, engine))[0])[1] == ["人员经费和公用经费", "2,022.39"]


@engines
def test_a_name_in_the_middle_that_runs_over_both_sides_is_whole(engine):
    paper = Paper().grid(60, 110, [60, 60, 60], [["", "", ""], ["1.00", "2.00", "3.00"]])
    paper.text(150 - 4.5 * 9, 115.5, "公务用车购置及运行费"[:9], 9)
    assert printed(grids(read(paper, engine))[0])[0] == ["", "公务用车购置及运行", ""]


@engines
def test_rules_that_stand_alone_beside_a_frame_are_the_sides_of_its_cells(engine):
    paper = Paper().grid(160, 110, [100, 80], [["指标甲", "90%"], ["指标乙", "3次"]])
    paper.rule(60, 110, 60, 150).rule(110, 110, 110, 150).text(65, 125, "产出").text(115, 125, "数量")
    (grid,) = grids(read(paper, engine))
    assert printed(grid) == [["产出", "数量", "指标甲", "90%"], ["^", "^", "指标乙", "3次"]]


@engines
def test_different_texts_printed_over_each_other_stay_whole(engine):
    paper = Paper().grid(60, 110, [100, 80], [["名称", "金额"], ["", "1.00"]])
    paper.text(70, 135, "370.000000").text(68, 135.2, "财政资金支出")
    assert printed(grids(read(paper, engine))[0])[1][0] in {"370.000000财政资金支出", "财政资金支出370.000000"}


def test_text_that_lies_off_the_page_is_none():
    assert prose(read(Paper().text(72, -60, "页面之外。").text(72, 900, "也在之外。").text(72, 80, "页面之内。"))) == [
        "页面之内。"
    ]


def _moved(data, media, crop=None):
    """The same pages with another origin."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_mediabox(*media)
        if crop:
            page.set_cropbox(*crop)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@engines
@pytest.mark.parametrize("crop", [None, (30, 400, 560, 800)])
def test_places_are_measured_from_the_corner_that_is_displayed(engine, crop):
    data = Paper().grid(60, 110, [80, 80], [["名称", "金额"], ["教育", "2.00"]]).bytes()
    left, _, _, top = crop or (-20, -10, 595, 842)
    (grid,) = grids(read(_moved(data, (-20, -10, 595, 842), crop), engine))
    first = grid.cells[0].place
    assert (first.x0, first.top) == pytest.approx((60 - left, 110 - (842 - top)), abs=0.6)


@engines
def test_an_empty_page_between_others_changes_nothing(engine):
    document = read(Paper().text(72, 80, "第一节。").page().page().text(72, 80, "第二节。"), engine)
    assert prose(document) == ["第一节。", "第二节。"]
    assert document.source.pages == 3


# Parts of one table.


def _parts(*pages, headed=True):
    """A table under a title whose rows stand on several pages; the first has the headings."""
    paper = Paper().text(250, 60, "部门支出总表", 14).right(520, 90, "单位：万元")
    for n, rows in enumerate(pages):
        if n:
            paper.page()
        paper.grid(60, 110 if n == 0 else 60, WIDTHS, [HEAD, *rows] if n == 0 and headed else rows)
    return recognised_tables(read(paper))


@pytest.mark.parametrize(
    "second",
    [
        [["合计", None, "1,174.75", "102.55", "1,072.20"]],
        [BODY[2], BODY[3]],
        [HEAD, BODY[2], BODY[3]],
        [["", "", "合计", "基本支出", "项目支出"], BODY[2]],
        [["", "（室）事务", "", "", ""], BODY[2]],
    ],
    ids=["a lone total", "no headings", "the headings again", "some of the headings", "the rest of a row"],
)
def test_what_goes_on_on_the_next_page_is_one_table(second):
    (table,) = _parts(BODY[:2], second)
    assert (table.page_from, table.page_to) == (1, 2)
    assert table.rows == 3 + len(second)
    assert table.columns == 5


def test_a_row_parted_by_a_page_break_and_printed_whole_on_both_pages_joins_its_parts():
    rows = [["项目名称", "项目总额", "绩效目标", "备注"], ["甲", "1.00", "完成年度任务", ""]]
    paper = Paper().text(200, 60, "项目支出绩效目标表", 14).grid(60, 110, [90, 90, 180, 80], rows)
    # The row of the next page, printed under the frame too, its texts side by side.
    paper.text(63, 160, "信息系统运维").right(237, 160, "29.14").text(243, 160, "保障平台正常运转")
    paper.page().grid(60, 60, [90, 90, 180, 80], [["信息系统运维", "29.14", "保障平台正常运转", ""]])
    (table,) = recognised_tables(read(paper))
    assert (table.page_to, table.rows) == (2, 3)


def test_a_paragraph_under_a_table_ends_it():
    paper = Paper().text(200, 60, "项目支出绩效目标表", 14).grid(60, 110, [90, 90], [["项目", "金额"], ["甲", "1.00"]])
    paper.text(63, 160, "以上各项以批复为准。").page().grid(60, 60, [90, 90], [["乙", "2.00"], ["丙", "3.00"]])
    assert len(recognised_tables(read(paper))) == 2
