"""The columns of SQLite for the fields of a schema.

An amount, `x_yuan` in the package, becomes four columns:

- `x_fen` INTEGER, whole fen: exact, sorts right, sums right.
- `x_exact` TEXT, the decimal in yuan, only where fen cannot hold it: finer than a fen, or beyond 64 bits.
  Then `x_fen` is empty: a rounded figure that looks exact would be worse than one that is visibly elsewhere.
- `x_yuan` and `x_wan` (10,000 yuan), floating point, computed when read and not stored. Not text, which sorts
  '9.00' after '10.00' and is greater than any number; the division is rounded once, so that every amount of
  up to 15 digits is displayed digit by digit. They are for reading, sorting and comparing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.money import fen
from gongkai.package import Columns, Row, Value

#: What SQLite stores.
Stored = str | int | float | None

_INT64 = 1 << 63
_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "number": "REAL", "date": "TEXT"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of SQLite: its name, and what follows the name in CREATE TABLE."""

    name: str
    definition: str


def is_amount(field: Mapping[str, Any]) -> bool:
    """Whether a field is money."""
    return str(field["name"]).endswith("_yuan")


def columns_of(field: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns that a field becomes, in order."""
    if is_amount(field):
        return tuple(_amount(str(field["name"]).removesuffix("_yuan"), field.get("constraints", {})))
    return (_plain(field),)


def stored_names(field: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns in which the values of a field are stored; others are computed of these."""
    name = str(field["name"])
    if not is_amount(field):
        return (name,)
    base = name.removesuffix("_yuan")
    return f"{base}_fen", f"{base}_exact"


def stored_rows(fields: Sequence[Mapping[str, Any]], rows: Iterable[Row]) -> Iterator[tuple[Stored, ...]]:
    """The rows as they are stored: the columns of `stored_names` for each field in turn."""
    each = tuple(rows)
    columns: list[Iterable[Stored]] = []
    for field in fields:
        name = str(field["name"])
        columns += [[store(row[name]) for row in each] for store in _stores(field)]
    return zip(*columns, strict=True)


def stored_texts(fields: Sequence[Mapping[str, Any]], table: Columns) -> Iterator[tuple[Stored, ...]]:
    """The same of a table that is there by its columns: a value that comes often is turned once."""
    columns: list[Iterable[Stored]] = []
    for field, texts, values in zip(fields, table.texts, table.values, strict=True):
        for store in _stores(field):
            stored = {text: store(value) for text, value in values.items()}
            columns.append(map(stored.__getitem__, texts))
    return zip(*columns, strict=True)


def _stores(field: Mapping[str, Any]) -> tuple[Callable[[Value], Stored], ...]:
    """What makes of a value what is stored in each of the columns of `stored_names`."""
    if is_amount(field):
        return _fen, _exact
    return (_float if field["type"] == "number" else _as_it_is,)


def _as_it_is(value: Value) -> Stored:
    assert not isinstance(value, Decimal)
    return value


def _float(value: Value) -> Stored:
    return None if value is None else float(value)


def _fen(value: Value) -> int | None:
    """Whole fen, where they hold the decimal in yuan."""
    if value is None:
        return None
    assert isinstance(value, Decimal), repr(value)
    whole = fen(value)
    return whole if whole is not None and -_INT64 <= whole < _INT64 else None


def _exact(value: Value) -> str | None:
    """The decimal in yuan, where fen cannot hold it."""
    return None if value is None or _fen(value) is not None else format(value, "f")


def computed(base: str, fen_per_unit: int, *, exact: bool = True) -> str:
    """The definition of a column that shows `<base>_fen` in another unit; `exact` where there is `<base>_exact`."""
    value = f'"{base}_fen" / {fen_per_unit}.0'
    if exact:
        of_exact = f'CAST("{base}_exact" AS REAL)' + ("" if fen_per_unit == 100 else f" / {fen_per_unit // 100}.0")
        value = f"coalesce({value}, {of_exact})"
    # Not declared REAL: SQLite (3.40) then gives some rows 9 and others 9.0, once it has sorted them.
    return f"ANY GENERATED ALWAYS AS ({value}) VIRTUAL"


def _plain(field: Mapping[str, Any]) -> Column:
    name, kind = str(field["name"]), str(field["type"])
    constraints: Mapping[str, Any] = field.get("constraints", {})
    parts = [_TYPES[kind]]
    if constraints.get("required"):
        parts.append("NOT NULL")
    parts += [f"CHECK ({condition})" for condition in _conditions(f'"{name}"', kind, constraints)]
    return Column(name, " ".join(parts))


def _conditions(name: str, kind: str, constraints: Mapping[str, Any]) -> Iterator[str]:
    if kind == "boolean":
        yield f"{name} IN (0, 1)"
    if "enum" in constraints:
        # Not IN: of more than two values SQLite makes a table anew for each row that is inserted.
        yield " OR ".join(f"{name} = {_literal(value)}" for value in constraints["enum"])
    if "minimum" in constraints:
        yield f"{name} >= {constraints['minimum']}"
    if "maximum" in constraints:
        yield f"{name} <= {constraints['maximum']}"


def _amount(base: str, constraints: Mapping[str, Any]) -> Iterator[Column]:
    either = f'"{base}_fen" IS NULL OR "{base}_exact" IS NULL'
    if constraints.get("required"):
        either = f'("{base}_fen" IS NULL) <> ("{base}_exact" IS NULL)'
    yield Column(f"{base}_fen", "INTEGER")
    yield Column(f"{base}_exact", f"TEXT CHECK ({either})")
    yield Column(f"{base}_yuan", computed(base, 100))
    if base != "step":  # a precision, not an amount: nobody reads it in 10,000 yuan
        yield Column(f"{base}_wan", computed(base, 1_000_000))


def _literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
