"""All files to download of one disclosure: a pure function of its package."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from gongkai.export import parquet
from gongkai.export.defused import held_lines, held_texts
from gongkai.export.files import File, copied, measured, put, put_gzipped, put_zip, sink
from gongkai.export.records import write_records
from gongkai.export.wide import WideTable, wide_tables
from gongkai.export.workbook import Sheet, columns_of, write_workbook
from gongkai.package import DESCRIPTOR, SHARED, Package, stream_texts
from gongkai.schema import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.package import Row

#: Tables that the workbook leaves to CSV: a box on the page for each cell is nothing to read in a sheet.
NOT_IN_WORKBOOK = frozenset({"cells"})
_KEPT = 64  # tables in memory that packages share
_WIDE_NOTE = "印出的表，按印出的行列；单位写在表头里"
_WIDE_NOTE_EN = "the printed table, row by row; the headings state the unit"

SUMS = (
    "lines 中有合计和各级科目，不可一起相加。\n"
    "The sheet lines holds totals and all levels of codes: do not sum them together."
)
_AMOUNTS = "以表序和表名为名的工作表照印出的表，单位写在表头里；以英文为名的与数据包相同，金额以元计。编码是文字。"
_AMOUNTS_EN = (
    "Sheets named by number and title are the printed tables, in the unit of their headings; sheets with English "
    "names are the tables of the data package, in yuan. Codes are text."
)


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of a package: its files and its number of rows; `parquet` is None where duckdb is not installed."""

    name: str
    rows: int
    csv: File
    json: File
    spreadsheet: File
    parquet: File | None


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A printed table as a file for spreadsheets."""

    table_no: int
    title: str
    rows: int
    csv: File


@dataclass(frozen=True, slots=True)
class Downloads:
    """Everything to download of one disclosure; `sources` by the name of the published file.

    `database` is None where nobody was there to write it.
    """

    resources: tuple[Resource, ...]
    printed: tuple[PrintedFile, ...]
    workbook: File
    descriptor: File
    package: File
    sources: Mapping[str, File]
    database: File | None = None


#: Writes packages as an SQLite database to a path.
DatabaseWriter = Callable[[Iterable[Package], Path], None]


def write_downloads(package: Package, out: Path, write_database: DatabaseWriter | None = None) -> Downloads:
    """Writes the downloads of one package under `disclosures/<id>/` of `out`; the same bytes for the same package.

    `write_database` writes its SQLite database, which is a stage of its own.
    """
    identity = str(package.disclosure["id"])
    folder = f"disclosures/{identity}"
    data = f"{folder}/data"
    (out / data).mkdir(parents=True)
    resources = tuple(_resource(package, resource, out, data) for resource in package.descriptor["resources"])
    wide = tuple(wide_tables(package))
    descriptor = copied(package.folder / DESCRIPTOR, out, f"{data}/{DESCRIPTOR}")
    sources = dict(_sources(package, out, folder))
    members: dict[str, Path | bytes] = {
        resource["path"]: package.folder / resource["path"] for resource in package.descriptor["resources"]
    }
    members[DESCRIPTOR] = package.folder / DESCRIPTOR
    members |= {f"source/{name}": out / file.path for name, file in sources.items()}
    return Downloads(
        resources=resources,
        printed=tuple(_printed(table, out, data) for table in wide),
        workbook=_workbook(package, wide, out, f"{data}/{identity}.xlsx"),
        descriptor=descriptor,
        package=put_zip(out, f"{data}/{identity}.zip", identity, members),
        sources=sources,
        database=_database(package, out, f"{data}/{identity}.db", write_database) if write_database else None,
    )


def _database(package: Package, out: Path, path: str, write: DatabaseWriter) -> File:
    plain = out / path
    write([package], plain)
    try:
        return put_gzipped(plain, out, f"{path}.gz")
    finally:
        plain.unlink()


def about(descriptor: Mapping[str, Any], resource: Mapping[str, Any]) -> dict[str, object]:
    """What stands before the records of a JSON file: the table, the package that it is of, whose it is."""
    return {
        "package": descriptor["name"],
        "version": descriptor.get("version", ""),
        "created": descriptor.get("created"),
        "resource": resource["name"],
        **{key: resource.get(key, "") for key in ("title", "title_en", "description", "description_en")},
        "licenses": descriptor.get("licenses", []),
        "sources": descriptor.get("sources", []),
        "schema": resource["schema"],
    }


def _resource(package: Package, resource: Mapping[str, Any], out: Path, data: str) -> Resource:
    name = str(resource["name"])
    canonical, schema = package.folder / str(resource["path"]), resource["schema"]
    texts = tuple(stream_texts(canonical, name))
    with sink(out, f"{data}/{name}.json") as stream:
        write_records(stream.text, about(package.descriptor, resource), schema, texts)
    return Resource(
        name,
        len(package.rows[name]),
        copied(canonical, out, f"{data}/{name}.csv"),
        File(f"{data}/{name}.json", stream.size, stream.sha256),
        put(out, f"{data}/spreadsheet/{name}.csv", "".join(held_texts(schema, texts)).encode()),
        _parquet(canonical, resource, out, f"{data}/{name}.parquet"),
    )


_shared: dict[str, bytes] = {}


def _parquet(canonical: Path, resource: Mapping[str, Any], out: Path, path: str) -> File | None:
    """The table as Parquet; that of a table that packages share, and that is the same in most, is made once."""
    key = f"{resource['name']} {resource['hash']} {resource['schema']}" if resource["name"] in SHARED else ""
    if key in _shared and parquet.can_write_parquet():
        return put(out, path, _shared[key])
    written = parquet.write_parquet(canonical, resource["schema"], out, path)
    if key and written and len(_shared) < _KEPT:
        _shared[key] = (out / path).read_bytes()
    return written


def _printed(table: WideTable, out: Path, data: str) -> PrintedFile:
    content = "".join(held_lines(table.headings, table.rows)).encode()
    file = put(out, f"{data}/printed/{table.name}.csv", content)
    return PrintedFile(table.table_no, table.title or table.kind, len(table.rows), file)


def _workbook(package: Package, wide: Sequence[WideTable], out: Path, path: str) -> File:
    sheets = [*map(_wide_sheet, wide), *_sheets(package)]
    row = package.disclosure
    write_workbook(out / path, title=str(row["title"] or row["id"]), about=tuple(_explained(package)), sheets=sheets)
    return measured(out, path)


def _wide_sheet(table: WideTable) -> Sheet:
    return Sheet(
        f"{table.table_no} {table.title or table.kind}".translate(_NOT_IN_NAMES)[:31],
        tuple(zip(table.headings, table.headings_en, table.types, strict=True)),
        table.rows,
        f"{table.title or table.kind}：{_WIDE_NOTE}",
        f"{table.kind or 'not recognised'}: {_WIDE_NOTE_EN}",
    )


_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _sheets(package: Package) -> Iterator[Sheet]:
    for resource in package.descriptor["resources"]:
        name = str(resource["name"])
        if name not in NOT_IN_WORKBOOK:
            table = words(name)
            yield Sheet(
                name,
                columns_of(resource["schema"]),
                _values(package.rows[name]),
                f"{table.title_zh}：{table.description_zh}",
                f"{table.title_en}: {table.description_en}",
            )


def _values(rows: Iterable[Row]) -> Iterator[Iterable[Any]]:
    return (row.values() for row in rows)


def _explained(package: Package) -> Iterator[tuple[str, str]]:
    row = package.disclosure
    yield "编号 Identifier", str(row["id"])
    for heading, column in (
        ("公开单位 Issuer", "issuer"),
        ("年度 Fiscal year", "fiscal_year"),
        ("公开日期 Published on", "published_on"),
        ("说明 Note", "note"),
        ("Note", "note_en"),
    ):
        if row[column] is not None:
            yield heading, str(row[column])
    for source in package.rows["sources"]:
        yield "来源 Source", f"{source['url'] or source['file']}\nSHA-256 {source['sha256']}"
    yield "版次 Revision", str(row["revision"])
    yield "许可 Licence", "CC BY 4.0"
    yield "金额", _AMOUNTS
    yield "Amounts", _AMOUNTS_EN
    yield "相加 Sums", SUMS


def _sources(package: Package, out: Path, folder: str) -> Iterator[tuple[str, File]]:
    for source in package.rows["sources"]:
        name = str(source["file"])
        published = _published(package.folder, name)
        if published is not None:
            yield name, copied(published, out, f"{folder}/source/{name}")


def _published(folder: Path, file: str) -> Path | None:
    """The published file lies in the disclosure's folder, and the package in it or one below."""
    if file != PurePath(file).name:
        return None
    candidates = (folder / file, folder / "source" / file, folder.parent / file, folder.parent / "source" / file)
    return next((path for path in candidates if path.is_file()), None)
