"""Text exports: tab-separated or piped lines are tables, the others paragraphs."""

import pytest

from gongkai.errors import ReadError
from gongkai.model import Grid
from gongkai.read import read_document
from paper import grids, printed, prose

_EXPORT = """
示例局2026年部门预算

部门支出总表

单位：万元

功能分类科目\t\t2026年预算数\t\t
科目编码\t科目名称\t小计\t基本支出\t项目支出
合计\t\t162.75\t102.55\t60.20
201\t一般公共服务支出\t160.25\t100.05\t60.20

备注：本表无其他事项。
"""


def _read(text, encoding="utf-8"):
    return read_document(text.encode(encoding), "export.txt")


def test_tabbed_lines_are_a_table_and_the_others_paragraphs_in_order():
    document = _read(_EXPORT)
    kinds = ["grid" if isinstance(b, Grid) else b.text for b in document.blocks]
    assert kinds == ["示例局2026年部门预算", "部门支出总表", "单位：万元", "grid", "备注：本表无其他事项。"]
    assert document.source.media_type == "text/plain"
    assert document.source.pages is None


def test_a_blank_in_the_headings_belongs_to_the_heading_on_its_left():
    (grid,) = grids(_read(_EXPORT))
    assert printed(grid)[:2] == [
        ["功能分类科目", None, "2026年预算数", None, None],
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
    ]


def test_a_blank_below_the_headings_is_an_empty_cell():
    (grid,) = grids(_read(_EXPORT))
    assert printed(grid)[2:] == [
        ["合计", "", "162.75", "102.55", "60.20"],
        ["201", "一般公共服务支出", "160.25", "100.05", "60.20"],
    ]


def test_a_blank_under_a_narrow_heading_belongs_to_it():
    (grid,) = grids(_read("合计\t用车\t\t接待\n\t小计\t购置\t\n9.00\t5.00\t1.00\t4.00\n"))
    assert printed(grid) == [
        ["合计", "用车", None, "接待"],
        ["^", "小计", "购置", "^"],
        ["9.00", "5.00", "1.00", "4.00"],
    ]


def test_the_place_of_a_cell_is_the_file_alone():
    (grid,) = grids(_read(_EXPORT))
    place = grid.cells[0].place
    assert (place.source, place.page, place.x0, place.top) == ("export.txt", None, None, None)


def test_a_row_that_lost_its_last_tabs_is_filled_with_empty_cells():
    (grid,) = grids(_read("编码\t名称\t金额\n201\t公共服务\t1.00\n205\t教育\n"))
    assert printed(grid)[2] == ["205", "教育", ""]


def test_a_markdown_table_is_a_table():
    (grid,) = grids(_read("| 编码 | 名称 | 金额 |\n|:---|---|---:|\n| 201 | 公共服务 | 1.00 |\n"))
    assert printed(grid) == [["编码", "名称", "金额"], ["201", "公共服务", "1.00"]]


def test_html_tags_in_a_cell_stay_text():
    (grid,) = grids(_read("项目概况\t<p>保障运转 &amp; 服务</p>\n立项依据\t<script>x</script>\n"))
    assert printed(grid) == [["项目概况", "<p>保障运转 &amp; 服务</p>"], ["立项依据", "<script>x</script>"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encodings_of_chinese_exports_are_read_alike(encoding):
    assert _read(_EXPORT, encoding).blocks == _read(_EXPORT).blocks


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system_are_read_alike(end):
    data = _EXPORT.replace("\n", end).encode()
    assert read_document(data, "export.txt").blocks == _read(_EXPORT).blocks


def test_two_tables_between_which_nothing_but_a_blank_line_stands_are_two():
    document = _read("编码\t金额\n201\t1.00\n\n编码\t金额\n205\t2.00\n")
    assert len(grids(document)) == 2
    assert prose(document) == []


@pytest.mark.parametrize("data", [b"\x00\x01\x02binary", b"\xff\xfe\x00", bytes(range(256)), b"text\x00with a null"])
def test_what_is_no_text_raises(data):
    with pytest.raises(ReadError, match="neither text nor a known format"):
        read_document(data, "noise.txt")
