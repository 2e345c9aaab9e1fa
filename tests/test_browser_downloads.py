"""What one clicks to download opens in real readers, and holds what the package holds."""

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing

import openpyxl
import pytest

from browsing import watched
from gongkai.package import read_package, validate_package
from showing import HOSTILE, ROOT

ID = "wuxi-tongji-2026-budget"


@pytest.fixture(scope="module")
def package():
    return read_package(ROOT / "datapackage" / ID)


@pytest.fixture
def page(chrome, home):
    with watched(chrome, home, accept_downloads=True) as opened:
        yield opened


def taken(page, link, folder):
    """The file that a click on a link brings."""
    with page.expect_download() as waiting:
        link.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def named(page, ending, within="#downloads"):
    return page.locator(f"{within} a[href$='{ending}']").first


def test_the_files_of_a_table_hold_the_same_rows(page, home, package, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    page.goto(f"{home}disclosures/{ID}/")
    count = len(package.rows["lines"])
    total = sum(row["amount_yuan"] for row in package.rows["lines"])
    with taken(page, named(page, "/lines.csv"), tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert {row["disclosure_id"] for row in rows} == {ID}
    parquet = taken(page, named(page, "/lines.parquet"), tmp_path)
    [found] = duckdb.sql(f"SELECT count(*), sum(amount_yuan) FROM '{parquet}'").fetchall()
    assert found == (count, total)
    # By the page itself: a browser that shows a JSON file asks for an icon of it, which is nobody's business.
    told = page.evaluate(
        "(url) => fetch(url).then((got) => got.text())", named(page, "/lines.json").get_attribute("href")
    )
    assert len(json.loads(told)["records"]) == count


def test_the_workbook_opens_and_has_a_sheet_for_each_printed_table(page, home, package, tmp_path):
    page.goto(f"{home}en/disclosures/{ID}/")
    book = openpyxl.load_workbook(taken(page, named(page, ".xlsx"), tmp_path), read_only=True)
    assert len(book.sheetnames) > len(package.rows["tables"])
    assert "lines" in book.sheetnames
    assert (
        sum(1 for _ in book["lines"].iter_rows()) == len(package.rows["lines"]) + 2
    )  # headings for people, then names
    book.close()


def test_the_database_of_a_disclosure_opens(page, home, package, tmp_path):
    page.goto(f"{home}disclosures/{ID}/")
    file = tmp_path / "one.db"
    file.write_bytes(gzip.decompress(taken(page, named(page, ".db.gz"), tmp_path).read_bytes()))
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT id FROM disclosures").fetchall() == [(ID,)]
        assert database.execute("SELECT count(*) FROM lines").fetchone() == (len(package.rows["lines"]),)


def test_the_whole_package_is_valid(page, home, tmp_path):
    page.goto(f"{home}disclosures/{ID}/")
    with zipfile.ZipFile(io.BytesIO(taken(page, named(page, ".zip"), tmp_path).read_bytes())) as archive:
        archive.extractall(tmp_path / "whole")
    [descriptor] = (tmp_path / "whole").rglob("datapackage.json")
    assert validate_package(descriptor.parent) == ()


def test_everything_opens_too(page, home, exhibit, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    page.goto(home + exhibit.fullest("downloads.html"))
    with closing(sqlite3.connect(exhibit.database)) as database:
        [(count,)] = database.execute("SELECT count(*) FROM lines").fetchall()
    with taken(page, named(page, "/lines.csv", "#everything"), tmp_path).open(encoding="utf-8-sig", newline="") as file:
        ids = [row["disclosure_id"] for row in csv.DictReader(file)]
    assert len(ids) == count
    assert {ID, HOSTILE} <= set(ids)
    parquet = taken(page, named(page, "/lines.parquet", "#everything"), tmp_path)
    assert duckdb.sql(f"SELECT count(*) FROM '{parquet}'").fetchall() == [(count,)]
    packed = taken(page, named(page, "/lines.json.gz", "#everything"), tmp_path).read_bytes()
    told = json.loads(gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed)
    assert [len(rows) for rows in told.values() if isinstance(rows, list)] == [count]
    book = openpyxl.load_workbook(taken(page, named(page, ".xlsx", "#everything"), tmp_path), read_only=True)
    assert "lines" in book.sheetnames
    book.close()
    file = tmp_path / "all.db"
    whole = taken(page, named(page, ".db.gz", "main"), tmp_path).read_bytes()
    file.write_bytes(gzip.decompress(whole) if whole[:2] == b"\x1f\x8b" else whole)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM lines").fetchone() == (count,)
