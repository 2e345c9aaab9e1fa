"""A table of a package as it is to be printed: title, unit, note and the cells with their spans."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.money import is_amount
from gongkai.package import Package, Row, Value

_SHORT = 12  # characters: what a form sets in the middle of its cell
_FORMS = "performance"
_EMPTY = "（注：没有此项收支，本表无数据。）"
_PROSE = "（此格是文字说明，不重排，见原件。）"
_LONGEST_NAME = 24  # characters: names of items and indicators are shorter, or have no clauses
_CLAUSES = "，。；！？"
_LOST_FRONT = "（此表的前部在来源文件中缺失，这里只有现存的部分。）"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell with its span; `row` and `column` from 0; `align` is left, centre or right."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    align: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be printed; `header_rows` is 0 where the headings are lost with the front of the table."""

    number: str
    title: str
    unit: str
    note: str
    rows: int
    columns: int
    header_rows: int
    boxes: tuple[Box, ...]


def sheets(package: Package) -> tuple[Sheet, ...]:
    """The tables of a package in printed order. Headings that a page break had repeated are set once."""
    cells: dict[Value, list[Row]] = {}
    for cell in package.rows["cells"]:
        cells.setdefault(cell["table_no"], []).append(cell)
    amounts = {(line["table_no"], line["row"], line["column"]) for line in package.rows["lines"]}
    return tuple(_sheet(table, cells.get(table["table_no"], ()), amounts) for table in package.rows["tables"])


def _sheet(table: Row, cells: Sequence[Row], amounts: set[tuple[Value, Value, Value]]) -> Sheet:
    header_rows = _int(table, "header_rows")
    form = _text(table, "kind").startswith(_FORMS)
    boxes = [
        Box(
            _int(cell, "row") - 1,
            _int(cell, "column") - 1,
            _int(cell, "row_span"),
            _int(cell, "column_span"),
            _without_prose(_text(cell, "text")),
            _align(
                _without_prose(_text(cell, "text")),
                header=_int(cell, "row") <= header_rows,
                amount=(cell["table_no"], cell["row"], cell["column"]) in amounts,
                form=form,
            ),
        )
        for cell in cells
    ]
    rows, kept = _without_repeated_headings(_int(table, "rows"), header_rows, boxes)
    return Sheet(
        number=_text(table, "printed_no"),
        title=_text(table, "title"),
        unit=_text(table, "unit"),
        note=_EMPTY if table["empty_note"] else (_LOST_FRONT if table["lost"] == "front" else ""),
        rows=rows,
        columns=_int(table, "columns"),
        header_rows=header_rows,
        boxes=tuple(kept),
    )


def _without_prose(text: str) -> str:
    """Figures, codes and names carry over; sentences do not, wherever they stand."""
    is_prose = len(text) > _LONGEST_NAME and any(mark in text for mark in _CLAUSES)
    return _PROSE if is_prose else text


def _without_repeated_headings(rows: int, header_rows: int, boxes: Sequence[Box]) -> tuple[int, Sequence[Box]]:
    def block(first: int) -> list[tuple[int, int, int, int, str]]:
        return sorted(
            (box.row - first, box.column, box.rows, box.columns, box.text)
            for box in boxes
            if first <= box.row < first + header_rows
        )

    if not header_rows:
        return rows, boxes
    headings = block(0)
    dropped: set[int] = set()
    row = header_rows
    while row + header_rows <= rows:
        if block(row) == headings:
            dropped.update(range(row, row + header_rows))
            row += header_rows
        else:
            row += 1
    if not dropped:
        return rows, boxes
    kept = [row for row in range(rows) if row not in dropped]
    place = {row: index for index, row in enumerate(kept)}
    return len(kept), [
        Box(place[box.row], box.column, box.rows, box.columns, box.text, box.align)
        for box in boxes
        if box.row not in dropped
    ]


def _align(text: str, *, header: bool, amount: bool, form: bool) -> str:
    if header or (form and len(text) <= _SHORT):
        return "centre"
    if amount or (is_amount(text) and not text.isdigit()):
        return "right"
    return "left"


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value)


def _int(row: Row, column: str) -> int:
    value = row[column]
    assert isinstance(value, int)
    return value
