"""Any files to package folders: what `gongkai extract` does, and goes on with where a former run ended."""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.messages import one_line
from gongkai.pipeline.joining import already_joined, joined
from gongkai.pipeline.packages import Given, Run, Step, make_package
from gongkai.pipeline.reports import FileReport, failure
from gongkai.pipeline.staging import staging
from gongkai.sandbox import Job, Limits, isolated

# What file systems or shells take for something else, and with it the tools that read packages.
_NOT_IN_FOLDERS = re.compile(r'[\\/:*?"<>|$~%]')
_LONGEST_NAME = 240  # bytes; file systems allow 255, and a second folder of that name gets a number


def extract_files(
    files: Sequence[Path],
    out: Path,
    *,
    engine: str,
    workers: int,
    limits: Limits,
    again: bool = False,
    join: bool = False,
    step: Step = lambda *_: None,
) -> Generator[FileReport, None, None]:
    """Reads each file and puts its package into a folder of `out`, named after the file; a report each, in order.

    A folder appears whole or not at all; one that was there before is replaced only by a whole new one. A file
    whose package is there already, made from the same bytes by the same code and engine, is not read, except
    `again`. With `join` the two files of one disclosure (its text and its tables) become one package. `step` is
    told of each file as soon as it is done. Raises PackageError where nothing can be written to `out`.
    """
    names = _folder_names(files)
    with staging(out) as place:
        run = Run(out, place, engine, min(workers, max(1, len(files))), limits, again, step)
        if join:
            yield from _with_kin(run, files, names)
            return
        done: dict[int, FileReport] = {}
        shown = 0
        with closing(_each(run, _given(run, files, names))) as found:
            for number, told in found:
                done[number] = told
                while shown in done:
                    yield done.pop(shown)
                    shown += 1


def _given(run: Run, files: Sequence[Path], names: Sequence[str]) -> Iterator[tuple[int, Given | FileReport]]:
    """Each file with its hash, or the report why it is not read."""
    for number, (path, folder) in enumerate(zip(files, names, strict=True)):
        try:
            yield number, run.given(path, folder)
        except GongkaiError as error:
            yield number, failure(str(path), error)


def _each(run: Run, files: Iterator[tuple[int, Given | FileReport]]) -> Generator[tuple[int, FileReport], None, None]:
    """The report of each file as it is done, with its package in place."""
    reading: list[tuple[int, Given]] = []
    unread: list[tuple[int, FileReport, int]] = []

    def jobs() -> Iterator[Job]:
        for number, given in files:
            if isinstance(given, FileReport):
                unread.append((number, given, 0))
            elif former := run.former([given]):
                unread.append((number, replace(former.report, file=str(given.path), unchanged=True), given.size))
            else:
                reading.append((number, given))
                yield run.job([given])

    with closing(isolated(make_package, jobs(), run.limits, run.workers, run.place)) as results:
        for index, result in results:
            yield from _told(run, unread)
            number, given = reading[index]
            yield from _told(run, [(number, _outcome(run, given, result), given.size)])
    yield from _told(run, unread)


def _told(run: Run, reports: list[tuple[int, FileReport, int]]) -> Iterator[tuple[int, FileReport]]:
    for number, found, size in reports:
        run.step(found, size)
        yield number, found
    reports.clear()


def _outcome(run: Run, given: Given, result: object) -> FileReport:
    if isinstance(result, GongkaiError):
        return failure(str(given.path), result)
    try:
        return run.move_in([given])
    except GongkaiError as error:
        return failure(str(given.path), error)


def _with_kin(run: Run, files: Sequence[Path], names: Sequence[str]) -> Iterator[FileReport]:
    """The reports of all files, in order, after those of one disclosure were put together.

    Each is read by itself first, and stays so where the run ends early.
    """
    given = dict(_given(run, files, names))
    readable = {number: file for number, file in given.items() if isinstance(file, Given)}
    found = already_joined(run, readable)
    rest = ((number, file) for number, file in given.items() if number not in found)
    with closing(_each(run, rest)) as each:
        found.update(each)
    alone = {n: file for n, file in readable.items() if not found[n].error and not found[n].with_files}
    found.update(joined(run, {n: file for n, file in alone.items() if not found[n].part_of}))
    for number in range(len(files)):
        yield found[number]


def _folder_names(files: Sequence[Path]) -> list[str]:
    """The stem of each file; a second file of that stem keeps its ending."""
    names: list[str] = []
    taken: set[str] = set()
    for file in files:
        name = _folder_name(file.stem)
        if name in taken:
            name = _folder_name(file.name.lstrip(".").replace(".", "-"))
        number = 2
        unique = name
        while unique in taken:
            unique = f"{name}-{number}"
            number += 1
        names.append(unique)
        taken.add(unique)
    return names


def _folder_name(stem: str) -> str:
    """A name as a folder may have it everywhere: in one line, not hidden, not too long."""
    name = _NOT_IN_FOLDERS.sub("-", one_line(stem)).strip().lstrip(".") or "file"
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    short = name.encode()[: _LONGEST_NAME - 9].decode(errors="ignore")
    return f"{short}-{sha256(name.encode()).hexdigest()[:8]}"
