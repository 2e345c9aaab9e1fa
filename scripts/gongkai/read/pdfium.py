"""The default PDF engine: PDFium's glyphs and paths, by its C interface."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from gongkai.errors import ReadError
from gongkai.read.page import Glyph, Page, Rule, printed_character

_THIN = 3.0  # points: a filled shape thinner than this is a rule, a thicker one a background
_WHITE = 250  # of 255: what is drawn in white on a white page cannot be seen
_DEEPEST = 8  # nested forms; deeper ones are an attack, not a layout

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF, one after the other. Raises ReadError for an encrypted, damaged or empty file."""
    with _opened(data, name) as document:
        for index in range(len(document)):
            yield _page(document, index)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ReadError(
                name,
                zh="PDF 有密码，无法读取；请先解除密码再试",
                en="the PDF is encrypted; remove the password first",
            ) from error
        raise ReadError(
            name,
            zh="PDF 已损坏或不完整，无法读取；请重新下载",
            en="the PDF is damaged or cut off; download it again",
        ) from error
    try:
        if len(document) == 0:
            raise ReadError(name, zh="PDF 没有一页", en="the PDF has no page")
        yield document
    finally:
        document.close()


def _page(document: Any, index: int) -> Page:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        # A page that PDFium cannot load shows nothing in a viewer either.
        return Page(index + 1, 0.0, 0.0, (), (), ())
    try:
        view = _View(page)
        glyphs = tuple(_glyphs(page, view))
        horizontal, vertical = _rules(page, view)
        return Page(index + 1, view.width, view.height, glyphs, horizontal, vertical)
    finally:
        page.close()


class _View:
    """Maps user space (origin bottom left, before /Rotate) to the page as displayed (origin top left)."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self.box = (left, bottom, right, top)
        self.quarter = page.get_rotation() // 90
        across, down = right - left, top - bottom
        self.width, self.height = (down, across) if self.quarter % 2 else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        if self.quarter == 0:
            return x - left, top - y
        if self.quarter == 1:
            return y - bottom, x - left
        if self.quarter == 2:
            return right - x, y - bottom
        return top - y, right - x


def _glyphs(page: Any, view: _View) -> Iterator[Glyph]:
    text = c.FPDFText_LoadPage(page)
    if not text:
        return
    try:
        box = c.FS_RECTF()
        box_at = ctypes.byref(box)
        x, y = ctypes.c_double(), ctypes.c_double()
        x_at, y_at = ctypes.byref(x), ctypes.byref(y)
        point = view.point
        high = 0
        for i in range(c.FPDFText_CountChars(text)):
            code = c.FPDFText_GetUnicode(text, i)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            char = printed_character(code)
            if not char:
                continue
            if not c.FPDFText_GetLooseCharBox(text, i, box_at):
                continue
            c.FPDFText_GetCharOrigin(text, i, x_at, y_at)
            xa, ya = point(box.left, box.top)
            xb, yb = point(box.right, box.bottom)
            baseline = point(x.value, y.value)[1]
            yield Glyph(char, min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), baseline)
    finally:
        c.FPDFText_ClosePage(text)


def _rules(page: Any, view: _View) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []

    def add(ax: float, ay: float, bx: float, by: float) -> None:
        xa, ya = view.point(ax, ay)
        xb, yb = view.point(bx, by)
        wide, tall = abs(xa - xb), abs(ya - yb)
        if tall <= _THIN and wide > tall:
            horizontal.append(Rule((ya + yb) / 2, min(xa, xb), max(xa, xb)))
        elif wide <= _THIN and tall > wide:
            vertical.append(Rule((xa + xb) / 2, min(ya, yb), max(ya, yb)))

    for path, matrix in _paths(page):
        for segment in _segments(path, matrix):
            add(*segment)
    return tuple(horizontal), tuple(vertical)


def _paths(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    for i in range(c.FPDFPage_CountObjects(page)):
        yield from _paths_of(c.FPDFPage_GetObject(page, i), _IDENTITY, 0)


def _paths_of(obj: Any, outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    kind = c.FPDFPageObj_GetType(obj)
    if kind == c.FPDF_PAGEOBJ_PATH:
        yield obj, _times(_matrix(obj), outer)
    elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _times(_matrix(obj), outer)
        for i in range(c.FPDFFormObj_CountObjects(obj)):
            yield from _paths_of(c.FPDFFormObj_GetObject(obj, i), inner, depth + 1)


def _matrix(obj: Any) -> _Matrix:
    m = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(obj, ctypes.byref(m)):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, cc, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        cc * oa + d * oc,
        cc * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _segments(path: Any, matrix: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """Lines that a path draws, in user space: its strokes, and the length of each thin filled shape."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
        return
    strokes = bool(stroke.value) and _visible(path, c.FPDFPageObj_GetStrokeColor)
    fills = fill.value != c.FPDF_FILLMODE_NONE and _visible(path, c.FPDFPageObj_GetFillColor)
    if not strokes and not fills:
        return
    for points in _subpaths(path, matrix):
        xs = [p[0] for p in points]
        ys = [p[1] for p in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if min(x1 - x0, y1 - y0) <= _THIN:
            # One stroke, or a shape so thin that it is one: its middle line.
            yield (
                (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
                if x1 - x0 >= y1 - y0
                else (
                    (x0 + x1) / 2,
                    y0,
                    (x0 + x1) / 2,
                    y1,
                )
            )
        elif strokes:
            for (ax, ay), (bx, by) in pairwise(points):
                yield ax, ay, bx, by


def _visible(path: Any, colour: Any) -> bool:
    r, g, b, a = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not colour(path, ctypes.byref(r), ctypes.byref(g), ctypes.byref(b), ctypes.byref(a)):
        return True
    return a.value > 0 and min(r.value, g.value, b.value) < _WHITE


def _subpaths(path: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    a, b, cc, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    points: list[tuple[float, float]] = []
    for i in range(c.FPDFPath_CountSegments(path)):
        segment = c.FPDFPath_GetPathSegment(path, i)
        if not c.FPDFPathSegment_GetPoint(segment, x_at, y_at):
            continue
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_MOVETO and points:
            if len(points) > 1:
                yield points
            points = []
        points.append((x.value * a + y.value * cc + e, x.value * b + y.value * d + f))
        if c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
