"""Code lists: what a code is called, what it belongs to, in which years, and which place a name means."""

from collections.abc import Iterable, Mapping

from gongkai.codes.english import TRANSLATION, English, english_name, english_names
from gongkai.codes.lists import name_in, validity, vouched
from gongkai.codes.places import places, region_named, regions_of
from gongkai.model import Code, Line

__all__ = [
    "TRANSLATION",
    "English",
    "codes_of",
    "english_name",
    "english_names",
    "name_of",
    "places",
    "region_named",
    "regions_of",
]


def name_of(scheme: str, code: str) -> str:
    """The listed name of a code today, or ""."""
    entry = vouched(scheme, code)
    return entry.name if entry else ""


def codes_of(lines: Iterable[Line]) -> tuple[Code, ...]:
    """Every code of the lines with its ancestors, each in the year of its line.

    A code that the list does not vouch for is attested by the document alone, under the name printed there.
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
    above = (code[:end] for end in range(len(code) - 2, 2, -2))
    parent = next((a for a in above if (scheme, year, a) in wanted), "")
    entry = vouched(scheme, code)
    if entry is None or validity(scheme, code, year).state == "unknown":
        return Code(scheme, year, code, label or code, parent, None, None, "document")
    return Code(scheme, year, code, name_in(scheme, code, year), parent, entry.valid_from, entry.valid_to, "list")
