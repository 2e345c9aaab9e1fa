"""The search page, and what is searched for besides the disclosures: pages and places."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gongkai.package import Package
from gongkai.publish.fields import text
from gongkai.publish.pages import Page
from gongkai.publish.searching import Written, write_index
from gongkai.search import Entry, code_entries, entries

FOLDER = "search/data"
_KINDS = (
    ("page", ("页面", "Pages")),
    ("place", ("地区", "Places")),
    ("disclosure", ("单位与公开", "Departments and disclosures")),
    ("code", ("科目编码", "Codes")),
    ("project", ("项目", "Projects")),
    ("item", ("支出和收入的名目", "Items")),
    ("indicator", ("绩效指标", "Performance indicators")),
    ("table", ("表", "Tables")),
    ("heading", ("表头", "Headings")),
    ("paragraph", ("正文", "Paragraphs")),
)


def search_page() -> Page:
    """The page; its results come from the index."""
    return Page("search/", "search.html", {"kinds": _KINDS})


def write_search(packages: Sequence[Package], pages: Iterable[tuple[str, str]], out: Path) -> Written:
    """Writes the index of all packages, the code lists and `pages` (address and words) below `out`, the site."""
    ordered = sorted(packages, key=_newest_first)
    return write_index([_shown(package) for package in ordered], _found(ordered, pages), out / FOLDER)


def _found(packages: Sequence[Package], pages: Iterable[tuple[str, str]]) -> Iterator[tuple[int, Entry]]:
    for path, words in pages:
        yield -1, Entry("page", "", path, "", words)
    for entry in code_entries():
        yield -1, entry
    for number, package in enumerate(packages):
        for entry in entries(package):
            yield number, entry
        for region in package.rows["regions"]:
            yield number, Entry("place", text(package.disclosure, "id"), "", "", f"{region['name']} {region['code']}")


def _newest_first(package: Package) -> tuple[int, str, str]:
    row = package.disclosure
    return -int(str(row["fiscal_year"] or 0)), text(row, "issuer"), text(row, "id")


def _shown(package: Package) -> tuple[str, str, int, str]:
    row = package.disclosure
    year = int(str(row["fiscal_year"] or 0))
    return text(row, "id"), text(row, "issuer") or text(row, "title"), year, text(row, "phase")
