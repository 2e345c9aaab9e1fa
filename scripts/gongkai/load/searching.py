"""The table of what can be searched for, and its full-text index."""

from collections.abc import Iterable, Iterator
from typing import Any

from gongkai.package import Package
from gongkai.search import KINDS, Entry, address, code_entries, entries, spaced

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
    for number, entry in enumerate(_every(packages), start=1):
        row = (number, entry.kind, entry.disclosure_id or None, entry.place, entry.title, entry.text, _address(entry))
        database.execute("INSERT INTO search_entries VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        database.execute("INSERT INTO search_index (rowid, text) VALUES (?, ?)", (number, spaced(entry.text)))
    database.execute("CREATE INDEX search_entries_by_disclosure_id ON search_entries (disclosure_id)")
    database.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _address(entry: Entry) -> str:
    """Where an entry stands, from the root of the site."""
    if entry.kind == "code":
        return f"/codes/#c{entry.place}"
    return f"/disclosures/{entry.disclosure_id}/{address(entry.place)}"


def _every(packages: Iterable[Package]) -> Iterator[Entry]:
    for package in packages:
        yield from entries(package)
    yield from code_entries()
