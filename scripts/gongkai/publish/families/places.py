"""A page per place: what was published there and in the places that lie in it."""

from collections.abc import Iterator

from gongkai.publish.outputs import Page, Whole
from gongkai.publish.paging import paged_by_rows
from gongkai.publish.shelves import change
from gongkai.publish.spots import spots


def together(whole: Whole) -> Iterator[Page]:
    """The list of places, and a page for each."""
    every = spots(whole.listed)
    told = repr([(spot.code, spot.names, len(spot.summaries)) for spot in every])
    yield Page("places/", "places.html", {"spots": every}, (), also=told)
    changes = {
        each.id: change(each, department.summaries) for department in whole.departments for each in department.summaries
    }
    for spot in every:
        rows = [(each, changes.get(each.id)) for each in spot.summaries]
        yield from paged_by_rows(f"places/{spot.code}/", "place.html", rows, {"spot": spot}, (spot.names, spot.inside))
