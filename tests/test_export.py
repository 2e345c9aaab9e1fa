"""The files that can be taken away: each opens in a real reader, holds the figures exactly, and is the same each time."""

import csv
import dataclasses
import gc
import gzip
import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import weakref
import zipfile
from contextlib import closing
from decimal import Decimal
from itertools import accumulate
from math import ceil
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from gongkai.errors import BuildError, PackageError
from gongkai.export import archive, parquet, wide_tables, write_code_lists, write_downloads, write_everything
from gongkai.export.defused import held, runs
from gongkai.load import disclosure_database
from gongkai.package import read_package, validate_package
from gongkai.package.standard import FISCAL_DATA_PACKAGE, departures
from gongkai.schema import LISTS, TABLES, schema
from sample import ID, filed, sample

SECOND = "ziyi-2026-budget"


def package_of(folder, identity=ID, change=lambda disclosure: disclosure):
    disclosure = change(sample())
    if identity != ID:
        registration = dataclasses.replace(disclosure.registration, id=identity)
        disclosure = dataclasses.replace(disclosure, registration=registration)
    return read_package(filed(folder / identity, disclosure))


def with_label(text):
    def change(disclosure):
        first, *rest = disclosure.lines
        return dataclasses.replace(disclosure, lines=(dataclasses.replace(first, label=text), *rest))

    return change


@dataclasses.dataclass(frozen=True)
class Made:
    packages: tuple
    out: Path
    downloads: object
    everything: object
    lists: object

    def text(self, file, encoding="utf-8"):
        return (self.out / file.path).read_text(encoding)

    def resource(self, name):
        return next(one for one in self.downloads.resources if one.name == name)

    def whole(self, name):
        return next(one for one in self.everything.tables.resources if one.name == name)


def make(folder, out):
    packages = (package_of(folder), package_of(folder, SECOND))
    downloads = write_downloads(packages[0], out)
    return Made(packages, out, downloads, write_everything(packages, out), write_code_lists(out))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make(tmp_path_factory.mktemp("packages"), tmp_path_factory.mktemp("out"))


