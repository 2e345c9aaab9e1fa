"""Typesetting: what is set can be read back, cell by cell, and never passes for the original."""

import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pytest
import reportlab
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BuildError
from gongkai.model import Cell, Disclosure, Grid, Line, Place, Table
from gongkai.normalise import normalise
from gongkai.package import Package, read_package, write_package
from gongkai.read import read_document
from gongkai.recognise import identity_of, recognised_tables
from gongkai.typeset import paragraphs, typeset
from gongkai.typeset.ink import Ink
from gongkai.typeset.sheet import Sheet, sheets
from gongkai.typeset.wrap import balanced, wrap
from sample import sample

WORDS = ("# 说明", "## 一、收支", "2026年收入162.75万元，支出162.75万元。")


def package_of(disclosure: Disclosure, folder: Path) -> Package:
    write_package(disclosure, folder)
    return read_package(folder)


def with_table(rows: list[list[str]], header_rows: int, spans: dict | None = None, **fields: object) -> Disclosure:
    """The sample with one table in place of its own; `spans` gives (rows, columns) by position from 1."""
    spans = spans or {}
    covered = {
        (row + down, column + right)
        for (row, column), (high, wide) in spans.items()
        for down in range(high)
        for right in range(wide)
        if (down, right) != (0, 0)
    }
    cells = tuple(
        Cell(r, c, text, Place("shili-2026-budget.pdf"), *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows, start=1)
        for c, text in enumerate(row, start=1)
        if (r, c) not in covered
    )
    table = Table(1, "", "示例表", "表一", "万元", cells, len(rows), len(rows[0]), header_rows)
    found = sample()
    return replace(
        found,
        tables=(replace(table, **fields),),
        lines=(),
        targets=(),
        statements=(),
        findings=(),
        paragraphs=(),
    )


def set_and_read(package: Package, out: Path, **options: object) -> tuple[list[Grid], list[str]]:
    typeset(package, out, **options)
    document = read_document(out.read_bytes(), out.name)
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return grids, [block.text for block in document.blocks if not isinstance(block, Grid)]


class Facts(NamedTuple):
    """What the project reads from a document."""

    identity: tuple[str, int | None, str]
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]


def facts_of(path: Path) -> Facts:
    document = read_document(path.read_bytes(), path.name)
    tables = recognised_tables(document)
    found = identity_of(document)
    return Facts(
        (found.issuer, found.fiscal_year, found.phase),
        tables,
        normalise(tables, (), found.fiscal_year, found.phase).lines,
    )


def identity(disclosure: Disclosure) -> tuple[str, int | None, str]:
    known = disclosure.registration
    return known.issuer, known.fiscal_year, known.phase


def place_and_amount(line: Line) -> tuple:
    return line.table_no, line.row, line.column, line.amount_yuan


def as_published(table: Table) -> Table:
    """A table whose front is lost has lost its title, too."""
    return replace(table, title="", printed_no="") if table.lost else table


def told(table: Table) -> tuple:
    """What the document says of a table; of one not recognised, or known from its neighbours, what is printed."""
    printed = (
        table.title,
        table.printed_no,
        table.unit,
        table.rows,
        table.columns,
        table.lost,
        bool(table.empty_note),
        key(table.cells),
    )
    return (table.kind, table.header_rows, *printed) if table.kind and not table.lost else printed


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def key(cells: object) -> list[tuple]:
    return sorted((c.row, c.column, c.row_span, c.column_span, bare(c.text)) for c in cells)


def boxes(sheet: Sheet) -> list[tuple]:
    return sorted((b.row + 1, b.column + 1, b.rows, b.columns, bare(b.text)) for b in sheet.boxes)


@pytest.fixture
def package(tmp_path):
    return package_of(sample(), tmp_path / "package")


def test_every_cell_is_read_back_with_its_text_and_its_spans(package, tmp_path):
    grids, _ = set_and_read(package, tmp_path / "out.pdf", text=WORDS)
    assert [key(grid.cells) for grid in grids] == [boxes(sheet) for sheet in sheets(package)]
    assert [grid.rows for grid in grids] == [sheet.rows for sheet in sheets(package)]


