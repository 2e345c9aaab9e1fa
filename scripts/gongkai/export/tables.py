"""A table of a package in every format, each made of the same columns; what packages share is made once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gongkai.export import parquet, records
from gongkai.export.archive import Packed, pack
from gongkai.export.columns import block_of, number_of
from gongkai.export.defused import Held, heading
from gongkai.export.files import File, put
from gongkai.export.sheets import Body, Sheet, columns_of
from gongkai.package import SHARED
from gongkai.schema import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gongkai.export.columns import Block
    from gongkai.package import Package

#: Tables that the workbook leaves to CSV: a box on the page for each cell is nothing to read in a sheet.
NOT_IN_WORKBOOK = frozenset({"cells"})
_KEPT = 64  # tables in memory that packages share


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the contents of its files, but for Parquet and what the JSON says of its package; `packed` is the CSV.

    `sheet` is None where the workbook leaves the table out. What has the same `key` is the same table.
    """

    key: str
    source: Path
    resource: Mapping[str, Any]
    rows: int
    csv: bytes
    packed: Packed
    records: str
    spreadsheet: bytes
    sheet: Sheet | None

    @property
    def name(self) -> str:
        return str(self.resource["name"])

    def json(self, about: Mapping[str, object]) -> bytes:
        """The JSON file, `about` before its records."""
        return "".join((records.begun(about, self.resource["schema"]), self.records, records.END)).encode()

    def write_parquet(self, root: Path, path: str) -> File | None:
        """The Parquet file at `path` below `root`; None where duckdb is not installed.

        Raises BuildError where a figure does not fit.
        """
        if not parquet.can_write_parquet():
            return None
        if self.key in _parquet:
            return put(root, path, _parquet[self.key])
        file = parquet.write_small(self.source, self.csv, self.resource["schema"], root, path)
        if self.key and len(_parquet) < _KEPT:
            _parquet[self.key] = (root / path).read_bytes()
        return file


_shared: dict[str, Table] = {}
_parquet: dict[str, bytes] = {}


def made(package: Package, resource: Mapping[str, Any]) -> Table:
    """A table of a package that was read from files.

    One without rows, and one that packages share and that is the same in most, is made once.
    """
    name = str(resource["name"])
    columns = package.columns[name]
    own = columns.count and name not in SHARED
    key = "" if own else f"{number_of(resource['schema'])} {resource['hash']}"
    source = package.folder / str(resource["path"])
    if key in _shared:
        return replace(_shared[key], source=source, resource=resource)
    table = _made(key, source, resource, block_of(columns))
    if key and len(_shared) < _KEPT:
        _shared[key] = table
    return table


def _made(key: str, source: Path, resource: Mapping[str, Any], block: Block) -> Table:
    content, schema = source.read_bytes(), resource["schema"]
    types = [field["type"] for field in schema["fields"]]
    held = heading(field["name"] for field in schema["fields"]) + Held(types)(block)
    return Table(
        key,
        source,
        resource,
        block.count,
        content,
        pack(content),
        records.Records(schema)(block),
        held.encode(),
        None if resource["name"] in NOT_IN_WORKBOOK else _sheet(str(resource["name"]), schema, block),
    )


def _sheet(name: str, schema: Mapping[str, Any], block: Block) -> Sheet:
    columns = columns_of(schema)
    body = Body(columns, block.count)
    body.take(block)
    return sheet_of(name, columns, block.count, body)


def sheet_of(name: str, columns: tuple[tuple[str, str, str], ...], rows: int, body: Body) -> Sheet:
    """The sheet of a table of packages, with what `metadata.yml` says of it."""
    told = words(name)
    notes = (f"{told.title_zh}：{told.description_zh}", f"{told.title_en}: {told.description_en}")
    return Sheet(name, len(columns), rows, body.packed(), *notes)
