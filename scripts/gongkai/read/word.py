"""DOCX -> Document, from its XML parts: paragraphs and tables in order, as the latest state of the text stands.

What a tracked change deleted is left out, what it inserted is kept; hidden text and field codes are left out; notes
at the foot follow the block that refers to them. Source: ECMA-376 part 1, 17 (WordprocessingML).
"""

import posixpath
from collections.abc import Iterator
from typing import Any

from gongkai.errors import ReadError
from gongkai.model import Document, Paragraph, Place, Source
from gongkai.read.archive import Archive
from gongkai.read.numbering import Numbering
from gongkai.read.tabular import Block, Placed, laid_out, text_of, tidy

_GONE = frozenset(("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "tblPr", "sectPr"))
_BLANK = frozenset(("tab", "br", "cr", "ptab"))
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_TWIPS_PER_POINT = 20
_MOST_COLUMNS = 1_000


def read_docx(data: bytes, source: Source) -> Document:
    """The paragraphs and tables of a DOCX, in order; places name the file alone. Raises ReadError."""
    archive = Archive(data, source.file)
    part = next((p for p in archive.names if p.endswith("word/document.xml")), "word/document.xml")
    reader = _Reader(archive, posixpath.dirname(part), Place(source.file))
    body = archive.xml(part).find("{*}body")
    blocks = [] if body is None else list(reader.blocks(body))
    if not blocks:
        raise ReadError(source.file, zh="文档没有文字", en="the document holds no text")
    return Document(source, tuple(blocks))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(element: Any, path: str, default: str = "") -> str:
    found = element.find(path)
    if found is None:
        return default
    return next((str(v) for k, v in found.attrib.items() if k.rpartition("}")[2] == "val"), "on")


def _is_on(element: Any, path: str) -> bool:
    return _value(element, path, "off") not in ("off", "0", "false")


def _number(element: Any, path: str, default: int) -> int:
    text = _value(element, path)
    return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() else default


def _chosen(alternate: Any) -> Iterator[Any]:
    """One of the two forms in which the same content is written for new and old programs."""
    form = next((child for child in alternate if _name(child) == "Choice"), None)
    yield from (alternate[-1:] if form is None else [form])


class _Reader:
    """Walks through the body; `_aside` holds what a paragraph refers to: text boxes and notes."""

    def __init__(self, archive: Archive, folder: str, place: Place) -> None:
        self._place = place
        self._aside: list[Any] = []
        self._notes = {
            name: {_id(note): note for note in archive.xml(part).iterchildren()}
            for name in _NOTES.values()
            if (part := posixpath.join(folder, f"{name}.xml")) in archive
        }
        styles, numbers = (posixpath.join(folder, name) for name in ("styles.xml", "numbering.xml"))
        self._styles = {
            next((v for k, v in s.attrib.items() if k.endswith("}styleId")), ""): s
            for s in (archive.xml(styles).iter("{*}style") if styles in archive else ())
        }
        self._numbering = Numbering(archive.xml(numbers) if numbers in archive else None)

    def blocks(self, container: Any) -> Iterator[Block]:
        """The blocks in a body, a cell, a text box or a note."""
        for element in container:
            name = _name(element)
            if name == "p":
                yield from self._paragraph(element)
                yield from self._asides()
            elif name == "tbl":
                yield from self._table(element)
            elif name in _WRAPPERS:
                yield from self.blocks(element)
            elif name == "AlternateContent":
                for form in _chosen(element):
                    yield from self.blocks(form)

    def _asides(self) -> Iterator[Block]:
        waiting, self._aside = self._aside, []
        for container in waiting:
            yield from self.blocks(container)

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        # A break of the line is one of the text too where it parts sentences, as in a list typed into one paragraph.
        text = tidy("".join(self._pieces(element)))
        if not text:
            return
        number = self._numbering.next(*self._listed(element))
        indent = element.find("{*}pPr/{*}ind")
        first = (
            next((v for k, v in indent.attrib.items() if k.endswith("}firstLine")), "") if indent is not None else ""
        )
        points = int(first) / _TWIPS_PER_POINT if first.isascii() and first.isdigit() and len(first) < 6 else 0.0
        centred = self._said(element, "{*}pPr/{*}jc") == "center"
        yield Paragraph(number + text, self._place, points, centred)

    def _said(self, element: Any, path: str) -> str:
        """A property of a paragraph, of its own or of its style and those that the style is based on."""
        style = _value(element, "{*}pPr/{*}pStyle")
        value = _value(element, path)
        seen: set[str] = set()
        while not value and style in self._styles and style not in seen:
            seen.add(style)
            value = _value(self._styles[style], path)
            style = _value(self._styles[style], "{*}basedOn")
        return value

    def _listed(self, element: Any) -> tuple[str, str]:
        return self._said(element, "{*}pPr/{*}numPr/{*}numId"), self._said(element, "{*}pPr/{*}numPr/{*}ilvl") or "0"

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element:
            name = _name(child)
            if name in _GONE or (name == "r" and _is_on(child, "{*}rPr/{*}vanish")):
                continue
            if name == "t":
                yield child.text or ""
            elif name in _BLANK:
                yield " "
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "txbxContent":
                self._aside.append(child)
            elif name in _NOTES:
                note = self._notes.get(_NOTES[name], {}).get(_id(child))
                self._aside.extend([] if note is None else [note])
            elif name == "AlternateContent":
                for form in _chosen(child):
                    yield from self._pieces(form)
            else:
                yield from self._pieces(child)

    def _table(self, table: Any) -> Iterator[Block]:
        cells: list[tuple[Placed, list[Block]]] = []
        open_: dict[int, int] = {}
        for row, element in enumerate(_rows(table)):
            column = _number(element, "{*}trPr/{*}gridBefore", 0)
            for cell in _cells(element):
                span = max(1, _number(cell, "{*}tcPr/{*}gridSpan", 1))
                merged = _value(cell, "{*}tcPr/{*}vMerge")
                held = list(self.blocks(cell))
                if merged in ("on", "continue") and column in open_:
                    above, blocks = cells[open_[column]]
                    text = above.text + text_of(held)
                    cells[open_[column]] = above._replace(row_span=above.row_span + 1, text=text), [*blocks, *held]
                elif _value(cell, "{*}tcPr/{*}hMerge") in ("on", "continue") and cells and cells[-1][0].row == row:
                    left, blocks = cells[-1]
                    cells[-1] = left._replace(column_span=left.column_span + span), [*blocks, *held]
                else:
                    open_.pop(column, None)
                    if merged:
                        open_[column] = len(cells)
                    cells.append((Placed(row, column, text_of(held), 1, span), held))
                column += span
        yield from laid_out(cells, self._place)


def _id(element: Any) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == "id"), "")


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if _name(child) == "tr":
            # A row that was deleted or cut out with tracked changes.
            if child.find("{*}trPr/{*}del") is None:
                yield child
        elif _name(child) in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if _name(child) == "tc":
            if child.find("{*}tcPr/{*}cellDel") is None:
                yield child
        elif _name(child) in _WRAPPERS:
            yield from _cells(child)
