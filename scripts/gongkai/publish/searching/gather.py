"""The different texts of all entries in the order of their numbers, with their places, sorted outside of memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from gongkai.search import Entry, folded

#: Kinds in the order of results.
ORDER = ("page", "place", "disclosure", "code", "project", "item", "indicator", "table", "heading", "paragraph")
_CACHE_KIB = 16_000  # what sorting may hold in memory; the rest goes to a temporary file


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a kind, as printed and folded; `places` by the number of the disclosure, in its order."""

    kind: str
    words: str
    folded: str
    places: tuple[tuple[int, str], ...]


def gathered(found: Iterable[tuple[int, Entry]], folder: Path) -> Iterator[Text]:
    """The texts of entries that come with the number of their disclosure (-1 where they belong to none).

    `folder` holds the sorting. Texts without a character that can be looked for are left out.
    """
    rank = {kind: number for number, kind in enumerate(ORDER)}
    database = sqlite3.connect(folder / "texts.db", isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        database.execute("CREATE TABLE entry (kind INTEGER, length INTEGER, words TEXT, number INTEGER, place TEXT)")
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
            ((rank[entry.kind], len(entry.text), entry.text, number, entry.place) for number, entry in found),
        )
        database.execute("COMMIT")
        # rowid: places of one disclosure stay in the order in which they came.
        rows = database.execute(
            "SELECT kind, words, number, place FROM entry ORDER BY kind, length, words, number, rowid"
        )
        for (kind, words), group in groupby(rows, itemgetter(0, 1)):
            plain = folded(words)
            if plain:
                yield Text(ORDER[kind], words, plain, tuple((number, place) for _, _, number, place in group))
    finally:
        database.close()
