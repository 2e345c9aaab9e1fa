"""A package whose every word is markup: it is shown as text on every page, in search and in SQL, and never runs."""

import json
from urllib.parse import quote, urlencode

import pytest

from browsing import watched
from gongkai.publish import LOCK, brought, locked
from showing import CODE, EVIL, HOSTILE, LANGUAGES, ROOT

#: Nothing of it became an element, in the page or in what pages show on hover.
CREATED = "document.querySelectorAll('img[src=evil], main script:not([type]), [onerror]').length"


def addresses(exhibit):
    """Every page on which a word of the package stands."""
    every = sorted({address for made in exhibit.made_of.values() for address in made})
    return [address for address in every if "onerror" in exhibit.file(address).read_text("utf-8")]


def test_it_is_text_wherever_it_stands(chrome, home, exhibit):
    found = [address for address in addresses(exhibit) if not address.startswith("en/")]
    kinds = {address.split("/")[0] for address in found}
    assert {"", "disclosures", "departments", "places"} <= kinds
    with watched(chrome, home) as page:
        for address in found:
            page.goto(home + address)
            assert page.evaluate(CREATED) == 0, address
            assert page.title() != "ran", address
            assert EVIL in page.locator("main").text_content(), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_page_is_whole_and_none_of_its_links_runs(chrome, home, language):
    with watched(chrome, home) as page:
        page.goto(f"{home}{language}disclosures/{HOSTILE}/")
        assert EVIL in page.title()
        assert EVIL in page.locator("h1").inner_text()
        assert page.locator("a[href^='javascript:']").count() == 0
        for tile in page.locator("a.tile > title").all():
            assert "<img" not in tile.inner_html()
        page.locator("main a.tile:visible").first.hover()
        assert page.evaluate(CREATED) == 0
        assert page.title() != "ran"


def test_a_search_shows_it_as_text(chrome, home):
    with watched(chrome, home) as page:
        page.goto(f"{home}search/?q={quote('onerror')}")
        page.locator("#search[data-done='onerror']").wait_for(timeout=30_000)
        assert int(page.locator("#search").get_attribute("data-found")) > 0
        assert "<img src=evil" in page.locator("#search").inner_text()
        assert page.evaluate(CREATED) == 0
        assert page.title() != "ran"


def test_sql_shows_it_as_text_in_tables_and_charts(chrome, home):
    if any(brought(foreign, CODE) is None for foreign in locked(ROOT / "site" / LOCK)):
        pytest.skip("no browser code in .venv/browser: set-up could not bring it (gongkai browser-code says why)")
    sql = f"SELECT label, amount_fen FROM lines WHERE disclosure_id = '{HOSTILE}' LIMIT 5"
    for view, where in (("table", ".sql-table td"), ("chart", ".sql-chart")):
        with watched(chrome, home) as page:
            page.goto(f"{home}sql/#{urlencode({'sql': sql, 'view': view})}")
            page.locator(f"#sql[data-done={json.dumps('answer')}]").wait_for(timeout=30_000)
            assert "<img src=evil" in page.locator(where).first.text_content()
            assert page.evaluate(CREATED) == 0
            assert page.title() != "ran"
