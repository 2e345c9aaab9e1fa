"""The treemap of spending by function: areas as large as the amounts, class by class, ready to be drawn.

The layout is the squarified one of Bruls, Huizing and van Wijk (2000). Amounts stay exact until the last step, the
coordinates of a drawing, which are rounded to a tenth of its unit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.publish.charts import tenths
from gongkai.publish.figures import CLASS_CODE_LENGTH
from gongkai.publish.summary import Sum

#: Width and height of the drawings of charts for wide and narrow screens.
SIZES = {"wide": (Decimal(720), Decimal(400)), "narrow": (Decimal(350), Decimal(420))}
_GLYPH = 14  # units of the drawing that a Chinese character takes


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle of the drawing, and the sum that it stands for; `letters` is how many characters fit in a line."""

    part: Sum
    x: str
    y: str
    width: str
    height: str
    letters: int
    tall: bool


@dataclass(frozen=True, slots=True)
class Level:
    """One picture: what it divides (None for all of the disclosure), its parts by amount, a drawing for each size."""

    of: Sum | None
    parts: tuple[Sum, ...]
    whole: Decimal
    tiles: dict[str, tuple[Tile, ...]]


def treemap(sums: Sequence[Sum]) -> tuple[Level, ...]:
    """The classes, then each class with more than one item in it whose items add up to it exactly.

    Nothing where there are no classes or an amount is negative: an area cannot show that.
    """
    classes = [part for part in sums if len(part.code) == CLASS_CODE_LENGTH]
    if not classes or any(part.yuan < 0 for part in sums) or not any(part.yuan for part in classes):
        return ()
    return (_level(None, classes), *_below(classes, sums))


def _below(classes: Sequence[Sum], sums: Sequence[Sum]) -> Iterator[Level]:
    for upper in sorted(classes, key=_greatest_first):
        leaves = [part for part in sums if part.is_leaf and part.code.startswith(upper.code) and part is not upper]
        if len(leaves) > 1 and sum((part.yuan for part in leaves), Decimal(0)) == upper.yuan > 0:
            yield _level(upper, leaves)


def _level(of: Sum | None, parts: Sequence[Sum]) -> Level:
    ordered = tuple(sorted(parts, key=_greatest_first))
    drawn = [part for part in ordered if part.yuan > 0]
    whole = sum((part.yuan for part in drawn), Decimal(0))
    tiles = {size: tuple(_tiles(drawn, whole, width, height)) for size, (width, height) in SIZES.items()}
    return Level(of, ordered, whole, tiles)


def _greatest_first(part: Sum) -> tuple[Decimal, str]:
    return -part.yuan, part.code


def _tiles(parts: Sequence[Sum], whole: Decimal, width: Decimal, height: Decimal) -> Iterator[Tile]:
    """Rows along the shorter side of what is left, each as long as its tiles grow more square by it."""
    scale, rest = width * height / whole, list(parts)
    x = y = Decimal(0)
    while rest:
        side = min(width, height)
        count = 1
        while count < len(rest) and _worst(rest[: count + 1], scale, side) <= _worst(rest[:count], scale, side):
            count += 1
        row, rest = rest[:count], rest[count:]
        area = sum((part.yuan for part in row), Decimal(0)) * scale
        depth, along = area / side, Decimal(0)
        for part in row:
            length = part.yuan * scale / depth
            if width >= height:
                yield _tile(part, x, y + along, depth, length)
            else:
                yield _tile(part, x + along, y, length, depth)
            along += length
        if width >= height:
            x, width = x + depth, width - depth
        else:
            y, height = y + depth, height - depth


def _worst(row: Sequence[Sum], scale: Decimal, side: Decimal) -> Decimal:
    """How far the least square tile of a row is from a square."""
    area = sum((part.yuan for part in row), Decimal(0)) * scale
    ratios = [side * side * part.yuan * scale / (area * area) for part in (row[0], row[-1])]
    return max(ratios[0], 1 / ratios[1])


def _tile(part: Sum, x: Decimal, y: Decimal, width: Decimal, height: Decimal) -> Tile:
    letters = int((width - 16) // _GLYPH) if height >= 2 * _GLYPH else 0
    left, top, across, down = map(tenths, (x, y, width, height))
    return Tile(part, left, top, across, down, max(letters, 0), tall=height >= 4 * _GLYPH)
