"""The page of the vocabulary: every word of its files, what it is read as, and why, in two languages."""

import re
import tomllib
from importlib.resources import files

import pytest

from gongkai.publish.vocabulary import both, explained, vocabulary
from showing import Sampled
from test_publish import Built, Reader, resolve, shared

PAGE = {"zh": "vocabulary/index.html", "en": "en/vocabulary/index.html"}
FILES = ("kinds", "headings", "forms", "phrases")


def _toml(name):
    return tomllib.loads(files("gongkai.vocabulary").joinpath(f"{name}.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def built(sampled: Sampled) -> Built:
    return shared(sampled)


@pytest.fixture(scope="module")
def pages(built: Built) -> dict[str, Reader]:
    return {
        page.relative_to(built.out).as_posix(): Reader(page.read_text(encoding="utf-8"))
        for page in sorted(built.out.rglob("*.html"))
    }


def _texts(built, language):
    page = (built.out / PAGE[language]).read_text(encoding="utf-8")
    return page, set(re.findall(r'<(?:li|span class="word")>([^<]+)</(?:li|span)>', page))


@pytest.mark.parametrize("language", PAGE)
def test_every_word_of_every_file_stands_on_the_page(built, language):
    words = {word for kind in _toml("kinds")["kind"] for group in kind.get("title", []) for word in group}
    words |= {word for kind in _toml("kinds")["kind"] for group in kind.get("headings", []) for word in group}
    words |= {word for kind in _toml("kinds")["kind"] for word in kind.get("without", [])}
    words |= {word for theme in _toml("headings").values() for said in theme.values() for word in said}
    words |= {word for said in _toml("forms").values() for word in said}
    words |= {word for subject in _toml("phrases")["subject"] for word in subject["words"]}
    words |= {word for said in _toml("phrases")["change"].values() for word in said}
    _, shown = _texts(built, language)
    assert len(words) > 300
    assert words - shown == set()


@pytest.mark.parametrize(("language", "name"), [("zh", "因公出国（境）费"), ("en", "Official travel abroad")])
def test_a_word_stands_beside_the_term_that_it_gives(pages, language, name):
    told = pages[PAGE[language]].texts["measure-overseas_travel"]
    for words in (name, "overseas_travel", "因公出国境费用"):
        assert words in told


def test_a_kind_shows_which_words_belong_together_and_which_rule_it_out(built):
    page, _ = _texts(built, "zh")
    block = page[page.index('id="kind-performance_department"') : page.index('id="kind-performance_project"')]
    told = next(kind for kind in _toml("kinds")["kind"] if kind["term"] == "performance_department")
    first = told["title"][0]
    together = ' <span class="joins">＋</span> '.join(f'<span class="word">{word}</span>' for word in first)
    assert f"<li>{together}" in block
    assert "而没有" in block
    assert all(f"<li>{word}</li>" in block for word in told["without"])


def test_a_phrase_shows_the_table_and_the_row_that_it_speaks_of(pages):
    told = re.sub(r"\s", "", pages[PAGE["en"]].texts["phrases"])
    assert "TableSummaryofdepartmentalincomeandexpenditureSideIncomeRowTotalrow" in told


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_in_both_languages_what_it_holds_and_where_its_words_come_from(pages, name):
    opening = explained(files("gongkai.vocabulary").joinpath(f"{name}.toml").read_text("utf-8"))
    for number, language in enumerate(("zh", "en")):
        section = pages[PAGE[language]].texts[name]
        assert opening.about[number], name
        assert opening.source[number], name
        assert opening.about[number] in section
        assert opening.source[number] in section
        for _, said in opening.fields:
            assert said[number] in section


@pytest.mark.parametrize("name", ["kinds", "phrases"])
def test_every_field_of_an_entry_is_explained(name):
    entries = _toml(name)["kind" if name == "kinds" else "subject"]
    used = {field for entry in entries for field in entry} - {"term"}
    told = {field for fields, _ in vocabulary().explained[name].fields for field in fields.split(", ")}
    assert used - told == set()


def test_every_theme_of_headings_and_every_field_of_forms_is_explained():
    shown = vocabulary()
    silent = [theme.name for theme in shown.themes if not all(theme.about)]
    silent += [field.term for field in shown.fields if not all(field.name)]
    assert silent == []


def test_the_page_has_its_twin_and_is_linked_from_every_page_and_from_those_that_speak_of_it(pages):
    assert PAGE["zh"] in pages
    assert PAGE["en"] in pages
    for name, page in pages.items():
        wanted = PAGE["en" if name.startswith("en/") else "zh"]
        assert name == "404.html" or wanted in {(resolve(name, link) or ("",))[0] for link in page.links}, name
    for name in ("dictionary", "rules", "contribute"):
        for prefix, language in (("", "zh"), ("en/", "en")):
            page = f"{prefix}{name}/index.html"
            found = [link for link in pages[page].links if (resolve(page, link) or ("",))[0] == PAGE[language]]
            assert len(found) >= 2, page


def test_every_link_of_the_page_leads_somewhere_and_nothing_comes_from_outside(built, pages):
    for name in PAGE.values():
        for link in pages[name].links:
            target = resolve(name, link)
            assert target is not None, link
            assert (built.out / target[0]).is_file(), link
            assert not target[1] or target[1] in pages[target[0]].ids, link
        assert all("//" not in load for load in pages[name].loads)
        assert pages[name].inline == []


def test_the_chinese_words_are_marked_as_chinese_on_the_english_page(built):
    page, _ = _texts(built, "en")
    assert page.count('class="words"') == page.count('class="words" lang="zh-Hans"') > 50


def test_comments_are_read_as_files_write_them():
    text = "# 说明。\n# What it is.\n# 来源：某处。\n# Source: Somewhere.\n#\n# row      同名的行 / the row\n\n[x]\n# 别的 / other\n"
    found = explained(text)
    assert (found.about, found.source) == (("说明。", "What it is."), ("某处。", "Somewhere."))
    assert found.fields == (("row", ("同名的行", "the row")),)
    assert both("只有中文") == ("只有中文", "只有中文")
