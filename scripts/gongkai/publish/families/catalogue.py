"""The list of all disclosures: pages of a hundred, and an index by which scripts sift and sort all of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.publish.machines.api import json_text
from gongkai.publish.measures import exact_text
from gongkai.publish.outputs import Output, Page, Whole
from gongkai.publish.paging import ON_A_PAGE
from gongkai.publish.summary import Summary

#: The pages behind the first. They are in no folder of disclosures: there, any name may be one's id.
FOLDER = "catalogue/"
#: What a row of the index holds, in order; `place` is the number of its place in `places`, amounts are yuan as text.
COLUMNS = ("id", "name", "place", "year", "phase", "scope", "expenditure", "income", "published", "figures", "failed")


def together(whole: Whole) -> Iterator[Page | Output]:
    """The pages, the newest disclosures first, and the index."""
    entries = sorted(whole.summaries, key=lambda summary: summary.recency, reverse=True)
    count = max(1, -(-len(entries) // ON_A_PAGE))
    kinds = sorted({(entry.fiscal_year or 0, entry.phase) for entry in entries})
    shared = {
        "count": count,
        "total": len(entries),
        "years": sorted({year for year, _ in kinds if year}, reverse=True),
        "phases": sorted({phase for _, phase in kinds if phase}),
    }
    for number in range(1, count + 1):
        part = entries[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        path = "disclosures/" if number == 1 else f"{FOLDER}{number}/"
        context = {**shared, "entries": part, "number": number}
        yield Page(path, "catalogue.html", context, part, also=f"{count} {len(entries)} {kinds if number == 1 else ''}")
    yield Output("catalogue/index.json", json_text(_index(entries)).encode())


def _index(entries: Sequence[Summary]) -> dict[str, Any]:
    places: dict[tuple[str, ...], int] = {}
    for entry in sorted(entries, key=lambda entry: (entry.region_codes, entry.places)):
        for depth in range(len(entry.region_codes)):
            places.setdefault((*entry.region_codes[: depth + 1], *entry.places[: depth + 1]), len(places))
    return {
        "columns": COLUMNS,
        "places": [{"code": _half(both)[0][-1], "names": _half(both)[1]} for both in places],
        "rows": [_row(entry, places) for entry in entries],
    }


def _half(both: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A place's codes and its names, from the widest."""
    return both[: len(both) // 2], both[len(both) // 2 :]


def _row(entry: Summary, places: dict[tuple[str, ...], int]) -> list[Any]:
    shown = entry.headlines
    return [
        entry.id,
        entry.issuer or entry.title,
        places.get((*entry.region_codes, *entry.places), -1),
        entry.fiscal_year,
        entry.phase,
        entry.scope,
        exact_text(shown.expenditure.yuan) if shown.expenditure else None,
        exact_text(shown.income.yuan) if shown.income else None,
        entry.published_on,
        entry.lines,
        entry.failed,
    ]
