"""Every format: the same table gives the same lines, whatever it is written in; and each format's own traps."""

import io
import shutil
import struct
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt

import office
from gongkai.errors import ReadError
from gongkai.model import Grid, Paragraph
from gongkai.normalise import normalise
from gongkai.read import read_document
from gongkai.read.archive import Archive
from gongkai.read.numerals import decimal_of, shown, shown_text
from gongkai.recognise import identity_of, recognised_tables
from gongkai.sandbox import Limits, isolated
from office import Printed
from paper import grids, printed, prose

HEAD = "重庆市示例局2026年部门预算"
TABLES = [
    Printed(
        "部门收支总表",
        "万元",
        [
            ["收入", None, "支出", None],
            ["项目", "预算数", "项目", "预算数"],
            ["一、一般公共预算拨款收入", "1,160.25", "一、一般公共服务支出", "1,160.25"],
            ["二、政府性基金预算拨款收入", "", "二、教育支出", "2.50"],
            ["三、其他收入", "2.50", "", ""],
            ["本年收入合计", "1,162.75", "本年支出合计", "1,162.75"],
        ],
    ),
    Printed(
        "部门支出总表",
        "万元",
        [
            ["功能分类科目", None, "2026年预算数", None, None],
            ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
            ["合计", None, "1,162.75", "102.55", "1,060.20"],
            ["201", "一般公共服务支出", "1,160.25", "100.05", "1,060.20"],
            ["20103", "政府办公厅（室）及相关机构事务", "1,160.25", "100.05", "1,060.20"],
            ["2010301", "行政运行", "100.05", "100.05", ""],
            ["2010302", "一般行政管理事务", "1,060.20", "", "1,060.20"],
            ["205", "教育支出", "2.50", "2.50", ""],
            ["20508", "进修及培训", "2.50", "2.50", ""],
            ["2050803", "培训支出", "2.50", "2.50", ""],
        ],
        [70, 180, 80, 80, 80],
        "注：本表按功能分类科目编列。",
    ),
    Printed(
        "一般公共预算支出表",
        "万元",
        [
            ["科目编码", None, None, "科目名称", "合计", "基本支出", "项目支出"],
            ["类", "款", "项", "^", "^", "^", "^"],
            ["", "", "", "合计", "1,160.25", "100.05", "1,060.20"],
            ["201", "", "", "一般公共服务支出", "1,160.25", "100.05", "1,060.20"],
            ["201", "03", "", "政府办公厅（室）及相关机构事务", "1,160.25", "100.05", "1,060.20"],
            ["201", "03", "01", "行政运行", "100.05", "100.05", ""],
            ["201", "03", "02", "一般行政管理事务", "1,060.20", "", "1,060.20"],
        ],
        [40, 30, 30, 180, 80, 80, 80],
    ),
    Printed(
        "一般公共预算“三公”经费支出表",
        "万元",
        [
            ["合计", "因公出国（境）费", "公务用车购置及运行费", None, None, "公务接待费"],
            ["^", "^", "小计", "公务用车购置费", "公务用车运行费", "^"],
            ["13.00", "", "8.00", "", "8.00", "5.00"],
        ],
    ),
]
WRITERS = {
    "PDF": office.pdf,
    "XLSX": office.xlsx,
    "XLSX without rules": lambda head, tables: office.xlsx(head, tables, ruled=False),
    "XLSX on one sheet": lambda head, tables: office.xlsx(head, tables, one_sheet=True),
    "XLSX on one sheet without rules": lambda head, tables: office.xlsx(head, tables, ruled=False, one_sheet=True),
    "XLS": office.xls,
    "ODS": office.ods,
    "DOCX": office.docx,
    "HTML": office.html,
    "HTML in GB 2312": lambda head, tables: office.html(head, tables, "gb2312"),
    "text export": office.text,
    "Markdown": office.markdown,
}


def meant(data):
    """What a file says in the end: who published it, its tables by kind and title, and its lines without positions."""
    document = read_document(data, "file.bin")
    identity = identity_of(document)
    tables = recognised_tables(document)
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    found = normalise(tables, paragraphs, identity.fiscal_year, identity.phase)
    kinds = {table.table_no: table.kind for table in tables}
    lines = [
        (
            *(kinds[line.table_no], line.side, line.scheme, line.code, line.code_year, line.label, line.measure),
            *(line.fund, line.period, line.amount_yuan, line.step_yuan, line.printed, line.unit, line.heading),
            *(line.is_total, line.is_of_which, line.level, line.project_code),
        )
        for line in found.lines
    ]
    return identity, [(table.kind, table.title, table.unit) for table in tables], lines


