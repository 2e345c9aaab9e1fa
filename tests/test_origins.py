"""Every figure leads to the page that it is printed on, to its box there, and to the checks that it takes part in."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.load import build_database
from gongkai.package import Package, page_name, read_package
from gongkai.publish import Facsimile, keep_facsimiles, publish_site
from gongkai.publish.fields import cell_anchor, cell_key
from gongkai.publish.findings import ledger
from gongkai.publish.origins import Outcome, origins, printed_pages
from sample import ID, filed, sample

SITE = Path(__file__).resolve().parents[1] / "site"
FILE = sample().sources[0].file


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory):
    return read_package(filed(tmp_path_factory.mktemp("origins") / ID))


@pytest.fixture(scope="module")
def pages(package):
    pictures = {FILE: {number: Facsimile(number, 595.0, 842.0, f"{number}.webp", 9) for number in (1, 99)}}
    return printed_pages(package, ledger(package), pictures)


@pytest.mark.parametrize(
    ("place", "name"),
    [((1, 7, None), "7"), ((2, 7, None), "2-7"), ((1, None, 3), "t3"), ((3, None, None), "3-text")],
)
def test_a_page_has_a_name_that_lasts(place, name):
    assert page_name(*place) == name


def test_every_amount_that_was_read_is_on_a_page(package, pages):
    found = origins(pages)
    read = {cell_anchor(cell_key(line)) for line in package.rows["lines"]}
    said = {f"s{statement['statement_no']}" for statement in package.rows["statements"]}
    text = {f"p{paragraph['paragraph_no']}" for paragraph in package.rows["paragraphs"]}
    assert read | said | text <= found.keys()


def test_a_figure_is_on_the_page_and_in_the_box_of_its_cell(package, pages):
    cells = {cell_anchor(cell_key(cell)): cell for cell in package.rows["cells"]}
    seen = 0
    for page in pages:
        for figure in page.figures:
            if figure.table_no:
                cell = cells[figure.anchor]
                assert (page.number, figure.printed) == (cell["page"], str(cell["text"]).strip())
                assert (figure.box is None) == (cell["x0"] is None)
                seen += 1
    assert seen >= len(package.rows["lines"])


def test_a_figure_says_what_was_read_of_it(package, pages):
    line = next(line for line in package.rows["lines"] if line["printed"] == "160.25")
    anchor = cell_anchor(cell_key(line))
    [figure] = [figure for page in pages for figure in page.figures if figure.anchor == anchor]
    assert (figure.printed, figure.yuan, figure.unit) == ("160.25", Decimal("1602500.00"), line["unit"])


def test_a_figure_has_the_checks_that_it_takes_part_in_with_those_that_fail_first(package, pages):
    by_anchor: dict[str, set[int]] = {}
    checked = ledger(package)
    for check in checked.checks:
        for operand in check.operands:
            by_anchor.setdefault(operand.anchor, set()).add(check.number)
    status = {check.number: check.status for check in checked.checks}
    for page in pages:
        for figure in page.figures:
            numbers = {number for outcome in figure.outcomes for number in outcome.numbers}
            assert numbers == by_anchor.get(figure.anchor, set())
            told = [status[outcome.numbers[0]] == "fail" for outcome in figure.outcomes]
            assert told == sorted(told, reverse=True)
            assert all(isinstance(outcome, Outcome) for outcome in figure.outcomes)


def test_a_page_that_was_drawn_is_there_also_where_nothing_was_read_from_it(pages):
    assert pages[-1].name == "99"
    assert (pages[-1].picture, pages[-1].figures) == ("facsimiles/1/99.webp", ())


def test_a_page_that_was_not_drawn_shows_the_cells_that_were_read(package):
    boxes = [cell for cell in package.rows["cells"] if cell["x0"] is not None]
    shown = printed_pages(package, ledger(package), {})
    assert sum(len(page.cells) for page in shown) == len(boxes)
    assert all(page.picture == "" for page in shown)


def test_what_a_file_without_pages_holds_is_shown_table_by_table(package):
    nowhere = dict.fromkeys(("page", "x0", "top", "x1", "bottom"))
    rows = {**package.rows, "cells": tuple({**cell, **nowhere} for cell in package.rows["cells"])}
    without = Package(package.folder, package.descriptor, rows)
    shown = [page for page in printed_pages(without, ledger(without), {}) if page.number is None]
    assert [page.name for page in shown] == [f"t{number}" for number in sorted({c["table_no"] for c in rows["cells"]})]
    assert {figure.table_no for figure in shown[0].figures} == {1}


def test_every_figure_of_the_page_of_a_disclosure_leads_to_its_printed_page(tmp_path, package):
    drawn = tmp_path / "drawn"
    (drawn / "files").mkdir(parents=True)
    (drawn / "files" / "1.webp").write_bytes(b"picture")
    keep_facsimiles(drawn, [Facsimile(1, 595.0, 842.0, "1.webp", 7)])
    build_database([package], tmp_path / "gongkai.db")
    out = tmp_path / "out"
    publish_site(
        [package.folder],
        tmp_path / "gongkai.db",
        out,
        site_sources=SITE,
        pictures={package.folder: {FILE: drawn}},
    )
    assert (out / f"disclosures/{ID}/facsimiles/1/1.webp").read_bytes() == b"picture"
    for language in ("", "en/"):
        home = out / f"{language}disclosures/{ID}"
        shown = (home / "index.html").read_text("utf-8")
        links = set(re.findall(r'href="(pages/[^"#]+/)#([^"]+)"', shown))
        read = {cell_anchor(cell_key(line)) for line in package.rows["lines"]}
        assert read <= {anchor for _, anchor in links}
        for page, anchor in links:
            assert f'id="{anchor}"' in (home / page / "index.html").read_text("utf-8")
