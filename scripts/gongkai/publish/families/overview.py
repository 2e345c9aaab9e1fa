"""The pages about everything: start, codes, dictionary, rules, vocabulary."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai import schema
from gongkai.publish.codes import code_lists
from gongkai.publish.findings import STATUSES
from gongkai.publish.holding_tables import SCHEMES
from gongkai.publish.machines.linked import catalogue_ld, script_text
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.summary import Difference, Summary
from gongkai.publish.tile_map import provinces, tile_map
from gongkai.publish.vocabulary import vocabulary
from gongkai.vocabulary import terms

_LATEST = 6
_BIGGEST = 5


def together(whole: Whole) -> Iterator[Page]:
    """The pages about everything."""
    entries = sorted(whole.summaries, key=lambda summary: summary.recency, reverse=True)
    outcomes = {status: sum(summary.count(status) for summary in entries) for status in STATUSES}
    counts = {
        "disclosures": len(entries),
        "tables": sum(summary.tables for summary in entries),
        "lines": sum(summary.lines for summary in entries),
        "checks": sum(outcomes.values()),
    }
    shared = {"counts": counts, "outcomes": outcomes, "database": whole.database}
    every = (*schema.TABLES, *schema.LISTS)
    home = {**shared, "linked": lambda root: script_text(catalogue_ld(len(entries), whole.database, root))}
    yield Page("", "home.html", {**home, **_start(whole), "entries": [*map(whole.of, entries[:_LATEST])]})
    lists = whole.lists
    files = (*(table.csv for table in lists.resources), lists.descriptor, lists.workbook, lists.package)
    spent = {(scheme, head.name) for scheme in SCHEMES for head in (whole.held.spending(scheme) if whole.held else ())}
    codes = {"files": files, "spent": spent}
    yield Page("codes/", "codes.html", lambda: {**codes, "lists": code_lists()}, (), also=str(sorted(spent)))
    yield Page(
        "downloads/",
        "downloads.html",
        {
            "everything": whole.everything,
            "awaiting": whole.awaiting,
            "lists": lists,
            "database": whole.database,
            "words": {name: schema.words(name) for name in (*every, schema.FISCAL)},
        },
    )
    yield Page(
        "dictionary/",
        "dictionary.html",
        {
            "names": every,
            "schemas": {name: schema.schema(name) for name in every},
            "words": {name: schema.words(name) for name in every},
            "terms": {dimension: list(named.items()) for dimension, named in terms().items()},
        },
        (),
    )
    yield Page(
        "rules/",
        "rules.html",
        {
            "rules": [whole.rules[name] for name in sorted(whole.rules)],
            "statuses": STATUSES,
            "counts": _counts(whole),
        },
    )
    yield Page("vocabulary/", "vocabulary.html", lambda: {"vocabulary": vocabulary()}, ())


def _start(whole: Whole) -> dict[str, object]:
    """What the start page tells of all: departments, a year's budgets, places and their map, biggest differences."""
    listed = whole.listed
    planned = [
        (summary.fiscal_year, summary.headlines.expenditure.yuan)
        for summary in listed
        if (summary.phase, summary.scope) == ("budget", "department")
        and summary.fiscal_year
        and summary.headlines.expenditure
    ]
    year = max((year for year, _ in planned), default=None)
    places: dict[tuple[str, str], int] = {}
    for summary in listed:
        if summary.region_codes:
            place = summary.region_codes[0], summary.places[0]
            places[place] = places.get(place, 0) + 1
    amounts = [yuan for of, yuan in planned if of == year]
    return {
        "departments": len({(summary.region_code, summary.issuer) for summary in listed if summary.issuer}),
        "planned": {"year": year, "yuan": sum(amounts, Decimal(0)), "departments": len(amounts)},
        "places": sorted((code, name, _in_english(code), count) for (code, name), count in places.items()),
        "map": tile_map({code: count for (code, _), count in places.items()}),
        "differences": _differing(whole, listed),
    }


def _in_english(code: str) -> str:
    return provinces()[code].name_en if code in provinces() else ""


def _differing(whole: Whole, listed: Sequence[Summary]) -> list[tuple[Summary, Difference]]:
    """The biggest differences: first the one of each disclosure, so that no single document fills the list."""
    differing = [summary for summary in listed if any(one.difference for one in summary.differences)]
    if len(differing) < _BIGGEST:  # outlines have the biggest of each alone
        differing = [whole.of(summary) for summary in differing]
    told = [
        (place > 0, -abs(each.difference), summary.id, each.number, summary, each)
        for summary in differing
        for place, each in enumerate(one for one in summary.differences if one.difference)
        if each.difference
    ]
    first = sorted(told, key=lambda row: row[:4])[:_BIGGEST]
    return [(row[4], row[5]) for row in sorted(first, key=lambda row: row[1:4])]


def _counts(whole: Whole) -> dict[str, tuple[int, ...]]:
    outcomes = whole.held.outcomes() if whole.held else {}
    return {name: outcomes.get(name, (0,) * len(STATUSES)) for name in whole.rules}
