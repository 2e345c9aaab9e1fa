"""The rows of a sheet as SpreadsheetML (ECMA-376, part 1, 18.3.1.73).

A cell is its address and the rest, and the rest is the same wherever the same value stands in the same column; most of
a table is values that came before.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from gongkai.export.columns import Turner
from gongkai.export.defused import runs
from gongkai.export.styles import Style
from gongkai.package import value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gongkai.export.columns import Block
    from gongkai.package import Value

_DIGITS = 15  # of a number: beyond them a spreadsheet rounds
_CHARACTERS = 32_767  # of a cell
_CUT = "……（全文见 CSV 或 JSON；whole text in CSV or JSON）"
_DAY_ONE = dt.date(1899, 12, 30)
_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_BLANK_AT_END = re.compile(r"^\s|\s$")

#: Most texts are as plain as these, and stand in a cell as they are: their forms, and what goes before and after.
_NOTHING = (re.compile("(?!)"), "", "")
_PLAIN: Mapping[str, tuple[re.Pattern[str], str, str]] = {
    "string": (
        re.compile(
            "[^\\s=+\\-@＝＋－＠&<>_\\x00-\\x1f\ufffe\uffff](?:[^&<>_\\x00-\\x1f\ufffe\uffff]{,999}[^&<>_\\x00-\\x1f\ufffe\uffff\\s])?"
        ),
        f'" s="{Style.TEXT}" t="inlineStr"><is><t>',
        "</t></is></c>",
    ),
    "integer": (re.compile("-?(?:0|[1-9][0-9]{0,14})"), f'" s="{Style.WHOLE}"><v>', "</v></c>"),
    "number": (re.compile("-?(?:0|[1-9][0-9]{0,11})(?:[.][0-9]{1,2})?"), f'" s="{Style.NUMBER}"><v>', "</v></c>"),
    "amount": (re.compile("-?(?:0|[1-9][0-9]{0,11})(?:[.][0-9]{1,2})?"), f'" s="{Style.AMOUNT}"><v>', "</v></c>"),
}


class RowTexts:
    """Turns blocks of canonical CSV into the XML of rows; the first row is number `first`.

    `kinds` are the types of the columns, `amounts` says which of them are money.
    """

    def __init__(self, kinds: Sequence[str], amounts: Sequence[bool], first: int) -> None:
        self._letters = [column_letters(place) for place in range(len(kinds))]
        self._turn = Turner([_maker(kind, amount=amount) for kind, amount in zip(kinds, amounts, strict=True)])
        self._next = first

    def __call__(self, block: Block) -> str:
        numbers = list(map(str, range(self._next, self._next + block.count)))
        self._next += block.count
        columns = [
            [f'<c r="{letter}{number}{rest}' if rest else "" for number, rest in zip(numbers, column, strict=True)]
            for letter, column in zip(self._letters, self._turn(block), strict=True)
        ]
        starts = [f'<row r="{number}">' for number in numbers]
        return "".join(chain.from_iterable(zip(starts, *columns, ["</row>"] * block.count, strict=True)))


def column_letters(place: int) -> str:
    """The name of a column, counted from 0: A to Z, AA and so on."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _maker(kind: str, *, amount: bool) -> Callable[[str], str]:
    """What makes of a text the rest of its cell, from behind its address; "" is no cell."""
    plain, before, after = _PLAIN.get("amount" if amount else kind, _NOTHING)

    def make(text: str) -> str:
        if plain.fullmatch(text):
            return f"{before}{text}{after}"
        return _rest(value_of(text, kind), kind, amount=amount) if text else ""

    return make


def _rest(value: Value, kind: str, *, amount: bool) -> str:
    if isinstance(value, bool):
        return f'" s="{Style.CLAIM}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int):
        return f'" s="{Style.WHOLE}"><v>{value:.16G}</v></c>'
    if isinstance(value, Decimal):
        return _decimal(value, amount=amount)
    assert isinstance(value, str), repr(value)
    if kind == "date":
        return f'" s="{Style.DAY}"><v>{(dt.date.fromisoformat(value) - _DAY_ONE).days}</v></c>'
    return string(value, Style.DEFUSED if runs(value) else Style.TEXT)


def _decimal(value: Decimal, *, amount: bool) -> str:
    _, digits, exponent = value.as_tuple()
    if len(digits) > _DIGITS:
        return string(f"{value:f}", Style.TEXT)
    if not amount:
        style = Style.NUMBER
    else:
        style = Style.AMOUNT if isinstance(exponent, int) and exponent >= -2 else Style.FINE_AMOUNT
    return f'" s="{style}"><v>{value:.16G}</v></c>'


def shortened(text: str) -> str:
    """The text as far as a cell can hold it; a longer one says that it is cut."""
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - len(_CUT)] + _CUT


def string(text: str, style: Style) -> str:
    """A cell of text, from behind its address."""
    kept = ' xml:space="preserve"' if _BLANK_AT_END.search(text := shortened(text)) else ""
    return f'" s="{style}" t="inlineStr"><is><t{kept}>{escaped(text)}</t></is></c>'


def escaped(text: str) -> str:
    """A text as XML of SpreadsheetML has it: what XML cannot hold is written by its number."""
    if "_x" in text:
        text = _ESCAPED.sub(r"_x005F\1", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
