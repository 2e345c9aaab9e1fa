"""Facts: what questions are asked of, computed once. Each thing is one row, so that a plain SUM is right.

Each file under `facts/` is the question; the table that it becomes has, beside each amount in fen, the same in yuan
and in 10,000 yuan, and `address`, where the figure is marked on the site.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from gongkai.load.columns import computed

_NUMBERS = frozenset({"table_no", "row", "column", "fiscal_year", "targets", "checks"})
_POINTS = {"before_disclosure_id", "budget_disclosure_id", "disclosure_id"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A table of facts: its key, and the indexes for the questions of `metadata.yml`."""

    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()


_CLASSES = ("class_code", "class_name", "fiscal_year", "phase")
_BY_CODE = ("code", "fiscal_year")
#: In the order in which they are computed: some are asked of others.
FACTS = {
    "expenditure_by_function": Fact(
        ("disclosure_id", "table_no", "code"),
        (
            # What is asked of every row stands in the index, so that no row need be looked up.
            ("total_fen", "fiscal_year", "issuer"),
            (*_CLASSES, "total_fen", "basic_fen", "project_fen", "issuer", "disclosure_id"),
            ("issuer", "code", "fiscal_year"),
            (*_BY_CODE, "total_fen"),
            ("phase", "fiscal_year", "province", "disclosure_id", "total_fen"),
        ),
    ),
    "expenditure_by_economic_class": Fact(
        ("disclosure_id", "table_no", "code"),
        (
            ("issuer", "fiscal_year"),
            (*_BY_CODE, "total_fen"),
            (*_CLASSES, "total_fen", "issuer"),
        ),
    ),
    "three_public_expenses": Fact(
        ("disclosure_id", "table_no", "period"), (("total_fen",), ("issuer", "fiscal_year"), ("period", "total_fen"))
    ),
    "basic_and_project": Fact(("disclosure_id",), (("general_public_fen",), ("issuer", "fiscal_year"))),
    "department_totals": Fact(
        ("disclosure_id",), (("expenditure_fen",), ("issuer", "fiscal_year"), ("province", "fiscal_year", "phase"))
    ),
    "personnel_against_office_costs": Fact(("disclosure_id",), (("total_fen",), ("issuer", "fiscal_year"))),
    "projects": Fact(
        ("disclosure_id", "table_no", "row", "project_name"), (("budget_fen",), ("issuer", "fiscal_year"))
    ),
    "check_counts": Fact(
        ("rule", "status", "severity", "disclosure_id"),
        (("rule", "status", "checks", "issuer"), ("status", "disclosure_id", "severity", "checks")),
    ),
    "year_on_year": Fact(("disclosure_id", "kind", "code"), (("change_fen",), ("issuer", "fiscal_year"))),
    "budget_against_final": Fact(
        ("disclosure_id", "budget_disclosure_id", "kind", "code"), (("change_fen",), ("issuer", "fiscal_year"))
    ),
}


def question(name: str) -> str:
    """The SELECT that gives the rows of a table of facts."""
    return files(__package__).joinpath("facts", f"{name}.sql").read_text("utf-8").strip()


def statements(name: str, columns: Sequence[str]) -> Iterator[str]:
    """The statements that make, fill and index a table of facts; `columns` are those of its question."""
    yield creation(name, columns)
    yield filling(name, columns)
    yield from indexes(name)
    # Later facts are asked of earlier ones: without statistics by the wrong index.
    yield f'ANALYZE "{name}"'


def creation(name: str, columns: Sequence[str]) -> str:
    """The statement that makes a table of facts."""
    fact = FACTS[name]
    parts = [part for column in columns for part in _column(column, fact)]
    if {"table_no", "row", "column"} <= set(columns):
        parts.append(
            "\"address\" TEXT GENERATED ALWAYS AS ('/disclosures/' || disclosure_id || '/#t' || table_no || '-r' || "
            '"row" || \'-c\' || "column") VIRTUAL'
        )
    parts.append(f"PRIMARY KEY ({_names(fact.key)})")
    parts += [f'FOREIGN KEY ("{column}") REFERENCES "disclosures" ("id")' for column in columns if column in _POINTS]
    if "table_no" in columns:
        parts.append('FOREIGN KEY ("disclosure_id", "table_no") REFERENCES "tables" ("disclosure_id", "table_no")')
    return f'CREATE TABLE "{name}" (\n  ' + ",\n  ".join(parts) + "\n) STRICT"


def filling(name: str, columns: Sequence[str]) -> str:
    """The statement that asks the question of a table of facts, and keeps the answer."""
    key = _positions(FACTS[name].key, columns)
    return f'INSERT INTO "{name}" ({_names(columns)})\n{question(name)}\nORDER BY {key}'


def indexes(name: str) -> Iterator[str]:
    """The statements that make the indexes of a table of facts."""
    for index in FACTS[name].indexes:
        yield f'CREATE INDEX "{name}_by_{"_".join(index)}" ON "{name}" ({_names(index)})'


def _column(name: str, fact: Fact) -> Iterator[str]:
    required = " NOT NULL" if name in fact.key else ""
    if not name.endswith("_fen"):
        yield f'"{name}" {"INTEGER" if name in _NUMBERS else "TEXT"}{required}'
        return
    base = name.removesuffix("_fen")
    yield f'"{name}" INTEGER'
    yield f'"{base}_yuan" {computed(base, 100, exact=False)}'
    yield f'"{base}_wan" {computed(base, 1_000_000, exact=False)}'


def _positions(key: Sequence[str], columns: Sequence[str]) -> str:
    # By number: a name alone may be that of a column of several tables of the question.
    return ", ".join(str(columns.index(column) + 1) for column in key)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
