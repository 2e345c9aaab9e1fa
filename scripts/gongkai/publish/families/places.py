"""A page per place: what was published there and in the places that lie in it."""

from collections.abc import Iterator

from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import change, current, departments, paged_by_rows
from gongkai.publish.spots import spots


def together(whole: Whole) -> Iterator[Page]:
    """The list of places, and a page for each."""
    listed = current(whole.summaries)
    every = spots(listed)
    yield Page("places/", "places.html", {"spots": every}, listed)
    for spot in every:
        grouped = {each.id: department for department in departments(spot.summaries) for each in department.summaries}
        rows = [
            (each, change(each, grouped[each.id].summaries if each.id in grouped else ())) for each in spot.summaries
        ]
        yield from paged_by_rows(f"places/{spot.code}/", "place.html", rows, {"spot": spot}, (spot.names, spot.inside))
