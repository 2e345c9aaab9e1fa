"""A page per place, and what is published, missing or could not be read: place by year and phase."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import change, current, departments, paged
from gongkai.publish.summary import Summary


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with all that lies in it; `inside` are the places right below it that have disclosures."""

    code: str
    names: tuple[str, ...]
    summaries: tuple[Summary, ...]
    inside: tuple[tuple[str, str, int], ...]

    @property
    def depth(self) -> int:
        return len(self.names)


def spots(summaries: Sequence[Summary]) -> tuple[Spot, ...]:
    """Every place that a disclosure names, in the order of the codes."""
    found: dict[str, list[Summary]] = {}
    names: dict[str, tuple[str, ...]] = {}
    below: dict[str, set[str]] = {}
    for summary in summaries:
        for place, code in enumerate(summary.region_codes):
            found.setdefault(code, []).append(summary)
            names[code] = summary.places[: place + 1]
            if place:
                below.setdefault(summary.region_codes[place - 1], set()).add(code)
    return tuple(
        Spot(
            code,
            names[code],
            tuple(found[code]),
            tuple((inner, names[inner][-1], len(found[inner])) for inner in sorted(below.get(code, ()))),
        )
        for code in sorted(found)
    )


def together(whole: Whole) -> Iterator[Page]:
    """The pages of places, and that of what is published where and when."""
    listed = current(whole.summaries)
    every = spots(listed)
    yield Page("places/", "places.html", {"spots": every}, listed)
    for spot in every:
        grouped = {each.id: department for department in departments(spot.summaries) for each in department.summaries}
        rows = [
            (each, change(each, grouped[each.id].summaries if each.id in grouped else ())) for each in spot.summaries
        ]
        yield from paged(f"places/{spot.code}/", "place.html", rows, {"spot": spot}, (spot.names, spot.inside))
    yield Page("coverage/", "coverage.html", _coverage(every, listed), listed)


def _coverage(every: Sequence[Spot], listed: Sequence[Summary]) -> dict[str, object]:
    """For each place the departments by year and phase; what no disclosure states is in no column."""
    columns = sorted({(s.fiscal_year, s.phase) for s in listed if s.fiscal_year}, key=lambda c: (-(c[0] or 0), c[1]))
    rows = [
        (
            spot,
            len({(s.region_code, s.issuer) for s in spot.summaries}),
            [[s for s in spot.summaries if (s.fiscal_year, s.phase) == column] for column in columns],
        )
        for spot in every
    ]
    partly = [s for s in listed if s.coverage.unrecognised or s.coverage.incomplete]
    return {"columns": columns, "places": rows, "partly": partly[:100], "partly_count": len(partly)}
