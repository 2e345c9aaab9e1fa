"""A connection of which the SQL of strangers may ask, and can neither write, nor reach files, nor take much memory.

SQLite's own advice (sqlite.org/security.html): an authorizer, run-time limits, no extensions, a time limit.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress

from gongkai.search import match, snippet

#: The longest text, blob and row, in bytes. Some functions take time with the square of it and cannot be broken off.
LONGEST = 100_000
_HEAP = 160 * 1024 * 1024  # bytes that SQLite may take in this process, all connections together
_SNIPPED = 5_000  # characters of a text that a snippet is looked for in

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 32,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1_500,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
#: What tells of the schema and changes nothing; Datasette and FTS5 ask them.
_PRAGMAS = frozenset(
    {"data_version", "database_list", "foreign_key_list", "index_info", "index_list", "index_xinfo"}
    | {"table_info", "table_list", "table_xinfo", "compile_options", "function_list"}
)
_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "lsmode", "sqlite_log"})
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_TOO_LONG = "x" * (LONGEST + 1)  # SQLite refuses it, in its own words
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\d{4}|\*)")


def seal(connection: sqlite3.Connection) -> None:
    """Takes from a connection what reading does not need, and gives it the functions of the search."""
    connection.create_function("escape_fts", 1, _escape_fts, deterministic=True)
    connection.create_function("snippet_of", 2, _snippet_of, deterministic=True)
    for name, strip in (("trim", str.strip), ("ltrim", str.lstrip), ("rtrim", str.rstrip)):
        connection.create_function(name, 2, _bounded(strip), deterministic=True)
    for name in ("printf", "format"):
        connection.create_function(name, -1, _formatter(name), deterministic=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA hard_heap_limit = {_HEAP}")
    connection.execute(f"PRAGMA soft_heap_limit = {_HEAP // 2}")
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("PRAGMA query_only = ON")
    with suppress(AttributeError):  # a Python without extension loading has nothing to take away
        connection.enable_load_extension(False)
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_authorizer(_allow)


def _allow(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and str(second).lower() not in _FUNCTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA:
        told = str(first).lower()
        if told in _PRAGMAS or (told == "schema_version" and second is None):
            return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        # A virtual table tells SQLite its columns so, without writing; writing itself is off, and the file immutable.
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _escape_fts(query: object) -> str:
    """Datasette asks this of what is typed into a search field."""
    return match(str(query)[:200])


def _snippet_of(text: object, query: object) -> str | None:
    """The surroundings of what is found, the hits in 【】."""
    if text is None:
        return None
    pieces = snippet(str(text)[:_SNIPPED], str(query)[:200])
    return "".join(f"【{piece.text}】" if piece.hit else piece.text for piece in pieces)


def _formatter(name: str) -> Callable[..., str | None]:
    """SQLite's own, asked elsewhere, for formats of a width that people use: it counts up to any other in one go."""
    elsewhere = sqlite3.connect(":memory:", check_same_thread=False)

    def formatted(*values: object) -> str | None:
        if _WIDE.search(str(values[0])):
            return _TOO_LONG
        marks = ", ".join("?" * len(values))
        (text,) = elsewhere.execute(f"SELECT {name}({marks})", values).fetchone()
        return None if text is None else str(text)

    return formatted


def _bounded(strip: Callable[[str, str], str]) -> Callable[[object, object], str | None]:
    """SQLite's own takes time with both lengths multiplied, and cannot be broken off."""

    def stripped(text: object, characters: object) -> str | None:
        return None if text is None or characters is None else strip(_plain(text), _plain(characters)[:100])

    return stripped


def _plain(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
