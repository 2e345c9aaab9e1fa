"""The grid of a ruled frame: which glyphs stand in which cell, hairline columns and rows left out."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from gongkai.model import Cell, Grid, Place
from gongkai.read.flow import cell_text
from gongkai.read.page import Page, Run, maker
from gongkai.read.ruling import Box, Frame

_HAIRLINE = 4.0  # points: a column or row without text that is narrower separates nothing
_OVERHANG = 0.25  # of a glyph's width that must lie in the cell of its name for the glyph to be part of it
_THROUGH = 0.1  # of a glyph's width on either side of a rule that goes through it
_MOST_BEYOND = 0.34  # of a name's glyphs that may lie beyond its cell
_FEWEST_OTHERS = 3  # glyphs that show which cell a name stands in
_SEVERAL = -1  # in place of a box: a run stands in more than one
_NUMERIC = re.compile(r"[\d,.\-]")
_ONE_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")

_Word = Sequence[tuple[int, int]]  # glyphs: the number of the run on its page, the number in the run
_cell, _place = maker(Cell), maker(Place)

Inside = dict[int, Collection[int]]  # the number of a run on its page -> which of its glyphs stand in a grid


def grid_of(frame: Frame, page: Page, name: str) -> tuple[Grid, Inside]:
    """The grid of a frame with its texts, and which glyphs of the page stand in it."""
    owner = frame.owner()
    held: list[list[Run]] = [[] for _ in frame.boxes]
    inside: Inside = {}
    runs = page.runs
    for start, stop, box in _chains(frame, owner, runs):
        if box == _SEVERAL:
            for n, i, j, of_part in _apart(frame, owner, runs, range(start, stop)):
                held[of_part].append(runs[n].part(i, j))
                inside[n] = {*inside.get(n, ()), *range(i, j)}
        elif box is not None:
            held[box].extend(runs[start:stop])
            for n in range(start, stop):
                inside[n] = range(len(runs[n].x0))
    return grid_with(frame, [cell_text(h) if h else "" for h in held], page.number, name), inside


def grid_with(frame: Frame, texts: list[str], page: int, name: str) -> Grid:
    """The grid of a frame on a page of the file `name`, with the text of each of its boxes."""
    boxes, texts = _without_hairlines(frame, texts)
    cells = tuple(
        [
            _cell((row + 1, column + 1, text, _place((name, page, *sides)), row_span, column_span, None))
            for (row, column, row_span, column_span, *sides), text in zip(boxes, texts, strict=True)
        ]
    )
    rows = max([b.row + b.row_span for b in boxes])
    columns = max([b.column + b.column_span for b in boxes])
    return Grid(rows, columns, cells, Place(name, page, frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]))


def _chains(
    frame: Frame, owner: dict[tuple[int, int], int], runs: Sequence[Run]
) -> Iterator[tuple[int, int, int | None]]:
    """From which run to before which the text goes on without a gap, and the box that holds it; None outside."""
    xs, ys = frame.xs, frame.ys
    start = 0
    end = line = 0.0
    held: int | None = None
    for n, (_, x0, x1, top, bottom, baseline) in enumerate(runs):
        height = bottom - top
        # The middle of the print, not of the font's box: a third of the height above the baseline.
        row = bisect_right(ys, baseline - 0.3 * height) - 1
        first = bisect_right(xs, (x0[0] + x1[0]) / 2) - 1
        box = owner.get((row, first))
        if len(x0) > 1:
            last = bisect_right(xs, (x0[-1] + x1[-1]) / 2) - 1
            if first != last and (box is None or owner.get((row, last)) != box):
                box = _SEVERAL
        if n and (abs(baseline - line) > 0.2 * height or not -0.5 * height < x0[0] - end < 0.25 * height):
            yield start, n, held
            start, held = n, box
        elif not n or box != held:
            held = _SEVERAL if n else box
        end, line = x1[-1], baseline
    if runs:
        yield start, len(runs), held


def _row(frame: Frame, run: Run) -> int:
    return bisect_right(frame.ys, run.baseline - 0.3 * (run.bottom - run.top)) - 1


def _column(frame: Frame, run: Run, glyph: int) -> int:
    return bisect_right(frame.xs, (run.x0[glyph] + run.x1[glyph]) / 2) - 1


def _apart(
    frame: Frame, owner: dict[tuple[int, int], int], runs: Sequence[Run], numbers: Sequence[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Text that runs over a rule, in parts: number of the run, from which glyph to before which, the box."""
    glyphs = [(n, i) for n in numbers for i in range(len(runs[n].x0))]
    boxes: list[int | None] = []
    for word in _words(runs, glyphs):
        places = [owner.get((_row(frame, runs[n]), _column(frame, runs[n], i))) for n, i in word]
        if len(set(places)) > 1:
            text = "".join(runs[n].glyphs[i] for n, i in word)
            if _ONE_NUMBER.fullmatch(text):
                places = _whole(places)
            elif _NUMERIC.match(text):
                # Numbers of two cells that touch.
                places = _overhang(frame, runs, word, places)
            else:
                places = _overflow(frame, owner, runs, word, _overhang(frame, runs, word, places))
        boxes.extend(places)
    start = 0
    for stop in range(1, len(glyphs) + 1):
        if stop < len(glyphs) and boxes[stop] == boxes[start] and glyphs[stop][0] == glyphs[start][0]:
            continue
        box = boxes[start]
        if box is not None:
            yield glyphs[start][0], glyphs[start][1], glyphs[stop - 1][1] + 1, box
        start = stop