@pytest.mark.parametrize("again", [False, True])
def test_tables_and_lines_are_recognised_as_those_of_the_package(tmp_path, again):
    disclosure = replace(sample(), tables=tuple(as_published(table) for table in sample().tables))
    package = package_of(disclosure, tmp_path / "package")
    out = tmp_path / "out.pdf"
    typeset(package, out, text=WORDS)
    first = facts_of(out)
    assert first.identity == identity(disclosure)
    assert [told(table) for table in first.tables] == [told(table) for table in disclosure.tables]
    if again:
        read = replace(
            disclosure,
            tables=first.tables,
            lines=first.lines,
            targets=(),
            findings=(),
            statements=(),
            paragraphs=(),
        )
        read = replace(read, sources=(replace(read.sources[0], file="out.pdf"),))
        typeset(package_of(read, tmp_path / "again"), out, text=WORDS)
        second = facts_of(out)
        assert [told(table) for table in second.tables] == [told(table) for table in first.tables]
        assert second.lines == first.lines
    lost = {table.table_no for table in disclosure.tables if table.lost}
    expected = {place_and_amount(line) for line in disclosure.lines if line.table_no not in lost}
    assert {place_and_amount(line) for line in first.lines} >= expected


def test_number_title_unit_and_note_stand_beside_each_table(package, tmp_path):
    _, prose = set_and_read(package, tmp_path / "out.pdf")
    read = [bare(text) for text in prose]
    for sheet in sheets(package):
        for expected in (sheet.number, sheet.title, sheet.note, sheet.unit and f"单位：{sheet.unit}"):
            assert not expected or bare(expected) in read
    assert read.count("单位：万元") == sum(sheet.unit == "万元" for sheet in sheets(package))


