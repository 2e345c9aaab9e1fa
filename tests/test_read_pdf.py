"""PDFs: what is ruled becomes cells with their text, spans and place; what stands outside becomes paragraphs."""

import pytest

from gongkai.errors import ReadError
from gongkai.model import Grid, Paragraph
from gongkai.read import ENGINES, pdfium, plumber, read_document
from paper import HEIGHT, WIDTH, Paper, grids, printed, prose, read

ROWS = [
    ["功能分类科目", None, "2026年预算数", None, None],
    ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
    ["合计", None, "1,162.75", "102.55", "1,060.20"],
    ["201", "一般公共服务支出", "1,160.25", "100.05", "1,060.20"],
    ["205", "教育支出", "2.50", "2.50", ""],
]
WIDTHS = [60, 150, 80, 80, 80]

engines = pytest.mark.parametrize("engine", sorted(ENGINES))


def _with(draw, **options):
    paper = Paper(**options)
    draw(paper)
    return paper.bytes()


def _plain(paper):
    paper.text(250, 60, "部门支出总表", 14).right(530, 90, "单位：万元").grid(60, 110, WIDTHS, ROWS)


def _rectangles(paper):
    paper.text(250, 60, "部门支出总表", 14).grid(60, 110, WIDTHS, ROWS, filled=True)


def _merged_down(paper):
    rows = [
        ["合计", "公务用车购置及运行费", None, None, "公务接待费"],
        ["^", "小计", "购置费", "运行费", "^"],
        ["1,371.00", "138.20", "48.00", "90.20", "1,033.00"],
    ]
    paper.grid(60, 110, [80, 80, 80, 80, 80], rows)


def _wrapped(paper):
    rows = [["科目名称", "预算数"], ["政府办公厅（室）\n及相关机构事务", "12,239.16"], ["行政运行", "7,823.24"]]
    paper.grid(60, 110, [120, 80], rows, high=30)


def _hairlines(paper):
    rows = [["编码", "", "名称", "金额"], ["201", "", "一般公共服务", "1.00"]]
    paper.grid(60, 110, [60, 2, 120, 80], rows)


def _white_boxes(paper):
    for k in range(4):
        for r in range(3):
            paper.box(50 + 100 * k, 300 + 20 * r, 149 + 100 * k, 300.6 + 20 * r, 1)
            paper.box(50 + 100 * k, 300 + 20 * r, 50.6 + 100 * k, 319 + 20 * r, 1)
    _plain(paper)


def _shaded(paper):
    paper.box(60, 110, 510, 150, 0.85)
    _plain(paper)


def _doubled(paper):
    _plain(paper)
    for dx in (0.2, 0.4):
        paper.text(63 + dx, 155.5, "合计").right(267 + 80 + dx, 155.5, "1,162.75").text(
            250 + dx, 60, "部门支出总表", 14
        )


def _overrun(paper):
    rows = [["编码", "项目", "金额", "其中"], ["201", "公共服务", "", "5.00"], ["205", "教育", "7.00", "7.00"]]
    # The number is wider than its column and ends a point and a half beyond the rule.
    paper.grid(60, 110, [60, 100, 30, 60], rows).right(60 + 100 + 60 + 30 + 1.5, 136.5, "12,345.67", 7.5)


def _two_tables(paper):
    _plain(paper)
    paper.text(60, 240, "注：本表按功能分类。").text(250, 280, "政府采购预算表", 14)
    paper.grid(60, 310, [100, 80], [["采购项目", "预算数"], ["货物", "175.05"]])


DRAWINGS = {
    "a plain table": _plain,
    "rules that are thin filled rectangles": _rectangles,
    "cells merged downwards": _merged_down,
    "names on two lines": _wrapped,
    "hairline columns": _hairlines,
    "white rectangles": _white_boxes,
    "a shaded heading": _shaded,
    "bold by printing twice": _doubled,
    "a number that runs over a rule": _overrun,
    "two tables": _two_tables,
}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_both_engines_read_the_same_cells_and_paragraphs(drawing, turn):
    data = _with(DRAWINGS[drawing], rotate=turn)
    by_engine = {name: read(data, name) for name in ENGINES}
    first, second = by_engine.values()
    assert [printed(g) for g in grids(first)] == [printed(g) for g in grids(second)]
    assert prose(first) == prose(second)
    assert len(grids(first)) == (2 if drawing == "two tables" else 1)
    for a, b in zip(grids(first), grids(second), strict=True):
        for cell, other in zip(a.cells, b.cells, strict=True):
            for edge in ("x0", "top", "x1", "bottom"):
                assert getattr(cell.place, edge) == pytest.approx(getattr(other.place, edge), abs=0.6)


