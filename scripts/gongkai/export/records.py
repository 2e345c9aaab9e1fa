"""JSON for programs: what the table is, then its records, decimals with exactly the digits that they have."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from gongkai.export.columns import turned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


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
    makers = [_maker(f'"{field["name"]}": ', field["type"] in ("string", "date")) for field in schema["fields"]]
    first = True
    for block in turned(texts, makers):
        write(("{" if first else ",\n{") + "},\n{".join(map(", ".join, block)) + "}")
        first = False
    write("\n]}\n")


def _maker(key: str, quoted: bool) -> Callable[[str], str]:
    if quoted:
        return lambda text: key + (encode_basestring(text) if text else "null")
    return lambda text: key + (text or "null")
