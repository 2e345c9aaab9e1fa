"""All files to download of everything: the tables of all disclosures united, with bounded memory.

Packages are taken one at a time and let go. Their rows go to the canonical CSV files at once; only what packages share
(codes, places, rules, terms) is held. The other formats are then made from those files, row by row.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongkai.errors import PackageError
from gongkai.export.files import Sink, put, sink
from gongkai.export.fiscal import describe_fiscal, fiscal_rows
from gongkai.export.formats import Formats, write_formats
from gongkai.export.sheets import ROWS
from gongkai.package import DESCRIPTOR, SHARED, Union, csv_line, describe_all, descriptor_text, text_of
from gongkai.schema import FISCAL, TABLES, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from gongkai.package import Package, Row

#: Where the files go below the site's root.
UNITED = "downloads/everything"
FISCAL_FOLDER = "downloads/fiscal"


@dataclass(frozen=True, slots=True)
class Everything:
    """What is to be had of all disclosures: the tables united, and the fiscal package, each in all formats."""

    tables: Formats
    fiscal: Formats


@dataclass(slots=True)
class _Table:
    """A canonical CSV file while it is written."""

    name: str
    columns: list[str]
    out: Sink
    rows: int = 0

    def take(self, package: Package) -> None:
        """The package's own file without its header: it is canonical, and reading the package held it to its hash."""
        content = (package.folder / f"{self.name}.csv").read_bytes()
        columns = package.columns.get(self.name)
        self.rows += columns.count if columns else len(package.rows[self.name])
        self.out.write(content[content.index(b"\n") + 1 :])

    def add(self, rows: Iterable[Row]) -> None:
        columns = self.columns
        lines = [csv_line([text_of(row[column]) for column in columns]) for row in rows]
        self.rows += len(lines)
        self.out.text("".join(lines))


@dataclass(slots=True)
class _Facts:
    """What the descriptor says of all disclosures: their names, and their sources in the order of the packages."""

    ids: dict[str, None] = field(default_factory=dict)
    sources: list[Mapping[str, Any]] = field(default_factory=list)
    newest: str = ""
    years: set[int] = field(default_factory=set)

    def add(self, package: Package) -> None:
        identity = str(package.disclosure["id"])
        if identity in self.ids:
            raise PackageError(identity, zh="有两份公开用这个编号", en="two disclosures have this identifier")
        if self.ids and identity < next(reversed(self.ids)):
            raise PackageError(identity, zh="各份公开应按编号的次序给出", en="disclosures must come by their ids")
        self.ids[identity] = None
        self.sources += package.descriptor.get("sources", [])
        if isinstance(package.disclosure["fiscal_year"], int):
            self.years.add(package.disclosure["fiscal_year"])
        self.newest = max(self.newest, str(package.disclosure["published_on"] or ""))


def write_everything(packages: Iterable[Package], out: Path, *, sheet_rows: int = ROWS) -> Everything:
    """Writes the united package, the fiscal package and their other formats below `out`/downloads/.

    `packages` come in the order of their ids and are looked at once. `sheet_rows` is what a sheet can hold. Raises
    PackageError where two packages contradict each other, BuildError where a figure does not fit Parquet.
    """
    facts, files = _canonical(packages, out)
    descriptor = describe_all(files, sources=facts.sources, newest=facts.newest)
    put(out, f"{UNITED}/{DESCRIPTOR}", descriptor_text(descriptor))
    fiscal = describe_fiscal(descriptor, *files[FISCAL], years=sorted(facts.years))
    put(out, f"{FISCAL_FOLDER}/{DESCRIPTOR}", descriptor_text(fiscal))
    return Everything(
        write_formats(out, UNITED, descriptor, sheet_rows=sheet_rows),
        write_formats(out, FISCAL_FOLDER, fiscal, sheet_rows=sheet_rows),
    )


def _canonical(packages: Iterable[Package], out: Path) -> tuple[_Facts, dict[str, tuple[str, int, int]]]:
    """Writes the CSV files; what they are of, and the SHA-256, bytes and rows of each."""
    facts = _Facts()
    shared = {name: Union(name, schema(name)["primaryKey"]) for name in SHARED}
    with ExitStack() as stack:
        tables = [_opened(stack, out, UNITED, name) for name in TABLES]
        fiscal = _opened(stack, out, FISCAL_FOLDER, FISCAL)
        for package in packages:
            facts.add(package)
            fiscal.add(fiscal_rows(package))
            for table in tables:
                if table.name in shared:
                    shared[table.name].add(package)
                else:
                    table.take(package)
        for table in tables:
            if table.name in shared:
                table.add(shared[table.name].rows())
    return facts, {table.name: (table.out.sha256, table.out.size, table.rows) for table in (*tables, fiscal)}


def _opened(stack: ExitStack, out: Path, folder: str, name: str) -> _Table:
    columns = [column["name"] for column in schema(name)["fields"]]
    table = _Table(name, columns, stack.enter_context(sink(out, f"{folder}/{name}.csv")))
    table.out.text(csv_line(columns))
    return table
