"""A printed table as HTML needs it: rows of cells with spans, roles and alignment, nothing left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.money import is_amount
from gongkai.package import Row
from gongkai.publish.fields import cell_anchor, cell_key, claim, text, whole, whole_or_none


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell to show. `role` is column, group, row (headings) or data; `figure` cells are right-aligned."""

    anchor: str
    text: str
    row_span: int
    column_span: int
    role: str
    figure: bool
    depth: int
    yuan: str
    page: int | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row to show: a grand total, one of level 1 (类) to 3 (项), or plain (0)."""

    cells: tuple[GridCell, ...]
    is_total: bool
    level: int


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Heading rows, then all others, in printed order."""

    head: tuple[GridRow, ...]
    body: tuple[GridRow, ...]


def printed_table(table: Row, cells: Sequence[Row], lines: Sequence[Row]) -> PrintedTable:
    """The table as printed; `cells` and `lines` are those of this table."""
    header_rows = whole(table, "header_rows")
    meant = {(whole(line, "row"), whole(line, "column")): line for line in lines}
    by_row: dict[int, list[Row]] = {}
    for cell in cells:
        by_row.setdefault(whole(cell, "row"), []).append(cell)
    figure_columns = _figure_columns(cells, meant, header_rows)
    row_lines: dict[int, list[Row]] = {}
    for line in lines:
        row_lines.setdefault(whole(line, "row"), []).append(line)

    one_sided = len({text(line, "side") for line in lines}) <= 1
    rows = []
    for number in range(1, whole(table, "rows") + 1):
        in_head = number <= header_rows
        of_row = row_lines.get(number, [])
        shown = tuple(
            _shown(cell, meant, of_row, in_head=in_head, figure_columns=figure_columns)
            for cell in sorted(by_row.get(number, ()), key=lambda cell: whole(cell, "column"))
        )
        level = _level(of_row) if one_sided and not in_head else 0
        rows.append(GridRow(shown, any(claim(line, "is_total") for line in of_row), level))
    return PrintedTable(tuple(rows[:header_rows]), tuple(rows[header_rows:]))


def _level(lines: Sequence[Row]) -> int:
    """1, 2, 3 for 类 款 项 by the length of the code; 0 where the row has none."""
    codes = {text(line, "code") for line in lines}
    code = codes.pop() if len(codes) == 1 else ""
    return {3: 1, 5: 2, 7: 3}.get(len(code), 0)


def _shown(
    cell: Row,
    meant: Mapping[tuple[int, int], Row],
    of_row: Sequence[Row],
    *,
    in_head: bool,
    figure_columns: frozenset[int],
) -> GridCell:
    column, span = whole(cell, "column"), whole(cell, "column_span")
    words = text(cell, "text")
    line = meant.get((whole(cell, "row"), column))
    is_label = not in_head and line is None and bool(words.strip()) and words.strip() in _labels(of_row)
    heading = "group" if span > 1 else "column"
    return GridCell(
        anchor=cell_anchor(cell_key(cell)),
        text=words,
        row_span=whole(cell, "row_span"),
        column_span=span,
        role=heading if in_head else "row" if is_label else "data",
        figure=(span == 1 and column in figure_columns) if in_head else span == 1 and is_figure(words, line),
        depth=_level(of_row) if is_label else 0,
        yuan="" if line is None else text(line, "amount_yuan"),
        page=whole_or_none(cell, "page"),
    )


def _labels(lines: Sequence[Row]) -> frozenset[str]:
    return frozenset(text(line, "label").strip() for line in lines)


def is_figure(words: str, line: Row | None) -> bool:
    """A cell that was read as an amount, or looks like one; a bare whole number may as well be a code."""
    return line is not None or (("." in words or "," in words) and is_amount(words))


def _figure_columns(cells: Sequence[Row], meant: Mapping[tuple[int, int], Row], header_rows: int) -> frozenset[int]:
    """The columns whose filled cells below the heading are mostly figures."""
    filled: dict[int, int] = {}
    figures: dict[int, int] = {}
    for cell in cells:
        row, column, words = whole(cell, "row"), whole(cell, "column"), text(cell, "text")
        if row > header_rows and words.strip() and whole(cell, "column_span") == 1:
            filled[column] = filled.get(column, 0) + 1
            figures[column] = figures.get(column, 0) + is_figure(words, meant.get((row, column)))
    return frozenset(column for column, count in filled.items() if figures[column] * 2 > count)
