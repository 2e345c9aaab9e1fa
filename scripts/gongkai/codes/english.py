"""What the codes are called in English: the government's own words where it has published some, else a translation.

SOURCES.md says which text a name was taken from. A name in English never stands in for the printed one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.codes.lists import rows_of

#: The source of a name that nobody but this project gives.
TRANSLATION = "translation"


@dataclass(frozen=True, slots=True)
class English:
    """A name in English; `source` is the text it was taken from, or TRANSLATION."""

    name: str
    source: str


@cache
def english_names() -> Mapping[tuple[str, str], English]:
    """All names by scheme and code."""
    return {(row["scheme"], row["code"]): English(row["name_en"], row["source"]) for row in rows_of("english")}


def english_name(scheme: str, code: str) -> str:
    """The name of a code in English, "" where there is none."""
    found = english_names().get((scheme, code))
    return found.name if found else ""
