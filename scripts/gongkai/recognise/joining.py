"""Grids to tables: the parts of one table on several pages become one grid again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.grid import by_row
from gongkai.model import Cell, Document, Grid, Paragraph
from gongkai.recognise.captions import Caption, caption_of, is_note
from gongkai.recognise.kinds import kind_of
from gongkai.recognise.rows import heading_row_count, is_title
from gongkai.vocabulary import form_words, squeeze

_YEAR = re.compile(r"20\d{2}年?度?")
_PIECE = 4  # characters that the pieces of a text must have on average to be no chance
_ALIGNED = 4.0  # points: columns of two parts that begin this close are one column


@dataclass
class Part:
    """A table while it is being joined: its cells renumbered, what stood above and below it."""

    cells: list[Cell]
    rows: int
    columns: int
    header_rows: int
    caption_rows: int
    caption: Caption
    page_from: int | None
    page_to: int | None
    heading_rows: list[int] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def joined_tables(document: Document) -> list[Part]:
    """The tables of a document in order, each with all of its parts."""
    parts: list[Part] = []
    above: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            above.append(block)
            continue
        caption, inside = _caption(above, block)
        last = parts[-1] if parts else None
        if last is not None and _continues(last, block, caption, above):
            _append(last, block)
        else:
            if last is not None:
                last.below.extend(_notes(above, last.page_to))
            header = heading_row_count(block.cells, block.rows, block.columns)
            parts.append(
                Part(
                    list(block.cells),
                    block.rows,
                    block.columns,
                    max(header, inside),
                    inside,
                    caption,
                    block.place.page,
                    block.place.page,
                )
            )
        above = []
    if parts:
        parts[-1].below.extend(_notes(above, parts[-1].page_to))
    return parts


def _notes(paragraphs: Sequence[Paragraph], page: int | None) -> Iterator[str]:
    for paragraph in paragraphs[:3]:
        if paragraph.place.page != page:
            return
        yield paragraph.text


def _caption(above: Sequence[Paragraph], grid: Grid) -> tuple[Caption, int]:
    """The caption of a grid, and how many of its first rows are caption rather than headings."""
    page = grid.place.page
    outside = caption_of([p.text for p in above if p.place.page == page])
    if not outside.title and page is not None:
        # A title at the foot of the page before, with nothing but captions between.
        tail = [p.text for p in above if p.place.page == page - 1][-3:]
        if tail and any(is_title(text) for text in tail) and not any(p.place.page == page for p in above):
            outside = caption_of(tail)
    rows = by_row(grid.cells)
    inside = 0
    texts: list[str] = []
    for row in range(1, min(4, grid.rows) + 1):
        filled = [cell for cell in rows.get(row, ()) if cell.text]
        if not filled or not (len(filled) <= 3 and _is_caption_row(filled, grid.columns)):
            break
        texts.extend(cell.text for cell in filled)
        inside = row
    within = caption_of(texts)
    return (
        Caption(
            outside.title or within.title,
            outside.printed_no or within.printed_no,
            within.unit or outside.unit,
            "" if outside.title or within.title else outside.name,
        ),
        inside,
    )


def _is_caption_row(filled: Sequence[Cell], columns: int) -> bool:
    if columns < 3:
        return False
    return all(
        is_title(cell.text)
        or caption_of([cell.text])
        or _YEAR.fullmatch(squeeze(cell.text))
        or squeeze(cell.text).startswith(("单位名称", "部门名称", "编制单位", "填报单位", "预算单位", "部门"))
        for cell in filled
    ) and any(cell.column_span > columns // 2 or caption_of([cell.text]) for cell in filled)


def _continues(last: Part, grid: Grid, caption: Caption, above: Sequence[Paragraph]) -> bool:
    page = grid.place.page
    if page is not None and last.page_to is not None and page - last.page_to > 1:
        return False
    if caption.title:
        same = squeeze(caption.title).removesuffix("续") == squeeze(last.caption.title)
        if not same or not _starts_midway(last, grid):
            return False
    prose = [p for p in above if not _is_furniture(p, page) and not _is_spill(p, grid)]
    if any(is_note(p.text) for p in above if p.place.page == last.page_to):
        return False
    if prose and not _is_echo(prose, last, grid):
        return False
    if page is not None and page == last.page_to:
        # Two frames on one page: parts of one table only where they touch column by column.
        return _columns(last, grid) is not None and grid.columns == last.columns and not above
    if page is None:
        return grid.columns == last.columns and (not above)
    return _columns(last, grid) is not None or (_is_form(last) and _same_width(last, grid) and _is_part_of_form(grid))


def _is_form(last: Part) -> bool:
    """Forms change their columns from block to block, so also from page to page."""
    kind = kind_of(last.caption.title, last.cells, last.header_rows)
    return kind is not None and kind.form


def _is_part_of_form(grid: Grid) -> bool:
    """A block of a form has a field's name in it, or the columns of targets; a note in two cells has neither."""
    return grid.columns > 2 or any(form_words().exact(squeeze(cell.text)) for cell in grid.cells)


def _is_furniture(paragraph: Paragraph, page: int | None) -> bool:
    """What is printed on every page around a table says nothing of whether it goes on."""
    short = len(paragraph.text) < 60 and not paragraph.text.endswith(("。", "；"))
    return short and (paragraph.place.page == page or is_note(paragraph.text))


