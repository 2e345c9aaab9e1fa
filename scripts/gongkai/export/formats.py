"""The other formats of a package that lies in a folder, row by row from its CSV files, with bounded memory."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.export import parquet, workbook
from gongkai.export.columns import blocks
from gongkai.export.defused import Held, heading
from gongkai.export.disclosure import SUMS, about
from gongkai.export.files import File, Sink, gzipped, measured, put_zip, sink
from gongkai.export.records import BETWEEN, END, Records, begun
from gongkai.export.sheets import ROWS, Body, Sheet, columns_of
from gongkai.export.tables import NOT_IN_WORKBOOK, sheet_of
from gongkai.package import DESCRIPTOR, stream_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from gzip import GzipFile
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Whole:
    """A table of a united package: its files and its number of rows.

    `parquet` is None where duckdb is not installed, `spreadsheet` where a sheet cannot hold so many rows: a file that
    a spreadsheet would cut off without a word is worse than none.
    """

    name: str
    rows: int
    csv: File
    json: File
    spreadsheet: File | None
    parquet: File | None
    in_workbook: bool


@dataclass(frozen=True, slots=True)
class Formats:
    """A united package in all formats."""

    resources: tuple[Whole, ...]
    workbook: File
    descriptor: File
    package: File


def write_formats(out: Path, folder: str, descriptor: Mapping[str, Any], *, sheet_rows: int = ROWS) -> Formats:
    """Writes the other formats beside the CSV files and the descriptor that lie in `folder` below `out`.

    `sheet_rows` is what a sheet can hold. Raises BuildError where a figure does not fit Parquet.
    """
    name = str(descriptor["name"])
    made = [_formats(out, folder, descriptor, resource, sheet_rows) for resource in descriptor["resources"]]
    resources = tuple(whole for whole, _ in made)
    files = (DESCRIPTOR, *(f"{whole.name}.csv" for whole in resources))
    members: dict[str, Path | bytes] = {file: out / folder / file for file in files}
    return Formats(
        resources=resources,
        workbook=workbook.write_workbook(
            out,
            f"{folder}/{name}.xlsx",
            title=str(descriptor["title"]),
            about=tuple(_explained(descriptor, resources)),
            sheets=[sheet for _, sheet in made if sheet],
        ),
        descriptor=measured(out, f"{folder}/{DESCRIPTOR}"),
        package=put_zip(out, f"{folder}/{name}.zip", name, members),
    )


def _formats(
    out: Path, folder: str, descriptor: Mapping[str, Any], resource: Mapping[str, Any], sheet_rows: int
) -> tuple[Whole, Sheet | None]:
    """The files of a table, and its sheet, which is not written yet."""
    name, count, schema = str(resource["name"]), int(resource["rows"]), resource["schema"]
    source = out / folder / f"{name}.csv"
    fits = count <= sheet_rows
    columns = columns_of(schema)
    body = Body(columns, count) if fits and name not in NOT_IN_WORKBOOK else None
    with ExitStack() as stack:
        packed = stack.enter_context(sink(out, f"{folder}/{name}.json.gz"))
        json = stack.enter_context(gzipped(packed))
        held = stack.enter_context(sink(out, f"{folder}/spreadsheet/{name}.csv")) if fits else None
        _write(schema, about({**descriptor, "sources": []}, resource), stream_texts(source, name), json, held, body)
    whole = Whole(
        name=name,
        rows=count,
        csv=File(f"{folder}/{name}.csv", int(resource["bytes"]), str(resource["hash"]).removeprefix("sha256:")),
        json=File(f"{folder}/{name}.json.gz", packed.size, packed.sha256),
        spreadsheet=File(f"{folder}/spreadsheet/{name}.csv", held.size, held.sha256) if held else None,
        parquet=parquet.write_parquet(source, schema, out, f"{folder}/{name}.parquet"),
        in_workbook=body is not None,
    )
    return whole, sheet_of(name, columns, count, body) if body else None


def _write(
    schema: Mapping[str, Any],
    told: Mapping[str, object],
    rows: Iterable[Sequence[str]],
    json: GzipFile,
    held: Sink | None,
    body: Body | None,
) -> None:
    """Writes a table to all that want it, block by block."""
    records, lines = Records(schema), Held(field["type"] for field in schema["fields"])
    json.write(begun(told, schema).encode())
    if held:
        held.text(heading(field["name"] for field in schema["fields"]))
    between = ""
    for block in blocks(rows):
        json.write((between + records(block)).encode())
        between = BETWEEN
        if held:
            held.text(lines(block))
        if body:
            body.take(block)
    json.write(END.encode())


def _explained(descriptor: Mapping[str, Any], resources: Sequence[Whole]) -> Iterator[tuple[str, str]]:
    yield "内容 Contents", str(descriptor["description"])
    yield "版本 Version", str(descriptor["version"])
    yield "金额与编码", "金额以元计，编码是文字。\nAmounts are in yuan, codes are text."
    if any(whole.name == "lines" for whole in resources):
        yield "相加 Sums", SUMS
    yield "许可 Licence", "CC BY 4.0"
    for whole in resources:
        if not whole.in_workbook:
            zh = f"{whole.name}（{whole.rows} 行）：请取 CSV 或 Parquet。"
            yield "不在此处 Not here", f"{zh}\n{whole.name} ({whole.rows} rows): take CSV or Parquet."
