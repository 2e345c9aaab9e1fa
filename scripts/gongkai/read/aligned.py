"""Tables that no rule encloses: rows of amounts under known headings, whose columns stand under each other.

Three lines across, or none at all, are how some print a table. What is told here must be plain: figures that stand
in columns, and headings that documents are known to have; anything else stays prose.
"""

from collections.abc import Iterable, Sequence

from gongkai.model import Grid
from gongkai.read.columns import MONEY, PrintedRow, grid_of_rows, has_figures, spelt
from gongkai.read.flow import TextLine, text_lines
from gongkai.read.page import Page, Run
from gongkai.vocabulary import heading_words, squeeze

_THEMES = ("code", "label", "other", "generic", "measure", "fund", "period")
_GAP = 0.5  # of the height of a line: figures of one column stand as close to the names of the next
_FEWEST_ROWS = 2  # of figures
_FEWEST_KNOWN = 2  # headings
_MOST_HEADINGS = 6  # rows
_MOST_BARE = 12  # rows without a figure between two that have some
_APART = 2.5  # of the height of a line: what stands further below is not part of the table
_CLOSE = 0.6  # of the height of a line: names on two lines may stand so far into each other
_LONGEST = 24  # characters of a heading


def aligned(
    lines: Sequence[TextLine], runs: Iterable[Run], page: Page, name: str
) -> tuple[list[tuple[float, Grid]], list[TextLine]]:
    """The grids that the text of a page makes, each with its top edge, and those of its lines that are in none."""
    if sum(MONEY.fullmatch(line.text) is not None for line in lines) < _FEWEST_ROWS:
        return [], list(lines)
    rows = _rows(text_lines(runs, _GAP))
    grids: list[tuple[float, Grid]] = []
    used: list[PrintedRow] = []
    at = 0
    while at < len(rows):
        stop = _body(rows, at)
        if stop - at >= _FEWEST_ROWS:
            first = _head(rows, at)
            if first < at and _is_known(rows[first:at]) and _has_money(rows[at:stop]):
                grid = grid_of_rows(rows[first:at], rows[at:stop], page, name)
                if grid is not None:
                    grids.append((grid.place.top or 0.0, grid))
                    used += rows[first:stop]
        at = max(stop, at + 1)
    return grids, [line for line in lines if not any(_stands_in(line, row) for row in used)]


def _stands_in(line: TextLine, row: PrintedRow) -> bool:
    return row.top <= (line.top + line.bottom) / 2 <= row.bottom


def _rows(lines: Sequence[TextLine]) -> list[PrintedRow]:
    """Lines by the baseline they share: what stands side by side follows each other, left to right."""
    rows: list[PrintedRow] = []
    for line in lines:
        last = rows[-1] if rows else None
        beside = last is not None and line.x0 > last.parts[-1].x1 and line.top < (last.top + last.bottom) / 2
        if last is not None and beside and line.bottom > (last.top + last.bottom) / 2:
            rows[-1] = PrintedRow([*last.parts, line], min(last.top, line.top), max(last.bottom, line.bottom))
        else:
            rows.append(PrintedRow([line], line.top, line.bottom))
    return rows


def _follows(upper: PrintedRow, lower: PrintedRow) -> bool:
    high = lower.bottom - lower.top
    return -_CLOSE * high < lower.top - upper.bottom < _APART * high


def _body(rows: Sequence[PrintedRow], start: int) -> int:
    """Before which row the rows of figures end that begin at `start`; `start` itself where none begin there."""
    if not has_figures(rows[start]):
        return start
    stop = start + 1
    for n in range(start + 1, len(rows)):
        if not _follows(rows[n - 1], rows[n]) or n - stop > _MOST_BARE:
            break
        if has_figures(rows[n]):
            stop = n + 1
    return stop


def _head(rows: Sequence[PrintedRow], start: int) -> int:
    """From which row on the headings stand over the figures that begin at `start`."""
    first = start
    for n in range(start - 1, max(-1, start - 1 - _MOST_HEADINGS), -1):
        texts = [part.text for part in rows[n].parts]
        if (
            not _follows(rows[n], rows[n + 1])
            or has_figures(rows[n])
            or any(":" in t or "：" in t or len(t) > _LONGEST for t in texts)
        ):
            break
        if len(texts) > 1:
            first = n
    return first


def _is_known(head: Sequence[PrintedRow]) -> bool:
    texts = [squeeze(part.text) for row in head for part in spelt(row.parts)]
    return sum(
        any(heading_words(t).exact(text) or heading_words(t).within(text) for t in _THEMES) for text in texts
    ) >= (_FEWEST_KNOWN)


def _has_money(body: Sequence[PrintedRow]) -> bool:
    figures = [row for row in body if has_figures(row)]
    money = [row for row in figures if any(MONEY.fullmatch(part.text) for part in row.parts[1:])]
    return len(figures) >= _FEWEST_ROWS and 2 * len(money) >= len(figures)
