"""The packages in datapackage/: brought up to date where an entry, a source, the code or another disclosure changed."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gongkai.errors import BuildError, GongkaiError
from gongkai.package import DESCRIPTOR, write_package
from gongkai.pipeline.extraction import extract_and_compare
from gongkai.pipeline.known import Known
from gongkai.pipeline.reports import FileReport, report
from gongkai.pipeline.tied import read_ties, write_ties
from gongkai.pipeline.together import counted_again, hold_packages_together
from gongkai.registry import FILE_NAME, Entry, read_entry
from gongkai.sandbox import Job, Limits, isolated

Progress = Callable[[str, str], None]

_TOGETHER = "_together"  # no id begins so


def registered(root: Path) -> tuple[Path, ...]:
    """The folders of datapackage/ that hold a disclosure, by name. Raises BuildError where there is none."""
    home = root / "datapackage"
    names = sorted(os.listdir(home)) if home.is_dir() else []  # noqa: PTH208 - names alone, ten thousand of them
    folders = tuple(home / name for name in names if os.path.exists(f"{home}/{name}/{FILE_NAME}"))  # noqa: PTH110
    if not folders:
        raise BuildError(
            str(root / "datapackage"),
            zh=f"这里没有登记的公开文件（每个一个文件夹，内有 {FILE_NAME}）",
            en=f"no registered disclosure here (a folder each, with its {FILE_NAME})",
        )
    return folders


def bring_up_to_date(
    entries: Mapping[Path, Entry], cache: Path, known: Known, limits: Limits, workers: int, progress: Progress
) -> list[FileReport]:
    """Brings each folder's generated package up to date; the reports of those that were read anew."""
    reports: list[FileReport] = []
    stale: list[tuple[Path, str]] = []

    def jobs(staging: Path) -> Iterator[Job]:
        # One by one: while the first is being read, we go on looking for what else has changed.
        for folder, entry in entries.items():
            if known.is_current(folder, entry):
                continue
            if not stale:
                progress("读取新的和有改动的公开文件", "reading disclosures that are new or changed")
            stale.append((folder, known.inputs(folder, entry)))
            yield folder.name, (folder, entry, staging / folder.name, limits.pages)

    with tempfile.TemporaryDirectory(prefix=".read-", dir=cache) as work:
        for index, result in isolated(_extract, jobs(Path(work)), limits, workers):
            if isinstance(result, GongkaiError):
                raise result
            folder, made_from = stale[index]
            _move_in(Path(work) / folder.name, folder)
            known.seal(folder, made_from)
            reports.append(result)
    return reports


def bring_together(
    folders: Sequence[Path], cache: Path, known: Known, reports: list[FileReport], progress: Progress
) -> list[FileReport]:
    """Brings the ledgers up to date with the other disclosures; the reports as they are after that."""
    seal = cache / _TOGETHER
    sealed_with, ties = read_ties(seal)
    if sealed_with == known.state(folders):
        return reports
    progress("各份公开互相核对", "holding the disclosures against each other")
    states = {folder: f"{known.code} {known.outputs(folder)}" for folder in folders}
    with tempfile.TemporaryDirectory(prefix=".read-", dir=cache) as staging:
        changed, told = hold_packages_together(folders, Path(staging), states, ties)
        for folder in changed:
            _move_in(Path(staging) / folder.name, folder)
            known.seal(folder, known.sealed_inputs(folder))
    now = {folder.name: (f"{known.code} {known.outputs(folder)}", told[folder.name]) for folder in folders}
    write_ties(seal, known.state(folders), now)
    return counted_again(reports, {folder.name: counts for folder, counts in changed.items()})


def current_packages(
    folders: Sequence[Path], staging: Path, limits: Limits, workers: int
) -> Iterator[tuple[Path, Path | GongkaiError]]:
    """Folders of registered disclosures, each with the package of today's source, entry and code, or with an error.

    That is the folder itself where a build left it so; otherwise one in `staging`: nothing is written elsewhere.
    """
    found: dict[Path, Path | GongkaiError] = {}
    stale: list[Path] = []
    entries: dict[Path, Entry] = {}
    looked_up: dict[Path, Known] = {}
    for folder in folders:
        try:
            entries[folder] = read_entry(folder)
        except GongkaiError as error:
            found[folder] = error
            continue
        cache = folder.parent.parent / "build" / "cache"
        found[folder] = folder
        if cache not in looked_up:
            looked_up[cache] = Known(cache)
        if not looked_up[cache].is_current(folder, entries[folder]):
            stale.append(folder)
            found[folder] = staging / str(len(stale)) / folder.name
    jobs = [(folder.name, (folder, entries[folder], found[folder], limits.pages)) for folder in stale]
    for index, result in isolated(_extract, jobs, limits, workers):
        if isinstance(result, GongkaiError):
            found[stale[index]] = result
    yield from ((folder, found[folder]) for folder in folders)


def _extract(folder: Path, entry: Entry, staged: Path, pages: int) -> FileReport:
    disclosure, differ = extract_and_compare(folder, entry, "pdfium", pages)
    staged.mkdir(parents=True)
    write_package(disclosure, staged)
    return replace(report(folder.name, folder.name, disclosure), differences=differ)


def _move_in(staged: Path, folder: Path) -> None:
    """Puts generated files beside the hand-kept ones; the descriptor last, so that a broken-off move shows."""
    files = sorted(staged.iterdir(), key=lambda p: (p.name == DESCRIPTOR, p.name))
    for file in files:
        file.replace(folder / file.name)
