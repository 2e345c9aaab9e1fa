"""Scans and pictures: read cell by cell inside the ruled grid, where the extra `ocr` is installed."""

import io
import os
import sys
from collections import Counter
from importlib.util import find_spec

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from gongkai.errors import ReadError
from gongkai.pipeline.extraction import extract_unregistered
from gongkai.read import read_document
from paper import grids, prose
from scans import DPI, EXAMPLE, faded, image, page, pdf, specked, table, turned

_OCR = all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))
_PAGES = 3000
_SMALL = 11  # a page of the example with one small table
_DOUBTFUL = 0.9
_FIGURES = [
    ["No", "Plan", "Done"],
    ["201", "1,234.56", "98.70"],
    ["20101", "834.06", "60.00"],
    ["20102", "400.50", "38.70"],
]

ocr = pytest.mark.skipif(not _OCR, reason="the extra `ocr` is not installed: pip install 'gongkai[ocr]'")


@pytest.fixture(scope="module")
def example():
    return read_document(EXAMPLE.read_bytes(), "example.pdf")


def _said(grid):
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]


def _texts(document):
    return [[cell.text for cell in grid.cells] for grid in grids(document)]


def _on(document, number):
    return next(grid for grid in grids(document) if grid.place.page == number)


def _without_extra(monkeypatch, library):
    """As if one of its libraries were not there, or the last import of the reader had not been."""
    for name in [name for name in sys.modules if name.startswith(("gongkai.read.scan", "gongkai.read.vision"))]:
        if name != "gongkai.read.scan_extra":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)


# The extra: there, not there, half there.


def test_continuous_integration_reads_scans():
    assert _OCR or not os.environ.get("CI"), "run `make test`: it installs what reads scans"


@pytest.mark.parametrize("library", ["rapidocr", "onnxruntime", "cv2", "numpy"])
@pytest.mark.parametrize("name", ["page.png", "page.pdf"])
def test_without_one_of_its_libraries_a_picture_is_refused_with_the_way_to_read_it(monkeypatch, library, name):
    sheet = Image.new("L", (200, 200), 255)
    data = image(sheet) if name == "page.png" else pdf(sheet)
    _without_extra(monkeypatch, library)
    with pytest.raises(ReadError, match=r"page\.\w+: .*pip install 'gongkai\[ocr\]'$") as told:
        read_document(data, name)
    assert "pip install 'gongkai[ocr]'" in told.value.zh


@pytest.mark.parametrize("library", ["cv2"])
def test_pages_that_are_pictures_are_named_where_nothing_can_read_them(monkeypatch, library):
    _without_extra(monkeypatch, library)
    read = read_document(_mixed(), "mixed.pdf")
    assert read.unread_pages == (2,)
    assert [grid.place.page for grid in grids(read)] == [1]


# What a scanner gives.


@ocr
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: image(page(_SMALL)), id="PNG"),
        pytest.param(lambda: image(page(_SMALL).convert("RGB"), "JPEG", quality=60), id="JPEG"),
        pytest.param(
            lambda: image(page(_SMALL).convert("1", dither=Image.Dither.NONE), "TIFF", compression="group4"),
            id="TIFF of a fax",
        ),
        pytest.param(lambda: image(page(_SMALL, 100), dpi=100), id="100 dpi"),
        pytest.param(lambda: image(page(_SMALL).convert("RGBA")), id="with transparency"),
        pytest.param(lambda: image(faded(page(_SMALL), 110, 190)), id="grey on grey"),
        pytest.param(lambda: pdf(page(_SMALL)), id="PDF"),
    ],
)
def test_every_cell_of_a_scanned_table_is_read(example, data):
    read = read_document(data(), "scan")
    assert _said(_on(read, 1)) == _said(_on(example, _SMALL))
    assert all(cell.confidence >= _DOUBTFUL for cell in _on(read, 1).cells if cell.text)
    assert all(cell.confidence is None for cell in _on(read, 1).cells if not cell.text)


@ocr
@pytest.mark.parametrize("degrees", [-3, 1.5, 2.5])
def test_a_page_laid_askew_is_read_and_its_cells_are_where_they_show(example, degrees):
    read = _on(read_document(image(turned(page(_SMALL), degrees)), "askew.png"), 1)
    straight = _on(example, _SMALL)
    assert _said(read) == _said(straight)
    width, height = (side * 72 / DPI for side in page(_SMALL).size)
    for found, cell in zip(read.cells, straight.cells, strict=True):
        turn = complex(width / 2, height / 2)
        at = complex(cell.place.x0 + cell.place.x1, cell.place.top + cell.place.bottom) / 2 - turn
        # Points of a picture go down: turned against the clock is turned the other way.
        shown = at * pow(2.718281828459045, complex(0, -degrees * 3.141592653589793 / 180)) + turn
        middle = complex(found.place.x0 + found.place.x1, found.place.top + found.place.bottom) / 2
        assert abs(shown - middle) < 3


