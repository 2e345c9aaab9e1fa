"""Amounts in prose and performance targets, as they are shown on a disclosure's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.package import Package, Row
from gongkai.publish.fields import cell_anchor, cell_key, claim, money, text, whole, whole_or_none

_BEFORE, _AFTER = 28, 12  # characters of the sentence around a number: enough to recognise it on the page


@dataclass(frozen=True, slots=True)
class Quoted:
    """An amount in prose between the words before and after it."""

    anchor: str
    page: int | None
    subject: str
    before: str
    printed: str
    after: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One performance target; `core` is None where the form does not say."""

    anchor: str
    section: str
    indicator: str
    demand: str
    weight: str
    core: bool | None


@dataclass(frozen=True, slots=True)
class Project:
    """The targets of one project, or of the department as a whole; `budget` in yuan."""

    name: str
    code: str
    scope: str
    table_no: int
    budget: Decimal | None
    goals: tuple[Goal, ...]


def quoted_amounts(package: Package) -> tuple[Quoted, ...]:
    """Every statement with the words around it."""
    prose = {whole(row, "paragraph_no"): text(row, "text") for row in package.rows["paragraphs"]}
    return tuple(_quoted(row, prose[whole(row, "paragraph_no")]) for row in package.rows["statements"])


def _quoted(row: Row, sentence: str) -> Quoted:
    start, end = whole(row, "start"), whole(row, "end")
    before, after = sentence[max(0, start - _BEFORE) : start], sentence[end : end + _AFTER]
    return Quoted(
        anchor=f"s{whole(row, 'statement_no')}",
        page=whole_or_none(row, "page"),
        subject=text(row, "subject"),
        before=("…" if start > _BEFORE else "") + before,
        printed=sentence[start:end],
        after=after + ("…" if end + _AFTER < len(sentence) else ""),
    )


def projects(package: Package) -> tuple[Project, ...]:
    """Targets grouped by the form and project that they belong to, in printed order."""
    groups: dict[tuple[int, str, str, str], list[Row]] = {}
    for row in package.rows["targets"]:
        key = (
            whole(row, "table_no"),
            text(row, "scope"),
            text(row, "project_code"),
            text(row, "project_name"),
        )
        groups.setdefault(key, []).append(row)
    return tuple(_project(key, rows) for key, rows in groups.items())


def _project(key: tuple[int, str, str, str], rows: Sequence[Row]) -> Project:
    table_no, scope, code, name = key
    return Project(
        name=name,
        code=code,
        scope=scope,
        table_no=table_no,
        budget=money(rows[0], "budget_yuan"),
        goals=tuple(
            Goal(
                anchor=cell_anchor(cell_key(row)),
                section=text(row, "section"),
                indicator=text(row, "indicator"),
                demand=_demand(row),
                weight=text(row, "weight"),
                core=None if row.get("core") is None else claim(row, "core"),
            )
            for row in rows
        ),
    )


def _demand(row: Row) -> str:
    """`≥ 95%`, `= 1200 平方米`, or the words of the form."""
    value, unit = text(row, "value"), text(row, "unit")
    amount = value + (unit if unit == "%" or not unit or value.endswith(unit) else f" {unit}")
    if value.endswith(unit):
        amount = value
    return f"{text(row, 'comparator')} {amount}".strip()
