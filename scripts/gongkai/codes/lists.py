"""The code lists: which code holds in which year, what it is called then, and what became of it.

What is curated (`changes.csv`) is what the Ministry of Finance changed; the rest is what disclosures print, and where
too few do, the lists say nothing.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

Record = TypeVar("Record")

#: As many documents must print a name before the lists vouch for it: one alone may be misread.
FEWEST_DOCUMENTS = 2
#: The source of a change that only disclosures show: both years are as far as they reach.
OBSERVED = "observed"
#: The columns of the files that hold whole numbers.
NUMBERS = frozenset({"level", "valid_from", "valid_to", "first_year", "last_year", "documents", "from_year", "to_year"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A code of the lists; the years of its validity are set only where a change of the ministry says them.

    `documents` is the number of documents known to print its name, `first_year` and `last_year` their years.
    """

    scheme: str
    code: str
    name: str
    parent: str
    level: int
    valid_from: int | None
    valid_to: int | None
    first_year: int | None
    last_year: int | None
    documents: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a code has, had, or is printed with.

    `relation` is "name" or "former" for what it is and was called, "wording" or "cut" for how documents write that,
    and "other" for a text that is no name of it: misread, or the name of another code.
    """

    scheme: str
    code: str
    name: str
    relation: str
    valid_from: int | None
    valid_to: int | None
    first_year: int | None
    last_year: int | None
    documents: int


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a code from one year to the next; `from_year` is its last, `to_year` the first of the other.

    `relation` is same, renamed, moved, split, merged, abolished or new. `source` names the ministry's list of a year
    (see SOURCES.md), or is OBSERVED: then the change came between the two years.
    """

    scheme: str
    relation: str
    from_year: int | None
    from_code: str
    from_name: str
    to_year: int | None
    to_code: str
    to_name: str
    source: str


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a code holds in a year: "holds", "ended", "not_yet" or "unknown", and by which changes."""

    state: str
    changes: tuple[Change, ...] = ()


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of this folder."""
    text = files(__package__).joinpath(f"{name}.csv").read_text("utf-8")
    yield from csv.DictReader(text.splitlines())


def typed(kind: type[Record], row: Mapping[str, str]) -> Record:
    """A row as a value of its kind: its numbers as numbers, and None where there is none."""
    values: dict[str, Any] = {c: (int(v) if v else None) if c in NUMBERS else v for c, v in row.items()}
    return kind(**values)


@cache
def listed() -> Mapping[tuple[str, str], Listed]:
    """All codes of the lists by scheme and code."""
    return {(row["scheme"], row["code"]): typed(Listed, row) for row in rows_of("codes")}


@cache
def names() -> Mapping[tuple[str, str], Sequence[Name]]:
    """All names of each code, by scheme and code."""
    found: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for row in rows_of("names"):
        found[row["scheme"], row["code"]].append(typed(Name, row))
    return found


@cache
def changes() -> Sequence[Change]:
    """The crosswalk over the years, in the order of its file."""
    return tuple(typed(Change, row) for row in rows_of("changes"))


@cache
def _by_code() -> Mapping[tuple[str, str], Sequence[Change]]:
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes():
        for code in {change.from_code, change.to_code} - {""}:
            found[change.scheme, code].append(change)
    return found


def ends(code: str, known: Sequence[Change]) -> dict[int, tuple[Change, ...]]:
    """The last years of a code, each with the changes that end it."""
    ending = [c for c in known if c.from_code == code and c.from_year is not None and c.relation != "same"]
    kept = {c.to_year for c in known if c.to_code == code and c.from_year is not None}
    gone = [c for c in ending if c.to_year is None or c.to_year not in kept]
    return {c.from_year: tuple(g for g in gone if g.from_year == c.from_year) for c in gone if c.from_year is not None}


def begins(code: str, known: Sequence[Change]) -> dict[int, tuple[Change, ...]]:
    """The first years of a code, each with the changes that begin it."""
    before = [c.from_year for c in known if c.from_code == code and c.from_year is not None]
    came = [c for c in known if c.to_code == code and c.to_year is not None and c.relation not in ("same", "renamed")]
    new = [c for c in came if c.relation == "new" or not any(y < (c.to_year or 0) for y in before)]
    return {c.to_year: tuple(n for n in new if n.to_year == c.to_year) for c in new if c.to_year is not None}


@cache
def validity(scheme: str, code: str, year: int) -> Validity:
    """Whether a code holds in a year; a code cannot outlive the class that it belongs to."""
    for end in range(3, len(code) + 1, 2):
        found = _own_validity(scheme, code[:end], year)
        if found.state in ("ended", "not_yet"):
            return found
    return found


def _own_validity(scheme: str, code: str, year: int) -> Validity:
    known = _by_code().get((scheme, code), ())
    last, first = ends(code, known), begins(code, known)
    past = max((y for y in last if y < year), default=None)
    renewed = [y for y in first if past is None or y > past]
    ahead = min((y for y in renewed if y > year), default=None)
    end = min((y for y in last if y >= year), default=None)
    if any(y <= year for y in renewed) or (end is not None and (ahead is None or end < ahead)):
        return Validity("holds")
    ended = last.get(past, ()) if past is not None else ()
    coming = first[ahead] if ahead is not None else ()
    if any(change.source == OBSERVED for change in (*ended, *coming)):
        return Validity("unknown")
    if ended or coming:
        return Validity("ended", ended) if ended else Validity("not_yet", coming)
    entry = listed().get((scheme, code))
    if entry is None or (entry.documents < FEWEST_DOCUMENTS and not known):
        return Validity("unknown")
    return Validity("holds")


def vouched(scheme: str, code: str) -> Listed | None:
    """A code that enough documents print, or that the ministry's changes name; None for any other."""
    entry = listed().get((scheme, code))
    if entry is None or (entry.documents < FEWEST_DOCUMENTS and (scheme, code) not in _by_code()):
        return None
    return entry


@lru_cache(maxsize=1 << 14)
def name_in(scheme: str, code: str, year: int) -> str:
    """What the lists call a code in a year, "" for a code that they do not vouch for."""
    entry = vouched(scheme, code)
    if entry is None:
        return ""
    dated = [n for n in names().get((scheme, code), ()) if n.relation in ("former", "name")]
    held = (n.name for n in dated if n.relation == "former" and n.valid_to is not None and year <= n.valid_to)
    return next(held, entry.name)
