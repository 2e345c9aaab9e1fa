"""A table whose headings are lost: what the amounts themselves prove of its columns, and no more.

The first column is the total if it is the sum of the others in every row; a further column is of a fund if
it agrees, code by code, with what other tables of the document print for that fund.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.model import Line

_ENOUGH = 3  # rows that must agree: one or two may do so by chance


def with_inferred_meaning(lines: Sequence[Line], others: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of a table without headings, with measure and fund where the amounts prove them."""
    by_column: dict[int, dict[str, Line]] = defaultdict(dict)
    for line in lines:
        if line.code:
            by_column[line.column][line.code] = line
    if not by_column:
        return tuple(lines)
    first, *rest = sorted(by_column)
    meaning: dict[int, tuple[str, str]] = {}
    if rest and _is_sum(by_column[first], [by_column[k] for k in rest]):
        meaning[first] = ("total", "all")
    known = _by_fund(others)
    for column in rest:
        fund = _agreeing(by_column[column], known)
        if fund:
            meaning[column] = ("total", fund)
    return tuple(_told(line, meaning.get(line.column)) for line in lines)


def _told(line: Line, meaning: tuple[str, str] | None) -> Line:
    if meaning is None:
        # Not proven: an amount of unknown measure, under no heading.
        return replace(line, measure="unknown", fund="unknown", inferred=True)
    return replace(line, measure=meaning[0], fund=meaning[1], inferred=True)


def _is_sum(total: Mapping[str, Line], parts: Sequence[Mapping[str, Line]]) -> bool:
    rows = 0
    for code, line in total.items():
        added = [part[code].amount_yuan for part in parts if code in part]
        if added and sum(added, Decimal(0)) != line.amount_yuan:
            return False
        rows += bool(added)
    return rows >= min(_ENOUGH, len(total))


def _by_fund(lines: Iterable[Line]) -> dict[str, dict[str, Decimal]]:
    known: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for line in lines:
        if line.code and line.measure == "total" and line.period == "this_year" and line.fund != "all":
            known[line.fund].setdefault(line.code, line.amount_yuan)
    return known


def _agreeing(column: Mapping[str, Line], known: Mapping[str, Mapping[str, Decimal]]) -> str:
    for fund, amounts in known.items():
        shared = [code for code in column if code in amounts]
        if len(shared) >= _ENOUGH and all(column[c].amount_yuan == amounts[c] for c in shared):
            return fund
    return ""
