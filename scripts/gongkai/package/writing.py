"""Writes a package: the same disclosure gives the same bytes."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from gongkai.model import Disclosure
from gongkai.package.content import Row
from gongkai.package.descriptor import describe, descriptor_text
from gongkai.package.rows import rows_of
from gongkai.package.values import csv_line, text_of
from gongkai.schema import schema

DESCRIPTOR = "datapackage.json"
Describe = Callable[[Mapping[str, tuple[str, int, int]]], dict[str, Any]]


def write_package(disclosure: Disclosure, folder: Path) -> None:
    """Writes the CSV file of every table, then `datapackage.json`, into `folder` (made where it is missing).

    UTF-8, line feeds, a header, quotes only where needed. Each file appears whole under its name or not at
    all, the descriptor last: it holds the hash of each, and so tells a half-written package from a whole one.
    """
    write_resources(folder, rows_of(disclosure), lambda files: describe(disclosure, files))


def write_resources(folder: Path, tables: Mapping[str, Iterable[Row]], described: Describe) -> dict[str, Any]:
    """Writes tables as CSV, by the columns of their schemas, and then what `described` says of the files: that too."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name, rows in tables.items():
        columns = [field["name"] for field in schema(name)["fields"]]
        each = tuple(rows)
        content = _csv(columns, each)
        _put(folder / f"{name}.csv", content)
        files[name] = (hashlib.sha256(content).hexdigest(), len(content), len(each))
    descriptor = described(files)
    _put(folder / DESCRIPTOR, descriptor_text(descriptor))
    return descriptor


def _csv(columns: list[str], rows: Iterable[Row]) -> bytes:
    lines = [csv_line(columns), *(csv_line(text_of(row[column]) for column in columns) for row in rows)]
    return "".join(lines).encode("utf-8")


def _put(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    part.replace(file)
