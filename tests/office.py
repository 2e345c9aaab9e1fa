"""The same tables in every format: as office programs, web sites and exports write them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import NamedTuple

import openpyxl
import xlwt
from openpyxl.styles import Border, Side

from gongkai.money import is_amount
from paper import COVERED_ABOVE, COVERED_LEFT, Paper, Rows


@dataclass(frozen=True)
class Printed:
    """A table as printed: its title, its unit, its rows as `Paper.grid` takes them, a note below."""

    title: str
    unit: str
    rows: Rows
    widths: Sequence[float] = field(default=())
    note: str = ""


class Span(NamedTuple):
    row: int
    column: int
    down: int
    across: int
    text: str


def spans(rows: Rows) -> Iterator[Span]:
    """The cells of a table, from 0, with what each covers."""
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            if text is COVERED_LEFT or text == COVERED_ABOVE:
                continue
            across = down = 1
            while k + across < len(row) and row[k + across] is COVERED_LEFT:
                across += 1
            while r + down < len(rows) and rows[r + down][k] == COVERED_ABOVE:
                down += 1
            yield Span(r, k, down, across, text)


def pdf(head: str, tables: Sequence[Printed]) -> bytes:
    paper = Paper().text(180, 60, head, 16)
    for table in tables:
        columns = len(table.rows[0])
        paper.page().text(240, 60, table.title, 14).right(540, 90, f"单位：{table.unit}")
        paper.grid(40, 110, table.widths or [510 / columns] * columns, table.rows)
        if table.note:
            paper.text(40, 120 + 20 * len(table.rows), table.note)
    return paper.bytes()


def number_format(text: str) -> str:
    """The number format of a spreadsheet that prints a number like this."""
    places = len(text.partition(".")[2])
    return "#,##0" + ("." + "0" * places if places else "")


def stored(text: str) -> float | int | str:
    """What a spreadsheet holds for a printed text: a number for what is one, codes among them."""
    if not is_amount(text) or text.startswith("0"):
        return text
    number = Decimal(text.replace(",", ""))
    return float(number) if "." in text else int(number)


def xlsx(head: str, tables: Sequence[Printed], *, ruled: bool = True, one_sheet: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["B3"] = head
    thin = Side(style="thin")
    sheet, top = None, 1
    for number, table in enumerate(tables, start=1):
        if sheet is None or not one_sheet:
            sheet, top = book.create_sheet(f"Sheet{number}"), 1
        columns = len(table.rows[0])
        sheet.cell(top, 1, table.title)
        sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=columns)
        sheet.cell(top + 1, columns, f"单位：{table.unit}")
        for span in spans(table.rows):
            row, column = top + 2 + span.row, 1 + span.column
            if ruled:
                for r in range(row, row + span.down):
                    for k in range(column, column + span.across):
                        sheet.cell(r, k).border = Border(thin, thin, thin, thin)
            cell = sheet.cell(row, column)
            if span.text:
                cell.value = stored(span.text)
                if "." in span.text or "," in span.text:
                    cell.number_format = number_format(span.text)
            if (span.down, span.across) != (1, 1):
                sheet.merge_cells(
                    start_row=row, start_column=column, end_row=row + span.down - 1, end_column=column + span.across - 1
                )
        top += 2 + len(table.rows)
        if table.note:
            sheet.cell(top, 1, table.note)
            top += 1
        top += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(head: str, tables: Sequence[Printed]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("封面").write(2, 1, head)
    lines = "borders: left thin, right thin, top thin, bottom thin"
    styles: dict[str, xlwt.XFStyle] = {}
    for number, table in enumerate(tables, start=1):
        sheet = book.add_sheet(f"Sheet{number}")
        columns = len(table.rows[0])
        sheet.write_merge(0, 0, 0, columns - 1, table.title)
        sheet.write(1, columns - 1, f"单位：{table.unit}")
        for span in spans(table.rows):
            format_ = number_format(span.text) if "." in span.text or "," in span.text else "General"
            style = styles.setdefault(format_, xlwt.easyxf(lines, num_format_str=format_))
            value = stored(span.text)
            row, column = 2 + span.row, span.column
            if (span.down, span.across) == (1, 1):
                sheet.write(row, column, value, style)
            else:
                sheet.write_merge(row, row + span.down - 1, column, column + span.across - 1, value, style)
        if table.note:
            sheet.write(2 + len(table.rows), 0, table.note)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these parts, the same bytes at any time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>'
    '<style:style style:name="ruled" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.06pt solid #000000"/></style:style>'
    '<style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def ods_file(sheets: str) -> bytes:
    """An ODS around the XML of its sheets."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": _ODS.format(sheets)})


