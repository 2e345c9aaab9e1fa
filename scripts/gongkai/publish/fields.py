"""Typed access to the values of a package row."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from operator import itemgetter

from gongkai.package import Row

_KEY = itemgetter("table_no", "row", "column")


def text(row: Row, column: str) -> str:
    """The text of a column, "" where it is empty."""
    value = row.get(column)
    return value if type(value) is str else "" if value is None else str(value)


def whole(row: Row, column: str) -> int:
    """The whole number of a column that is never empty."""
    value = row[column]
    assert isinstance(value, int), f"{column} is {value!r}"
    return value


def whole_or_none(row: Row, column: str) -> int | None:
    """The whole number of a column, None where it is empty."""
    return None if row.get(column) is None else whole(row, column)


def money(row: Row, column: str) -> Decimal | None:
    """The exact amount in yuan of a column, None where it is empty."""
    value = row.get(column)
    if value is None or isinstance(value, Decimal):
        return value
    return Decimal(str(value))


def claim(row: Row, column: str) -> bool:
    """Whether a yes-or-no column says yes."""
    return row.get(column) is True


def cell_key(row: Row) -> tuple[int, int, int]:
    """Table, row and column of the printed cell that a row of the package stands on."""
    key: tuple[int, int, int] = _KEY(row)
    return key


def cell_anchor(key: tuple[int, int, int]) -> str:
    """The permanent id of a cell on its disclosure's page."""
    table_no, row, column = key
    return f"t{table_no}-r{row}-c{column}"


def grouped(rows: Iterable[Row], column: str) -> Mapping[int, tuple[Row, ...]]:
    """The rows by the whole number in a column, each group in the order given."""
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(whole(row, column), []).append(row)
    return {number: tuple(members) for number, members in groups.items()}
