"""The table of what can be searched for, and its full-text index."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from gongkai.package import Package
from gongkai.search import KINDS, Entry, address, code_entries, entries, spaced

T = TypeVar("T")

_BLOCK = 1000  # entries
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


def write_search(database: Any, packages: Iterable[Package]) -> None:
    """Writes the entries of the packages and of the code lists, and the index over them."""
    database.execute(TABLE)
    database.execute(INDEX)
    with database.conn:
        for block in _blocks(enumerate(_every(packages), start=1)):
            database.conn.executemany(
                "INSERT INTO search_entries VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(number, *row) for number, (row, _) in block],
            )
            database.conn.executemany(
                "INSERT INTO search_index (rowid, text) VALUES (?, ?)", [(number, text) for number, (_, text) in block]
            )
    database.execute("CREATE INDEX search_entries_by_disclosure_id ON search_entries (disclosure_id)")
    database.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _address(entry: Entry) -> str:
    """Where an entry stands, from the root of the site."""
    if entry.kind == "code":
        return f"/codes/#c{entry.place}"
    return f"/disclosures/{entry.disclosure_id}/{address(entry.place)}"


_Written = tuple[tuple[str | None, ...], str]


def _every(packages: Iterable[Package]) -> Iterator[_Written]:
    for package in packages:
        yield from map(_written, entries(package))
    yield from _codes()


@cache
def _codes() -> tuple[_Written, ...]:
    """The code lists, the same in every database."""
    return tuple(map(_written, code_entries()))


def _written(entry: Entry) -> _Written:
    """An entry as a row without its number, and its text as the index takes it."""
    row = (entry.kind, entry.disclosure_id or None, entry.place, entry.title, entry.text, _address(entry))
    return row, spaced(entry.text)


def _blocks(each: Iterable[T]) -> Iterator[list[T]]:
    every = iter(each)
    while block := list(islice(every, _BLOCK)):
        yield block
