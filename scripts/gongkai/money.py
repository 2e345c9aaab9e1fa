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
_PRINTED = re.compile(r"[-+−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+−–]?\.\d+", re.ASCII)
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
def _plain(text: str) -> str | None:
    # A blank inside is a gap in print: two numbers, or one that was not read whole. Neither is guessed.
    squeezed = text.translate(_FULL_WIDTH).strip().removeprefix("¥").lstrip()
    negative = squeezed.startswith("(") and squeezed.endswith(")") and len(squeezed) > 2
    if negative:
        squeezed = squeezed[1:-1]
    if len(squeezed) > _LONGEST or _PRINTED.fullmatch(squeezed) is None:
        return None
    plain = squeezed.replace(",", "").replace("−", "-").replace("–", "-")
    if negative:
        if plain[0] in "-+":
            return None
        plain = "-" + plain
    return plain


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
