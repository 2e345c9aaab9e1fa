"""Amounts in prose and performance targets, as they are shown on a disclosure's page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from gongkai.package import Package, Row
from gongkai.publish.charts import tenths
from gongkai.publish.fields import cell_anchor, cell_key, claim, money, text, whole, whole_or_none

_BY_WORDS = "定性"
_NUMBER = re.compile(r"\d+(\.\d+)?")
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
    """One performance target, below the levels that its form sorts it into; `core` is None where it does not say.

    `place` counts the runs of targets of one first level.

    `demand` is the value with its direction and unit; `is_told` where it is to be judged by words (定性). `bar` is
    the weight out of a hundred units, "" where it is no number.
    """

    anchor: str
    place: int
    levels: tuple[str, ...]
    indicator: str
    demand: str
    is_told: bool
    weight: str
    bar: str
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
    weights = [_weight(text(row, "weight")) for row in rows]
    levels = [_levels(text(row, "section")) for row in rows]
    places = accumulate((now[:1] != before[:1] for before, now in pairwise(levels)), initial=0)
    heaviest = max((weight for weight in weights if weight is not None), default=Decimal(0))
    return Project(
        name=name,
        code=code,
        scope=scope,
        table_no=table_no,
        budget=money(rows[0], "budget_yuan"),
        goals=tuple(
            Goal(
                anchor=cell_anchor(cell_key(row)),
                place=place,
                levels=level,
                indicator=text(row, "indicator"),
                demand=_demand(row),
                is_told=text(row, "comparator") == _BY_WORDS,
                weight=text(row, "weight"),
                bar=tenths(weight / heaviest * 100) if weight is not None and heaviest > 0 else "",
                core=None if row.get("core") is None else claim(row, "core"),
            )
            for row, weight, level, place in zip(rows, weights, levels, places, strict=True)
        ),
    )


def _levels(section: str) -> tuple[str, ...]:
    """The levels of a form from the widest: 产出指标, 数量指标; a cell's line breaks are none of the name."""
    return tuple("".join(level.split()) for level in section.split(" / ") if level.strip())


def _weight(printed: str) -> Decimal | None:
    """The weight where it is a number: 15, 15%."""
    number = printed.removesuffix("%").strip()
    return Decimal(number) if _NUMBER.fullmatch(number) else None


def _demand(row: Row) -> str:
    """`≥ 95%`, `= 1200 平方米`, or the words of the form."""
    value, unit = text(row, "value"), text(row, "unit")
    amount = value + (unit if unit == "%" or not unit or value.endswith(unit) else f" {unit}")
    if value.endswith(unit):
        amount = value
    comparator = text(row, "comparator")
    return amount if comparator == _BY_WORDS else f"{comparator} {amount}".strip()
