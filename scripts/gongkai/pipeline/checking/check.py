"""Reads what is to be checked, within limits, and holds it together against the rules over several disclosures."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.check import rules
from gongkai.check.across import rules as rules_across
from gongkai.errors import GongkaiError
from gongkai.model import Disclosure, Rule
from gongkai.package import disclosure_of, read_package
from gongkai.pipeline.checking.subjects import Subjects, subjects
from gongkai.pipeline.packages import Step
from gongkai.pipeline.progress import progress
from gongkai.pipeline.runs import extract_files
from gongkai.pipeline.together import held_together
from gongkai.pipeline.updating import current_packages, registered
from gongkai.sandbox import Limits


@dataclass(frozen=True, slots=True)
class Checked:
    """A disclosure with its whole ledger, and where its sources lie; or the error why there is none.

    `name` is the file or folder as people gave it; `files` maps the name of each source to its path.
    """

    name: str
    disclosure: Disclosure | None = None
    files: Mapping[str, Path] | None = None
    error: str = ""

    def path(self, source: str) -> str:
        """The path of a source as it is shown: from here where it lies below."""
        return _shown((self.files or {}).get(source, Path(source)))


def _shown(path: Path) -> str:
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def known_rules() -> tuple[Rule, ...]:
    """All rules, over one disclosure and over several, by name."""
    return tuple(sorted((*rules(), *rules_across()), key=lambda rule: rule.rule))


def check_given(
    given: Sequence[str], *, root: Path | None, engine: str, workers: int, shown: bool, limits: Limits | None = None
) -> list[Checked]:
    """What was given, or all that the project at `root` registers, each held against its rules and all the others.

    What was read before and is unchanged is not read again: a project keeps what it read in its build/. `shown`
    allows a line of progress. Raises ReadError for what is no file, folder or id, BuildError where nothing is given
    and nothing registered.
    """
    bounds = limits or Limits()
    meant = subjects(given, root) if given or root is None else Subjects((), (), registered(root))
    found: list[Checked] = []
    with _place(root) as out, progress(meant.files, shown=shown) as step:
        found += _files(meant.files, out, engine, workers, bounds, step)
    found += [_package(folder, folder) for folder in meant.packages]
    with tempfile.TemporaryDirectory(prefix="gongkai-") as staging:
        for folder, made in current_packages(meant.registered, Path(staging), bounds, workers):
            name = _shown(folder)
            found.append(Checked(name, error=str(made)) if isinstance(made, GongkaiError) else _package(folder, made))
    return _together(found)


def _together(found: Sequence[Checked]) -> list[Checked]:
    read = [one.disclosure for one in _told_apart(found) if one.disclosure]
    held = iter(held_together(read))
    return [replace(one, disclosure=next(held)) if one.disclosure else one for one in found]


def _told_apart(found: Sequence[Checked]) -> Iterator[Checked]:
    """What was given twice, as a file and registered, keeps one id each: rows name other disclosures by it."""
    taken: set[str] = set()
    for one in found:
        if one.disclosure is None:
            yield one
            continue
        id_, number = one.disclosure.registration.id, 2
        unique = id_
        while unique in taken:
            unique = f"{id_}-{number}"
            number += 1
        taken.add(unique)
        registration = replace(one.disclosure.registration, id=unique)
        yield replace(one, disclosure=replace(one.disclosure, registration=registration))


@contextmanager
def _place(root: Path | None) -> Iterator[Path]:
    if root is not None:
        yield root / "build" / "cache" / "checked"
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        yield Path(folder)


def _files(
    files: Sequence[Path], out: Path, engine: str, workers: int, limits: Limits, step: Step
) -> Iterator[Checked]:
    if not files:
        return
    reports = list(extract_files(files, out, engine=engine, workers=workers, limits=limits, join=True, step=step))
    for told in reports:
        if told.error:
            yield Checked(told.file, error=told.error)
        elif not told.part_of:
            paths = [Path(told.file), *map(Path, told.with_files)]
            made = disclosure_of(read_package(out / told.folder))
            yield Checked(told.file, made, dict(zip((s.file for s in made.sources), paths, strict=True)))


def _package(folder: Path, made: Path) -> Checked:
    try:
        found = disclosure_of(read_package(made))
    except GongkaiError as error:
        return Checked(_shown(folder), error=str(error))
    return Checked(_shown(folder), found, {source.file: folder / source.file for source in found.sources})
