"""From ruling lines to grids: which cells a page's rules enclose, merged cells included. Pure geometry.

Rules that nearly coincide are one (`_SNAP`); rules that touch belong to one table; where a stretch of rule
is missing between two elementary cells, these are one merged cell.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkai.read.page import Page, Rule
from gongkai.read.regions import Regions, Span

_SNAP = 2.0  # points between rules that are printed as one
_JOIN = 3.0  # points of gap between two pieces of one rule, and between rules that touch
_COVERED = 0.6  # share of a cell's side that must be ruled for the side to be there
_BEYOND = 6.0  # points that rules must reach past the outermost crossing rule to open a side
_DOT = 1.5  # points: what is no longer is a dot of a dotted rule, or the corner where two rules meet
_STUB = 3.0  # points: what is no longer when its pieces are joined parts nothing
_MOST_RULES = 20_000  # beyond this a page is a drawing or an attack


_Group = tuple[list[Rule], list[Rule]]  # horizontal and vertical rules that hang together


class Box(NamedTuple):
    """A cell of a grid: its first row and column (from 0), its spans, its box in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float


class Frame(NamedTuple):
    """The ruled frame of one table on one page: column and row positions, and the boxes between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    def owner(self) -> dict[tuple[int, int], int]:
        """Which box covers each elementary cell."""
        return {
            (r, k): n
            for n, box in enumerate(self.boxes)
            for r in range(box.row, box.row + box.row_span)
            for k in range(box.column, box.column + box.column_span)
        }


def frames(page: Page) -> list[Frame]:
    """The frames on a page, top to bottom. Boxes around text, one or a pile of them, are no table and left out."""
    if len(page.horizontal) + len(page.vertical) > _MOST_RULES:
        return []
    across, upright = _dots(page.horizontal), _dots(page.vertical)
    horizontal, vertical = _joined([*page.horizontal, *upright]), _joined([*page.vertical, *across])
    groups = _touching(horizontal, vertical)
    found = [_frame(hs, vs) for hs, vs in _with_lone_sides(groups) if len(hs) >= 2 and vs]
    return sorted((f for f in found if f is not None), key=lambda f: (f.ys[0], f.xs[0]))


def _dots(rules: Iterable[Rule]) -> list[Rule]:
    """What is as short as it is thin, as rules of the other direction: a dot may be part of either."""
    return [
        Rule((start + end) / 2, at - (end - start) / 2, at + (end - start) / 2)
        for at, start, end in rules
        if end - start <= _DOT
    ]


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Collinear pieces as one rule each: positions snapped, gaps closed. What stays a stub is none."""
    ordered = sorted(rules)
    places = [rule[0] for rule in ordered]
    joined: list[Rule] = []
    start = 0
    while start < len(ordered):
        stop = bisect_right(places, places[start] + _SNAP, start)
        at = sum(places[start:stop]) / (stop - start)
        pieces = sorted([rule[1:] for rule in ordered[start:stop]])
        a, b = pieces[0]
        for c, d in pieces[1:]:
            if c - b <= _JOIN:
                b = max(b, d)
            else:
                joined.append(Rule(at, a, b))
                a, b = c, d
        joined.append(Rule(at, a, b))
        start = stop
    return [rule for rule in joined if rule.end - rule.start > _STUB]