def files_of(value):
    """All File values in what a writer returns."""
    if hasattr(value, "sha256"):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from files_of(getattr(value, field.name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from files_of(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from files_of(one)


# Every file is told of


def test_every_file_is_listed_with_its_size_and_its_hash(made):
    listed = {file.path: file for one in (made.downloads, made.everything, made.lists) for file in files_of(one)}
    written = {file.relative_to(made.out).as_posix() for file in made.out.rglob("*") if file.is_file()}
    assert set(listed) == written
    for path, file in listed.items():
        content = (made.out / path).read_bytes()
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest()), path


# CSV and package


def test_the_canonical_files_are_those_of_the_package(made):
    for name in TABLES:
        canonical = (made.packages[0].folder / f"{name}.csv").read_bytes()
        assert (made.out / made.resource(name).csv.path).read_bytes() == canonical


def test_the_package_of_everything_is_valid_and_holds_every_row(made):
    descriptor = made.out / made.everything.tables.descriptor.path
    report = frictionless.Package(str(descriptor)).validate()
    assert report.valid, report.flatten(["type", "message"])
    for name in TABLES:
        own = [len(package.rows[name]) for package in made.packages]
        expected = own[0] if name in ("codes", "regions", "rules", "terms") else sum(own)
        assert made.whole(name).rows == expected, name
        rows = list(csv.DictReader(io.StringIO(made.text(made.whole(name).csv))))
        assert len(rows) == expected, name


def test_the_whole_is_dated_by_its_newest_source_and_names_all_sources(made):
    descriptor = json.loads(made.text(made.everything.tables.descriptor))
    assert (descriptor["created"], descriptor["version"]) == ("2026-02-28T00:00:00Z", "2026.2.28")
    assert [source["hash"] for source in descriptor["sources"]] == [f"sha256:{sample().sources[0].sha256}"] * 2


def test_the_zip_of_everything_is_the_package(made, tmp_path):
    with zipfile.ZipFile(made.out / made.everything.tables.package.path) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert frictionless.Package(str(tmp_path / "gongkai" / "datapackage.json")).validate().valid


def test_packages_that_do_not_come_by_their_ids_or_come_twice_are_refused(made, tmp_path):
    with pytest.raises(PackageError, match="by their ids"):
        write_everything(reversed(made.packages), tmp_path / "a")
    with pytest.raises(PackageError, match="two disclosures"):
        write_everything((made.packages[0], made.packages[0]), tmp_path / "b")


def test_packages_are_looked_at_once_and_let_go(made, tmp_path):
    alive, most = [], 0

    def one_by_one():
        nonlocal most
        for number in range(6):
            package = read_package(package_of(tmp_path, f"{ID}-{number}").folder)
            alive.append(weakref.ref(package))
            gc.collect()
            most = max(most, sum(reference() is not None for reference in alive))
            yield package
            del package

    whole = write_everything(one_by_one(), tmp_path / "out")
    assert whole.tables.resources[0].rows == 6
    assert most <= 2


# Spreadsheets


def test_csv_for_spreadsheets_begins_with_a_byte_order_mark_and_has_the_rows_of_the_table(made):
    for one in made.downloads.resources:
        content = (made.out / one.spreadsheet.path).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) == one.rows
        if rows:
            assert list(rows[0]) == [field["name"] for field in schema(one.name)["fields"]]


def test_codes_and_dates_stay_text_and_amounts_stay_numbers(made):
    rows = list(csv.DictReader(io.StringIO(made.text(made.resource("lines").spreadsheet, "utf-8-sig"))))
    coded = next(row for row in rows if row["code"])
    assert coded["code"].endswith("\t")
    assert coded["code"].strip().isdecimal()
    assert coded["printed"].endswith("\t")
    assert Decimal(coded["amount_yuan"]).is_finite()


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@x", "\t=1", "\r=1", "=", " =1+1", "－1+1", "＝A1", "-一", "+"]
)
def test_a_text_that_could_run_as_a_formula_is_defused(text):
    assert runs(text)
    assert held(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1,234.50", "+3", "2010301", "1-2", "2026-02", "5.0%", "1E5", "12:30", "TRUE"])
def test_a_text_that_would_become_a_number_or_a_day_is_held_as_text(text):
    assert not runs(text)
    assert held(text) == f"{text}\t"


@pytest.mark.parametrize(
    ("value", "field"),
    [(Decimal("-3.00"), "-3.00"), (-7, "-7"), (None, ""), (True, "TRUE"), ("行政运行", "行政运行"), ("a=1", "a=1")],
)
def test_numbers_and_plain_texts_stay_as_they_are(value, field):
    assert held(value) == field


@given(st.text(max_size=12))
def test_no_field_begins_as_a_formula_and_every_text_can_be_had_back(text):
    field = held(text)
    assert not runs(field)
    assert text in (field, field.removeprefix("'"), field.removesuffix("\t"))


def workbook(made, file):
    return openpyxl.load_workbook(made.out / file.path)


def test_the_workbook_explains_itself_first_and_freezes_its_headings(made):
    book = workbook(made, made.downloads.workbook)
    assert book.sheetnames[0] == "说明 About"
    texts = [str(cell.value) for row in book["说明 About"].iter_rows() for cell in row if cell.value]
    assert any(sample().sources[0].sha256 in text for text in texts)
    assert any("Codes are text" in text for text in texts)
    assert any("编码是文字" in text for text in texts)
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes == "A3", name
        assert book[name].column_dimensions["A"].width > 8, name


def test_no_heading_and_no_identifier_of_a_workbook_is_cut_off(made):
    def lines(text, digits):
        return sum(ceil(sum(1.75 if each > "\u2e80" else 1 for each in line) / digits) for line in text.split("\n"))

    book = workbook(made, made.downloads.workbook)
    for sheet in book.worksheets[1:]:
        width = {letter: each.width for letter, each in sheet.column_dimensions.items()}
        # Neighbours of one width are told once, by the first of them.
        wide = list(accumulate((width.get(cell.column_letter) for cell in sheet[1]), lambda had, own: own or had))
        for row, each_takes in ((1, 15), (2, 12)):
            high = sheet.row_dimensions[row].height or 15
            cut = [
                cell.value
                for cell, digits in zip(sheet[row], wide, strict=True)
                if lines(cell.value, digits) * each_takes > high
            ]
            assert cut == [], sheet.title
        for cell, digits in zip(sheet[2], wide, strict=True):
            assert cell.value != "disclosure_id" or digits > len(made.packages[0].folder.name)


def test_claims_in_a_workbook_are_shown_as_such_by_what_goes_by_formats_too(made):
    sheet = workbook(made, made.downloads.workbook)["lines"]
    [place] = [cell.column for cell in sheet[2] if cell.value == "is_total"]
    claims = [sheet.cell(row, place) for row in range(3, sheet.max_row + 1)]
    assert [cell.value for cell in claims] == [row["is_total"] for row in made.packages[0].rows["lines"]]
    assert {cell.number_format for cell in claims} == {'"TRUE";"TRUE";"FALSE"'}


def test_the_workbook_holds_codes_as_text_amounts_as_numbers_and_nothing_as_a_formula(made):
    sheet = workbook(made, made.downloads.workbook)["lines"]
    names = [cell.value for cell in sheet[2]]
    lines = made.packages[0].rows["lines"]
    for row, line in zip(sheet.iter_rows(min_row=3), lines, strict=True):
        cells = dict(zip(names, row, strict=True))
        assert cells["code"].value == line["code"]
        assert Decimal(repr(cells["amount_yuan"].value)) == line["amount_yuan"]
        assert cells["amount_yuan"].number_format == "#,##0.00"
        assert {cell.data_type for cell in row} <= {"s", "n", "b", "inlineStr"}


def test_a_formula_in_a_document_is_text_in_the_workbook(tmp_path):
    package = package_of(tmp_path, change=with_label("=HYPERLINK(1)"))
    made = write_downloads(package, tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / made.workbook.path)["lines"]
    cell = sheet.cell(3, [cell.value for cell in sheet[2]].index("label") + 1)
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (
        "=HYPERLINK(1)",
        "s",
        True,
    )


def test_what_a_cell_cannot_hold_is_said_and_what_a_number_cannot_is_text(tmp_path):
    amount = Decimal("12345678901234567.89")

    def change(disclosure):
        first, *rest = disclosure.lines
        line = dataclasses.replace(first, label="长" * 40_000, amount_yuan=amount)
        return dataclasses.replace(disclosure, lines=(line, *rest))

    made = write_downloads(package_of(tmp_path, change=change), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / made.workbook.path)["lines"]
    cells = dict(zip([cell.value for cell in sheet[2]], sheet[3], strict=True))
    assert len(cells["label"].value) == 32_767
    assert cells["label"].value.endswith("whole text in CSV or JSON）")
    assert cells["amount_yuan"].value == "12345678901234567.89"


def test_tables_beyond_a_sheet_are_left_to_csv_with_a_word(made, tmp_path):
    whole = write_everything(made.packages, tmp_path, sheet_rows=20)
    left_out = {one.name for one in whole.tables.resources if one.spreadsheet is None}
    assert left_out == {one.name for one in whole.tables.resources if one.rows > 20}
    assert "lines" in left_out
    book = openpyxl.load_workbook(tmp_path / whole.tables.workbook.path)
    assert not left_out & set(book.sheetnames)
    texts = [str(cell.value) for row in book["说明 About"].iter_rows() for cell in row if cell.value]
    for name in left_out:
        assert any(text.startswith(f"{name}（") and "take CSV or Parquet" in text for text in texts), name


# Printed tables


def test_a_printed_table_has_a_row_for_each_printed_row_and_states_the_unit(made):
    tables = {table.kind: table for table in wide_tables(made.packages[0])}
    assert set(tables) == {row["kind"] or "" for row in made.packages[0].rows["tables"] if row["table_no"] in {
        line["table_no"] for line in made.packages[0].rows["lines"]}}  # fmt: skip
    table = tables["general_public_expenditure"]
    headings = dict(zip(table.headings, table.headings_en, strict=True))
    assert headings["科目编码"] == "Code"
    assert any(heading.endswith("（万元）") for heading in headings)


def test_every_amount_of_a_package_stands_once_in_a_printed_table_in_its_printed_unit(made):
    for table in wide_tables(made.packages[0]):
        lines = [line for line in made.packages[0].rows["lines"] if line["table_no"] == table.table_no]
        amounts = [value for row in table.rows for value in row if isinstance(value, Decimal)]
        assert len(amounts) == len(lines)
        printed = sorted(Decimal(str(line["printed"]).replace(",", "")) for line in lines if line["unit"] == "万元")
        if len(printed) == len(lines):
            assert sorted(amounts) == printed


# JSON


def test_json_says_what_it_is_and_keeps_every_digit(made):
    for one in made.downloads.resources:
        read = json.loads(made.text(one.json), parse_float=Decimal)
        assert read["metadata"]["package"] == ID
        assert read["metadata"]["schema"] == made_schema(one.name)
        assert len(read["records"]) == one.rows
    lines = json.loads(made.text(made.resource("lines").json), parse_float=Decimal)["records"]
    assert [line["amount_yuan"] for line in lines] == [row["amount_yuan"] for row in made.packages[0].rows["lines"]]
    assert str(lines[0]["amount_yuan"]) in made.text(made.resource("lines").csv)


def made_schema(name):
    return json.loads(json.dumps(schema(name)))


def test_json_of_everything_is_packed_and_holds_every_record(made):
    for one in made.everything.tables.resources:
        read = json.loads(gzip.decompress((made.out / one.json.path).read_bytes()))
        assert (read["metadata"]["package"], len(read["records"])) == ("gongkai", one.rows)


# Parquet


def test_parquet_has_exact_decimals_texts_for_codes_and_every_row(made):
    path = made.out / made.whole("lines").parquet.path
    types = dict(duckdb.sql(f"SELECT name, type FROM parquet_schema('{path}')").fetchall())
    assert types["code"] == "BYTE_ARRAY"
    rows = duckdb.sql(f"SELECT amount_yuan, code FROM '{path}'").fetchall()
    expected = [(row["amount_yuan"], row["code"]) for package in made.packages for row in package.rows["lines"]]
    assert rows == expected
    described = {row[0]: row[1] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    assert (described["amount_yuan"], described["code"], described["is_total"]) == (
        "DECIMAL(38,6)", "VARCHAR", "BOOLEAN")  # fmt: skip


def test_every_table_has_its_parquet_file(made):
    for one in (*made.downloads.resources, *made.everything.tables.resources, *made.lists.resources):
        ((count,),) = duckdb.sql(f"SELECT count(*) FROM '{made.out / one.parquet.path}'").fetchall()
        assert count == one.rows, one.name


def test_an_amount_finer_than_parquet_can_hold_stops_the_build(tmp_path):
    def change(disclosure):
        first, *rest = disclosure.lines
        line = dataclasses.replace(first, amount_yuan=Decimal("1.0000001"))
        return dataclasses.replace(disclosure, lines=(line, *rest))

    with pytest.raises(BuildError, match="six decimals"):
        write_downloads(package_of(tmp_path, change=change), tmp_path / "out")


def test_without_duckdb_there_is_no_parquet_and_everything_else(made, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_engine", lambda: None)
    downloads = write_downloads(made.packages[0], tmp_path)
    assert {one.parquet for one in downloads.resources} == {None}
    assert not list(tmp_path.rglob("*.parquet"))
    assert {one.json.sha256 for one in downloads.resources} == {one.json.sha256 for one in made.downloads.resources}
    assert not parquet.can_write_parquet()
    assert "gongkai[parquet]" in parquet.WITHOUT_PARQUET[1]


# Code lists


def test_the_code_lists_are_a_valid_package_in_all_formats(made):
    descriptor = json.loads(made.text(made.lists.descriptor))
    assert frictionless.Package(str(made.out / made.lists.descriptor.path)).validate().valid
    assert [one.name for one in made.lists.resources] == list(LISTS)
    assert descriptor["version"].endswith(".0.0")
    assert len(descriptor["sources"]) == 3
    book = workbook(made, made.lists.workbook)
    assert book.sheetnames == ["说明 About", *LISTS]
    assert book["code_list"].max_row == made.lists.resources[0].rows + 2


# Fiscal Data Package


def test_the_fiscal_package_is_valid_for_both_standards_and_for_us(made):
    folder = (made.out / made.everything.fiscal.descriptor.path).parent
    descriptor = json.loads(made.text(made.everything.fiscal.descriptor))
    assert list(departures(descriptor)) == []
    assert list(departures(descriptor, FISCAL_DATA_PACKAGE)) == []
    assert validate_package(folder) == ()
    del descriptor["model"]["measures"]["amount"]["currency"]
    assert any("currency" in line for line in departures(descriptor, FISCAL_DATA_PACKAGE))


def test_every_attribute_of_the_model_is_a_column_and_every_typed_column_is_in_it(made):
    descriptor = json.loads(made.text(made.everything.fiscal.descriptor))
    fields = {field["name"]: field for field in descriptor["resources"][0]["schema"]["fields"]}
    model = descriptor["model"]
    sources = {one["source"] for d in model["dimensions"].values() for one in d["attributes"].values()}
    assert sources <= set(fields)
    measured = {one["source"] for one in model["measures"].values()}
    typed = {name for name, field in fields.items() if "columnType" in field}
    assert typed - sources - measured == {"currency"}


def test_fiscal_rows_are_the_finest_codes_only_so_that_they_add_up(made):
    (whole,) = made.everything.fiscal.resources
    rows = list(csv.DictReader(io.StringIO(made.text(whole.csv))))
    chosen = [
        row for row in rows
        if row["disclosure_id"] == ID and row["kind"] == "general_public_expenditure"
        and row["measure"] == "total" and row["period"] == "this_year" and row["scheme"] == "functional"
    ]  # fmt: skip
    total = next(
        line["amount_yuan"] for line in made.packages[0].rows["lines"]
        if line["is_total"] and line["table_no"] == int(chosen[0]["table_no"]) and line["measure"] == "total"
    )  # fmt: skip
    assert sum(Decimal(row["amount_yuan"]) for row in chosen) == total
    assert all(
        row["functional_class_code"] == row["functional_item_code"][:3] for row in chosen if row["functional_item_code"]
    )
    assert {row["currency"] for row in rows} == {"CNY"}


@pytest.mark.parametrize("what", ["tables", "lists"])
def test_the_united_packages_are_valid_for_us(made, what):
    files = made.everything.tables if what == "tables" else made.lists
    assert validate_package((made.out / files.descriptor.path).parent) == ()


# The same each time

BUILD = """
import sys, time
from pathlib import Path
late = time.time() + 400 * 86400
time.time = lambda: late
local = time.localtime
time.localtime = lambda seconds=None: local(late if seconds is None else seconds)
from gongkai.export import write_code_lists, write_downloads, write_everything
from gongkai.package import read_package
packages = [read_package(folder) for folder in sorted(Path(sys.argv[1]).iterdir())]
out = Path(sys.argv[2])
write_downloads(packages[0], out)
write_everything(packages, out)
write_code_lists(out)
"""


def test_a_build_in_another_folder_zone_and_year_gives_the_same_bytes(made, tmp_path):
    packages = tmp_path / "somewhere" / "else"
    package_of(packages)
    package_of(packages, SECOND)
    env = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LANG": "C", "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", BUILD, packages, tmp_path / "out"], check=True, env=env)
    first = {file.relative_to(made.out): file for file in made.out.rglob("*") if file.is_file()}
    again = {file.relative_to(tmp_path / "out"): file for file in (tmp_path / "out").rglob("*") if file.is_file()}
    assert set(first) == set(again)
    assert [str(path) for path, file in first.items() if file.read_bytes() != again[path].read_bytes()] == []


def test_each_disclosure_has_a_database_of_its_own_where_a_writer_is_given(made, tmp_path):
    (package, _) = made.packages
    downloads = write_downloads(package, tmp_path / "out", disclosure_database)
    packed = (tmp_path / "out" / downloads.database.path).read_bytes()
    assert (len(packed), hashlib.sha256(packed).hexdigest()) == (downloads.database.size, downloads.database.sha256)
    plain = tmp_path / "one.db"
    plain.write_bytes(gzip.decompress(packed))
    with closing(sqlite3.connect(plain)) as database:
        assert database.execute("SELECT id FROM disclosures").fetchall() == [(package.disclosure["id"],)]
        assert database.execute("SELECT count(*) FROM lines").fetchone() == (len(package.rows["lines"]),)
    assert not list((tmp_path / "out").rglob("*.db"))
    again = write_downloads(package, tmp_path / "again", disclosure_database)
    assert again.database.sha256 == downloads.database.sha256
    assert write_downloads(package, tmp_path / "without").database is None


# What is shared by thousands


def test_a_table_that_disclosures_share_is_the_same_file_from_each(made, tmp_path):
    own, other = (write_downloads(package, tmp_path / package.disclosure["id"]) for package in made.packages)
    for name in ("codes", "regions", "rules", "terms"):
        one, two = (next(one for one in made.resources if one.name == name) for made in (own, other))
        assert (one.csv.sha256, one.spreadsheet.sha256, one.parquet.sha256) == (
            two.csv.sha256, two.spreadsheet.sha256, two.parquet.sha256)  # fmt: skip
        assert one.json.sha256 != two.json.sha256  # it says which package it is of
    books = [
        openpyxl.load_workbook(tmp_path / package.disclosure["id"] / downloads.workbook.path)
        for package, downloads in zip(made.packages, (own, other), strict=True)
    ]
    assert [[cell.value for cell in row] for row in books[0]["rules"]] == [
        [cell.value for cell in row] for row in books[1]["rules"]
    ]


def test_parquet_is_of_the_rows_that_it_is_made_of_also_where_only_they_differ(tmp_path):
    # Files of one name and size follow each other within a tick of the clock: nothing of the first may stay.
    for number in range(8):
        label = f"第{number}个名称"
        package = package_of(tmp_path / str(number), change=with_label(label))
        downloads = write_downloads(package, tmp_path / f"out-{number}")
        lines = next(one for one in downloads.resources if one.name == "lines")
        path = tmp_path / f"out-{number}" / lines.parquet.path
        assert duckdb.sql(f"SELECT label FROM '{path}' LIMIT 1").fetchall() == [(label,)]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-", hashlib.shake_128(b"noise").digest(70_000), b"<p>text</p>" * 7000], ids=len
)
def test_a_packed_file_comes_back_from_zip_and_gzip_as_it_was(content):
    packed = archive.pack_file(content)
    assert len(packed.body) <= len(content) + 16
    with zipfile.ZipFile(io.BytesIO(b"".join(archive.zipped([("文/a.bin", packed), ("b", archive.pack(b"b"))])))) as it:
        assert it.testzip() is None
        assert it.namelist() == ["文/a.bin", "b"]
        assert (it.read("文/a.bin"), it.read("b")) == (content, b"b")
    assert gzip.decompress(archive.gzipped(content)) == content


@pytest.mark.parametrize(
    "text",
    [
        "a & b",
        "<tag>",
        " blank",
        "blank ",
        "line\nline",
        "\x07bell",
        "_x0041_",
        "x_y",
        '"quoted"',
        "=1+1",
        "－1",
        "长" * 1200,
    ],
)
def test_a_text_of_any_kind_comes_back_from_a_cell_as_it_was(tmp_path, text):
    made = write_downloads(package_of(tmp_path, change=with_label(text)), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / made.workbook.path)["lines"]
    value = sheet.cell(3, [cell.value for cell in sheet[2]].index("label") + 1).value
    assert unescape(value) == text


@pytest.mark.parametrize("text", ["0.00", "-0.50", "1234567890.12", "123456789012.5", "0.0000001", "-1234567890123.45"])
def test_an_amount_of_any_size_comes_back_from_a_cell_exactly(tmp_path, text):
    def change(disclosure):
        first, *rest = disclosure.lines
        return dataclasses.replace(disclosure, lines=(dataclasses.replace(first, amount_yuan=Decimal(text)), *rest))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parquet, "_engine", lambda: None)
        made = write_downloads(package_of(tmp_path, change=change), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / made.workbook.path)["lines"]
    value = sheet.cell(3, [cell.value for cell in sheet[2]].index("amount_yuan") + 1).value
    assert Decimal(str(value)) == Decimal(text)
