"""A printed table as HTML needs it: rows of cells with spans, roles and alignment, nothing left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.money import is_amount
from gongkai.package import Row
from gongkai.publish.fields import cell_anchor, cell_key, claim, money, text, whole, whole_or_none

_FEWEST_TO_SORT = 4  # rows: fewer are seen at a glance


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell to show. `role` is column, group, row (headings) or data; `figure` cells are right-aligned.

    `key` is the classification and code of the row that a label names. `is_doubted` where a check that does not hold
    takes the cell in; `is_stub` for the heading above the labels, which stay in sight; `sorts` for a heading whose
    column the rows can be sorted by.
    """

    anchor: str
    text: str
    row_span: int
    column_span: int
    role: str
    figure: bool
    depth: int
    yuan: Decimal | None
    page: int | None
    key: tuple[str, str] | None = None
    is_doubted: bool = False
    is_stub: bool = False
    sorts: bool = False

    @property
    def classes(self) -> str:
        """What the style sheet needs to know of it."""
        kind = "figure" if self.figure else "group" if self.role == "group" else ""
        depth = f"depth-{self.depth}" if self.depth > 1 and not kind else ""
        claims = (("stub", self.is_stub), ("by", self.sorts), ("doubt", self.is_doubted))
        return " ".join(filter(None, (kind, depth, *(name for name, holds in claims if holds))))


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row to show: a grand total, one of level 1 (类) to 3 (项), or plain (0).

    `is_again` where a new page of the document prints a row of the heading once more.
    """

    cells: tuple[GridCell, ...]
    is_total: bool
    level: int
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Heading rows, then all others, in printed order. `is_one_sided` where each row has one label at most."""

    head: tuple[GridRow, ...]
    body: tuple[GridRow, ...]
    is_one_sided: bool
    is_sortable: bool


def printed_table(
    table: Row, cells: Sequence[Row], lines: Sequence[Row], doubted: Collection[str] = frozenset()
) -> PrintedTable:
    """The table as printed; `cells` and `lines` are those of this table, `doubted` the ids of cells in doubt."""
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
    head = tuple(rows[:header_rows])
    printed = {_words(row) for row in head}
    body = tuple(replace(row, is_again=_words(row) in printed) for row in rows[header_rows:])
    labelled = [[cell for cell in row.cells if cell.role == "row"] for row in body]
    is_one_sided = one_sided and all(len(labels) <= 1 for labels in labelled)
    stubs = {_column(cell) for labels in labelled for cell in labels if is_one_sided and cell.column_span == 1}
    sortable = is_one_sided and _is_sortable(head, body)
    return PrintedTable(_headed(head, stubs, sortable=sortable), _doubted(body, doubted), is_one_sided, sortable)


def _words(row: GridRow) -> tuple[tuple[int, str], ...]:
    return tuple((_column(cell), "".join(cell.text.split())) for cell in row.cells)


def _headed(head: Sequence[GridRow], stubs: Collection[int], *, sortable: bool) -> tuple[GridRow, ...]:
    return tuple(
        replace(
            row,
            cells=tuple(
                replace(
                    cell,
                    is_stub=any(_column(cell) <= stub < _column(cell) + cell.column_span for stub in stubs),
                    sorts=sortable and bool(cell.text.strip()) and _is_leaf(cell, place, head),
                )
                for cell in row.cells
            ),
        )
        for place, row in enumerate(head)
    )


def _doubted(body: Sequence[GridRow], doubted: Collection[str]) -> tuple[GridRow, ...]:
    if not doubted:
        return tuple(body)
    return tuple(
        replace(row, cells=tuple(replace(cell, is_doubted=cell.anchor in doubted) for cell in row.cells))
        for row in body
    )


def _column(cell: GridCell) -> int:
    return int(cell.anchor.rpartition("c")[2])


def _is_sortable(head: Sequence[GridRow], body: Sequence[GridRow]) -> bool:
    """Whether a column of figures has a heading of its own, and no row but the totals at the ends holds others."""
    inner = [row for row in body if not row.is_again]
    while inner and inner[0].is_total:
        inner.pop(0)
    while inner and inner[-1].is_total:
        inner.pop()
    return (
        len(inner) >= _FEWEST_TO_SORT
        and any(_is_leaf(cell, place, head) and cell.figure for place, row in enumerate(head) for cell in row.cells)
        and not any(row.is_total or any(cell.row_span > 1 for cell in row.cells) for row in inner)
    )


def _is_leaf(cell: GridCell, place: int, head: Sequence[GridRow]) -> bool:
    return cell.column_span == 1 and place + cell.row_span == len(head)


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
        yuan=None if line is None else money(line, "amount_yuan"),
        page=whole_or_none(cell, "page"),
        key=_key(of_row) if is_label else None,
    )


def _key(lines: Sequence[Row]) -> tuple[str, str] | None:
    """The classification and code that a row is of, where it is of one."""
    keys = {(text(line, "scheme"), text(line, "code")) for line in lines if text(line, "code")}
    return keys.pop() if len(keys) == 1 else None


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
