"""Rows that nest without a mark: which row is a subtotal of those below it, exact amounts tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from operator import itemgetter

from gongkai.model import Line

_MOST_STEPS = 1000  # places and sums tried for one row
_MOST_WAYS = 4  # ways kept for one row
_end = itemgetter(0)
_EXACT = Decimal(10) ** 8  # to whole numbers: the finest step that a unit and its decimals have


@dataclass(frozen=True, slots=True)
class Node:
    """A row, and the rows right below it that add up to it."""

    at: int
    below: tuple["Node", ...] = ()


def sums_below(rows: Sequence[Line], nodes: Sequence[Node]) -> Iterator[tuple[Line, list[Line]]]:
    """Each row that has others under it, with those right below it."""
    for node in nodes:
        if node.below:
            yield rows[node.at], [rows[child.at] for child in node.below]
            yield from sums_below(rows, node.below)


class Nest:
    """Which rows may stand under which: a row is the sum of a run of rows right below it, or has none below.

    Two rows of one amount may be a department and its only unit, or two projects: both are tried, within bounds.
    """

    def __init__(self, rows: Sequence[Line]) -> None:
        # Whole numbers: thousands of ways are added up, and Decimal takes ten times as long.
        self._amounts = [int(row.amount_yuan * _EXACT) for row in rows]
        self._steps = [int(row.step_yuan * _EXACT) for row in rows]
        # What all rows from one on make together: where it is too little, nothing is tried.
        self._rest = list(accumulate((max(0, amount) for amount in reversed(self._amounts)), initial=0))[::-1]
        self._slack = list(accumulate(reversed(self._steps), initial=0))[::-1]
        #: For each row where it may end, the nearest first: the row after those below it, and what stands right below.
        self._ways: list[dict[int, _Run]] = [{} for _ in rows]
        for at in range(len(rows) - 1, -1, -1):
            amount, step = self._amounts[at], self._steps[at]
            found = self._runs(at + 1, amount, step, _MOST_WAYS) if self._may_begin(at + 1, amount, step) else {}
            self._ways[at] = dict(sorted({**found, at + 1: None}.items(), key=_end))

    def _may_begin(self, at: int, whole: int, step: int) -> bool:
        """Whether a run from a row on can make a whole: the row is no more than it, and all below together no less."""
        if whole <= 0 or at == len(self._amounts):
            return False
        first = self._amounts[at]
        enough = 2 * (whole - self._rest[at]) < step + self._slack[at]
        return enough and first >= 0 and 2 * (first - whole) < step + self._steps[at]

    @property
    def has_sums(self) -> bool:
        """Whether any row is the sum of others below it."""
        return any(len(ways) > 1 for ways in self._ways)

    def tops(self, total: Line) -> tuple[Node, ...]:
        """The rows of the first level that make the total, all others under them; () where there is no such way."""
        last = len(self._amounts)
        runs = self._runs(0, int(total.amount_yuan * _EXACT), int(total.step_yuan * _EXACT), 0, only=last)
        return self._nodes(runs.get(last))

    def _nodes(self, run: "_Run") -> tuple[Node, ...]:
        """A run, linked from its last row back to its first, as nodes with all that stands below them."""
        nodes: list[Node] = []
        while run is not None:
            run, at, end = run
            nodes.append(Node(at, self._nodes(self._ways[at][end])))
        return tuple(reversed(nodes))

    def _runs(self, start: int, whole: int, step: int, most: int, only: int = 0) -> dict[int, "_Run"]:
        """Runs of rows from `start` that add up to a whole, by where they end; the nearest sums first.

        At most `most` of them, or, where it is 0, that which ends at `only`.
        """
        found: dict[int, _Run] = {}
        amounts = self._amounts
        stop = len(amounts)
        # Where a run stands, what it makes, the steps of all amounts in it, its rows: two runs that stand at one
        # place and make one sum go on in the same ways.
        pending: list[tuple[int, int, int, _Run]] = [(start, 0, step, None)]
        tried: set[tuple[int, int]] = set()
        while pending and len(tried) < _MOST_STEPS:
            at, reached, steps, run = pending.pop()
            if (at, reached) in tried:
                continue
            tried.add((at, reached))
            if run is not None and 2 * abs(whole - reached) < steps and (not only or at == only):
                found.setdefault(at, run)
                if only or len(found) >= most:
                    break
            short = whole - reached - self._rest[at]
            if at < stop and 2 * short < steps + self._slack[at] and 2 * (reached - whole) < steps and amounts[at] >= 0:
                more, wider = reached + amounts[at], steps + self._steps[at]
                # What has rows below it goes first: a list is seldom flat where it can be nested.
                pending += [(end, more, wider, (run, at, end)) for end in self._ways[at]]
        return found


#: The rows of a run from its last to its first: what stands before, the row, where what is below it ends.
_Run = tuple["_Run", int, int] | None