@engines
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_as_it_is_displayed_however_it_is_turned(engine, turn):
    document = read(_with(_plain, rotate=turn), engine)
    assert [printed(g) for g in grids(document)] == [ROWS]
    assert prose(document) == ["部门支出总表", "单位：万元"]
    first = grids(document)[0].cells[0].place
    assert (first.page, first.source) == (1, "paper.pdf")
    assert (first.x0, first.top, first.x1, first.bottom) == pytest.approx((60, 110, 270, 130), abs=0.6)


@engines
def test_thin_filled_rectangles_rule_like_strokes(engine):
    assert printed(grids(read(_with(_rectangles), engine))[0]) == ROWS


@engines
def test_a_cell_merged_downwards_is_one_cell(engine):
    (grid,) = grids(read(_with(_merged_down), engine))
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans["合计"] == spans["公务接待费"] == (2, 1)
    assert spans["公务用车购置及运行费"] == (1, 3)
    assert (grid.rows, grid.columns) == (3, 5)


@engines
def test_every_position_is_covered_by_exactly_one_cell(engine):
    for draw in DRAWINGS.values():
        for grid in grids(read(_with(draw), engine)):
            covered = [
                (r, k)
                for cell in grid.cells
                for r in range(cell.row, cell.row + cell.row_span)
                for k in range(cell.column, cell.column + cell.column_span)
            ]
            assert sorted(covered) == [(r, k) for r in range(1, grid.rows + 1) for k in range(1, grid.columns + 1)]


@engines
def test_a_name_on_two_lines_is_joined_without_a_blank(engine):
    (grid,) = grids(read(_with(_wrapped), engine))
    assert printed(grid)[1] == ["政府办公厅（室）及相关机构事务", "12,239.16"]


@engines
def test_latin_words_on_two_lines_keep_a_blank_between_them(engine):
    paper = Paper().grid(60, 110, [120, 80], [["名称", "数"], ["open\ndata", "1.00"]], high=30)
    assert printed(grids(read(paper, engine))[0])[1][0] == "open data"


@engines
def test_an_amount_split_over_two_lines_is_one_amount(engine):
    paper = Paper().grid(60, 110, [100, 40], [["名称", "金额"], ["行政运行", "28,808.76\n5748"]], high=30)
    assert printed(grids(read(paper, engine))[0])[1] == ["行政运行", "28,808.765748"]


@engines
def test_a_hairline_column_separates_nothing(engine):
    (grid,) = grids(read(_with(_hairlines), engine))
    assert printed(grid) == [["编码", "名称", "金额"], ["201", "一般公共服务", "1.00"]]


@engines
def test_a_narrow_column_that_holds_text_stays(engine):
    paper = Paper().grid(60, 110, [60, 12, 80], [["编码", "款", "金额"], ["201", "3", "1.00"]])
    assert printed(grids(read(paper, engine))[0])[1] == ["201", "3", "1.00"]


@engines
def test_white_rectangles_are_no_rules(engine):
    document = read(_with(_white_boxes), engine)
    assert [printed(g) for g in grids(document)] == [ROWS]


@engines
def test_a_shaded_background_is_no_rule(engine):
    assert printed(grids(read(_with(_shaded), engine))[0]) == ROWS


@engines
def test_bold_by_printing_twice_is_read_once(engine):
    document = read(_with(_doubled), engine)
    assert printed(grids(document)[0]) == ROWS
    assert prose(document) == ["部门支出总表", "单位：万元"]


@engines
def test_doubled_digits_of_a_number_stay_two(engine):
    paper = Paper().grid(60, 110, [60, 80], [["编码", "金额"], ["2011", "1,100.00"], ["22", "11.11"]])
    assert printed(grids(read(paper, engine))[0])[1:] == [["2011", "1,100.00"], ["22", "11.11"]]


