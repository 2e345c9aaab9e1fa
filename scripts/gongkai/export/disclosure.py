"""All files to download of one disclosure: a pure function of its package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from gongkai.export.archive import Packed, gzipped, pack, pack_file, zipped
from gongkai.export.defused import Held, heading
from gongkai.export.files import File, put, put_pieces
from gongkai.export.sheets import Body, Sheet
from gongkai.export.tables import Table, made
from gongkai.export.wide import WideTable, wide_tables
from gongkai.export.workbook import write_workbook
from gongkai.package import DESCRIPTOR, Package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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


#: Gives a package as the bytes of an SQLite database.
DatabaseWriter = Callable[[Package], bytes]


def write_downloads(package: Package, out: Path, database_of: DatabaseWriter | None = None) -> Downloads:
    """Writes the downloads of one package under `disclosures/<id>/` of `out`; the same bytes for the same package.

    `database_of` gives its SQLite database, which is a stage of its own.
    """
    identity = str(package.disclosure["id"])
    folder = f"disclosures/{identity}"
    data = f"{folder}/data"
    (out / data / "spreadsheet").mkdir(parents=True)
    tables = tuple(made(package, resource) for resource in package.descriptor["resources"])
    wide = tuple(wide_tables(package))
    description = (package.folder / DESCRIPTOR).read_bytes()
    sources = dict(_sources(package))
    members = {
        **{f"{table.name}.csv": table.packed for table in tables},
        DESCRIPTOR: pack(description),
        **{f"source/{name}": pack_file(content) for name, content in sources.items()},
    }
    return Downloads(
        resources=tuple(_resource(package, table, out, data) for table in tables),
        printed=tuple(_printed(table, out, data) for table in wide),
        workbook=_workbook(package, wide, tables, out, f"{data}/{identity}.xlsx"),
        descriptor=put(out, f"{data}/{DESCRIPTOR}", description),
        package=put_pieces(out, f"{data}/{identity}.zip", _archive(identity, members)),
        sources={name: put(out, f"{folder}/source/{name}", content) for name, content in sources.items()},
        database=put(out, f"{data}/{identity}.db.gz", gzipped(database_of(package))) if database_of else None,
    )


def _archive(top: str, members: Mapping[str, Packed]) -> Iterator[bytes]:
    """The zip of the members, below a folder, in the order of their names."""
    return zipped((f"{top}/{name}", members[name]) for name in sorted(members))


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


def _resource(package: Package, table: Table, out: Path, data: str) -> Resource:
    name = table.name
    return Resource(
        name,
        table.rows,
        put(out, f"{data}/{name}.csv", table.csv),
        put(out, f"{data}/{name}.json", table.json(about(package.descriptor, table.resource))),
        put(out, f"{data}/spreadsheet/{name}.csv", table.spreadsheet),
        table.write_parquet(out, f"{data}/{name}.parquet"),
    )


def _printed(table: WideTable, out: Path, data: str) -> PrintedFile:
    content = heading(table.headings) + "".join(map(Held(table.types), table.blocks()))
    file = put(out, f"{data}/printed/{table.name}.csv", content.encode())
    return PrintedFile(table.table_no, table.title or table.kind, len(table.rows), file)


def _workbook(package: Package, wide: Sequence[WideTable], tables: Sequence[Table], out: Path, path: str) -> File:
    sheets = [*map(_wide_sheet, wide), *(table.sheet for table in tables if table.sheet)]
    row = package.disclosure
    return write_workbook(
        out, path, title=str(row["title"] or row["id"]), about=tuple(_explained(package)), sheets=sheets
    )


def _wide_sheet(table: WideTable) -> Sheet:
    columns = tuple(zip(table.headings, table.headings_en, table.types, strict=True))
    body = Body(columns, len(table.rows))
    for block in table.blocks():
        body.take(block)
    return Sheet(
        f"{table.table_no} {table.title or table.kind}".translate(_NOT_IN_NAMES),
        len(columns),
        len(table.rows),
        body.packed(),
        f"{table.title or table.kind}：{_WIDE_NOTE}",
        f"{table.kind or 'not recognised'}: {_WIDE_NOTE_EN}",
    )


_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _explained(package: Package) -> Iterator[tuple[str, str]]:
    row = package.disclosure
    yield "编号 Identifier", str(row["id"])
    for what, column in (
        ("公开单位 Issuer", "issuer"),
        ("年度 Fiscal year", "fiscal_year"),
        ("公开日期 Published on", "published_on"),
        ("说明 Note", "note"),
        ("Note", "note_en"),
    ):
        if row[column] is not None:
            yield what, str(row[column])
    for source in package.rows["sources"]:
        yield "来源 Source", f"{source['url'] or source['file']}\nSHA-256 {source['sha256']}"
    yield "版次 Revision", str(row["revision"])
    yield "许可 Licence", "CC BY 4.0"
    yield "金额", _AMOUNTS
    yield "Amounts", _AMOUNTS_EN
    yield "相加 Sums", SUMS


def _sources(package: Package) -> Iterator[tuple[str, bytes]]:
    for source in package.rows["sources"]:
        name = str(source["file"])
        published = _published(package.folder, name)
        if published is not None:
            yield name, published.read_bytes()


def _published(folder: Path, file: str) -> Path | None:
    """The published file lies in the disclosure's folder, and the package in it or one below."""
    if file != PurePath(file).name:
        return None
    candidates = (folder / file, folder / "source" / file, folder.parent / file, folder.parent / "source" / file)
    return next((path for path in candidates if path.is_file()), None)
