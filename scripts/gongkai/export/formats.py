"""The other formats of a package that lies in a folder, row by row from its CSV files, with bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.export import parquet, workbook
from gongkai.export.defused import held_texts
from gongkai.export.disclosure import NOT_IN_WORKBOOK, SUMS, about
from gongkai.export.files import File, gzipped, measured, put_zip, sink
from gongkai.export.records import write_records
from gongkai.package import DESCRIPTOR, stream_rows, stream_texts
from gongkai.schema import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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


def write_formats(out: Path, folder: str, descriptor: Mapping[str, Any], *, sheet_rows: int = workbook.ROWS) -> Formats:
    """Writes the other formats beside the CSV files and the descriptor that lie in `folder` below `out`.

    `sheet_rows` is what a sheet can hold. Raises BuildError where a figure does not fit Parquet.
    """
    name = str(descriptor["name"])
    resources = tuple(_formats(out, folder, descriptor, resource, sheet_rows) for resource in descriptor["resources"])
    files = (DESCRIPTOR, *(f"{whole.name}.csv" for whole in resources))
    members: dict[str, Path | bytes] = {file: out / folder / file for file in files}
    return Formats(
        resources=resources,
        workbook=_workbook(out, folder, descriptor, resources),
        descriptor=measured(out, f"{folder}/{DESCRIPTOR}"),
        package=put_zip(out, f"{folder}/{name}.zip", name, members),
    )


def _formats(
    out: Path, folder: str, descriptor: Mapping[str, Any], resource: Mapping[str, Any], sheet_rows: int
) -> Whole:
    name, count = str(resource["name"]), int(resource["rows"])
    source = out / folder / f"{name}.csv"
    with sink(out, f"{folder}/{name}.json.gz") as packed, gzipped(packed) as stream:
        write_records(
            lambda text: stream.write(text.encode()),
            about({**descriptor, "sources": []}, resource),
            resource["schema"],
            stream_texts(source, name),
        )
    spreadsheet = None
    if count <= sheet_rows:
        with sink(out, f"{folder}/spreadsheet/{name}.csv") as held:
            for line in held_texts(resource["schema"], stream_texts(source, name)):
                held.text(line)
        spreadsheet = File(f"{folder}/spreadsheet/{name}.csv", held.size, held.sha256)
    return Whole(
        name=name,
        rows=count,
        csv=File(f"{folder}/{name}.csv", int(resource["bytes"]), str(resource["hash"]).removeprefix("sha256:")),
        json=File(f"{folder}/{name}.json.gz", packed.size, packed.sha256),
        spreadsheet=spreadsheet,
        parquet=parquet.write_parquet(source, resource["schema"], out, f"{folder}/{name}.parquet"),
        in_workbook=spreadsheet is not None and name not in NOT_IN_WORKBOOK,
    )


def _workbook(out: Path, folder: str, descriptor: Mapping[str, Any], resources: Sequence[Whole]) -> File:
    path = f"{folder}/{descriptor['name']}.xlsx"
    workbook.write_workbook(
        out / path,
        title=str(descriptor["title"]),
        about=tuple(_explained(descriptor, resources)),
        sheets=tuple(_sheets(out / folder, descriptor, resources)),
    )
    return measured(out, path)


def _sheets(folder: Path, descriptor: Mapping[str, Any], resources: Sequence[Whole]) -> Iterator[workbook.Sheet]:
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    for whole in resources:
        if whole.in_workbook:
            said = words(whole.name)
            yield workbook.Sheet(
                whole.name,
                workbook.columns_of(schemas[whole.name]),
                (row.values() for row in stream_rows(folder / f"{whole.name}.csv", whole.name)),
                f"{said.title_zh}：{said.description_zh}",
                f"{said.title_en}: {said.description_en}",
            )


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
