"""Rows that nest without a mark: which row is a subtotal of those below it, exact amounts tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.model import Line

_MOST_STEPS = 4000  # ways tried for one row
_MOST_WAYS = 4  # ways kept for one row
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
        self._ways: list[list[tuple[int, Node]]] = [[] for _ in rows]
        self._left = 0
        for at in range(len(rows) - 1, -1, -1):
            self._left = _MOST_STEPS
            amount = self._amounts[at]
            found = self._runs(at + 1, amount, self._steps[at], len(rows)) if amount > 0 else []
            self._ways[at] = [(end, Node(at, nodes)) for end, nodes in found[:_MOST_WAYS]]
            self._ways[at].append((at + 1, Node(at)))

    @property
    def has_sums(self) -> bool:
        """Whether any row is the sum of others below it."""
        return any(len(ways) > 1 for ways in self._ways)

    def tops(self, total: Line) -> tuple[Node, ...]:
        """The rows of the first level that make the total, all others under them; () where there is no such way."""
        self._left = _MOST_STEPS
        last = len(self._amounts)
        runs = self._runs(0, int(total.amount_yuan * _EXACT), int(total.step_yuan * _EXACT), last)
        return next((nodes for end, nodes in runs if end == last), ())

    def _runs(self, start: int, whole: int, step: int, stop: int) -> list[tuple[int, tuple[Node, ...]]]:
        """Runs of rows from `start` that add up to a whole, with where each ends."""
        found: list[tuple[int, tuple[Node, ...]]] = []
        # Where a run stands, its rows, what they make, and the steps of all amounts in it.
        pending: list[tuple[int, tuple[Node, ...], int, int]] = [(start, (), 0, step)]
        while pending and self._left > 0:
            self._left -= 1
            at, nodes, reached, steps = pending.pop()
            if nodes and (reached == whole or 2 * abs(whole - reached) < steps):
                found.append((at, nodes))
                if len(found) >= _MOST_WAYS and start:
                    break
            if at < stop and reached <= whole and self._amounts[at] >= 0:
                more, wider = reached + self._amounts[at], steps + self._steps[at]
                pending += [(end, (*nodes, node), more, wider) for end, node in self._ways[at]]
        return found
