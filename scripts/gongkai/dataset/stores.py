"""Where the rows of a dataset lie: in the CSV files of a package, or in the SQLite database."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from gongkai.errors import PackageError
from gongkai.package import Row, Value, stream_rows
from gongkai.schema import schema


class Store(Protocol):
    """Gives rows of a table of which each column in `where` has the value given."""

    tables: tuple[str, ...]

    def rows(self, table: str, where: Mapping[str, Value]) -> Iterator[Row]:
        """The rows, in the order in which they are published."""


class Files:
    """The CSV files of a package, of one disclosure or of all."""

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        self._folder = folder
        self.tables = tables

    def rows(self, table: str, where: Mapping[str, Value]) -> Iterator[Row]:
        for row in stream_rows(self._folder / f"{table}.csv", table):
            if all(row[column] == value for column, value in where.items()):
                yield row


class Database:
    """The SQLite database, opened to be read only; an amount is again the exact decimal that was stored as fen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.tables = self._tables()

    def rows(self, table: str, where: Mapping[str, Value]) -> Iterator[Row]:
        fields = schema(table)["fields"]
        stored = [column for field in fields for column in _stored(field)]
        tested = " AND ".join(f"{_tested(fields, column)} IS ?" for column in where) or "1"
        values = [_testing(fields, column, value) for column, value in where.items()]
        chosen = ", ".join(f'"{column}"' for column in stored)
        with closing(self._connection()) as connection:
            for record in connection.execute(f'SELECT {chosen} FROM "{table}" WHERE {tested} ORDER BY rowid', values):  # noqa: S608
                found = dict(zip(stored, record, strict=True))
                yield {field["name"]: _value(field, found) for field in fields}

    def _connection(self) -> Any:
        import sqlite3  # noqa: PLC0415 - for those who open a database only

        return sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

    def _tables(self) -> tuple[str, ...]:
        import sqlite3  # noqa: PLC0415

        try:
            with closing(self._connection()) as connection:
                found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        except sqlite3.Error as problem:
            raise PackageError(
                str(self._path), zh=f"不是 SQLite 数据库：{problem}", en=f"is no SQLite database: {problem}"
            ) from problem
        return tuple(name for (name,) in found)


def _is_amount(field: Mapping[str, Any]) -> bool:
    return str(field["name"]).endswith("_yuan")


def _stored(field: Mapping[str, Any]) -> tuple[str, ...]:
    base = str(field["name"]).removesuffix("_yuan")
    return (f"{base}_fen", f"{base}_exact") if _is_amount(field) else (str(field["name"]),)


def _tested(fields: list[Mapping[str, Any]], column: str) -> str:
    field = next(field for field in fields if field["name"] == column)
    if not _is_amount(field):
        return f'"{column}"'
    fen, exact = _stored(field)
    return f'coalesce("{exact}", "{fen}")'


def _testing(fields: list[Mapping[str, Any]], column: str, value: Value) -> str | int | float | None:
    field = next(field for field in fields if field["name"] == column)
    if isinstance(value, Decimal) and _is_amount(field):
        fen = value * 100
        return int(fen) if fen == int(fen) and abs(fen) < 1 << 63 else format(value, "f")
    return float(value) if isinstance(value, Decimal) else value


def _value(field: Mapping[str, Any], found: Mapping[str, Any]) -> Value:
    if _is_amount(field):
        fen, exact = (found[column] for column in _stored(field))
        if exact is not None:
            return Decimal(exact)
        return None if fen is None else Decimal(fen).scaleb(-2)
    value: Value | float = found[field["name"]]
    if value is None:
        return None
    if field["type"] == "boolean":
        return bool(value)
    return Decimal(repr(value)) if isinstance(value, float) else value
