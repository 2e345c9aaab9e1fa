"""The files that can be taken away: CSV and JSON per table, the whole package, the source, the database."""

import gzip
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from gongkai.package import Package, Row, Value, write_lists
from gongkai.publish.fields import text
from gongkai.schema import LISTS

_ZIP_EPOCH = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest time a zip can hold: the archive tells its content, not its day
_ZIP_MODE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class File:
    """A file to download: `path` from the site's root, bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of the package: its files and its number of rows."""

    name: str
    rows: int
    csv: File
    json: File


@dataclass(frozen=True, slots=True)
class Downloads:
    """Everything to download of one disclosure; `sources` by the name of the published file."""

    resources: tuple[Resource, ...]
    descriptor: File
    package: File
    sources: Mapping[str, File]


def write_downloads(package: Package, out: Path) -> Downloads:
    """Writes the downloads of one package under `disclosures/<id>/` of `out`."""
    identity = text(package.disclosure, "id")
    folder = f"disclosures/{identity}"
    (out / folder / "data").mkdir(parents=True)
    resources, members = [], {}
    for resource in package.descriptor["resources"]:
        name, path = resource["name"], resource["path"]
        content = (package.folder / path).read_bytes()
        members[path] = content
        rows = package.rows[name]
        resources.append(
            Resource(
                name,
                len(rows),
                _write(out, f"{folder}/data/{name}.csv", content),
                _write(out, f"{folder}/data/{name}.json", _as_json(package, resource, rows).encode()),
            )
        )
    descriptor = (package.folder / "datapackage.json").read_bytes()
    members["datapackage.json"] = descriptor
    sources = {}
    for source in package.rows["sources"]:
        file = text(source, "file")
        published = _published(package.folder, file)
        if published is not None:
            content = published.read_bytes()
            members[f"source/{file}"] = content
            sources[file] = _write(out, f"{folder}/source/{file}", content)
    return Downloads(
        tuple(resources),
        _write(out, f"{folder}/data/datapackage.json", descriptor),
        _write_zip(out, f"{folder}/data/{identity}.zip", identity, members),
        sources,
    )


def write_database(database: Path, out: Path) -> tuple[File, File]:
    """Copies the SQLite file to `downloads/`, plain and gzipped."""
    (out / "downloads").mkdir(parents=True, exist_ok=True)
    plain, packed = out / "downloads" / "gongkai.db", out / "downloads" / "gongkai.db.gz"
    shutil.copyfile(database, plain)
    with (
        database.open("rb") as content,
        packed.open("wb") as target,
        gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=target, mtime=0) as stream,
    ):
        shutil.copyfileobj(content, stream)
    return tuple(File(file.relative_to(out).as_posix(), file.stat().st_size) for file in (plain, packed))  # type: ignore[return-value]


def write_code_lists(out: Path) -> tuple[File, ...]:
    """Writes the code lists as a data package to `downloads/codes/`: its files, the descriptor last."""
    write_lists(out / "downloads" / "codes")
    names = (*(f"{name}.csv" for name in LISTS), "datapackage.json")
    files = [out / "downloads" / "codes" / name for name in names]
    return tuple(File(file.relative_to(out).as_posix(), file.stat().st_size) for file in files)


def _published(folder: Path, file: str) -> Path | None:
    """The published file lies in the disclosure's folder, and the package in it or one below."""
    if file != Path(file).name:
        return None
    candidates = (
        folder / file,
        folder / "source" / file,
        folder.parent / file,
        folder.parent / "source" / file,
    )
    return next((path for path in candidates if path.is_file()), None)


def _write(out: Path, path: str, content: bytes) -> File:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return File(path, len(content))


def _write_zip(out: Path, path: str, top: str, members: Mapping[str, bytes]) -> File:
    with zipfile.ZipFile(out / path, "w") as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(f"{top}/{name}", _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _ZIP_MODE
            archive.writestr(entry, members[name], compresslevel=9)
    return File(path, (out / path).stat().st_size)


def _as_json(package: Package, resource: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """`metadata` and `records`; one record a line, decimals with exactly the digits that they have."""
    metadata = {
        "disclosure": text(package.disclosure, "id"),
        "revision": package.disclosure["revision"],
        "resource": resource["name"],
        "title": resource.get("title", ""),
        "description": resource.get("description", ""),
        "licenses": package.descriptor.get("licenses", []),
        "schema": resource["schema"],
    }
    records = ",\n".join(_record(row) for row in rows)
    words = json.dumps(metadata, ensure_ascii=False, indent=1)
    return f'{{"metadata": {words},\n"records": [\n{records}\n]}}\n'


def _record(row: Row) -> str:
    return "{" + ", ".join(f'"{column}": {_literal(value)}' for column, value in row.items()) + "}"


def _literal(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    return f"{value:f}" if isinstance(value, Decimal) else str(value).lower()
