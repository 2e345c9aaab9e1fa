"""A table laid out on pages: where each line of text and each rule stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from gongkai.typeset.columns import PADDING, column_widths, fits_with_ease, least_width
from gongkai.typeset.sheet import Box, Sheet
from gongkai.typeset.wrap import Measure, balanced, wrap

LEADING = 1.3  # line height in sizes
_ASCENT = 0.86  # baseline below the top of a line's character box, in sizes
_LOOSE = 3.0  # points above and below the text of a cell
_LARGEST_HEADER = 0.4  # of the page: a taller header is not repeated
_HAIR = 0.01


@dataclass(frozen=True, slots=True)
class Room:
    """The part of a page where tables stand, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: the left end of its baseline, from the top left corner of the table's part."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal or upright, from the same corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Part:
    """What of a table stands on one page."""

    height: float
    texts: tuple[Text, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A table at a size, in columns of given widths and rows of given heights, all in points."""

    sheet: Sheet
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    lines: dict[Box, tuple[str, ...]]

    def tallest(self, *, parted: bool) -> float:
        """The height of the tallest rows that hang together by merged cells, headings on top.

        `parted` allows a page break in merged cells whose text needs no more than their first row.
        """
        header = sum(self.heights[: self.sheet.header_rows])
        held = {
            row
            for box in self.sheet.boxes
            if not parted or _needed(self.lines[box], self.size) > self.heights[box.row] + _HAIR
            for row in range(box.row + 1, box.row + box.rows)
        }
        runs = _runs_of_rows(self.sheet, held)
        return max(sum(self.heights[a:b]) + (header if a else 0) for a, b in runs)


def fit(sheet: Sheet, width: float, size: float, measure: Measure, *, with_ease: bool) -> Fit | None:
    """The table set at a size in a width; None where it cannot be, or not with ease where that is asked."""
    if with_ease and not fits_with_ease(sheet, width, size, measure):
        return None
    widths = column_widths(sheet, width, size, measure)
    if widths is None:
        return None
    lines: dict[Box, tuple[str, ...]] = {}
    for box in sheet.boxes:
        room = sum(widths[box.column : box.column + box.columns]) - 2 * PADDING + _HAIR
        broken = balanced if box.row < sheet.header_rows else wrap
        lines[box] = broken(box.text, room, size, measure)
    return Fit(sheet, size, widths, _heights(sheet, size, lines), lines)


def widest(sheet: Sheet, size: float, measure: Measure) -> float:
    """The width in points that a table needs at a size."""
    return least_width(sheet, size, measure)


def parts(fitted: Fit, rooms: tuple[Room, Room], measure: Measure) -> tuple[Part, ...]:
    """The table cut into parts: one for the room on the first page, then one for each page that follows.

    Rows that hang together by merged cells stay on one page where a page can hold them; the headings stand
    on top of every part. Rows that no page can hold together are parted between two rows, and a merged cell
    that runs over the break keeps its text in the first part.
    """
    sheet, heights = fitted.sheet, fitted.heights
    header_height = sum(heights[: sheet.header_rows])
    repeat = 0 < sheet.header_rows < sheet.rows and header_height <= _LARGEST_HEADER * rooms[1].height
    found: list[Part] = []
    start = 0
    room = rooms[0].height
    while start < sheet.rows:
        headings = sheet.header_rows if repeat and start >= sheet.header_rows else 0
        end = _last_row(sheet, heights, start, room - (header_height if headings else 0))
        rows = [*range(headings), *range(start, end)]
        found.append(_part(fitted, rows, headings, measure))
        start, room = end, rooms[1].height
    return tuple(found)


def blocks(sheet: Sheet) -> list[tuple[int, int]]:
    """Runs of rows `(first, end)` that merged cells hold together; headings stay with their first row."""
    held = {row for box in sheet.boxes for row in range(box.row + 1, box.row + box.rows)}
    return _runs_of_rows(sheet, held)


def _runs_of_rows(sheet: Sheet, held: set[int]) -> list[tuple[int, int]]:
    headings = range(1, sheet.header_rows + 1)
    starts = [row for row in range(sheet.rows) if row not in held and row not in headings]
    return list(zip(starts, [*starts[1:], sheet.rows], strict=True))


def _last_row(sheet: Sheet, heights: Sequence[float], start: int, room: float) -> int:
    end = start
    height = 0.0
    for first, stop in blocks(sheet):
        if stop <= start:
            continue
        height += sum(heights[max(first, start) : stop])
        if height > room + _HAIR:
            break
        end = stop
    if end == start:
        height = 0.0
        while end < sheet.rows and (end == start or height + heights[end] <= room + _HAIR):
            height += heights[end]
            end += 1
    return end


def _heights(sheet: Sheet, size: float, lines: dict[Box, tuple[str, ...]]) -> tuple[float, ...]:
    heights = [size * LEADING + 2 * _LOOSE] * sheet.rows
    for box in sorted(sheet.boxes, key=lambda box: box.rows):
        needed = _needed(lines[box], size)
        spanned = range(box.row, min(box.row + box.rows, sheet.rows))
        lacking = needed - sum(heights[row] for row in spanned)
        if lacking > 0:
            for row in spanned:
                heights[row] += lacking / len(spanned)
    return tuple(heights)


def _needed(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * LEADING + 2 * _LOOSE


def _part(fitted: Fit, rows: Sequence[int], headings: int, measure: Measure) -> Part:
    sheet = fitted.sheet
    xs = [0.0, *accumulate(fitted.widths)]
    ys = [0.0, *accumulate(fitted.heights[row] for row in rows)]
    at = {row: index for index, row in enumerate(rows)}
    owner: dict[tuple[int, int], int] = {}
    texts: list[Text] = []
    for number, box in enumerate(sheet.boxes):
        # The headings that are repeated end where the rows below them begin, whatever their spans say.
        stop = min(box.row + box.rows, headings) if box.row < headings else box.row + box.rows
        covered = [at[row] for row in range(box.row, stop) if row in at]
        if not covered:
            continue
        for index in covered:
            for column in range(box.column, box.column + box.columns):
                owner[index, column] = number
        if box.row in at:
            left, right = xs[box.column], xs[box.column + box.columns]
            texts += _texts(fitted, box, (left, ys[covered[0]], right, ys[covered[-1] + 1]), measure)
    return Part(ys[-1], tuple(texts), _rules(xs, ys, owner))


def _texts(fitted: Fit, box: Box, frame: tuple[float, float, float, float], measure: Measure) -> list[Text]:
    left, top, right, bottom = frame
    size = fitted.size
    lines = [line for line in fitted.lines[box] if line.strip()]
    height = len(lines) * size * LEADING
    y = top + max((bottom - top - height) / 2, 0) + size * (LEADING - 1) / 2 + size * _ASCENT
    found = []
    for line in lines:
        width = measure(line.rstrip(), size)
        x = {
            "left": left + PADDING,
            "centre": (left + right - width) / 2,
            "right": right - PADDING - width,
        }[box.align]
        found.append(Text(x, y, size, line))
        y += size * LEADING
    return found


def _rules(xs: Sequence[float], ys: Sequence[float], owner: dict[tuple[int, int], int]) -> tuple[Rule, ...]:
    rows, columns = len(ys) - 1, len(xs) - 1

    def differ(a: tuple[int, int], b: tuple[int, int]) -> bool:
        return owner.get(a, -1) != owner.get(b, -1) or a not in owner

    found: list[Rule] = []
    for row in range(rows + 1):
        ruled = [row in (0, rows) or differ((row - 1, column), (row, column)) for column in range(columns)]
        found += [Rule(xs[a], ys[row], xs[b], ys[row]) for a, b in _runs(ruled)]
    for column in range(columns + 1):
        ruled = [column in (0, columns) or differ((row, column - 1), (row, column)) for row in range(rows)]
        found += [Rule(xs[column], ys[a], xs[column], ys[b]) for a, b in _runs(ruled)]
    return tuple(found)


def _runs(ruled: Sequence[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index, drawn in enumerate(ruled):
        if drawn and found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        elif drawn:
            found.append((index, index + 1))
    return found
