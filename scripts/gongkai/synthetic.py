"""Made-up disclosures in any number, to measure building with: whole packages, valid, each with figures of its own.

They are drawn from the packages of a project: forms and words are theirs, while id, issuer, year and all amounts differ
from one to the next. They say so in their titles, and are never published.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from gongkai.package import DESCRIPTOR, csv_line, descriptor_text
from gongkai.registry import FILE_NAME

_YEARS = range(2016, 2026)


_TABLES_ON_A_PAGE = 4  # of a small disclosure


def write_synthetic(models: Sequence[Path], count: int, out: Path, rows: int | None = None) -> Iterator[Path]:
    """Writes `count` packages below `out`, a folder each, after the model packages in turn; gives the folders.

    Amounts are those of the model times a whole number that differs with the issuer, so sums hold where they held.
    With `rows` they are as small as those of a small unit: of each table only so many rows below its heading, on three
    pages or four, and only the checks that these rows take part in.
    """
    loaded = [_Model(folder, rows) for folder in models]
    for number in range(count):
        yield loaded[number % len(loaded)].write(number, out)


class _Model:
    """A package as text, to be written again under other names."""

    def __init__(self, folder: Path, rows: int | None) -> None:
        self._descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
        self._id = str(self._descriptor["name"])
        self._tables = {
            str(resource["name"]): list(csv.DictReader(io.StringIO((folder / resource["path"]).read_text("utf-8"))))
            for resource in self._descriptor["resources"]
        }
        self._sources = {row["file"]: (folder / row["file"]).read_bytes() for row in self._tables["sources"]}
        if rows is not None:
            self._tables |= _cut(self._tables, rows)

    def write(self, number: int, out: Path) -> Path:
        issuer, year = number // len(_YEARS), _YEARS[number % len(_YEARS)]
        identity, factor = f"synthetic-{issuer:05d}-{year}", Decimal(issuer % 97 + 1)
        folder = out / identity
        folder.mkdir(parents=True)
        for resource in self._descriptor["resources"]:
            name = str(resource["name"])
            rows = [self._row(name, row, identity, factor) for row in self._tables[name]]
            if name == "disclosures":
                words = f"示例单位{issuer:05d}"
                rows = [
                    {**row, "issuer": words, "title": f"{words}{year}年（虚构）", "fiscal_year": str(year)}
                    for row in rows
                ]
            columns = [field["name"] for field in resource["schema"]["fields"]]
            content = "".join(map(csv_line, (columns, *([row[column] for column in columns] for row in rows)))).encode()
            (folder / resource["path"]).write_bytes(content)
            resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        (folder / DESCRIPTOR).write_bytes(descriptor_text({**self._descriptor, "name": identity}))
        for file, content in self._sources.items():
            (folder / file).write_bytes(content)
        (folder / FILE_NAME).write_text(f'title = "{identity}"\n', "utf-8")
        return folder

    def _row(self, name: str, row: dict[str, str], identity: str, factor: Decimal) -> dict[str, str]:
        changed = dict(row)
        for column in ("disclosure_id", "id"):
            if row.get(column) == self._id:
                changed[column] = identity
        for column, text in row.items():
            if column.endswith("_yuan") and text and name != "codes":
                changed[column] = format(Decimal(text) * factor, "f")
        return changed


def _cut(tables: Mapping[str, list[dict[str, str]]], rows: int) -> dict[str, list[dict[str, str]]]:
    """The first rows of each table, and what is said of them."""
    last = {table["table_no"]: int(table["header_rows"]) + rows for table in tables["tables"]}
    pages = {number: str(1 + int(number) // _TABLES_ON_A_PAGE) for number in last}
    cells = [
        {**cell, "page": pages[cell["table_no"]]}
        for cell in tables["cells"]
        if int(cell["row"]) <= last[cell["table_no"]]
    ]
    kept = {":".join((cell["table_no"], cell["row"], cell["column"])) for cell in cells}
    return {
        "tables": [
            {
                **table,
                "rows": str(min(int(table["rows"]), last[table["table_no"]])),
                "page_from": pages[table["table_no"]],
                "page_to": pages[table["table_no"]],
            }
            for table in tables["tables"]
        ],
        "cells": cells,
        "lines": [line for line in tables["lines"] if int(line["row"]) <= last[line["table_no"]]],
        "targets": [target for target in tables["targets"] if int(target["row"]) <= last[target["table_no"]]],
        "paragraphs": [],
        "statements": [],
        "checks": [
            check for check in tables["checks"] if all(key in kept or not key for key in check["operands"].split(";"))
        ],
    }
