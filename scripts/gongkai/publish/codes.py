"""The code lists as a page shows them: each code with its names and years, and what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.package import Row, list_rows
from gongkai.publish.fields import text, whole, whole_or_none

_SCHEMES = ("functional", "economic", "government_economic")


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code, the years that are known of it, its former names and how else documents write it.

    `english` is "" where there is no English name; `english_source` says whose words it is.
    """

    code: str
    name: str
    english: str
    english_source: str
    level: int
    valid: str
    seen: str
    documents: int
    former: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeLists:
    """The codes of each classification, and the changes in the order of years."""

    schemes: Mapping[str, tuple[CodeEntry, ...]]
    changes: tuple[Row, ...]


@cache
def code_lists() -> CodeLists:
    """The lists that come with this version."""
    names: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in list_rows("code_names"):
        names[text(row, "scheme"), text(row, "code")].append(row)
    return CodeLists(
        {
            scheme: tuple(
                _entry(row, names[scheme, text(row, "code")])
                for row in list_rows("code_list")
                if row["scheme"] == scheme
            )
            for scheme in _SCHEMES
        },
        tuple(sorted(list_rows("code_changes"), key=_year)),
    )


def _entry(row: Row, names: Sequence[Row]) -> CodeEntry:
    return CodeEntry(
        code=text(row, "code"),
        name=text(row, "name"),
        english=text(row, "name_en"),
        english_source=text(row, "name_en_source"),
        level=whole(row, "level"),
        valid=_years(row, "valid_from", "valid_to"),
        seen=_years(row, "first_year", "last_year"),
        documents=whole(row, "documents"),
        former=tuple(_dated(name) for name in names if name["relation"] == "former"),
        written=tuple(text(name, "name") for name in names if name["relation"] in ("wording", "cut")),
    )


def _years(row: Row, first: str, last: str) -> str:
    """2019–2023, 2019– or –2018; "" where neither year is known."""
    begin, end = whole_or_none(row, first), whole_or_none(row, last)
    if begin == end:
        return str(begin or "")
    return f"{begin or ''}–{end or ''}"


def _dated(name: Row) -> str:
    years = _years(name, "valid_from", "valid_to")
    return f"{text(name, 'name')} {years}".strip()


def _year(change: Row) -> tuple[int, int]:
    return whole_or_none(change, "to_year") or (whole_or_none(change, "from_year") or 0) + 1, whole(change, "change_no")
