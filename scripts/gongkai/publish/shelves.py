"""Summaries put together by what people ask for: what stands, a department, a change from year to year."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongkai.publish.spots import NOWHERE
from gongkai.publish.summary import Summary


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


def _newest_first(summary: Summary) -> tuple[int, bool, str, str]:
    return -(summary.fiscal_year or 0), summary.phase != "final", summary.issuer, summary.id
