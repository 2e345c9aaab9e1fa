"""Places of GB/T 2260: which place a text names, and where it lies. Abolished places stay, with their last year."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.model import Region


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the list; the years in which it holds are known only where it changed since 2017.

    `successors` are the codes of the places that took its area over.
    """

    region: Region
    valid_from: int | None
    valid_to: int | None
    successors: tuple[str, ...]


@cache
def places() -> Mapping[str, Place]:
    """All places, also the abolished ones, by code."""
    text = files(__package__).joinpath("regions.csv").read_text("utf-8")
    return {
        row["code"]: Place(
            Region(row["code"], row["name"], row["type"], row["parent"]),
            int(row["valid_from"]) if row["valid_from"] else None,
            int(row["valid_to"]) if row["valid_to"] else None,
            tuple(row["successors"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    }


def region_named(*texts: str, year: int | None = None) -> str:
    """The code of the smallest place that the texts name; "" where none, or where the name is not unique.

    A name that several places share (普陀区) counts where a text also names its province or city. A place that was
    abolished before `year` is not meant; a new one may speak of a year before its own.
    """
    text = " ".join(texts)
    found = [place.region for place in places().values() if place.region.name in text and _lasts(place, year)]
    found.sort(key=lambda region: (-len(region.code), -len(region.name)))
    for region in found:
        same = [other for other in found if other.name == region.name]
        if len(same) == 1 and _plausible(region, text):
            return region.code
        named = [other for other in same if any(places()[a].region.name in text for a in _ancestors(other))]
        if len(named) == 1:
            return named[0].code
    return ""


def _lasts(place: Place, year: int | None) -> bool:
    return year is None or place.valid_to is None or year <= place.valid_to


def _plausible(region: Region, text: str) -> bool:
    """No province of another place is named before it."""
    provinces = [p.region for code, p in places().items() if len(code) == 2 and p.region.name in text]
    return not provinces or any(region.code.startswith(p.code) for p in provinces)


def _ancestors(region: Region) -> list[str]:
    chain: list[str] = []
    parent = region.parent
    while parent and parent in places():
        chain.append(parent)
        parent = places()[parent].region.parent
    return chain


def regions_of(code: str) -> tuple[Region, ...]:
    """A place and those that it lies in, by code; empty where the code is not listed."""
    place = places().get(code)
    if place is None:
        return ()
    above = (places()[a].region for a in _ancestors(place.region))
    return tuple(sorted((place.region, *above), key=lambda r: r.code))
