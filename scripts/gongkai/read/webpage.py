"""HTML pages (also those saved as .xls or .mht) -> Document: data tables become grids, other text paragraphs.

What a browser does not show (scripts, styles, hidden elements, form fields) is left out; nothing is fetched or run.
Source: HTML Living Standard, 4.9.12 (forming a table).
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

from gongkai.errors import ReadError
from gongkai.model import Document, Paragraph, Place, Source
from gongkai.read.markup import html_root
from gongkai.read.tabular import Block, Placed, laid_out, text_of, tidy, too_large

# fmt: off
_UNSHOWN = frozenset((
    "head", "script", "style", "template", "noscript", "noframes", "svg", "math", "object", "embed", "iframe", "select",
    "option", "textarea", "button", "audio", "video", "canvas", "datalist", "dialog", "map",
))
_APART = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul",
))
# fmt: on
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CENTRES = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d{1,6})")
_WIDEST, _HIGHEST = 1_000, 65_534  # the most that the standard lets a cell span
_MOST_SPANNED = 2_000_000


def read_html(data: bytes, source: Source) -> Document:
    """The tables and texts of a page in reading order; places name the file alone. Raises ReadError."""
    root = html_root(data, source.file)
    try:
        blocks = tuple(_Page(Place(source.file)).blocks(root))
    except RecursionError as error:
        raise ReadError(source.file, zh="网页嵌套过深，没有读", en="the page is nested too deeply, not read") from error
    if not blocks:
        raise ReadError(source.file, zh="网页没有可见的文字", en="the page shows no text")
    return Document(source, blocks)


def read_mhtml(data: bytes, source: Source) -> Document:
    """The page in a web archive (.mht); the files beside it are left out. Raises ReadError."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return read_html(payload, source)
    raise ReadError(source.file, zh="网页存档里没有网页", en="the web archive holds no page")


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSHOWN:
        return True
    return element.get("hidden") is not None or _HIDES.search(element.get("style", "")) is not None


def _span(element: Any, name: str, most: int) -> int:
    match = _NUMBER.match(element.get(name, ""))
    return min(int(match[1]), most) if match else 1


class _Page:
    """Collects the text between two breaks, and hands it on as a paragraph."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._text: list[str] = []
        self._centred = False

    def blocks(self, element: Any) -> Iterator[Block]:
        """The blocks in an element; what is open before it is not ended by it."""
        yield from self._inside(element, centred=False)
        yield from self._ended()

    def _ended(self) -> Iterator[Paragraph]:
        text, self._text = tidy("".join(self._text)), []
        if text:
            yield Paragraph(text, self._place, 0.0, self._centred)

    def _inside(self, element: Any, *, centred: bool) -> Iterator[Block]:
        yield from self._said(element.text, element, centred=centred)
        for child in element:
            if not _is_hidden(child):
                if child.tag == "table":
                    yield from self._ended()
                    yield from self._table(child)
                elif child.tag in _APART:
                    yield from self._ended()
                    own = centred or child.tag == "center" or child.get("align") == "center"
                    yield from self._inside(child, centred=own or bool(_CENTRES.search(child.get("style", ""))))
                    yield from self._ended()
                else:
                    yield from self._inside(child, centred=centred)
            yield from self._said(child.tail, element, centred=centred)

    def _said(self, text: str | None, element: Any, *, centred: bool) -> Iterator[Paragraph]:
        for n, line in enumerate((text or "").split("\n") if element.tag == "pre" else (text or "",)):
            if n:
                yield from self._ended()
            if line:
                self._text.append(line)
                self._centred = centred

    def _table(self, table: Any) -> Iterator[Block]:
        for caption in table.iterchildren("caption"):
            if not _is_hidden(caption):
                yield from self.blocks(caption)
        cells: list[tuple[Placed, list[Block]]] = []
        busy: dict[int, int] = {}
        spanned = 0
        for row, element in enumerate(_rows(table)):
            column = 0
            for cell in element.iterchildren("td", "th"):
                if _is_hidden(cell):
                    continue
                while busy.get(column, 0) > row:
                    column += 1
                across = max(1, _span(cell, "colspan", _WIDEST))
                down = _span(cell, "rowspan", _HIGHEST) or _HIGHEST
                held = list(_Page(self._place).blocks(cell))
                cells.append((Placed(row, column, text_of(held), down, across), held))
                if down > 1:
                    spanned += across
                    busy.update(dict.fromkeys(range(column, column + across), row + down))
                if spanned > _MOST_SPANNED:
                    raise too_large(self._place.source, row + 1, spanned)
                column += across
        yield from laid_out(cells, self._place)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table as they are shown: the head first, the foot last; those of nested tables are not its own."""
    parts = [child for child in table if not _is_hidden(child)]
    for wanted in ("thead", "", "tfoot"):
        for part in parts:
            if (part.tag if part.tag in ("thead", "tfoot") else "") != wanted:
                continue
            if part.tag == "tr":
                yield part
            elif part.tag in ("thead", "tbody", "tfoot", "form"):
                yield from (
                    _rows(part) if part.tag == "form" else (tr for tr in part if tr.tag == "tr" and not _is_hidden(tr))
                )
