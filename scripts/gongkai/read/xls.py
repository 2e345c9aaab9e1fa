"""XLS (Excel 97 to 2003, WPS) -> Document, through xlrd: the reader that tells number formats, merges and rules."""

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from gongkai.errors import ReadError
from gongkai.model import Document, Place, Source
from gongkai.read.archive import locked
from gongkai.read.numerals import BUILT_IN, decimal_of, shown, shown_text
from gongkai.read.sheet import Merge, Sheet, Stored, sheet_blocks
from gongkai.read.tabular import Block, tidy


class _Style(NamedTuple):
    code: str
    ruled: bool


def read_xls(data: bytes, source: Source) -> Document:
    """The tables and texts of all visible sheets, in order; places name the file alone. Raises ReadError."""
    book = _opened(data, source.file)
    styles = _styles(book)
    place = Place(source.file)
    blocks: list[Block] = []
    for sheet in book.sheets():
        if sheet.visibility == 0:
            blocks.extend(sheet_blocks(_sheet(sheet, styles, bool(book.datemode)), place))
    if not blocks:
        raise ReadError(source.file, zh="可见的工作表都是空的", en="the visible sheets of the workbook are empty")
    return Document(source, tuple(blocks))


def _opened(data: bytes, name: str) -> Any:
    import xlrd  # type: ignore[import-untyped]  # noqa: PLC0415 - only where a file is XLS

    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise locked(name) from error
        raise _damaged(name, error) from error
    except MemoryError:
        raise
    except Exception as error:
        # What a damaged file raises inside the parser is of every kind: struct, index, assertion, decoding.
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> ReadError:
    reason = str(error) or type(error).__name__
    return ReadError(name, zh=f"XLS 文件已损坏：{reason}", en=f"the XLS file is damaged: {reason}")


def _sheet(sheet: Any, styles: Sequence[_Style], since_1904: bool) -> Sheet:
    cells: list[Stored] = []
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            number = cell.xf_index if cell.xf_index is not None else -1
            style = styles[number] if 0 <= number < len(styles) else _Style("", ruled=False)
            text = tidy(_text(cell, style.code, since_1904=since_1904))
            if cell.value == 0 and not sheet.show_zero_values:
                text = ""
            if text or style.ruled:
                cells.append(Stored(row, column, text, style.ruled))
    return Sheet(
        sheet.name,
        cells,
        [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
    )


def _styles(book: Any) -> list[_Style]:
    """The number format of each style; those that are known by number alone are not written in the file."""
    written = {entry.format_key: entry.format_str for entry in book.format_list}
    styles = []
    for style in book.xf_list:
        code = written.get(style.format_key, BUILT_IN.get(style.format_key, ""))
        ruled = bool(style.border.left_line_style or style.border.right_line_style)
        styles.append(_Style("" if code.lower() == "general" else code, ruled))
    return styles


def _text(cell: Any, code: str, *, since_1904: bool) -> str:
    from xlrd import biffh  # noqa: PLC0415 - see _opened

    if cell.ctype == biffh.XL_CELL_TEXT:
        return shown_text(cell.value, code)
    if cell.ctype in (biffh.XL_CELL_NUMBER, biffh.XL_CELL_DATE):
        try:
            return shown(decimal_of(cell.value), code, since_1904=since_1904)
        except ValueError:
            return str(cell.value)
    if cell.ctype == biffh.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == biffh.XL_CELL_ERROR:
        return str(biffh.error_text_from_code.get(cell.value, "#N/A"))
    return ""
