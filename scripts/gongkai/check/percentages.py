"""Percentages that a text prints against those that its amounts give, with what rounding leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.model import Finding, Rule, Statement

HUNDRED = Decimal(100)
_MOVES = {"increase": ("增长", " more"), "decrease": ("下降", " less")}
_NEAR = 1  # paragraphs that a sentence broken over lines may run on


@dataclass(frozen=True, slots=True)
class Range:
    """What a printed amount may be worth: half a step to either side."""

    low: Decimal
    high: Decimal

    def overlaps(self, other: "Range") -> bool:
        """Whether both may be the same."""
        return self.low <= other.high and other.low <= self.high


def range_of(amount: Decimal, step: Decimal) -> Range:
    """The range of an amount printed to `step`."""
    return Range(amount - step / 2, amount + step / 2)


def percent_of(part: Range, whole: Range) -> Range | None:
    """What per cent one is of the other; None where the whole may be zero or less."""
    if whole.low <= 0:
        return None
    ends = [p / w * HUNDRED for p in (part.low, part.high) for w in (whole.low, whole.high)]
    return Range(min(ends), max(ends))


def printed_range(statement: Statement) -> Range:
    """A percentage as printed, to half its last digit."""
    assert statement.percent is not None
    return range_of(statement.percent, _last_digit(statement.percent))


def _last_digit(percent: Decimal) -> Decimal:
    exponent = percent.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def same(one: Statement, other: Statement) -> bool:
    """Whether two statements are said of the same thing, in one place."""
    return (
        abs(one.paragraph_no - other.paragraph_no) <= _NEAR
        and bool(one.subject)
        and (one.subject, one.measure, one.fund, one.side) == (other.subject, other.measure, other.fund, other.side)
    )


def place(statement: Statement) -> str:
    """Where a statement is printed, as people look for it."""
    return (f"p.{statement.page} " if statement.page else "") + f"¶{statement.paragraph_no}"


def keys(*statements: Statement) -> tuple[str, ...]:
    """The keys of statements as operands."""
    return tuple(f"s{s.statement_no}" for s in statements)


def _number(value: Decimal, like: Decimal) -> str:
    """A recomputed percentage, to as many digits as the printed one."""
    return f"{value.quantize(_last_digit(like)):f}"


def said_percent(
    rule_: Rule, said: Statement, made: Range, exact: Decimal, sums: tuple[str, str], others: Sequence[Statement]
) -> Finding:
    """The ledger row of a printed percentage against the one that its amounts give."""
    assert said.percent is not None
    kept = printed_range(said).overlaps(made)
    gap = abs(said.percent - exact)
    # A digit cut off instead of rounded is another matter than another percentage.
    severity = "note" if gap <= 2 * _last_digit(said.percent) else rule_.severity
    shown = _number(abs(exact), said.percent)
    stated = _MOVES.get(said.direction, ("", ""))
    turned = {"increase": "decrease", "decrease": "increase"}.get(said.direction, "")
    made_of = stated if exact >= 0 else _MOVES.get(turned, ("", ""))
    return Finding(
        rule_.rule,
        "pass" if kept else "fail",
        severity,
        place(said),
        f"“{said.subject}”：文字写{stated[0]} {said.percent}%，{sums[0]} 是{made_of[0]} {shown}%",
        f"“{said.subject}”: the text says {said.percent}%{stated[1]}, {sums[1]} is {shown}%{made_of[1]}",
        operands=keys(said, *(o for o in others if o.statement_no != said.statement_no)),
    )
