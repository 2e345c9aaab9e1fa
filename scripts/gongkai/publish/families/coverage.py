"""What is published, missing or could not be read: place by year and phase, and the lists behind the counts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gongkai.publish.gaps import Count, Issuer, Slot, accounts_due, counts, gaps, issuers, newest_first, wholly_read
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.paging import paged
from gongkai.publish.spots import NOWHERE, Spot, spots

_SHOWN_FIRST = 10  # of a list, on the page that leads to it
_DEEPEST = 2  # provinces and cities have pages; issuers of what lies in a city are on the page of the city


def together(whole: Whole) -> Iterator[Page]:
    """The page of all places, one for each place, the list of what is missing, and that of what was partly read."""
    listed = whole.listed
    found, every = issuers(whole.departments, listed), spots(listed)
    by_page: defaultdict[str, list[Issuer]] = defaultdict(list)
    within: defaultdict[str, list[Issuer]] = defaultdict(list)
    for issuer in found:
        codes = issuer.department.summaries[0].region_codes or (NOWHERE,)
        by_page[codes[:_DEEPEST][-1]].append(issuer)
        for code in codes:
            within[code].append(issuer)
    counted = {code: counts(own) for code, own in within.items()}
    missing = list(gaps(found))
    unread = [each for each in listed if not wholly_read(each)]
    due = accounts_due(listed)
    shared = {"due": due, "missing_count": len(missing), "unread_count": len(unread)}
    places = _matrix([spot for spot in every if spot.depth <= _DEEPEST], within, counted)
    nowhere = NOWHERE if NOWHERE in within else ""
    first, partly = missing[:_SHOWN_FIRST], unread[:_SHOWN_FIRST]
    context = {**shared, **places, "nowhere": nowhere, "missing": first, "unread": partly}
    made_of = [*partly, *(each for issuer, _, _ in first for each in issuer.department.summaries)]
    also = f"{shared} {nowhere} {_told(places)} {[(slot, why) for _, slot, why in first]}"
    yield Page("coverage/", "coverage.html", context, made_of, also=also)
    yield from map(_of_its_rows, paged("coverage/missing/", "coverage_missing.html", missing, shared, ()))
    for page in paged("coverage/unread/", "coverage_unread.html", unread, shared, ()):
        rows = page.shown()["rows"]
        yield replace(page, made_of=rows, also=f"{page.shown()['count']} {len(unread)}")
    by_code = {spot.code: spot for spot in every}
    for code, own, spot in _places(every, by_page):
        inner = [by_code[inner] for inner, _, _ in spot.inside] if spot else []
        columns = list(counts(own))
        ordered = sorted(own, key=lambda issuer: (-len(issuer.missing), -len(issuer.unread)))
        context = {"spot": spot, "inner": _matrix(inner, within, counted), "columns": columns, "due": due}
        also = f"{due} {columns} {(spot.codes, spot.names) if spot else ''} {_told(context['inner'])}"
        for page in paged(f"coverage/{code}/", "coverage_place.html", ordered, context, ()):
            yield _of_its_issuers(page, also)


def _told(matrix: Mapping[str, Any]) -> str:
    """All that the matrix shows."""
    places = [(spot.codes, spot.names, issuers, cells) for spot, issuers, cells in matrix["places"]]
    return f"{matrix['columns']} {places}"


def _of_its_issuers(page: Page, also: str) -> Page:
    """A page of issuers is made of those on it: that of a province stands when a disclosure of another page changes."""
    shown = page.shown()
    told = [(one.department.key, one.missing, sorted(one.unread)) for one in shown["rows"]]
    made_of = [each for one in shown["rows"] for each in one.department.summaries]
    return replace(page, made_of=made_of, also=f"{also} {shown['count']} {shown['total']} {told}")


def _of_its_rows(page: Page) -> Page:
    """A page of what is missing is made of the issuers on it: many such pages stand when one disclosure changes."""
    shown = page.shown()
    told = [(issuer.department.key, slot, why) for issuer, slot, why in shown["rows"]]
    made_of = {each.id: each for issuer, _, _ in shown["rows"] for each in issuer.department.summaries}
    also = f"{shown['count']} {shown['total']} {shown['due']} {told}"
    return replace(page, made_of=tuple(made_of.values()), also=also)


def _places(
    every: Sequence[Spot], by_page: Mapping[str, Sequence[Issuer]]
) -> Iterator[tuple[str, Sequence[Issuer], Spot | None]]:
    for spot in every:
        if spot.depth <= _DEEPEST:
            yield spot.code, by_page.get(spot.code, ()), spot
    if by_page.get(NOWHERE):
        yield NOWHERE, by_page[NOWHERE], None


def _matrix(
    shown: Sequence[Spot], within: Mapping[str, Sequence[Issuer]], counted: Mapping[str, Mapping[Slot, Count]]
) -> dict[str, Any]:
    """The rows of places and the columns of years and phases that any of them has."""
    columns = newest_first({slot for spot in shown for slot in counted.get(spot.code, ())})
    rows = [
        (spot, len(within.get(spot.code, ())), [counted.get(spot.code, {}).get(slot) for slot in columns])
        for spot in shown
    ]
    return {"columns": columns, "places": rows}
