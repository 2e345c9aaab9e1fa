"""What is written without a template, or with one that knows its language: the same page, and nothing in it is run."""

import dataclasses
import re
import shutil
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from gongkai.package import Package
from gongkai.publish.environment import Address, Compiled, Templates, environments
from gongkai.publish.fields import text
from gongkai.publish.findings import ledger
from gongkai.publish.frames import Frames
from gongkai.publish.grid import printed_table
from gongkai.publish.markup import Broken, FigureLists, LedgerRows, TableRows, code_leads, rule_rows
from gongkai.publish.origins import printed_pages
from sample import ID, packaged

SITE = Path(__file__).resolve().parents[1] / "site"
EVIL = """<b onclick="x('&amp;')">'"""
WORDS = [
    "unnamed",
    "enlarged",
    "printed",
    "read",
    "yuan",
    "unread",
    "item",
    "heading",
    "code",
    "meaning",
    "inferred",
    "how_inferred",
    "checks",
    "unchecked",
    "tidy",
    "told",
    "address",
    "in_zh",
    "home",
    "codes",
    "ruled",
]


class Tags(HTMLParser):
    """The names of the tags of a text, and all that it shows or says in attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.words += [value or "" for _, value in attrs]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def templates() -> Templates:
    return environments(SITE, site_url="https://a.invalid/?a=1&b=2", repo_url="")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return packaged(tmp_path_factory.mktemp("markup") / ID)


def _evil(package: Package, **columns: tuple[str, ...]) -> Package:
    """The package with these columns of its tables full of markup."""
    rows = {
        name: tuple({**row, **dict.fromkeys(columns.get(name, ()), EVIL)} for row in found)
        for name, found in package.rows.items()
    }
    return dataclasses.replace(package, rows=rows)


def test_markup_in_figures_of_a_printed_page_is_shown(package: Package) -> None:
    evil = _evil(package, cells=("text",), lines=("label", "heading", "unit", "code"), statements=("subject", "unit"))
    pages = printed_pages(evil, ledger(evil), {})
    lists = FigureLists(pages)
    lists.speak(
        "zh",
        dict.fromkeys(WORDS, ""),
        dict.fromkeys(lists.meanings, EVIL),
        dict.fromkeys(lists.schemes, EVIL),
        dict.fromkeys(lists.marks, EVIL),
        dict.fromkeys((text(rule, "rule") for rule in package.rows["rules"]), EVIL),
    )
    shown = "".join(
        str(page.spots) + "".join(page.items(number, "zh", EVIL) for number in page.tables) for page in lists.pages
    )
    told = Tags(shown)
    assert told.tags.count("li") >= len(package.rows["lines"])
    assert set(told.tags) <= {
        "li",
        "span",
        "svg",
        "rect",
        "a",
        "div",
        "dl",
        "dt",
        "dd",
        "strong",
        "ul",
        "p",
        "text",
        "blockquote",
        "mark",
        "image",
    }
    assert sum(EVIL in words for words in told.words) > len(package.rows["lines"])


def test_markup_in_a_printed_table_is_shown() -> None:
    cells: list[dict[str, Any]] = [
        {"table_no": 1, "row": row, "column": column, "row_span": 1, "column_span": 1, "text": words, "page": 1}
        for row, column, words in ((1, 1, EVIL), (1, 2, EVIL), (2, 1, EVIL), (2, 2, f"{EVIL}\n3"))
    ]
    line = {"table_no": 1, "row": 2, "column": 2, "side": "", "label": EVIL, "is_total": False}
    coded = {**line, "scheme": "functional", "code": "201", "amount_yuan": Decimal(30000)}
    grid = printed_table({"header_rows": 1, "rows": 2, "columns": 2}, cells, [coded])
    rows = TableRows(grid, {("functional", "201")}, {"t1-r2-c2": "7"}, Broken())
    told = Tags(rows.head + rows.body("元", code_leads("codes/", {("functional", "201"): EVIL})))
    assert told.tags == ["tr", "th", "th", "tr", "th", "a", "td", "a", "br"]
    assert told.words.count(EVIL) == 4
    assert f"201 {EVIL}" in told.words
    assert "30,000.00 元" in told.words
    assert "pages/7/#t1-r2-c2" in told.words


def test_markup_in_a_ledger_is_shown(package: Package) -> None:
    evil = _evil(package, cells=("text",), checks=("message", "message_en"))
    made = ledger(evil)
    titles = {check.rule: EVIL for check in made.checks}
    for language in ("zh", "en"):
        rows = LedgerRows(made.checks).of("pass", language, titles, {"rules": "r/", "home": "d/"})
        told = Tags(rows + rule_rows(made.by_rule, {each.rule: EVIL for each in made.by_rule}, "r/"))
        assert set(told.tags) == {"tr", "td", "th", "a"}
        assert told.words.count(EVIL) > 2 * sum(check.status == "pass" for check in made.checks)


BLOCKS = {
    "title": "{% block title %}{{ words }}{% endblock %}",
    "description": "{% block description %}{{ words }} {{ path }}{% endblock %}",
    "head": '{% block head %}<link href="{{ root }}x">{% endblock %}',
    "script_policy": "{% block script_policy %}'self' 'unsafe-x'{% endblock %}",
    "main": "{% set own = words %}{% block main %}<p>{{ own }}{{ link('a/') }}</p>{% endblock %}",
}


@pytest.mark.parametrize("path", ["", "disclosures/", "disclosures/a/", "en-gb/x/y/z/", "places/3&4/"])
@pytest.mark.parametrize("names", [("main",), ("title", "main"), tuple(BLOCKS)])
def test_a_page_in_a_frame_is_the_page_that_the_theme_makes_of_it(tmp_path, path, names):
    shutil.copytree(SITE / "theme", tmp_path / "theme")
    (tmp_path / "templates").mkdir()
    shutil.copy(SITE / "templates/parts_alone.html", tmp_path / "templates")
    (tmp_path / "templates/own.html").write_text("{% extends layout %}" + "".join(BLOCKS[name] for name in names))
    made_anew = environments(tmp_path, site_url="https://a.invalid/?a=1&b=2", repo_url="r")
    frames = Frames(made_anew)
    for language, template in ((name, env.get_template("own.html")) for name, env in made_anew.items()):
        for below in (path, f"{path}b/", f"{path}c/"):
            address = Address(language, below)
            whole = template.render({"words": EVIL, **address.context(), "layout": "base.html"})
            assert frames.page("own.html", {"words": EVIL}, address) == whole
            assert EVIL in Tags(whole).words or "title" not in names


def test_a_template_says_what_is_of_its_language(templates):
    source = "{{ say('甲', 'A') }}{% if lang == 'en' %}!{% endif %}{{ say(*both) }} {{ link('x/') }} {{ file('y z') }}"
    context = {"both": ("乙", "B"), "root": "../", "lang": "en"}
    assert templates["en"].from_string(source).render(context) == "A!B ../en/x/ ../y%20z"
    assert templates["zh"].from_string(source).render({**context, "lang": "zh"}) == "甲乙 ../x/ ../y%20z"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ x }}{{ x }}", f"{EVIL}{EVIL}"),
        ("{{ x ~ y }}", f"{EVIL}<i>"),
        ("{% set z %}{{ x }}<p>{% endset %}{{ z }}", f"{EVIL}<p>"),
        ("{% macro m(a) %}{{ a }}<p>{% endmacro %}{{ m(x) }}{{ m(a=x) }}", f"{EVIL}<p>{EVIL}<p>"),
        ("{{ 3 }}{{ none }}{{ [x] | first }}", f"3None{EVIL}"),
    ],
)
def test_what_is_not_marked_safe_is_escaped_and_what_is_stays(templates, source, shown):
    made = templates["zh"].from_string(source).render({"x": EVIL, "y": Markup("<i>")})
    assert unescape(made) == shown
    assert "onclick=" not in re.sub(r"&\S+;", "", made.split("<p>")[0]) or "<b" not in made
    assert "<b" not in made


def test_a_text_that_equals_safe_markup_is_escaped_all_the_same(templates):
    source = "{{ y }}{{ x }}{{ y }}"
    assert templates["zh"].from_string(source).render({"x": "<i>", "y": Markup("<i>")}) == "<i>&lt;i&gt;<i>"


def test_what_is_not_there_is_an_error_in_a_template(templates):
    with pytest.raises(UndefinedError):
        templates["zh"].from_string("{{ nothing }}").render({})


def test_a_compiled_template_goes_by_its_source_and_by_the_code_that_compiled_it(tmp_path):
    first, second = Compiled(tmp_path, "one"), Compiled(tmp_path, "two")
    assert first.get_source_checksum("a") == Compiled(tmp_path, "one").get_source_checksum("a")
    assert len({first.get_source_checksum("a"), first.get_source_checksum("b"), second.get_source_checksum("a")}) == 3


def test_a_heading_that_says_nothing_is_no_heading() -> None:
    head: list[dict[str, Any]] = [
        {"table_no": 1, "row": 1, "column": column, "row_span": 1, "column_span": 1, "text": words, "page": 1}
        for column, words in enumerate(("科目", " "), 1)
    ]
    grid = printed_table({"header_rows": 1, "rows": 1, "columns": 2}, head, ())
    shown = '<tr><th id="t1-r1-c1" scope="col">科目</th><td id="t1-r1-c2"></td></tr>\n'
    assert TableRows(grid, (), {}, Broken()).head == shown
