"""What is printed over a page, and pages that lie on their side: the table is read as if nothing were."""

import pytest

from gongkai.read import ENGINES
from gongkai.recognise import recognised_tables
from paper import HEIGHT, WIDTH, Paper, grids, printed, prose, read

WIDTHS = [70, 150, 80, 80, 80]
ROWS = [
    ["科目编码", "科目名称", "2026年预算数", None, None],
    ["^", "^", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "1,160.25", "100.05", "1,060.20"],
    ["20103", "政府办公厅（室）及相关机构事务", "1,160.25", "100.05", "1,060.20"],
    ["2010301", "行政运行", "100.05", "100.05", ""],
    ["205", "教育支出", "2.50", "2.50", ""],
]
CAPTION = ["部门支出总表", "单位：万元"]
engines = pytest.mark.parametrize("engine", sorted(ENGINES))


def _table(paper, rows=ROWS):
    return paper.text(250, 60, CAPTION[0], 14).right(520, 90, CAPTION[1]).grid(60, 110, WIDTHS, rows)


@engines
@pytest.mark.parametrize("angle", [20, 45, -30])
def test_a_slanted_watermark_touches_no_figure_and_is_kept_once(engine, angle):
    paper = _table(Paper())
    for x, top in ((70, 190), (330, 190), (70, 250), (330, 250)):
        paper.slanted(x, top, angle, "某市财政局2026", 14)
    document = read(paper, engine)
    assert [printed(g) for g in grids(document)] == [ROWS]
    assert prose(document) == [*CAPTION, "某市财政局2026"]


@engines
def test_letters_far_too_large_for_a_table_are_none_of_its_text(engine):
    document = read(_table(Paper()).slanted(150, 220, 0, "内部资料", 44), engine)
    assert [printed(g) for g in grids(document)] == [ROWS]
    assert prose(document) == [*CAPTION, "内部资料"]


@engines
def test_a_large_title_stays_a_title(engine):
    document = read(_table(Paper().text(120, 20, "某市某局2026年部门预算", 32)), engine)
    assert prose(document)[0] == "某市某局2026年部门预算"


@engines
def test_the_ring_of_a_seal_rules_nothing(engine):
    document = read(_table(Paper()).circle(450, 190, 45), engine)
    assert [printed(g) for g in grids(document)] == [ROWS]


@engines
def test_a_table_that_goes_on_over_pages_goes_on_under_a_watermark(engine):
    paper = _table(Paper()).slanted(120, 330, 45, "某市财政局", 48).page()
    paper.grid(60, 60, WIDTHS, [["210", "卫生健康支出", "9.00", "9.00", ""], ["21011", "医疗", "9.00", "9.00", ""]])
    (table,) = recognised_tables(read(paper.slanted(120, 330, 45, "某市财政局", 48), engine))
    assert (table.rows, table.page_from, table.page_to) == (8, 1, 2)


@engines
@pytest.mark.parametrize("lying", [90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 180])
def test_a_page_that_lies_on_its_side_is_read_and_its_places_are_those_displayed(engine, lying, rotate):
    document = read(_table(Paper(rotate=rotate, lying=lying)), engine)
    (grid,) = grids(document)
    assert printed(grid) == ROWS
    assert prose(document) == CAPTION
    cell = next(c for c in grid.cells if c.text == "2.50")
    # From the corner of what is drawn, 210 down and 280 across; 20 high, 80 wide.
    wanted = {
        90: (210, HEIGHT - 360, 230, HEIGHT - 280),
        180: (WIDTH - 360, HEIGHT - 230, WIDTH - 280, HEIGHT - 210),
        270: (WIDTH - 230, 280, WIDTH - 210, 360),
    }[lying]
    assert cell.place[2:] == pytest.approx(wanted, abs=0.6)


@engines
def test_parts_of_a_table_on_pages_that_lie_on_their_side_are_one_table(engine):
    paper = _table(Paper(lying=90)).page()
    paper.grid(
        60, 60, WIDTHS, [["210", "卫生健康支出", "9.00", "9.00", ""], ["21011", "行政单位医疗", "9.00", "9.00", ""]]
    )
    paper.text(60, 300, "注：本表按支出功能分类科目编列，反映部门本年度全部支出。")
    (table,) = recognised_tables(read(paper, engine))
    assert (table.kind, table.rows, table.page_to) == ("department_expenditure", 8, 2)


@engines
def test_a_heading_that_runs_up_the_page_beside_upright_text_stays_in_its_cell(engine):
    rows = [["科目", "合计"], ["", "1,160.25"], ["教育支出", "2.50"]]
    paper = Paper().grid(60, 110, [100, 100], rows, high=60).slanted(110, 220, 90, "公共服务", 9, 0)
    (grid,) = grids(read(paper, engine))
    assert sorted(printed(grid)[1][0]) == sorted("公共服务")