@pytest.fixture(scope="module")
def as_pdf():
    return meant(office.pdf(HEAD, TABLES))


@pytest.mark.parametrize("format_", WRITERS)
def test_the_same_tables_give_the_same_lines_in_every_format(format_, as_pdf):
    assert meant(WRITERS[format_](HEAD, TABLES)) == as_pdf


def test_the_lines_that_all_formats_give_are_those_that_were_written(as_pdf):
    identity, tables, lines = as_pdf
    assert (identity.issuer, identity.fiscal_year, identity.phase) == ("重庆市示例局", 2026, "budget")
    assert [kind for kind, _, _ in tables] == [
        "department_summary",
        "department_expenditure",
        "general_public_expenditure",
        "three_public",
    ]
    amounts = [text for table in TABLES for row in table.rows for text in row if text and "." in text]
    assert sorted(line[11] for line in lines) == sorted(amounts)
    assert {line[3] for line in lines} >= {"201", "20103", "2010301", "2010302", "205", "20508", "2050803"}


@pytest.mark.parametrize("format_", WRITERS)
def test_text_around_the_tables_is_read_in_its_place(format_):
    found = prose(read_document(WRITERS[format_](HEAD, TABLES), "file.bin"))
    assert [text for text in found if text in (HEAD, "注：本表按功能分类科目编列。")] == [
        HEAD,
        "注：本表按功能分类科目编列。",
    ]
    for table in TABLES:
        assert table.title in found


@pytest.mark.parametrize("format_", WRITERS)
def test_every_position_of_a_grid_is_covered_once_and_the_same_bytes_give_the_same_document(format_):
    data = WRITERS[format_](HEAD, TABLES)
    document = read_document(data, "file.bin")
    for grid in grids(document):
        covered = [
            (r, k)
            for cell in grid.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for k in range(cell.column, cell.column + cell.column_span)
        ]
        assert sorted(covered) == [(r, k) for r in range(1, grid.rows + 1) for k in range(1, grid.columns + 1)]
    assert read_document(data, "file.bin") == document
    if format_ != "PDF":
        assert {b.place.page for b in document.blocks} == {None}


@pytest.mark.parametrize("name", ["预算.pdf", "../../etc/passwd.xls", "budget", "a.html"])
@pytest.mark.parametrize("format_", ["XLSX", "XLS", "ODS", "DOCX", "HTML"])
def test_the_content_decides_what_a_file_is_and_not_its_name(format_, name):
    document = read_document(WRITERS[format_](HEAD, TABLES), name)
    assert len(grids(document)) == 4
    assert document.source.file == name


# Numbers as they are printed.


