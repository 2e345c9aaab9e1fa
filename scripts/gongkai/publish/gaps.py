"""What is published of an issuer, what is missing, and what could not be wholly read: by fiscal year and phase.

An issuer is asked for every year from its first to its last. An account appears in the autumn after its year, so that
one counts as missing only where accounts of that year are due: somebody has published one of it or of a later year,
or a budget of two years on. What nobody can have published yet is not missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.publish.shelves import Department
from gongkai.publish.summary import Summary

PHASES = ("budget", "final")
Slot = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer: its disclosures by year and phase, what is missing, newest first, and what was partly read."""

    department: Department
    published: Mapping[Slot, tuple[Summary, ...]]
    missing: tuple[Slot, ...]
    unread: frozenset[Slot]

    def reason(self, slot: Slot) -> str:
        """Why a missing one is missed: `no_final`, `no_budget`, or `gap` where nothing of the year is here."""
        year, phase = slot
        other = "budget" if phase == "final" else "final"
        return f"no_{phase}" if (year, other) in self.published else "gap"


@dataclass(frozen=True, slots=True)
class Count:
    """Of some issuers in one year and phase: how many published, how many are missing, how many were partly read."""

    published: int
    missing: int
    unread: int


def wholly_read(summary: Summary) -> bool:
    """Whether every table was recognised, the source is complete, and no check is blocked."""
    return not (summary.coverage.unrecognised or summary.coverage.incomplete or summary.count("blocked"))


def accounts_due(summaries: Iterable[Summary]) -> int:
    """The last year whose accounts are due, 0 where none are."""
    years = [(each.fiscal_year or 0, each.phase) for each in summaries]
    return max((year if phase == "final" else year - 2 for year, phase in years), default=0)


def issuers(departments: Iterable[Department], summaries: Iterable[Summary]) -> tuple[Issuer, ...]:
    """The issuers that these departments are; `summaries` are all disclosures that stand."""
    due = accounts_due(summaries)
    return tuple(_issuer(department, due) for department in departments)


def counts(found: Sequence[Issuer]) -> Mapping[Slot, Count]:
    """By year and phase, the newest first, what of these issuers is published, missing and partly read."""
    slots = {slot for issuer in found for slot in (*issuer.published, *issuer.missing)}
    return {slot: _count(found, slot) for slot in newest_first(slots)}


def newest_first(slots: Iterable[Slot]) -> list[Slot]:
    """The newest year first, within a year the budget before the account."""
    return sorted(slots, key=lambda slot: (-slot[0], PHASES.index(slot[1])))


def gaps(found: Iterable[Issuer]) -> Iterator[tuple[Issuer, Slot, str]]:
    """Every missing disclosure: its issuer, year and phase, and why it is missed."""
    for issuer in found:
        for slot in issuer.missing:
            yield issuer, slot, issuer.reason(slot)


def _issuer(department: Department, due: int) -> Issuer:
    published: dict[Slot, tuple[Summary, ...]] = {}
    for each in department.summaries:
        if each.fiscal_year and each.phase in PHASES:
            slot = (each.fiscal_year, each.phase)
            published[slot] = (*published.get(slot, ()), each)
    years = [year for year, _ in published]
    asked = {
        (year, phase)
        for year in range(min(years, default=0), max(years, default=-1) + 1)
        for phase in PHASES
        if phase == "budget" or year <= due
    }
    unread = (slot for slot, own in published.items() if not all(map(wholly_read, own)))
    return Issuer(department, published, tuple(newest_first(asked - set(published))), frozenset(unread))


def _count(found: Iterable[Issuer], slot: Slot) -> Count:
    here = [(slot in issuer.published, slot in issuer.missing, slot in issuer.unread) for issuer in found]
    return Count(*map(sum, zip(*here, strict=True)))
