"""Any files to package folders: what `gongkai extract` does."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.package import write_package
from gongkai.pipeline.extraction import extract_unregistered
from gongkai.pipeline.reports import FileReport, failure, report
from gongkai.sandbox import Limits, isolated


def extract_files(
    files: Sequence[Path], out: Path, *, engine: str, workers: int, limits: Limits
) -> Iterator[FileReport]:
    """Reads each file and puts its package into a folder of `out`, named after the file; a report each, in order.

    A folder appears whole or not at all; one that was there before is replaced only by a whole new one.
    """
    out.mkdir(parents=True, exist_ok=True)
    names = _folder_names(files)
    with tempfile.TemporaryDirectory(prefix=".gongkai-", dir=out) as staging:
        jobs = [
            (str(file), (file, Path(staging) / str(number), names[number], engine, limits.pages))
            for number, file in enumerate(files)
        ]
        for index, result in isolated(_extract, jobs, limits, workers):
            if isinstance(result, GongkaiError):
                yield failure(str(files[index]), result)
                continue
            replace_folder(Path(staging) / str(index), out / names[index])
            yield result


def _extract(file: Path, staged: Path, name: str, engine: str, pages: int) -> FileReport:
    """In the child process: the file's package, written to a place of its own."""
    disclosure = extract_unregistered(file, engine, pages, name)
    staged.mkdir()
    write_package(disclosure, staged)
    return report(str(file), name, disclosure)


def replace_folder(new: Path, target: Path) -> None:
    """Puts a finished folder in the place of a former one."""
    if target.exists():
        former = new.with_name(new.name + ".former")
        target.rename(former)
        new.rename(target)
        shutil.rmtree(former)
    else:
        new.rename(target)


def _folder_names(files: Sequence[Path]) -> list[str]:
    """The stem of each file; a second file of that stem keeps its ending."""
    names: list[str] = []
    for file in files:
        name = file.stem.lstrip(".") or "file"
        if name in names:
            name = file.name.lstrip(".").replace(".", "-")
        number = 2
        unique = name
        while unique in names:
            unique = f"{name}-{number}"
            number += 1
        names.append(unique)
    return names
