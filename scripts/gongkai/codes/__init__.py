"""Code lists: what a code is called, what it belongs to, which place a name means."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.model import Code, Line, Region

__all__ = ["class_names", "codes_of", "name_of", "region_named", "regions_of"]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    first_year: int | None


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__name__).joinpath(name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def _listed() -> Mapping[tuple[str, str], _Entry]:
    return {
        (row["scheme"], row["code"]): _Entry(row["name"], int(row["first_year"]) if row["first_year"] else None)
        for row in _rows("codes.csv")
    }


@cache
def _regions() -> Mapping[str, Region]:
    return {row["code"]: Region(row["code"], row["name"], row["type"], row["parent"]) for row in _rows("regions.csv")}


@cache
def class_names() -> Mapping[str, str]:
    """The classes (类) of the functional classification: name -> code."""
    return {
        entry.name: code for (scheme, code), entry in _listed().items() if scheme == "functional" and len(code) == 3
    }


def name_of(scheme: str, code: str) -> str:
    """The listed name of a code, or ""."""
    entry = _listed().get((scheme, code))
    return entry.name if entry else ""


def codes_of(lines: Iterable[Line]) -> tuple[Code, ...]:
    """Every code of the lines with its ancestors, each in the year of its line.

    A code that the list does not have is attested by the document alone, under the name printed there.
    """
    printed: dict[tuple[str, int, str], str] = {}
    for line in lines:
        if line.code and line.code_year is not None:
            printed.setdefault((line.scheme, line.code_year, line.code), line.label)
    wanted = dict(printed)
    for scheme, year, code in printed:
        for end in range(3, len(code), 2):
            if name_of(scheme, code[:end]):
                wanted.setdefault((scheme, year, code[:end]), "")
    return tuple(_code(key, label, wanted) for key, label in sorted(wanted.items()))


def _code(key: tuple[str, int, str], label: str, wanted: Mapping[tuple[str, int, str], str]) -> Code:
    scheme, year, code = key
    entry = _listed().get((scheme, code))
    above = (code[:end] for end in range(len(code) - 2, 2, -2))
    parent = next((a for a in above if (scheme, year, a) in wanted), "")
    if entry is None:
        return Code(scheme, year, code, label or code, parent, None, None, "document")
    first = min(entry.first_year or year, year)
    return Code(scheme, year, code, entry.name, parent, first, None, "list")


def region_named(*texts: str) -> str:
    """The code of the smallest place that the texts name; "" where none, or where the name is not unique.

    A name that several places share (普陀区) counts where a text also names its province or city.
    """
    text = " ".join(texts)
    found = [region for region in _regions().values() if region.name in text]
    found.sort(key=lambda region: (-len(region.code), -len(region.name)))
    for region in found:
        same = [other for other in found if other.name == region.name]
        if len(same) == 1 and _plausible(region, text):
            return region.code
        named = [other for other in same if any(_regions()[a].name in text for a in _ancestors(other))]
        if len(named) == 1:
            return named[0].code
    return ""


def _plausible(region: Region, text: str) -> bool:
    """No province of another place is named before it."""
    provinces = [r for r in _regions().values() if len(r.code) == 2 and r.name in text]
    return not provinces or any(region.code.startswith(p.code) for p in provinces)


def _ancestors(region: Region) -> list[str]:
    chain: list[str] = []
    parent = region.parent
    while parent and parent in _regions():
        chain.append(parent)
        parent = _regions()[parent].parent
    return chain


def regions_of(code: str) -> tuple[Region, ...]:
    """A place and those that it lies in, by code; empty where the code is not listed."""
    region = _regions().get(code)
    if region is None:
        return ()
    return tuple(sorted((region, *(_regions()[a] for a in _ancestors(region))), key=lambda r: r.code))
