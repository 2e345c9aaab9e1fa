"""Corrections put our reading right: exactly one cell, openly, and only as long as it is the reading that was checked."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from exports import export, table
from gongkai.errors import RegistrationError
from gongkai.package import disclosure_of, read_package, validate_package, write_package
from gongkai.pipeline import extraction
from gongkai.pipeline.extraction import extract_registered
from gongkai.recognise import recognised_tables
from gongkai.registry import FILE_NAME, read_entry

_ENTRY = """title = "示例局2026年部门预算"
issuer = "示例局"
level = "city"
fiscal_year = 2026
phase = "budget"
scope = "department"

[[sources]]
file = "source.txt"
"""
_FIX = {
    "table_no": 1,
    "row": 3,
    "column": 3,
    "read": "3.60",
    "printed": "3.00",
    "reason": "a stain on the zero",
    "checked_by": "a reader",
}
_TEXT = export(
    "示例局2026年部门预算",
    table(
        "部门支出总表",
        "科目编码|科目名称|合计|基本支出|项目支出\n合计||3.00|1.00|2.00\n201|一般公共服务支出|3.60|1.00|2.00",
    ),
)


def _folder(tmp_path, *fixes, text=_TEXT):
    folder = tmp_path / "shili-2026"
    folder.mkdir()
    tables = ["[[corrections]]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in fix.items()) for fix in fixes]
    (folder / FILE_NAME).write_text("\n".join((_ENTRY, *tables)), "utf-8")
    (folder / "source.txt").write_text(text, "utf-8")
    return folder


def _extracted(folder):
    return extract_registered(folder, read_entry(folder), "pdfium", 10)


def _failing(disclosure):
    return {finding.rule for finding in disclosure.findings if finding.status == "fail"}


def test_a_corrected_figure_is_what_rules_and_lines_see(tmp_path):
    (tmp_path / "raw").mkdir()
    assert "row-total" in _failing(_extracted(_folder(tmp_path / "raw")))
    mended = _extracted(_folder(tmp_path, _FIX))
    assert _failing(mended) == set()
    (line,) = [line for line in mended.lines if (line.row, line.column) == (3, 3)]
    assert (line.printed, line.amount_yuan) == ("3.00", Decimal("30000.00"))


def test_one_cell_changes_and_no_other(tmp_path):
    (tmp_path / "raw").mkdir()
    before = {(c.row, c.column): c.text for t in _extracted(_folder(tmp_path / "raw")).tables for c in t.cells}
    after = {(c.row, c.column): c.text for t in _extracted(_folder(tmp_path, _FIX)).tables for c in t.cells}
    assert {key for key in before if before[key] != after[key]} == {(3, 3)}


def test_a_package_tells_its_corrections_with_reason_and_reader(tmp_path):
    write_package(_extracted(_folder(tmp_path, _FIX)), tmp_path / "out")
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))["corrections"] == [_FIX]
    assert validate_package(tmp_path / "out") == ()
    again = disclosure_of(read_package(tmp_path / "out"))
    assert [(fix.reason, fix.checked_by) for fix in again.corrections] == [("a stain on the zero", "a reader")]


def test_a_changed_source_stops_the_correction_and_names_the_cell(tmp_path):
    folder = _folder(tmp_path, _FIX, text=_TEXT.replace("3.60", "3.00"))
    with pytest.raises(RegistrationError, match=r"shili-2026/disclosure.toml: 1:3:3: .*“3.60”, but “3.00” is read"):
        _extracted(folder)


def test_a_source_that_is_another_file_is_refused_where_its_hash_is_registered(tmp_path):
    folder = _folder(tmp_path, _FIX)
    entry = (folder / FILE_NAME).read_text("utf-8")
    (folder / FILE_NAME).write_text(entry.replace('"source.txt"\n', f'"source.txt"\nsha256 = "{"0" * 64}"\n'), "utf-8")
    with pytest.raises(RegistrationError, match=r"not the one that disclosure\.toml registers"):
        _extracted(folder)


@pytest.mark.parametrize("key", ["read", "printed", "reason", "checked_by", "row"])
def test_a_correction_lacks_nothing(tmp_path, key):
    folder = _folder(tmp_path, {name: value for name, value in _FIX.items() if name != key})
    with pytest.raises(RegistrationError, match=f"corrections.1.{key}.* is missing"):
        read_entry(folder)


@pytest.mark.parametrize("key", ["reason", "checked_by"])
def test_a_correction_says_why_and_who(tmp_path, key):
    with pytest.raises(RegistrationError, match=f"corrections.1.{key}"):
        read_entry(_folder(tmp_path, {**_FIX, key: ""}))


def test_a_correction_that_changes_nothing_is_refused(tmp_path):
    with pytest.raises(RegistrationError, match=r"corrections\.1: read and printed are both “3\.00”"):
        read_entry(_folder(tmp_path, {**_FIX, "read": "3.00"}))


def test_two_corrections_of_one_cell_are_refused(tmp_path):
    with pytest.raises(RegistrationError, match=r"corrections\.2: a second correction of the cell 1:3:3"):
        read_entry(_folder(tmp_path, _FIX, {**_FIX, "printed": "3.01"}))


def test_a_cell_that_somebody_checked_is_no_longer_unsure(tmp_path, monkeypatch):
    def unsure(document):
        return [
            replace(t, cells=tuple(c._replace(confidence=0.4) for c in t.cells)) for t in recognised_tables(document)
        ]

    monkeypatch.setattr(extraction, "recognised_tables", unsure)
    (found,) = _extracted(_folder(tmp_path, _FIX)).tables
    assert {c.confidence for c in found.cells if (c.row, c.column) == (3, 3)} == {None}
    assert {c.confidence for c in found.cells if (c.row, c.column) != (3, 3)} == {0.4}


def test_what_the_publisher_got_wrong_stays_and_is_a_finding(tmp_path):
    """Without a correction a figure is published as it is printed, whatever the rules say of it."""
    found = _extracted(_folder(tmp_path))
    (line,) = [line for line in found.lines if (line.row, line.column) == (3, 3)]
    assert (line.printed, line.checked) == ("3.60", "fails")
    assert found.corrections == ()
