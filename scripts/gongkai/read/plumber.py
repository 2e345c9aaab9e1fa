"""The second PDF engine: the same pages by pdfplumber (pdfminer.six), slower and independent of PDFium."""

import io
from collections.abc import Iterator
from typing import Any

from gongkai.errors import ReadError
from gongkai.read.page import Page, Rule, printed_character, runs_of

_THIN = 3.0
_WHITE = 0.98


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF, one after the other. Raises ReadError for an encrypted, damaged or empty file."""
    import pdfplumber  # noqa: PLC0415 - a fifth of a second that the default engine does not need
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        document = pdfplumber.open(io.BytesIO(data), unicode_norm=None)
        count = len(document.pages)
    except (PdfminerException, ValueError, TypeError, KeyError) as error:
        raise ReadError(
            name,
            zh="PDF 有密码、已损坏或不完整，无法读取",
            en="the PDF is encrypted, damaged or cut off",
        ) from error
    with document:
        if count == 0:
            raise ReadError(name, zh="PDF 没有一页", en="the PDF has no page")
        for number, page in enumerate(document.pages, start=1):
            yield _page(number, page)
            page.close()


def tables_alone(data: bytes) -> int:
    """Runs pdfplumber's own `extract_tables` over all pages and gives their number: what our speed is measured by."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()
        return len(document.pages)


def _page(number: int, page: Any) -> Page:
    texts: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    baselines: list[float] = []
    for char in page.chars:
        # A ligature is one char with several letters; they share its box.
        text = "".join(printed_character(ord(letter)) for letter in char["text"])
        if text:
            texts.append(text)
            boxes.append((char["x0"], char["top"], char["x1"], char["bottom"]))
            baselines.append(page.height - char["matrix"][5] if char.get("upright") else char["bottom"])
    x0, top, x1, bottom = zip(*boxes, strict=True) if boxes else ((), (), (), ())
    lines = list(zip(top, bottom, baselines, strict=True))
    runs = runs_of(texts, x0, x1, top, bottom, lambda starts: [lines[n] for n in starts])
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for shape in (*page.lines, *page.rects, *page.curves):
        if not (_visible(shape, "stroke", "stroking_color") or _visible(shape, "fill", "non_stroking_color")):
            continue
        wide, tall = shape["x1"] - shape["x0"], shape["bottom"] - shape["top"]
        if tall <= _THIN and wide > tall:
            horizontal.append(Rule((shape["top"] + shape["bottom"]) / 2, shape["x0"], shape["x1"]))
        elif wide <= _THIN and tall > wide:
            vertical.append(Rule((shape["x0"] + shape["x1"]) / 2, shape["top"], shape["bottom"]))
        elif _visible(shape, "stroke", "stroking_color") and shape["object_type"] == "rect":
            horizontal += [Rule(y, shape["x0"], shape["x1"]) for y in (shape["top"], shape["bottom"])]
            vertical += [Rule(x, shape["top"], shape["bottom"]) for x in (shape["x0"], shape["x1"])]
    width, height = float(page.width), float(page.height)
    pictured = sum((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) for i in page.images) / max(1.0, width * height)
    return Page(number, width, height, runs, tuple(horizontal), tuple(vertical), pictured)


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
