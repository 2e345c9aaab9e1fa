"""What was made of each disclosure, in folders named by a hash of all that went in; a folder is whole or not there.

`<store>/<key>/files/` holds its part of the site under the paths of the site, `<store>/<key>/made.json` its summary,
`<store>/<key>/entries.jsonl` what of it can be searched for.
"""

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from gongkai.export import write_downloads
from gongkai.package import read_package
from gongkai.publish.environment import environment
from gongkai.publish.families import alone
from gongkai.publish.finder import found_in
from gongkai.publish.findings import ledger
from gongkai.publish.machines.digest import Digest, digest_of
from gongkai.publish.machines.pictures import Painter, find_font
from gongkai.publish.outputs import One
from gongkai.publish.records import from_json, to_json
from gongkai.publish.rendering import Rendering
from gongkai.publish.summary import Summary, summary
from gongkai.search import Entry

_FEW = 8  # a worker takes half a second to start: fewer disclosures than this are made in place
_MADE = "made.json"
_ENTRIES = "entries.jsonl"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pages of every disclosure are made with."""

    store: Path
    site_sources: Path
    site_url: str
    repo_url: str
    made_with: str
    browser_code: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What the store holds of one disclosure: its summary, its pages' addresses, its folders of the site."""

    summary: Summary
    digest: Digest
    addresses: tuple[str, ...]
    folders: tuple[str, ...]


def key_of(descriptor_digest: str, setting: Setting) -> str:
    """The name of a disclosure's folder; the descriptor holds the hashes of all tables, and those of the sources."""
    return sha256(f"{descriptor_digest}\n{setting.made_with}".encode()).hexdigest()[:32]


def made(keys: Mapping[Path, str], setting: Setting, workers: int) -> Iterator[Made]:
    """What there is of each package, made where it was not there yet; in the order of `keys`."""
    missing = [(folder, key) for folder, key in keys.items() if not (setting.store / key).is_dir()]
    for _ in _make_all(missing, setting, workers):
        pass
    for key in keys.values():
        yield from_json(Made, (setting.store / key / _MADE).read_text("utf-8"))


def place(keys: Iterable[str], found: Iterable[Made], store: Path, out: Path, *, linked: bool) -> None:
    """Puts the folders of every disclosure into the site at `out`: as symbolic links, or moved there for good."""
    for key, own in zip(keys, found, strict=True):
        for folder in own.folders:
            target = out / folder
            target.parent.mkdir(parents=True, exist_ok=True)
            origin = store / key / "files" / folder
            if linked:
                target.symlink_to(os.path.relpath(origin, target.parent), target_is_directory=True)
            else:
                origin.rename(target)


def prune(store: Path, keys: Iterable[str]) -> None:
    """Removes what no key names, and what a killed build left."""
    kept = set(keys)
    for entry in store.iterdir() if store.is_dir() else ():
        if entry.name not in kept:
            shutil.rmtree(entry, ignore_errors=True)


def _make_all(missing: Sequence[tuple[Path, str]], setting: Setting, workers: int) -> Iterator[None]:
    if workers < 2 or len(missing) < _FEW:
        start(setting)
        yield from map(_make, missing)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"), start, (setting,))
    try:
        yield from pool.map(_make, missing, chunksize=_FEW)
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """What a process keeps between disclosures: the templates are compiled once."""

    setting: Setting
    templates: object
    painter: Painter


def start(setting: Setting) -> None:
    """Makes this process ready to make pages of disclosures."""
    gc.set_threshold(200_000, 20, 100)  # the rows of a package are no garbage, and make no cycles
    _Worker.setting = setting
    _Worker.templates = environment(setting.site_sources, site_url=setting.site_url, repo_url=setting.repo_url)
    _Worker.painter = Painter(find_font(setting.site_sources, setting.browser_code))


def entries_of(store: Path, key: str) -> Iterator[Entry]:
    """What can be searched for in a disclosure of the store."""
    with (store / key / _ENTRIES).open(encoding="utf-8") as lines:
        yield from (Entry(*json.loads(line)) for line in lines)


def _make(job: tuple[Path, str]) -> None:
    folder, key = job
    setting = _Worker.setting
    setting.store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=setting.store) as work:
        home = Path(work) / "home"
        own, found = _render(folder, home / "files", setting)
        (home / _MADE).write_text(to_json(own), "utf-8")
        (home / _ENTRIES).write_text(found, "utf-8")
        home.rename(setting.store / key)


def _render(folder: Path, out: Path, setting: Setting) -> tuple[Made, str]:
    package = read_package(folder)
    checked = ledger(package)
    digest = summary(package, checked)
    told = digest_of(package, digest.places)
    downloads = write_downloads(package, out)
    one = One(package, digest, checked, downloads, setting.site_url, setting.repo_url, told, _Worker.painter)
    rendering = Rendering(_Worker.templates, out)  # type: ignore[arg-type]  # set by start
    for family in alone():
        rendering.write(family(one))
    folders = sorted(
        found.relative_to(out).as_posix() for found in out.rglob(digest.id) if found.is_dir() and _outermost(found, out)
    )
    found = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in found_in(package))
    return Made(digest, told, tuple(rendering.addresses), tuple(folders)), found


def _outermost(folder: Path, out: Path) -> bool:
    return folder.name not in folder.relative_to(out).parts[:-1]
