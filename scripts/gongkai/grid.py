"""A grid's positions: which cell begins where, and which covers what. Pure functions over cells."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from gongkai.model import Cell

Covering = Mapping[tuple[int, int], Cell]

_position = attrgetter("row", "column")


def by_row(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    """Cells by the row in which they begin, left to right."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=_position):
        rows.setdefault(cell.row, []).append(cell)
    return rows


def covering(cells: Iterable[Cell]) -> Covering:
    """Which cell covers each position (row, column), from 1."""
    return {
        (r, k): cell
        for cell in cells
        for r in range(cell.row, cell.row + cell.row_span)
        for k in range(cell.column, cell.column + cell.column_span)
    }
