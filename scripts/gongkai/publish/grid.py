"""A printed table as HTML needs it: rows of cells with spans, roles and alignment, nothing left out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from operator import itemgetter

from gongkai.money import is_amount
from gongkai.package import Row
from gongkai.publish.fields import cell_anchor, cell_key, claim, grouped, money, text, whole, whole_or_none

_FEWEST_TO_SORT = 4  # rows: fewer are seen at a glance
_LEVELS = {3: 1, 5: 2, 7: 3}  # 类 款 项 by the length of the code
_COLUMN = itemgetter("column")


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
        return _classes(self.figure, self.role, self.depth, self.is_stub, self.sorts, self.is_doubted)


@cache
def _classes(figure: bool, role: str, depth: int, is_stub: bool, sorts: bool, is_doubted: bool) -> str:
    kind = "figure" if figure else "group" if role == "group" else ""
    level = f"depth-{depth}" if depth > 1 and not kind else ""
    claims = (("stub", is_stub), ("by", sorts), ("doubt", is_doubted))
    return " ".join(filter(None, (kind, level, *(name for name, holds in claims if holds))))


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


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the lines of one printed row say of it: their labels, its level, its classification and code."""

    labels: frozenset[str]
    level: int
    key: tuple[str, str] | None
    is_total: bool


_NOTHING_MEANT = _Meant(frozenset(), 0, None, is_total=False)


def printed_table(
    table: Row, cells: Sequence[Row], lines: Sequence[Row], doubted: Collection[str] = frozenset()
) -> PrintedTable:
    """The table as printed; `cells` and `lines` are those of this table, `doubted` the ids of cells in doubt."""
    header_rows, last = whole(table, "header_rows"), whole(table, "rows")
    read = {(whole(line, "row"), whole(line, "column")): line for line in lines}
    by_row = grouped(cells, "row")
    meant = {number: _meant(of_row) for number, of_row in grouped(lines, "row").items()}
    figure_columns = _figure_columns(cells, read, header_rows)
    one_sided = len({line["side"] for line in lines}) <= 1

    def shown(number: int) -> GridRow:
        in_head, of_row = number <= header_rows, meant.get(number, _NOTHING_MEANT)
        ordered = sorted(by_row.get(number, ()), key=_COLUMN)
        made = tuple(
            _headed(cell, figure_columns)
            if in_head
            else _shown(cell, read.get((number, whole(cell, "column"))), of_row, doubted)
            for cell in ordered
        )
        return GridRow(made, of_row.is_total, of_row.level if one_sided and not in_head else 0)

    head = tuple(map(shown, range(1, min(header_rows, last) + 1)))
    printed = {_words(row) for row in head}
    body = tuple(
        replace(row, is_again=True) if printed and _words(row) in printed else row
        for row in map(shown, range(header_rows + 1, last + 1))
    )
    labelled = [[cell for cell in row.cells if cell.role == "row"] for row in body]
    is_one_sided = one_sided and all(len(labels) <= 1 for labels in labelled)
    stubs = {_column(cell) for labels in labelled for cell in labels if is_one_sided and cell.column_span == 1}
    sortable = is_one_sided and _is_sortable(head, body)
    return PrintedTable(_kept_in_sight(head, stubs, sortable=sortable), body, is_one_sided, sortable)


def _words(row: GridRow) -> tuple[tuple[int, str], ...]:
    return tuple((_column(cell), "".join(cell.text.split())) for cell in row.cells)


def _kept_in_sight(head: Sequence[GridRow], stubs: Collection[int], *, sortable: bool) -> tuple[GridRow, ...]:
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


def _meant(lines: Sequence[Row]) -> _Meant:
    codes = {text(line, "code") for line in lines}
    code = next(iter(codes)) if len(codes) == 1 else ""
    keys = {(text(line, "scheme"), text(line, "code")) for line in lines if line["code"]}
    return _Meant(
        frozenset(text(line, "label").strip() for line in lines),
        _LEVELS.get(len(code), 0),
        keys.pop() if len(keys) == 1 else None,
        any(claim(line, "is_total") for line in lines),
    )


def _headed(cell: Row, figure_columns: frozenset[int]) -> GridCell:
    """A cell of the heading."""
    span = whole(cell, "column_span")
    return GridCell(
        anchor=cell_anchor(cell_key(cell)),
        text=text(cell, "text"),
        row_span=whole(cell, "row_span"),
        column_span=span,
        role="group" if span > 1 else "column",
        figure=span == 1 and cell["column"] in figure_columns,
        depth=0,
        yuan=None,
        page=whole_or_none(cell, "page"),
    )


def _shown(cell: Row, line: Row | None, meant: _Meant, doubted: Collection[str]) -> GridCell:
    """A cell below the heading; `line` is what was read from it, `meant` what the lines of its row say."""
    span, words = whole(cell, "column_span"), text(cell, "text")
    anchor, bare = cell_anchor(cell_key(cell)), words.strip()
    is_label = line is None and bare != "" and bare in meant.labels
    return GridCell(
        anchor=anchor,
        text=words,
        row_span=whole(cell, "row_span"),
        column_span=span,
        role="row" if is_label else "data",
        figure=span == 1 and is_figure(words, line),
        depth=meant.level if is_label else 0,
        yuan=None if line is None else money(line, "amount_yuan"),
        page=whole_or_none(cell, "page"),
        key=meant.key if is_label else None,
        is_doubted=anchor in doubted,
    )


def is_figure(words: str, line: Row | None) -> bool:
    """A cell that was read as an amount, or looks like one; a bare whole number may as well be a code."""
    return line is not None or (("." in words or "," in words) and is_amount(words))


def _figure_columns(cells: Sequence[Row], read: Mapping[tuple[int, int], Row], header_rows: int) -> frozenset[int]:
    """The columns whose filled cells below the heading are mostly figures."""
    filled: Counter[int] = Counter()
    figures: Counter[int] = Counter()
    for cell in cells:
        row, column, words = whole(cell, "row"), whole(cell, "column"), text(cell, "text")
        if row > header_rows and cell["column_span"] == 1 and words.strip():
            filled[column] += 1
            figures[column] += is_figure(words, read.get((row, column)))
    return frozenset(column for column, count in filled.items() if figures[column] * 2 > count)
