"""The catalogue of rules on the site: made from the registry, with when a rule applies and what it rests on."""

import pytest

from test_publish import shared


@pytest.fixture(scope="module")
def page(sampled):
    built = shared(sampled)
    return {
        "zh": (built.out / "rules/index.html").read_text(encoding="utf-8"),
        "en": (built.out / "en/rules/index.html").read_text(encoding="utf-8"),
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("合计等于各列之和", "适用：", "合计列和各列都印有数", "依据：", "算理")),
        ("en", ("A total is the sum of its columns", "Applies:", "the total and its parts are printed", "Source:")),
    ],
)
def test_a_rule_says_when_it_applies_and_what_it_rests_on(page, language, words):
    for word in words:
        assert word in page[language]


def test_a_rule_without_a_source_shows_no_empty_line(page):
    assert page["zh"].count("依据：") == 1
    assert page["en"].count("Source:") == 1
