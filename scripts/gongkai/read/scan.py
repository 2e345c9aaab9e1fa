"""Scans and photographs -> Document: the ruled grid from pixels, then the text of each cell by itself."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple, TypeVar

from gongkai.errors import ReadError
from gongkai.model import Cell, Document, Grid, Paragraph, Place, Source
from gongkai.read import formats
from gongkai.read.cells import grid_with
from gongkai.read.flow import TextLine, joined
from gongkai.read.page import Page
from gongkai.read.pdf import Content, assembled, content_of, too_many
from gongkai.read.ruling import Box, frames
from gongkai.read.scan_lines import Piece, letter_height, pieces, without, written
from gongkai.read.scan_pictures import MOST_PIXELS, Picture, image_pictures, pdf_pictures
from gongkai.read.scan_rules import ruled
from gongkai.read.scan_upright import Upright, upright
from gongkai.read.scan_words import Reading, reading
from gongkai.read.text_layer import TextLayer, says_more, text_layer
from gongkai.read.vision import Pixels, np, threads

Result = TypeVar("Result")

_INSIDE = 0.4  # points from the middle of a rule to where a cell's text may begin
_CLEAR = 0.9  # of the letters of a page that lies right are in no doubt


class _Sheet(NamedTuple):
    """A picture set straight, ready to be read: the paper without rules, the ink on it, how high its letters are."""

    paper: Pixels
    ink: Pixels
    letters: int
    scale: float


class _Look(NamedTuple):
    """What a page says as it is held: how many letters, and how many of them are in no doubt."""

    content: Content
    view: Upright
    letters: int
    sure: int


def read_scan(data: bytes, source: Source, most_pages: int) -> Document:
    """The grids and paragraphs of an image file, with their places; cells say how sure they are.

    Raises ReadError where it is damaged, there are more than `most_pages` pages, or nothing is recognised.
    """
    name = source.file
    pictures = _few(image_pictures(data, name, formats.short(source.media_type)), name, most_pages)
    found = list(_side_by_side(pictures, lambda picture: _recognised(picture, name)))
    return _document([content for content, _ in found], {c.page.number: view for c, view in found}, source)


def read_pages(data: bytes, source: Source, contents: Sequence[Content]) -> Document:
    """A PDF whose text layer gave `contents`, with what the pictures show of the pages that were `seen`.

    Raises ReadError where nothing is recognised and nothing was known.
    """
    before = {content.page.number: content for content in contents if content.seen}
    known = {content.page.number: content for content in contents}
    views: dict[int, Upright] = {}
    pictures = pdf_pictures(data, before)
    for content, view in _side_by_side(pictures, lambda picture: _page(picture, source.file, before[picture.number])):
        known[content.page.number] = content
        if view:
            views[content.page.number] = view
    return _document(list(known.values()), views, source)


def _document(contents: list[Content], views: Mapping[int, Upright], source: Source) -> Document:
    if not any(content.lines or content.grids for content in contents):
        kind = formats.short(source.media_type)
        raise ReadError(
            source.file,
            zh=f"共 {len(contents)} 页（{kind}），没有文字层（扫描件），也没有认出文字",
            en=f"{len(contents)} pages ({kind}) and no text layer (a scan), and no text was recognised on them",
        )
    document = assembled(contents, source)
    return replace(document, blocks=tuple(_displayed(block, views) for block in document.blocks))


def _few(pictures: Iterable[Picture], name: str, most_pages: int) -> Iterator[Picture]:
    for picture in pictures:
        if picture.number > most_pages:
            raise too_many(name, most_pages)
        yield picture


def _side_by_side(pictures: Iterable[Picture], read: Callable[[Picture], Result]) -> Iterator[Result]:
    """What each page says, in their order; several are read at a time, each by itself as if it were alone."""
    waiting: deque[tuple[int, Future[Result]]] = deque()
    with ThreadPoolExecutor(threads()) as pool:
        for picture in pictures:
            size = picture.pixels.size
            while waiting and (len(waiting) > threads() or size + sum(n for n, _ in waiting) > MOST_PIXELS):
                yield waiting.popleft()[1].result()
            waiting.append((size, pool.submit(read, picture)))
        while waiting:
            yield waiting.popleft()[1].result()


def _page(picture: Picture, name: str, before: Content) -> tuple[Content, Upright | None]:
    """A page of a PDF, of which the text layer said what was known before."""
    assert before.seen
    layer = text_layer(before.seen, before.lines)
    if layer is TextLayer.WITHOUT_RULES:
        return _framed(picture, name, before.seen)
    content, view = _recognised(picture, name)
    letters = sum(len(line.text) for line in content.lines)
    letters += sum(len(cell.text) for _, grid in content.grids for cell in grid.cells)
    return (content, view) if says_more(letters, before.seen) else (before, None)


def _framed(picture: Picture, name: str, page: Page) -> tuple[Content, Upright]:
    """The text layer of a page in the rules of its picture."""
    view = upright(picture)
    found = ruled(view.picture)
    runs = tuple(map(view.level, page.runs)) if view.angle else page.runs
    return content_of(page._replace(runs=runs, horizontal=found.horizontal, vertical=found.vertical), name), _small(
        view
    )


def _recognised(picture: Picture, name: str) -> tuple[Content, Upright]:
    """What a page says; one of which little is sure may lie on its side or upside down, and is turned to see."""
    best = _read(picture, name, 0)
    for quarters in (3, 1, 2):
        if best.sure >= _CLEAR * best.letters:
            break
        best = max(best, _read(picture, name, quarters), key=lambda look: look.sure)
    return best.content, _small(best.view)


def _small(view: Upright) -> Upright:
    """Of a view only its sizes are kept until the last page is read."""
    picture = view.picture
    return view._replace(picture=picture._replace(pixels=np.broadcast_to(np.uint8(255), picture.pixels.shape)))


def _read(picture: Picture, name: str, quarters: int) -> _Look:
    """What a page says after so many quarter turns."""
    view = upright(picture, quarters)
    straight = view.picture
    found = ruled(straight)
    page = Page(straight.number, straight.width, straight.height, (), found.horizontal, found.vertical)
    ink = written(found, straight.scale)
    paper = np.where((found.drawn > 0) | without(found.ink, ink), 255, straight.pixels).astype(np.uint8)
    sheet = _Sheet(paper, ink, letter_height(ink, straight.scale), straight.scale)
    grids: list[tuple[float, Grid]] = []
    rest = ink.copy()
    told: list[Reading] = []
    for frame in frames(page):
        readings = [_cell(sheet, box) for box in frame.boxes]
        if any(r.text for r in readings):
            grid = grid_with(frame, [r.text for r in readings], page.number, name)
            grids.append((frame.ys[0], _told(grid, frame.boxes, readings)))
            left, top, right, bottom = _pixels(sheet, frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1])
            rest[top:bottom, left:right] = 0
            told += readings
    lines = list(_lines(sheet._replace(ink=rest)))
    told += [said for _, said in lines]
    letters = sum(len(r.text) for r in told)
    sure = sum(r.sure for r in told)
    return _Look(Content(page, [line for line, _ in lines], grids), view, letters, sure)


def _told(grid: Grid, boxes: Sequence[Box], readings: Sequence[Reading]) -> Grid:
    """The grid with what the recogniser says of each cell; a cell that is blank says nothing."""
    sure = {(b.x0, b.top): r.confidence for b, r in zip(boxes, readings, strict=True) if r.text}
    cells = tuple(c._replace(confidence=sure.get((c.place.x0, c.place.top))) for c in grid.cells)  # type: ignore[arg-type]
    return replace(grid, cells=cells)


def _cell(sheet: _Sheet, box: Box) -> Reading:
    left, top, right, bottom = _pixels(
        sheet, box.x0 + _INSIDE, box.top + _INSIDE, box.x1 - _INSIDE, box.bottom - _INSIDE
    )
    paper = sheet.paper[top:bottom, left:right]
    found = list(pieces(sheet.ink, left, top, right, bottom, sheet.letters))
    # Nothing of a neighbour may show beside a word that fills its cell.
    lines = [[reading(paper, _within(piece, left, top)) for piece in line] for line in found]
    return _one([_one(line, " ") for line in lines], "")


def _within(piece: Piece, left: int, top: int) -> Piece:
    return Piece(piece.left - left, piece.top - top, piece.right - left, piece.bottom - top, piece.high)


def _one(readings: Iterable[Reading], gap: str) -> Reading:
    """Readings as one: as sure as the least sure of them. Between two figures stands a gap."""
    text, confidence, sure = "", 1.0, 0
    for each in readings:
        if not each.text:
            continue
        meet = text[-1:].isdigit() and each.text[:1].isdigit()
        text = f"{text}{gap}{each.text}" if meet else joined(text, each.text)
        confidence = min(confidence, each.confidence)
        sure += each.sure
    return Reading(text, confidence, sure)


def _lines(sheet: _Sheet) -> Iterator[tuple[TextLine, Reading]]:
    high, wide = sheet.ink.shape
    for line in pieces(sheet.ink, 0, 0, wide, high, sheet.letters):
        for piece in line:
            said = reading(sheet.paper, piece)
            if said.text:
                x0, top, x1, bottom = (side / sheet.scale for side in piece[:4])
                yield TextLine(said.text, x0, top, x1, bottom, piece.high / sheet.scale), said


def _pixels(sheet: _Sheet, x0: float, top: float, x1: float, bottom: float) -> tuple[int, int, int, int]:
    high, wide = sheet.ink.shape
    left, right = (min(wide, max(0, round(x * sheet.scale))) for x in (x0, x1))
    first, last = (min(high, max(0, round(y * sheet.scale))) for y in (top, bottom))
    return left, first, max(left, right), max(first, last)


def _displayed(block: Paragraph | Grid, views: Mapping[int, Upright]) -> Paragraph | Grid:
    place = _moved(block.place, views)
    if isinstance(block, Paragraph):
        return replace(block, place=place)
    cells: tuple[Cell, ...] = tuple(cell._replace(place=_moved(cell.place, views)) for cell in block.cells)
    return replace(block, cells=cells, place=place)


def _moved(place: Place, views: Mapping[int, Upright]) -> Place:
    assert place.page is not None
    if place.page not in views:
        return place
    assert place.x0 is not None
    assert place.top is not None
    assert place.x1 is not None
    assert place.bottom is not None
    box = views[place.page].displayed(place.x0, place.top, place.x1, place.bottom)
    return Place(place.source, place.page, *box)
