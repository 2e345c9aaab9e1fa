"""PDFium's C interface, the only door to it: functions that take and give plain numbers.

Called by `map` with ranges of indices and addresses, they fill an array at half the cost of calls with objects.
"""

import ctypes
from array import array
from collections.abc import Callable
from functools import cache
from typing import Any

import pypdfium2
import pypdfium2.raw as c

from gongkai.read.stand_in import stand_in_font

Document = pypdfium2.PdfDocument
PdfiumError = pypdfium2.PdfiumError

PATH: int = c.FPDF_PAGEOBJ_PATH
IMAGE: int = c.FPDF_PAGEOBJ_IMAGE
FORM: int = c.FPDF_PAGEOBJ_FORM
MOVE_TO: int = c.FPDF_SEGMENT_MOVETO
CURVE_TO: int = c.FPDF_SEGMENT_BEZIERTO

#: Of the fonts of ISO 32000-1, 9.6.2.2, PDFium has the glyphs and, where the PDF leaves them out, the widths.
_STANDARD = (b"Courier", b"Helvetica", b"Symbol", b"Times", b"ZapfDingbats")

_POINTER, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float


def address(handle: Any) -> int:
    """The address that a handle, or a function, of PDFium stands for."""
    found = ctypes.cast(handle, _POINTER).value
    assert found is not None
    return found


def _bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    # Without giving up the interpreter's lock: these calls are shorter than that takes.
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


@cache
def use_stand_in_font() -> object:
    """From now on PDFium takes our font for those that a PDF names but does not contain, in this process.

    For reading only: what it draws with that font is no text. The fonts that every PDF program has are its own.
    Gives what has to live as long as PDFium does.
    """
    return _use_font(stand_in_font())


@cache
def use_font(content: bytes) -> object:
    """The same with the content of a font file, of any kind that has its characters by Unicode: for drawing."""
    return _use_font(content)


def _use_font(content: bytes) -> object:
    def mapped(_: Any, _weight: int, _italic: int, _charset: int, _pitch: int, face: Any, _exact: Any) -> int | None:
        return None if ctypes.string_at(face).startswith(_STANDARD) else 1

    def taken(_: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0  # no collection of fonts, and nothing but the whole
        if buffer and size >= len(content):
            ctypes.memmove(buffer, content, len(content))
        return len(content)

    kinds: dict[str, Any] = dict(c.FPDF_SYSFONTINFO._fields_)
    information = c.FPDF_SYSFONTINFO(
        version=1,
        Release=kinds["Release"](lambda _: None),
        EnumFonts=kinds["EnumFonts"](lambda *_: None),
        MapFont=kinds["MapFont"](mapped),
        GetFont=kinds["GetFont"](lambda *_: None),
        GetFontData=kinds["GetFontData"](taken),
        GetFaceName=kinds["GetFaceName"](lambda *_: 0),
        GetFontCharset=kinds["GetFontCharset"](lambda *_: c.FXFONT_DEFAULT_CHARSET),
        DeleteFont=kinds["DeleteFont"](lambda *_: None),
    )
    c.FPDF_SetSystemFontInfo(information)
    return information


load_text = _bare(c.FPDFText_LoadPage, _POINTER, _POINTER)
close_text = _bare(c.FPDFText_ClosePage, None, _POINTER)
count_characters = _bare(c.FPDFText_CountChars, _INT, _POINTER)
code_at = _bare(c.FPDFText_GetUnicode, _UINT, _POINTER, _INT)
text_of = _bare(c.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
box_at = _bare(c.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
angle_at = _bare(c.FPDFText_GetCharAngle, _FLOAT, _POINTER, _INT)
origin_at = _bare(c.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
count_on_page = _bare(c.FPDFPage_CountObjects, _INT, _POINTER)
object_on_page = _bare(c.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
count_in_form = _bare(c.FPDFFormObj_CountObjects, _INT, _POINTER)
object_in_form = _bare(c.FPDFFormObj_GetObject, _POINTER, _POINTER, _INT)
kind_of = _bare(c.FPDFPageObj_GetType, _INT, _POINTER)
matrix_of = _bare(c.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
bounds_of = _bare(c.FPDFPageObj_GetBounds, _INT, *[_POINTER] * 5)
fill_colour = _bare(c.FPDFPageObj_GetFillColor, _INT, *[_POINTER] * 5)
stroke_colour = _bare(c.FPDFPageObj_GetStrokeColor, _INT, *[_POINTER] * 5)
draw_mode = _bare(c.FPDFPath_GetDrawMode, _INT, *[_POINTER] * 3)
count_segments = _bare(c.FPDFPath_CountSegments, _INT, _POINTER)
segment_at = _bare(c.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
point_of = _bare(c.FPDFPathSegment_GetPoint, _INT, *[_POINTER] * 3)
type_of = _bare(c.FPDFPathSegment_GetType, _INT, _POINTER)
closes = _bare(c.FPDFPathSegment_GetClose, _INT, _POINTER)


def table(kind: str, rows: int, columns: int) -> "tuple[array[Any], list[range]]":
    """An array for `rows` results of `columns` numbers each, and for each column the addresses to fill, row by row.

    `kind` is the number's code in `array`: "f" float, "d" double, "i" int, "I" unsigned.
    """
    filled: array[Any] = array(kind, [0]) * (rows * columns)
    start, size = filled.buffer_info()[0], filled.itemsize
    step = size * columns
    return filled, [range(start + size * k, start + size * k + step * rows, step) for k in range(columns)]
