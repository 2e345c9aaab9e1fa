"""The whole site: prose, pages of disclosures, pages about several, downloads, the database."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from gongkai.errors import BuildError
from gongkai.export import DatabaseWriter, write_code_lists, write_database, write_everything
from gongkai.package import DESCRIPTOR, Row, read_package, read_rows
from gongkai.publish.environment import Templates, environment
from gongkai.publish.families import together
from gongkai.publish.fields import text
from gongkai.publish.finder import FOLDER, write_search
from gongkai.publish.machines import Digest, write_machines
from gongkai.publish.outputs import Whole
from gongkai.publish.questions import write_engine
from gongkai.publish.rendering import Rendering
from gongkai.publish.store import Job, Setting, entries_of, job, made, make_data, make_pages, mapped, place, prune
from gongkai.publish.titles import titles

_KEYS = "pages.json"


@dataclass(frozen=True, slots=True)
class Reuse:
    """What a build may take over: the store of disclosures, and the folder of the former site.

    `made_with` is a hash of everything but the packages that decides on the site's bytes: code, templates, prose;
    `code` is one of the code alone.
    """

    store: Path
    code: str
    made_with: str
    former: Path | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What was done: disclosures whose pages were made, pages about several that were, and the names in use."""

    disclosures: int
    pages: int
    jobs: tuple[Job, ...]


def publish_site(
    folders: Sequence[Path],
    database: Path,
    out: Path,
    *,
    site_sources: Path,
    browser_code: Path | None = None,
    build_database: DatabaseWriter | None = None,
    reuse: Reuse | None = None,
    pictures: Mapping[Path, Mapping[str, Path]] = MappingProxyType({}),
    workers: int = 1,
    digest: Callable[[Path], str] = lambda file: sha256(file.read_bytes()).hexdigest(),
    progress: Callable[[str, str], None] = lambda _zh, _en: None,
) -> Published:
    """Writes the site of the packages in `folders` to `out`, new or empty; byte-identical for the same input.

    `database` is the SQLite file built from the same packages, `site_sources` the folder of mkdocs.yml. `digest`
    gives the SHA-256 of a file, `progress` is told what is done next, `browser_code` is where set-up laid the browser
    code of others: without it the page for SQL says why it cannot ask. `build_database`, a function of a module, writes
    the database of each disclosure too. `pictures` are, for a folder, those of the drawn pages of its files. Links are
    relative, so the site works from any folder; only 404.html, which is shown at any address, leads to the root named
    by `site_url`. With `reuse` the folders of disclosures are symbolic links into the store, and what did not change
    is not made again.
    Raises BuildError where `out` holds something, or MkDocs complains, and PackageError.
    """
    from gongkai.publish import prose  # noqa: PLC0415  MkDocs takes a third of a second to import

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BuildError(str(out), zh="不是空文件夹；请另给一个", en="is not an empty folder; give another")
    if out.resolve().is_relative_to(site_sources.resolve()):
        raise BuildError(str(out), zh="在网站源文件夹之内", en="is inside the site's sources")
    settings = prose.settings(site_sources)
    templates = environment(site_sources, site_url=settings.site_url, repo_url=settings.repo_url)
    addresses = list(prose.write_prose(site_sources, out, templates))
    setting = Setting(
        reuse.store if reuse else out / ".store",
        site_sources,
        settings.site_url,
        settings.repo_url,
        reuse.code if reuse else "",
        reuse.made_with if reuse else "",
        linked=reuse is not None,
        browser_code=browser_code,
        write_database=build_database,
    )
    jobs = [job(folder, digest(folder / DESCRIPTOR), setting, pictures.get(folder, {})) for folder in sorted(folders)]
    progress("写出各份公开的下载文件", "writing the files of each disclosure")
    make_data(jobs, setting, workers)
    progress("写出各份公开的页面", "writing the pages of each disclosure")
    remade = make_pages(jobs, setting, workers)
    found = list(made(jobs, setting))
    place(jobs, found, setting, out)
    by_id = mapped(jobs, found)
    summaries = sorted((own.summary for own in found), key=lambda summary: summary.id)
    former = reuse.former if reuse and reuse.former and (reuse.former / ".." / _KEYS).is_file() else None
    rendering = Rendering(
        templates,
        out,
        setting.made_with,
        {identity: one.pages for identity, one in by_id.items()},
        former,
        json.loads((former / ".." / _KEYS).read_text("utf-8")) if former else {},
    )
    progress("写出汇总文件", "writing the files of everything")
    everything = write_everything((read_package(one.folder) for one in by_id.values()), out)
    progress("写出总览", "writing the pages about several disclosures")
    whole = Whole(
        summaries,
        _rules([one.folder for one in jobs], [own.summary.rules_sha256 for own in found]),
        write_database(database, out),
        everything,
        write_code_lists(out),
        settings.site_url,
        settings.repo_url,
        [own.digest for own in sorted(found, key=lambda own: own.summary.id)],
        write_engine(site_sources, browser_code, out),
    )
    for family in together():
        rendering.write(family(whole))
    addresses += [*rendering.addresses, *(address for own in found for address in own.addresses)]
    _search(rendering, whole.digests, by_id, setting)
    if reuse is None:
        shutil.rmtree(setting.store, ignore_errors=True)
    else:
        (out / ".." / _KEYS).write_text(json.dumps(rendering.keys), "utf-8")
    _write_not_found(templates, out, settings.site_url)
    write_machines(
        *(whole.digests, whole.database, addresses, out),
        site_sources=site_sources,
        site_url=settings.site_url,
    )
    return Published(remade, rendering.rendered, tuple(jobs))


def forget(reuse: Reuse, published: Published) -> None:
    """Removes from the store what the site that is now shown does not use."""
    prune(reuse.store, published.jobs)


def _rules(folders: Iterable[Path], hashes: Iterable[str]) -> Mapping[str, Row]:
    """The rules that the packages were held to, by name; equal tables are read once."""
    distinct = dict(zip(hashes, folders, strict=True))
    return {text(rule, "rule"): rule for folder in sorted(distinct.values()) for rule in read_rows(folder, "rules")}


def _search(rendering: Rendering, digests: Sequence[Digest], jobs: Mapping[str, Job], setting: Setting) -> None:
    """Writes the index, or takes over that of the former site where nothing that it holds has changed."""
    pages = tuple(titles(rendering.out))
    parts = (rendering.made_with, *(one.pages for one in jobs.values()), *map(str, pages))
    key, name = sha256("\n".join(parts).encode()).hexdigest(), f"{FOLDER}/"
    if rendering.former is not None and rendering.former_keys.get(name) == key:
        shutil.copytree(rendering.former / FOLDER, rendering.out / FOLDER, copy_function=os.link)
    else:
        entries = ((digest, entries_of(jobs[digest.id], setting)) for digest in digests)
        write_search(entries, pages, rendering.out)
    rendering.keys[name] = key


def _write_not_found(shared: Templates, out: Path, site_url: str) -> None:
    """Shown at addresses of any depth, it cannot lead anywhere relatively."""
    root = "/" + site_url.split("://", 1)[-1].partition("/")[2]
    context = {"lang": "zh", "path": "", "root": root if root.endswith("/") else f"{root}/"}
    page = shared.get_template("404.html").render(context)
    (out / "404.html").write_text(page, encoding="utf-8", newline="\n")
