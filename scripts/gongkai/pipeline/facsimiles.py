"""Draws the pages of published files, each file once: its pictures are kept as long as the site shows them."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from gongkai.errors import GongkaiError
from gongkai.package import read_rows
from gongkai.pipeline.digests import digest, libraries
from gongkai.publish import FACSIMILE_FILES, Facsimile, facsimiles, keep_facsimiles
from gongkai.read import facsimile
from gongkai.registry import Entry
from gongkai.sandbox import Limits, isolated

Progress = Callable[[str, str], None]
Pictures = dict[Path, dict[str, Path]]

_MB = 1024 * 1024
_MOST_PAGES = 500  # of a file: the others are shown without pictures, and a huge file is done in time


class _Wanted(NamedTuple):
    """A published file, and the folder that its pictures have or get."""

    folder: Path
    file: str
    home: Path


def draw_pages(
    entries: Mapping[Path, Entry],
    store: Path,
    font: Path | None,
    *,
    most_mb: int,
    limits: Limits,
    workers: int,
    progress: Progress,
    sources: Callable[[Path], Sequence[tuple[str, str]]] | None = None,
) -> tuple[Pictures, tuple[str, ...]]:
    """The folders below `store` with the drawn pages of each registered folder's files, by file.

    `font` has the characters that a PDF leaves to its reader. All pictures together take no more than `most_mb`: the
    newest years come first, and a file is shown whole or not at all. A file that cannot be drawn is told, and shown
    without pictures: its folder says that there are none. Second come the names of all folders that registered files
    have, shown or not: what was drawn once is not to be drawn again. `sources` gives the files of a package with their
    SHA-256, where they are known already.
    """
    if not most_mb:
        return {}, ()
    made_with = _made_with(font)
    newest_first = sorted(entries, key=lambda folder: (-entries[folder].fiscal_year, folder.name))
    wanted = [
        _Wanted(folder, file, store / sha256(f"{hash_} {made_with}".encode()).hexdigest()[:32])
        for folder in newest_first
        for file, hash_ in (sources or _sources)(folder)
    ]
    _draw(wanted, font, limits, workers, progress)
    found: Pictures = {}
    left = most_mb * _MB
    for each in wanted:
        size = sum(page.size for page in facsimiles(each.home).values())
        if size <= left:
            left -= size
            found.setdefault(each.folder, {})[each.file] = each.home
    return found, tuple(each.home.name for each in wanted)


def _sources(folder: Path) -> Sequence[tuple[str, str]]:
    return [(str(row["file"]), str(row["sha256"])) for row in read_rows(folder, "sources")]


def _made_with(font: Path | None) -> str:
    drawing = [library for library in libraries() if library.startswith(("pillow", "pypdfium2"))]
    return " ".join([digest([Path(facsimile.__file__), *([font] if font else [])]), *drawing])


def _draw(wanted: Sequence[_Wanted], font: Path | None, limits: Limits, workers: int, progress: Progress) -> None:
    """Draws what is not there yet; a folder is whole or not there."""
    missing = list({each.home: each for each in wanted if not each.home.is_dir()}.values())
    if not missing:
        return
    progress(f"画出 {len(missing)} 个文件的页面", f"drawing the pages of {len(missing)} files")
    store = missing[0].home.parent
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=store) as staging:
        most = min(limits.pages, _MOST_PAGES)
        jobs = [
            (each.file, (each.folder / each.file, Path(staging, each.home.name, FACSIMILE_FILES), font, most))
            for each in missing
        ]
        for number, result in isolated(facsimile.draw_pages, jobs, limits, workers):
            staged, home = Path(staging, missing[number].home.name), missing[number].home
            drawn = () if isinstance(result, GongkaiError) else result
            if isinstance(result, GongkaiError):
                progress(f"{result.where} 没有页面图像：{result.zh}", f"{result.where}: no page images: {result.en}")
                shutil.rmtree(staged, ignore_errors=True)
            staged.mkdir(exist_ok=True)
            keep_facsimiles(staged, _measured(drawn, staged / FACSIMILE_FILES))
            staged.rename(home)


def _measured(drawn: Sequence[facsimile.Drawn], files: Path) -> Iterator[Facsimile]:
    for page in drawn:
        yield Facsimile(page.page, page.width, page.height, page.file, (files / page.file).stat().st_size)
