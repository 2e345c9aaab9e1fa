"""PDFium's C interface, the only door to it: functions that take and give plain numbers.

Called by `map` with ranges of indices and addresses, they fill an array at half the cost of calls with objects.
"""

import ctypes
from array import array
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as c

Document = pypdfium2.PdfDocument
PdfiumError = pypdfium2.PdfiumError

PATH: int = c.FPDF_PAGEOBJ_PATH
IMAGE: int = c.FPDF_PAGEOBJ_IMAGE
FORM: int = c.FPDF_PAGEOBJ_FORM
MOVE_TO: int = c.FPDF_SEGMENT_MOVETO

_POINTER, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def address(handle: Any) -> int:
    """The address that a handle, or a function, of PDFium stands for."""
    found = ctypes.cast(handle, _POINTER).value
    assert found is not None
    return found


def _bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    # Without giving up the interpreter's lock: these calls are shorter than that takes.
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


load_text = _bare(c.FPDFText_LoadPage, _POINTER, _POINTER)
close_text = _bare(c.FPDFText_ClosePage, None, _POINTER)
count_characters = _bare(c.FPDFText_CountChars, _INT, _POINTER)
code_at = _bare(c.FPDFText_GetUnicode, _UINT, _POINTER, _INT)
text_of = _bare(c.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
box_at = _bare(c.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
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
