"""datapackage/ to build/: packages where their inputs changed, then database and site, swapped in whole."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from gongkai.collecting import seldom_collected
from gongkai.errors import BuildError, GongkaiError
from gongkai.export import WITHOUT_PARQUET, can_write_parquet
from gongkai.limits import PICTURES_MB
from gongkai.load import build_database, disclosure_database
from gongkai.package import open_package, write_package
from gongkai.pipeline.digests import code, digest
from gongkai.pipeline.extraction import extract_and_compare
from gongkai.pipeline.facsimiles import Pictures, draw_pages
from gongkai.pipeline.known import Known
from gongkai.pipeline.reports import FileReport, report
from gongkai.pipeline.tied import read_ties, write_ties
from gongkai.pipeline.together import counted_again, hold_packages_together
from gongkai.publish import Published, Reuse, font_file, forget, publish_site, put_aside
from gongkai.registry import FILE_NAME, Entry, read_entry
from gongkai.sandbox import Job, Limits, isolated
from gongkai.schema import metadata_file

Progress = Callable[[str, str], None]

#: Where set-up lays the browser code of others, which a lock names.
BROWSER_CODE = ".venv/browser"
_CURRENT = "current"
_FACSIMILES = "facsimiles"
_GENERATED = ("datapackage.json",)
_TOGETHER = "_together"  # no id begins so


@dataclass(frozen=True, slots=True)
class Built:
    """Where a build is, and whether anything had to be done."""

    site: Path
    database: Path
    metadata: Path
    disclosures: int
    fresh: bool
    reports: tuple[FileReport, ...] = ()


@seldom_collected()
def build(
    root: Path,
    progress: Progress,
    *,
    limits: Limits | None = None,
    workers: int = 1,
    pages_only: bool = False,
    pictures_mb: int = PICTURES_MB,
) -> Built:
    """Builds all that is published from `root`/datapackage into `root`/build.

    What is unchanged since the last build is not done again. The former build stays in place until the new one
    is whole. With `pages_only` what is made of all disclosures at once (united files, database, search) stays that of
    the former build, and the site says so. The pictures of printed pages take `pictures_mb` at most, 0 is without.
    Raises RegistrationError, ReadError, PackageError, BuildError.
    """
    bounds = limits or Limits()
    folders = registered(root)
    out = root / "build"
    cache = out / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    known = Known(cache)
    entries = {folder: known.entry(folder) for folder in folders}
    reports = _packages(entries, cache, known, bounds, workers, progress)
    reports = _together(folders, cache, known, reports, progress)
    made_with = digest([root / "site", root / "metadata.yml", root / BROWSER_CODE, code()])
    made_from = sha256(f"{made_with}\n{pictures_mb}\n{known.state(folders)}".encode()).hexdigest()
    home = out / f"out-{made_from[:16]}"
    if pages_only and not _is_whole(home):
        home = out / f"out-{made_from[:16]}-pages"
    current = out / _CURRENT
    former = current.resolve() / "site" if current.is_dir() else None
    fresh = not _is_whole(home)
    if fresh:
        pictures, drawn = draw_pages(
            entries,
            out / "store" / _FACSIMILES,
            font_file(root / "site", root / BROWSER_CODE),
            sources=known.sources,
            most_mb=pictures_mb,
            limits=bounds,
            workers=workers,
            progress=progress,
        )
        reuse = Reuse(out / "store", known.code, made_with, former, pages_only=pages_only)
        with tempfile.TemporaryDirectory(prefix=".work-", dir=out) as work:
            published = _publish(folders, root, Path(work), reuse, pictures, workers, known, progress)
            Path(work).joinpath("done").touch()
            Path(work).chmod(0o755)  # made for us alone; what is published is for all
            Path(work).rename(home)
            Path(work).mkdir()  # the context manager removes a folder of this name
    _point(current, home.name)
    for name in ("site", "gongkai.db"):
        _point(out / name, f"{_CURRENT}/{name}")
    if fresh and former is not None:
        put_aside(former, out / "store")
    # What a killed build left behind goes with the former builds.
    for old in (*out.glob("out-*"), *out.glob(".work-*"), *out.glob("cache/.read-*")):
        if old != home:
            shutil.rmtree(old, ignore_errors=True)
    if fresh:
        forget(reuse, replace(published, kept=(*published.kept, *(f"{_FACSIMILES}/{name}" for name in drawn))))
    known.save(folders)
    return Built(out / "site", out / "gongkai.db", current / "metadata.yml", len(folders), fresh, tuple(reports))


def _is_whole(home: Path) -> bool:
    return (home / "site" / "index.html").is_file()


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


def _publish(
    folders: Sequence[Path],
    root: Path,
    work: Path,
    reuse: Reuse,
    pictures: Pictures,
    workers: int,
    known: Known,
    progress: Progress,
) -> Published:
    database = work / "gongkai.db"

    def make_database() -> None:
        progress("建立数据库", "building the database")
        build_database(map(open_package, folders), database)

    if not can_write_parquet():
        progress(*WITHOUT_PARQUET)
    progress("生成网站", "building the site")
    published = publish_site(
        folders,
        database,
        work / "site",
        site_sources=root / "site",
        browser_code=root / BROWSER_CODE,
        database_of=disclosure_database,
        reuse=replace(reuse, make_database=make_database),
        pictures=pictures,
        workers=workers,
        digest=known.descriptor,
        progress=progress,
    )
    if not database.exists():  # nothing that is in it has changed, or it was not asked for
        _take_over(database, work / "site" / "downloads" / database.name, reuse.former)
    if published.awaiting:
        progress(
            f"汇总文件、数据库和搜索还没有并入 {published.awaiting} 份公开；运行 gongkai build 并入",
            f"united files, database and search await changes: {published.awaiting}; gongkai build takes them in",
        )
    shutil.copyfile(metadata_file(), work / "metadata.yml")
    return published


def _take_over(database: Path, offered: Path, former: Path | None) -> None:
    """The database that the site offers, as a file of its own: that of the former build where it offered the same."""
    if former and (former / "downloads" / offered.name).is_file():
        own = former.parent / database.name
        if offered.samefile(former / "downloads" / offered.name) and own.is_file():
            os.link(own, database)
            return
    shutil.copyfile(offered, database)


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


def _packages(
    entries: dict[Path, Entry], cache: Path, known: Known, limits: Limits, workers: int, progress: Progress
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


def _together(
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


def _extract(folder: Path, entry: Entry, staged: Path, pages: int) -> FileReport:
    disclosure, differ = extract_and_compare(folder, entry, "pdfium", pages)
    staged.mkdir(parents=True)
    write_package(disclosure, staged)
    return replace(report(folder.name, folder.name, disclosure), differences=differ)


def _move_in(staged: Path, folder: Path) -> None:
    """Puts generated files beside the hand-kept ones; the descriptor last, so that a broken-off move shows."""
    files = sorted(staged.iterdir(), key=lambda p: (p.name in _GENERATED, p.name))
    for file in files:
        file.replace(folder / file.name)


def _point(link: Path, target: str) -> None:
    """Makes a symbolic link point somewhere else in one step."""
    if link.is_symlink() and str(link.readlink()) == target:
        return
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
