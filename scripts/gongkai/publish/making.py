"""What is made of each disclosure, kept in the store: files to download, and pages.

`<store>/data/<name>/` holds the files to download of a package, `<store>/pages/<name>/` its pages: a template that
changed costs the pages only. Beside the pages lies `entries.jsonl`, what of the disclosure can be searched for.
"""

import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from gongkai.collecting import SELDOM
from gongkai.export import Downloads, write_downloads
from gongkai.package import file_numbers, read_package
from gongkai.publish.facsimiles import FILES, facsimiles
from gongkai.publish.families import alone
from gongkai.publish.finder import found_in
from gongkai.publish.findings import ledger
from gongkai.publish.frames import Frames
from gongkai.publish.machines.digest import digest_of
from gongkai.publish.machines.pictures import Painter, find_font
from gongkai.publish.made import Made
from gongkai.publish.origins import printed_pages
from gongkai.publish.outputs import One
from gongkai.publish.records import from_json, to_json
from gongkai.publish.rendering import Rendering
from gongkai.publish.setting import Setting
from gongkai.publish.store import fill, known, name_of, names
from gongkai.publish.summary import summary
from gongkai.search import Entry

_FEW = 8  # a worker takes half a second to start: fewer disclosures than this are made in place
_ENTRIES = "entries.jsonl"


@dataclass(frozen=True, slots=True)
class Job:
    """A package and the names of what is made of it; `pictures` are the folders of its drawn pages, by file."""

    folder: Path
    data: str
    pages: str
    pictures: tuple[tuple[str, Path], ...] = ()


def job(folder: Path, descriptor_digest: str, setting: Setting, pictures: Mapping[str, Path]) -> Job:
    """What to make of a package. Its descriptor holds the hashes of all its tables, and those of its sources.

    `pictures` are the folders of its drawn pages by file, each named by a hash of all that went in.
    """
    data = name_of(descriptor_digest, setting.code)
    drawn = tuple(sorted(pictures.items()))
    return Job(folder, data, name_of(data, setting.made_with, *(f"{file} {home.name}" for file, home in drawn)), drawn)


def make_data(jobs: Sequence[Job], setting: Setting, workers: int) -> None:
    """Writes the files to download of each package, where they are not there yet."""
    there = names(setting.store / "data")
    _in_parallel(_data, [one for one in jobs if one.data not in there], setting, workers)


def make_pages(jobs: Sequence[Job], setting: Setting, workers: int) -> int:
    """Renders the pages of each package where they are not there yet; of how many."""
    there = names(setting.store / "pages")
    missing = [one for one in jobs if one.pages not in there]
    _in_parallel(_pages, missing, setting, workers)
    return len(missing)


def made(name: str, setting: Setting) -> str:
    """What the store holds under the name of some pages: the JSON of a `Made`."""
    return known(setting.store / "pages" / name)


def entries_of(one: Job, setting: Setting) -> Iterator[Entry]:
    """What can be searched for in a disclosure of the store."""
    with (_pages_home(one, setting) / _ENTRIES).open(encoding="utf-8") as lines:
        yield from (Entry(*json.loads(line)) for line in lines)


def _data_home(one: Job, setting: Setting) -> Path:
    return setting.store / "data" / one.data


def _pages_home(one: Job, setting: Setting) -> Path:
    return setting.store / "pages" / one.pages


class _Worker:
    """What a process keeps between disclosures: the templates are compiled once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    @cached_property
    def frames(self) -> Frames:
        return Frames(self.setting.templates())

    @cached_property
    def painter(self) -> Painter:
        return Painter(find_font(self.setting.site_sources, self.setting.browser_code))


_workers: list[_Worker] = []  # the one of this process, once it works


def _start(setting: Setting) -> None:
    gc.set_threshold(*SELDOM)
    _workers[:] = [_Worker(setting)]


def _in_parallel(work: Callable[[Job], None], jobs: Sequence[Job], setting: Setting, workers: int) -> None:
    if workers > 1 and len(jobs) >= _FEW:
        pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (setting,))
        try:
            for _ in pool.map(work, jobs, chunksize=_FEW):
                pass
        finally:
            pool.shutdown(cancel_futures=True)
        return
    if not (_workers and _workers[0].setting == setting):
        _workers[:] = [_Worker(setting)]
    for one in jobs:
        work(one)


def _data(one: Job) -> None:
    def write(home: Path) -> Downloads:
        return write_downloads(read_package(one.folder), home / "files", _workers[0].setting.database_of)

    fill(_data_home(one, _workers[0].setting), write)


def _pages(one: Job) -> None:
    worker = _workers[0]
    setting = worker.setting

    def write(home: Path) -> Made:
        package = read_package(one.folder)
        checked = ledger(package)
        told = summary(package, checked)
        digest = digest_of(package, told)
        data = _data_home(one, setting)
        downloads = from_json(Downloads, known(data))
        rendering = Rendering(worker.frames, home / "files")
        pictures = {file: facsimiles(drawn) for file, drawn in one.pictures}
        printed = printed_pages(package, checked, pictures)
        made_from = One(
            *(package, told, checked, downloads, setting.site_url, setting.repo_url, digest, worker.painter), printed
        )
        for family in alone():
            rendering.write(family(made_from))
        entries = (json.dumps(entry, ensure_ascii=False) + "\n" for entry in found_in(package))
        (home / _ENTRIES).write_text("".join(entries), "utf-8")
        own = data / "files" / "disclosures" / told.id
        for folder in sorted(own.iterdir()):
            setting.put(folder, home / "files" / "disclosures" / told.id / folder.name)
        numbers = file_numbers(package.rows["sources"])
        for file, drawn in one.pictures:
            if not pictures[file]:
                continue
            target = home / "files" / "disclosures" / told.id / "facsimiles" / str(numbers[file])
            target.parent.mkdir(exist_ok=True)
            setting.put(drawn / FILES, target, shared=True)
        return Made(
            told,
            name_of(to_json(told), to_json(digest)),
            digest,
            tuple(rendering.addresses),
            tuple(_folders(home / "files", told.id)),
        )

    fill(_pages_home(one, setting), write)


def _folders(out: Path, identity: str) -> Iterator[str]:
    """The outermost folders below `out` that have the name of the disclosure."""
    for path, folders, _ in os.walk(out):
        if identity in folders:
            yield (Path(path) / identity).relative_to(out).as_posix()
        folders[:] = sorted(name for name in folders if name != identity)