@pytest.mark.parametrize(
    ("value", "code", "printed_"),
    [
        ("22790.2", "#,##0.00", "22,790.20"),
        ("22790.200000000001", "#,##0.00", "22,790.20"),
        ("22790.200000000001", "", "22790.2"),
        ("0.30000000000000004", "General", "0.3"),
        ("201", "", "201"),
        ("2010301", "0", "2010301"),
        ("3", "000", "003"),
        ("2.675", "0.00", "2.68"),
        ("1.005", "0.00", "1.01"),
        ("-12.5", "#,##0.00_);(#,##0.00)", "(12.50)"),
        ("-12.5", "#,##0.00", "-12.50"),
        ("-1234.5", "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        ("1234567", "#,##0", "1,234,567"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("1234.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50"),
        ("0", "#,##0.00;-#,##0.00;;@", ""),
        ("0", "#,##0.00", "0.00"),
        ("0.5", "#.00", ".50"),
        ("12345678", "0.00,", "12345.68"),
        ("12345678", "#,##0.00,", "12,345.68"),
        ("12345678", "0!.0000", "1234.5678"),
        ("0.1234", "0.00%", "12.34%"),
        ("0.5", "0%", "50%"),
        ("1234.5", '"¥"#,##0.00', "¥1,234.50"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("1234.5", '#,##0.00"元"', "1,234.50元"),
        ("1.5", "0.0#", "1.5"),
        ("1.25", "0.0#", "1.25"),
        ("150", "[>=100]0.0;0.00", "150.0"),
        ("1.5", "[>=100]0.0;0.00", "1.50"),
        ("46023", "yyyy/m/d", "2026/1/1"),
        ("46023", 'yyyy"年"m"月"d"日"', "2026年1月1日"),
        ("46023.75", "yyyy-mm-dd hh:mm", "2026-01-01 18:00"),
        ("46023", "[$-804]yyyy年m月", "2026年1月"),
        ("123456789012345", "", "123456789012345"),
        ("1E-7", "", "0.0000001"),
        ("1E+300", "#,##0.00", f"1{',000' * 100}.00"),
        ("12", "@", "12"),
    ],
)
def test_a_number_is_printed_as_its_format_says(value, code, printed_):
    assert shown(decimal_of(value), code) == printed_


def test_a_format_may_hide_text():
    assert shown_text("某局", ";;;") == ""
    assert shown_text("某局", "0.00;-0.00;0;@") == "某局"
    assert shown_text("某局", "#,##0.00") == "某局"


@pytest.mark.parametrize(
    "hostile", ["0" * 10_000, '"' * 300, "[" * 300, "#," * 200, "0." * 100, ";" * 200, "\\", "%" * 250, "y" * 255]
)
def test_no_format_code_stops_the_reading(hostile):
    assert isinstance(shown(Decimal("1234.5"), hostile), str)


def _book(fill):
    book = openpyxl.Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(sheet, rows):
    for row in rows:
        sheet.append(row)


CODED = [["科目编码", "科目名称", "金额"], [201, "一般公共服务支出", 2.5], ["0305", "其他", 1]]


def test_codes_that_are_numbers_keep_their_digits_and_codes_that_are_text_their_zeros():
    (grid,) = grids(read_document(_book(lambda s: _rows(s, CODED)), "a.xlsx"))
    assert printed(grid) == [
        ["科目编码", "科目名称", "金额"],
        ["201", "一般公共服务支出", "2.5"],
        ["0305", "其他", "1"],
    ]


def test_what_is_hidden_in_a_workbook_is_left_out():
    book = openpyxl.Workbook()
    _rows(book.active, [[*row, "草稿"] for row in [*CODED, [999, "隐藏", 9]]])
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["D"].hidden = True
    _rows(book.create_sheet("草稿"), CODED)
    book["草稿"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    document = read_document(out.getvalue(), "a.xlsx")
    assert [printed(grid) for grid in grids(document)] == [
        [["科目编码", "科目名称", "金额"], ["201", "一般公共服务支出", "2.5"], ["0305", "其他", "1"]]
    ]
    assert prose(document) == []


def test_zeros_that_a_sheet_does_not_show_are_blank_and_not_zero():
    def fill(sheet):
        _rows(sheet, [["项目", "金额"], ["甲", 0], ["乙", 1.5]])
        sheet.sheet_view.showZeros = False

    (grid,) = grids(read_document(_book(fill), "a.xlsx"))
    assert printed(grid) == [["项目", "金额"], ["甲", ""], ["乙", "1.5"]]


def test_a_formula_that_was_never_calculated_is_shown_and_not_taken_for_zero():
    (grid,) = grids(
        read_document(_book(lambda s: _rows(s, [["项目", "金额"], ["甲", 1.5], ["合计", "=SUM(B2:B2)"]])), "a.xlsx")
    )
    assert printed(grid)[2] == ["合计", "=SUM(B2:B2)"]


def test_a_calculated_formula_is_its_value():
    rows = (
        '<row r="1"><c r="A1" t="str"><f>B1</f><v>合计</v></c><c r="B1"><f>1+1</f><v>2.5000000000000004</v></c></row>'
    )
    below = rows.replace('r="1"', 'r="2"').replace("A1", "A2").replace('r="B1"', 'r="B2"')
    document = read_document(_xlsx(f"<sheetData>{rows}{below}</sheetData>"), "a.xlsx")
    assert printed(grids(document)[0]) == [["合计", "2.5"], ["合计", "2.5"]]


def test_tables_below_each_other_on_a_sheet_are_tables_of_their_own():
    rows = [["采购项目", "预算数"], ["货物", 1.5], [None], [None], ["项目", "数量", "金额"], ["车辆", 1, 2.5]]
    assert [printed(g) for g in grids(read_document(_book(lambda s: _rows(s, rows)), "a.xlsx"))] == [
        [["采购项目", "预算数"], ["货物", "1.5"]],
        [["项目", "数量", "金额"], ["车辆", "1", "2.5"]],
    ]


def test_a_blank_row_that_is_ruled_is_a_row_of_the_table():
    table = Printed("收支总表", "元", [["项目", "金额"], ["甲", "1.50"], ["", ""], ["乙", "2.50"]])
    (grid,) = grids(read_document(office.xlsx("", [table]), "a.xlsx"))
    assert printed(grid) == [list(row) for row in table.rows]


def test_blank_rows_and_columns_around_a_table_are_cut_off():
    def fill(sheet):
        for r, row in enumerate(CODED):
            for k, value in enumerate(row):
                sheet.cell(5 + r, 4 + k, value)
        sheet.cell(40, 20).border = openpyxl.styles.Border(left=openpyxl.styles.Side(style="thin"))

    (grid,) = grids(read_document(_book(fill), "a.xlsx"))
    assert (grid.rows, grid.columns) == (3, 3)


def test_a_sheet_is_named_before_its_table_unless_it_was_never_named():
    def fill(sheet):
        sheet.title = "表2 部门支出总表"
        _rows(sheet, CODED)

    document = read_document(_book(fill), "a.xlsx")
    assert [b.text if isinstance(b, Paragraph) else "grid" for b in document.blocks] == ["表2部门支出总表", "grid"]
    assert [
        b for b in read_document(_book(lambda s: _rows(s, CODED)), "a.xlsx").blocks if isinstance(b, Paragraph)
    ] == []


def test_ruled_blank_rows_apart_from_every_table_are_nothing():
    def fill(sheet):
        _rows(sheet, [*CODED, [], [], [], [], *CODED])
        sheet["B6"].border = openpyxl.styles.Border(left=openpyxl.styles.Side(style="thin"))

    assert [grid.rows for grid in grids(read_document(_book(fill), "a.xlsx"))] == [3, 3]


def test_an_unruled_row_of_figures_below_the_rules_stays_in_the_table():
    def fill(sheet):
        _rows(sheet, [*CODED, ["合计", None, 3.5]])
        thin = openpyxl.styles.Side(style="thin")
        for row in sheet["A1:C3"]:
            for cell in row:
                cell.border = openpyxl.styles.Border(thin, thin, thin, thin)

    (grid,) = grids(read_document(_book(fill), "a.xlsx"))
    assert printed(grid)[-1] == ["合计", "", "3.5"]


def test_an_xls_keeps_number_formats_hidden_sheets_and_zeros_as_excel_shows_them():
    book = xlwt.Workbook()
    money = xlwt.easyxf(num_format_str="#,##0.00")
    sheet = book.add_sheet("支出总表")
    for r, row in enumerate([["科目编码", "金额"], [201, 22790.2], ["0305", 0]]):
        for k, value in enumerate(row):
            sheet.write(r, k, value, *([money] if k and r else []))
    sheet.show_zero_values = 0
    hidden = book.add_sheet("草稿")
    hidden.write(0, 0, "不公开")
    hidden.visibility = 1
    out = io.BytesIO()
    book.save(out)
    document = read_document(out.getvalue(), "a.xls")
    assert [printed(g) for g in grids(document)] == [[["科目编码", "金额"], ["201", "22,790.20"], ["0305", ""]]]
    assert prose(document) == ["支出总表"]


def test_an_ods_leaves_out_notes_pinned_to_cells_and_hidden_sheets():
    def cell(text, more=""):
        return f"<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>{text}</text:p>{more}</table:table-cell>"

    row = f"<table:table-row>{cell('甲')}{cell('1,234.50')}</table:table-row>"
    shown_ = f'<table:table table:name="表">{row}{row}</table:table>'
    hidden = f'<table:table table:name="草稿" table:style-name="unseen">{row}</table:table>'
    document = read_document(office.ods_file(shown_ + hidden), "a.ods")
    assert [printed(g) for g in grids(document)] == [[["甲", "1,234.50"], ["甲", "1,234.50"]]]


# Web pages.


def _page(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def _table_html(rows):
    return office.html_table(rows)


SMALL = [["项目", "金额"], ["甲", "1.50"]]


def test_what_a_browser_does_not_show_is_no_text():
    body = (
        "<script>document.write('脚本')</script><style>p{}</style><p style='display: none'>隐藏</p><p hidden>隐藏</p>"
        "<noscript>无脚本</noscript><!-- 注释 --><select><option>选项</option></select><p>正文。</p>"
    )
    assert prose(read_document(_page(body, "<title>标题</title>"), "a.html")) == ["正文。"]


def test_breaks_and_blanks_of_every_width_are_as_on_paper():
    rows = "<tr><td>项<br>目</td><td>金&nbsp;　额</td></tr><tr><td>　　行政<br/>运行</td><td>&nbsp;1,234.50&nbsp;</td></tr>"
    body = f"<p>第一段。<br>　　第二段，含\n换行。</p><table>{rows}</table><p>open\n data</p>"
    document = read_document(_page(body), "a.html")
    assert printed(grids(document)[0]) == [["项目", "金额"], ["行政运行", "1,234.50"]]
    assert prose(document) == ["第一段。", "第二段，含换行。", "open data"]


def test_tables_that_only_lay_out_a_page_are_none_and_what_they_hold_comes_in_order():
    inner = _table_html(SMALL)
    body = f"<table><tr><td>栏目</td><td><p>标题</p>{inner}<p>尾注</p></td></tr></table><table><tr><td>一格</td></tr></table>"
    document = read_document(_page(body), "a.html")
    assert ["grid" if isinstance(b, Grid) else b.text for b in document.blocks] == [
        "栏目",
        "标题",
        "grid",
        "尾注",
        "一格",
    ]
    assert printed(grids(document)[0]) == SMALL


def test_a_table_inside_a_cell_of_figures_is_a_table_beside_it():
    body = f"<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲{_table_html(SMALL)}</td><td>2.50</td></tr></table>"
    assert [printed(g) for g in grids(read_document(_page(body), "a.html"))] == [
        [["项目", "金额"], ["甲", "2.50"]],
        SMALL,
    ]


def test_cells_that_nobody_closed_and_rows_out_of_order_are_read_as_browsers_show_them():
    body = "<table><tfoot><tr><td>合计<td>1.50</tfoot><thead><tr><th>项目<th>金额</thead><tr><td>甲<td>1.50</table>"
    assert printed(grids(read_document(_page(body), "a.html"))[0]) == [
        ["项目", "金额"],
        ["甲", "1.50"],
        ["合计", "1.50"],
    ]


def test_spans_beyond_the_table_cost_nothing():
    body = (
        "<table><tr><td colspan=999999999 rowspan=1>标题</td></tr><tr><td rowspan=99999999>甲</td><td>1.50</td></tr>"
        "<tr><td colspan='-3'>2.50</td><td colspan=x>3.50</td></tr><tr><td rowspan=0>4.50</td></tr></table>"
    )
    (grid,) = grids(read_document(_page(body), "a.html"))
    assert (grid.rows, grid.columns) == (4, 3)
    assert [c.text for c in grid.cells if c.text] == ["标题", "甲", "1.50", "2.50", "3.50", "4.50"]


def test_many_wide_spans_are_refused():
    body = "<table>" + "<tr>" + "<td rowspan=9 colspan=1000>1.00</td>" * 2100 + "</tr></table>"
    with pytest.raises(ReadError, match="claims"):
        read_document(_page(body), "a.html")


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=gb2312><p>镕基</p>".encode("gb18030"),
        "<meta http-equiv=Content-Type content='text/html; charset=gbk'><p>镕基</p>".encode("gbk"),
        "<p>镕基</p>".encode("gb18030"),
        "<p>镕基</p>".encode("utf-8-sig"),
        "<meta charset=utf-8><p>镕基</p>".encode("gb18030"),
        "<p>镕基</p>".encode("utf-16"),
        b"<meta charset=no-such-charset><p>" + "镕基</p>".encode(),
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>镕基</p></body></html>'.encode(),
    ],
)
def test_a_page_is_read_in_the_encoding_that_fits(data):
    assert prose(read_document(data, "a.htm")) == ["镕基"]


def test_a_web_archive_is_read_as_its_page():
    head = b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    part = b"Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n"
    data = head + part + office.html(HEAD, TABLES, "gb2312") + b"\n--x--\n"
    assert len(grids(read_document(data, "a.mht"))) == 4


def test_a_page_nested_beyond_reason_is_refused_or_read_and_never_a_crash():
    for tag in ("div", "b", "table><tr><td"):
        data = _page(f"<{tag}>" * 20_000 + "文字")
        try:
            read_document(data, "a.html")
        except ReadError as error:
            assert "nest" in str(error) or "damaged" in str(error) or "no text" in str(error)  # noqa: PT017 - either is right


# Word documents.


def test_deleted_text_is_left_out_and_inserted_text_is_kept():
    body = (
        "<w:p><w:r><w:t>预算</w:t></w:r><w:del><w:r><w:delText>一亿元</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>一千元</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1.50</w:t></w:r></w:p></w:tc></w:tr>"
    table = row.format("") * 2 + row.format("<w:trPr><w:del/></w:trPr>")
    document = read_document(office.docx_file(body + f"<w:tbl>{table}</w:tbl>"), "a.docx")
    assert prose(document) == ["预算一千元"]
    assert printed(grids(document)[0]) == [["甲", "1.50"], ["甲", "1.50"]]


def test_word_tables_nest_and_text_boxes_and_footnotes_follow_their_paragraph():
    inner = office.word_table(SMALL)
    outer = f"<w:tbl><w:tr><w:tc>{office.word_text('框')}{inner}<w:p/></w:tc></w:tr></w:tbl>"
    box = "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    note = f"<w:footnote w:id='2'>{office.word_text('脚注。')}</w:footnote>"
    data = office.docx_file(box.format(office.word_text("文本框")) + outer, footnotes=note)
    blocks = read_document(data, "a.docx").blocks
    assert [b.text if isinstance(b, Paragraph) else printed(b) for b in blocks] == [
        "正文",
        "文本框",
        "脚注。",
        "框",
        SMALL,
    ]


def test_numbers_that_word_prints_before_paragraphs_are_part_of_them():
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>'
    )
    lists = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'

    def item(text, level):
        return office.word_text(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')

    body = item("收入", 0) + item("拨款", 1) + item("其他", 1) + item("支出", 0) + item("基本", 1)
    found = prose(read_document(office.docx_file(body, numbering=lists), "a.docx"))
    assert found == ["一、收入", "1.1 拨款", "1.2 其他", "二、支出", "2.1 基本"]


def test_a_centred_line_of_word_is_told_from_prose():
    styles = '<w:style w:styleId="T"><w:pPr><w:jc w:val="center"/></w:pPr></w:style><w:style w:styleId="U"><w:basedOn w:val="T"/></w:style>'
    body = office.word_text("标题", '<w:pStyle w:val="U"/>') + office.word_text("正文", '<w:ind w:firstLine="420"/>')
    blocks = read_document(office.docx_file(body, styles=styles), "a.docx").blocks
    assert [(b.text, b.centred, b.indent) for b in blocks if isinstance(b, Paragraph)] == [
        ("标题", True, 0.0),
        ("正文", False, 21.0),
    ]


# Files that are broken, locked or hostile.

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _xlsx(sheet, prefix="", **more):
    parts = {
        "[Content_Types].xml": "<Types>spreadsheetml.sheet.main+xml</Types>",
        "xl/workbook.xml": f'<workbook {_S} {_R}><sheets><sheet name="Sheet1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="a" Type="{_RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"{prefix}<worksheet {_S}>{sheet}</worksheet>",
    }
    return office.packed({**parts, **more})


def _cell(reference, value):
    return f'<c r="{reference}"><v>{value}</v></c>'


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing():
    rows = f'<row r="1">{_cell("A1", 1)}</row><row r="1048576">{_cell("XFD1048576", 2)}</row>'
    data = _xlsx(
        f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert len(data) < 2000
    for block in read_document(data, "a.xlsx").blocks:
        assert isinstance(block, Paragraph) or block.rows * block.columns < 10


def test_a_table_that_claims_more_cells_than_any_is_refused():
    rows = "".join(f'<row r="{r}">{_cell(f"A{r}", 1)}{_cell(f"{_letters(r)}{r}", 1)}</row>' for r in range(1, 3001))
    with pytest.raises(ReadError, match="claims 3000 rows and 3000 columns"):
        read_document(_xlsx(f"<sheetData>{rows}</sheetData>"), "a.xlsx")


def _letters(number):
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "word/document.xml", "media/image1.png"])
def test_a_zip_bomb_is_not_opened(part):
    data = _xlsx("<sheetData/>", **{part: b"<" + b" " * 40_000_000})
    assert len(data) < 60_000
    with pytest.raises(ReadError, match=r"unpacks to .* MB from .* kB, not opened"):
        read_document(data, "a.xlsx")


def test_a_zip_that_lies_about_its_sizes_gives_no_more_than_it_declares():
    data = bytearray(_xlsx("<sheetData/>", **{"xl/sharedStrings.xml": b" " * 30_000_000}))
    at = data.rindex(b"PK\x01\x02")
    assert struct.unpack_from("<I", data, at + 24)[0] == 30_000_000
    struct.pack_into("<I", data, at + 24, 1000)
    with pytest.raises(ReadError, match=r"damaged: xl/sharedStrings\.xml"):
        Archive(bytes(data), "a.xlsx").read("xl/sharedStrings.xml")


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prefix", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'])
def test_a_document_type_in_the_xml_of_an_office_file_is_refused(prefix):
    sheet = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&#97;</t></is></c></row></sheetData>'
    assert prose(read_document(_xlsx(sheet), "a.xlsx")) == ["a"]
    with pytest.raises(ReadError, match="document type"):
        read_document(_xlsx(sheet, prefix), "a.xlsx")
    wide = f"{prefix}<worksheet {_S}>{sheet}</worksheet>".encode("utf-16")
    with pytest.raises(ReadError, match="document type"):
        read_document(_xlsx("", **{"xl/worksheets/sheet1.xml": wide}), "a.xlsx")


def test_entities_of_a_web_page_are_not_looked_up():
    page = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>x &a; y</p></body></html>'
    assert "root" not in "".join(prose(read_document(page, "a.html")))


def test_names_inside_a_zip_are_never_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = _xlsx("<sheetData><row><c><v>1</v></c></row></sheetData>", **{"../../evil.xml": "<x/>", "/evil.xml": "<x/>"})
    rels = f'<Relationships><Relationship Id="a" Type="{_RELS}/worksheet" Target="../../../../etc/passwd"/></Relationships>'
    assert prose(read_document(data, "a.xlsx")) == ["1"]
    with pytest.raises(ReadError, match="damaged: etc/passwd"):
        read_document(_xlsx("", **{"xl/_rels/workbook.xml.rels": rels}), "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def _ole(*names):
    """An OLE container whose root holds streams of these names, and nothing in them."""

    def entry(name, kind, left, child):
        raw = name.encode("utf-16-le")
        body = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        return (body + struct.pack("<III", 0xFFFFFFFF, left, child)).ljust(128, b"\0")

    entries = [entry("Root Entry", 5, 0xFFFFFFFF, 1)]
    entries += [
        entry(name, 2, n + 1 if n < len(names) else 0xFFFFFFFF, 0xFFFFFFFF) for n, name in enumerate(names, start=1)
    ]
    directory = b"".join(entries).ljust(512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\0") + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    return header.ljust(512, b"\xff") + fat + directory


def test_an_office_file_with_a_password_says_so():
    with pytest.raises(ReadError, match="password"):
        read_document(_ole("EncryptionInfo", "EncryptedPackage"), "a.xlsx")
    data = bytearray(_xlsx("<sheetData/>"))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    with pytest.raises(ReadError, match="password"):
        read_document(bytes(data), "a.xlsx")
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    kind = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    with pytest.raises(ReadError, match="password"):
        read_document(office.packed({**kind, **manifest, "content.xml": b"\x8f\x02"}), "a.ods")


def test_an_old_word_file_without_libreoffice_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    for data in (_ole("WordDocument", "1Table"), b"{\\rtf1 text}"):
        with pytest.raises(ReadError, match=r"LibreOffice .* not installed") as caught:
            read_document(data, "a.doc")
        assert "LibreOffice" in caught.value.zh
        assert "没有安装" in caught.value.zh


def _as_libreoffice(folder: Path, monkeypatch, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\n{script}", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program) if name == "soffice" else None)


def test_an_old_word_file_is_read_as_what_libreoffice_makes_of_it(tmp_path, monkeypatch):
    made = tmp_path / "made.docx"
    made.write_bytes(office.docx(HEAD, TABLES))
    script = (
        "import pathlib, shutil, sys\n"
        "assert '--headless' in sys.argv and any(a.startswith('-env:UserInstallation=file:///') for a in sys.argv)\n"
        "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1]); out.mkdir()\n"
        f"shutil.copy({str(made)!r}, out / 'document.docx')\n"
    )
    _as_libreoffice(tmp_path, monkeypatch, script)
    document = read_document(_ole("WordDocument", "1Table"), "../预算.doc")
    assert len(grids(document)) == 4
    assert document.source.media_type == "application/msword"


@pytest.mark.skipif(shutil.which("lowriter") is None, reason="LibreOffice Writer is not installed")
@pytest.mark.parametrize("format_", ["doc", "rtf", "odt"])
def test_old_word_files_give_the_same_lines_where_libreoffice_is_installed(format_, as_pdf):
    from gongkai.read.legacy import converted  # noqa: PLC0415 - also writes what it reads

    data = converted(office.docx(HEAD, TABLES), "a.docx", suffix="docx", to=format_)
    assert meant(data) == as_pdf


def test_a_conversion_that_fails_or_hangs_is_an_error(tmp_path, monkeypatch):
    _as_libreoffice(tmp_path, monkeypatch, "import sys; sys.exit(1)")
    with pytest.raises(ReadError, match="cannot open"):
        read_document(_ole("WordDocument"), "a.doc")
    _as_libreoffice(tmp_path, monkeypatch, "import signal; signal.pause()")
    monkeypatch.setattr("gongkai.read.legacy._SECONDS", 0.2)
    with pytest.raises(ReadError, match="stopped"):
        read_document(_ole("WordDocument"), "a.doc")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (office.packed({"OFD.xml": "<OFD/>"}), "OFD"),
        (office.packed({"xl/workbook.bin": b"\0"}), "XLSB"),
        (office.packed({"预算.pdf": b"%PDX"}), "ZIP archive"),
        (_ole("PowerPoint Document"), "without a workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "without a workbook"),
        (_ole("Workbook"), "damaged"),
        (b"PK\x03\x04 cut off", "damaged"),
        (office.packed({"word/document.xml": "<w:document"}), "damaged"),
        (office.docx_file(""), "no text"),
        (_xlsx("<sheetData/>"), "empty"),
        (office.ods_file("<table:table/>"), "empty"),
        (b"<html><body><script>1</script></body></html>", "shows no text"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b'<?xml version="1.0"?><invoice/>', "XML of no known"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_it_is(data, said):
    with pytest.raises(ReadError, match=said):
        read_document(data, "a.bin")


@pytest.mark.parametrize("format_", ["XLSX", "XLS", "ODS", "DOCX", "HTML"])
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(format_):
    data = WRITERS[format_](HEAD, TABLES)
    for n in range(1, 24):
        at = len(data) * n // 24
        for broken in (data[:at], data[:at] + b"\xff\x00\xff" + data[at + 3 :]):
            try:
                read_document(broken, "a.bin")
            except ReadError as error:
                assert str(error)  # noqa: PT017 - to be read is as right


def test_a_hostile_file_costs_only_itself_in_the_sandbox():
    rows = "".join(f'<row r="{r}">{_cell(f"A{r}", 1)}{_cell(f"XFD{r}", 1)}</row>' for r in range(1, 130))
    jobs = [
        ("far.xlsx", (_xlsx(f"<sheetData>{rows}</sheetData>"), "far.xlsx")),
        ("bomb.xlsx", (_xlsx("", **{"xl/media/a": bytes(40_000_000)}), "bomb.xlsx")),
        ("good.xlsx", (office.xlsx(HEAD, TABLES), "good.xlsx")),
    ]
    results = dict(isolated(read_document, jobs, Limits(memory_mb=1024, seconds=60)))
    assert len(grids(results[0])) == 1
    assert isinstance(results[1], ReadError)
    assert len(grids(results[2])) == 4
    assert zipfile.is_zipfile(io.BytesIO(jobs[0][1][0]))