def _touching(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[_Group]:
    """Groups of rules that hang together by their crossings."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    offset = len(horizontal)
    tops = [h.at for h in horizontal]
    for j, v in enumerate(vertical):
        for i in range(bisect_right(tops, v.start - _JOIN), len(horizontal)):
            h = horizontal[i]
            if h.at > v.end + _JOIN:
                break
            if h.start - _JOIN <= v.at <= h.end + _JOIN:
                parent[root(i)] = root(offset + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        groups.setdefault(root(offset + j), ([], []))[1].append(v)
    return list(groups.values())


def _with_lone_sides(groups: Sequence[_Group]) -> list[_Group]:
    """The groups, with the rules beside them that touch none: cells that begin and end on other pages have no more."""
    frames = [g for g in groups if len(g[0]) >= 2 and g[1]]
    for lone in (v for hs, vs in groups if not hs for v in vs):
        beside = [g for g in frames if _runs_along(lone, g[0])]
        if beside:
            min(beside, key=lambda g: min(abs(v.at - lone.at) for v in g[1]))[1].append(lone)
    return frames


def _runs_along(upright: Rule, rows: Sequence[Rule]) -> bool:
    """Whether an upright rule stands beside a frame and is as high as it."""
    top, bottom = rows[0].at, rows[-1].at
    left, right = min(h.start for h in rows), max(h.end for h in rows)
    outside = upright.at < left or upright.at > right
    return outside and abs(upright.start - top) < _BEYOND and abs(upright.end - bottom) < _BEYOND


def _frame(hs: list[Rule], vs: list[Rule]) -> Frame | None:
    xs, ys = _positions(vs, hs), _positions(hs, vs)
    if len(xs) < 2 or len(ys) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns < 2:
        return None
    merged = Regions(rows, columns)
    right = _sides(vs, xs, ys)
    below = _sides(hs, ys, xs)
    if len(right) < rows * (columns - 1):
        for r in range(rows):
            for k in range(columns - 1):
                if (k + 1, r) not in right:
                    merged.unite((r, k), (r, k + 1))
    if len(below) < columns * (rows - 1):
        for r in range(rows - 1):
            for k in range(columns):
                if (r + 1, k) not in below:
                    merged.unite((r, k), (r + 1, k))
    spans = merged.rectangles()
    xs, ys, spans = _used(xs, ys, spans)
    boxes = tuple(Box(r, k, rs, cs, xs[k], ys[r], xs[k + cs], ys[r + rs]) for r, k, rs, cs in spans)
    # Without a second column it is a box around text, or the lines behind the bars of a chart.
    return Frame(tuple(xs), tuple(ys), boxes) if len(xs) > 2 and len(boxes) > 1 else None


def _used(xs: list[float], ys: list[float], spans: list[Span]) -> tuple[list[float], list[float], list[Span]]:
    """Without the positions that part no two cells: of them only a stub, or a dot at a crossing, is drawn."""
    rows, columns = sorted({r for r, _, _, _ in spans}), sorted({k for _, k, _, _ in spans})
    if len(rows) == len(ys) - 1 and len(columns) == len(xs) - 1:
        return xs, ys, spans
    row_no = {r: n for n, r in enumerate([*rows, len(ys) - 1])}
    column_no = {k: n for n, k in enumerate([*columns, len(xs) - 1])}
    kept = [
        (row_no[r], column_no[k], row_no[r + rs] - row_no[r], column_no[k + cs] - column_no[k])
        for r, k, rs, cs in spans
    ]
    return [xs[k] for k in (*columns, len(xs) - 1)], [ys[r] for r in (*rows, len(ys) - 1)], kept


def _positions(along: Sequence[Rule], across: Sequence[Rule]) -> list[float]:
    """Where the rules of one direction stand, and where the others end beyond them: an open side."""
    at = sorted({r.at for r in along})
    merged = [at[0]]
    for position in at[1:]:
        if position - merged[-1] > _SNAP:
            merged.append(position)
    start, end = min(r.start for r in across), max(r.end for r in across)
    if start < merged[0] - _BEYOND:
        merged.insert(0, start)
    if end > merged[-1] + _BEYOND:
        merged.append(end)
    return merged


def _sides(rules: Sequence[Rule], at: Sequence[float], bands: Sequence[float]) -> set[tuple[int, int]]:
    """The (position, band) pairs whose stretch of rule is drawn, the outermost positions left out."""
    drawn: set[tuple[int, int]] = set()
    partly: dict[tuple[int, int], float] = {}
    outermost = (0, len(at) - 1)
    for rule in rules:
        position = _nearest(at, rule.at)
        if position in outermost:
            continue
        first = max(0, bisect_right(bands, rule.start) - 1)
        last = min(len(bands) - 2, bisect_left(bands, rule.end) - 1)
        if first > last:
            continue
        drawn.update([(position, band) for band in range(first + 1, last)])
        for band in {first, last}:
            low, high = bands[band], bands[band + 1]
            overlap = min(high, rule.end) - max(low, rule.start)
            if overlap > 0:
                partly[position, band] = partly.get((position, band), 0.0) + overlap / (high - low)
    drawn.update(key for key, share in partly.items() if share >= _COVERED)
    return drawn


def _nearest(at: Sequence[float], value: float) -> int:
    i = bisect_right(at, value)
    if i == len(at) or (i and value - at[i - 1] <= at[i] - value):
        return i - 1
    return i
