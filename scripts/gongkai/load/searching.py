"""The table of what can be searched for, and its full-text index."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from gongkai.package import Package
from gongkai.search import KINDS, Entry, address, code_entries, entries, spaced

_Written = tuple[tuple[str | None, ...], str]

#: One token a character; every character beyond ASCII is one to this tokenizer, of whatever edition of Unicode.
INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='', columnsize=0, tokenize=\"ascii tokenchars '.%'\")"
)
TABLE = f"""CREATE TABLE search_entries (
  entry_no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ({", ".join(f"'{kind}'" for kind in KINDS)})),
  disclosure_id TEXT REFERENCES disclosures (id),
  place TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT"""


class Search:
    """Takes the entries of packages and of the code lists into the table, and their texts into an index over them."""

    def __init__(self, database: Any) -> None:
        database.execute(TABLE)
        database.execute(INDEX)
        self._connection = database.conn
        self._last = 0

    def take(self, package: Package) -> None:
        """The entries of a package."""
        self._add(list(map(_written, entries(package))))

    def take_codes(self) -> None:
        """The entries of the code lists."""
        self._add(_codes())

    def _add(self, every: Sequence[_Written]) -> None:
        numbers = range(self._last + 1, self._last + len(every) + 1)
        self._last += len(every)
        self._connection.executemany(
            "INSERT INTO search_entries VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, *row) for number, (row, _) in zip(numbers, every, strict=True)),
        )
        self._connection.executemany(
            "INSERT INTO search_index (rowid, text) VALUES (?, ?)",
            ((number, text) for number, (_, text) in zip(numbers, every, strict=True)),
        )


def finish_search(database: Any) -> None:
    """Once all is taken: the key of the table, and the index in one piece."""
    database.execute("CREATE INDEX search_entries_by_disclosure_id ON search_entries (disclosure_id)")
    database.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _address(entry: Entry) -> str:
    """Where an entry stands, from the root of the site."""
    if entry.kind == "code":
        return f"/codes/#c{entry.place}"
    return f"/disclosures/{entry.disclosure_id}/{address(entry.place)}"


@cache
def _codes() -> tuple[_Written, ...]:
    """The code lists, the same in every database."""
    return tuple(map(_written, code_entries()))


def _written(entry: Entry) -> _Written:
    """An entry as a row without its number, and its text as the index takes it."""
    row = (entry.kind, entry.disclosure_id or None, entry.place, entry.title, entry.text, _address(entry))
    return row, spaced(entry.text)
