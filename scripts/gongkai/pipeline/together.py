"""Several disclosures held against each other: the ledger of each gets the rows that the others bring about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gongkai.check.across import Ties, ledgers, rules, ties
from gongkai.model import Disclosure, Finding
from gongkai.package import disclosure_of, read_package, write_package
from gongkai.pipeline.reports import FileReport

_AT_HAND = 24  # disclosures that are held in memory


class Counts(NamedTuple):
    """The outcomes of a ledger, as reports tell them."""

    passed: int
    failed: int
    blocked: int


def held_together(disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """The disclosures with the rows of the rules over several of them; what an earlier run wrote of these goes."""
    return list(map(_with_rows, disclosures, ledgers(disclosures)))


def _with_rows(disclosure: Disclosure, rows: Iterable[Finding]) -> Disclosure:
    names = {rule.rule for rule in rules()}
    own = (finding for finding in disclosure.findings if finding.rule not in names)
    return replace(disclosure, findings=(*own, *rows))


def hold_packages_together(
    folders: Sequence[Path],
    staging: Path,
    states: Mapping[Path, str] | None = None,
    known: Mapping[str, tuple[str, Ties]] | None = None,
) -> tuple[dict[Path, Counts], dict[str, Ties]]:
    """The packages whose ledgers change with what stands beside them, and the ties of all, by folder.

    Changed ones are written to `staging`, under the names of their folders. `known` has the ties of packages by the
    name of the folder, with the state that each was in: only what changed since (by `states`), and what asks for it,
    is held against the others. Memory is bounded whatever their number. Raises PackageError where a package cannot
    be read.
    """
    before = dict(known or {})

    @lru_cache(_AT_HAND)
    def opened(folder: Path) -> Disclosure:
        return disclosure_of(read_package(folder))

    new = [f for f in folders if states is None or before.get(f.name, ("",))[0] != states[f]]
    told = {folder: ties(opened(folder)) if folder in set(new) else before[folder.name][1] for folder in folders}
    gone = before.keys() - {folder.name for folder in folders}
    moved = {name for other in (*gone, *(f.name for f in new)) if other in before for name in before[other][1].own}
    moved |= {name for folder in new for name in told[folder].own}
    named: defaultdict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        for name in told[folder].own:
            named[name].append(folder)
    changed: dict[Path, Counts] = {}
    for folder in sorted(_touched(told, new, moved), key=lambda each: (told[each].own, each.name)):
        beside = sorted({other for name in told[folder].asked for other in named.get(name, ())} - {folder})
        disclosure = opened(folder)
        after = _with_rows(disclosure, next(iter(ledgers([disclosure, *map(opened, beside)]))))
        if after.findings != disclosure.findings:
            write_package(after, staging / folder.name)
            changed[folder] = _counts(after)
    return changed, {folder.name: told[folder] for folder in folders}


def _touched(told: Mapping[Path, Ties], new: Sequence[Path], moved: set[str]) -> Iterator[Path]:
    """What changed, and what asks for a name that something changed goes by."""
    fresh = set(new)
    return (folder for folder, own in told.items() if folder in fresh or not moved.isdisjoint(own.asked))


def _counts(disclosure: Disclosure) -> Counts:
    counts = Counter(finding.status for finding in disclosure.findings)
    blocked = sum(f.status == "blocked" and not f.operands for f in disclosure.findings)
    return Counts(counts["pass"], counts["fail"], blocked)


def counted_again(reports: Iterable[FileReport], changed: Mapping[str, Counts]) -> list[FileReport]:
    """The reports with the counts of the ledgers as they are now; `changed` by the name of the folder."""
    return [
        replace(report, **changed[report.folder]._asdict()) if report.folder in changed else report
        for report in reports
    ]
