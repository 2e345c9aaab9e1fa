"""What a descriptor promises of its rows and frictionless passes over without a word.

`uniqueKeys` and `categories` of Data Package v2 are not enforced by frictionless 5, nor is `rows`. They are here, for
one resource at a time and row by row: of a table only its unique keys are held.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gongkai.messages import say
from gongkai.package.content import Row, Value
from gongkai.package.reading import stream_rows


def broken_promises(folder: Path, resource: Mapping[str, Any]) -> Iterator[str]:
    """One line for each promise about a resource that its file breaks. Raises PackageError where it cannot be read."""
    name, table = str(resource["name"]), resource["schema"]
    content = folder / f"{name}.csv"
    keys = _Keys(name, table)
    categories = {field["name"]: _values(field["categories"]) for field in table["fields"] if field.get("categories")}
    count = 0
    for count, row in enumerate(stream_rows(content, name), start=1):
        yield from keys.twice(row, count + 1)
        for column, known in categories.items():
            if row[column] is not None and row[column] not in known:
                yield _line(
                    name,
                    count + 1,
                    f"{column} 的“{row[column]}”不在其类别中",
                    f"{column} {row[column]!r} is no category",
                )
    yield from _measures(content, resource, count)


class _Keys:
    """The unique keys of a table and the values that were met. A key of which a part is empty is not compared."""

    def __init__(self, name: str, table: Mapping[str, Any]) -> None:
        self._name = name
        self._met: dict[tuple[str, ...], dict[tuple[Value, ...], int]] = {
            tuple(key): {} for key in table.get("uniqueKeys", ())
        }

    def twice(self, row: Row, number: int) -> Iterator[str]:
        for columns, met in self._met.items():
            key = tuple(row[column] for column in columns)
            first = met.setdefault(key, number)
            if first != number and None not in key:
                what = ", ".join(columns)
                yield _line(self._name, number, f"{what} 与第 {first} 行相同", f"{what}: the same as in r{first}")


def _values(categories: Any) -> frozenset[Any]:
    return frozenset(one["value"] if isinstance(one, dict) else one for one in categories)


def _measures(content: Path, resource: Mapping[str, Any], count: int) -> Iterator[str]:
    with content.open("rb") as stream:
        found = f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    for promise, value in (("rows", count), ("bytes", content.stat().st_size), ("hash", found)):
        if resource.get(promise) != value:
            told = f"{promise}: {resource.get(promise)!r} ≠ {value!r}"
            yield f"{content.name}: {say(f'与描述不符：{told}', f'not as described: {told}')}"


def _line(name: str, number: int, zh: str, en: str) -> str:
    return f"{name}.csv r{number}: {say(zh, en)}"
