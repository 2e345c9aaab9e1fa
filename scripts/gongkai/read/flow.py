"""Glyphs to text: what a cell says, and the lines that stand outside of every frame."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai.read.page import Glyph

_SAME_LINE = 0.45  # of the glyph height: baselines closer than this are one line
_LETTER_GAP = 0.1  # of the glyph height: a wider gap between Latin letters is a space
_WORD_GAP = 0.25  # the same where a digit is on either side: figures are set wider
_SEGMENT_GAP = 1.6  # of the glyph height: a wider gap separates what stands side by side


class TextLine(NamedTuple):
    """Glyphs on one baseline, left to right, with their box and the height of their largest glyph."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    height: float


def lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped by baseline, top to bottom, each line left to right; doubled (bold) glyphs once."""
    rows: list[list[Glyph]] = []
    base = reach = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        height = glyph.bottom - glyph.top
        if rows and glyph.baseline - base <= _SAME_LINE * max(min(height, reach), 4.0):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            base, reach = glyph.baseline, height
    return [_without_doubles(sorted(row, key=lambda g: g.x0)) for row in rows]


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """Fake bold prints a glyph twice, a hair apart."""
    kept: list[Glyph] = []
    for glyph in row:
        if not any(
            glyph.text == other.text and glyph.x0 - other.x0 < 0.3 * (other.x1 - other.x0) for other in kept[-2:]
        ):
            kept.append(glyph)
    return kept


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell, its printed lines joined: no blank between Chinese, one between Latin words."""
    if not glyphs:
        return ""
    text = ""
    for row in lines(glyphs):
        text = joined(text, _spaced(row))
    return text


def joined(before: str, after: str) -> str:
    """Two printed lines as one: a blank only where two Latin words would run together."""
    if before and after and _is_letter(before[-1]) and _is_letter(after[0]):
        return f"{before} {after}"
    return before + after


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _spaced(row: Sequence[Glyph]) -> str:
    text = row[0].text
    for left, right in pairwise(row):
        gap = (right.x0 - left.x1) / (right.bottom - right.top or 1.0)
        if gap > _LETTER_GAP and _is_word_end(left.text[-1], right.text[0], gap):
            text += " "
        text += right.text
    return text


def _is_word_end(a: str, b: str, gap: float) -> bool:
    if not (a.isascii() and b.isascii() and (b.isalnum() or b == "(")):
        return False
    if a.isdigit() or b.isdigit():
        return a.isalnum() and gap > _WORD_GAP
    return a.isalnum() or a in ",.;:)"


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines of a page's prose, top to bottom; what stands side by side is apart."""
    found: list[TextLine] = []
    for row in lines(glyphs):
        start = 0
        for i in range(1, len(row) + 1):
            if i < len(row):
                height = row[i].bottom - row[i].top
                if row[i].x0 - row[i - 1].x1 <= _SEGMENT_GAP * height:
                    continue
            part = row[start:i]
            found.append(
                TextLine(
                    _spaced(part),
                    part[0].x0,
                    min(g.top for g in part),
                    max(g.x1 for g in part),
                    max(g.bottom for g in part),
                    max(g.bottom - g.top for g in part),
                )
            )
            start = i
    return found
