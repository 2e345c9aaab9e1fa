"""Reads a package back, typed by its schema."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gongkai.errors import PackageError
from gongkai.package.content import Columns, Package, Row, Value
from gongkai.package.values import value_of, values_of
from gongkai.package.writing import DESCRIPTOR
from gongkai.schema import TABLES, schema

csv.field_size_limit(1 << 24)  # a paragraph may be longer than csv's 128 kB


def read_package(folder: Path) -> Package:
    """The package in `folder`.

    Raises PackageError, with file, row and column, where a file is missing or not the one that the descriptor
    names, a header is not the schema's, a value is not of its type, or a required one is missing.
    """
    descriptor = read_descriptor(folder)
    hashes = {resource.get("name"): resource.get("hash") for resource in descriptor["resources"]}
    columns = {name: _columns(folder / f"{name}.csv", name, hashes.get(name)) for name in TABLES}
    count = columns["disclosures"].count
    if count != 1:
        raise PackageError(
            str(folder / "disclosures.csv"),
            zh=f"有 {count} 行；一个数据包正好一行",
            en=f"has {count} rows; a package has exactly one",
        )
    return Package(folder, MappingProxyType(descriptor), _Rows(columns), MappingProxyType(columns))


def open_package(folder: Path) -> Package:
    """The package in `folder` with its tables on disk: each is read, as by `read_package`, whenever it is asked for.

    For what goes over many packages table by table: of each, only the hashes are held.
    """
    descriptor = read_descriptor(folder)
    names = tuple(descriptor)
    hashes = {str(resource.get("name")): resource.get("hash") for resource in descriptor["resources"]}
    return Package(
        folder, _OnDisk(names, lambda name: read_descriptor(folder)[name]), _OnDisk(TABLES, _reader(folder, hashes))
    )


def held(package: Package) -> Package:
    """The package in memory: what `open_package` gave is read once."""
    return read_package(package.folder) if isinstance(package.rows, _OnDisk) else package


class _Rows(Mapping[str, tuple[Row, ...]]):
    """The rows of tables, which are put together when they are first asked for."""

    def __init__(self, columns: Mapping[str, Columns]) -> None:
        self._columns = columns
        self._rows: dict[str, tuple[Row, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        rows = self._rows.get(name)
        if rows is None:
            rows = self._rows[name] = self._columns[name].rows()
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class _OnDisk(Mapping[str, Any]):
    """A mapping whose values are read anew each time."""

    def __init__(self, names: Sequence[str], read: Callable[[str], Any]) -> None:
        self._names, self._read = names, read

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _reader(folder: Path, hashes: Mapping[str, str | None]) -> Callable[[str], tuple[Row, ...]]:
    return lambda name: _rows(folder / f"{name}.csv", name, hashes.get(name))


def read_rows(folder: Path, name: str) -> tuple[Row, ...]:
    """One table of the package in `folder`. Raises PackageError as `read_package` does."""
    resources = read_descriptor(folder)["resources"]
    return _rows(
        folder / f"{name}.csv",
        name,
        next((resource.get("hash") for resource in resources if resource.get("name") == name), None),
    )


def stream_rows(file: Path, name: str) -> Iterator[Row]:
    """The rows of a CSV file of table or list `name`, typed by its schema, one at a time.

    Raises PackageError, with file, row and column, as read_package does; hashes are not looked at.
    """
    fields = schema(name)["fields"]
    for number, record in enumerate(stream_texts(file, name), start=2):
        yield _row(file, number, fields, record)


def stream_texts(file: Path, name: str) -> Iterator[list[str]]:
    """The fields of each row of a CSV file of table or list `name`, as they are written, one row at a time.

    Raises PackageError where the file cannot be read or its header is not the schema's.
    """
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            records = csv.reader(stream, strict=True)
            _must_be_header(file, schema(name)["fields"], next(records, []))
            yield from records
    except OSError as problem:
        raise _unreadable(file, problem) from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise _not_csv(file, problem) from problem


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise _unreadable(file, problem) from problem


def _unreadable(file: Path, problem: OSError) -> PackageError:
    return PackageError(
        str(file),
        zh="读不到这个文件；请重新生成数据包",
        en=f"cannot be read ({problem.strerror}); write the package again",
    )


def _not_csv(file: Path, problem: Exception) -> PackageError:
    return PackageError(str(file), zh=f"不是 UTF-8 的 CSV：{problem}", en=f"is not CSV in UTF-8: {problem}")


def _must_be_header(file: Path, fields: list[Mapping[str, Any]], found: list[str]) -> None:
    columns = [field["name"] for field in fields]
    if found != columns:
        raise PackageError(
            str(file),
            zh=f"表头是“{','.join(found)}”，应为“{','.join(columns)}”",
            en=f"has the header {','.join(found)!r}, not {','.join(columns)!r}",
        )


def read_descriptor(folder: Path) -> dict[str, Any]:
    """What `datapackage.json` in `folder` says. Raises PackageError where it does not describe a package."""
    file = folder / DESCRIPTOR
    try:
        descriptor = json.loads(_content(file).decode("utf-8"))
    except ValueError as problem:
        raise PackageError(
            str(file), zh="不是 JSON；请重新生成数据包", en="is not JSON; write the package again"
        ) from problem
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise PackageError(
            str(file), zh="不是数据包的描述；请重新生成", en="does not describe a package; write it again"
        )
    whole: dict[str, Any] = descriptor
    return whole


def _rows(file: Path, name: str, expected: str | None) -> tuple[Row, ...]:
    return _columns(file, name, expected).rows()


def _columns(file: Path, name: str, expected: str | None) -> Columns:
    content = _content(file)
    try:
        records = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (ValueError, csv.Error) as problem:
        raise _not_csv(file, problem) from problem
    fields = _fields(name)
    _must_be_header(file, fields, records[0] if records else [])
    columns = _typed(fields, records[1:])
    if columns is None:
        for number, record in enumerate(records[1:], start=2):
            _row(file, number, fields, record)
        raise AssertionError(f"{file}: nothing is wrong with any row")
    if expected != f"sha256:{hashlib.sha256(content).hexdigest()}":
        raise PackageError(
            str(file),
            zh=f"与 {DESCRIPTOR} 中的校验值不符；请重新生成数据包",
            en=f"is not the file that {DESCRIPTOR} names (its hash differs); write the package again",
        )
    return columns


@cache
def _fields(name: str) -> list[Mapping[str, Any]]:
    fields: list[Mapping[str, Any]] = schema(name)["fields"]
    return fields


def _typed(fields: list[Mapping[str, Any]], records: list[list[str]]) -> Columns | None:
    """The columns, or None where anything is wrong. A text that comes often is converted once."""
    names = tuple(str(field["name"]) for field in fields)
    typed: list[Mapping[str, Value]] = []
    try:  # strict: what has more or fewer values than others
        columns: tuple[tuple[str, ...], ...] = tuple(zip(*records, strict=True)) if records else ((),) * len(fields)
        for field, texts in zip(fields, columns, strict=True):
            values = values_of(set(texts), field["type"])
            if "" in values and field.get("constraints", {}).get("required"):
                return None
            typed.append(values)
    except ValueError:
        return None
    return Columns(names, columns, tuple(typed), len(records))


def _row(file: Path, number: int, fields: list[Mapping[str, Any]], record: list[str]) -> Row:
    if len(record) != len(fields):
        raise PackageError(
            f"{file} r{number}",
            zh=f"有 {len(record)} 个值，应有 {len(fields)} 个",
            en=f"has {len(record)} values, not {len(fields)}",
        )
    row = {}
    for field, text in zip(fields, record, strict=True):
        try:
            value = value_of(text, field["type"])
        except ValueError:
            raise PackageError(
                f"{file} r{number} {field['name']}",
                zh=f"“{text}”不是 {field['type']}；请改正源文件的登记并重新生成",
                en=f"{text!r} is not of type {field['type']}; correct its source and write the package again",
            ) from None
        if value is None and field.get("constraints", {}).get("required"):
            raise PackageError(
                f"{file} r{number} {field['name']}", zh="是空的，但必须有值", en="is empty, and must not be"
            )
        row[field["name"]] = value
    return row
