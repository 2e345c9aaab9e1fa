"""Exact amounts of a table, the step in which each is printed, and what a sum of them may be off by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.errors import AmountError
from gongkai.money import parse_amount


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and the worth of its last printed digit; None where the format keeps numbers without their printing."""

    amount: Decimal
    step: Decimal | None


def figure_of(row: Any, column: str) -> Figure | None:
    """The amount in a column of a row of Frictionless; None where it is blank, or no number at all.

    Raises AmountError where a column of text holds something else than an amount.
    """
    value = row[column]
    raw = row.cells[row.field_names.index(column)]
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        if not value.strip():
            return None
        found = parse_amount(value)
        return Figure(found.yuan, found.step)
    exact = _exact(value)
    if exact is None:
        return None
    # A spreadsheet or JSON gives 3.1 for what is shown as 3.10.
    return Figure(exact, _step(exact) if isinstance(raw, str) else None)


def _exact(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _step(amount: Decimal) -> Decimal:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0))


def finest(figures: Iterable[Figure]) -> Decimal:
    """The finest step of a column: that of figures whose own is not known."""
    return min((figure.step or _step(figure.amount) for figure in figures), default=Decimal(1))


def holds(total: Figure, parts: Sequence[Figure], unknown: Decimal) -> tuple[bool, Decimal, Decimal]:
    """Whether parts make a total, what they make, and half the steps of all of them: less than that is rounding."""
    summed = sum((part.amount for part in parts), Decimal(0))
    difference = abs(total.amount - summed)
    allowed = sum((figure.step or unknown for figure in (total, *parts)), Decimal(0)) / 2
    return difference == 0 or difference < allowed, summed, allowed


def chosen(row: Any, where: Mapping[str, object]) -> bool:
    """Whether a row has one of the values that are asked for in each column; "" is a blank."""
    return all(_text(row[column]) in _texts(wanted) for column, wanted in where.items())


def _texts(wanted: object) -> list[str]:
    return [_text(value) for value in wanted] if isinstance(wanted, list) else [_text(wanted)]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def listed(value: str | Sequence[str]) -> list[str]:
    """One column or several, as a list."""
    return [value] if isinstance(value, str) else list(value)


__all__ = ["AmountError", "Figure", "chosen", "figure_of", "finest", "holds", "listed"]
