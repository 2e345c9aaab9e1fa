"""Paragraphs of a text in Markdown, as far as a budget's explanation needs it: headings and paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.typeset.wrap import Measure, wrap

BODY = 11.0
_HEADINGS = {1: 16.0, 2: 13.0, 3: 11.0}
_LEADING = 1.75


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose: `indent` points in, `height` points high, baseline `ascent` below its top."""

    text: str
    size: float
    bold: bool
    centred: bool
    indent: float
    height: float
    ascent: float
    keeps_with_next: bool


def paragraphs(markdown: str) -> tuple[str, ...]:
    """The paragraphs and headings of a text: what empty lines part, with the breaks inside left out.

    A heading keeps its marks (`#`, `##`, `###`), a comment (`<!-- … -->`) is left out.
    """
    found: list[str] = []
    for block in markdown.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        text: list[str] = []
        for line in lines:
            if line.startswith("#"):
                found += _joined(text)
                text = []
                found.append(line)
            else:
                text.append(line)
        found += [joined for joined in _joined(text) if not joined.startswith("<!--")]
    return tuple(found)


def set_lines(text: Sequence[str], width: float, measure: Measure) -> tuple[Line, ...]:
    """The lines of headings and paragraphs in a column of `width` points, first lines two characters in."""
    found: list[Line] = []
    for paragraph in text:
        marks = len(paragraph) - len(paragraph.lstrip("#"))
        words = paragraph.lstrip("#").strip()
        size = _HEADINGS.get(marks, BODY)
        indent = 2 * size if marks != 1 else 0.0
        # Two blanks of full width hold the place of the indent while the first line is broken.
        broken = wrap("　　" + words if indent else words, width, size, measure)
        for number, line in enumerate(broken):
            first = number == 0 and indent > 0
            found.append(
                Line(
                    text=line[2:] if first else line,
                    size=size,
                    bold=marks > 0,
                    centred=marks == 1,
                    indent=indent if first else 0.0,
                    height=size * _LEADING,
                    ascent=size * ((_LEADING - 1) / 2 + 0.86),
                    keeps_with_next=marks > 0 or (number == 0 and len(broken) > 1),
                )
            )
    return tuple(found)


def _joined(lines: Sequence[str]) -> list[str]:
    joined = ""
    for line in lines:
        latin = joined and joined[-1].isascii() and line[0].isascii()
        joined += (" " if latin else "") + line
    return [joined] if joined else []
