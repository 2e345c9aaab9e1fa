"""The totals of tables: which lines state the whole of a kind of table, and which pair of two tables is the same."""

import re
from collections.abc import Sequence
from itertools import product

from gongkai.check.facts import Facts
from gongkai.model import Line
from gongkai.vocabulary import bare

_FRONT_FUNDS = ("all",)
#: Columns of a table of expenditure that are not: a final account prints a fund's income and balances beside it.
_NOT_SPENT = re.compile(r"收入|结转|结余")


def totals(
    facts: Facts,
    kind: str,
    *,
    side: str = "",
    measure: str = "total",
    funds: Sequence[str] = _FRONT_FUNDS,
) -> list[Line]:
    """The total rows of this year in a kind of table: 本年合计 and 总计 where both are printed, in printed order.

    [] where columns of one meaning disagree in one row: a unit's own and the department's, say.
    """
    found = [
        line
        for line in facts.by_kind.get(kind, ())
        if line.is_total
        and line.measure == measure
        and line.fund in funds
        and line.period == "this_year"
        and (not side or line.side == side)
        and not line.is_of_which
        and not line.inferred
        and not (kind.endswith("expenditure") and _NOT_SPENT.search(line.heading))
    ]
    by_name: dict[str, set[object]] = {}
    for line in found:
        by_name.setdefault(bare(line.label), set()).add(line.amount_yuan)
    return found if all(len(amounts) == 1 for amounts in by_name.values()) else []


def one(lines: Sequence[Line]) -> Line | None:
    """The last of lines that all state one amount; None where there is none, or where they differ."""
    return lines[-1] if len({line.amount_yuan for line in lines}) == 1 else None


def nearest(first: Sequence[Line], second: Sequence[Line]) -> tuple[Line, Line] | None:
    """The pair of totals of two tables that states one amount.

    A summary prints 本年支出合计 and 支出总计, and the other table one of them: the nearest two are meant.
    """
    pairs = list(product(first, second))
    return min(pairs, key=lambda pair: abs(pair[0].amount_yuan - pair[1].amount_yuan)) if pairs else None
