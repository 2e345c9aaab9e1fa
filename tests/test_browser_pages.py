"""The pages in a real browser: nothing from outside, nothing that the policy forbids, no page wider than a phone; keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import browser, served
from gongkai.load import build_database
from gongkai.package import read_package, write_package
from gongkai.publish import publish_site
from sample import ID, sample

SITE = Path(__file__).parent.parent / "site"
KINDS = (
    "",
    "disclosures/",
    f"disclosures/{ID}/",
    f"disclosures/{ID}/checks/",
    "departments/*/",
    "places/",
    "places/*/",
    "coverage/",
    "coverage/*/",
    "compare/",
    "codes/functional/201/",
    "rules/",
    "rules/*/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browsed")
    package = folder / "package" / ID
    write_package(sample(), package)
    (package / sample().sources[0].file).write_bytes(b"%PDF- not really")
    build_database([read_package(package)], folder / "gongkai.db")
    publish_site([package], folder / "gongkai.db", folder / "out", site_sources=SITE)
    return folder / "out"


@pytest.fixture(scope="module")
def shown(site: Path) -> Iterator[tuple[str, Any]]:
    with served(site) as address, browser() as started:
        yield address, started


def addresses(site: Path, kind: str) -> list[str]:
    return [
        "" if found == site else f"{found.relative_to(site).as_posix()}/"
        for found in sorted(path.parent for path in site.glob(f"{kind}index.html"))
    ]


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_nothing_of_others_breaks_no_policy_and_fits_a_phone(
    site: Path, shown: tuple[str, Any], kind: str, language: str
) -> None:
    address, started = shown
    path = addresses(site, language + kind)[0]
    page = started.new_page(viewport={"width": 390, "height": 800})
    asked, told = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    answer = page.goto(address + path)
    assert answer.status == 200
    assert [url for url in asked if not url.startswith(address)] == []
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_a_class_of_the_treemap_opens_by_key_and_leads_to_the_printed_cell(shown: tuple[str, Any]) -> None:
    address, started = shown
    page = started.new_page(viewport={"width": 1200, "height": 800})
    page.goto(f"{address}disclosures/{ID}/")
    page.locator("a.tile[href='#function-201']").first.focus()
    page.keyboard.press("Enter")
    inner = page.locator("#function-201 .chart-wide a.tile").first
    inner.wait_for()
    inner.focus()
    page.keyboard.press("Enter")
    target = page.evaluate("document.querySelector(':target').textContent")
    assert target == "100.05"
    page.close()


def test_without_scripts_charts_and_lists_are_whole(shown: tuple[str, Any]) -> None:
    address, started = shown
    context = started.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}disclosures/{ID}/")
    assert page.locator("a.tile:visible").count() >= 2
    assert page.locator("path.band:visible").count() >= 3
    page.goto(f"{address}disclosures/")
    assert page.locator("#catalogue tbody tr:visible").count() == 1
    assert page.locator("form.listing-form:visible").count() == 0
    context.close()
