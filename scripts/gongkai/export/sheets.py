"""The sheets of a workbook as SpreadsheetML (ECMA-376, part 1, 18.3): a first one that explains, then the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from gongkai.export.archive import Packed, Packer
from gongkai.export.cells import RowTexts, column_letters, escaped, string
from gongkai.export.defused import runs
from gongkai.export.styles import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from gongkai.export.columns import Block

#: Rows that a sheet can hold, less the two of its headings.
ROWS = 1_048_576 - 2
FIRST = "说明 About"
_HEADINGS = 2  # rows
_WIDTHS = {"integer": 9, "number": 18, "boolean": 9, "date": 12, "string": 16}
_IDENTIFIERS = frozenset({"disclosure_id", "id", "supersedes"})
_IDENTIFIER = 30  # digits
_WIDE = frozenset({"label", "text", "title", "message", "message_en", "name", "indicator", "description", "heading"})
_NO_MONEY = frozenset({"x0", "x1", "top", "bottom", "percent", "confidence"})
_ABOUT = (30, 70, 80)  # widths of the first sheet's columns, in digits
_LINE = 15  # points
_NAME = 31  # characters of a sheet's name
_CHARACTERS = 32_767  # of a cell
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEGIN = f'{XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
#: On A4 across, as wide as the paper and as long as it takes.
_END = (
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/></worksheet>'
)
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" '
    'state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
)
_OPEN = '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'


Columns = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a table: its name and size, and its XML, deflated.

    `note` and `note_en` say on the first sheet what it holds.
    """

    title: str
    columns: int
    rows: int
    body: Packed
    note: str = ""
    note_en: str = ""

    @property
    def name(self) -> str:
        """What stands on its tab."""
        return self.title[:_NAME]

    @property
    def area(self) -> str:
        """What can be filtered, in absolute addresses."""
        return f"$A$2:${column_letters(max(self.columns - 1, 0))}${self.rows + _HEADINGS}"


class Body:
    """The XML of a sheet, deflated block by block: columns as (heading, second heading, type), and `rows` rows."""

    def __init__(self, columns: Columns, rows: int) -> None:
        self._last = f"{column_letters(max(len(columns) - 1, 0))}{rows + _HEADINGS}"
        kinds = [kind for _, _, kind in columns]
        amounts = [kind == "number" and name not in _NO_MONEY for _, name, kind in columns]
        self._rows = RowTexts(kinds, amounts, first=_HEADINGS + 1)
        self._packer = Packer()
        self._packer.take(f'{_BEGIN}<dimension ref="A1:{self._last}"/>{_FROZEN}{_headings(columns)}'.encode())

    def take(self, block: Block) -> None:
        self._packer.take(self._rows(block).encode())

    def packed(self) -> Packed:
        """The whole sheet, once all blocks are taken."""
        self._packer.take(f'</sheetData><autoFilter ref="A2:{self._last}"/>{_END}'.encode())
        return self._packer.packed()


@lru_cache(maxsize=64)
def _headings(columns: Columns) -> str:
    widths = [_width(*column) for column in columns]
    first = max((_lines(heading, wide - 1) for (heading, _, _), wide in zip(columns, widths, strict=True)), default=1)
    second = max((_lines(name, wide) for (_, name, _), wide in zip(columns, widths, strict=True)), default=1)
    high = f' ht="{_LINE * max(first, 2) + 2.25}" customHeight="1"'
    head = _row(1, [(heading, Style.HEADING) for heading, _, _ in columns], high)
    names = _row(2, [(name, Style.NAME) for _, name, _ in columns], _height(second))
    return f"{_columns(widths)}<sheetData>{head}{names}"


def _width(heading: str, name: str, kind: str) -> int:
    """Digits that a column is wide: what its rows take, or the headings, of which long ones are broken."""
    rows = 40 if name.lower() in _WIDE else _IDENTIFIER if name in _IDENTIFIERS else _WIDTHS[kind]
    lines = (*heading.split("\n"), name)
    # Headings are bold, and beside them stands the button that filters.
    return max(rows, min(max(ceil(_digits(line)) for line in lines) + 2, 30))


def first_sheet(title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> bytes:
    """The sheet that says what there is: `title`, pairs of a name and a text, and a list of the sheets with links."""
    rows = [_row(1, [(title[:_CHARACTERS], Style.TITLE)])]
    number = 3
    for name, text in about:
        rows.append(_row(number, [(name, Style.BOLD), _told(text)], _height(_lines(text, _ABOUT[1]))))
        number += 1
    number += 1
    rows.append(_row(number, [(heading, Style.HEADING) for heading in ("工作表 Sheet", "内容", "Holds")]))
    links = []
    for number, one in enumerate(sheets, start=number + 1):  # noqa: B020 - goes on from the row before
        height = _height(max(_lines(one.note, _ABOUT[1]), _lines(one.note_en, _ABOUT[2])))
        rows.append(_row(number, [(one.name, Style.LINK), _told(one.note), _told(one.note_en)], height))
        links.append(f'<hyperlink ref="A{number}" location="{quoted(one.name)}!A1" display="{in_quotes(one.name)}"/>')
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'{_BEGIN}<dimension ref="A1:C{number}"/>{_OPEN}{_columns(_ABOUT)}<sheetData>{"".join(rows)}</sheetData>'
        f"{linked}{_END}"
    ).encode()


def quoted(name: str) -> str:
    """The name of a sheet as an address has it, as the value of an attribute."""
    return in_quotes("'" + name.replace("'", "''") + "'")


def in_quotes(text: str) -> str:
    """A text as the value of an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#xA;")


def _told(text: str) -> tuple[str, Style]:
    return text, Style.DEFUSED if runs(text) else Style.WRAPPED


def _columns(widths: Iterable[int]) -> str:
    """The widths of columns, in digits; neighbours of one width go together."""
    each, first = [], 1
    for wide, group in groupby(widths):
        last = first + len(list(group)) - 1
        # Beside its digits a column has five pixels for the edges of its cells.
        each.append(f'<col min="{first}" max="{last}" width="{wide}.7109375" customWidth="1"/>')
        first = last + 1
    return f'<sheetFormatPr defaultRowHeight="15"/><cols>{"".join(each)}</cols>'


def _row(number: int, texts: Iterable[tuple[str, Style]], how: str = "") -> str:
    cells = (
        f'<c r="{column_letters(place)}{number}{string(text, style)}'
        for place, (text, style) in enumerate(texts)
        if text
    )
    return f'<row r="{number}"{how}>{"".join(cells)}</row>'


def _height(lines: int) -> str:
    return f' ht="{_LINE * lines}" customHeight="1"' if lines > 1 else ""


@lru_cache(maxsize=1024)
def _lines(text: str, wide: int) -> int:
    """Lines that a text takes in a column so many digits wide."""
    return sum(max(ceil(_digits(line) / wide), 1) for line in text.split("\n"))


def _digits(line: str) -> float:
    """The width of a line in digits; a Chinese character is nearly as wide as two."""
    return sum(1.75 if character > "\u2e80" else 1 for character in line)


def columns_of(schema: Mapping[str, Any]) -> Columns:
    """The columns of a table of the package: the Chinese and the English title, then the name in the data below."""
    return tuple(
        (f"{field['title']}\n{field['title_en']}", str(field["name"]), str(field["type"])) for field in schema["fields"]
    )
