"""The index of the static site finds what a full scan finds, and the same entries give the same bytes."""

import dataclasses
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publish.finder import found_in, write_search
from gongkai.publish.machines import digest_of
from gongkai.publish.searching import index, postings, write_index
from gongkai.publish.searching.gather import ORDER
from gongkai.publish.searching.index import shard_of
from gongkai.publish.summary import summary
from gongkai.search import KINDS, Entry, contains, entries, words
from sample import ID, packaged


def varints(data: bytes) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(value)
            value = shift = 0
    return numbers


class Reader:
    """Reads an index as the browser does, but for what it leaves unloaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = json.loads((folder / "about.json").read_text("utf-8"))

    def positions(self, gram: str) -> dict[int, list[int]]:
        shard = (self.folder / f"grams/{shard_of(gram, self.about['shards'])}.bin").read_bytes()
        start = 4 + int.from_bytes(shard[:4], "little")
        entry = json.loads(shard[4:start]).get(gram)
        if entry is None:
            return {}
        if isinstance(entry[1], list):
            name = "-".join(f"{ord(character):x}" for character in gram)
            pieces = [(self.folder / f"lists/{name}-{n}.bin").read_bytes() for n in range(len(entry[1]))]
            starts = entry[1]
        else:
            pieces, starts = [shard[start + entry[1] : start + entry[1] + entry[2]]], [0]
        found: dict[int, list[int]] = {}
        for start_number, piece in zip(starts, pieces, strict=True):
            number = start_number
            rest = iter(varints(piece))
            for head in rest:
                number += head >> 1 if len(gram) > 1 else head
                places, last = [], 0
                for _ in range((next(rest) if head & 1 else 1) if len(gram) > 1 else 0):
                    last += next(rest)
                    places.append(last)
                found[number] = places
        assert len(found) == entry[0]
        return found

    def word(self, word: str) -> set[int]:
        if len(word) == 1:
            return set(self.positions(word))
        found = None
        for shift in range(len(word) - 1):
            here = {(n, p - shift) for n, places in self.positions(word[shift : shift + 2]).items() for p in places}
            found = here if found is None else found & here
        return {number for number, _ in found or ()}

    def ask(self, query: str) -> set[tuple[str, str]]:
        asked = words(query)
        found = set.intersection(*map(self.word, asked)) if asked else set()
        return {self.text(number) for number in found}

    def text(self, number: int) -> tuple[str, str]:
        block = self.about["block"]
        content = gzip.decompress((self.folder / f"texts/{number // block}.bin").read_bytes())
        before = 0
        for kind, count in self.about["kinds"]:
            before += count
            if number < before:
                return kind, json.loads(content)[number % block][0]
        raise AssertionError(number)


def scan(found: list[Entry], query: str) -> set[tuple[str, str]]:
    return {(entry.kind, entry.text) for entry in found if contains(entry.text, query)}


QUERIES = [
    "三",
    "三公",
    "公务用车",
    "一般公共预算",
    "支出 预算",
    "2",
    "2010",
    "201",
    "服务",
    "%",
    "办公室 年",
    "没有这样的话",
    "（",
]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search") / ID
    return packaged(folder)


@pytest.mark.parametrize("query", QUERIES)
def test_the_index_of_a_package_finds_what_a_full_scan_finds(package, tmp_path, query):
    found = list(entries(package))
    write_index([["a"]], ((0, entry) for entry in found), tmp_path / "index")
    assert Reader(tmp_path / "index").ask(query) == scan(found, query)


def test_some_of_these_words_are_found_at_all(package):
    found = list(entries(package))
    assert sum(bool(scan(found, query)) for query in QUERIES) >= 6


@given(
    st.lists(st.text("aba一二 三1.", min_size=1, max_size=12), min_size=1, max_size=40),
    st.text("ab一二三1.", max_size=5),
)
def test_repeated_characters_and_points_between_digits_are_found_like_in_a_full_scan(texts, query):
    import tempfile  # noqa: PLC0415 - hypothesis and tmp_path do not go together

    found = [Entry("item", "x", f"1:{n}:1", "", text) for n, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        write_index([["x"]], ((0, entry) for entry in found), Path(folder) / "index")
        assert Reader(Path(folder) / "index").ask(query) == scan(found, query)


def test_runs_on_disk_and_lists_in_pieces_change_nothing(package, tmp_path, monkeypatch):
    found = [entry._replace(text=f"{entry.text}{n % 97}") for n, entry in enumerate(list(entries(package)) * 20)]
    expected = {query: scan(found, query) for query in QUERIES}
    write_index([["a"]], ((0, entry) for entry in found), tmp_path / "one")
    monkeypatch.setattr(postings, "_RUN_BYTES", 20_000)
    write_index([["a"]], ((0, entry) for entry in found), tmp_path / "runs")
    one, runs = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*.*")} for f in (tmp_path / "one", tmp_path / "runs")
    )
    assert one == runs
    monkeypatch.setattr(index, "_INLINE", 60)
    monkeypatch.setattr(index, "_PIECE", 40)
    write_index([["a"]], ((0, entry) for entry in found), tmp_path / "pieces")
    assert len(list((tmp_path / "pieces/lists").iterdir())) > 10
    reader = Reader(tmp_path / "pieces")
    assert {query: reader.ask(query) for query in QUERIES} == expected


def test_the_same_disclosures_give_the_same_bytes_in_whatever_order_they_come(package, tmp_path):
    one = digest_of(package, summary(package))
    two = dataclasses.replace(one, id="another", fiscal_year=2019)
    found = tuple(found_in(package))
    write_search([(one, found), (two, found[:30])], [("rules/", "检查规则")], tmp_path / "one")
    write_search([(two, found[:30]), (one, found)], [("rules/", "检查规则")], tmp_path / "two")
    first, second = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*.*")} for f in (tmp_path / "one", tmp_path / "two")
    )
    assert first == second


def test_a_text_is_kept_once_with_all_its_places(tmp_path):
    found = [(n, Entry("item", f"d{n}", "1:2:3", "", "行政运行")) for n in range(7)]
    written = write_index([[f"d{n}"] for n in range(7)], found, tmp_path)
    assert (written.texts, written.places) == (1, 7)
    [[text, count, places]] = json.loads(gzip.decompress((tmp_path / "texts/0.bin").read_bytes()))
    further = json.loads(gzip.decompress((tmp_path / "places/0.bin").read_bytes()))
    assert (text, count, [*places, *further["0"]]) == ("行政运行", 7, [[n, "1:2:3"] for n in range(7)])


def test_every_kind_of_entry_has_its_place_in_the_order_of_results():
    assert set(KINDS) <= set(ORDER)
