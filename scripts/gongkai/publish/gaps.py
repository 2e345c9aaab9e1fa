"""What is published of an issuer, what is missing, and what could not be wholly read: by fiscal year and phase.

An issuer is asked for every year from its first to its last. An account appears in the autumn after its year, so that
one counts as missing only where accounts of that year are due: somebody has published one of it or of a later year,
or a budget of two years on. What nobody can have published yet is not missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.publish.shelves import Department, departments
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


def issuers(summaries: Sequence[Summary]) -> tuple[Issuer, ...]:
    """The issuers of these disclosures, which are all that are here, in the order of place and name."""
    due = accounts_due(summaries)
    return tuple(_issuer(department, due) for department in departments(summaries))


def counts(found: Sequence[Issuer]) -> Mapping[Slot, Count]:
    """By year and phase, what of these issuers is published, missing and partly read."""
    slots = sorted({slot for issuer in found for slot in (*issuer.published, *issuer.missing)}, reverse=True)
    return {slot: _count(found, slot) for slot in slots}


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
    return Issuer(department, published, tuple(sorted(asked - set(published), reverse=True)), frozenset(unread))


def _count(found: Iterable[Issuer], slot: Slot) -> Count:
    here = [(slot in issuer.published, slot in issuer.missing, slot in issuer.unread) for issuer in found]
    return Count(*map(sum, zip(*here, strict=True)))
