"""What was made of each disclosure, in folders named by a hash of all that went in; a folder is whole or not there.

`<store>/data/<key>/` holds the files to download of a package, `<store>/pages/<key>/` its pages: a template that
changed costs the pages only. Below each, `files/` has the paths of the site, and `made.json` what to know of them;
beside the pages lies `entries.jsonl`, what of the disclosure can be searched for.
"""

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from gongkai.collecting import SELDOM
from gongkai.export import DatabaseWriter, Downloads, write_downloads
from gongkai.package import file_numbers, read_package
from gongkai.publish.environment import Templates, environments
from gongkai.publish.facsimiles import FILES, facsimiles
from gongkai.publish.families import alone
from gongkai.publish.finder import found_in
from gongkai.publish.findings import ledger
from gongkai.publish.frames import Frames
from gongkai.publish.links import SPARE
from gongkai.publish.machines.digest import digest_of
from gongkai.publish.machines.pictures import Painter, find_font
from gongkai.publish.made import Made
from gongkai.publish.origins import printed_pages
from gongkai.publish.outputs import One
from gongkai.publish.records import from_json, to_json
from gongkai.publish.rendering import Rendering
from gongkai.publish.summary import summary
from gongkai.search import Entry

_FEW = 8  # a worker takes half a second to start: fewer disclosures than this are made in place
_MADE = "made.json"
_ENTRIES = "entries.jsonl"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the files and pages of every disclosure are made with; `code` and `made_with` are hashes.

    `linked` says that folders lead into the store, and are not to be moved out of it.
    """

    store: Path
    site_sources: Path
    site_url: str
    repo_url: str
    code: str
    made_with: str
    linked: bool
    browser_code: Path | None = None
    database_of: DatabaseWriter | None = None

    def cache(self) -> Path:
        """The folder for what only spares the next build work, and is no part of what is built."""
        return self.store.parent / "cache" if self.linked else self.store

    def templates(self) -> Templates:
        """The templates of both languages, compiled once for all processes and builds."""
        compiled = self.cache() / "templates" if self.linked else None
        return environments(
            self.site_sources, site_url=self.site_url, repo_url=self.repo_url, compiled=compiled, code=self.code
        )

    def put(self, origin: Path, target: Path, *, shared: bool = False) -> None:
        """Puts a folder of the store into the site: as a symbolic link, or moved (one that is shared: copied) there."""
        if self.linked:
            target.symlink_to(os.path.relpath(origin, target.parent), target_is_directory=True)
        elif shared:
            shutil.copytree(origin, target)
        else:
            origin.rename(target)


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
    there = _names(setting.store / "data")
    _in_parallel(_data, [one for one in jobs if one.data not in there], setting, workers)


def make_pages(jobs: Sequence[Job], setting: Setting, workers: int) -> int:
    """Renders the pages of each package where they are not there yet; of how many."""
    there = _names(setting.store / "pages")
    missing = [one for one in jobs if one.pages not in there]
    _in_parallel(_pages, missing, setting, workers)
    return len(missing)


def made(name: str, setting: Setting) -> str:
    """What the store holds under the name of some pages: the JSON of a `Made`."""
    return (setting.store / "pages" / name / _MADE).read_text("utf-8")


def prune(store: Path, jobs: Iterable[Job], others: Iterable[str]) -> None:
    """Removes what no disclosure uses and is not one of `others`, and what a killed build left."""
    kept = {name for one in jobs for name in (f"data/{one.data}", f"pages/{one.pages}")}.union(others)
    for kind in store.iterdir():
        if kind.name == SPARE:
            continue
        for name in _names(kind):
            if f"{kind.name}/{name}" not in kept:
                shutil.rmtree(kind / name, ignore_errors=True)


def _names(folder: Path) -> set[str]:
    """What stands in a folder; nothing where it is none."""
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - names alone, ten thousand of them
    except (FileNotFoundError, NotADirectoryError):
        return set()


def entries_of(one: Job, setting: Setting) -> Iterator[Entry]:
    """What can be searched for in a disclosure of the store."""
    with (_pages_home(one, setting) / _ENTRIES).open(encoding="utf-8") as lines:
        yield from (Entry(*json.loads(line)) for line in lines)


def name_of(*parts: str) -> str:
    """The name in the store of what is made of these."""
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


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

    _whole(_data_home(one, _workers[0].setting), write)


def _pages(one: Job) -> None:
    worker = _workers[0]
    setting = worker.setting

    def write(home: Path) -> Made:
        package = read_package(one.folder)
        checked = ledger(package)
        told = summary(package, checked)
        digest = digest_of(package, told)
        data = _data_home(one, setting)
        downloads = from_json(Downloads, (data / _MADE).read_text("utf-8"))
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

    _whole(_pages_home(one, setting), write)


def is_kept(home: Path) -> bool:
    """Whether the store has this folder, whole."""
    return (home / _MADE).is_file()


def keep(home: Path, write: Callable[[Path], object]) -> str:
    """What `write` gave when it filled this folder of the store, as JSON; it is called where the folder is not there.

    The folder is made in one step.
    """
    if not is_kept(home):
        _whole(home, write)
    return (home / _MADE).read_text("utf-8")


def _whole(home: Path, write: Callable[[Path], object]) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=home.parent))
    try:
        (work / _MADE).write_text(to_json(write(work)), "utf-8")
        work.chmod(0o755)  # made for us alone; what is published is for all
        work.rename(home)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _folders(out: Path, identity: str) -> Iterator[str]:
    """The outermost folders below `out` that have the name of the disclosure."""
    for path, folders, _ in os.walk(out):
        if identity in folders:
            yield (Path(path) / identity).relative_to(out).as_posix()
        folders[:] = sorted(name for name in folders if name != identity)
