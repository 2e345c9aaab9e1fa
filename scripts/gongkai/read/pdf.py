"""PDF with a text layer -> Document: frames become grids, what stands outside of them becomes paragraphs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.errors import ReadError
from gongkai.model import Document, Grid, Paragraph, Source
from gongkai.read import fallback, plumber
from gongkai.read.aligned import aligned
from gongkai.read.cells import Inside, grid_of
from gongkai.read.flow import TextLine, text_lines
from gongkai.read.overprint import overprinted, without_oversized
from gongkai.read.page import Page, Run
from gongkai.read.prose import Prose, continued, runs_on, without_page_numbers, without_running_lines
from gongkai.read.ruling import frames
from gongkai.read.text_layer import TextLayer, text_layer

ENGINES: dict[str, Callable[[bytes, str], Iterator[Page]]] = {
    "pdfium": fallback.pages,
    "pdfplumber": plumber.pages,
}


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on a page: the lines outside of its grids, and its grids with their top edges.

    `seen` is the page itself where there may be more to see in its picture.
    """

    page: Page
    lines: list[TextLine]
    grids: list[tuple[float, Grid]]
    seen: Page | None = None


def read_pdf(data: bytes, source: Source, engine: str, most_pages: int) -> list[Content]:
    """What each page of a PDF says by its text layer and what it draws.

    Raises ReadError where the file cannot be opened or has more than `most_pages` pages.
    """
    contents: list[Content] = []
    for page in ENGINES[engine](data, source.file):
        if page.number > most_pages:
            raise too_many(source.file, most_pages)
        content = content_of(page, source.file)
        enough = page.runs and text_layer(page, content.lines) is TextLayer.ENOUGH
        contents.append(content if enough else replace(content, seen=page))
    return contents


def too_many(name: str, most_pages: int) -> ReadError:
    """What is said of a file with more pages than are read."""
    return ReadError(
        name,
        zh=f"超过 {most_pages} 页，没有读；可用 --pages 放宽",
        en=f"more than {most_pages} pages, not read; --pages allows more",
    )


def assembled(contents: list[Content], source: Source) -> Document:
    """The document that its pages make: running lines and page numbers left out, paragraphs joined over pages.

    What is printed over pages comes last: it belongs to none of their texts.
    """
    without_running_lines([content.lines for content in contents])
    for content in contents:
        without_page_numbers(content.lines)
    over = overprinted((content.page for content in contents), source.file)
    return Document(replace(source, pages=len(contents)), (*_blocks(contents, source.file), *over))


def content_of(page: Page, name: str) -> Content:
    """What a page says by its runs and its rules."""
    inside: Inside = {}
    grids: list[tuple[float, Grid]] = []
    ruled = list(frames(page))
    page = without_oversized(page, ruled)
    for frame in ruled:
        grid, used = grid_of(frame, page, name)
        if used and grid.columns > 1:
            inside = {**inside, **{n: {*inside.get(n, ()), *glyphs} for n, glyphs in used.items()}} if inside else used
            grids.append((frame.ys[0], grid))
    rest = list(_outside(page.runs, inside))
    lines = [line for line in text_lines(rest) if _is_on(line, page)]
    unruled, lines = aligned(lines, rest, page, name)
    grids = sorted([*grids, *unruled], key=lambda each: each[0]) if unruled else grids
    # The text is placed now: what is kept until the last page is read is small.
    return Content(page._replace(runs=(), horizontal=(), vertical=()), lines, grids)


def _is_on(line: TextLine, page: Page) -> bool:
    """Whether a line is displayed; the text of a cell parted by a page break is often printed whole on each page."""
    return line.bottom > 0 and line.top < page.height and line.x1 > 0 and line.x0 < page.width


def _outside(runs: Sequence[Run], inside: Inside) -> Iterator[Run]:
    for n, run in enumerate(runs):
        held = inside.get(n, ())
        if not held:
            yield run
        elif len(held) < len(run.x0):
            yield from (run.part(i, i + 1) for i in range(len(run.x0)) if i not in held)


def _blocks(contents: list[Content], name: str) -> list[Paragraph | Grid]:
    blocks: list[Paragraph | Grid] = []
    prose = Prose(name)
    for content in contents:
        was_open = prose.open
        for turned in _page_blocks(content, prose):
            block = _displayed(turned, content.page)
            last = blocks[-1] if blocks else None
            if (
                was_open
                and isinstance(last, Paragraph)
                and isinstance(block, Paragraph)
                and runs_on(last, block, content.page.number)
            ):
                blocks[-1] = continued(last, block)
            else:
                blocks.append(block)
    return blocks


def _displayed(block: Paragraph | Grid, page: Page) -> Paragraph | Grid:
    """A block of a page that lies on its side, at its place on the page as displayed."""
    if not page.quarters:
        return block
    place = page.displayed(block.place)
    if isinstance(block, Paragraph):
        return replace(block, place=place)
    cells = tuple(cell._replace(place=page.displayed(cell.place)) for cell in block.cells)
    return replace(block, place=place, cells=cells)


def _page_blocks(content: Content, prose: Prose) -> Iterator[Paragraph | Grid]:
    at = 0
    for top, grid in content.grids:
        before = [line for line in content.lines[at:] if line.top < top]
        yield from prose.paragraphs(before, content.page)
        at += len(before)
        yield grid
    yield from prose.paragraphs(content.lines[at:], content.page)
