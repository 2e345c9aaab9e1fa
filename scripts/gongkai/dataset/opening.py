"""A dataset: a package of one disclosure or of all, or the database, opened with the same words."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from gongkai.dataset.rows import Rows
from gongkai.dataset.stores import Database, Files, Store
from gongkai.errors import PackageError
from gongkai.package import DESCRIPTOR, SHARED, Row, Value, read_descriptor
from gongkai.schema import FISCAL, LISTS, TABLES, schema


class Dataset:
    """What was opened. `data[id]` is a disclosure, iterating gives all of them, `data.rows(table)` asks any table."""

    def __init__(self, where: str, store: Store) -> None:
        self.where = where
        self._store = store

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that can be asked for."""
        return tuple(name for name in (*TABLES, *LISTS, FISCAL) if name in self._store.tables)

    def rows(self, table: str, **where: Value) -> Rows:
        """The rows of a table, all or those of which columns have the values given: `rows("lines", code="2010301")`.

        Raises PackageError where there is no such table or column, or the file is not as it should be.
        """
        if table not in self.tables:
            raise PackageError(
                self.where,
                zh=f"没有表“{table}”；有 {'、'.join(self.tables)}",
                en=f"has no table {table!r}; it has {', '.join(self.tables)}",
            )
        columns = [str(field["name"]) for field in schema(table)["fields"]]
        for column in where:
            if column not in columns:
                raise PackageError(
                    f"{self.where}: {table}",
                    zh=f"没有列“{column}”；有 {'、'.join(columns)}",
                    en=f"has no column {column!r}; it has {', '.join(columns)}",
                )
        return Rows(table, tuple(self._store.rows(table, where)))

    @cached_property
    def disclosures(self) -> Rows:
        """The rows of all disclosures."""
        return self.rows("disclosures")

    def lines(self, **where: Value) -> Rows:
        """Amounts in tables; totals and all levels of codes are among them and must not be summed together."""
        return self.rows("lines", **where)

    def findings(self, **where: Value) -> Rows:
        """Checks that fail."""
        return self.rows("checks", status="fail", **where)

    def __getitem__(self, identity: str) -> "OneDisclosure":
        for row in self.disclosures:
            if row["id"] == identity:
                return OneDisclosure(self, row)
        known = [str(row["id"]) for row in self.disclosures]
        near = get_close_matches(str(identity), known, n=3) or known[:3]
        raise PackageError(
            self.where,
            zh=f"没有公开“{identity}”；有 {len(known)} 份，如 {'、'.join(near)}",
            en=f"has no disclosure {identity!r}; it has {len(known)}, such as {', '.join(near)}",
        )

    def __iter__(self) -> Iterator["OneDisclosure"]:
        return (OneDisclosure(self, row) for row in self.disclosures)

    def __len__(self) -> int:
        return len(self.disclosures)

    def __repr__(self) -> str:
        return f"<Dataset {self.where}>"


class OneDisclosure:
    """A disclosure in a dataset; `row` says of whom, of which year and phase."""

    def __init__(self, dataset: Dataset, row: Row) -> None:
        self._dataset = dataset
        self.row = row
        self.id = str(row["id"])

    def rows(self, table: str, **where: Value) -> Rows:
        """The rows of this disclosure in a table; all rows of a table that disclosures share (codes, terms, …).

        Raises PackageError as Dataset.rows does.
        """
        own = {"disclosures": {"id": self.id}, **{name: {} for name in (*SHARED, *LISTS)}}
        return self._dataset.rows(table, **own.get(table, {"disclosure_id": self.id}), **where)

    @property
    def tables(self) -> Rows:
        """Its printed tables."""
        return self.rows("tables")

    def lines(self, kind: str | None = None, **where: Value) -> Rows:
        """Its amounts, of all tables or of those of a kind: `lines("general_public_expenditure", measure="total")`."""
        found = self.rows("lines", **where)
        if kind is None:
            return found
        numbers = {row["table_no"] for row in self.rows("tables", kind=kind)}
        return Rows("lines", [row for row in found if row["table_no"] in numbers])

    @property
    def findings(self) -> Rows:
        """Its checks that fail."""
        return self.rows("checks", status="fail")

    def __repr__(self) -> str:
        return f"<{self.id}: {self.row['title'] or ''}>"


def open_dataset(path: Path) -> Dataset:
    """The dataset at `path`: the folder or `datapackage.json` of a package, or a SQLite database.

    Raises PackageError where there is none.
    """
    folder = path.parent if path.name == DESCRIPTOR else path
    if (folder / DESCRIPTOR).is_file():
        names = tuple(str(resource.get("name")) for resource in read_descriptor(folder)["resources"])
        return Dataset(str(path), Files(folder, names))
    if path.is_file():
        return Dataset(str(path), Database(path))
    raise PackageError(
        str(path),
        zh=f"这里没有数据包（{DESCRIPTOR}），也不是数据库文件",
        en=f"holds no package ({DESCRIPTOR}) and is no database file",
    )