def _words(runs: Sequence[Run], glyphs: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Numbers, and what stands between them: a printed number is one word, and so is a name."""
    word: list[tuple[int, int]] = []
    last = False
    for n, i in glyphs:
        numeric = _NUMERIC.fullmatch(runs[n].glyphs[i]) is not None
        if word and numeric != last:
            yield word
            word = []
        word.append((n, i))
        last = numeric
    yield word


def _whole(places: Sequence[int | None]) -> list[int | None]:
    """A number that runs over a rule belongs to the cell that holds most of it."""
    inside = [p for p in places if p is not None]
    best = max(dict.fromkeys(inside), key=inside.count)
    return [best] * len(places)


def _overhang(frame: Frame, runs: Sequence[Run], word: _Word, places: list[int | None]) -> list[int | None]:
    """A name too wide for its cell: an outermost glyph with the rule through it belongs to the cell of the others."""
    for end, others in ((-1, places[:-1]), (0, places[1:])):
        cell = others[0]
        if cell is None or len(others) < _FEWEST_OTHERS or len(set(others)) > 1 or places[end] == cell:
            continue
        n, i = word[end]
        x0, x1, box = runs[n].x0[i], runs[n].x1[i], frame.boxes[cell]
        within = min(x1, box.x1) - max(x0, box.x0)
        if within > _OVERHANG * (x1 - x0):
            return [cell] * len(places)
    return places


def _overflow(
    frame: Frame, owner: dict[tuple[int, int], int], runs: Sequence[Run], word: _Word, places: list[int | None]
) -> list[int | None]:
    """A name that runs far beyond its cell is whole in it, where it is plain that the rest is not the neighbour's own.

    That is so where a rule goes through a glyph, where the neighbour has a text of its own beside or under the rest,
    and where the rest lies outside of the frame.
    """
    inside = [p for p in places if p is not None]
    cell = max(dict.fromkeys(inside), key=inside.count)
    within = inside.count(cell)
    if within == len(places) or within < _FEWEST_OTHERS or len(places) - within > _MOST_BEYOND * len(places):
        return places
    box = frame.boxes[cell]
    beyond = {p for p in places if p not in (cell, None)}
    crossed = any(_goes_through(runs[n], i, x) for n, i in word for x in (box.x0, box.x1))
    if not crossed:
        base = runs[word[0][0]].baseline
        own = {owner.get((_row(frame, r), _column(frame, r, len(r.x0) // 2))) for r in _beside(runs, word, base)}
        if not beyond <= own:
            return places
    return [cell] * len(places)


def _goes_through(run: Run, glyph: int, x: float) -> bool:
    part = _THROUGH * (run.x1[glyph] - run.x0[glyph])
    return run.x0[glyph] + part < x < run.x1[glyph] - part


def _beside(runs: Sequence[Run], word: _Word, baseline: float) -> Iterator[Run]:
    """The other runs on about the same line."""
    own = {n for n, _ in word}
    return (r for n, r in enumerate(runs) if n not in own and abs(r.baseline - baseline) < 0.5 * (r.bottom - r.top))


def _without_hairlines(frame: Frame, texts: list[str]) -> tuple[list[Box], list[str]]:
    """The boxes renumbered without columns and rows that are too thin to hold anything, and empty."""
    if not _has_thin(frame.xs) and not _has_thin(frame.ys):
        return list(frame.boxes), texts
    gone_columns = _thin(frame.xs, {k for b, t in zip(frame.boxes, texts, strict=True) if t for k in _alone(b, 1)})
    gone_rows = _thin(frame.ys, {r for b, t in zip(frame.boxes, texts, strict=True) if t for r in _alone(b, 0)})
    boxes: list[Box] = []
    kept: list[str] = []
    column_no = _renumbered(len(frame.xs) - 1, gone_columns)
    row_no = _renumbered(len(frame.ys) - 1, gone_rows)
    for box, text in zip(frame.boxes, texts, strict=True):
        columns = [k for k in range(box.column, box.column + box.column_span) if k not in gone_columns]
        rows = [r for r in range(box.row, box.row + box.row_span) if r not in gone_rows]
        if columns and rows:
            boxes.append(
                box._replace(
                    row=row_no[rows[0]],
                    column=column_no[columns[0]],
                    row_span=len(rows),
                    column_span=len(columns),
                )
            )
            kept.append(text)
    return boxes, kept


def _alone(box: Box, axis: int) -> tuple[int, ...]:
    """The row or column that only this box's text can claim."""
    at, span = (box.row, box.row_span) if axis == 0 else (box.column, box.column_span)
    return (at,) if span == 1 else ()


def _has_thin(at: Sequence[float]) -> bool:
    return any(b - a < _HAIRLINE for a, b in pairwise(at))


def _thin(at: Sequence[float], claimed: set[int]) -> set[int]:
    bands = len(at) - 1
    gone = {i for i in range(bands) if at[i + 1] - at[i] < _HAIRLINE and i not in claimed}
    return gone if len(gone) < bands else set()


def _renumbered(count: int, gone: set[int]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for i in range(count):
        if i not in gone:
            numbers[i] = len(numbers)
    return numbers
