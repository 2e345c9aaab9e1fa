"""The heads of long lists: how many entries each has, its first entries, and what tells that these have changed.

Of a list that grows with every disclosure a page shows the head alone. What the head was is kept with the list, and
worked out anew only for lists that have to do with what changed.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

#: Entries that are shown of a list.
MOST = 100
SUMS, BROKEN, FINDINGS = "sums", "broken", "findings"
Mark = tuple[str, str]
_SHOWN = "id NOT IN (SELECT id FROM superseded)"
_FIRST = {
    SUMS: f"SELECT id FROM sum WHERE code = ? AND {_SHOWN} ORDER BY year, place, id",  # noqa: S608
    BROKEN: f"SELECT id FROM broken WHERE rule = ? AND {_SHOWN} ORDER BY place, id",  # noqa: S608
    FINDINGS: "SELECT DISTINCT id FROM finding WHERE rule = ? AND year = ? ORDER BY id",
}


class Head(NamedTuple):
    """A list: its name, how many entries it has, and a hash that is another whenever its head shows something else.

    `label` is what the first disclosure that is on it prints for it.
    """

    name: str
    total: int
    told: str
    label: str


def finding_list(rule: str, year: int) -> str:
    """The name of the list of what breaks a rule in a year."""
    return f"{rule} {year}"


def refresh(database: sqlite3.Connection, marks: Iterable[Mark]) -> None:
    """Works out the heads of these lists; a list that nothing is on any more goes."""
    for kind, name in sorted(marks):
        database.execute("DELETE FROM head WHERE kind = ? AND name = ?", (kind, name))
        found = _head(database, kind, name)
        if found is not None:
            database.execute("INSERT INTO head VALUES (?, ?, ?, ?, ?)", (kind, *found))


def heads(database: sqlite3.Connection, kind: str) -> Iterator[Head]:
    """The lists of a kind, by name."""
    rows = database.execute("SELECT name, total, told, label FROM head WHERE kind = ? ORDER BY name", (kind,))
    return (Head(*row) for row in rows)


def first_sums(database: sqlite3.Connection, code: str) -> Iterator[tuple[str, str]]:
    """The head of the sums of a code: who, and the sum as JSON."""
    yield from database.execute(f"{_FIRST[SUMS].replace('SELECT id', 'SELECT id, part', 1)} LIMIT {MOST}", (code,))


def first_broken(database: sqlite3.Connection, rule: str) -> Iterator[tuple[str, int, str]]:
    """The head of what breaks a rule: who, how often, and the differences as JSON."""
    columns = "SELECT id, -place, differences"
    yield from database.execute(f"{_FIRST[BROKEN].replace('SELECT id', columns, 1)} LIMIT {MOST}", (rule,))


def _head(database: sqlite3.Connection, kind: str, name: str) -> Head | None:
    if kind == FINDINGS:
        rule, _, year = name.rpartition(" ")
        [(total,)] = database.execute("SELECT count(*) FROM finding WHERE rule = ? AND year = ?", (rule, int(year)))
        first = [identity for (identity,) in database.execute(_FIRST[kind], (rule, int(year)))]
        return Head(name, total, _told(database, total, first), "") if total else None
    table, column = ("sum", "code") if kind == SUMS else ("broken", "rule")
    [(total, every)] = database.execute(
        f"SELECT coalesce(sum({_SHOWN}), 0), count(*) FROM {table} WHERE {column} = ?",  # noqa: S608 - names of ours
        (name,),
    )
    if not every:
        return None
    first = [identity for (identity,) in database.execute(f"{_FIRST[kind]} LIMIT {MOST}", (name,))]
    label = ""
    if kind == SUMS:
        [(label,)] = database.execute(
            "SELECT json_extract(part, '$[1]') FROM sum WHERE code = ? ORDER BY id LIMIT 1", (name,)
        )
    return Head(name, total, _told(database, total, first), label)


def _told(database: sqlite3.Connection, total: int, identities: Iterable[str]) -> str:
    """A hash over what is told of these disclosures."""
    hashed = sha256(str(total).encode())
    for identity in identities:
        [(told,)] = database.execute("SELECT told FROM disclosure WHERE id = ?", (identity,))
        hashed.update(f" {identity} {told}".encode())
    return hashed.hexdigest()
