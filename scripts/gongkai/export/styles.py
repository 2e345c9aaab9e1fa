"""The formats of the cells of a workbook."""

from __future__ import annotations

import io
import zipfile
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai.export.archive import Packed, pack

if TYPE_CHECKING:
    from collections.abc import Mapping


class Style(IntEnum):
    """The numbers of the formats in the table of styles."""

    TEXT = 1
    DEFUSED = 2
    WHOLE = 3
    DAY = 4
    AMOUNT = 5
    FINE_AMOUNT = 6
    NUMBER = 7
    TITLE = 8
    BOLD = 9
    WRAPPED = 10
    HEADING = 11
    LINK = 12
    NAME = 13
    CLAIM = 14


_FORMATS: Mapping[Style, Mapping[str, Any]] = {
    Style.TEXT: {"num_format": 49},
    Style.DEFUSED: {"num_format": 49, "quote_prefix": True},
    Style.WHOLE: {"num_format": "0"},
    Style.DAY: {"num_format": "yyyy-mm-dd"},
    Style.AMOUNT: {"num_format": "#,##0.00"},
    Style.FINE_AMOUNT: {"num_format": "#,##0.00####"},
    Style.NUMBER: {"num_format": "General"},
    Style.TITLE: {"bold": True, "font_size": 14},
    Style.BOLD: {"bold": True, "valign": "top", "text_wrap": True},
    Style.WRAPPED: {"text_wrap": True, "valign": "top", "num_format": 49},
    Style.HEADING: {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF2F0", "bottom": 1},
    Style.LINK: {"font_color": "#1F5C99", "underline": 1, "valign": "top"},
    Style.NAME: {
        "font_color": "#5A6662",
        "font_size": 9,
        "text_wrap": True,
        "valign": "top",
        "bottom": 1,
        "num_format": 49,
    },
    # Excel shows a claim as such however it is formatted, LibreOffice shows 1 and 0 where the format is General.
    Style.CLAIM: {"num_format": '"TRUE";"TRUE";"FALSE"'},
}
_PARTS = ("xl/styles.xml", "xl/theme/theme1.xml")


@cache
def style_parts() -> Mapping[str, Packed]:
    """The parts of a workbook that say how it looks, by their names: the same in all. XlsxWriter makes them."""
    import xlsxwriter  # noqa: PLC0415 - for the commands that write workbooks only

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for style, form in _FORMATS.items():
        # A format gets its number when it is first used, which our cells are without its knowledge.
        number = book.add_format(form)._get_xf_index()  # noqa: SLF001
        assert number == style, (style, number)
    book.close()
    with zipfile.ZipFile(file) as parts:
        return {name: pack(parts.read(name)) for name in _PARTS}