def _is_spill(paragraph: Paragraph, grid: Grid) -> bool:
    """Text of a cell that runs over the edge of the frame or of the page: it keeps to the width of a column."""
    place, frame = paragraph.place, grid.place
    if place.x0 is None or place.x1 is None or frame.x0 is None or frame.x1 is None or place.top is None:
        return False
    if place.top < 0:
        return True
    inside = frame.x0 - _ALIGNED < place.x0 and place.x1 < frame.x1 + _ALIGNED
    narrow = place.x1 - place.x0 < 0.4 * (frame.x1 - frame.x0)
    # A sentence that keeps to no column is prose, however short.
    in_column = any(
        c.place.x0 is not None
        and c.place.x1 is not None
        and c.place.x0 - _ALIGNED < place.x0
        and place.x1 < c.place.x1 + _ALIGNED
        for c in grid.cells
        if c.column_span == 1
    )
    return inside and narrow and not paragraph.centred and (in_column or not paragraph.text.endswith(("。", "；")))


def _is_echo(paragraphs: Sequence[Paragraph], last: Part, grid: Grid) -> bool:
    """Text that the cells around it have too: a row parted by a page break is printed whole, and cut, on both pages."""
    if grid.place.page is None:
        return False
    own = [squeeze(c.text) for c in last.cells if c.text and c.place.page == last.page_to]
    around = "\n".join([*own, *(squeeze(c.text) for c in grid.cells if c.text)])
    return all(_is_made_of(squeeze(paragraph.text), around) for paragraph in paragraphs)


def _is_made_of(text: str, around: str) -> bool:
    """Whether a text is a few pieces of another, each as long as can be."""
    at = pieces = 0
    while at < len(text):
        end = at
        while end < len(text) and text[at : end + 1] in around:
            end += 1
        if end == at:
            return False
        at = end
        pieces += 1
    return pieces <= 1 + len(text) // _PIECE


def _starts_midway(last: Part, grid: Grid) -> bool:
    """Whether a part under the same title goes on rather than begins again: it has no total row on top."""
    repeated = _repeated(last, grid)
    if not repeated or len(repeated) >= grid.rows:
        return False
    rows = by_row(grid.cells)
    first = rows.get(len(repeated) + 1, [])
    begun = by_row(last.cells).get(last.header_rows + 1, [])
    return [c.text for c in first if c.text] != [c.text for c in begun if c.text] and not any(
        squeeze(c.text) in ("合计", "总计") for c in first
    )


def _same_width(last: Part, grid: Grid) -> bool:
    places = [c.place for c in last.cells if c.place.page == last.page_to]
    lefts = [p.x0 for p in places if p.x0 is not None]
    rights = [p.x1 for p in places if p.x1 is not None]
    if not lefts or grid.place.x0 is None or grid.place.x1 is None:
        return False
    return abs(min(lefts) - grid.place.x0) < _ALIGNED and abs(max(rights) - grid.place.x1) < _ALIGNED


def _edges(cells: Sequence[Cell]) -> dict[int, float]:
    edges: dict[int, float] = {}
    for cell in cells:
        if cell.place.x0 is not None:
            edges[cell.column] = cell.place.x0
    return edges


def _columns(last: Part, grid: Grid) -> dict[int, int] | None:
    """Which column of the table each column of the part is; None where they do not align."""
    if grid.place.page is None:
        return {k: k for k in range(1, grid.columns + 1)} if grid.columns == last.columns else None
    known, new = _edges([c for c in last.cells if c.place.page == last.page_to]), _edges(grid.cells)
    if grid.columns == last.columns and set(known) == set(new):
        # The whole table may stand a little to the side on the next page.
        shift = new[1] - known[1] if 1 in new and 1 in known else 0.0
        if all(abs(new[k] - known[k] - shift) < 2 * _ALIGNED for k in new):
            return {k: k for k in range(1, grid.columns + 1)}
    mapped: dict[int, int] = {}
    for column, x in new.items():
        near = [k for k, kx in known.items() if abs(kx - x) < _ALIGNED]
        if not near:
            return None
        mapped[column] = near[0]
    ordered = [mapped[k] for k in sorted(mapped)]
    return mapped if ordered == sorted(set(ordered)) and len(ordered) > 1 else None


def _repeated(last: Part, grid: Grid) -> list[int]:
    """Rows at the top of a part that repeat headings of the table."""
    heads = _texts(last.cells, last.header_rows)
    own = by_row(cell for cell in grid.cells if cell.row <= last.header_rows)
    rows: list[int] = []
    for row in range(1, min(last.header_rows, grid.rows) + 1):
        texts = tuple(squeeze(c.text) for c in own.get(row, ()) if c.text)
        if texts and texts not in heads:
            break
        rows.append(row)
    return rows


def _texts(cells: Sequence[Cell], rows: int) -> set[tuple[str, ...]]:
    grid = by_row(cell for cell in cells if cell.row <= rows)
    return {tuple(squeeze(c.text) for c in grid.get(r, ()) if c.text) for r in range(1, rows + 1)}


def _append(last: Part, grid: Grid) -> None:
    mapped = _columns(last, grid) or {k: k for k in range(1, grid.columns + 1)}
    last.heading_rows.extend(last.rows + row for row in _repeated(last, grid))
    full = {k: mapped.get(k, k) for k in range(1, grid.columns + 1)}
    columns = last.columns
    for cell in grid.cells:
        column = full[cell.column]
        beyond = cell.column + cell.column_span
        end = full.get(beyond, last.columns + 1 if beyond > grid.columns else column + cell.column_span)
        span = max(1, end - column)
        last.cells.append(
            Cell(last.rows + cell.row, column, cell.text, cell.place, cell.row_span, span, cell.confidence)
        )
        columns = max(columns, column + span - 1)
    last.rows += grid.rows
    last.columns = columns
    last.page_to = grid.place.page
