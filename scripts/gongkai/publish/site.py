"""The whole site: prose, data pages in both languages, downloads, the database."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from gongkai.errors import BuildError
from gongkai.package import Package, Row
from gongkai.publish.downloads import write_code_lists, write_database, write_downloads
from gongkai.publish.environment import LANGUAGES, Address, Templates, environment
from gongkai.publish.finder import search_page, write_search
from gongkai.publish.foreign import LOCK, locked
from gongkai.publish.machines import Painter, digest_of, find_font, write_machines, write_of_disclosure
from gongkai.publish.pages import Page, codes_page, disclosure_pages, entry, overview_pages, terms_of
from gongkai.publish.questions import questions_page, write_engine
from gongkai.publish.titles import titles


def publish_site(
    packages: Sequence[Package], database: Path, out: Path, *, site_sources: Path, browser_code: Path | None = None
) -> None:
    """Writes the site of the packages to `out`, a new or empty folder; byte-identical for the same input.

    `database` is the SQLite file built from the same packages, `site_sources` the folder of mkdocs.yml,
    `browser_code` where set-up laid the browser code of others: without it the page for SQL says why it cannot ask.
    Links are relative, so the site works from any folder; only 404.html, which is shown at any address, leads
    to the root named by `site_url`. Raises BuildError where `out` holds something, or MkDocs complains.
    """
    from gongkai.publish import prose  # noqa: PLC0415  MkDocs takes a third of a second to import

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BuildError(str(out), zh="不是空文件夹；请另给一个", en="is not an empty folder; give another")
    if out.resolve().is_relative_to(site_sources.resolve()):
        raise BuildError(str(out), zh="在网站源文件夹之内", en="is inside the site's sources")
    settings = prose.settings(site_sources)
    shared = environment(site_sources, site_url=settings.site_url, repo_url=settings.repo_url, terms=terms_of(packages))
    addresses = list(prose.write_prose(site_sources, out, shared))
    entries = [entry(package) for package in packages]
    files = write_database(database, out)
    addresses += _write_pages(shared, out, overview_pages(packages, entries, files))
    codes = write_code_lists(out)
    addresses += _write_pages(shared, out, [codes_page(codes)])
    available = write_engine(site_sources, browser_code, out)
    engine = next((each for each in locked(site_sources / LOCK) if each.folder == "sqlite"), None)
    addresses += _write_pages(shared, out, [search_page(), questions_page(files, engine, available=available)])
    painter, digests = Painter(find_font(site_sources, browser_code)), []
    for package, listed in zip(packages, entries, strict=True):
        downloads = write_downloads(package, out)
        digest = digest_of(package, listed.places)
        digests.append(digest)
        write_of_disclosure(digest, painter, out)
        addresses += _write_pages(
            shared, out, disclosure_pages(package, listed, downloads, digest, site_url=settings.site_url)
        )
    write_search(packages, titles(out, addresses), out)
    _write_not_found(shared, out, settings.site_url)
    write_machines(
        *(digests, [package.disclosure for package in packages], _regions(packages), (codes, files), addresses, out),
        site_sources=site_sources,
        site_url=settings.site_url,
    )


def _regions(packages: Sequence[Package]) -> dict[str, Row]:
    return {str(row["code"]): row for package in packages for row in package.rows["regions"]}


def _write_pages(shared: Templates, out: Path, pages: Iterable[Page]) -> list[str]:
    written = []
    for page in pages:
        template = shared.get_template(page.template)
        for language in LANGUAGES:
            address = Address(language, page.path)
            target = out / address.url / "index.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(template.render({**page.context, **address.context()}), encoding="utf-8", newline="\n")
            written.append(address.url)
    return written


def _write_not_found(shared: Templates, out: Path, site_url: str) -> None:
    """Shown at addresses of any depth, it cannot lead anywhere relatively."""
    root = "/" + site_url.split("://", 1)[-1].partition("/")[2]
    context = {"lang": "zh", "path": "", "root": root if root.endswith("/") else f"{root}/"}
    page = shared.get_template("404.html").render(context)
    (out / "404.html").write_text(page, encoding="utf-8", newline="\n")
