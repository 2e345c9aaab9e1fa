"""XLSX -> Document, from its XML parts: each cell as its number format prints it, hidden ones left out.

Only the file itself knows how a number is shown (22790.2 is printed 22,790.20), so it is read here and not by a
library that hands out bare values. A formula that was never calculated is shown as the formula: its value is not
printed, and not zero. Source: ECMA-376 part 1, 18 (SpreadsheetML).
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.errors import ReadError
from gongkai.model import Document, Place, Source
from gongkai.read.archive import Archive
from gongkai.read.numerals import BUILT_IN, decimal_of, shown, shown_text
from gongkai.read.sheet import Merge, Sheet, Stored, sheet_blocks
from gongkai.read.tabular import Block, tidy

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_COLUMN = 16_384
_NO_LINE = ("", "none")


@dataclass(frozen=True, slots=True)
class _Style:
    code: str = ""
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share."""

    texts: list[str]
    styles: list[_Style]
    since_1904: bool


def read_xlsx(data: bytes, source: Source) -> Document:
    """The tables and texts of all visible sheets, in order; places name the file alone. Raises ReadError."""
    archive = Archive(data, source.file)
    start = _target(archive, "", "/officeDocument") or "xl/workbook.xml"
    workbook = archive.xml(start)
    relations = _relations(archive, start)
    since_1904 = any(_is_on(p.get("date1904")) for p in workbook.iter("{*}workbookPr"))
    book = _Book(
        _texts(archive, _target(archive, start, "/sharedStrings")),
        _styles(archive, _target(archive, start, "/styles")),
        since_1904,
    )
    place = Place(source.file)
    blocks: list[Block] = []
    for entry in workbook.iter("{*}sheet"):
        relation = next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")
        kind, part = relations.get(relation, ("", ""))
        if entry.get("state", "visible") != "visible" or not kind.endswith("/worksheet"):
            continue
        if part not in archive:
            raise archive.damaged(part)
        blocks.extend(sheet_blocks(_sheet(entry.get("name", ""), archive.xml(part), book), place))
    if not blocks:
        raise ReadError(source.file, zh="可见的工作表都是空的", en="the visible sheets of the workbook are empty")
    return Document(source, tuple(blocks))


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Type and part of each relation of a part, by its id."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in archive.xml(path).iter("{*}Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            found[relation.get("Id", "")] = relation.get("Type", ""), target.lstrip("/")
    return found


def _target(archive: Archive, part: str, kind: str) -> str:
    targets = (target for type_, target in _relations(archive, part).values() if type_.endswith(kind))
    return next((target for target in targets if target in archive), "")


def _texts(archive: Archive, part: str) -> list[str]:
    return [_rich(item) for item in archive.xml(part).iterchildren("{*}si")] if part else []


def _rich(item: Any) -> str:
    """A text with its runs; readings printed above the characters are left out."""
    pieces = [t.text or "" for t in item.iter("{*}t") if not t.getparent().tag.endswith("}rPh")]
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), "".join(pieces))


def _styles(archive: Archive, part: str) -> list[_Style]:
    if not part:
        return []
    root = archive.xml(part)
    codes = dict(BUILT_IN)
    codes.update({_int(f.get("numFmtId")): f.get("formatCode", "") for f in root.iter("{*}numFmt")})
    borders = [
        any(
            side.get("style", "") not in _NO_LINE
            for side in border
            if side.tag.rpartition("}")[2] in ("left", "right", "start", "end")
        )
        for border in root.iterfind("{*}borders/{*}border")
    ]
    styles = []
    for xf in root.iterfind("{*}cellXfs/{*}xf"):
        border = _int(xf.get("borderId"))
        ruled = 0 <= border < len(borders) and borders[border]
        styles.append(_Style(codes.get(_int(xf.get("numFmtId")), ""), ruled))
    return styles


def _sheet(name: str, root: Any, book: _Book) -> Sheet:
    zeros = all(_is_on(view.get("showZeros", "1")) for view in root.iter("{*}sheetView"))
    hidden_columns: set[int] = set()
    for column in root.iterfind("{*}cols/{*}col"):
        if _is_on(column.get("hidden")) or column.get("width") == "0":
            hidden_columns.update(range(_int(column.get("min")) - 1, min(_int(column.get("max")), _LAST_COLUMN)))
    hidden_rows: set[int] = set()
    cells: list[Stored] = []
    at = -1
    for row in root.iterfind("{*}sheetData/{*}row"):
        at = _int(row.get("r")) - 1 if row.get("r") else at + 1
        if _is_on(row.get("hidden")) or row.get("ht") == "0":
            hidden_rows.add(at)
        else:
            cells.extend(_cells(row, at, book, zeros=zeros))
    merges = [m for e in root.iterfind("{*}mergeCells/{*}mergeCell") for m in _merges(e.get("ref", ""))]
    return Sheet(name, cells, merges, hidden_rows, hidden_columns)


def _cells(row: Any, at: int, book: _Book, *, zeros: bool) -> Iterator[Stored]:
    column = -1
    for cell in row.iterchildren("{*}c"):
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(reference[1]) if reference else column + 1
        number = _int(cell.get("s"))
        style = book.styles[number] if 0 <= number < len(book.styles) else _Style()
        text = tidy(_text(cell, style, book, zeros=zeros))
        if text or style.ruled:
            yield Stored(at, column, text, style.ruled)


def _text(cell: Any, style: _Style, book: _Book, *, zeros: bool) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return shown_text(_rich(cell), style.code)
    stored = cell.findtext("{*}v") or ""
    formula = cell.find("{*}f")
    if not stored:
        return f"={formula.text or ''}" if formula is not None and kind != "str" else ""
    if kind == "s":
        index = _int(stored)
        return shown_text(book.texts[index], style.code) if 0 <= index < len(book.texts) else ""
    if kind == "b":
        return "TRUE" if _is_on(stored) else "FALSE"
    if kind != "n":
        return shown_text(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), stored), style.code)
    try:
        value = decimal_of(stored)
    except ValueError:
        return stored
    if value == 0 and not zeros:
        return ""
    return shown(value, style.code, since_1904=book.since_1904)


def _merges(reference: str) -> Iterable[Merge]:
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) == 2 and ends[0] and ends[1]:
        (left, top), (right, bottom) = ((_column(e[1]), int(e[2]) - 1) for e in ends if e)
        if 0 <= top <= bottom and left <= right:
            yield Merge(top, left, bottom, right)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _is_on(text: str | None) -> bool:
    return text in ("1", "true", "on")
