"""Several disclosures held against each other: the ledger of each gets the rows that the others bring about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gongkai.check.across import ledgers, rules
from gongkai.model import Disclosure
from gongkai.package import disclosure_of, read_package, write_package
from gongkai.pipeline.reports import FileReport


def held_together(disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """The disclosures with the rows of the rules over several of them; what an earlier run wrote of these goes."""
    names = {rule.rule for rule in rules()}
    held = []
    for disclosure, rows in zip(disclosures, ledgers(disclosures), strict=True):
        own = (finding for finding in disclosure.findings if finding.rule not in names)
        held.append(replace(disclosure, findings=(*own, *rows)))
    return held


def hold_packages_together(folders: Iterable[Path], staging: Path) -> dict[Path, Disclosure]:
    """Packages whose ledgers change with what stands beside them.

    They are written to `staging`, under the names of their folders. Raises PackageError where a package cannot be read.
    """
    disclosures = {folder: disclosure_of(read_package(folder)) for folder in folders}
    held = held_together(list(disclosures.values()))
    changed = {
        folder: after
        for (folder, before), after in zip(disclosures.items(), held, strict=True)
        if after.findings != before.findings
    }
    for folder, disclosure in changed.items():
        write_package(disclosure, staging / folder.name)
    return changed


def counted_again(reports: Iterable[FileReport], changed: Mapping[str, Disclosure]) -> list[FileReport]:
    """The reports with the counts of the ledgers as they are now; `changed` by the name of the folder."""
    told = []
    for report in reports:
        disclosure = changed.get(report.folder)
        if disclosure:
            counts = Counter(finding.status for finding in disclosure.findings)
            blocked = sum(f.status == "blocked" and not f.operands for f in disclosure.findings)
            told.append(replace(report, passed=counts["pass"], failed=counts["fail"], blocked=blocked))
        else:
            told.append(report)
    return told
