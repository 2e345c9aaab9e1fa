"""The grid of a ruled frame: which glyphs stand in which cell, hairline columns and rows left out."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from gongkai.model import Cell, Grid, Place
from gongkai.read.flow import cell_text
from gongkai.read.page import Glyph, Page
from gongkai.read.ruling import Box, Frame

_HAIRLINE = 4.0  # points: a column or row without text that is narrower separates nothing
_NUMERIC = re.compile(r"[\d,.\-]")
_ONE_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def grid_of(frame: Frame, page: Page, name: str) -> tuple[Grid, set[int]]:
    """The grid of a frame with its texts, and which glyphs of the page stand in it."""
    owner = frame.owner()
    held: list[list[Glyph]] = [[] for _ in frame.boxes]
    used: set[int] = set()
    for run in _runs(page.glyphs):
        places = [_locate(frame, owner, page.glyphs[i]) for i in run]
        if len({p for p in places if p is not None}) > 1 and _is_number(page.glyphs, run):
            places = _whole(places)
        for i, box in zip(run, places, strict=True):
            if box is not None:
                held[box].append(page.glyphs[i])
                used.add(i)
    boxes, texts = _without_hairlines(frame, [cell_text(h) for h in held])
    cells = tuple(
        Cell(
            box.row + 1,
            box.column + 1,
            text,
            Place(name, page.number, box.x0, box.top, box.x1, box.bottom),
            box.row_span,
            box.column_span,
        )
        for box, text in zip(boxes, texts, strict=True)
    )
    rows = max(b.row + b.row_span for b in boxes)
    columns = max(b.column + b.column_span for b in boxes)
    place = Place(name, page.number, frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1])
    return Grid(rows, columns, cells, place), used


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    """Indices of glyphs that follow each other without a gap: a printed number is one run."""
    run: list[int] = []
    for i, glyph in enumerate(glyphs):
        if run:
            last = glyphs[run[-1]]
            height = glyph.bottom - glyph.top
            if (
                abs(glyph.baseline - last.baseline) > 0.2 * height
                or not -0.5 * height < glyph.x0 - last.x1 < 0.25 * height
                or not (_NUMERIC.fullmatch(glyph.text) and _NUMERIC.fullmatch(last.text))
            ):
                yield run
                run = []
        run.append(i)
    if run:
        yield run


def _is_number(glyphs: Sequence[Glyph], run: Sequence[int]) -> bool:
    return _ONE_NUMBER.fullmatch("".join(glyphs[i].text for i in run)) is not None


def _whole(places: Sequence[int | None]) -> list[int | None]:
    """A number that runs over a rule belongs to the cell that holds most of it."""
    inside = [p for p in places if p is not None]
    best = max(dict.fromkeys(inside), key=inside.count)
    return [best] * len(places)


def _locate(frame: Frame, owner: dict[tuple[int, int], int], glyph: Glyph) -> int | None:
    # The middle of the print, not of the font's box: a third of the height above the baseline.
    x = (glyph.x0 + glyph.x1) / 2
    y = glyph.baseline - 0.3 * (glyph.bottom - glyph.top)
    row = bisect_right(frame.ys, y) - 1
    column = bisect_right(frame.xs, x) - 1
    return owner.get((row, column))


def _without_hairlines(frame: Frame, texts: list[str]) -> tuple[list[Box], list[str]]:
    """The boxes renumbered without columns and rows that are too thin to hold anything, and empty."""
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
