"""Rows that nest without a mark: which row is a subtotal of those below it, exact amounts tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.check.arithmetic import adds_up
from gongkai.model import Line

_MOST_STEPS = 4000  # ways tried for one row
_MOST_WAYS = 4  # ways kept for one row


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
        self._rows = rows
        self._ways: list[list[tuple[int, Node]]] = [[] for _ in rows]
        self._steps = 0
        for at in range(len(rows) - 1, -1, -1):
            self._steps = _MOST_STEPS
            found = self._runs(at + 1, rows[at], len(rows)) if rows[at].amount_yuan > 0 else []
            self._ways[at] = [(end, Node(at, nodes)) for end, nodes in found[:_MOST_WAYS]]
            self._ways[at].append((at + 1, Node(at)))

    @property
    def has_sums(self) -> bool:
        """Whether any row is the sum of others below it."""
        return any(len(ways) > 1 for ways in self._ways)

    def tops(self, total: Line) -> tuple[Node, ...]:
        """The rows of the first level that make the total, all others under them; () where there is no such way."""
        self._steps = _MOST_STEPS
        return next((nodes for end, nodes in self._runs(0, total, len(self._rows)) if end == len(self._rows)), ())

    def _runs(self, start: int, whole: Line, stop: int) -> list[tuple[int, tuple[Node, ...]]]:
        """Runs of rows from `start` that add up to a whole, with where each ends."""
        found: list[tuple[int, tuple[Node, ...]]] = []
        pending: list[tuple[int, tuple[Node, ...], Decimal]] = [(start, (), Decimal(0))]
        while pending and self._steps > 0:
            self._steps -= 1
            at, nodes, reached = pending.pop()
            if nodes and adds_up(whole, [self._rows[node.at] for node in nodes]):
                found.append((at, nodes))
                if len(found) >= _MOST_WAYS and start:
                    break
            if at < stop and reached <= whole.amount_yuan and self._rows[at].amount_yuan >= 0:
                more = reached + self._rows[at].amount_yuan
                pending += [(end, (*nodes, node), more) for end, node in self._ways[at]]
        return found
