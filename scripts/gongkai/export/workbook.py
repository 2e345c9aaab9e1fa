"""Workbooks (XLSX): a first sheet that explains, then a sheet for each table; the same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongkai.export.defused import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gongkai.package import Value

#: Rows that a sheet can hold, less the two of its headings.
ROWS = 1_048_576 - 2
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook must name a day, and ours tells its content only
_CHARACTERS = 32_767  # of a cell; XlsxWriter drops a longer text without a word
_DIGITS = 15  # of a number: beyond them a spreadsheet rounds
_CUT = "……（全文见 CSV 或 JSON；whole text in CSV or JSON）"
_WIDTHS = {"integer": 9, "number": 18, "boolean": 9, "date": 12, "string": 16}
_WIDE = frozenset({"label", "text", "title", "message", "message_en", "name", "indicator", "description", "heading"})
_NO_MONEY = frozenset({"x0", "x1", "top", "bottom", "percent", "confidence"})
_NAME = 31  # characters of a sheet's name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: columns as (heading, second heading, type), rows of values in their order.

    `note` and `note_en` say on the first sheet what it holds.
    """

    name: str
    columns: tuple[tuple[str, str, str], ...]
    rows: Iterable[Iterable[Value]]
    note: str = ""
    note_en: str = ""


def columns_of(schema: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The columns of a table of the package: the Chinese and the English title, then the name in the data below."""
    return tuple(
        (f"{field['title']}\n{field['title_en']}", str(field["name"]), str(field["type"])) for field in schema["fields"]
    )


def write_workbook(path: Path, *, title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> None:
    """Writes the workbook. `about` are pairs of a name and a text for the first sheet, in both languages each."""
    with _workbook(path, title) as book:
        styles = _Styles(book)
        _first(book, styles, title, about, sheets)
        for sheet in sheets:
            _table(book, styles, sheet)


@contextmanager
def _workbook(path: Path, title: str) -> Iterator[Any]:
    import xlsxwriter  # noqa: PLC0415 - for the commands that write workbooks only

    path.parent.mkdir(parents=True, exist_ok=True)
    # Row by row through temporary files: memory does not grow with the table.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": title, "author": "公开 Gongkai", "created": _CREATED})
    yield book
    book.close()


class _Styles:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF2F0", "bottom": 1}
        )
        self.name = book.add_format({"font_color": "#5A6662", "font_size": 9, "bottom": 1, "num_format": 49})
        self.bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": 49})
        self.text = book.add_format({"num_format": 49})
        self.defused = book.add_format({"num_format": 49, "quote_prefix": True})
        self.whole = book.add_format({"num_format": "0"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._decimals = [book.add_format({"num_format": form}) for form in ("#,##0.00", "#,##0.00####", "General")]

    def decimal(self, value: Decimal, *, amount: bool) -> Any:
        exponent = value.as_tuple().exponent
        if not amount:
            return self._decimals[2]
        return self._decimals[0 if isinstance(exponent, int) and exponent >= -2 else 1]


def _first(book: Any, styles: _Styles, title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> None:
    sheet = book.add_worksheet("说明 About")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, title[:_CHARACTERS], styles.title)
    row = 2
    for name, text in about:
        sheet.write_string(row, 0, name, styles.bold)
        _string(sheet, row, 1, text, styles.wrapped, styles.defused)
        row += 1
    row += 1
    for column, heading in enumerate(("工作表 Sheet", "内容", "Holds")):
        sheet.write_string(row, column, heading, styles.heading)
    for one in sheets:
        row += 1
        sheet.write_url(row, 0, f"internal:'{one.name}'!A1", None, one.name)
        _string(sheet, row, 1, one.note, styles.wrapped, styles.defused)
        _string(sheet, row, 2, one.note_en, styles.wrapped, styles.defused)


def _table(book: Any, styles: _Styles, table: Sheet) -> None:
    sheet = book.add_worksheet(table.name[:_NAME])
    for place, (heading, name, kind) in enumerate(table.columns):
        wide = 40 if name in _WIDE else _WIDTHS[kind]
        sheet.set_column(place, place, max(wide, min(2 * len(heading.split("\n")[0]) + 2, 30)))
    sheet.set_row(0, 32)
    for place, (heading, _, _) in enumerate(table.columns):
        sheet.write_string(0, place, heading, styles.heading)
    for place, (_, name, _) in enumerate(table.columns):
        sheet.write_string(1, place, name, styles.name)
    sheet.freeze_panes(2, 0)
    kinds = [kind for _, _, kind in table.columns]
    amounts = [kind == "number" and name not in _NO_MONEY for _, name, kind in table.columns]
    last = 1
    for last, row in enumerate(table.rows, start=2):
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                if kinds[place] == "date":
                    sheet.write_datetime(last, place, dt.date.fromisoformat(value), styles.day)
                else:
                    _string(sheet, last, place, value, styles.text, styles.defused)
            elif isinstance(value, bool):
                sheet.write_boolean(last, place, value)
            elif isinstance(value, Decimal):
                if len(value.as_tuple().digits) > _DIGITS:
                    sheet.write_string(last, place, f"{value:f}", styles.text)
                else:
                    sheet.write_number(last, place, value, styles.decimal(value, amount=amounts[place]))
            else:
                sheet.write_number(last, place, value, styles.whole)
    sheet.autofilter(1, 0, max(last, 1), max(len(table.columns) - 1, 0))


def _string(sheet: Any, row: int, column: int, text: str, plain: Any, defused: Any) -> None:
    if len(text) > _CHARACTERS:
        text = text[: _CHARACTERS - len(_CUT)] + _CUT
    sheet.write_string(row, column, text, defused if runs(text) else plain)
