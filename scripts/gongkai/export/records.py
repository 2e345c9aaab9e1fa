"""JSON for programs: what the table is, then its records, decimals with exactly the digits that they have."""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gongkai.package import Row, Value


def write_records(write: Callable[[str], object], about: Mapping[str, object], rows: Iterable[Row]) -> int:
    """Writes an object of `metadata` and `records`, one record a line; how many records there are."""
    write(f'{{"metadata": {json.dumps(about, ensure_ascii=False, indent=1)},\n"records": [\n')
    count = 0
    for count, row in enumerate(rows, start=1):
        write((",\n" if count > 1 else "") + _record(row))
    write("\n]}\n")
    return count


def _record(row: Row) -> str:
    return "{" + ", ".join([f'"{column}": {_literal(value)}' for column, value in row.items()]) + "}"


def _literal(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    return f"{value:f}" if isinstance(value, Decimal) else str(value).lower()
