"""CSV for spreadsheets: it opens with a double click, codes stay text, and no cell runs as a formula.

A spreadsheet program guesses the type of each field of a CSV file. So the file begins with a byte order mark
(without it Excel takes Chinese for another encoding), and a text that would be guessed wrong is held:

- A text of digits and the signs of numbers and dates (a code, a printed amount, 2026-02) gets a tab behind it, which
  does not show. Without it, codes of more than fifteen digits lose the last of them, and 1-2 is a day in January.
- A text that begins as a formula may get an apostrophe before it.

Numbers of the data are numbers and stay as they are.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.export.columns import Turner
from gongkai.package import csv_field, csv_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gongkai.export.columns import Block
    from gongkai.package import Value

BYTE_ORDER_MARK = "\ufeff"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUESSED = re.compile(r"\s*[-+]?[\d.,:/-]*\d[\d.,:/-]*(?:[eE][-+]?\d+)?\s*%?", re.ASCII)
_GUESSED_WORDS = frozenset({"true", "false"})


def runs(text: str) -> bool:
    """Whether a spreadsheet may run a text as a formula: it begins as one, and is no plain number."""
    return text.lstrip(" \u00a0\u3000").startswith(_RUNS) and not _GUESSED.fullmatch(text)


def held(value: Value) -> str:
    """The field for a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if runs(value):
        return f"'{value}"
    if _GUESSED.fullmatch(value) or value.lower() in _GUESSED_WORDS:
        return f"{value}\t"
    return value


def heading(names: Iterable[str]) -> str:
    """The first line of the file, after the byte order mark."""
    return BYTE_ORDER_MARK + csv_line(names)


class Held:
    """Turns blocks of canonical CSV into lines of the file: a number needs no holding, the rest is held.

    `types` are those of the columns.
    """

    def __init__(self, types: Iterable[str]) -> None:
        self._turn = Turner([_HOLD[kind] for kind in types])

    def __call__(self, block: Block) -> str:
        if not block.count:
            return ""
        return "\n".join(map(",".join, zip(*self._turn(block), strict=True))) + "\n"


#: Most texts are words, which need no holding, or plain figures: told in one step.
_WORDS = re.compile(r'[^\s\d.,:/+\-=@＝＋－＠"tTfF\x00-\x1f][^,"\r\n]*')
_FIGURE = re.compile(r"[0-9][0-9.]*")


def _held_text(text: str) -> str:
    if not text or _WORDS.fullmatch(text):
        return text
    if _FIGURE.fullmatch(text):
        return f"{text}\t"
    return csv_field(held(text))


#: How a field of each type is held; a number and a day are what they look like.
_HOLD: Mapping[str, Callable[[str], str]] = {
    "string": _held_text,
    "boolean": str.upper,
    "date": csv_field,
    "integer": csv_field,
    "number": csv_field,
}
