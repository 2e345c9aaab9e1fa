"""JSON for programs: what the table is, then its records, decimals with exactly the digits that they have."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from gongkai.export.columns import Turner, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongkai.export.columns import Block

#: What stands before the first record, between two blocks of them, and after the last.
BEGIN, BETWEEN, END = ',\n"records": [\n', ",\n", "\n]}\n"


def begun(about: Mapping[str, object], schema: Mapping[str, Any]) -> str:
    """The file up to its records: an object of `metadata`, which ends with the schema, and of `records`."""
    told = json.dumps({**about, "schema": None}, ensure_ascii=False, indent=1)
    return "".join(('{"metadata": ', told.removesuffix("null\n}"), _written(schema), "\n}", BEGIN))


class Records:
    """Turns blocks of canonical CSV into records, one a line and parted by commas.

    In canonical CSV a number, and true or false, is written as in JSON; "" is null.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        fields = schema["fields"]
        self._turn = Turner([_maker(f'"{field["name"]}": ', field["type"] in _QUOTED) for field in fields])

    def __call__(self, block: Block) -> str:
        if not block.count:
            return ""
        return "{" + "},\n{".join(map(", ".join, zip(*self._turn(block), strict=True))) + "}"


_QUOTED = frozenset({"string", "date"})
_written_schemas: dict[int, str] = {}


def _written(schema: Mapping[str, Any]) -> str:
    """A schema as it stands in the metadata, written once: packages that are of one make have the same ones."""
    number = number_of(schema)
    if number not in _written_schemas:
        _written_schemas[number] = json.dumps(schema, ensure_ascii=False, indent=1).replace("\n", "\n ")
    return _written_schemas[number]


def _maker(key: str, quoted: bool) -> Callable[[str], str]:
    if quoted:
        return lambda text: key + (encode_basestring(text) if text else "null")
    return lambda text: key + (text or "null")
