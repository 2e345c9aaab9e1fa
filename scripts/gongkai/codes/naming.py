"""Names of codes as they are compared, and which rows of a table print a code with its name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from gongkai.codes.lists import name_in

_BLANK = re.compile(r"\s+")
_QUOTED = re.compile(r"[“”\"]([^“”\"]*)[“”\"]")
_WIDE = str.maketrans("(),:;", "（），：；")
_NEAR = 0.75  # of their characters in common: 对个人和家庭补助 is 对个人和家庭的补助, 电费 is not 水费
_SHORTEST_CUT = 4  # characters that a name cut off by its cell must keep, to be told from a name of its own


@dataclass(frozen=True, slots=True)
class Printed:
    """A code as a row of a table prints it, with the label beside it; `name` is "" where that is no name."""

    table_no: int
    row: int
    scheme: str
    code: str
    year: int
    name: str


@lru_cache(maxsize=1 << 14)
def canonical(text: str) -> str:
    """A printed name without blanks, in one form of its brackets and quotes: 维修(护) 费 -> 维修（护）费."""
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_WIDE)
    return _QUOTED.sub("“\\1”", plain)


@lru_cache(maxsize=1 << 14)
def likeness(printed: str, name: str) -> str:
    """How a canonical printed text is like a name: "same", "cut" (part of it, or with more), "near" or "other"."""
    if printed == name:
        return "same"
    short, long = sorted((printed, name), key=len)
    if len(short) >= _SHORTEST_CUT and short in long:
        return "cut"
    alike = SequenceMatcher(None, printed, name, autojunk=False).ratio()
    return "near" if alike >= _NEAR else "other"


def name_of_label(label: str) -> str:
    """The canonical name in a label; "" where it can be none, for want of Chinese in it."""
    return canonical(label) if any("\u4e00" <= character <= "\u9fff" for character in label) else ""


def with_names(
    printed: Iterable[Printed], known: Callable[[str, str, int], str] = name_in
) -> dict[int, tuple[Printed, ...]]:
    """The rows of each table that print codes with their names, in order.

    Lists of projects or units print codes too, beside names of their own: there, one code stands beside several
    names, or most names are not those of their codes; such tables are left out, and so is a code of several names.
    """
    tables: dict[int, list[Printed]] = defaultdict(list)
    for row in dict.fromkeys(printed):
        tables[row.table_no].append(row)
    return {number: kept for number, rows in tables.items() if (kept := _named(rows, known))}


def _named(rows: Sequence[Printed], known: Callable[[str, str, int], str]) -> tuple[Printed, ...]:
    beside: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        beside[row.scheme, row.code].add(row.name)
    once = tuple(row for row in rows if row.name and len(beside[row.scheme, row.code]) == 1)
    if 2 * len(once) < len(rows):
        return ()
    told = [(row.name, name) for row in once if (name := known(row.scheme, row.code, row.year))]
    fitting = sum(likeness(printed, name) != "other" for printed, name in told)
    return once if 2 * fitting >= len(told) else ()
