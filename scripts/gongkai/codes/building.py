"""The code lists from what documents print: majority name, all variants, first and last year; and what contradicts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.codes.lists import OBSERVED, Change, Listed, Name, begins, ends
from gongkai.codes.naming import likeness


@dataclass(frozen=True, slots=True)
class Seen:
    """A name that documents print for a code: how many at least, and from when to when."""

    scheme: str
    code: str
    name: str
    documents: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: the beginning of its file's SHA-256, its year and phase.

    Several files of one publication (its text and its tables, a corrected issue) have the same `publication` and
    attest a name once.
    """

    document: str
    year: int
    phase: str
    publication: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """One document of a year prints a code with a name."""

    scheme: str
    code: str
    name: str
    document: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The generated lists."""

    codes: tuple[Listed, ...]
    names: tuple[Name, ...]


def built(seen: Iterable[Seen], changes: Sequence[Change]) -> Lists:
    """The lists from what documents print and what the ministry changed, ordered by scheme and code."""
    by_code: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in seen:
        by_code[one.scheme, one.code].append(one)
    told: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        for code in {change.from_code, change.to_code} - {""}:
            told[change.scheme, code].append(change)
    keys = sorted({*by_code, *told})
    majority = {key: _majority(by_code[key]) for key in keys if by_code[key]}
    known: dict[tuple[str, str], Name] = {}
    all_names: list[Name] = []
    owners = _owners(majority)
    for key in keys:
        found = _names(key, by_code[key], told[key], owners)
        known[key] = next(name for name in found if name.relation == "name")
        all_names += found
    codes = tuple(_listed(key, known, by_code[key], told[key]) for key in keys)
    return Lists(codes, tuple(all_names))


def together(
    seed: Iterable[Seen], attestations: Iterable[Attestation], documents: Mapping[str, Document]
) -> list[Seen]:
    """What the seed counted and what single documents attest, as one.

    The seed does not say which documents it counted, so that the greater of both numbers is the one that is sure.
    """
    attested: dict[tuple[str, str, str], list[Document]] = defaultdict(list)
    for one in attestations:
        attested[one.scheme, one.code, one.name].append(documents[one.document])
    found = {(one.scheme, one.code, one.name): one for one in seed}
    for key in {*found, *attested}:
        former = found.get(key, Seen(*key, 0, None, None))
        by = attested[key]
        dates = [each.year for each in by] + [year for year in (former.first_year, former.last_year) if year]
        first, last = (min(dates), max(dates)) if dates else (None, None)
        count = max(former.documents, len({each.publication for each in by}))
        # The seed says when a name was first met and not when last.
        found[key] = Seen(*key, count, first, last if by else None)
    return [found[key] for key in sorted(found)]


def contradictions(
    attestations: Iterable[Attestation], documents: Mapping[str, Document], state: Callable[[str, str, int], str]
) -> list[tuple[Attestation, int, str]]:
    """Attestations in a year in which, by the ministry's changes, the code does not hold; with year and state."""
    dated = [(one, documents[one.document].year) for one in attestations]
    found = [(one, year, state(one.scheme, one.code, year)) for one, year in dated]
    return [entry for entry in found if entry[2] in ("ended", "not_yet")]


def _majority(seen: Sequence[Seen]) -> str:
    """The name that most documents print; of equals the longer, for a cell cuts off and adds nothing."""
    counted: Counter[str] = Counter()
    for one in seen:
        counted[one.name] += one.documents
    return min(counted, key=lambda name: (-counted[name], -len(name), name))


def _owners(majority: Mapping[tuple[str, str], str]) -> Mapping[tuple[str, str], set[str]]:
    """Which codes of a scheme are called so."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (scheme, code), name in majority.items():
        owners[scheme, name].add(code)
    return owners


def _names(
    key: tuple[str, str],
    seen: Sequence[Seen],
    changes: Sequence[Change],
    owners: Mapping[tuple[str, str], set[str]],
) -> list[Name]:
    scheme, code = key
    dated = _dated(code, changes)
    lasting = [name for name, (_, to) in dated.items() if to is None]
    # What the ministry calls it counts, also where the code has ended; else what most documents print.
    current = lasting[-1] if lasting else max(dated, key=lambda n: dated[n][1] or 0) if dated else _majority(seen)
    counts = {one.name: one for one in seen}
    found = []
    for name in sorted({*counts, *dated, current}, key=lambda n: (n != current, n not in dated, n)):
        one = counts.get(name, Seen(scheme, code, name, 0, None, None))
        begin, end = dated.get(name, (None, None))
        if name == current:
            relation = "name"
        elif name in dated:
            relation = "former"
        else:
            relation = _relation(name, [current, *dated], owners.get((scheme, name), set()) - {code})
        found.append(Name(scheme, code, name, relation, begin, end, one.first_year, one.last_year, one.documents))
    return found


def _dated(code: str, changes: Sequence[Change]) -> dict[str, tuple[int | None, int | None]]:
    """The names that changes give a code, with the first and the last year that they say; in the order of years."""
    dated: dict[str, tuple[int | None, int | None]] = {}
    for change in sorted(changes, key=lambda c: c.to_year or c.from_year or 0):
        if change.from_code == code and change.from_year is not None:
            ended = change.relation != "same"
            begin = dated.get(change.from_name, (None, None))[0]
            dated[change.from_name] = (begin, change.from_year if ended else None)
        if change.to_code == code and change.to_year is not None and change.to_name not in dated:
            dated[change.to_name] = (change.to_year if change.relation != "same" else None, None)
    return dated


def _relation(name: str, own: Iterable[str], owners: set[str]) -> str:
    if owners:
        return "other"
    how = [likeness(name, one) for one in own]
    if "cut" in how:
        return "cut"
    return "wording" if "near" in how else "other"


def _listed(
    key: tuple[str, str], known: Mapping[tuple[str, str], Name], seen: Sequence[Seen], changes: Sequence[Change]
) -> Listed:
    scheme, code = key
    above = (code[:end] for end in range(len(code) - 2, 2, -2))
    parent = next((a for a in above if (scheme, a) in known), "")
    last, first = ends(code, changes), begins(code, changes)
    sure = [year for year, came in first.items() if came[0].source != OBSERVED]
    end = max((year for year, gone in last.items() if gone[0].source != OBSERVED), default=None)
    over = end if end is not None and not any(year > end for year in first) else None
    named = [one for one in seen if one.name == known[key].name or likeness(one.name, known[key].name) != "other"]
    dates = [year for one in named for year in (one.first_year, one.last_year) if year is not None]
    lasts = [one.last_year for one in named if one.last_year is not None]
    return Listed(
        scheme,
        code,
        known[key].name,
        parent,
        (len(code) - 1) // 2,
        max(sure, default=None),
        over,
        min(dates, default=None),
        max(lasts, default=None),
        max((one.documents for one in named), default=0),
    )
