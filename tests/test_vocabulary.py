"""The vocabulary: every term has its names, no word means two things, every kind can be told."""

import dataclasses
import re
import tomllib
from importlib.resources import files

import pytest

from gongkai.vocabulary import Kind, bare, form_words, heading_words, kind_sequence, kinds, phrases, squeeze, terms


def _toml(name):
    return tomllib.loads(files("gongkai.vocabulary").joinpath(name).read_text("utf-8"))


HEADINGS = _toml("headings.toml")
FORMS = _toml("forms.toml")
TERMS = _toml("terms.toml")


@pytest.mark.parametrize("dimension", sorted(TERMS))
def test_every_term_has_a_chinese_and_an_english_name(dimension):
    for term, names in TERMS[dimension].items():
        chinese, english = names
        assert re.fullmatch(r"[a-z][a-z0-9_]*", term)
        assert re.search(r"[\u4e00-\u9fff]", chinese), term
        assert english.isascii(), term
        assert english[0].isupper(), term
        assert english == english.strip(), term


@pytest.mark.parametrize("dimension", sorted(TERMS))
def test_no_two_terms_of_a_dimension_share_a_name(dimension):
    for language in (0, 1):
        names = [names[language] for names in TERMS[dimension].values()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("dimension", ["measure", "fund", "period"])
def test_every_term_that_a_heading_may_say_is_named(dimension):
    assert set(HEADINGS[dimension]) <= set(terms()[dimension])


def test_every_term_of_a_kind_of_table_is_named():
    for kind in kinds():
        assert kind.term in terms()["kind"]
        assert kind.fund in {"", *terms()["fund"]}
        assert kind.scheme in {"", *terms()["scheme"]}
        assert kind.whole in {"", *terms()["measure"]}
        assert kind.rows in {"", "fund", "measure"}


def test_every_named_kind_can_be_recognised():
    assert set(terms()["kind"]) == {kind.term for kind in kinds()}


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.term)
def test_a_kind_has_words_that_tell_it(kind):
    assert kind.title or kind.headings
    for group in (*kind.title, *kind.headings):
        assert group
        assert all(word and word == squeeze(word) for word in group)
        assert not set(group) & set(kind.without)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.term)
def test_the_chinese_name_of_a_kind_is_recognised_as_that_kind(kind):
    name = squeeze(terms()["kind"][kind.term][0])
    assert next((k.term for k in kinds() if k.fits_title(name)), "") == kind.term


def test_no_kind_is_listed_twice():
    listed = [kind.term for kind in kinds()]
    assert len(listed) == len(set(listed))


def test_the_sequence_of_publication_holds_known_kinds_once():
    sequence = kind_sequence()
    assert len(sequence) == len(set(sequence))
    assert set(sequence) <= {kind.term for kind in kinds()}


@pytest.mark.parametrize("theme", sorted(HEADINGS))
def test_no_word_of_a_theme_means_two_things(theme):
    entries = HEADINGS[theme]
    groups = {theme: entries["words"]} if "words" in entries else entries
    said = [squeeze(word) for words in groups.values() for word in words]
    assert sorted({word for word in said if said.count(word) > 1}) == []
    assert all(said)


def test_no_field_of_a_form_means_two_things():
    said = [squeeze(word) for words in FORMS.values() for word in words]
    assert sorted({word for word in said if said.count(word) > 1}) == []


def test_no_subject_of_prose_is_said_of_two_things():
    said = [squeeze(word) for subject in phrases()["subject"] for word in subject["words"]]
    assert sorted({word for word in said if said.count(word) > 1}) == []


def test_subjects_and_changes_of_prose_use_named_terms():
    for subject in phrases()["subject"]:
        assert set(subject) <= {"words", "kind", "measure", "fund", "side", "row", "context", "alone"}, subject["words"]
        assert subject.get("kind", "") in {"", *terms()["kind"]}
        assert subject.get("measure", "") in {"", *terms()["measure"]}
        assert subject.get("fund", "") in {"", *terms()["fund"]}
        assert subject.get("side", "") in {"", *terms()["side"]}
    assert set(phrases()["change"]) == {"increase", "decrease", "unchanged"}


def test_the_fields_of_a_kind_and_of_the_files_are_known():
    allowed = {f.name for f in dataclasses.fields(Kind)}
    for entry in _toml("kinds.toml")["kind"]:
        assert set(entry) <= allowed, entry["term"]


@pytest.mark.parametrize(
    ("heading", "theme", "term"),
    [
        ("基 本 支 出", "measure", "basic_expenditure"),
        ("（一）一般公共预算资金", "fund", "general_public"),
        ("因公出国（境）费", "measure", "overseas_travel"),
        ("政府性基金预算拨款收入", "fund", "government_fund"),
        ("ＸＸ项目支出", "measure", "project_expenditure"),
    ],
)
def test_blanks_width_and_punctuation_do_not_count(heading, theme, term):
    assert heading_words(theme).within(squeeze(heading)) == term


def test_the_longest_word_decides():
    assert heading_words("measure").within(squeeze("公务用车购置及运行费小计")) == "official_vehicles"
    assert heading_words("measure").within(squeeze("公务用车购置费")) == "vehicle_purchase"


def test_a_word_that_is_not_known_has_no_term():
    assert heading_words("measure").within("代理服务") == ""
    assert form_words().exact("无此栏目") == ""


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("一、本年收入", "本年收入"),
        ("（二）教育支出", "教育支出"),
        ("3.公务接待费", "公务接待费"),
        ("二十一、其他支出", "其他支出"),
        ("教育支出", "教育支出"),
    ],
)
def test_the_numbering_of_a_row_is_no_part_of_its_name(printed, name):
    assert bare(printed) == name