@ocr
def test_a_page_on_its_side_is_read(example):
    read = read_document(image(page(_SMALL).rotate(90, expand=True)), "turned.png")
    assert _said(_on(read, 1)) == _said(_on(example, _SMALL))


@ocr
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_figures_on_their_side_or_upside_down_are_read_and_shown_where_they_are(degrees):
    sheet, boxes = table(_FIGURES)
    (grid,) = grids(read_document(image(sheet.rotate(degrees, expand=True)), "turned.png"))
    assert [cell.text for cell in grid.cells] == [text for row in _FIGURES for text in row]
    x0, y0, x1, y1 = boxes[3, 2]
    width, height = sheet.size
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    x, y = {90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[degrees]
    place = grid.cells[-1].place
    assert abs((place.x0 + place.x1) / 2 - x * 72 / DPI) < 2
    assert abs((place.top + place.bottom) / 2 - y * 72 / DPI) < 2


@ocr
def test_dust_on_the_glass_changes_no_amount_and_nothing_unmarked(example):
    read = _on(read_document(image(specked(page(_SMALL), 300)), "dust.png"), 1)
    straight = {(cell.row, cell.column): cell.text for cell in _on(example, _SMALL).cells}
    wrong = [cell for cell in read.cells if straight[cell.row, cell.column] != cell.text]
    assert not [cell for cell in wrong if straight[cell.row, cell.column][:1].isdigit()]
    assert all(cell.confidence < _DOUBTFUL for cell in wrong)


@ocr
@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="plain"),
        pytest.param({"dots": 3}, id="dotted rules"),
        pytest.param({"fills": (170, 230, 215)}, id="filled rows"),
        pytest.param({"points": 7, "high": 40}, id="small print"),
    ],
)
def test_tables_are_read_however_they_are_drawn(how):
    read = read_document(image(table(_FIGURES, **how)[0]), "table.png")
    assert _texts(read) == [[text for row in _FIGURES for text in row]]


@ocr
def test_pages_of_one_file_follow_each_other_and_a_blank_one_is_a_page():
    one, other = table(_FIGURES)[0], table(_FIGURES[:2])[0]
    blank = Image.new("L", one.size, 255)
    read = read_document(image(one, "TIFF", save_all=True, append_images=[blank, other]), "three.tiff")
    assert read.source.pages == 3
    assert [(grid.place.page, grid.rows) for grid in grids(read)] == [(1, 4), (3, 2)]


@ocr
def test_a_scanned_table_without_rules_is_no_table_and_none_of_its_words_is_lost():
    read = read_document(image(table(_FIGURES, ruled=False)[0]), "bare.png")
    assert grids(read) == []
    assert {text for row in _FIGURES for text in row} <= set(" ".join(prose(read)).split())


# A text layer and pictures in one document.


def _mixed():
    """A page of the example as it is, and one that was printed, signed and scanned."""
    document, scan = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(pdf(table(_FIGURES)[0]))
    whole = pypdfium2.PdfDocument(EXAMPLE)
    document.import_pages(whole, [_SMALL - 1])
    document.import_pages(scan, [0])
    out = io.BytesIO()
    document.save(out)
    for each in (document, scan, whole):
        each.close()
    return out.getvalue()


@ocr
@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_in_a_document_of_text_the_pages_that_are_pictures_are_read_too(example, engine):
    read = read_document(_mixed(), "mixed.pdf", engine)
    assert _said(_on(read, 1)) == _said(_on(example, _SMALL))
    assert all(cell.confidence is None for cell in _on(read, 1).cells)
    assert [cell.text for cell in _on(read, 2).cells] == [text for row in _FIGURES for text in row]
    assert read.unread_pages == ()


def _behind(boxes, rows):
    points = 72 / DPI
    return [
        (text, (boxes[r, k][0] + 12) * points, (boxes[r, k][3] - 25) * points, 10)
        for r, row in enumerate(rows)
        for k, text in enumerate(row)
    ]


@ocr
@pytest.mark.parametrize("degrees", [0, 2])
def test_the_text_layer_behind_a_scan_wins_and_its_tables_have_the_rules_of_the_picture(degrees):
    sheet, boxes = table(_FIGURES)
    # Somebody looked the layer over: it says what was written by hand on the paper.
    rows = [*_FIGURES[:3], ["20102", "400.51", "38.70"]]
    read = read_document(pdf(turned(sheet, degrees), text=[_behind(boxes, rows)]), "layer.pdf")
    assert _texts(read) == [[text for row in rows for text in row]]
    assert all(cell.confidence is None for cell in grids(read)[0].cells)


@ocr
def test_a_text_layer_that_means_nothing_gives_way_to_the_picture():
    sheet, boxes = table(_FIGURES)
    garbled = [["ÌåÖÆ¸Ä¸ï"] * 3] * 4
    read = read_document(pdf(sheet, text=[_behind(boxes, garbled)]), "garbled.pdf")
    assert _texts(read) == [[text for row in _FIGURES for text in row]]


