"""The whole site: prose, pages of disclosures, pages about several, downloads, the database."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from gongkai.collecting import seldom_collected
from gongkai.errors import BuildError
from gongkai.export import DatabaseWriter
from gongkai.package import DESCRIPTOR, Row, read_rows
from gongkai.publish.environment import Templates
from gongkai.publish.families import together
from gongkai.publish.fields import text
from gongkai.publish.finder import FOLDER, write_search
from gongkai.publish.frames import Frames
from gongkai.publish.holding_file import holdings
from gongkai.publish.links import place
from gongkai.publish.machines.writing import machines
from gongkai.publish.making import Job, entries_of, job, made, make_data, make_pages
from gongkai.publish.outputs import Prose, Whole
from gongkai.publish.questions import write_engine
from gongkai.publish.records import from_json
from gongkai.publish.rendering import Rendering
from gongkai.publish.setting import Setting
from gongkai.publish.store import keep, name_of, prune
from gongkai.publish.summary import Summary
from gongkai.publish.titles import titles
from gongkai.publish.united import OFFERED, kept_names, offered, place_lists, place_united, unite

_KEYS = "pages.json"


@dataclass(frozen=True, slots=True)
class Reuse:
    """What a build may take over: the store of disclosures, and the folder of the former site.

    `made_with` is a hash of everything but the packages that decides on the site's bytes: code, templates, prose;
    `code` is one of the code alone. With `pages_only` the united files, the database and the search stay those of the
    former site, if it has them; `make_database` writes the database where it is needed.
    """

    store: Path
    code: str
    made_with: str
    former: Path | None = None
    pages_only: bool = False
    make_database: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Published:
    """What was done: disclosures whose pages were made, pages about several that were, and the names in use.

    `awaiting` disclosures have changed since the united files were made, `kept` are their folders of the store.
    """

    disclosures: int
    pages: int
    jobs: tuple[Job, ...]
    awaiting: int = 0
    kept: tuple[str, ...] = ()


@seldom_collected()
def publish_site(
    folders: Sequence[Path],
    database: Path,
    out: Path,
    *,
    site_sources: Path,
    browser_code: Path | None = None,
    database_of: DatabaseWriter | None = None,
    reuse: Reuse | None = None,
    pictures: Mapping[Path, Mapping[str, Path]] = MappingProxyType({}),
    workers: int = 1,
    digest: Callable[[Path], str] = lambda file: sha256(file.read_bytes()).hexdigest(),
    progress: Callable[[str, str], None] = lambda _zh, _en: None,
) -> Published:
    """Writes the site of the packages in `folders` to `out`, new or empty; byte-identical for the same input.

    `database` is the SQLite file of the same packages, `site_sources` the folder of mkdocs.yml. `digest`
    gives the SHA-256 of a file, `progress` is told what is done next, `browser_code` is where set-up laid the browser
    code of others: without it the page for SQL says why it cannot ask. `database_of`, a function of a module, gives
    the database of each disclosure too. `pictures` are, for a folder, those of the drawn pages of its files. Links are
    relative, so the site works from any folder; only 404.html, which is shown at any address, leads to the root named
    by `site_url`. With `reuse` the folders of disclosures are symbolic links into the store, and what did not change
    is not made again.
    Raises BuildError where `out` holds something, or MkDocs complains, and PackageError.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BuildError(str(out), zh="不是空文件夹；请另给一个", en="is not an empty folder; give another")
    if out.resolve().is_relative_to(site_sources.resolve()):
        raise BuildError(str(out), zh="在网站源文件夹之内", en="is inside the site's sources")
    reused = reuse or Reuse(out / ".store", "", "")
    prose = _prose(reused, site_sources, out)
    setting = Setting(
        reused.store,
        site_sources,
        prose.site_url,
        prose.repo_url,
        reused.code,
        reused.made_with,
        linked=reuse is not None,
        browser_code=browser_code,
        database_of=database_of,
    )
    templates = setting.templates()
    jobs = [job(folder, digest(folder / DESCRIPTOR), setting, pictures.get(folder, {})) for folder in sorted(folders)]
    progress("写出各份公开的下载文件", "writing the files of each disclosure")
    make_data(jobs, setting, workers)
    progress("写出各份公开的页面", "writing the pages of each disclosure")
    remade = make_pages(jobs, setting, workers)
    by_name = {one.pages: one for one in jobs}
    with holdings(setting.cache(), by_name, partial(made, setting=setting), prose.site_url) as held:
        named = list(held.names())
        place(((pages, own) for _, pages, own in named), setting.store, out, linked=setting.linked)
        by_id = {identity: by_name[pages] for identity, pages, _ in named}
        former = _former(reused)
        last = offered(former, setting) if reused.pages_only else {}
        progress("写出汇总文件", "writing the files of everything")
        name, united = unite(by_id, setting, database, reused.make_database, last.get("united"))
        place_united(name, setting, out)
        progress("写出总览", "writing the pages about several disclosures")
        keys = json.loads((former / ".." / _KEYS).read_text("utf-8")) if former else {}
        rendering = Rendering(Frames(templates), out, setting.made_with, held.told, former, keys)
        whole = Whole(
            held.summaries,
            _rules(by_id, held.summaries),
            united.database,
            united.everything,
            place_lists(setting, out),
            prose.site_url,
            prose.repo_url,
            held,
            write_engine(site_sources, browser_code, out),
            united.awaiting(by_id),
        )
        for family in together():
            rendering.write(family(whole))
        progress("写出搜索的索引", "writing the index of the search")
        search = _search(rendering, held.summaries, by_id, setting, last.get("search"))
        progress("写出供程序读取的文件", "writing what machines read")
        _write_not_found(templates, out, prose.site_url)
        addresses = chain(prose.addresses, rendering.addresses, held.addresses())
        rendering.write(machines(whole, held, addresses, out, site_sources))
    offers = {"united": name, "search": search, "prose": name_of(setting.made_with)}
    if reuse is None:
        shutil.rmtree(setting.store, ignore_errors=True)
    else:
        (out / ".." / _KEYS).write_text(json.dumps(rendering.keys), "utf-8")
        (out / ".." / OFFERED).write_text(json.dumps(offers), "utf-8")
    return Published(remade, rendering.rendered, tuple(jobs), whole.awaiting, tuple(kept_names(offers, setting)))


