"""Which files belong to one disclosure: the text of one (说明) speaks of the figures in the tables of the other (报表).

Neither a file's name nor its place decides, for they say what they like; the tables of many places name nobody.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.model import Disclosure

_DIGITS = 4  # an amount of fewer digits may well be another department's too
_FEWEST = 4
_MOST_KEPT = 200_000
_CENT = Decimal("0.01")

Amounts = tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """What a file says of itself, and its telling amounts with the worth of their last digit, lowest first."""

    issuer: str
    fiscal_year: int | None
    phase: str
    scope: str
    prose_only: bool
    amounts: Amounts


def kin(disclosure: Disclosure) -> Kin:
    """What decides on the kinship of a file's disclosure."""
    told = disclosure.registration
    prose_only = not any(table.recognised for table in disclosure.tables)
    if prose_only:
        amounts = {(abs(s.amount_yuan), s.step_yuan or _CENT) for s in disclosure.statements if s.amount_yuan}
    else:
        amounts = {(abs(line.amount_yuan), line.step_yuan) for line in disclosure.lines if line.amount_yuan}
    telling = sorted(pair for pair in amounts if _digits(pair[0]) >= _DIGITS)
    return Kin(told.issuer, told.fiscal_year, told.phase, told.scope, prose_only, tuple(telling[:_MOST_KEPT]))


def pairs(files: Sequence[Kin | None]) -> list[tuple[int, int]]:
    """The numbers of a text and of the tables that it speaks of, in the order of the texts.

    They are a pair where neither contradicts the other in what it says of itself, more than half of the telling
    amounts of the text stand in the tables, and no other text or tables fit as well.
    """
    fits = {
        (a, b): _shared(text.amounts, tables.amounts)
        for a, text in enumerate(files)
        for b, tables in enumerate(files)
        if text and tables and text.prose_only and not tables.prose_only and _agree(text, tables)
    }
    enough = {pair: n for pair, n in fits.items() if n >= _FEWEST and 2 * n > len(_of(files, pair[0]))}
    return sorted(
        (a, b)
        for (a, b), n in enough.items()
        if not any((c == a or d == b) and m >= n for (c, d), m in enough.items() if (c, d) != (a, b))
    )


def _of(files: Sequence[Kin | None], number: int) -> Amounts:
    found = files[number]
    return found.amounts if found else ()


def _agree(one: Kin, other: Kin) -> bool:
    said = (
        (one.issuer, other.issuer),
        (one.fiscal_year, other.fiscal_year),
        (one.phase, other.phase),
        (one.scope, other.scope),
    )
    return all(a == b for a, b in said if a and b)


def _shared(stated: Amounts, printed: Amounts) -> int:
    """How many amounts of a text stand in tables, perhaps with more digits there."""
    values = [amount for amount, _ in printed]
    count = 0
    for amount, step in stated:
        at = bisect_left(values, amount - step / 2)
        count += at < len(values) and values[at] <= amount + step / 2
    return count


def _digits(amount: Decimal) -> int:
    return len(format(amount, "f").replace(".", "").strip("0"))
