"""A disclosure in a real browser: tables sorted by key, exact amounts by key and touch, names of small tiles, paper."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from browsing import browser
from gongkai.bench_page import served
from sample import ID
from showing import Sampled

ROWS = "Array.from(document.querySelectorAll('#table-2 tbody tr'), row => row.cells[0].textContent)"
PRINTED = ["", "201", "20103", "2010301", "2010302", "205", "20508", "2050803"]


@pytest.fixture(scope="module")
def shown(sampled: Sampled) -> Iterator[tuple[str, Any]]:
    with served(sampled.site) as address, browser() as started:
        yield f"{address}disclosures/{ID}/", started


@pytest.fixture
def page(shown: tuple[str, Any]) -> Iterator[Any]:
    address, started = shown
    opened = started.new_page(viewport={"width": 1200, "height": 800})
    opened.goto(address)
    yield opened
    opened.close()


def test_a_table_sorts_by_key_below_its_classes_and_returns_to_print(page: Any) -> None:
    printed = page.evaluate(ROWS)
    button = page.locator("#table-2 th.by.figure button").last
    head = page.locator("#table-2 th.by.figure").last
    button.focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    down = page.evaluate(ROWS)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    up = page.evaluate(ROWS)
    assert down != printed or up != printed
    for rows in (down, up):
        assert sorted(rows) == sorted(printed)
        assert rows[0] == printed[0], "the total stays at its end"
        for place, code in enumerate(rows):
            above = [other for other in rows[:place] if other and code.startswith(other) and other != code]
            assert len(above) == max(0, (len(code) - 3) // 2), f"{code} stands below its class"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert page.evaluate(ROWS) == printed


def test_labels_stay_in_sight_where_a_table_is_wider_than_the_screen(shown: tuple[str, Any]) -> None:
    address, started = shown
    page = started.new_page(viewport={"width": 360, "height": 740})
    page.goto(address)
    box = page.locator("#table-2 .scroll")
    box.evaluate("box => { box.scrollLeft = 120; }")
    left = page.locator("#t2-r4-c2").evaluate("cell => cell.getBoundingClientRect().left")
    assert abs(left - box.evaluate("box => box.getBoundingClientRect().left")) < 2
    page.close()


def test_the_exact_amount_is_told_to_keys(page: Any) -> None:
    page.locator("#t2-r3-c3 a").focus()
    assert page.locator(".exact").inner_text() == "1,627,500.00 元"
    page.keyboard.press("Escape")
    assert page.locator(".exact").is_hidden()


def test_a_first_touch_tells_the_exact_amount_and_a_second_leads_to_the_print(shown: tuple[str, Any]) -> None:
    address, started = shown
    context = started.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    phone = context.new_page()
    phone.goto(address)
    figure = phone.locator("#t2-r3-c3 a")
    figure.tap()
    assert phone.locator(".exact").inner_text() == "1,627,500.00 元"
    figure.tap()
    phone.wait_for_url("**/pages/**")
    context.close()


def test_a_tile_too_small_for_its_name_tells_it_below_when_focused(page: Any) -> None:
    tile = page.locator("#function-all .chart-wide a.tile").last
    tile.focus()
    told = page.locator("#function-all .tile-told").inner_text()
    assert told == tile.locator("title").text_content()
    assert told.startswith("教育支出")


def test_a_mark_at_a_cell_leads_the_eye_to_what_is_told_below_its_table(page: Any) -> None:
    assert page.locator("td.doubt").count() > 0
    section = page.locator(".printed", has=page.locator(".doubts .check")).first
    link = section.locator(".operands a").first
    wanted = link.get_attribute("href").partition("#")[2]
    link.click()
    page.wait_for_url(f"**#{wanted}")
    assert page.evaluate("document.querySelector(':target').id") == wanted


def test_on_paper_the_first_sheet_holds_the_figures_and_where_the_money_goes(page: Any) -> None:
    document = pypdfium2.PdfDocument(BytesIO(page.pdf(format="A4")))
    first = document[0].get_textpage().get_text_bounded()
    assert "支出合计" in first
    assert "按支出功能分类" in first
    assert "English" not in first, "what only a screen can use is left out"