@engines
def test_a_number_that_runs_over_a_rule_stays_whole_in_its_cell(engine):
    (grid,) = grids(read(_with(_overrun), engine))
    assert printed(grid)[1:] == [["201", "公共服务", "12,345.67", "5.00"], ["205", "教育", "7.00", "7.00"]]


@engines
def test_a_name_too_wide_for_its_cell_stays_whole_in_it(engine):
    rows = [["", "合计", "名称"], ["201", "1.00", "公共服务"]]
    # Seven points beyond the rule: the last character's middle is in the neighbouring cell.
    paper = Paper().grid(60, 110, [60, 80, 80], rows).text(56, 115.5, "功能分类科目名", 10)
    assert printed(grids(read(paper, engine))[0]) == [["功能分类科目名", "合计", "名称"], rows[1]]


@engines
def test_texts_of_neighbouring_cells_that_touch_stay_apart(engine):
    paper = Paper().grid(60, 110, [63, 63, 60], [["", "", ""], ["201", "公共服务", "1.00"]])
    paper.text(61, 115.5, "功能分类科目名", 8.9).text(61 + 7 * 8.9, 115.5, "经济分类科目名", 8.9)
    assert printed(grids(read(paper, engine))[0])[0][:2] == ["功能分类科目名", "经济分类科目名"]


@engines
def test_page_numbers_are_no_content(engine):
    texts = ["收入减少。", "支出持平。", "结余不变。", "采购增加。", "绩效良好。"]
    paper = Paper()
    for number, (text, style) in enumerate(zip(texts, ("{}", "— {} —", "第{}页", "- {} -", "{} / 5"), strict=True), 1):
        paper.text(72, 80, text).text(290, 800, style.format(number))
        if number < 5:
            paper.page()
    assert prose(read(paper, engine)) == texts


@engines
def test_a_running_head_stands_where_it_is_first(engine):
    paper = Paper()
    for number, name in enumerate(("总则", "范围", "口径", "附则", "解释"), start=1):
        paper.text(200, 30, "示例局部门预算公开").text(72, 80, f"{name}一节。").text(290, 800, f"第 {number} 页")
        if number < 5:
            paper.page()
    assert prose(read(paper, engine)) == [
        "示例局部门预算公开",
        "总则一节。",
        "范围一节。",
        "口径一节。",
        "附则一节。",
        "解释一节。",
    ]


@engines
def test_titles_and_units_that_recur_on_every_page_stay(engine):
    paper = Paper()
    for number in range(1, 6):
        paper.text(200, 60, f"2026年项目绩效目标表{number}", 14).right(500, 90, "单位：万元")
        paper.grid(60, 110, [100, 100], [["项目名称", f"项目{number}"], ["当年预算", "35.00"]])
        if number < 5:
            paper.page()
    found = prose(read(paper, engine))
    assert [text for text in found if "绩效" in text] == [f"2026年项目绩效目标表{n}" for n in range(1, 6)]
    assert found.count("单位：万元") == 5


@engines
def test_a_number_in_the_middle_of_the_page_is_content(engine):
    paper = Paper().text(72, 80, "经费总额（万元）").text(72, 120, "1371").text(72, 160, "其中公务接待费。")
    assert "1371" in prose(read(paper, engine))


@engines
def test_a_box_around_text_is_no_table(engine):
    paper = Paper().grid(60, 110, [300], [["重庆市某局"]])
    document = read(paper, engine)
    assert grids(document) == []
    assert prose(document) == ["重庆市某局"]


@engines
def test_rules_without_text_are_a_grid_of_empty_cells_or_none(engine):
    paper = Paper().text(72, 60, "下表为空。").grid(60, 110, [60, 60], [["", ""], ["", ""]])
    for grid in grids(read(paper, engine)):
        assert all(cell.text == "" for cell in grid.cells)


@engines
def test_an_empty_ruled_row_keeps_its_place(engine):
    rows = [["编码", "名称", "金额"], ["", "", ""], ["201", "公共服务", "1.00"]]
    assert printed(grids(read(Paper().grid(60, 110, [60, 120, 80], rows), engine))[0]) == rows


@engines
def test_a_frame_that_is_open_at_its_sides_is_a_table(engine):
    paper = Paper()
    for top in (110, 130, 150):
        paper.rule(60, top, 320, top)
    for x in (120, 240):
        paper.rule(x, 110, x, 150)
    for top, texts in ((115, ("编码", "名称", "金额")), (135, ("201", "公共服务", "1.00"))):
        for x, text in zip((63, 123, 243), texts, strict=True):
            paper.text(x, top, text)
    assert printed(grids(read(paper, engine))[0]) == [["编码", "名称", "金额"], ["201", "公共服务", "1.00"]]


