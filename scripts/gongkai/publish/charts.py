"""The geometry of the charts: where each bar starts and how long it is. Templates draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.publish.figures import Breakdown, Figure

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in units of the drawing, one decimal: left end and length."""

    figure: Figure
    x: str
    length: str


def bars(breakdown: Breakdown, length: int) -> tuple[Bar, ...]:
    """One bar for each part, on one scale; the longest takes the whole length, a negative amount none."""
    longest = max((part.yuan for part in breakdown.parts), default=Decimal(0))
    return tuple(Bar(part, "0", _scaled(part.yuan, longest, length)) for part in breakdown.parts)


def stacked(parts: Sequence[Figure], length: int) -> tuple[Bar, ...]:
    """The parts end to end, sharing the length; nothing where a part is negative or all are zero."""
    whole = sum((part.yuan for part in parts), Decimal(0))
    if whole <= 0 or any(part.yuan < 0 for part in parts):
        return ()
    placed, before = [], Decimal(0)
    for part in parts:
        placed.append(
            Bar(
                part,
                _scaled(before, whole, length),
                _scaled(part.yuan, whole, length),
            )
        )
        before += part.yuan
    return tuple(placed)


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure and what was before, as bars on one scale; `before` is None where the disclosure does not say."""

    figure: Figure
    now: str
    before: str | None


def pairs(figures: Sequence[Figure], length: int) -> tuple[Pair, ...]:
    """Both years of each figure; nothing where no figure has a year before, or an amount is negative."""
    amounts = [figure.yuan for figure in figures]
    amounts += [figure.before.yuan for figure in figures if figure.before]
    longest = max(amounts, default=Decimal(0))
    if len(amounts) == len(figures) or min(amounts) < 0 or longest == 0:
        return ()
    return tuple(
        Pair(
            figure,
            _scaled(figure.yuan, longest, length),
            _scaled(figure.before.yuan, longest, length) if figure.before else None,
        )
        for figure in figures
    )


def _scaled(yuan: Decimal, whole: Decimal, length: int) -> str:
    if whole <= 0 or yuan <= 0:
        return "0"
    return tenths(yuan / whole * length)


def tenths(value: Decimal) -> str:
    """A measure of a drawing, to a tenth of its unit."""
    return str(value.quantize(_TENTH, ROUND_HALF_UP))
