"""Summaries put together by what people ask for, a department or a place; and the pages that lists take."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from gongkai.publish.outputs import Page
from gongkai.publish.spots import NOWHERE
from gongkai.publish.summary import Summary

ON_A_PAGE = 100


class Change(NamedTuple):
    """How an amount changed from the year before, in yuan."""

    now: Decimal
    before: Decimal

    @property
    def yuan(self) -> Decimal:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Department:
    """All current disclosures of an issuer, the newest year first; a name is a department only within its place."""

    key: str
    issuer: str
    places: tuple[str, ...]
    region_code: str
    summaries: tuple[Summary, ...]


def current(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """Without those that a later one supersedes, the newest year first."""
    every = tuple(summaries)
    replaced = {summary.supersedes for summary in every}
    return tuple(sorted((summary for summary in every if summary.id not in replaced), key=_newest_first))


def department_key(summary: Summary) -> str:
    """The permanent name of a department in addresses: its place, and eight digits of the hash of its name."""
    return f"{summary.region_code or NOWHERE}-{_digits(summary.issuer)}"


@lru_cache(maxsize=1 << 16)
def _digits(issuer: str) -> str:
    return hashlib.sha256(issuer.encode()).hexdigest()[:8]


def departments(summaries: Iterable[Summary]) -> tuple[Department, ...]:
    """In the order of place and name. One whose every disclosure is superseded under another name keeps its page."""
    every = tuple(summaries)
    found: dict[str, list[Summary]] = {}
    for summary in current(every):
        if summary.issuer:
            found.setdefault(department_key(summary), []).append(summary)
    for summary in sorted(every, key=_newest_first):
        if summary.issuer and department_key(summary) not in found:
            found[department_key(summary)] = [summary]
    made = [Department(key, own[0].issuer, own[0].places, own[0].region_code, tuple(own)) for key, own in found.items()]
    return tuple(sorted(made, key=lambda department: (department.region_code, department.issuer)))


def change(summary: Summary, others: Iterable[Summary]) -> Change | None:
    """Of the expenditure, against the year before in the same phase and scope; None where one of both is not told."""
    for other in others:
        alike = (other.phase, other.scope) == (summary.phase, summary.scope)
        if alike and summary.fiscal_year and other.fiscal_year == summary.fiscal_year - 1:
            now, before = summary.headlines.expenditure, other.headlines.expenditure
            if now and before and now.fund == before.fund:
                return Change(now.yuan, before.yuan)
    return None


def paged(
    path: str, template: str, rows: Sequence[Any], context: Mapping[str, Any], made_of: Sequence[Summary] | None
) -> Iterator[Page]:
    """A list over as many pages as it needs: `path`, then `path` and the number of the page."""
    count = max(1, -(-len(rows) // ON_A_PAGE))
    for number in range(1, count + 1):
        part = rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        turning = {"rows": part, "first": path, "number": number, "count": count, "total": len(rows)}
        yield Page(path if number == 1 else f"{path}{number}/", template, {**context, **turning}, made_of)


def paged_by_rows(
    path: str, template: str, rows: Sequence[tuple[Any, ...]], context: Mapping[str, Any], also: object
) -> Iterator[Page]:
    """As `paged`, with pages that are each made of their own rows: a row is a summary and what is told of it.

    `also` is what the template shows of `context`, as values whose `repr` tells them apart.
    """
    for page in paged(path, template, rows, context, ()):
        shown = page.shown()
        part = shown["rows"]
        also_shown = repr((also, [row[1:] for row in part], shown["count"], len(rows)))
        yield replace(page, made_of=tuple(row[0] for row in part), also=also_shown)


def _newest_first(summary: Summary) -> tuple[int, bool, str, str]:
    return -(summary.fiscal_year or 0), summary.phase != "final", summary.issuer, summary.id