@engines
def test_a_rule_drawn_in_pieces_is_one_rule(engine):
    paper = Paper()
    for top in (110, 130, 150):
        for x in range(60, 260, 20):
            paper.rule(x, top + 0.3 * ((x // 20) % 2), x + 18, top + 0.3 * ((x // 20) % 2))
    for x in (60, 160, 258):
        paper.rule(x, 110, x, 129).rule(x, 131, x, 150)
    paper.text(63, 115, "编码").text(163, 115, "金额").text(63, 135, "201").text(163, 135, "1.00")
    assert printed(grids(read(paper, engine))[0]) == [["编码", "金额"], ["201", "1.00"]]


@engines
def test_text_between_two_tables_stands_between_them(engine):
    document = read(_with(_two_tables), engine)
    kinds = ["grid" if isinstance(b, Grid) else b.text for b in document.blocks]
    assert kinds == ["部门支出总表", "单位：万元", "grid", "注：本表按功能分类。", "政府采购预算表", "grid"]


@engines
def test_a_paragraph_goes_on_over_lines_and_pages(engine):
    paper = Paper()
    line = "收入预算的有关情况说明" * 4
    paper.text(90, 700, line[:40], 10).text(70, 716, line[:42], 10).page()
    paper.text(70, 80, "至此结束。", 10).text(90, 96, "另起一段。", 10)
    found = prose(read(paper, engine))
    assert found == [line[:40] + line[:42] + "至此结束。", "另起一段。"]


@engines
def test_a_centred_line_is_told_from_prose(engine):
    paper = Paper().text(205, 60, "示例局2026年部门预算", 18).text(72, 120, "一、基本情况", 10)
    blocks = {b.text: b.centred for b in read(paper, engine).blocks if isinstance(b, Paragraph)}
    assert blocks == {"示例局2026年部门预算": True, "一、基本情况": False}


@engines
def test_a_radical_in_the_text_layer_is_the_character_that_is_printed(engine):
    from gongkai.read.page import printed_character  # noqa: PLC0415

    assert "".join(printed_character(ord(c)) for c in "⼀般公共预算⽀出⻓") == "一般公共预算支出长"


@engines
def test_the_source_knows_its_pages_and_its_hash(engine):
    data = Paper().text(72, 80, "第一页。").page().text(72, 80, "第二页。").bytes()
    source = read_document(data, "甲.pdf", engine).source
    assert (source.file, source.pages, source.media_type, len(source.sha256)) == ("甲.pdf", 2, "application/pdf", 64)


@engines
def test_boxes_lie_on_the_page(engine):
    for grid in grids(read(_with(_plain), engine)):
        for cell in grid.cells:
            place = cell.place
            assert 0 <= place.x0 < place.x1 <= WIDTH
            assert 0 <= place.top < place.bottom <= HEIGHT


@engines
def test_a_file_with_more_pages_than_allowed_is_not_read(engine):
    data = Paper().text(72, 80, "一。").page().text(72, 80, "二。").page().text(72, 80, "三。").bytes()
    assert read_document(data, "a.pdf", engine, 3).source.pages == 3
    with pytest.raises(ReadError, match="more than 2 pages"):
        read_document(data, "a.pdf", engine, 2)


@engines
def test_the_same_bytes_give_the_same_document(engine):
    data = _with(_two_tables)
    assert read(data, engine) == read(data, engine)
    assert _with(_two_tables) == data


@pytest.mark.parametrize("turn", [0, 90])
def test_characters_of_fonts_that_the_file_lacks_are_as_wide_as_the_file_says_whatever_is_installed(turn):
    data = _with(DRAWINGS["a plain table"], rotate=turn)
    ours, theirs = (
        [each for page in engine.pages(data, "x.pdf") for run in page.runs for each in zip(*run[:3], strict=True)]
        for engine in (pdfium, plumber)
    )
    assert [glyph for glyph, *_ in ours] == [glyph for glyph, *_ in theirs]
    assert [sides for _, *sides in ours] == [pytest.approx(sides, abs=0.01) for _, *sides in theirs]
