"""The rows of a sheet as SpreadsheetML (ECMA-376, part 1, 18.3.1.73), cell by cell as XlsxWriter writes them.

A cell is its address and the rest, and the rest is the same wherever the same value stands in the same column; most of
a table is values that came before.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.export.defused import runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gongkai.package import Value

_DIGITS = 15  # of a number: beyond them a spreadsheet rounds
_CHARACTERS = 32_767  # of a cell
_CUT = "……（全文见 CSV 或 JSON；whole text in CSV or JSON）"
_KEPT = 50_000  # different values of a column
_BLOCK = 500  # rows
_DAY_ONE = dt.date(1899, 12, 30)
_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_BLANK_AT_END = re.compile(r"^\s|\s$")


@dataclass(frozen=True, slots=True)
class StyleNumbers:
    """The numbers of the formats in the workbook's table of styles."""

    text: int
    defused: int
    whole: int
    day: int
    amount: int
    fine_amount: int
    number: int


def row_texts(
    rows: Iterable[Iterable[Value]], kinds: Sequence[str], amounts: Sequence[bool], styles: StyleNumbers, first: int
) -> Iterator[tuple[int, str]]:
    """The XML of the rows in blocks, each with the number of its last row; the first row is number `first`.

    `kinds` are the types of the columns, `amounts` says which of them are money.
    """
    letters = [column_letters(place) for place in range(len(kinds))]
    makers = [_maker(kind, styles, amount=amount) for kind, amount in zip(kinds, amounts, strict=True)]
    kept: list[dict[tuple[type, str | int | Decimal], str]] = [{} for _ in kinds]
    block: list[str] = []
    number = first - 1
    for number, row in enumerate(rows, start=first):
        block.append(f'<row r="{number}">')
        for letter, make, known, value in zip(letters, makers, kept, row, strict=True):
            if value is None:
                continue
            # 1, True and 1.00 are equal and are not the same; 1.0 and 1.00 neither.
            key = (value.__class__, str(value) if isinstance(value, Decimal) else value)
            rest = known.get(key)
            if rest is None:
                if len(known) >= _KEPT:
                    known.clear()
                rest = known[key] = make(value)
            block.append(f'<c r="{letter}{number}"{rest}')
        block.append("</row>")
        if (number - first) % _BLOCK == _BLOCK - 1:
            yield number, "".join(block)
            block.clear()
    if block:
        yield number, "".join(block)


def column_letters(place: int) -> str:
    """The name of a column, counted from 0: A to Z, AA and so on."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _maker(kind: str, styles: StyleNumbers, *, amount: bool) -> Callable[[Value], str]:
    def make(value: Value) -> str:
        if isinstance(value, bool):
            return f' t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int):
            return f' s="{styles.whole}"><v>{value:.16G}</v></c>'
        if isinstance(value, Decimal):
            return _decimal(value, styles, amount=amount)
        assert isinstance(value, str), repr(value)
        if kind == "date":
            return f' s="{styles.day}"><v>{(dt.date.fromisoformat(value) - _DAY_ONE).days}</v></c>'
        return _string(value, styles.defused if runs(value) else styles.text)

    return make


def _decimal(value: Decimal, styles: StyleNumbers, *, amount: bool) -> str:
    if len(value.as_tuple().digits) > _DIGITS:
        return _string(f"{value:f}", styles.text)
    exponent = value.as_tuple().exponent
    if not amount:
        style = styles.number
    else:
        style = styles.amount if isinstance(exponent, int) and exponent >= -2 else styles.fine_amount
    return f' s="{style}"><v>{value:.16G}</v></c>'


def shortened(text: str) -> str:
    """The text as far as a cell can hold it; a longer one says that it is cut."""
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - len(_CUT)] + _CUT


def _string(text: str, style: int) -> str:
    text = _ESCAPED.sub(r"_x005F\1", shortened(text))
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    kept = ' xml:space="preserve"' if _BLANK_AT_END.search(text) else ""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f' s="{style}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'
