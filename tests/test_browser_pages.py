"""What scripts add to pages, in a real browser: opening a class of the treemap, sorting and sifting lists."""

from collections.abc import Iterator
from typing import Any

import pytest

from browsing import browser
from gongkai.bench_page import served
from sample import ID
from showing import Sampled


@pytest.fixture(scope="module")
def shown(sampled: Sampled) -> Iterator[tuple[str, Any]]:
    with served(sampled.site) as address, browser() as started:
        yield address, started


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


def test_a_class_of_the_treemap_opens_by_click_and_one_goes_back(shown: tuple[str, Any]) -> None:
    address, started = shown
    page = started.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{address}en/disclosures/{ID}/")
    inner = page.locator("#function-201 .chart-narrow a.tile").first
    assert not inner.is_visible()
    page.locator("a.tile[href='#function-201']:visible").click()
    inner.wait_for()
    page.locator("#function-201 a[href='#function-all']").click()
    assert page.url.endswith("#function-all")
    page.locator("a.tile[href='#function-201']:visible").click()
    inner.click()
    assert page.evaluate("document.querySelector(':target').textContent") == "100.05"
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
