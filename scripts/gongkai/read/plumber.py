"""The second PDF engine: the same pages by pdfplumber (pdfminer.six), slower and independent of PDFium."""

import io
from collections.abc import Callable, Iterator
from functools import cache
from math import atan2
from typing import Any

from gongkai.errors import ReadError
from gongkai.read.overprint import is_slanted, quarter_of
from gongkai.read.page import Page, Rule, Run, printed_character, runs_of

_THIN = 3.0
_WHITE = 0.98


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF, one after the other. Raises ReadError for an encrypted, damaged or empty file."""
    document = _opened(data)
    if document is None:
        raise ReadError(name, zh="PDF 有密码、已损坏或不完整，无法读取", en="the PDF is encrypted, damaged or cut off")
    with document:
        if not document.pages:
            raise ReadError(name, zh="PDF 没有一页", en="the PDF has no page")
        for number, page in enumerate(document.pages, start=1):
            # A page that cannot be read shows nothing.
            yield _read(number, page) or Page(number, 0.0, 0.0, (), (), ())
            page.close()


def page_of(data: bytes) -> Callable[[int], Page | None]:
    """Reads single pages of a PDF by their number, from 1; None is one that cannot be read."""
    document = cache(lambda: _opened(data))

    def read(number: int) -> Page | None:
        opened = document()
        if opened is None or number > len(opened.pages):
            return None
        page = opened.pages[number - 1]
        try:
            return _read(number, page)
        finally:
            page.close()

    return read


def _opened(data: bytes) -> Any:
    import pdfplumber  # noqa: PLC0415 - a fifth of a second that the default engine does not need
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        document = pdfplumber.open(io.BytesIO(data), unicode_norm=None)
        len(document.pages)
    except (PdfminerException, ValueError, TypeError, KeyError):
        return None
    return document


def _read(number: int, page: Any) -> Page | None:
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException  # noqa: PLC0415

    try:
        return _page(number, page)
    except (PdfminerException, MalformedPDFException):
        return None


def tables_alone(data: bytes) -> int:
    """Runs pdfplumber's own `extract_tables` over all pages and gives their number: what our speed is measured by."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()
        return len(document.pages)


def _page(number: int, page: Any) -> Page:
    quarters = quarter_of(map(_angle, page.chars))
    if quarters:
        page = _turned(page, quarters)
    dx, dy, width, height = _displayed(page)
    chars: tuple[_Chars, _Chars] = _Chars(), _Chars()
    for char in page.chars:
        # A ligature is one char with several letters; they share its box.
        text = "".join(printed_character(ord(letter)) for letter in char["text"])
        if text:
            base = page.mediabox[1] + page.height - char["matrix"][5] if char.get("upright") else char["bottom"]
            box = char["x0"] + dx, char["x1"] + dx, char["top"] + dy, char["bottom"] + dy
            chars[is_slanted(_angle(char))].add(text, *box, base + dy)
    pictured = sum((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) for i in page.images) / max(1.0, width * height)
    upright, over = (each.runs() for each in chars)
    return Page(number, width, height, upright, *_rules(page, dx, dy), pictured, over, quarters)


def _angle(char: Any) -> float:
    """How far a character rises, in radians against the clock."""
    return atan2(char["matrix"][1], char["matrix"][0])


def _turned(page: Any, quarters: int) -> Any:
    """The page as if it were displayed turned by quarters with the clock."""
    shown = page.page_obj
    shown.rotate = (page.rotation + 90 * quarters) % 360
    shown.attrs = {**shown.attrs, "Rotate": shown.rotate}
    return type(page)(page.pdf, shown, page.page_number, page.initial_doctop)


class _Chars:
    """Characters in the order of the file, as displayed."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._places: list[tuple[float, float, float, float, float]] = []

    def add(self, text: str, x0: float, x1: float, top: float, bottom: float, baseline: float) -> None:
        self._texts.append(text)
        self._places.append((x0, x1, top, bottom, baseline))

    def runs(self) -> tuple[Run, ...]:
        x0, x1, top, bottom, baseline = zip(*self._places, strict=True) if self._places else ((),) * 5
        lines = list(zip(top, bottom, baseline, strict=True))
        return runs_of(self._texts, x0, x1, top, bottom, lambda starts: [lines[n] for n in starts])


def _displayed(page: Any) -> tuple[float, float, float, float]:
    """How far pdfplumber's places lie from those on the displayed page (right, down), and its width and height.

    pdfplumber measures from the corner of the media box and keeps its origin; what is displayed is the crop box.
    """
    left, low, right, high = page.page_obj.mediabox
    c_left, c_low, c_right, c_high = page.page_obj.cropbox
    x0, y0, x1, y1 = max(left, c_left), max(low, c_low), min(right, c_right), min(high, c_high)
    if x0 >= x1 or y0 >= y1:
        x0, y0, x1, y1 = left, low, right, high
    # Where the left and the upper side of the crop box come to lie when the media box is turned upright at the origin.
    over, up = {
        0: (x0 - left, y1 - low),
        90: (y0 - low, right - x0),
        180: (right - x1, high - y0),
        270: (high - y1, x1 - left),
    }[page.rotation // 90 * 90]
    width, height = (y1 - y0, x1 - x0) if page.rotation // 90 % 2 else (x1 - x0, y1 - y0)
    return -page.mediabox[0] - over, up - page.mediabox[1] - page.height, float(width), float(height)


def _rules(page: Any, dx: float, dy: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for shape in (*page.lines, *page.rects, *page.curves):
        if not (_visible(shape, "stroke", "stroking_color") or _visible(shape, "fill", "non_stroking_color")):
            continue
        x0, top, x1, bottom = shape["x0"] + dx, shape["top"] + dy, shape["x1"] + dx, shape["bottom"] + dy
        wide, tall = x1 - x0, bottom - top
        if tall <= _THIN and wide > tall:
            horizontal.append(Rule((top + bottom) / 2, x0, x1))
        elif wide <= _THIN and tall > 0:
            vertical.append(Rule((x0 + x1) / 2, top, bottom))
        elif _visible(shape, "stroke", "stroking_color") and shape["object_type"] == "rect":
            horizontal += [Rule(y, x0, x1) for y in (top, bottom)]
            vertical += [Rule(x, top, bottom) for x in (x0, x1)]
    return tuple(horizontal), tuple(vertical)


def _visible(shape: Any, drawn: str, colour: str) -> bool:
    if not shape.get(drawn):
        return False
    parts = shape.get(colour)
    if parts is None:
        return True
    values = parts if isinstance(parts, tuple | list) else (parts,)
    numbers = [v for v in values if isinstance(v, int | float)]
    if len(numbers) == 4:  # CMYK: no ink is white
        return max(numbers) > 1 - _WHITE
    return not numbers or min(numbers) < _WHITE
