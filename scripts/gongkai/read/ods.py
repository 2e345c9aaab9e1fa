"""ODS -> Document: the file itself holds each cell's printed text. Source: OpenDocument 1.3, part 3, 9 (tables)."""

from collections.abc import Iterator
from typing import Any

from gongkai.errors import ReadError
from gongkai.model import Document, Place, Source
from gongkai.read.archive import Archive, locked
from gongkai.read.numerals import decimal_of, plain
from gongkai.read.sheet import Merge, Sheet, Stored, sheet_blocks
from gongkai.read.tabular import Block, tidy, too_large

_MOST_CELLS = 2_000_000  # written or repeated
_MOST_COLUMNS = 1_024  # that repeat one text, or show rules alone
_GROUPS = ("table-row-group", "table-rows", "table-header-rows")
_HIDDEN = ("collapse", "filter")


def read_ods(data: bytes, source: Source) -> Document:
    """The tables and texts of all visible sheets, in order; places name the file alone. Raises ReadError."""
    archive = Archive(data, source.file)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise locked(source.file)
    root = archive.xml("content.xml")
    place = Place(source.file)
    styles = list(root.iter("{*}style"))
    unseen = {_own(s, "name") for s in styles if any(_own(p, "display") == "false" for p in s)}
    ruled = {_own(s, "name") for s in styles if any(_is_ruled(p) for p in s)}
    blocks: list[Block] = []
    for table in root.iterfind("{*}body/{*}spreadsheet/{*}table"):
        if _own(table, "style-name") not in unseen:
            blocks.extend(sheet_blocks(_Reader(table, ruled, source.file).sheet(), place))
    if not blocks:
        raise ReadError(source.file, zh="可见的工作表都是空的", en="the visible sheets of the workbook are empty")
    return Document(source, tuple(blocks))


def _own(element: Any, name: str) -> str:
    """An attribute by its local name: the prefixes' addresses changed with the versions of the standard."""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _is_ruled(properties: Any) -> bool:
    sides = [_own(properties, side) for side in ("border", "border-left", "border-right")]
    return any(side and not side.startswith("none") for side in sides)


def _repeated(element: Any, name: str) -> int:
    number = _own(element, name)
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1


class _Reader:
    """Reads one sheet, counting rows and columns through what is repeated."""

    def __init__(self, table: Any, ruled: set[str], name: str) -> None:
        self._table = table
        self._ruled = ruled
        self._name = name
        self._cells: list[Stored] = []
        self._merges: list[Merge] = []
        self._hidden: set[int] = set()

    def sheet(self) -> Sheet:
        row = 0
        for element in self._rows(self._table):
            times = _repeated(element, "number-rows-repeated")
            found = list(self._row(element))
            hidden = _own(element, "visibility") in _HIDDEN
            # A row of bare formats is repeated to the end of the sheet: once is enough where nothing is written.
            written = times if any(cell.text for cell, _ in found) else 1
            if len(self._cells) + written * len(found) > _MOST_CELLS:
                raise too_large(self._name, times, len(found))
            for _ in range(0 if hidden else written):
                self._take(found, row)
                row += 1
            row += times if hidden else times - written
        return Sheet(_own(self._table, "name"), self._cells, self._merges, frozenset(), self._columns())

    def _take(self, found: list[tuple[Stored, tuple[int, int]]], row: int) -> None:
        for cell, (down, across) in found:
            self._cells.append(cell._replace(row=row))
            if (down, across) != (1, 1):
                self._merges.append(Merge(row, cell.column, row + down - 1, cell.column + across - 1))

    def _rows(self, element: Any) -> Iterator[Any]:
        for child in element:
            tag = child.tag.rpartition("}")[2]
            if tag == "table-row":
                yield child
            elif tag in _GROUPS:
                yield from self._rows(child)

    def _row(self, element: Any) -> Iterator[tuple[Stored, tuple[int, int]]]:
        column = 0
        for cell in element:
            times = _repeated(cell, "number-columns-repeated")
            if cell.tag.endswith("}table-cell"):
                text = tidy(_text(cell))
                ruled = _own(cell, "style-name") in self._ruled
                spans = _repeated(cell, "number-rows-spanned"), _repeated(cell, "number-columns-spanned")
                if text and times > _MOST_COLUMNS:
                    raise too_large(self._name, 1, times)
                if text or ruled:
                    shown = min(times, _MOST_COLUMNS)
                    yield from ((Stored(0, column + n, text, ruled), spans) for n in range(shown))
            column += times

    def _columns(self) -> set[int]:
        hidden: set[int] = set()
        at = 0
        last = max((cell.column for cell in self._cells), default=0)
        for column in self._table.iter("{*}table-column"):
            times = _repeated(column, "number-columns-repeated")
            if _own(column, "visibility") in _HIDDEN:
                hidden.update(range(at, min(at + times, last + 1)))
            at += times
        return hidden


def _text(cell: Any) -> str:
    paragraphs = [child for child in cell if child.tag.endswith(("}p", "}h"))]
    if paragraphs:
        return "\n".join("".join(_pieces(p)) for p in paragraphs)
    value = _own(cell, "value")
    if not value:
        return _own(cell, "formula").partition(":")[2]
    try:
        return plain(decimal_of(value))
    except ValueError:
        return value


def _pieces(element: Any) -> Iterator[str]:
    """A paragraph's text without the notes that are pinned to it."""
    yield element.text or ""
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag in ("s", "tab", "line-break"):
            yield " "
        elif tag not in ("annotation", "note", "ruby-text"):
            yield from _pieces(child)
        yield child.tail or ""
