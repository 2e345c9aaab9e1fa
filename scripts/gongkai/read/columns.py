"""The columns of a table that no rule encloses, its headings over them, its rows: from printed lines to a grid."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai.model import Grid
from gongkai.read.cells import grid_with
from gongkai.read.flow import TextLine, joined
from gongkai.read.page import Page
from gongkai.read.ruling import Box, Frame

#: A figure of a table: an amount, a share, a column's number, a dash for nothing.
FIGURE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-—–]")
#: A figure that is plainly money.
MONEY = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_GLUED = re.compile(r"\d,\d{3}|\d\.\d\d|\d \d")
_MARGIN = 2.0  # points around the text, where the outermost rules would stand


class PrintedRow(NamedTuple):
    """What stands side by side on a line, left to right, with its upper and lower edge."""

    parts: list[TextLine]
    top: float
    bottom: float


class _Span(NamedTuple):
    """A column, or which columns a heading is over: from, to before."""

    start: float
    end: float


def has_figures(row: PrintedRow) -> bool:
    """Whether something stands at the left of a figure."""
    return any(FIGURE.fullmatch(part.text) for part in row.parts[1:])


def _columns(head: Sequence[PrintedRow], body: Sequence[PrintedRow]) -> list[_Span]:
    """The columns, left to right: first those of figures, then of the words beside them, then of headings alone."""
    full = [row.parts for row in body if has_figures(row)]
    figures = _merged([_Span(p.x0, p.x1) for parts in full for p in parts[1:] if FIGURE.fullmatch(p.text)])
    words = [_Span(p.x0, p.x1) for parts in full for i, p in enumerate(parts) if i == 0 or not FIGURE.fullmatch(p.text)]
    columns = [*figures, *_merged([w for w in words if not _over(w, figures)])]
    alone = [_Span(p.x0, p.x1) for p in spelt(head[-1].parts)]
    columns += _merged([a for a in alone if not _over(a, columns)])
    return _paired(sorted(columns), [spelt(row.parts) for row in head], [row.parts for row in body])


def _paired(
    columns: list[_Span], head: Sequence[Sequence[TextLine]], body: Sequence[Sequence[TextLine]]
) -> list[_Span]:
    """Headings in the middle and figures at the right of one column, as one: no line has something in both parts."""
    while True:
        headings = _places(head, columns)
        entries = _places(body, columns)
        halves = [k for k in range(len(columns)) if not headings[k] or not entries[k]]
        pairs = [
            (columns[b].start - columns[a].end, a)
            for k in halves
            for a, b in ((k - 1, k), (k, k + 1))
            if a >= 0 and b < len(columns) and not headings[a] & headings[b] and not entries[a] & entries[b]
        ]
        if not pairs:
            return columns
        _, a = min(pairs)
        columns = [*columns[:a], _Span(columns[a].start, columns[a + 1].end), *columns[a + 2 :]]


def _places(rows: Sequence[Sequence[TextLine]], columns: Sequence[_Span]) -> list[set[int]]:
    """In which rows each column has a text of its own."""
    places: list[set[int]] = [set() for _ in columns]
    for n, parts in enumerate(rows):
        for part in parts:
            if len(_over(_Span(part.x0, part.x1), columns)) < 2:
                places[_column(part, columns)].add(n)
    return places


def _merged(spans: Sequence[_Span]) -> list[_Span]:
    merged: list[_Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = _Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _over(span: _Span, columns: Sequence[_Span]) -> list[int]:
    return [k for k, c in enumerate(columns) if span.start < c.end and c.start < span.end]


def _column(part: TextLine, columns: Sequence[_Span]) -> int:
    """The column that most of a text stands in, or else the nearest; of a name that runs on, the one it begins in."""
    over = _over(_Span(part.x0, part.x1), columns)
    if len(over) > 1 and not FIGURE.fullmatch(part.text):
        return over[0]
    return max(range(len(columns)), key=lambda k: min(part.x1, columns[k].end) - max(part.x0, columns[k].start))


def grid_of_rows(head: Sequence[PrintedRow], body: Sequence[PrintedRow], page: Page, name: str) -> Grid | None:
    """The grid of rows of headings and rows of figures; None where their columns are not plain."""
    columns = _columns(head, body)
    if len(columns) < 2:
        return None
    levels = _levels(head, columns)
    headed = {k for level in levels for cells, text in level if text for k in cells}
    figures = {_column(p, columns) for row in body for p in row.parts[1:] if MONEY.fullmatch(p.text)}
    lowest = {k: cells for level in levels for cells, text in level if text for k in cells}
    # A heading over two columns of figures, and none below it, is two headings that stand too close.
    if not figures <= headed or any(len(figures & set(cells)) > 1 for cells in lowest.values()):
        return None
    lines = _unwrapped(body)
    texts: list[str] = []
    spans: list[tuple[int, int, int]] = []  # row, column, columns
    for r, level in enumerate(levels):
        covered: set[int] = set()
        for cells, text in level:
            spans.append((r, cells[0], len(cells)))
            texts.append(text)
            covered.update(cells)
        for k in range(len(columns)):
            if k not in covered:
                spans.append((r, k, 1))
                texts.append("")
    for r, rows in enumerate(lines, start=len(levels)):
        said = [""] * len(columns)
        for part in (part for row in rows for part in row.parts):
            k = _column(part, columns)
            said[k] = joined(said[k], part.text)
        if any(_is_glued(text) for text in said):
            return None
        spans += [(r, k, 1) for k in range(len(columns))]
        texts += said
    xs = _edges([(c.start, c.end) for c in columns])
    heads = _shared(head[0].top, head[-1].bottom, len(levels))
    ys = _edges([*heads, *((rows[0].top, rows[-1].bottom) for rows in lines)])
    order = sorted(range(len(spans)), key=spans.__getitem__)
    boxes = tuple(
        Box(r, k, 1, across, xs[k], ys[r], xs[k + across], ys[r + 1]) for r, k, across in (spans[n] for n in order)
    )
    return grid_with(Frame(tuple(xs), tuple(ys), boxes), [texts[n] for n in order], page.number, name)


def _is_glued(text: str) -> bool:
    """Whether a cell would hold an amount and more: then the columns are not what they seem."""
    return FIGURE.fullmatch(text) is None and _GLUED.search(text) is not None


def _shared(top: float, bottom: float, count: int) -> Iterator[tuple[float, float]]:
    step = (bottom - top) / count
    return ((top + step * n, top + step * (n + 1)) for n in range(count))


def _edges(bands: Sequence[tuple[float, float]]) -> list[float]:
    """Where rules would stand: in the middle between neighbours, and a little outside of the first and last."""
    between = [(a[1] + b[0]) / 2 for a, b in pairwise(bands)]
    return [bands[0][0] - _MARGIN, *between, bands[-1][1] + _MARGIN]


_Level = list[tuple[list[int], str]]


def _levels(head: Sequence[PrintedRow], columns: Sequence[_Span]) -> list[_Level]:
    """The headings, level by level: which columns each is over, and what it says."""
    levels: list[_Level] = []
    for row in reversed(head):
        level = _over_columns(spelt(row.parts), columns)
        if levels:
            below = levels[0]
            under = {k for cells, _ in below for k in cells}
            if under <= {cells[0] for cells, _ in level if len(cells) == 1} and all(
                len(cells) == 1 for cells, _ in below
            ):
                # A heading on two lines; one over several columns has some that stand under it alone.
                said = {cells[0]: text for cells, text in below}
                levels[0] = [(c, joined(text, said.get(c[0], "") if len(c) == 1 else "")) for c, text in level]
                continue
            level = _spread(level, under)
        levels.insert(0, level)
    return levels


def spelt(parts: Sequence[TextLine]) -> list[TextLine]:
    """Headings of two characters set wide apart, each as one."""
    spelt: list[TextLine] = []
    for part in parts:
        if spelt and len(part.text) == 1 and len(spelt[-1].text) == 1:
            spelt[-1] = spelt[-1]._replace(text=spelt[-1].text + part.text, x1=part.x1)
        else:
            spelt.append(part)
    return spelt


def _over_columns(parts: Sequence[TextLine], columns: Sequence[_Span]) -> _Level:
    """Which columns each heading of a printed line is over: each column has the one that is over most of it."""
    owner: dict[int, int] = {}
    for k, column in enumerate(columns):
        shares = [min(p.x1, column.end) - max(p.x0, column.start) for p in parts]
        best = max(range(len(parts)), key=shares.__getitem__)
        if shares[best] > 0:
            owner[k] = best
    for n, part in enumerate(parts):
        nearest = _column(part, columns)
        if n not in owner.values() and nearest not in owner:
            owner[nearest] = n
    level = [([k for k in sorted(owner) if owner[k] == n], part.text) for n, part in enumerate(parts)]
    return [(cells, text) for cells, text in level if cells and cells == list(range(cells[0], cells[-1] + 1))]


def _spread(level: _Level, under: set[int]) -> _Level:
    """Headings in the middle over several columns, spread over all that have a heading below and none beside."""
    taken = {k for cells, _ in level for k in cells}
    spread: _Level = []
    for cells, text in level:
        wide = list(cells)
        if under & set(cells):
            while wide[0] - 1 in under and wide[0] - 1 not in taken:
                wide.insert(0, wide[0] - 1)
                taken.add(wide[0])
            while wide[-1] + 1 in under and wide[-1] + 1 not in taken:
                wide.append(wide[-1] + 1)
                taken.add(wide[-1])
        spread.append((wide, text))
    return spread


def _unwrapped(body: Sequence[PrintedRow]) -> list[list[PrintedRow]]:
    """The printed lines of each row: a name on two lines stands closer together than rows do."""
    steps = sorted(b.top - a.top for a, b in pairwise(body))
    usual = steps[len(steps) // 2]
    rows: list[list[PrintedRow]] = []
    for n, row in enumerate(body):
        near = bool(rows) and row.top - body[n - 1].top < 0.8 * usual
        bare = len(row.parts) == 1 or (bool(rows) and all(len(r.parts) == 1 for r in rows[-1]))
        if near and bare:
            rows[-1].append(row)
        else:
            rows.append([row])
    return rows
