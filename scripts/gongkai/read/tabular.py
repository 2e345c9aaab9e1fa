"""Placed texts to grids, for formats that say where a cell stands rather than draw it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gongkai.errors import ReadError
from gongkai.model import Cell, Grid, Paragraph, Place
from gongkai.money import is_amount
from gongkai.read.flow import joined

Block = Grid | Paragraph

_MOST_POSITIONS = 2_000_000  # cells of one grid: a thousand pages of budget stay below
_BLANKS = re.compile(r"\s+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f]")


class Placed(NamedTuple):
    """A cell's text with its first row and column, from 0; spans may reach further than the table does."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


def tidy(text: str) -> str:
    """A text as the PDF reader would give it: a blank only between two Latin letters, digits or marks."""
    pieces = _BLANKS.split(_UNSEEN.sub("", text).strip())
    tidied = pieces[0]
    for piece in pieces[1:]:
        tidied += f" {piece}" if tidied[-1].isascii() and piece[0].isascii() else piece
    return tidied


def laid_out(cells: Sequence[tuple[Placed, Sequence[Block]]], place: Place) -> Iterator[Block]:
    """The blocks of a table whose cells hold blocks themselves.

    A table around other tables only lays them out: what it holds comes in order, unless it has amounts of its own.
    """
    placed = [cell for cell, _ in cells]
    nested = [block for _, blocks in cells for block in blocks if isinstance(block, Grid)]
    ordered = sorted(cells, key=lambda pair: pair[0][:2])
    if _is_layout(placed) or (nested and not _has_amount(placed)):
        yield from (block for _, blocks in ordered for block in blocks)
        return
    yield from blocks_of(placed, place)
    yield from nested


def text_of(blocks: Sequence[Block]) -> str:
    """The text of a cell: its paragraphs as printed lines of one text."""
    text = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            text = joined(text, block.text)
    return text


def blocks_of(cells: Sequence[Placed], place: Place) -> Iterator[Block]:
    """A grid; or paragraphs, where the cells only lay text out: one row or one column without an amount.

    Raises ReadError where the table claims more positions than any table has.
    """
    if not any(cell.text for cell in cells):
        return
    if _is_layout(cells):
        yield from (Paragraph(cell.text, place) for cell in sorted(cells) if cell.text)
        return
    rows, columns = _numbered(cells, 0), _numbered(cells, 1)
    if len(rows) * len(columns) > _MOST_POSITIONS:
        raise too_large(place.source, len(rows), len(columns))
    yield Grid(len(rows), len(columns), tuple(_cells(cells, rows, columns, place)), place)


def _numbered(cells: Iterable[Placed], axis: int) -> dict[int, int]:
    """Rows (0) or columns (1) in which a cell begins, numbered from 0; the others are left out."""
    starts = {cell.row if axis == 0 else cell.column for cell in cells}
    return {at: n for n, at in enumerate(sorted(starts))}


def _is_layout(cells: Sequence[Placed]) -> bool:
    rows, columns = len(_numbered(cells, 0)), len(_numbered(cells, 1))
    return min(rows, columns) < 2 and not (max(rows, columns) > 1 and _has_amount(cells))


def too_large(name: str, rows: int, columns: int) -> ReadError:
    """The error for a table that claims to be larger than any is."""
    return ReadError(
        name,
        zh=f"有一张表自称 {rows} 行 {columns} 列，没有读；请删去表外的空格式后另存",
        en=f"a table claims {rows} rows and {columns} columns, not read; save it without the formats around the table",
    )


def _has_amount(cells: Iterable[Placed]) -> bool:
    return any(is_amount(cell.text) for cell in cells)


def _cells(cells: Iterable[Placed], rows: dict[int, int], columns: dict[int, int], place: Place) -> Iterator[Cell]:
    """Every position once; where cells overlap, none loses its text."""
    at_rows, at_columns = list(rows), list(columns)
    starts: dict[tuple[int, int], Placed] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        at = rows[cell.row], columns[cell.column]
        same = starts.get(at)
        starts[at] = cell if same is None else same._replace(text=same.text + cell.text)
    covered: dict[tuple[int, int], tuple[int, int]] = {at: at for at in starts}
    reach: dict[tuple[int, int], tuple[int, int]] = defaultdict(lambda: (1, 1))
    for (r, k), cell in starts.items():
        across = down = 1
        end = cell.column + cell.column_span
        while k + across < len(columns) and at_columns[k + across] < end and (r, k + across) not in covered:
            across += 1
        bottom = cell.row + cell.row_span
        while (
            r + down < len(rows)
            and at_rows[r + down] < bottom
            and not any((r + down, c) in covered for c in range(k, k + across))
        ):
            down += 1
        reach[r, k] = down, across
        covered.update(((y, x), (r, k)) for y in range(r, r + down) for x in range(k, k + across))
    for r in range(len(rows)):
        for k in range(len(columns)):
            if covered.get((r, k), (r, k)) == (r, k):
                text = starts[r, k].text if (r, k) in starts else ""
                yield Cell(r + 1, k + 1, text, place, *reach[r, k])
