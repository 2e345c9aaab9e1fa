"""Tables that no rule encloses: rows of amounts under known headings, whose columns stand under each other.

Three lines across, or none at all, are how some print a table. What is told here must be plain: figures that stand
in columns, and headings that documents are known to have; anything else stays prose.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gongkai.model import Grid
from gongkai.read.cells import grid_with
from gongkai.read.flow import TextLine, joined, text_lines
from gongkai.read.page import Page, Run
from gongkai.read.ruling import Box, Frame
from gongkai.vocabulary import heading_words, squeeze

_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-—–]")
_MONEY = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_GLUED = re.compile(r"\d,\d{3}|\d\.\d\d|\d \d")
_THEMES = ("code", "label", "other", "generic", "measure", "fund", "period")
_GAP = 0.5  # of the height of a line: figures of one column stand as close to the names of the next
_FEWEST_ROWS = 2  # of figures
_FEWEST_KNOWN = 2  # headings
_MOST_HEADINGS = 6  # rows
_MOST_BARE = 12  # rows without a figure between two that have some
_APART = 2.5  # of the height of a line: what stands further below is not part of the table
_CLOSE = 0.6  # of the height of a line: names on two lines may stand so far into each other
_LONGEST = 24  # characters of a heading
_MARGIN = 2.0  # points around the text, where the outermost rules would stand


class _Row(NamedTuple):
    parts: list[TextLine]
    top: float
    bottom: float


class _Span(NamedTuple):
    """A column, or which columns a heading is over: from, to before."""

    start: float
    end: float


def aligned(
    lines: Sequence[TextLine], runs: Iterable[Run], page: Page, name: str
) -> tuple[list[tuple[float, Grid]], list[TextLine]]:
    """The grids that the text of a page makes, each with its top edge, and those of its lines that are in none."""
    if sum(_MONEY.search(line.text) is not None for line in lines) < _FEWEST_ROWS:
        return [], list(lines)
    rows = _rows(text_lines(runs, _GAP))
    grids: list[tuple[float, Grid]] = []
    used: list[_Row] = []
    at = 0
    while at < len(rows):
        stop = _body(rows, at)
        if stop - at >= _FEWEST_ROWS:
            first = _head(rows, at)
            if first < at and _is_known(rows[first:at]) and _has_money(rows[at:stop]):
                grid = _grid(rows[first:at], rows[at:stop], page, name)
                if grid is not None:
                    grids.append((grid.place.top or 0.0, grid))
                    used += rows[first:stop]
        at = max(stop, at + 1)
    return grids, [line for line in lines if not any(_stands_in(line, row) for row in used)]


def _stands_in(line: TextLine, row: _Row) -> bool:
    return row.top <= (line.top + line.bottom) / 2 <= row.bottom


def _rows(lines: Sequence[TextLine]) -> list[_Row]:
    """Lines by the baseline they share: what stands side by side follows each other, left to right."""
    rows: list[_Row] = []
    for line in lines:
        last = rows[-1] if rows else None
        beside = last is not None and line.x0 > last.parts[-1].x1 and line.top < (last.top + last.bottom) / 2
        if last is not None and beside and line.bottom > (last.top + last.bottom) / 2:
            rows[-1] = _Row([*last.parts, line], min(last.top, line.top), max(last.bottom, line.bottom))
        else:
            rows.append(_Row([line], line.top, line.bottom))
    return rows


def _has_figures(row: _Row) -> bool:
    return any(_AMOUNT.fullmatch(part.text) for part in row.parts[1:])


def _follows(upper: _Row, lower: _Row) -> bool:
    high = lower.bottom - lower.top
    return -_CLOSE * high < lower.top - upper.bottom < _APART * high


def _body(rows: Sequence[_Row], start: int) -> int:
    """Before which row the rows of figures end that begin at `start`; `start` itself where none begin there."""
    if not _has_figures(rows[start]):
        return start
    stop = start + 1
    for n in range(start + 1, len(rows)):
        if not _follows(rows[n - 1], rows[n]) or n - stop > _MOST_BARE:
            break
        if _has_figures(rows[n]):
            stop = n + 1
    return stop


def _head(rows: Sequence[_Row], start: int) -> int:
    """From which row on the headings stand over the figures that begin at `start`."""
    first = start
    for n in range(start - 1, max(-1, start - 1 - _MOST_HEADINGS), -1):
        texts = [part.text for part in rows[n].parts]
        if not _follows(rows[n], rows[n + 1]) or _has_figures(rows[n]) or any(":" in t or "：" in t or len(t) > _LONGEST for t in texts):
            break
        if len(texts) > 1:
            first = n
    return first


def _is_known(head: Sequence[_Row]) -> bool:
    texts = [squeeze(part.text) for row in head for part in _spelt(row.parts)]
    return sum(any(heading_words(t).exact(text) or heading_words(t).within(text) for t in _THEMES) for text in texts) >= (
        _FEWEST_KNOWN
    )


def _has_money(body: Sequence[_Row]) -> bool:
    figures = [row for row in body if _has_figures(row)]
    money = [row for row in figures if any(_MONEY.fullmatch(part.text) for part in row.parts[1:])]
    return len(figures) >= _FEWEST_ROWS and 2 * len(money) >= len(figures)


def _columns(head: Sequence[_Row], body: Sequence[_Row]) -> list[_Span]:
    """The columns, left to right: first those of figures, then of the words beside them, then of headings alone."""
    full = [row.parts for row in body if _has_figures(row)]
    figures = _merged([_Span(p.x0, p.x1) for parts in full for p in parts[1:] if _AMOUNT.fullmatch(p.text)])
    words = [
        _Span(p.x0, p.x1) for parts in full for i, p in enumerate(parts) if i == 0 or not _AMOUNT.fullmatch(p.text)
    ]
    columns = [*figures, *_merged([w for w in words if not _over(w, figures)])]
    alone = [_Span(p.x0, p.x1) for p in _spelt(head[-1].parts)]
    columns += _merged([a for a in alone if not _over(a, columns)])
    return _paired(sorted(columns), [_spelt(row.parts) for row in head], [row.parts for row in body])


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
    if len(over) > 1 and not _AMOUNT.fullmatch(part.text):
        return over[0]
    return max(
        range(len(columns)), key=lambda k: min(part.x1, columns[k].end) - max(part.x0, columns[k].start)
    )


def _grid(head: Sequence[_Row], body: Sequence[_Row], page: Page, name: str) -> Grid | None:
    columns = _columns(head, body)
    if len(columns) < 2:
        return None
    levels = _levels(head, columns)
    headed = {k for level in levels for cells, text in level if text for k in cells}
    figures = {_column(p, columns) for row in body for p in row.parts[1:] if _MONEY.fullmatch(p.text)}
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
    return _AMOUNT.fullmatch(text) is None and _GLUED.search(text) is not None


def _shared(top: float, bottom: float, count: int) -> Iterator[tuple[float, float]]:
    step = (bottom - top) / count
    return ((top + step * n, top + step * (n + 1)) for n in range(count))


def _edges(bands: Sequence[tuple[float, float]]) -> list[float]:
    """Where rules would stand: in the middle between neighbours, and a little outside of the first and last."""
    between = [(a[1] + b[0]) / 2 for a, b in zip(bands, bands[1:], strict=False)]
    return [bands[0][0] - _MARGIN, *between, bands[-1][1] + _MARGIN]


_Level = list[tuple[list[int], str]]


def _levels(head: Sequence[_Row], columns: Sequence[_Span]) -> list[_Level]:
    """The headings, level by level: which columns each is over, and what it says."""
    levels: list[_Level] = []
    for row in reversed(head):
        level = _over_columns(_spelt(row.parts), columns)
        if levels:
            below = levels[0]
            under = {k for cells, _ in below for k in cells}
            if under <= {k for cells, _ in level for k in cells} and all(len(cells) == 1 for cells, _ in below):
                # A heading on two lines; one over several columns has some that stand under it alone.
                said = {cells[0]: text for cells, text in below}
                levels[0] = [(c, joined(text, said.get(c[0], "") if len(c) == 1 else "")) for c, text in level]
                continue
            level = _spread(level, under)
        levels.insert(0, level)
    return levels


def _spelt(parts: Sequence[TextLine]) -> list[TextLine]:
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


def _unwrapped(body: Sequence[_Row]) -> list[list[_Row]]:
    """The printed lines of each row: a name on two lines stands closer together than rows do."""
    steps = sorted(b.top - a.top for a, b in zip(body, body[1:], strict=False))
    usual = steps[len(steps) // 2]
    rows: list[list[_Row]] = []
    for n, row in enumerate(body):
        near = bool(rows) and row.top - body[n - 1].top < 0.8 * usual
        bare = len(row.parts) == 1 or (bool(rows) and all(len(r.parts) == 1 for r in rows[-1]))
        if near and bare:
            rows[-1].append(row)
        else:
            rows.append([row])
    return rows