def _former(reuse: Reuse) -> Path | None:
    """The folder of the former site, where it says what its pages were made of."""
    return reuse.former if reuse.former and (reuse.former / ".." / _KEYS).is_file() else None


def forget(reuse: Reuse, published: Published) -> None:
    """Removes from the store what the site that is now shown does not use."""
    own = (name for one in published.jobs for name in (f"data/{one.data}", f"pages/{one.pages}"))
    prune(reuse.store, {*own, *published.kept})


def _prose(reuse: Reuse, site_sources: Path, out: Path) -> Prose:
    """Puts the hand-written pages into the site: they change with the sources and the code alone."""

    def write(work: Path) -> Prose:
        from gongkai.publish.prose import write_prose  # noqa: PLC0415  MkDocs takes a third of a second to import

        return write_prose(site_sources, work / "files")

    home = reuse.store / "prose" / name_of(reuse.made_with)
    prose = from_json(Prose, keep(home, write))
    shutil.copytree(home / "files", out, copy_function=os.link, dirs_exist_ok=True)
    return prose


def _rules(jobs: Mapping[str, Job], summaries: Iterable[Summary]) -> Mapping[str, Row]:
    """The rules that the packages were held to, by name; equal tables are read once."""
    distinct = {summary.rules_sha256: jobs[summary.id].folder for summary in summaries}
    return {text(rule, "rule"): rule for folder in sorted(distinct.values()) for rule in read_rows(folder, "rules")}


def _search(
    rendering: Rendering, summaries: Sequence[Summary], jobs: Mapping[str, Job], setting: Setting, last: str | None
) -> str:
    """Puts the index of the search into the site and gives its name in the store: that of `last`, else of today."""
    pages = () if last else tuple(titles(rendering.out))
    name = last or name_of(rendering.made_with, *(one.pages for one in jobs.values()), *map(str, pages))
    home = setting.store / "search" / name

    def write(work: Path) -> None:
        entries = ((summary, entries_of(jobs[summary.id], setting)) for summary in summaries)
        write_search(entries, pages, work / "files")

    keep(home, write)
    target = rendering.out / FOLDER
    target.parent.mkdir(parents=True, exist_ok=True)
    setting.put(home / "files" / FOLDER, target)
    return name


def _write_not_found(shared: Templates, out: Path, site_url: str) -> None:
    """Shown at addresses of any depth, it cannot lead anywhere relatively."""
    root = "/" + site_url.split("://", 1)[-1].partition("/")[2]
    context = {"lang": "zh", "path": "", "root": root if root.endswith("/") else f"{root}/"}
    page = shared["zh"].get_template("404.html").render(context)
    (out / "404.html").write_text(page, encoding="utf-8", newline="\n")
