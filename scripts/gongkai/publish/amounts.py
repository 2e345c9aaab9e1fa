"""Amounts as people read them: 2.28 亿元 and 227.90 million yuan, with the exact figure always at hand."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from gongkai.money import canonical

_HUNDREDTH = Decimal("0.01")
_REMEMBERED = 1 << 14  # amounts: a disclosure prints the same ones in many tables, and shows them on several pages
_BIG = {
    "zh": ((Decimal(100_000_000), "亿元"), (Decimal(10_000), "万元"), (Decimal(1), "元")),
    "en": (
        (Decimal(1_000_000_000), "billion yuan"),
        (Decimal(1_000_000), "million yuan"),
        (Decimal(1), "yuan"),
    ),
}


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number of two decimals and the unit that it counts."""

    number: str
    unit: str


def rounded(yuan: Decimal, language: str) -> Rounded:
    """The amount in the largest unit of the language that leaves a figure before the point, two decimals."""
    for worth, unit in _BIG[language]:
        if abs(yuan) >= worth or worth == 1:
            return Rounded(_grouped((yuan / worth).quantize(_HUNDREDTH, ROUND_HALF_UP)), unit)
    raise AssertionError("the last unit takes every amount")


@lru_cache(maxsize=_REMEMBERED)
def exact_wan(yuan: Decimal) -> str:
    """The exact amount in 万元, at least two decimals: 22,790.20."""
    return _grouped(canonical(yuan / 10_000))


@lru_cache(maxsize=_REMEMBERED)
def exact_yuan(yuan: Decimal) -> str:
    """The exact amount in yuan, at least two decimals: 227,902,000.00."""
    return _grouped(canonical(yuan))


def percent(part: Decimal, whole: Decimal) -> str:
    """The share with one decimal, "" where there is no whole to share."""
    if whole == 0:
        return ""
    share = (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return "<0.1%" if share == 0 and part > 0 else f"{share}%".replace("-", "−")


def signed_percent(change: Decimal, before: Decimal) -> str:
    """The change in per cent of what was before, with its sign and one decimal; "" where that was nothing."""
    if before <= 0:
        return ""
    share = (change * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share:+}%".replace("-", "−")


def _grouped(number: Decimal) -> str:
    return f"{number:,f}".replace("-", "−")
