"""Every kind of page in a real browser: nothing from outside, both languages, dark, without scripts, and on paper."""

import io
import re

import pypdfium2
import pytest

from browsing import watched
from showing import HOSTILE, page_templates

TEMPLATES = page_templates()
#: All but the page for addresses that are not there, which stands at none.
PLACED = [name for name in TEMPLATES if name != "404.html"]
#: What a page shows in its main part, without what only scripts use.
SHOWN = """() => {
  const shown = (each) => each.checkVisibility() && !each.closest("form, [hidden]");
  const all = (what) => [...document.querySelectorAll(`main ${what}`)].filter(shown);
  return [all("h1, h2, h3").map((each) => each.textContent.trim()), all("td, th").length, all("p, li, dd").length,
    all("svg").length];
}"""
#: The last cell of a table may be printed blank.
WORDS = re.compile(r"\S")
LIGHTNESS = """() => {
  const sum = (colour) => colour.match(/\\d+/g).slice(0, 3).map(Number).reduce((one, other) => one + other, 0) / 765;
  const body = getComputedStyle(document.body);
  return [sum(body.backgroundColor), sum(body.color)];
}"""


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_page_asks_nothing_of_others_nothing_in_vain_and_breaks_no_policy(look, home, exhibit, template):
    with look() as page:
        page.goto(home + exhibit.fullest(template), wait_until="networkidle")
        policy = page.locator("head > meta[http-equiv='Content-Security-Policy']").get_attribute("content")
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy


@pytest.mark.parametrize("template", PLACED)
def test_the_switch_of_language_leads_to_the_same_page_and_back(look, home, exhibit, template):
    address = exhibit.fullest(template)
    with look() as page:
        page.goto(home + address)
        page.locator(".switches a[hreflang=en]").click()
        page.wait_for_url(f"{home}en/{address}*")
        assert page.locator("html").get_attribute("lang") == "en"
        page.locator(".switches a[hreflang=zh-Hans]").click()
        page.wait_for_url(f"{home}{address}*")
        assert page.locator("html").get_attribute("lang") == "zh-Hans"


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_page_is_dark_where_the_system_is_and_light_where_it_is_not(look, home, exhibit, template):
    with look(color_scheme="dark") as page:
        page.emulate_media(color_scheme="dark")
        page.goto(home + exhibit.fullest(template))
        ground, ink = page.evaluate(LIGHTNESS)
        assert ground < 0.2
        assert ink > 0.8
        page.emulate_media(color_scheme="light")
        ground, ink = page.evaluate(LIGHTNESS)
        assert ink < 0.2
        assert ground > 0.8


def test_the_appearance_that_is_chosen_by_key_is_kept_and_is_there_before_anything_is_painted(chrome, home, exhibit):
    with watched(chrome, home, color_scheme="light") as page:
        page.goto(home)
        page.locator("button.appearance").focus()
        page.keyboard.press("Enter")
        assert page.evaluate(LIGHTNESS)[0] < 0.2
        # What the page has chosen by the time that there is something to paint.
        page.add_init_script(
            """new MutationObserver((_, own) => {
                 if (!document.body) return;
                 window.atFirst = document.documentElement.dataset.appearance;
                 own.disconnect();
               }).observe(document, { childList: true, subtree: true });"""
        )
        for template in ("disclosure.html", "main.html", "home.html"):
            page.goto(home + exhibit.fullest(template, "en/"))
            assert page.evaluate("window.atFirst") == "dark", template
            assert page.evaluate(LIGHTNESS)[0] < 0.2
        page.locator("button.appearance").click()
        assert page.evaluate(LIGHTNESS)[0] > 0.8


@pytest.mark.parametrize("template", PLACED)
def test_without_scripts_a_page_is_complete_or_says_what_is_missing(look, home, exhibit, template):
    address = home + exhibit.fullest(template)
    with look() as page:
        page.goto(address)
        told = page.evaluate(SHOWN)
    # Asking needs scripts: the answers are there only with them, and the page says so.
    asking = template in ("search.html", "sql.html")
    with look(java_script_enabled=False) as page:
        page.goto(address)
        without = page.evaluate(SHOWN)
        if asking:
            assert page.locator("noscript").first.is_visible()
    assert all(heading in without[0] for heading in told[0])
    if not asking:
        assert all(have >= had for have, had in zip(without[1:], told[1:], strict=True)), (without[1:], told[1:])


@pytest.mark.parametrize("template", ["disclosure.html", "home.html", "catalogue.html", "department.html", "main.html"])
def test_on_paper_nothing_is_cut_off_and_only_what_is_to_be_read_is_printed(chrome, home, exhibit, template):
    with watched(chrome, home) as page:
        page.goto(home + exhibit.fullest(template))
        title = page.locator("h1").inner_text()
        page.emulate_media(media="print")
        last = page.locator("main table:visible tr:last-child td:visible", has_text=WORDS).last
        said = last.inner_text() if template == "disclosure.html" else title
        printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))
    document = pypdfium2.PdfDocument(io.BytesIO(printed))
    words, beyond = "", []
    for number in range(len(document)):
        leaf = document[number]
        text = leaf.get_textpage()
        width = leaf.get_width()
        for rectangle in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(rectangle)
            if left < 0 or right > width + 1:
                beyond.append((number + 1, text.get_text_bounded(left, bottom, right, top)))
        words += text.get_text_range()
        text.close()
        leaf.close()
    count = len(document)
    document.close()
    assert beyond == []
    assert title.replace("\n", "")[:6] in words
    assert said.split()[0] in words
    assert "跳到正文" not in words
    assert "Gongkai\n数字照文件印出" not in words
    assert 1 <= count <= (60 if template == "disclosure.html" else 12)


def test_the_page_for_addresses_that_are_not_there_leads_home(exhibit):
    page = exhibit.file("404.html").read_text("utf-8")
    assert 'href="/' in page
    assert HOSTILE not in page
