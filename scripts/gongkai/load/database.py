"""Builds the database: beside the former one, which stays until the new one is whole."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gongkai.errors import BuildError, PackageError
from gongkai.load.columns import Stored, stored_names, stored_rows, stored_texts
from gongkai.load.facts import FACTS, question, statements
from gongkai.load.searching import Search, finish_search
from gongkai.load.tables import create_indexes, create_table
from gongkai.package import SHARED, Package, Union, held, list_rows
from gongkai.schema import LISTS, TABLES, schema


def build_database(packages: Iterable[Package], path: Path) -> None:
    """Writes the SQLite database of `packages` and of the code lists to `path`, in place of a former one.

    Tables as in the packages, amounts in whole fen (see `gongkai.load.columns`), views in the words of the
    field. The same packages give the same bytes, whatever the order they come in. Raises PackageError where
    packages contradict each other or their rows break a key; BuildError where the file cannot be written.
    """
    ordered = sorted(packages, key=lambda package: str(package.disclosure["id"]))
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            _write(ordered, part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        raise BuildError(
            str(path), zh=f"无法写入数据库：{problem.strerror}", en=f"cannot be written: {problem.strerror}"
        ) from problem


def _write(packages: Sequence[Package], part: Path) -> None:
    import sqlite3  # noqa: PLC0415 - for its errors; sqlite-utils opens and writes

    import sqlite_utils  # noqa: PLC0415 - 0.2 s, for the commands that build only

    part.write_bytes(_before_packages())
    database = sqlite_utils.Database(str(part))
    try:
        _unguarded(database)
        _take(database, packages)
        for name in (*TABLES, *LISTS):
            for statement in create_indexes(name, schema(name)):
                database.execute(statement)
        finish_search(database)
        for name, select in views():
            database.create_view(name, select)
        # The planner knows how large the tables are before it is asked for the facts.
        database.analyze()
        write_facts(database)
        hold_keys(database)
        database.analyze()
        database.execute("PRAGMA journal_mode = DELETE")
        database.vacuum()
    except sqlite3.IntegrityError as problem:
        raise broken(part.name.removeprefix(".").removesuffix(".part"), problem) from problem
    finally:
        database.close()


def _take(database: Any, packages: Iterable[Package]) -> None:
    """The rows of the packages, one package in memory at a time; what packages share comes last, and once."""
    unions = {name: Union(name, schema(name)["primaryKey"]) for name in (*SHARED, "disclosures")}
    search = Search(database)
    with database.conn:
        for package in map(held, packages):
            for name in TABLES:
                if name in unions:
                    unions[name].add(package)
                elif name in package.columns:
                    _insert(database, name, stored_texts(fields_of(name), package.columns[name]))
                else:
                    _insert(database, name, stored_rows(fields_of(name), package.rows[name]))
            search.take(package)
        for name, union in unions.items():
            _insert(database, name, stored_rows(fields_of(name), union.rows()))
        search.take_codes()


@cache
def _before_packages() -> bytes:
    """The database of no packages: all tables, and the code lists, which are the same in every database."""
    import sqlite_utils  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lists.db"
        database = sqlite_utils.Database(str(file))
        _unguarded(database)
        for name in (*TABLES, *LISTS):
            database.execute(create_table(name, schema(name)))
        with database.conn:
            for name in LISTS:
                _insert(database, name, stored_rows(fields_of(name), list_rows(name)))
        database.close()
        return file.read_bytes()


def _unguarded(database: Any) -> None:
    """The file is nobody's until it is whole, so SQLite need not guard each step of it against a crash."""
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")


def _insert(database: Any, name: str, rows: Iterable[tuple[Stored, ...]]) -> None:
    database.conn.executemany(insertion(name), rows)


@cache
def fields_of(name: str) -> tuple[Mapping[str, Any], ...]:
    """The fields of a table or list, read once."""
    return tuple(schema(name)["fields"])


@cache
def insertion(name: str) -> str:
    """The statement that takes a row of a table."""
    columns = [column for field in fields_of(name) for column in stored_names(field)]
    named, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    return f'INSERT INTO "{name}" ({named}) VALUES ({places})'  # noqa: S608 - the names are those of our schemas


def write_facts(database: Any) -> None:
    """Computes the tables of facts from the tables and views."""
    for name in FACTS:
        described = database.execute(f"{question(name)}\nLIMIT 0").description
        for statement in statements(name, [column[0] for column in described]):
            database.execute(statement)


def hold_keys(database: Any) -> None:
    """Raises PackageError where a row points to one that is not there."""
    for child, rowid, parent, _ in database.execute("PRAGMA foreign_key_check"):
        raise PackageError(
            f"{child} (rowid {rowid})",
            zh=f"指向 {parent} 中没有的行；请运行 gongkai validate",
            en=f"points to a row that {parent} does not have; run gongkai validate",
        )


def broken(where: str, problem: Exception) -> PackageError:
    """What to say where SQLite refuses a row."""
    return PackageError(
        where,
        zh=f"数据包的行违反约束：{problem}；请运行 gongkai validate",
        en=f"rows of a package break a constraint: {problem}; run gongkai validate",
    )


@cache
def views() -> tuple[tuple[str, str], ...]:
    """The names of the views, and what each selects."""
    folder = files(__package__).joinpath("views")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return tuple(sorted((entry.name.removesuffix(".sql"), entry.read_text("utf-8").strip()) for entry in found))
