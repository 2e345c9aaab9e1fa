"""The database of a single disclosure, in memory: one that is made for each of thousands."""

import sqlite3
from contextlib import closing
from functools import cache

from gongkai.load.columns import stored_texts
from gongkai.load.database import broken, fields_of, hold_keys, insertion, views
from gongkai.load.facts import FACTS, creation, filling, question
from gongkai.load.tables import create_indexes, create_table
from gongkai.package import Package
from gongkai.schema import TABLES, schema

#: Facts about two disclosures.
_ACROSS = frozenset({"year_on_year", "budget_against_final"})
#: The columns of the one index that the views of a few thousand rows want.
_ASKED = '("disclosure_id", "table_no", "measure", "code")'
_FACTS = tuple(name for name in FACTS if name not in _ACROSS)


def disclosure_database(package: Package) -> bytes:
    """The SQLite database of a package that was read from files; the same package gives the same bytes.

    Tables and views as in the database of all disclosures, without what is of no single one: the code lists, which are
    published once, the search through everything, facts about two disclosures, and indexes that are for many. Raises
    PackageError where rows break a key or a constraint.
    """
    empty, afterwards = _prepared()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.deserialize(empty)
        database.execute("PRAGMA journal_mode = OFF")
        try:
            database.execute("BEGIN")
            for name in TABLES:
                database.executemany(insertion(name), stored_texts(fields_of(name), package.columns[name]))
            for statement in afterwards:
                database.execute(statement)
            database.execute("COMMIT")
        except sqlite3.IntegrityError as problem:
            raise broken(str(package.disclosure["id"]), problem) from problem
        hold_keys(database)
        return database.serialize()


@cache
def _prepared() -> tuple[bytes, tuple[str, ...]]:
    """A database without rows, and the statements to run once the rows of the tables are there."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        for name in TABLES:
            database.execute(create_table(name, schema(name)))
        for name, select in views():
            database.execute(f'CREATE VIEW "{name}" AS {select}')
        statements = [statement for statement in create_indexes("lines", schema("lines")) if _ASKED in statement]
        for name in _FACTS:
            columns = [column[0] for column in database.execute(f"{question(name)}\nLIMIT 0").description]
            database.execute(creation(name, columns))
            statements.append(filling(name, columns))
        return database.serialize(), tuple(statements)
