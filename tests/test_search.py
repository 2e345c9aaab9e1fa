"""A word is found where a full scan finds it, whatever its length and its script, and nowhere else."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search import (
    KINDS,
    address,
    code_entries,
    contains,
    entries,
    folded,
    match,
    snippet,
    spaced,
    words,
)
from sample import ID, packaged

TEXTS = st.text(alphabet="公务用车三支出“”（）aBÀ１2.%, 　①㎡𠀀\n-", max_size=24)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search") / ID
    return packaged(folder)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一般公共预算“三公”经费支出表", "一般公共预算三公经费支出表"),
        ("１，２３４．５０ 万元", "1234.50万元"),
        ("Ａbc ⼀ ㎡", "abc一m2"),
        ("end. Next 5％", "endnext5%"),
        ("3.14.", "3.14"),
        ("（）——", ""),
        ("𠀀字", "𠀀字"),
    ],
)
def test_texts_are_folded_before_they_are_compared(text, found):
    assert folded(text) == found


def test_a_query_is_parted_by_blanks_and_not_inside_quotes():
    assert words('公务 接待  "three public" （）') == ("公务", "接待", "threepublic")
    assert match("三公 OR 公*") == '"三 公" "o r" "公"'
    assert match("（") == match("") == '""'


def test_every_word_must_be_found():
    assert contains("公务接待费", "公务 费")
    assert not contains("公务接待费", "公务 车")
    assert not contains("公务接待费", "")
    assert not contains("162.75", "16275")


@given(TEXTS, TEXTS)
def test_an_index_of_single_characters_finds_what_a_full_scan_finds(text, query):
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE i USING fts5(t, content='', tokenize=\"ascii tokenchars '.%'\")")
        database.execute("INSERT INTO i (rowid, t) VALUES (1, ?)", [spaced(text)])
        found = database.execute("SELECT count(*) FROM i WHERE i MATCH ?", [match(query)]).fetchone() == (1,)
    assert found == contains(text, query)


@given(TEXTS, TEXTS, st.integers(0, 8))
def test_a_snippet_is_a_part_of_its_text_and_marks_what_was_found(text, query, around):
    pieces = snippet(text, query, around)
    assert "".join(piece.text for piece in pieces).strip("…") in text
    assert any(piece.hit for piece in pieces) == any(word in folded(text) for word in words(query))
    for piece in pieces:
        assert not piece.hit or any(word.startswith(folded(piece.text)[:1]) for word in words(query))


def test_a_snippet_shows_what_stands_around_the_first_hit():
    text = "前" * 50 + "“三公”经费" + "后" * 50 + "三公"
    assert "".join(f"[{text}]" if hit else text for text, hit in snippet(text, "三公经费", 4)) == (
        "…前前前“[三公”经费]后后后后…"
    )
    assert snippet("公务公", "公") == (("公", True), ("务", False), ("公", True))


def test_every_name_item_project_indicator_and_paragraph_is_an_entry(package):
    found = list(entries(package))
    assert {entry.kind for entry in found} == {*KINDS} - {"code"}
    texts = {(entry.kind, entry.place, entry.text) for entry in found}
    assert {
        ("disclosure", "", "示例市示例局2026年部门预算 示例市示例局"),
        ("table", "4", "表四 一般公共预算“三公”经费支出表"),
        ("heading", "4:1:6", "公务接待费"),
        ("item", "2:6:3", "2010301 行政运行"),
        ("project", "7:5:1", "50000026T000000000001 办公楼日常维护"),
        ("indicator", "7:5:1", "维修及时率 ≥95%"),
        ("item", "8:2:2", "010-00000000 <script>alert('x')</script>"),
    } <= texts
    assert sum(entry.kind == "paragraph" for entry in found) == len(package.rows["paragraphs"])
    for cell in package.rows["cells"]:
        if any("一" <= character <= "鿿" for character in str(cell["text"] or "")):
            assert any(folded(str(cell["text"])) in folded(entry.text) for entry in found), cell["text"]


def test_no_place_has_two_entries_of_a_kind(package):
    keys = [(entry.kind, entry.place, entry.text) for entry in entries(package)]
    assert len(keys) == len(set(keys))


def test_codes_are_entries_too():
    assert ("code", "", "30217", "economic", "30217 公务接待费") in list(code_entries())


@pytest.mark.parametrize(
    ("place", "expected"), [("4:3:6", "#t4-r3-c6"), ("2-5/p7", "pages/2-5/#p7"), ("4", "#table-4"), ("", "")]
)
def test_a_place_has_an_address_below_its_disclosure(place, expected):
    assert address(place) == expected


def test_what_is_no_place_has_no_address():
    with pytest.raises(ValueError, match="is no place"):
        address("4:3")
