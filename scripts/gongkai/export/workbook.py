"""Workbooks (XLSX): a first sheet that explains, then a sheet for each table; the same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import ceil
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from gongkai.export.cells import StyleNumbers, column_letters, row_texts, shortened
from gongkai.export.defused import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gongkai.package import Value

#: Rows that a sheet can hold, less the two of its headings.
ROWS = 1_048_576 - 2
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook must name a day, and ours tells its content only
_CHARACTERS = 32_767  # of a cell
_WIDTHS = {"integer": 9, "number": 18, "boolean": 9, "date": 12, "string": 16}
_WIDE = frozenset({"label", "text", "title", "message", "message_en", "name", "indicator", "description", "heading"})
_NO_MONEY = frozenset({"x0", "x1", "top", "bottom", "percent", "confidence"})
_ABOUT = (30, 70, 80)  # widths of the first sheet's columns, in digits
_LINE = 15  # points
_IN_MEMORY = 4 << 20  # bytes of rows of a sheet
_BLOCK = 1 << 20
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
    """Writes the workbook. `about` are pairs of a name and a text for the first sheet, in both languages each.

    XlsxWriter makes a workbook of headings, into which the rows are set: its way from a value to a cell is ten times
    as long. Rows wait in temporary files, so memory does not grow with the table.
    """
    import xlsxwriter  # noqa: PLC0415 - for the commands that write workbooks only

    path.parent.mkdir(parents=True, exist_ok=True)
    frame = io.BytesIO()
    # In this mode texts stand in their cells, as ours do, and not in a table of their own.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with ExitStack() as stack:
        book = xlsxwriter.Workbook(frame, options)
        book.set_properties({"title": title, "author": "公开 Gongkai", "created": _CREATED})
        styles = _Styles(book)
        _first(book, styles, title, about, sheets)
        bodies: dict[str, _Body] = {}
        for number, sheet in enumerate(sheets, start=2):
            body = stack.enter_context(_body(sheet, styles.numbers))
            _table(book, styles, sheet, body.last)
            bodies[f"xl/worksheets/sheet{number}.xml"] = body
        book.close()
        _set_in(frame, bodies, path)


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows of a sheet as XML: file and size, the number of the last row and the letters of the last column."""

    content: IO[bytes]
    size: int
    last: int
    letters: str


@contextmanager
def _body(sheet: Sheet, styles: StyleNumbers) -> Iterator[_Body]:
    kinds = [kind for _, _, kind in sheet.columns]
    amounts = [kind == "number" and name not in _NO_MONEY for _, name, kind in sheet.columns]
    size, last = 0, 2
    with SpooledTemporaryFile(_IN_MEMORY) as content:
        for number, text in row_texts(sheet.rows, kinds, amounts, styles, first=3):
            last = number
            size += content.write(text.encode())
        content.seek(0)
        yield _Body(content, size, last, column_letters(max(len(kinds) - 1, 0)))


def _set_in(frame: IO[bytes], bodies: Mapping[str, _Body], path: Path) -> None:
    """The workbook `frame` with the rows in its sheets, at `path`."""
    with zipfile.ZipFile(frame) as headings, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for member in headings.infolist():
            content = headings.read(member)
            body = bodies.get(member.filename)
            if body is None or body.last == 2:
                whole.writestr(member, content)
                continue
            of_headings = f'<dimension ref="A1:{body.letters}2"/>'.encode()
            before, end, after = content.replace(
                of_headings, f'<dimension ref="A1:{body.letters}{body.last}"/>'.encode()
            ).partition(b"</sheetData>")
            member.file_size = len(before) + body.size + len(end) + len(after)
            with whole.open(member, "w") as out:
                out.write(before)
                shutil.copyfileobj(body.content, out, _BLOCK)
                out.write(end + after)


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
        self.link = book.add_format({"font_color": "#1F5C99", "underline": 1, "valign": "top"})
        self.text = book.add_format({"num_format": 49})
        self.defused = book.add_format({"num_format": 49, "quote_prefix": True})
        self.whole = book.add_format({"num_format": "0"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        decimals = [book.add_format({"num_format": form}) for form in ("#,##0.00", "#,##0.00####", "General")]
        # A format gets its number when it is first used, which our rows are without its knowledge.
        used = (self.text, self.defused, self.whole, self.day, *decimals)
        self.numbers = StyleNumbers(*[each._get_xf_index() for each in used])  # noqa: SLF001


def _first(book: Any, styles: _Styles, title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> None:
    sheet = book.add_worksheet("说明 About")
    sheet.hide_gridlines(2)
    _printable(sheet)
    for column, wide in enumerate(_ABOUT):
        sheet.set_column(column, column, wide)
    sheet.write_string(0, 0, title[:_CHARACTERS], styles.title)
    row = 2
    for name, text in about:
        sheet.set_row(row, _LINE * _lines(text, _ABOUT[1]))
        sheet.write_string(row, 0, name, styles.bold)
        _string(sheet, row, 1, text, styles.wrapped, styles.defused)
        row += 1
    row += 1
    for column, heading in enumerate(("工作表 Sheet", "内容", "Holds")):
        sheet.write_string(row, column, heading, styles.heading)
    for one in sheets:
        row += 1
        sheet.set_row(row, _LINE * max(_lines(one.note, _ABOUT[1]), _lines(one.note_en, _ABOUT[2])))
        sheet.write_url(row, 0, f"internal:'{one.name}'!A1", styles.link, one.name)
        _string(sheet, row, 1, one.note, styles.wrapped, styles.defused)
        _string(sheet, row, 2, one.note_en, styles.wrapped, styles.defused)


def _table(book: Any, styles: _Styles, table: Sheet, last: int) -> None:
    """A sheet with its headings; the last of its rows, counted from 1, is `last`."""
    sheet = book.add_worksheet(table.name[:_NAME])
    for place, (heading, name, kind) in enumerate(table.columns):
        wide = 40 if name.lower() in _WIDE else _WIDTHS[kind]
        sheet.set_column(place, place, max(wide, min(2 * len(heading.split("\n")[0]) + 2, 30)))
    sheet.set_row(0, 32)
    for place, (heading, _, _) in enumerate(table.columns):
        sheet.write_string(0, place, heading, styles.heading)
    for place, (_, name, _) in enumerate(table.columns):
        sheet.write_string(1, place, name, styles.name)
    sheet.freeze_panes(2, 0)
    _printable(sheet)
    sheet.repeat_rows(0, 1)
    sheet.autofilter(1, 0, last - 1, max(len(table.columns) - 1, 0))


def _lines(text: str, wide: int) -> int:
    """Lines that a text takes in a column so many digits wide; a Chinese character is as wide as two."""
    widths = (sum(1.75 if character > "\u2e80" else 1 for character in line) for line in text.split("\n"))
    return sum(max(ceil(width / wide), 1) for width in widths)


def _printable(sheet: Any) -> None:
    """On A4 across, as wide as the paper and as long as it takes."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _string(sheet: Any, row: int, column: int, text: str, plain: Any, defused: Any) -> None:
    sheet.write_string(row, column, shortened(text), defused if runs(text) else plain)
