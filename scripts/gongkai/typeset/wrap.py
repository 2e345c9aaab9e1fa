"""Breaking text into lines: between Chinese characters, at spaces of Latin text, never inside a number."""

import re
from collections.abc import Callable

#: The width in points of a text at a size.
Measure = Callable[[str, float], float]

# What stays together: a run of Latin letters and digits with what joins them, and a number with its unit
# (50019126T0001, 95%, 22,790.20万元).
_LATIN = r"[A-Za-z0-9À-ɏ.,:%+\-_/@#&']+"
_PIECE = re.compile(_LATIN + r"(?:[百千万亿]*元)? ?|[^\S\n]+|.", re.DOTALL)
_RUN = re.compile(_LATIN)
_NOT_FIRST = frozenset("，。、；：？！）》〉”’】〕…％%,.;:?!)]}")  # closing marks do not begin a line
_NOT_LAST = frozenset("（《〈“‘【〔([{")  # opening marks do not end one


def wrap(text: str, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    """The lines of `text`, none wider than `width` points.

    What hangs together and is wider than a line is cut all the same. The lines together are the text:
    only its own line breaks are left out.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        units = _units(paragraph)[::-1]
        while units:
            unit = units.pop()
            if measure((line + unit).rstrip(), size) <= width:
                line += unit
            elif len(unit.rstrip()) > 1 and measure(unit.rstrip(), size) > width:
                units += _finer(unit, width, size, measure)[::-1]
            else:
                lines.append(line)
                line = unit
        lines.append(line)
    return tuple(line for line in lines if line)


def balanced(text: str, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    """The lines of `text`, no more than `wrap` gives, as even as they can be: for headings."""
    lines = wrap(text, width, size, measure)
    narrow = width / max(len(lines), 1)
    while len(lines) > 1 and narrow < width:
        tried = wrap(text, narrow, size, measure)
        if len(tried) == len(lines) and all(measure(line.rstrip(), size) <= narrow for line in tried):
            return tried
        narrow += size / 4
    return lines


def widest_piece(text: str, size: float, measure: Measure) -> float:
    """The width in points below which `text` cannot be broken into lines."""
    return max((measure(unit.rstrip(), size) for unit in _units(text.replace("\n", " "))), default=0.0)


def _units(paragraph: str) -> list[str]:
    units: list[str] = []
    for piece in _PIECE.findall(paragraph):
        joins = units and (piece[0] in _NOT_FIRST or units[-1][-1] in _NOT_LAST)
        if joins:
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _finer(unit: str, width: float, size: float, measure: Measure) -> list[str]:
    # What no line holds: a number is parted from its unit, anything else goes on where the line ends.
    run = _RUN.match(unit)
    if run and run.end() < len(unit):
        return [run[0], unit[run.end() :]]
    cut = 1
    while cut < len(unit) - 1 and measure(unit[: cut + 1], size) <= width:
        cut += 1
    return [unit[:cut], unit[cut:]]
