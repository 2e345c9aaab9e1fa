"""Runs of glyphs to text: what a cell says, and the lines that stand outside of every frame."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from gongkai.read.page import Run

_SAME_LINE = 0.45  # of the glyph height: baselines closer than this are one line
_LETTER_GAP = 0.14  # of the glyph height: a wider gap between Latin letters is a space
_WORD_GAP = 0.25  # the same where a digit is on either side: figures are set wider
_SEGMENT_GAP = 1.6  # of the glyph height: a wider gap separates what stands side by side
_OVERLAP = 0.1  # of the glyph height: runs that overlap more are printed over each other
_FEWEST_OVER = 2  # glyphs printed over others that show that two texts are
_WORDS_MEET = re.compile(r"[A-Za-z,.;:)][A-Za-z(]")

_baseline = attrgetter("baseline")


class TextLine(NamedTuple):
    """Glyphs on one baseline, left to right, with their box and the height of their largest glyph."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    height: float


def lines(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs grouped by baseline, top to bottom, each line left to right; doubled (bold) glyphs once."""
    rows: list[list[Run]] = []
    base = reach = 0.0
    for run in sorted(runs, key=_baseline):
        height = run.bottom - run.top
        if rows and run.baseline - base <= _SAME_LINE * max(min(height, reach), 4.0):
            rows[-1].append(run)
            reach = min(reach, height)
        else:
            rows.append([run])
            base, reach = run.baseline, height
    return [row if len(row) == 1 else _left_to_right(row) for row in rows]


def _left_to_right(row: list[Run]) -> list[Run]:
    ordered = sorted(row, key=_start)
    for left, right in pairwise(ordered):
        start = right.x0[0]
        if start <= left.x0[-1] or start - left.x1[-1] < -_OVERLAP * (right.bottom - right.top):
            return _without_doubles(row)
    return ordered


def _start(run: Run) -> float:
    return run.x0[0]


def _without_doubles(row: Iterable[Run]) -> list[Run]:
    """The glyphs of runs that overlap, one by one: fake bold prints a glyph twice, a hair apart."""
    kept: list[Run] = []
    for glyph in sorted((run.part(i, i + 1) for run in row for i in range(len(run.x0))), key=_start):
        if not any(
            glyph.glyphs == other.glyphs and glyph.x0[0] - other.x0[0] < 0.3 * (other.x1[0] - other.x0[0])
            for other in kept[-2:]
        ):
            kept.append(glyph)
    over = sum(_is_over(a, b) for a, b in pairwise(kept))
    return _one_after_the_other(row) if over >= _FEWEST_OVER else kept


def _is_over(one: Run, other: Run) -> bool:
    """Whether two glyphs stand in one place; the blank half of a quotation mark's box does not count."""
    return other.x0[0] < (one.x0[0] + one.x1[0]) / 2 and one.glyphs[0].isalnum() and other.glyphs[0].isalnum()


def _one_after_the_other(row: Iterable[Run]) -> list[Run]:
    """Different texts printed over each other, each whole: what one of them hides is in the text layer all the same."""
    texts: list[list[Run]] = []
    for run in row:
        if texts and 0 <= run.x0[0] - texts[-1][-1].x0[-1] < _SEGMENT_GAP * (run.bottom - run.top):
            texts[-1].append(run)
        elif not texts or _glyphs(texts[-1]) != _glyphs([run]):
            texts.append([run])
    return [run for text in sorted(texts, key=lambda text: _start(text[0])) for run in text]


def _glyphs(runs: Iterable[Run]) -> list[str]:
    return [glyph for run in runs for glyph in run.glyphs]


def cell_text(runs: Sequence[Run]) -> str:
    """The text of a cell, its printed lines joined: no blank between Chinese, one between Latin words."""
    if len(runs) == 1:
        return _run_text(runs[0])
    text = ""
    for row in lines(runs):
        text = joined(text, _spaced(row))
    return text


def joined(before: str, after: str) -> str:
    """Two printed lines as one: a blank only where two Latin words would run together."""
    if before and after and _is_letter(before[-1]) and _is_letter(after[0]):
        return f"{before} {after}"
    return before + after


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _run_text(run: Run) -> str:
    text = "".join(run.glyphs)
    # Inside a run no gap is as wide as one between figures: only Latin words can be apart.
    if _WORDS_MEET.search(text) is None:
        return text
    height = run.bottom - run.top or 1.0
    text = run.glyphs[0]
    for i in range(1, len(run.glyphs)):
        gap = (run.x0[i] - run.x1[i - 1]) / height
        if gap > _LETTER_GAP and _is_word_end(text[-1], run.glyphs[i][0], gap):
            text += " "
        text += run.glyphs[i]
    return text


def _spaced(row: Sequence[Run]) -> str:
    text = _run_text(row[0])
    for left, right in pairwise(row):
        gap = (right.x0[0] - left.x1[-1]) / (right.bottom - right.top or 1.0)
        if gap > _LETTER_GAP and _is_word_end(text[-1], right.glyphs[0][0], gap):
            text += " "
        text += _run_text(right)
    return text


def _is_word_end(a: str, b: str, gap: float) -> bool:
    if not (a.isascii() and b.isascii() and (b.isalnum() or b == "(")):
        return False
    if a.isdigit() or b.isdigit():
        return a.isalnum() and gap > _WORD_GAP
    return a.isalnum() or a in ",.;:)"


def text_lines(runs: Iterable[Run], gap: float = _SEGMENT_GAP) -> list[TextLine]:
    """The lines of a page's prose, top to bottom; what stands side by side, a `gap` of the height between, is apart."""
    found: list[TextLine] = []
    for row in lines(runs):
        start = 0
        for i in range(1, len(row)):
            if row[i].x0[0] - row[i - 1].x1[-1] > gap * (row[i].bottom - row[i].top):
                found.append(_text_line(row[start:i]))
                start = i
        found.append(_text_line(row[start:]))
    return found


def _text_line(part: Sequence[Run]) -> TextLine:
    return TextLine(
        _spaced(part),
        part[0].x0[0],
        min(run.top for run in part),
        max(max(run.x1) for run in part),
        max(run.bottom for run in part),
        max(run.bottom - run.top for run in part),
    )
