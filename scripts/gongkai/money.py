"""Exact money: printed text <-> Decimal yuan, the printed step, whole fen."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.errors import AmountError

#: Yuan in one of each unit that a table or a sentence may state its amounts in.
YUAN_PER_UNIT = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋（）￥", "0123456789.,-+()¥")
_PRINTED = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+", re.ASCII)
# A gap beside a mark is a gap in print; blanks that do not break are thousands separators.
_GAP = re.compile(r"(?<=\d)\s+(?=[.,]\d)|(?<=\d[.,])\s+(?=\d)")
_WHOLE_IN_PRINT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2})", re.ASCII)
# A minus of any width, and the blanks that number formats put behind it.
_MINUS = re.compile(r"^(?:[-−–]\s*|—(?!\s))(?=[\d.])")
_FIXED_BLANKS = re.compile(r"[-+]?\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?", re.ASCII)
_UNIT_NAMES = r"亿\s*元|千万\s*元|百万\s*元|万\s*元|千\s*元|百\s*元|元"
_COLON = "[:：﹕∶︰;；]"  # as it is typed and as it is misread
_UNIT = re.compile(
    rf"单\s*位\s*(?:{_COLON}|为)?\s*[（(]?\s*(?:人民币)?\s*{_COLON}?\s*({_UNIT_NAMES})|金\s*额\s*{_COLON}\s*({_UNIT_NAMES})"
    rf"|以\s*({_UNIT_NAMES})\s*为单位"
)
# In a corner over a table: alone, or behind the name of who published it. 元 alone is the end of a broken 万元.
_UNIT_IN_CORNER = re.compile(rf"(?:\w{{2,6}}\s*{_COLON}\s*[^\d\s]+\s+|人民币\s*|(?!元$))({_UNIT_NAMES})")
_UNIT_IN_BRACKETS = re.compile(rf"[（(\[【]\s*(?:单位[:：]?)?\s*(?:人民币)?\s*({_UNIT_NAMES})\s*[）)\]】]")
_WITH_UNIT = re.compile(rf"(.*\d[）)]?)\s*({_UNIT_NAMES})")
_REMEMBERED = 1 << 14  # texts: a document prints the same amounts again and again
_LONGEST = 24  # characters: beyond any budget, and within the 28 digits of the decimal context


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: `yuan` exact, `step` the worth in yuan of one unit of its last printed digit."""

    yuan: Decimal
    step: Decimal
    printed: str


def is_amount(text: str) -> bool:
    """Whether a cell's text is one number as amounts are printed: 1,234.50, -3.00, 1234, (12.00)."""
    return _plain(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def parse_amount(text: str, unit: str = "元") -> Amount:
    """The exact amount in yuan of a printed number in `unit`.

    Thousands separators must stand at thousands; a number in brackets is negative.
    Raises AmountError for anything else, and for a unit that is not in YUAN_PER_UNIT.
    """
    plain = _plain(text)
    if plain is None or unit not in YUAN_PER_UNIT:
        raise AmountError(
            f"“{text}” ({unit})",
            zh="不是一个金额；请在 disclosure.toml 的 corrections 中写明印出的文字和应读的文字",
            en="is not an amount; add a correction with the printed text to disclosure.toml",
        )
    number = Decimal(plain)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    worth = YUAN_PER_UNIT[unit]
    return Amount(canonical(number * worth), canonical(Decimal(1).scaleb(exponent) * worth), text)


@lru_cache(maxsize=_REMEMBERED)
def unit_in(text: str) -> str:
    """The unit of money that a line, a title or a heading states: 单位：万元, （元); "" where it states none."""
    if "元" not in text:
        return ""
    match = _UNIT.search(text) or _UNIT_IN_BRACKETS.search(text) or _UNIT_IN_CORNER.fullmatch(text.strip())
    return re.sub(r"\s", "", next(filter(None, match.groups()))) if match else ""


@lru_cache(maxsize=_REMEMBERED)
def amount_and_unit(text: str) -> tuple[str, str]:
    """A printed amount and the unit printed behind it in the same cell; ("", "") where the text is no amount.

    12.50 -> ("12.50", ""); 12.50万元 -> ("12.50", "万元").
    """
    if is_amount(text):
        return text, ""
    match = _WITH_UNIT.fullmatch(text.strip()) if text.rstrip().endswith("元") else None
    return (match[1], re.sub(r"\s", "", match[2])) if match and is_amount(match[1]) else ("", "")


@lru_cache(maxsize=_REMEMBERED)
def _plain(text: str) -> str | None:
    # A blank between digits is a gap in print: two numbers, or one that was not read whole. Neither is guessed.
    squeezed = text.translate(_FULL_WIDTH).strip().removeprefix("¥").lstrip()
    squeezed = _MINUS.sub("-", squeezed)
    negative = squeezed.startswith("(") and squeezed.endswith(")") and len(squeezed) > 2
    if negative:
        squeezed = squeezed[1:-1]
    if not squeezed.isprintable() or " " in squeezed:
        squeezed = _joined(squeezed)
    if len(squeezed) > _LONGEST or _PRINTED.fullmatch(squeezed) is None:
        return None
    plain = squeezed.replace(",", "")
    if negative:
        if plain[0] in "-+":
            return None
        plain = "-" + plain
    return plain


def _joined(text: str) -> str:
    """A number without the gaps that can only be gaps inside of it; the text itself where they may be more."""
    if _FIXED_BLANKS.fullmatch(text):
        return re.sub(r"\s", "", text)
    joined = _GAP.sub("", text)
    return joined if _WHOLE_IN_PRINT.fullmatch(joined) else text


def canonical(amount: Decimal) -> Decimal:
    """The same amount with at least two decimals and no needless zeros behind them."""
    if amount == 0:
        return Decimal("0.00")
    exponent = amount.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return amount.quantize(Decimal(1).scaleb(min(exponent, -2)))


def fen(yuan: Decimal) -> int | None:
    """Whole fen, or None where the amount is finer than a fen."""
    scaled = yuan * 100
    whole = int(scaled)
    return whole if scaled == whole else None
