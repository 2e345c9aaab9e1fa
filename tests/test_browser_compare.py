"""Comparing and sifting in a real browser: choosing, the address, back, keys alone, exact amounts, and no scripts."""

import csv
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import browser, until
from gongkai.bench_page import served
from gongkai.load import build_database
from gongkai.package import read_package
from gongkai.publish import publish_site
from gongkai.publish.shelves import department_key
from gongkai.publish.summary import summary
from sample import filed, sample
from showing import once, shared_folder

SITE = Path(__file__).parent.parent / "site"
#: Issuer, place, year, phase, scope.
HERE = (
    ("示例市示例局", "500112", 2026, "budget", "department"),
    ("示例市示例局", "500112", 2025, "budget", "department"),
    ("示例市水务局", "500112", 2026, "budget", "department"),
    ("外地财政局", "500112", 2025, "final", "unit"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(shared_folder(tmp_path_factory.getbasetemp()), "compared", _build)


@pytest.fixture(scope="module")
def keys(folder: Path) -> dict[str, str]:
    """What departments are called in addresses, by their names."""
    packages = [read_package(each) for each in sorted((folder / "package").iterdir())]
    return {package.disclosure["issuer"]: department_key(summary(package)) for package in packages}


@pytest.fixture(scope="module")
def site(folder: Path) -> Path:
    return folder / "out"


def _build(folder: Path) -> None:
    packages = []
    for number, (issuer, region, year, phase, scope) in enumerate(HERE):
        own = sample()
        told = dataclasses.replace(
            own.registration,
            id=f"d{number}",
            issuer=issuer,
            region_code=region,
            fiscal_year=year,
            phase=phase,
            scope=scope,
        )
        packages.append(filed(folder / "package" / told.id, dataclasses.replace(own, registration=told)))
    build_database([read_package(package) for package in packages], folder / "gongkai.db")
    publish_site(packages, folder / "gongkai.db", folder / "out", site_sources=SITE)


@pytest.fixture(scope="module")
def started(site: Path) -> Iterator[tuple[str, Any]]:
    with served(site) as address, browser() as chromium:
        yield address, chromium


@pytest.fixture
def page(started: tuple[str, Any]) -> Iterator[Any]:
    address, chromium = started
    context = chromium.new_context(base_url=address, viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    told: list[str] = []
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    yield opened
    assert told == []
    context.close()


def drawn(page: Any) -> None:
    page.locator("#compare[data-done]").wait_for()
    until(page, "!document.querySelector('.compare-result').hasAttribute('aria-busy')")


def names(page: Any) -> list[str]:
    return page.locator(".compare-chosen li > span").all_inner_texts()


def test_a_department_is_chosen_by_keyboard_alone_and_stands_in_the_address(page: Any, keys: dict[str, str]) -> None:
    page.goto(f"compare/?d={keys['示例市示例局']}")
    drawn(page)
    box = page.get_by_role("combobox", name="加一个部门")
    box.focus()
    page.keyboard.type("外")
    page.get_by_role("option", name="外地财政局").wait_for()
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == page.locator(
        "[role=option][aria-selected=true]"
    ).get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**d={keys['外地财政局']}*")
    page.locator(".compare-chosen li").nth(1).wait_for()
    assert names(page) == ["示例市示例局", "外地财政局"]
    assert box.get_attribute("aria-expanded") == "false"
    assert "口径不全相同" in page.locator(".compare-unlike").inner_text()


def test_a_short_name_that_is_exactly_typed_stands_first(page: Any) -> None:
    page.goto("compare/?m=income")
    box = page.get_by_role("combobox", name="加一个部门")
    box.fill("水务")
    assert page.locator("#compare-list [role=option]").first.inner_text().startswith("示例市水务局")
    box.fill("没有这样的局")
    until(page, "document.querySelector('#compare-list').hidden")
    assert "0 个部门" in page.locator(".compare-status").inner_text()


def test_back_leads_to_the_comparison_before_and_the_address_brings_it_again(page: Any, keys: dict[str, str]) -> None:
    page.goto(f"compare/?d={keys['示例市示例局']}&m=income")
    drawn(page)
    page.get_by_label("比什么").select_option("three_public")
    until(page, "document.querySelector('#compare-title').textContent.includes('三公')")
    assert "m=three_public" in page.url
    page.go_back()
    until(page, "document.querySelector('#compare-title').textContent.includes('收入')")
    assert page.get_by_label("比什么").input_value() == "income"
    drawn(page)
    page.go_forward()
    until(page, "document.querySelector('#compare-title').textContent.includes('三公')")
    drawn(page)
    page.wait_for_load_state("networkidle")
    page.reload()
    until(page, "document.querySelector('#compare-title').textContent.includes('三公')")
    assert names(page) == ["示例市示例局"]


def test_only_the_chosen_years_are_shown_and_the_change_is_against_the_year_before(
    page: Any, keys: dict[str, str]
) -> None:
    page.goto(f"compare/?d={keys['示例市示例局']}")
    drawn(page)
    assert page.locator(".compare-result tbody tr").count() == 2
    page.get_by_label("2025 预算").uncheck()
    page.wait_for_url("**y=2026-budget*")
    until(page, "document.querySelectorAll('.compare-result tbody tr').length === 1")
    assert "0.00" in page.locator(".compare-result tbody tr").inner_text()


def test_what_is_shown_is_taken_away_as_csv_with_exact_amounts(page: Any, keys: dict[str, str]) -> None:
    page.goto(f"en/compare/?d={keys['示例市示例局']}&m=functional&y=2026-budget")
    drawn(page)
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(waited.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    figure = next(row for row in rows if row["measure"] == "functional:201")
    assert (figure["issuer"], figure["amount_wan"], figure["amount_yuan"]) == ("示例市示例局", "160.25", "1602500.00")
    assert figure["address"].endswith("/disclosures/d0/#" + figure["address"].rpartition("#")[2])


def test_amounts_keep_their_last_fen_where_binary_fractions_would_lose_it(page: Any) -> None:
    page.goto("compare/")
    script = """async () => {
      const { exact, plain, wan, share } = await import(new URL("../assets/money.js", location.href));
      return [plain(exact("9007199254740993.01")), plain(exact("0.10") + exact("0.20")), wan(exact("-12345678.90")),
              wan(exact("0.00")), share(exact("1.00"), exact("3.00")), share(exact("0.01"), exact("100000.00"))];
    }"""
    assert page.evaluate(script) == ["9007199254740993.01", "0.30", "−1,234.56789", "0.00", "33.3%", "<0.1%"]


def test_without_scripts_a_comparison_stands_ready_and_says_that_choosing_needs_them(started: tuple[str, Any]) -> None:
    address, chromium = started
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}compare/")
    assert page.locator(".compare-result rect:visible").count() == len(HERE)
    assert page.locator(".compare-result tbody tr").count() == len(HERE)
    assert page.locator("form.compare-form:visible").count() == 0
    assert "JavaScript" in page.locator("noscript").inner_text()
    context.close()


def test_an_address_with_a_department_that_is_not_here_says_so(page: Any, keys: dict[str, str]) -> None:
    page.goto(f"compare/?d={keys['外地财政局']}&d=500112-00000000")
    drawn(page)
    assert "没有" in page.get_by_role("alert").inner_text()
    assert names(page) == ["外地财政局"]


def test_the_catalogue_is_sorted_over_all_and_sifted_with_the_state_in_the_address(page: Any) -> None:
    page.goto("disclosures/")
    page.get_by_role("button", name="年度与类别").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=-year*")
    page.get_by_role("columnheader", name="年度与类别").and_(page.locator("[aria-sort=descending]")).wait_for()
    page.get_by_role("searchbox", name="含有这些词").fill("外地")
    until(page, "document.querySelectorAll('#catalogue tbody tr').length === 1")
    page.reload()
    until(page, "document.querySelectorAll('#catalogue tbody tr').length === 1")
    assert page.get_by_role("searchbox", name="含有这些词").input_value() == "外地"
    page.get_by_role("button", name="清除").click()
    until(page, "document.querySelectorAll('#catalogue tbody tr').length === 4")
    assert page.url.endswith("/disclosures/")
    page.go_back()
    until(page, "document.querySelectorAll('#catalogue tbody tr').length === 1")


def test_the_box_at_the_head_of_pages_leads_to_the_search_with_its_words(page: Any) -> None:
    for path in ("", "coverage/"):
        page.goto(path)
        page.get_by_role("searchbox", name="找单位").fill("水务")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=*")
        page.locator(".search-result").first.wait_for()
        assert page.locator("#search-words").input_value() == "水务"


def test_coverage_leads_from_its_counts_to_the_issuers(page: Any) -> None:
    page.goto("coverage/")
    page.get_by_role("link", name="全部").count()
    assert page.locator("#missing").count() == 1
    assert "外地财政局" in page.locator("section:has(#missing)").inner_text()
    assert page.locator("section:has(#partly) tbody tr").count() == len(HERE)
