"""From a figure to the page that it is printed on: marked, enlarged, explained, at an address that can be sent."""

import re

import pytest

from browsing import watched

DISCLOSURE = "disclosures/liangjiang-2026-budget/"
FIGURE = "t2-r3-c5"
PAGE = "pages/5/"


def _chosen(page, anchor=FIGURE):
    """The mark and the particulars of the figure that the address names."""
    item = page.locator(f".origin-list li:has(#{anchor})")
    return item.locator(".paper-mark"), item.locator(".origin-more")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("language", ["", "en/"])
def test_a_click_on_a_figure_opens_its_page_with_the_cell_marked(chrome, home, scripts, language):
    with watched(chrome, home, java_script_enabled=scripts, viewport={"width": 1280, "height": 850}) as page:
        page.goto(f"{home}{language}{DISCLOSURE}")
        page.locator(f"#{FIGURE} a").click()
        page.wait_for_url(f"{home}{language}{DISCLOSURE}{PAGE}#{FIGURE}")
        mark, told = _chosen(page)
        assert mark.is_visible()
        assert "11,791.66" in told.inner_text()
        assert "117,916,600.00" in told.inner_text()
        assert told.locator(".origin-checks li").count() > 0
        assert told.locator(".close-view image").is_visible()
        assert page.locator(".origin-more:visible").count() == 1


def test_the_mark_lies_on_the_cell_of_the_picture(chrome, home):
    with watched(chrome, home, viewport={"width": 1280, "height": 850}) as page:
        page.goto(f"{home}{DISCLOSURE}{PAGE}#{FIGURE}", wait_until="load")
        assert page.locator(".paper img").evaluate("image => image.naturalWidth") > 1000
        # In one step: the page may still be on its way to the figure.
        mark, spot = page.evaluate(
            """(figure) => [`li:has(#${figure}) .paper-mark rect`, `.paper-spots a[href="#${figure}"] rect`]
              .map((each) => document.querySelector(each).getBoundingClientRect())
              .map((box) => [box.x, box.y, box.width, box.height])""",
            FIGURE,
        )
        assert mark == pytest.approx(spot, abs=4)


def test_a_click_on_the_picture_chooses_the_figure_there(chrome, home):
    with watched(chrome, home, viewport={"width": 1280, "height": 850}) as page:
        page.goto(f"{home}{DISCLOSURE}{PAGE}")
        page.locator(f".paper-spots a[href='#{FIGURE}']").click()
        assert page.url.endswith(f"#{FIGURE}")
        assert _chosen(page)[1].is_visible()


def test_figures_are_chosen_by_keys_alone(chrome, home):
    with watched(chrome, home) as page:
        page.goto(f"{home}{DISCLOSURE}{PAGE}")
        lines = page.locator(".origin-line")
        lines.first.focus()
        page.keyboard.press("Enter")
        first = page.url
        assert page.locator(".origin-more:visible").count() == 1
        lines.nth(1).focus()
        page.keyboard.press("Enter")
        assert page.url != first
        page.go_back()
        assert page.url == first
        assert page.locator(".origin-more:visible").count() == 1


def test_on_a_phone_the_particulars_stand_below_the_figure_that_was_chosen(chrome, home):
    with watched(chrome, home, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{home}{DISCLOSURE}{PAGE}#{FIGURE}")
        told = _chosen(page)[1]
        assert told.is_visible()
        box = told.bounding_box()
        assert 0 <= box["y"] < 740
        assert box["width"] > 300
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_from_the_page_one_gets_back_to_the_cell_of_the_tidy_table(chrome, home):
    with watched(chrome, home) as page:
        page.goto(f"{home}{DISCLOSURE}{PAGE}#{FIGURE}")
        _chosen(page)[1].locator(".origin-links a").first.click()
        page.wait_for_url(f"{home}{DISCLOSURE}#{FIGURE}")
        assert page.locator(f"#{FIGURE}").is_visible()


def test_every_link_to_a_printed_page_leads_to_a_figure_that_is_there(exhibit):
    for address in exhibit.addresses("disclosure.html"):
        shown = exhibit.file(address).read_text("utf-8")
        links = set(re.findall(r'href="(pages/[^"#]+/)#([^"]+)"', shown))
        assert links
        by_page: dict[str, set[str]] = {}
        for page, anchor in links:
            by_page.setdefault(page, set()).add(anchor)
        for page, anchors in by_page.items():
            assert anchors <= set(re.findall(r'id="([^"]+)"', exhibit.file(address + page).read_text("utf-8")))
