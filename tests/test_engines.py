"""Two engines, one truth: PDFium and pdfplumber give the same cells, and the one stands in where the other fails."""

import pytest

from gongkai.errors import ReadError
from gongkai.read import native, pdfium, plumber, read_document
from gongkai.read.cells import grid_of
from gongkai.read.ruling import frames
from paper import Paper, grids, printed, prose

# The corpus, page by page.

SHARES = 8  # so that several workers can take part
EVERY = 3  # pages: pdfplumber takes 60 ms for each, 140 s for all; over the files each place in the order has its turn


def _grids(page):
    return [grid for grid, used in (grid_of(frame, page, "") for frame in frames(page)) if used]


def _spans(grid):
    return [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells]


def _box(cell):
    return cell.place.x0, cell.place.top, cell.place.x1, cell.place.bottom


def _differences(page, other):
    """What the cells of a page are by one engine and not by the other."""
    ours, theirs = _grids(page), _grids(other)
    if [_spans(g) for g in ours] != [_spans(g) for g in theirs]:
        yield "shape", [(g.rows, g.columns) for g in ours], [(g.rows, g.columns) for g in theirs]
        return
    for grid, same in zip(ours, theirs, strict=True):
        for a, b in zip(grid.cells, same.cells, strict=True):
            if a.text != b.text:
                yield "text", a.text, b.text
            if max(abs(x - y) for x, y in zip(_box(a), _box(b), strict=True)) > 1:
                yield "box", _box(a), _box(b)


@pytest.mark.corpus
@pytest.mark.parametrize("share", range(SHARES))
def test_both_engines_give_the_same_cells_on_every_third_page_of_every_file(corpus, share):
    files = sorted((corpus / "documents").rglob("*.pdf"))[share::SHARES]
    compared = 0
    found = []
    for at, file in enumerate(files):
        data = file.read_bytes()
        second = plumber.page_of(data)
        for page in pdfium.pages(data, file.name):
            if page.number % EVERY == at % EVERY:
                other = second(page.number)
                compared += len(frames(page))
                found += [(file.name, page.number, *each) for each in _differences(page, other)]
    assert found == []
    assert compared > 30


# Where PDFium fails.


def _pages():
    paper = Paper()
    for number in (1, 2, 3):
        paper.text(72, 60, f"第{number}部分的说明。").grid(
            60, 110, [80, 80], [["名称", "金额"], ["合计", f"{number}.00"]]
        )
        if number < 3:
            paper.page()
    return paper.bytes()


def _amounts(document):
    return [printed(grid)[1][1] for grid in grids(document)]


def test_a_page_without_a_text_page_is_read_by_the_second_engine(monkeypatch):
    whole = native.load_text
    asked = iter(range(3))
    monkeypatch.setattr(native, "load_text", lambda page: whole(page) if next(asked) != 1 else None)
    document = read_document(_pages(), "a.pdf")
    assert _amounts(document) == ["1.00", "2.00", "3.00"]
    assert prose(document) == ["第1部分的说明。", "第2部分的说明。", "第3部分的说明。"]


class _WithoutSecondPage(native.Document):
    def __getitem__(self, index):
        if index == 1:
            raise native.PdfiumError("cannot load the page")
        return super().__getitem__(index)


def test_a_page_that_pdfium_cannot_load_is_read_by_the_second_engine(monkeypatch):
    monkeypatch.setattr(native, "Document", _WithoutSecondPage)
    assert _amounts(read_document(_pages(), "a.pdf")) == ["1.00", "2.00", "3.00"]


def _refuses(data):
    raise native.PdfiumError("cannot open")


def test_a_file_that_pdfium_cannot_open_is_read_by_the_second_engine(monkeypatch):
    monkeypatch.setattr(native, "Document", _refuses)
    assert _amounts(read_document(_pages(), "a.pdf")) == ["1.00", "2.00", "3.00"]


def test_a_page_that_no_engine_can_read_shows_nothing_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(native, "Document", _WithoutSecondPage)
    monkeypatch.setattr(plumber, "_read", lambda *_: None)
    document = read_document(_pages(), "a.pdf")
    assert _amounts(document) == ["1.00", "3.00"]
    assert document.source.pages == 3


def test_a_file_that_no_engine_can_open_is_refused_in_the_words_of_the_first(monkeypatch):
    monkeypatch.setattr(native, "Document", _refuses)
    with pytest.raises(ReadError, match="damaged or cut off; download it again"):
        read_document(b"%PDF-1.7\nnothing of a document", "a.pdf")


def test_what_the_second_engine_saves_of_a_damaged_file_must_have_text(monkeypatch):
    monkeypatch.setattr(native, "Document", _refuses)
    blank = Paper().rule(60, 60, 300, 60).bytes()
    with pytest.raises(ReadError, match="damaged or cut off; download it again"):
        read_document(blank, "a.pdf")
