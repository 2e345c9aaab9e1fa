"""A sheet of a spreadsheet -> grids and paragraphs, as a print of it would show them.

What is hidden (sheets, rows, columns) is no part of what was published, and is left out, as on paper. Blank rows part
tables, unless they are ruled. What stands above and below the rules (titles, units, notes) becomes paragraphs; so do a
title over the whole width, and in a sheet without rules what reads like a title, a unit or a note.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.model import Paragraph, Place
from gongkai.money import is_amount
from gongkai.read.tabular import Block, Placed, blocks_of, tidy

_UNNAMED = re.compile(r"(?:sheet|工作表|表格)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_NOTE = re.compile(r"[（(]?\s*(?:备注|注|说明)\s*[:：\d]?")
_CAPTION_CELLS = 3
_CAPTION_ROWS = 6
_LONG = 20  # characters: below a table without rules, a single text this long is a note


class Stored(NamedTuple):
    """A cell of a sheet, from row 0 and column 0; `ruled` says that it has a line on its left or right."""

    row: int
    column: int
    text: str
    ruled: bool = False


class Merge(NamedTuple):
    """Cells merged into one, from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its cells in any order, its merges, and which rows and columns are hidden."""

    name: str
    cells: Sequence[Stored]
    merges: Sequence[Merge] = ()
    hidden_rows: Collection[int] = field(default_factory=frozenset)
    hidden_columns: Collection[int] = field(default_factory=frozenset)


def sheet_blocks(sheet: Sheet, place: Place) -> Iterator[Block]:
    """The name of a sheet that has one, then its tables and texts from the top."""
    merges = _by_anchor(sheet)
    rows = _rows(sheet, merges)
    if not rows:
        return
    name = tidy(sheet.name)
    if name and not _UNNAMED.fullmatch(name):
        yield Paragraph(name, place)
    present = sorted(rows)
    spans = {(merge.top, merge.left): merge for merge in merges.values()}
    for first, last in _stretches(rows, merges):
        within = present[bisect_left(present, first) : bisect_right(present, last)]
        yield from _stretch([rows[row] for row in within], spans, place)


def _by_anchor(sheet: Sheet) -> dict[tuple[int, int], Merge]:
    """Merges by the first of their positions that is not hidden."""
    merges: dict[tuple[int, int], Merge] = {}
    for merge in sorted(sheet.merges):
        top = next((r for r in range(merge.top, merge.bottom + 1) if r not in sheet.hidden_rows), None)
        left = next((k for k in range(merge.left, merge.right + 1) if k not in sheet.hidden_columns), None)
        if top is not None and left is not None:
            merges.setdefault((merge.top, merge.left), merge._replace(top=top, left=left))
    return merges


def _rows(sheet: Sheet, merges: dict[tuple[int, int], Merge]) -> dict[int, list[Stored]]:
    """Cells that show a text or a rule, by row, left to right; what a merge covers shows neither."""
    by_row: dict[int, dict[int, Stored]] = defaultdict(dict)
    for cell in sheet.cells:
        merge = merges.get((cell.row, cell.column))
        moved = cell._replace(row=merge.top, column=merge.left) if merge else cell
        if moved.row in sheet.hidden_rows or moved.column in sheet.hidden_columns or not (moved.text or moved.ruled):
            continue
        by_row[moved.row].setdefault(moved.column, moved)
    present = sorted(by_row)
    columns = {row: sorted(cells) for row, cells in by_row.items()}
    covered: set[tuple[int, int]] = set()
    for merge in merges.values():
        for position in _within(merge, present, columns):
            # Merges that overlap are invalid; the first one holds.
            if position in covered:
                break
            covered.add(position)
    found = {row: [cells[k] for k in columns[row] if (row, k) not in covered] for row, cells in by_row.items()}
    texts = [row for row, cells in found.items() if any(cell.text for cell in cells)]
    if not texts:
        return {}
    first, last = min(texts), max(texts)
    return {row: cells for row, cells in found.items() if cells and first <= row <= last}


def _within(merge: Merge, present: Sequence[int], columns: dict[int, list[int]]) -> Iterator[tuple[int, int]]:
    for row in present[bisect_left(present, merge.top) : bisect_right(present, merge.bottom)]:
        ks = columns[row]
        for k in ks[bisect_left(ks, merge.left) : bisect_right(ks, merge.right)]:
            if (row, k) != (merge.top, merge.left):
                yield row, k


def _stretches(rows: dict[int, list[Stored]], merges: dict[tuple[int, int], Merge]) -> list[tuple[int, int]]:
    """The stretches of rows that hang together: no blank row between, or one that is merged over or ruled."""
    last = max(rows)
    shown = {(cell.row, cell.column) for cells in rows.values() for cell in cells if cell.text}
    taken = [(row, row) for row in rows]
    taken += [(m.top, min(m.bottom, last)) for m in merges.values() if (m.top, m.left) in shown]
    stretches: list[tuple[int, int]] = []
    for first, end in sorted(taken):
        if stretches and first <= stretches[-1][1] + 1:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], end)
        else:
            stretches.append((first, end))
    return stretches


def _stretch(rows: Sequence[Sequence[Stored]], spans: dict[tuple[int, int], Merge], place: Place) -> Iterator[Block]:
    texts = [[cell for cell in row if cell.text] for row in rows]
    filled = [cell for row in texts for cell in row]
    if not filled:
        return
    left, right = min(c.column for c in filled), max(c.column for c in filled)
    ruled = [n for n, row in enumerate(rows) if any(cell.ruled for cell in row)]
    if len(ruled) > 1:
        first, last = ruled[0], ruled[-1]
        above = _peeled(texts[:first])
        below = _peeled(texts[:last:-1])
        while above >= first and above < last and _is_wide(texts[above], spans, left, right):
            above += 1
    else:
        above, below = _captions(texts, left), _notes(texts, left)
    for row in texts[:above]:
        yield from (Paragraph(cell.text, place) for cell in row)
    within = [cell for row in rows[above : len(rows) - below] for cell in row]
    placed = [_placed(cell, spans) for cell in within if left <= cell.column <= right]
    yield from blocks_of(placed, place)
    for row in texts[len(rows) - below :]:
        yield from (Paragraph(cell.text, place) for cell in row)


def _placed(cell: Stored, spans: dict[tuple[int, int], Merge]) -> Placed:
    merge = spans.get((cell.row, cell.column))
    if merge is None:
        return Placed(cell.row, cell.column, cell.text)
    return Placed(cell.row, cell.column, cell.text, merge.bottom - cell.row + 1, merge.right - cell.column + 1)


def _peeled(texts: Sequence[Sequence[Stored]]) -> int:
    """How many rows, outside of the rules, are text and no row of figures that somebody forgot to rule."""
    return next(
        (n for n, row in enumerate(texts) if len(row) > _CAPTION_CELLS or any(is_amount(c.text) for c in row)),
        len(texts),
    )


def _is_wide(row: Sequence[Stored], spans: dict[tuple[int, int], Merge], left: int, right: int) -> bool:
    """Whether a single text goes over the whole width of the table: it heads no column."""
    if len(row) != 1 or right - left < 1:
        return False
    merge = spans.get((row[0].row, row[0].column))
    return merge is not None and merge.left <= left and merge.right >= right


def _captions(texts: Sequence[Sequence[Stored]], left: int) -> int:
    """How many rows at the top of a table without rules are its title, its unit, its printed number."""
    found = 0
    for n, row in enumerate(texts[:_CAPTION_ROWS]):
        if any(is_amount(cell.text) for cell in row):
            break
        if _is_signed(row) or (len(row) == 1 and row[0].column == left):
            found = n + 1
        elif len(row) > 1:
            break
    return found


def _notes(texts: Sequence[Sequence[Stored]], left: int) -> int:
    found = 0
    for row in reversed(texts):
        alone = len(row) == 1 and row[0].column == left and not is_amount(row[0].text)
        if not (_is_signed(row) or (alone and (_NOTE.match(row[0].text) or len(row[0].text) > _LONG))):
            break
        found += 1
    return found if found < len(texts) else 0


def _is_signed(row: Sequence[Stored]) -> bool:
    """编制单位：某局 | 单位：万元: a name, a colon and what it is, in each cell."""
    return 0 < len(row) <= _CAPTION_CELLS and all("：" in c.text or ":" in c.text for c in row)