def test_the_same_package_gives_the_same_bytes(package, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        typeset(package, tmp_path / name / "out.pdf", text=WORDS)
    assert (tmp_path / "a/out.pdf").read_bytes() == (tmp_path / "b/out.pdf").read_bytes()


def test_it_bears_no_date(package, tmp_path):
    typeset(package, tmp_path / "out.pdf")
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        assert not {name for name in pdf.metadata if "Date" in name}
        assert pdf.metadata["Title"] == "示例市示例局2026年部门预算"


def test_every_page_says_in_both_languages_that_it_is_not_the_original(package, tmp_path):
    typeset(package, tmp_path / "out.pdf", text=WORDS)
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        for page in pdf.pages:
            foot = page.crop((0, page.height - 40, page.width, page.height)).extract_text()
            assert "重新排版，不是原件" in foot
            assert "not the original document" in foot


def test_the_cover_names_issuer_year_and_phase_and_says_what_it_is(package, tmp_path):
    typeset(package, tmp_path / "out.pdf")
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        lines = pdf.pages[0].extract_text().split("\n")
    assert lines[:2] == ["示例市示例局2026年部门预算", "重新排版件，不是原件"]
    assert "A re-typeset copy, not the original" in lines


def test_a_package_that_does_not_say_who_published_it_has_its_id_on_the_cover(tmp_path):
    nameless = replace(
        sample().registration,
        issuer="",
        title="",
        fiscal_year=None,
        phase="",
        scope="",
        region_code="",
        level="",
    )
    package = package_of(replace(sample(), registration=nameless), tmp_path / "package")
    typeset(package, tmp_path / "out.pdf")
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        assert pdf.pages[0].extract_text().split("\n")[0] == "shili-2026-budget"


def test_only_the_given_text_is_set_never_the_paragraphs_of_the_package(package, tmp_path):
    _, prose = set_and_read(package, tmp_path / "out.pdf", text=WORDS)
    assert "2026年收入162.75万元，支出162.75万元。" in prose
    assert not [text for text in prose if "162.76" in text]


def test_every_page_but_the_cover_has_its_number(package, tmp_path):
    typeset(package, tmp_path / "out.pdf", text=WORDS)
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    assert "— 1 —" not in texts[0]
    assert all(f"— {number} —" in text for number, text in enumerate(texts[1:], start=2))


def test_text_lies_inside_its_cell(tmp_path):
    wordy = "促进区域协调发展统筹推进重点任务（含结转）" * 9
    rows = [
        ["项目名称", "概况", "金额"],
        ["<p>甲</p> Office of Example Affairs 2026", wordy, "1,234,567,890.12"],
    ]
    package = package_of(with_table(rows, 1), tmp_path / "package")
    typeset(package, tmp_path / "out.pdf")
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        page = pdf.pages[1]
        (table,) = page.find_tables()
        inside = [
            bare(page.crop((x0 + 0.5, top + 0.5, x1 - 0.5, bottom - 0.5), strict=False).filter(upright).extract_text())
            for x0, top, x1, bottom in table.cells
        ]
    assert sorted(inside) == sorted(bare(text) for row in rows for text in row)


def upright(item: dict) -> bool:
    return item["object_type"] == "char"


def test_headings_are_repeated_on_every_page_and_rows_are_not_lost(tmp_path):
    rows = [
        ["科目编码", "科目名称", "合计"],
        *([f"{20100 + n}", f"第{n}项支出", f"{n}.50"] for n in range(1, 121)),
    ]
    package = package_of(with_table(rows, 1), tmp_path / "package")
    grids, prose = set_and_read(package, tmp_path / "out.pdf")
    read = [[bare(cell.text) for cell in grid.cells] for grid in grids]
    assert len(grids) > 2
    assert all(cells[:3] == rows[0] for cells in read)
    assert [cell for cells in read for cell in cells[3:]] == [cell for row in rows[1:] for cell in row]
    assert prose.count("示例表") == 1


def test_a_table_over_several_pages_is_recognised_as_one(tmp_path):
    codes = [f"{20101 + n}" for n in range(90)]
    rows = [
        ["科目编码", "科目名称", "合计"],
        ["合计", "", "90.00"],
        *([code, "某项支出", "1.00"] for code in codes),
    ]
    package = package_of(with_table(rows, 1, title="部门支出总表"), tmp_path / "package")
    typeset(package, tmp_path / "out.pdf")
    (table,) = facts_of(tmp_path / "out.pdf").tables
    assert (table.title, table.page_from, table.page_to) == ("部门支出总表", 2, 4)
    assert [cell.text for cell in table.cells if cell.column == 1 and cell.text.isdigit()] == codes


def test_headings_that_a_page_break_had_repeated_are_set_once(tmp_path):
    head = [["科目", "合计"], ["编码", "万元"]]
    rows = [*head, ["201", "1.00"], *head, ["203", "2.00"], ["合计", "3.00"]]
    package = package_of(with_table(rows, 2), tmp_path / "package")
    (sheet,) = sheets(package)
    assert sheet.rows == 5
    assert [box.text for box in sheet.boxes if box.row >= 2] == ["201", "1.00", "203", "2.00", "合计", "3.00"]


def test_a_wide_table_is_set_on_a_page_laid_crosswise(tmp_path):
    rows = [[f"预算资金{n}" for n in range(14)], ["12,345,678.90"] * 14]
    package = package_of(with_table(rows, 1), tmp_path / "package")
    typeset(package, tmp_path / "out.pdf")
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        assert pdf.pages[1].width > pdf.pages[1].height
        assert pdf.pages[0].width < pdf.pages[0].height


def test_a_table_of_more_columns_than_any_page_holds_gets_the_page_it_needs(tmp_path):
    rows = [[f"栏{n}" for n in range(60)], ["12,345,678.90"] * 60]
    package = package_of(with_table(rows, 1), tmp_path / "package")
    (grid,), _ = set_and_read(package, tmp_path / "out.pdf")
    assert key(grid.cells) == boxes(sheets(package)[0])


def test_a_cell_longer_than_a_page_is_set_whole(tmp_path):
    rows = [["目标", "金额"], ["绩效目标" * 2500, "1.00"]]
    package = package_of(with_table(rows, 1), tmp_path / "package")
    (grid,), _ = set_and_read(package, tmp_path / "out.pdf")
    assert key(grid.cells) == boxes(sheets(package)[0])


def test_rows_held_together_by_a_merged_cell_stay_on_one_page(tmp_path):
    rows = [["项目", "指标", "值"], *(["", f"指标{n}", str(n)] for n in range(60))]
    rows[31][0], rows[1][0] = "乙", "甲"
    package = package_of(with_table(rows, 1, {(2, 1): (30, 1), (32, 1): (30, 1)}), tmp_path / "package")
    grids, _ = set_and_read(package, tmp_path / "out.pdf")
    assert [[c.text for c in grid.cells if c.row_span == 30] for grid in grids] == [["甲"], ["乙"]]


def test_a_merged_cell_higher_than_any_page_is_parted_between_rows_and_no_row_is_lost(tmp_path):
    rows = [["项目", "指标"], *(["", f"指标{n}"] for n in range(200))]
    rows[1][0] = "甲"
    package = package_of(with_table(rows, 1, {(2, 1): (200, 1)}), tmp_path / "package")
    grids, _ = set_and_read(package, tmp_path / "out.pdf")
    read = [bare(cell.text) for grid in grids for cell in grid.cells]
    assert len(grids) > 1
    assert [text for text in read if text.startswith("指标") and text != "指标"] == [row[1] for row in rows[1:]]
    assert read.count("甲") == 1


def test_a_table_of_no_cells_keeps_title_and_note(tmp_path):
    found = with_table([["x"]], 0, empty_note="本单位无此项收支，故此表无数据。")
    table = replace(found.tables[0], cells=(), rows=0, columns=0)
    package = package_of(replace(found, tables=(table,)), tmp_path / "package")
    grids, prose = set_and_read(package, tmp_path / "out.pdf")
    assert grids == []
    assert {"示例表", "（注：没有此项收支，本表无数据。）"} <= set(prose)


def test_sentences_in_cells_and_notes_are_left_out_and_names_are_kept(tmp_path):
    sentence = "为改善办公条件，维修老旧管线，保障各项工作正常运转，提高服务水平。"
    name = "部门预算、决算公开及时性和部门整体支出管理的规范性要求"
    rows = [["绩效目标", sentence], ["指标名称", name], ["资金", "1.00"]]
    found = with_table(rows, 0, empty_note="因本部门没有安排，所以此表没有数据。")
    package = package_of(found, tmp_path / "package")
    (grid,), prose = set_and_read(package, tmp_path / "out.pdf")
    texts = [bare(cell.text) for cell in grid.cells]
    assert name in texts
    assert not [text for text in [*texts, *prose] if "老旧管线" in text or "因本部门" in text]
    assert [text for text in texts if "见原件" in text]


def test_a_table_that_lost_its_front_is_set_from_what_is_there_and_says_so(package, tmp_path):
    (lost,) = [sheet for sheet in sheets(package) if "缺失" in sheet.note]
    assert lost.title == "部门收入总表"
    assert lost.boxes[0].text == "2010302"


def test_the_characters_of_an_embedded_font_are_read_back_and_only_those_used_are_embedded(tmp_path):
    vera = Path(reportlab.__file__).parent / "fonts/Vera.ttf"
    ink = Ink(vera, title="", author="", subject="")
    ink.page(595, 842)
    ink.text(72, 100, "Façade & travel <b> 1,234.50", 12, bold=True)
    ink.save(tmp_path / "out.pdf")
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        assert pdf.pages[0].extract_text() == "Façade & travel <b> 1,234.50"
        assert {char["fontname"][6:] for char in pdf.pages[0].chars} == {"+BitstreamVeraSans-Roman"}
    assert (tmp_path / "out.pdf").stat().st_size < vera.stat().st_size / 2
    assert ink.lacks(("Amount 金额", "金")) == "金额"


def test_a_character_that_the_font_lacks_is_named_and_former_output_stays(tmp_path):
    package = package_of(with_table([["项目"], ["稀有字𰻞"]], 1), tmp_path / "package")
    out = tmp_path / "out.pdf"
    out.write_bytes(b"former")
    with pytest.raises(BuildError, match=re.escape("U+30EDE")):
        typeset(package, out)
    assert out.read_bytes() == b"former"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.pdf", "package"]


@pytest.mark.parametrize("content", [None, b"not a font"])
def test_a_font_that_cannot_be_embedded_is_an_error_that_names_the_file(package, tmp_path, content):
    font = tmp_path / "font.ttf"
    if content is not None:
        font.write_bytes(content)
    with pytest.raises(BuildError, match=r"font\.ttf"):
        typeset(package, tmp_path / "out.pdf", font=font)


def test_a_folder_that_does_not_exist_is_an_error_that_names_the_file(package, tmp_path):
    with pytest.raises(BuildError, match=r"out\.pdf"):
        typeset(package, tmp_path / "nowhere" / "out.pdf")


def test_paragraphs_are_what_empty_lines_part_and_comments_are_left_out():
    markdown = "# 标题\n第一段\n接着写。\n\n<!-- 注 -->\n\n## 二\n\nOpen data\nfor all\n"
    assert paragraphs(markdown) == ("# 标题", "第一段接着写。", "## 二", "Open data for all")


def one_em(text: str, size: float) -> float:
    return sum(size / 2 if char.isascii() else size for char in text)


@given(st.text(alphabet="预算万元，。（）“”12.,34%ab \n", max_size=60), st.integers(1, 30))
def test_wrapping_loses_nothing_and_no_line_is_too_wide(text, ems):
    width = ems * 10.0
    for lines in (wrap(text, width, 10.0, one_em), balanced(text, width, 10.0, one_em)):
        assert "".join(lines) == text.replace("\n", "")
        assert all(len(line.rstrip()) == 1 or one_em(line.rstrip(), 10.0) <= width for line in lines)


def test_lines_break_neither_inside_a_number_nor_before_a_closing_mark():
    assert wrap("支出22,790.20万元。", 70.0, 10.0, one_em) == ("支出22,790.20", "万元。")
    assert wrap("支出22,790.20万元", 80.0, 10.0, one_em) == ("支出", "22,790.20万元")
    assert wrap("一般公共预算（拨款）", 60.0, 10.0, one_em) == ("一般公共预算", "（拨款）")
    assert wrap("一般公共预算，收入", 60.0, 10.0, one_em) == ("一般公共预", "算，收入")


def test_headings_are_broken_evenly():
    assert wrap("一般公共预算", 50.0, 10.0, one_em) == ("一般公共预", "算")
    assert balanced("一般公共预算", 50.0, 10.0, one_em) == ("一般公", "共预算")
