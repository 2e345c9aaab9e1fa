"""The geometry of the way of the money: bars and bands of a sankey, and for narrow screens a bar for each node."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.publish.charts import tenths
from gongkai.publish.flows import Band, Flow, Named

WIDTH = 1040
NARROW = 350
_HEIGHT = Decimal(420)
_TOP = Decimal(34)  # what the headings of the columns take
_GAP = Decimal(12)  # between two bars of a column
_BAR = 12
_LINE = 42  # from one bar to the next, at least
_NAME = Decimal(36)  # what a name and an amount take
_LEFT = {
    ("income", "total", "functional", "kind", "economic"): (158, 300, 440, 680, 844),
    ("income", "total", "functional", "kind"): (158, 330, 500, 844),
    ("income", "functional", "kind", "economic"): (158, 410, 670, 844),
    ("income", "functional", "kind"): (158, 480, 844),
    ("functional", "kind", "economic"): (250, 580, 844),
    ("functional", "kind"): (250, 844),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A bar of the drawing with what it is; `narrow` is its length where each node has a line of its own."""

    key: str
    named: Named
    yuan: Decimal
    x: str
    y: str
    height: str
    middle: str
    narrow: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band as an SVG path; `tone` counts the functional classes from 1, 0 for a band of none."""

    band: Band
    path: str
    tone: int


@dataclass(frozen=True, slots=True)
class Sankey:
    """A drawing of `WIDTH` units and `height`: columns by role, each with its left side and its nodes.

    `table_no` and `is_whole` are those of the flow.
    """

    table_no: int
    is_whole: bool
    columns: tuple[tuple[str, str, tuple[Node, ...]], ...]
    ribbons: tuple[Ribbon, ...]
    height: str
    names: Mapping[str, Named]


def sankey(flow: Flow | None) -> Sankey | None:
    """The drawing of a flow; None where there is none."""
    if flow is None:
        return None
    total = max(sum((flow.yuan[key] for key in keys), Decimal(0)) for _, keys in flow.columns)
    most = max(len(keys) for _, keys in flow.columns)
    height = max(_HEIGHT, Decimal(_LINE * most))
    room = height - _GAP * (most - 1)
    lefts = _LEFT[tuple(role for role, _ in flow.columns)]
    tops: dict[str, Decimal] = {}
    columns, lowest = [], _TOP + height
    for (role, keys), left in zip(flow.columns, lefts, strict=True):
        y, nodes, free = _TOP, [], Decimal(0)
        for key in keys:
            length = max(flow.yuan[key] / total * room, Decimal(1))
            tops[key] = y
            narrow = tenths(flow.yuan[key] / total * NARROW)
            label = max(y + length / 2, free)  # where the name stands: beside its bar, below the name before
            x, top, tall, middle = map(tenths, (Decimal(left), y, length, label))
            free = label + _NAME
            nodes.append(Node(key, flow.names[key], flow.yuan[key], x, top, tall, middle, narrow))
            y += max(length + _GAP, Decimal(_LINE))
        lowest = max(lowest, y, free)
        columns.append((role, str(left), tuple(nodes)))
    every = [node for _, _, nodes in columns for node in nodes]
    ribbons = _ribbons(flow.bands, every, tops, lambda yuan: yuan / total * room)
    return Sankey(flow.table_no, flow.is_whole, tuple(columns), ribbons, tenths(lowest), flow.names)


def _ribbons(
    bands: Sequence[Band], nodes: Sequence[Node], tops: Mapping[str, Decimal], scaled: Callable[[Decimal], Decimal]
) -> tuple[Ribbon, ...]:
    by_key, order = {node.key: node for node in nodes}, {node.key: place for place, node in enumerate(nodes)}
    functions = [node.key for node in nodes if node.named.dimension == "functional"]
    tones = {key: place for place, key in enumerate(functions, 1)}
    out, into, made = dict(tops), dict(tops), []
    for band in sorted(bands, key=lambda band: (order[band.source], order[band.target])):
        width = scaled(band.yuan)
        start, end = out[band.source], into[band.target]
        out[band.source], into[band.target] = start + width, end + width
        x0, x1 = Decimal(by_key[band.source].x) + _BAR, Decimal(by_key[band.target].x)
        middle = (x0 + x1) / 2
        y = [tenths(value) for value in (start, end, end + width, start + width)]
        left, right, bend = map(tenths, (x0, x1, middle))
        there = f"M{left} {y[0]}C{bend} {y[0]} {bend} {y[1]} {right} {y[1]}"
        back = f"V{y[2]}C{bend} {y[2]} {bend} {y[3]} {left} {y[3]}Z"
        tone = tones.get(band.source, tones.get(band.target, 0))
        made.append(Ribbon(band, there + back, tone))
    return tuple(made)
