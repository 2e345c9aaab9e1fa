"""JSON for programs: what the table is, then its records, decimals with exactly the digits that they have."""

from __future__ import annotations

import json
from itertools import islice
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_BLOCK = 1000  # records


def write_records(
    write: Callable[[str], object],
    about: Mapping[str, object],
    schema: Mapping[str, Any],
    texts: Iterable[Sequence[str]],
) -> None:
    """Writes an object of `metadata` and `records`, one record a line, from the texts of canonical CSV.

    In canonical CSV a number, and true or false, is written as in JSON; "" is null.
    """
    write(f'{{"metadata": {json.dumps(about, ensure_ascii=False, indent=1)},\n"records": [\n')
    keys = [(f'"{field["name"]}": ', field["type"] in ("string", "date")) for field in schema["fields"]]
    first, each = True, iter(texts)
    while block := [_record(keys, record) for record in islice(each, _BLOCK)]:
        write(("" if first else ",\n") + ",\n".join(block))
        first = False
    write("\n]}\n")


def _record(keys: Sequence[tuple[str, bool]], record: Sequence[str]) -> str:
    parts = [
        key + (encode_basestring(text) if quoted else text) if text else key + "null"
        for (key, quoted), text in zip(keys, record, strict=True)
    ]
    return "{" + ", ".join(parts) + "}"
