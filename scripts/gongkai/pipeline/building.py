"""datapackage/ to build/: packages where their inputs changed, then database and site, swapped in whole."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from gongkai.collecting import seldom_collected
from gongkai.export import WITHOUT_PARQUET, can_write_parquet
from gongkai.limits import PICTURES_MB
from gongkai.load import build_database, disclosure_database
from gongkai.package import open_package
from gongkai.pipeline.digests import code, digest
from gongkai.pipeline.facsimiles import Pictures, draw_pages
from gongkai.pipeline.known import Known
from gongkai.pipeline.reports import FileReport
from gongkai.pipeline.updating import Progress, bring_together, bring_up_to_date, registered
from gongkai.publish import Published, Reuse, font_file, forget, publish_site, put_aside
from gongkai.sandbox import Limits
from gongkai.schema import metadata_file

#: Where set-up lays the browser code of others, which a lock names.
BROWSER_CODE = ".venv/browser"
_CURRENT = "current"
_FACSIMILES = "facsimiles"


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
    reports = bring_up_to_date(entries, cache, known, bounds, workers, progress)
    reports = bring_together(folders, cache, known, reports, progress)
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


def _point(link: Path, target: str) -> None:
    """Makes a symbolic link point somewhere else in one step."""
    if link.is_symlink() and str(link.readlink()) == target:
        return
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