@ocr
def test_a_page_number_beside_a_scan_is_no_text_layer():
    read = read_document(pdf(table(_FIGURES)[0], text=[[("- 7 -", 290, 20, 9)]]), "numbered.pdf")
    assert _texts(read) == [[text for row in _FIGURES for text in row]]


# What is no document, or too much of one.


@ocr
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(lambda: image(Image.new("L", (1, 1), 0)), "no text was recognised", id="one pixel"),
        pytest.param(lambda: image(Image.new("L", (3, 4000), 255)), "no text was recognised", id="a strip"),
        pytest.param(lambda: image(Image.new("L", (1654, 2339), 255)), "no text was recognised", id="blank"),
        pytest.param(lambda: image(Image.radial_gradient("L").resize((900, 900))), "no text was recognised", id="sky"),
        pytest.param(lambda: image(Image.new("1", (10_000, 10_000))), "10000×10000 pixels, too many", id="huge"),
        pytest.param(lambda: image(Image.new("1", (15_000, 15_000))), "pixels, too many", id="bomb"),
        pytest.param(lambda: image(table(_FIGURES)[0])[:3000], "damaged or cut off", id="cut off"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "damaged or cut off", id="a head alone"),
    ],
)
def test_what_is_no_document_is_told_in_one_line(data, reason):
    with pytest.raises(ReadError, match=reason) as told:
        read_document(data(), "picture")
    assert "\n" not in str(told.value)


@ocr
def test_more_pages_than_allowed_are_not_read():
    sheet = Image.new("L", (300, 300), 255)
    data = image(sheet, "TIFF", save_all=True, append_images=[sheet, sheet])
    with pytest.raises(ReadError, match="more than 2 pages"):
        read_document(data, "long.tiff", pages=2)


# Whether it is right, and what says so where it is not.


@ocr
def test_no_wrong_amount_is_unmarked_where_digits_are_damaged(tmp_path):
    """Either the recogniser doubts the cell, or an identity in which it stands fails."""
    number = 7
    clean, damaged = page(number), page(number).copy()
    draw = ImageDraw.Draw(damaged)
    example = _on(read_document(EXAMPLE.read_bytes(), "example.pdf"), number)
    amounts = [cell for cell in example.cells if "." in cell.text]
    scale = DPI / 72
    for n, cell in enumerate(amounts[::4]):
        place = cell.place
        # A blot, or a scratch, where the last digits before the point may stand.
        x, y = place.x1 * scale - 30 - 9 * (n % 6), (place.top + place.bottom) / 2 * scale
        draw.ellipse((x - 5, y - 7, x + 4, y + 3), fill=(0, 255, 90)[n % 3])
    told = []
    for name, picture in (("clean.png", clean), ("damaged.png", damaged)):
        (tmp_path / name).write_bytes(image(picture))
        found = extract_unregistered(tmp_path / name, "pdfium", _PAGES)
        sure = {(c.row, c.column): c.confidence for table in found.tables for c in table.cells}
        told.append({(line.row, line.column): (line, sure[line.row, line.column]) for line in found.lines})
    right, read = told
    assert len(right) >= len(amounts) // 2
    wrong = {at for at in read if at not in right or read[at][0].amount_yuan != right[at][0].amount_yuan}
    assert wrong | (right.keys() - read.keys())
    assert [at for at in wrong if read[at][1] >= _DOUBTFUL and read[at][0].checked != "fails"] == []


def _told(disclosure):
    kinds = {table.table_no: table.kind for table in disclosure.tables}
    return Counter(
        (kinds[line.table_no], line.code, line.label, line.measure, line.fund, line.side, line.amount_yuan)
        for line in disclosure.lines
    )


@ocr
@pytest.mark.corpus
def test_a_scan_gives_the_lines_of_the_document_that_was_scanned(corpus):
    """At least 99 % of the amounts with their codes and names; what is doubtful says so."""
    scan = extract_unregistered(corpus / "documents" / "liangjiang-2026-scanned.pdf", "pdfium", _PAGES)
    print_ = extract_unregistered(corpus / "documents" / "liangjiang-2026.pdf", "pdfium", _PAGES)
    amounts = Counter({key[-1]: 0 for key in _told(print_)})
    amounts.update(line.amount_yuan for line in print_.lines)
    read = Counter(line.amount_yuan for line in scan.lines)
    assert sum((amounts & read).values()) >= 0.99 * len(print_.lines)
    assert sum((_told(print_) & _told(scan)).values()) >= 0.98 * len(print_.lines)
    sure = [cell.confidence for table in scan.tables for cell in table.cells if cell.text]
    assert all(value is not None and 0 <= value <= 1 for value in sure)
