"""Copies of the disclosures in a database, for measuring what a large one takes."""

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from gongkai.load.database import write_facts
from gongkai.load.facts import FACTS
from gongkai.search import spaced

#: Copied with every disclosure; of the cells those that a line or a target stands on, of the checks some.
_COPIED = {
    "disclosures": "",
    "sources": "",
    "tables": "",
    "cells": "WHERE EXISTS (SELECT 1 FROM lines l WHERE (l.disclosure_id, l.table_no, l.row, l.column) = "
    "(cells.disclosure_id, cells.table_no, cells.row, cells.column)) OR EXISTS (SELECT 1 FROM targets l WHERE "
    "(l.disclosure_id, l.table_no, l.row, l.column) = "
    "(cells.disclosure_id, cells.table_no, cells.row, cells.column))",
    "paragraphs": "",
    "lines": "",
    "statements": "",
    "targets": "",
    "checks": "WHERE check_no <= 40",
}
_AMOUNTS = {"amount_fen", "change_fen", "budget_fen", "printed_fen", "computed_fen", "difference_fen"}


def copied(path: Path, lines: int) -> int:
    """Copies all disclosures of the database at `path` until it has at least `lines` lines; how many it has then."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000", "temp_store = FILE"):
            database.execute(f"PRAGMA {pragma}")
        (own,) = database.execute("SELECT count(*) FROM lines").fetchone()
        _make(database, max(1, -(-lines // own) - 1))
        import sqlite_utils  # noqa: PLC0415 - 0.2 s, for this measure only

        write_facts(sqlite_utils.Database(database))
        database.execute("ANALYZE")
        (count,) = database.execute("SELECT count(*) FROM lines").fetchone()
        return int(count)


def _make(database: sqlite3.Connection, copies: int) -> None:
    for name in FACTS:
        database.execute(f'DROP TABLE "{name}"')
    indexes = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        database.execute(f'DROP INDEX "{name}"')
    database.execute("CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY)")
    database.execute(
        "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
        "INSERT INTO copies SELECT n FROM c",
        (copies,),
    )
    for name, condition in _COPIED.items():
        kept = [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
        values = ", ".join(_copy(name, column) for column in kept)
        columns = ", ".join(f'"{column}"' for column in kept)
        # The names are those of our own tables: nothing of a stranger's is in these statements.
        rows = f'temp.copies CROSS JOIN (SELECT * FROM "{name}" {condition})'  # noqa: S608
        database.execute(f'INSERT INTO "{name}" ({columns}) SELECT {values} FROM {rows}')  # noqa: S608
    _copy_search(database)
    for _, sql in indexes:
        database.execute(sql)
    database.execute("ANALYZE")


def _copy(table: str, column: str) -> str:
    if column in _AMOUNTS:
        return f'CASE WHEN "{column}" = 0 THEN 0 ELSE "{column}" * (100 + n % 401) / 100 END'
    if column == ("id" if table == "disclosures" else "disclosure_id"):
        return "format('copy-%06d', n)"
    if table == "disclosures":
        special = {
            "issuer": "format('第%05d局', n / 20)",
            "title": "format('第%05d局%d年部门', n / 20, 2017 + n % 20 / 2) || iif(n % 2, '决算', '预算')",
            "fiscal_year": "2017 + n % 20 / 2",
            "phase": "iif(n % 2, 'final', 'budget')",
            "supersedes": "NULL",
        }
        return special.get(column, f'"{column}"')
    return f'"{column}"'


def _copy_search(database: sqlite3.Connection) -> None:
    """The entries of the copies, and an index over them that says of each what it says of the first."""
    (last,) = database.execute("SELECT max(entry_no) FROM search_entries").fetchone()
    for pieces in _batches(database):
        database.execute(
            "INSERT INTO search_entries (kind, disclosure_id, place, title, text, address) "
            "SELECT kind, format('copy-%06d', n), place, title, text, "
            "replace(address, disclosure_id, format('copy-%06d', n)) "
            "FROM temp.copies CROSS JOIN "
            "(SELECT * FROM search_entries WHERE disclosure_id IS NOT NULL AND entry_no <= ?) WHERE n BETWEEN ? AND ?",
            (last, *pieces),
        )
    database.create_function("spaced", 1, _spaced, deterministic=True)
    database.execute(
        "INSERT INTO search_index (rowid, text) SELECT entry_no, spaced(text) FROM search_entries WHERE entry_no > ?",
        (last,),
    )


@lru_cache(maxsize=10_000)
def _spaced(text: str) -> str:
    return spaced(text)


def _batches(database: sqlite3.Connection) -> list[tuple[int, int]]:
    (most,) = database.execute("SELECT max(n) FROM temp.copies").fetchone()
    return [(start, start + 999) for start in range(1, most + 1, 1000)]
