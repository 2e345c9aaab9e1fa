"""Workbooks (XLSX): a first sheet that explains, then a sheet for each table; the same rows give the same bytes.

XlsxWriter makes the table of styles and the theme, once. Its way to the sheets of one small disclosure is ten times as
long as ours, which writes no formulas, no merged cells and no shared strings (ECMA-376, parts 1 and 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.export.archive import Packed, pack, zipped
from gongkai.export.cells import escaped
from gongkai.export.files import File, put_pieces
from gongkai.export.sheets import FIRST, XML, Sheet, first_sheet, in_quotes, quoted
from gongkai.export.styles import style_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument"
_CREATED = "2000-01-01T00:00:00Z"  # a workbook must name a day, and ours tells its content only
_AUTHOR = "公开 Gongkai"


def write_workbook(
    root: Path, path: str, *, title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]
) -> File:
    """Writes the workbook at `path` below `root`.

    `about` are pairs of a name and a text for the first sheet, in both languages each.
    """
    return put_pieces(root, path, zipped(_members(title, about, sheets)))


def _members(title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> Iterator[tuple[str, Packed]]:
    parts = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 2)]
    yield "[Content_Types].xml", _part(_types(parts))
    yield "_rels/.rels", _part(_RELATIONS)
    yield "docProps/app.xml", _part(_APP)
    yield "docProps/core.xml", _part(_core(title))
    yield from style_parts().items()
    yield "xl/workbook.xml", _part(_workbook(sheets))
    yield "xl/_rels/workbook.xml.rels", _part(_relations(parts))
    yield f"xl/{parts[0]}", pack(first_sheet(title, about, sheets))
    for part, sheet in zip(parts[1:], sheets, strict=True):
        yield f"xl/{part}", sheet.body


def _part(xml: str) -> Packed:
    return pack((XML + xml).encode())


def _types(parts: Sequence[str]) -> str:
    kinds = {
        "docProps/app.xml": f"{_CONTENT}.extended-properties+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "xl/styles.xml": f"{_CONTENT}.spreadsheetml.styles+xml",
        "xl/theme/theme1.xml": f"{_CONTENT}.theme+xml",
        "xl/workbook.xml": f"{_CONTENT}.spreadsheetml.sheet.main+xml",
        **{f"xl/{part}": f"{_CONTENT}.spreadsheetml.worksheet+xml" for part in parts},
    }
    each = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def _related(targets: Sequence[tuple[str, str]]) -> str:
    """Relationships, numbered from 1, by kind and target."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


_RELATIONS = _related(
    [
        (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    ]
)
_APP = (
    f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>Microsoft Excel</Application>'
    "<DocSecurity>0</DocSecurity><AppVersion>12.0000</AppVersion></Properties>"
)


def _relations(parts: Sequence[str]) -> str:
    sheets = [(f"{_OFFICE}/relationships/worksheet", part) for part in parts]
    looks = [("theme", "theme/theme1.xml"), ("styles", "styles.xml")]
    return _related([*sheets, *((f"{_OFFICE}/relationships/{kind}", target) for kind, target in looks)])


def _core(title: str) -> str:
    days = "".join(
        f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:{what}>' for what in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{_AUTHOR}</dc:creator>"
        f"<cp:lastModifiedBy>{_AUTHOR}</cp:lastModifiedBy>{days}</cp:coreProperties>"
    )


def _workbook(sheets: Sequence[Sheet]) -> str:
    names = "".join(
        f'<sheet name="{in_quotes(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate((FIRST, *(sheet.name for sheet in sheets)), start=1)
    )
    defined = "".join(_defined(sheets))
    return (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{_OFFICE}/relationships"><workbookPr defaultThemeVersion="124226"/>'
        f'<bookViews><workbookView xWindow="240" yWindow="15" windowWidth="16095" windowHeight="9660"/></bookViews>'
        f"<sheets>{names}</sheets>{f'<definedNames>{defined}</definedNames>' if defined else ''}</workbook>"
    )


def _defined(sheets: Sequence[Sheet]) -> Iterator[str]:
    """The names that office programs want: what is filtered, and the rows that each printed page begins with."""
    for kind, hidden in (("_FilterDatabase", ' hidden="1"'), ("Print_Titles", "")):
        for number, sheet in enumerate(sheets, start=1):
            area = "$1:$2" if kind == "Print_Titles" else sheet.area
            yield (
                f'<definedName name="_xlnm.{kind}" localSheetId="{number}"{hidden}>'
                f"{quoted(sheet.name)}!{area}</definedName>"
            )