def ods(head: str, tables: Sequence[Printed]) -> bytes:
    def cell(text: str, style: str = "", attributes: str = "") -> str:
        shown = f"<text:p>{escape(text)}</text:p>" if text else ""
        value = stored(text)
        typed = f' office:value-type="float" office:value="{value}"' if not isinstance(value, str) else ""
        return f"<table:table-cell{style}{typed}{attributes}>{shown}</table:table-cell>"

    out = f'<table:table table:name="封面"><table:table-row>{cell(head)}</table:table-row></table:table>'
    for number, table in enumerate(tables, start=1):
        columns = len(table.rows[0])
        over = f' table:number-columns-spanned="{columns}"'
        covered = f'<table:covered-table-cell table:number-columns-repeated="{columns - 1}"/>'
        rows = [cell(table.title, "", over) + covered]
        rows.append(f'<table:table-cell table:number-columns-repeated="{columns - 1}"/>' + cell(f"单位：{table.unit}"))
        grid = [["<table:covered-table-cell/>"] * columns for _ in table.rows]
        for span in spans(table.rows):
            attributes = f' table:number-columns-spanned="{span.across}" table:number-rows-spanned="{span.down}"'
            grid[span.row][span.column] = cell(span.text, ' table:style-name="ruled"', attributes)
        rows += ["".join(row) for row in grid]
        if table.note:
            rows.append(cell(table.note))
        body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        out += f'<table:table table:name="Sheet{number}">{body}{tail}</table:table>'
    return ods_file(out)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPEN = "http://schemas.openxmlformats.org"
_WORD_TYPES = (
    f'<Types xmlns="{_OPEN}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_WORD_START = (
    f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="a" Target="word/document.xml" '
    f'Type="{_OPEN}/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def docx_file(body: str, **parts: str) -> bytes:
    """A DOCX around the XML of its body; further parts of word/ by name."""
    more = {f"word/{name}.xml": f"<w:{name} {_W}>{content}</w:{name}>" for name, content in parts.items()}
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    start = {"[Content_Types].xml": _WORD_TYPES, "_rels/.rels": _WORD_START}
    return packed({**start, "word/document.xml": document, **more})


def word_text(text: str, properties: str = "") -> str:
    """A paragraph of a DOCX."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_table(rows: Rows) -> str:
    """A table of a DOCX."""
    anchors = {(s.row, s.column): s for s in spans(rows)}
    owners = {(r, s.column): s for s in anchors.values() for r in range(s.row, s.row + s.down)}
    out = ""
    for r in range(len(rows)):
        out += "<w:tr>"
        for (row, _), span in sorted(owners.items()):
            if row != r:
                continue
            merge = "" if span.down == 1 else f'<w:vMerge w:val="{"restart" if r == span.row else "continue"}"/>'
            text = span.text if r == span.row else ""
            across = f'<w:gridSpan w:val="{span.across}"/>' if span.across > 1 else ""
            width = f'<w:tcW w:w="{1200 * span.across}" w:type="dxa"/>'
            out += f"<w:tc><w:tcPr>{width}{across}{merge}</w:tcPr>{word_text(text)}</w:tc>"
        out += "</w:tr>"
    columns = '<w:gridCol w:w="1200"/>' * len(rows[0])
    return f'<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{out}</w:tbl>'


def docx(head: str, tables: Sequence[Printed]) -> bytes:
    body = word_text(head, '<w:jc w:val="center"/>')
    for table in tables:
        body += word_text(table.title, '<w:jc w:val="center"/>') + word_text(f"单位：{table.unit}")
        body += word_table(table.rows) + word_text(table.note)
    return docx_file(body)


def html_table(rows: Rows) -> str:
    """A table of a web page, with attributes where cells span."""
    out = ""
    for r in range(len(rows)):
        out += "<tr>"
        for span in spans(rows):
            if span.row == r:
                down = f' rowspan="{span.down}"' if span.down > 1 else ""
                across = f" colspan={span.across}" if span.across > 1 else ""
                out += f"<td{down}{across}>{escape(span.text) or '&nbsp;'}</td>"
        out += "</tr>\n"
    return f"<table border=1><tbody>{out}</tbody></table>"


def html(head: str, tables: Sequence[Printed], encoding: str = "utf-8") -> bytes:
    body = f"<h1>{escape(head)}</h1>"
    for table in tables:
        body += f"<p align=center>{table.title}</p><p>单位：{table.unit}</p>{html_table(table.rows)}<p>{table.note}</p>"
    page = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>公开</title></head><body>{body}</body></html>'
    return page.encode(encoding)


def _flat(rows: Rows) -> list[list[str]]:
    return [["" if text in (COVERED_LEFT, COVERED_ABOVE) else text for text in row] for row in rows]


def text(head: str, tables: Sequence[Printed]) -> bytes:
    out = f"{head}\n\n"
    for table in tables:
        rows = "\n".join("\t".join(row) for row in _flat(table.rows))
        out += f"{table.title}\n\n单位：{table.unit}\n\n{rows}\n\n{table.note}\n\n"
    return out.encode()


def markdown(head: str, tables: Sequence[Printed]) -> bytes:
    out = f"# {head}\n\n"
    for table in tables:
        first, *rest = [f"| {' | '.join(row)} |" for row in _flat(table.rows)]
        rule = "|" + " --- |" * len(table.rows[0])
        out += f"## {table.title}\n\n单位：{table.unit}\n\n" + "\n".join([first, rule, *rest]) + f"\n\n{table.note}\n\n"
    return out.encode()
