"""What a page holds before anybody knows what it means: runs of glyphs and rules, upright, from the top left."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import compress, count, islice
from operator import ne, or_, sub
from typing import NamedTuple, TypeVar, cast

from gongkai.model import Place

_Named = TypeVar("_Named", bound="tuple[object, ...]")

_GAP = 0.25  # of the glyph height: a wider gap ends a run
_OVERLAP = 0.1  # of the glyph height: what overlaps more is printed twice, or out of order


def maker(kind: type[_Named]) -> "Callable[[Iterable[object]], _Named]":
    """What makes a named tuple from its fields in their order, at a third of the cost of naming them."""
    return cast("Callable[[Iterable[object]], _Named]", partial(tuple.__new__, kind))


class Run(NamedTuple):
    """Visible characters that follow each other on a baseline, left to right, without gap or overlap.

    `x0` and `x1` are the sides of each character; `top`, `bottom` and `baseline` are the same for all. Points from
    the top left of the page as displayed.
    """

    glyphs: Sequence[str]
    x0: Sequence[float]
    x1: Sequence[float]
    top: float
    bottom: float
    baseline: float

    def part(self, start: int, stop: int) -> "Run":
        """The characters from `start` up to `stop`, as a run of their own."""
        return self._replace(glyphs=self.glyphs[start:stop], x0=self.x0[start:stop], x1=self.x1[start:stop])


_run = maker(Run)


class Rule(NamedTuple):
    """A horizontal (at=y, from x to x) or vertical (at=x, from y to y) ruling line, in points."""

    at: float
    start: float
    end: float


rule_of = maker(Rule)


class Page(NamedTuple):
    """A page as displayed: width and height in points, its text in the order of the file, its rules.

    `pictured` is how much of it pictures cover, as a share of its area. `over` is text that is printed over the page
    and is none of its own: watermarks, the writing around a seal. `quarters` are those by which the page is turned here
    with the clock, because as displayed its text lies on its side: all places are those of the turned page.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    pictured: float = 0.0
    over: tuple[Run, ...] = ()
    quarters: int = 0

    def displayed(self, place: Place) -> Place:
        """A place on the page as displayed."""
        x0, top, x1, bottom = place.x0, place.top, place.x1, place.bottom
        if not self.quarters or x0 is None or top is None or x1 is None or bottom is None:
            return place
        wide, high = self.width, self.height
        sides = {
            1: (top, wide - x1, bottom, wide - x0),
            2: (wide - x1, high - bottom, wide - x0, high - top),
            3: (high - bottom, x0, high - top, x1),
        }[self.quarters]
        return Place(place.source, place.page, *sides)


def runs_of(
    glyphs: Sequence[str],
    x0: Sequence[float],
    x1: Sequence[float],
    high: Sequence[float],
    low: Sequence[float],
    lines: Callable[[Sequence[int]], Iterable[tuple[float, float, float]]],
) -> tuple[Run, ...]:
    """The runs of characters given in the order of the file.

    `x0` and `x1` are their left and right sides as displayed, `high` and `low` the other two in any coordinates;
    `lines` tells top, bottom and baseline of some of them as displayed.
    """
    if not glyphs:
        return ()
    gaps = list(map(sub, islice(x0, 1, None), x1))
    moved = map(or_, map(ne, high, islice(high, 1, None)), map(ne, low, islice(low, 1, None)))
    ends = [*compress(count(1), moved), len(glyphs)]
    begins: list[int] = []
    start = 0
    for end in ends:
        # From here to there all stand on one line.
        begins.append(start)
        height = abs(high[start] - low[start])
        least, most = -_OVERLAP * height, _GAP * height
        within = gaps[start : end - 1]
        if within and not (least <= min(within) and max(within) < most):
            begins += [n for n, gap in enumerate(within, start + 1) if not least <= gap < most]
        start = end
    parts = zip(begins, [*begins[1:], len(glyphs)], lines(begins), strict=True)
    return tuple([_run((glyphs[i:j], x0[i:j], x1[i:j], *line)) for i, j, line in parts])


# Text layers made by some typesetters name a radical where the print shows the character. Kangxi radicals
# fold by Unicode's own compatibility mapping; the supplement has none, so the simplified forms stand here.
# Source: Unicode Standard, chapter 18.2 (CJK Radicals Supplement).
_SUPPLEMENT = dict(
    zip(
        "⺀⺁⺊⺌⺍⺗⺟⺠⺩⺬⺮⺯⺶⺷⺸⺻⺼⻁⻄⻅⻆⻉⻋⻐⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "冫厂卜小小心母民王示竹糸羊羊羊聿月虎西见角贝车金长门阝雨青韦页风飞食马鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)


def printed_character(code: int) -> str:
    """The character that a text layer's code point is printed as; "" for one that shows nothing."""
    if code <= 0x20 or code in _INVISIBLE:
        return "-" if code == _SOFT_HYPHEN else ""
    if 0x2F00 <= code <= 0x2FDF or 0x2E80 <= code <= 0x2EFF:
        return _radical(chr(code))
    return chr(code)


_SOFT_HYPHEN = 0x02  # PDFium's mark for a hyphen at the end of a line
_INVISIBLE = frozenset((0x7F, 0xA0, 0xAD, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x2000, 0x2010), 0x2028, 0x2029))


def _radical(char: str) -> str:
    import unicodedata  # noqa: PLC0415 - rarely needed

    return _SUPPLEMENT.get(char) or unicodedata.normalize("NFKC", char)
