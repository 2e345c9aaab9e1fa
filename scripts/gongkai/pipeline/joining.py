"""Two files of one disclosure become one package: what `gongkai extract --join` does after each was read."""

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace

from gongkai.errors import GongkaiError
from gongkai.pipeline.kinship import pairs
from gongkai.pipeline.packages import Given, Run, make_package
from gongkai.pipeline.reports import FileReport, failure
from gongkai.pipeline.seals import read_seal
from gongkai.sandbox import isolated


def already_joined(run: Run, files: Mapping[int, Given]) -> dict[int, FileReport]:
    """The reports of the files that a former run joined, and that are unchanged."""
    known = {(file.name, file.sha256): number for number, file in files.items()}
    found: dict[int, FileReport] = {}
    for number, file in files.items():
        # Files are joined under the first of them: the seal says which the others were.
        made = read_seal(run.out / file.folder)
        together = [known.get(each) for each in made.files] if made else []
        if len(together) < 2 or together[0] != number or None in together:
            continue
        members = [n for n in together if n is not None]
        former = run.former([files[n] for n in members])
        if former is None:
            continue
        for n, told in _reports(former.report, files, members).items():
            found[n] = replace(told, unchanged=True)
            run.step(found[n], files[n].size)
    return found


def joined(run: Run, files: Mapping[int, Given]) -> dict[int, FileReport]:
    """Puts those of the read files together that are of one disclosure; the reports that change by it.

    The package lies in the folder of the first; that of the second, which a run made of it alone, goes.
    """
    numbers = sorted(files)
    seals = [read_seal(run.out / files[number].folder) for number in numbers]
    related = [sorted((numbers[a], numbers[b])) for a, b in pairs([seal.kin if seal else None for seal in seals])]
    # Within a disclosure a file is known by its name.
    members = [pair for pair in related if files[pair[0]].name != files[pair[1]].name]
    found: dict[int, FileReport] = {}
    jobs = [run.job([files[number] for number in pair]) for pair in members]
    with closing(isolated(make_package, jobs, run.limits, run.workers, run.place)) as results:
        for index, result in results:
            pair = members[index]
            try:
                if isinstance(result, GongkaiError):
                    raise result
                told = run.move_in([files[number] for number in pair])
            except GongkaiError as error:
                found[pair[0]] = failure(str(files[pair[0]].path), error)
                continue
            shutil.rmtree(run.out / files[pair[1]].folder)
            found.update(_reports(told, files, pair))
    return found


def _reports(told: FileReport, files: Mapping[int, Given], members: list[int]) -> dict[int, FileReport]:
    first, *others = members
    paths = [str(files[number].path) for number in others]
    whole = {first: replace(told, file=str(files[first].path), with_files=tuple(paths))}
    parts = {
        number: FileReport(
            file=path,
            folder=told.folder,
            issuer=told.issuer,
            fiscal_year=told.fiscal_year,
            phase=told.phase,
            part_of=str(files[first].path),
        )
        for number, path in zip(others, paths, strict=True)
    }
    return {**whole, **parts}
