"""One package in the making: from files to a sealed folder in a child process, and from there to its place."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.errors import PackageError
from gongkai.messages import one_line
from gongkai.package import write_package
from gongkai.pipeline.digests import content
from gongkai.pipeline.extraction import extract_together, said_otherwise
from gongkai.pipeline.kinship import kin
from gongkai.pipeline.reports import FileReport, report
from gongkai.pipeline.seals import Origin, Seal, read_seal, write_seal
from gongkai.pipeline.staging import must_be_ours, replace_folder
from gongkai.read import opened
from gongkai.sandbox import Job, Limits

Step = Callable[[FileReport, int], None]


@dataclass(frozen=True, slots=True)
class Given:
    """A file of a run: where it is, what its folder is called, and its bytes by number and hash."""

    path: Path
    folder: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """Its name as it is published."""
        return one_line(self.path.name)


@dataclass(frozen=True, slots=True)
class Run:
    """Where packages go, where they are made, and how; `step` is told of each file that is done, with its size."""

    out: Path
    place: Path
    engine: str
    workers: int
    limits: Limits
    again: bool
    step: Step

    def given(self, path: Path, folder: str) -> Given:
        """A file that is to be read. Raises ReadError, or PackageError where its folder cannot be replaced."""
        with opened(path, self.limits.file_bytes) as file:
            found = Given(path, folder, os.fstat(file.fileno()).st_size, content(file))
        must_be_ours(self.out / folder)
        return found

    def origin(self, files: Sequence[Given]) -> Origin:
        """What the package of these files depends on; it is called after the first."""
        return Origin(files[0].folder, self.engine, tuple((file.name, file.sha256) for file in files))

    def former(self, files: Sequence[Given]) -> Seal | None:
        """The seal of the package that a former run made of these files, if nothing changed since."""
        return None if self.again else read_seal(self.out / files[0].folder, self.origin(files))

    def job(self, files: Sequence[Given]) -> Job:
        """The job for a child process that makes the package of these files."""
        paths = tuple(file.path for file in files)
        folder = files[0].folder
        return str(paths[0]), (paths, self._staged(files), folder, self.engine, self.limits.pages)

    def move_in(self, files: Sequence[Given]) -> FileReport:
        """Puts a package that was made in its place; its report. Raises PackageError where that cannot be."""
        staged, target = self._staged(files), self.out / files[0].folder
        try:
            seal = read_seal(staged)
            replace_folder(staged, target)
        except OSError as error:
            reason = error.strerror or str(error)
            raise PackageError(str(target), zh=f"无法写出：{reason}", en=f"cannot be written: {reason}") from error
        if seal is None:
            raise PackageError(str(target), zh="数据包不完整", en="the package is incomplete")
        return replace(seal.report, file=str(files[0].path))

    def _staged(self, files: Sequence[Given]) -> Path:
        return self.place / files[0].sha256[:16] / files[0].folder


def make_package(paths: tuple[Path, ...], staged: Path, folder: str, engine: str, pages: int) -> None:
    """In the child process: the package of the files, made at `staged` and sealed, with the report of it."""
    disclosure = extract_together(paths, engine, pages, folder)
    staged.mkdir(parents=True)
    write_package(disclosure, staged)
    made_of = Origin(folder, engine, tuple((source.file, source.sha256) for source in disclosure.sources))
    misnamed = said_otherwise((path.name for path in paths), disclosure.registration)
    found = replace(report(one_line(paths[0].name), folder, disclosure), misnamed=misnamed)
    write_seal(staged, made_of, Seal(made_of.files, found, kin(disclosure)))
