"""What is searched for on the static site: what is in packages, their places, codes and pages."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gongkai.package import Package
from gongkai.publish.fields import text
from gongkai.publish.searching import Written, write_index
from gongkai.publish.summary import Summary
from gongkai.search import Entry, code_entries, entries

FOLDER = "search/data"


def found_in(package: Package) -> Iterator[Entry]:
    """The entries of a package, and its places by name and code."""
    yield from entries(package)
    for region in package.rows["regions"]:
        yield Entry("place", text(package.disclosure, "id"), "", "", f"{region['name']} {region['code']}")


def write_search(
    disclosures: Iterable[tuple[Summary, Iterable[Entry]]], pages: Iterable[tuple[str, str]], out: Path
) -> Written:
    """Writes the index of all disclosures, the code lists and `pages` (address and words) below `out`, the site.

    The order of the disclosures is that of the places of a result: the newest comes first.
    """
    ordered = sorted(disclosures, key=lambda each: _newest_first(each[0]))
    return write_index([_shown(summary) for summary, _ in ordered], _found(ordered, pages), out / FOLDER)


def _found(
    disclosures: Sequence[tuple[Summary, Iterable[Entry]]], pages: Iterable[tuple[str, str]]
) -> Iterator[tuple[int, Entry]]:
    for path, words in pages:
        yield -1, Entry("page", "", path, "", words)
    for entry in code_entries():
        yield -1, entry
    for number, (_, own) in enumerate(disclosures):
        yield from ((number, entry) for entry in own)


def _newest_first(summary: Summary) -> tuple[int, str, str]:
    return -(summary.fiscal_year or 0), summary.issuer, summary.id


def _shown(summary: Summary) -> tuple[str, str, int, str]:
    return summary.id, summary.issuer or summary.title, summary.fiscal_year or 0, summary.phase
