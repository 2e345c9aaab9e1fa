"""Ruling lines from pixels: long thin runs of ink with paper on both sides, and short ones that end at those."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from gongkai.read.page import Rule
from gongkai.read.scan_pictures import Picture
from gongkai.read.vision import Pixels, cv2, np

_PAPER_WITHIN = 5.0  # points: as near as that to any ink the paper shows
_COARSER = 4  # times: paper changes slowly
_DARKER, _SPREADS = 20, 5.0  # ink is darker than the paper by so much of 255, and by so many spreads of its noise
_SHORTEST_ACROSS, _SHORTEST_UPRIGHT = 16.0, 7.0  # points: the narrowest column, the lowest row
_LONG_ACROSS, _LONG_UPRIGHT = 60.0, 24.0  # points: no letter, and no row of letters, makes a stroke that long
_THICKEST = 4.5  # points, what bends with the paper included
_BREAK = 1.2  # points: a faint line is broken that far
_DOT, _BETWEEN_DOTS = 2.2, 2.6  # points: how large dots of a dotted rule are, and how far apart
_PIECE, _PARTED = 24.0, 8.0  # points: pieces of a rule across, and how far apart they may lie
_BESIDE = 1.6  # points on both sides of a rule that are mostly paper
_CROWDED = 0.4  # share of them that is inked beside a stroke of letters
_END = 0.8  # points between the end of a short rule and the one that it ends at: letters stay clear of both
_TOUCH = 2.5  # points between a rule and one that it meets
_ROUNDS = 3  # a short rule may end at a short one, which ends at a long one


class _Stroke(NamedTuple):
    rule: Rule
    long: bool
    crowded: bool  # whether there is ink all along it
    left: int
    top: int
    pixels: Pixels  # of its box, 255 where it is


class Ruled(NamedTuple):
    """The rules of a picture in points, its ink (255) without them, and where they are drawn (255)."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    ink: Pixels
    drawn: Pixels


def ruled(picture: Picture) -> Ruled:
    """What is drawn and what is written, apart."""
    ink, scale = _ink(picture), picture.scale
    dots = _dots(ink, scale)
    across = _Strokes(ink, dots, scale, upright=False)
    upright = _Strokes(ink, dots, scale, upright=True)
    upright.accept_long(crowded=True)
    across.accept_long(crowded=False)
    for _ in range(_ROUNDS):
        across.accept_ending_at(upright)
        upright.accept_ending_at(across)
    upright.drop_apart_from(across)
    across.drop_apart_from(upright)
    drawn = across.mask() | upright.mask()
    width = 2 * round(0.35 * scale) + 1
    drawn = cv2.dilate(drawn, np.ones((width, width), np.uint8))
    written = cv2.bitwise_and(ink, 255 - drawn)
    return Ruled(tuple(across.rules()), tuple(upright.rules()), written, drawn)


def _ink(picture: Picture) -> Pixels:
    """Where it is darker (255) than the paper around, by more than the noise of the scan."""
    high, wide = picture.pixels.shape
    small = (max(1, wide // _COARSER), max(1, high // _COARSER))
    within = np.ones((2 * round(_PAPER_WITHIN * picture.scale / _COARSER) + 1,) * 2, np.uint8)
    # What is darker over a larger area is a fill, and the paper of what is printed on it, up to its very edge.
    paper = cv2.morphologyEx(cv2.resize(picture.pixels, small, interpolation=cv2.INTER_AREA), cv2.MORPH_CLOSE, within)
    darker = cv2.subtract(cv2.resize(paper, (wide, high), interpolation=cv2.INTER_LINEAR), picture.pixels)
    usual = float(np.median(darker))
    spread = float(np.median(cv2.absdiff(darker, np.full_like(darker, usual))))
    return cv2.threshold(darker, max(_DARKER, usual + _SPREADS * spread), 255, cv2.THRESH_BINARY)[1]


def _dots(ink: Pixels, scale: float) -> Pixels:
    """The ink (255) that is no larger than a dot of a dotted rule."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = np.where(stats[:, 2:4].max(axis=1) <= _DOT * scale, 255, 0).astype(np.uint8)
    small[0] = 0
    return small[labels]


class _Strokes:
    """The straight strokes of one direction, and those of them that are known to be rules."""

    def __init__(self, ink: Pixels, dots: Pixels, scale: float, *, upright: bool) -> None:
        self._shape, self._scale, self._upright = ink.shape, scale, upright
        self._open = list(_strokes(ink, dots, scale, upright=upright))
        self._accepted: list[_Stroke] = []

    def rules(self) -> list[Rule]:
        return [s.rule for s in self._accepted]

    def mask(self) -> Pixels:
        drawn = np.zeros(self._shape, np.uint8)
        for stroke in self._accepted:
            high, wide = stroke.pixels.shape
            drawn[stroke.top : stroke.top + high, stroke.left : stroke.left + wide] |= stroke.pixels
        return drawn

    def accept_long(self, *, crowded: bool) -> None:
        """Accepts the strokes that are longer than letters make them, where there is paper beside them or not."""
        self._accept([s for s in self._open if s.long and (crowded or not s.crowded)])

    def accept_ending_at(self, others: "_Strokes") -> None:
        """Accepts the strokes that begin and end at a rule of the other direction."""
        mask = others.mask()
        likely = (s for s in self._open if s.long or not s.crowded)
        self._accept([s for s in likely if all(self._meets(mask, end, s) for end in (s.rule.start, s.rule.end))])

    def drop_apart_from(self, others: "_Strokes") -> None:
        """Drops what meets no rule of the other direction: a line under words, a stroke of a large letter."""
        self._accepted = [s for s in self._accepted if any(_crosses(s.rule, other) for other in others.rules())]

    def _accept(self, strokes: list[_Stroke]) -> None:
        self._accepted += strokes
        taken = set(map(id, strokes))
        self._open = [s for s in self._open if id(s) not in taken]

    def _meets(self, others: Pixels, end: float, stroke: _Stroke) -> bool:
        reach = max(1, round(_END * self._scale))
        x, y = (stroke.rule.at, end) if self._upright else (end, stroke.rule.at)
        column, row = round(x * self._scale), round(y * self._scale)
        near = others[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]
        return bool(near.any())


def _crosses(one: Rule, other: Rule) -> bool:
    return one.start - _TOUCH <= other.at <= one.end + _TOUCH and other.start - _TOUCH <= one.at <= other.end + _TOUCH


def _strokes(ink: Pixels, dots: Pixels, scale: float, *, upright: bool) -> Iterator[_Stroke]:
    """The straight strokes of one direction."""

    def along(points: float) -> Pixels:
        return _line(points * scale, upright=upright)

    dotted = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, along(_BETWEEN_DOTS))
    dotted = cv2.morphologyEx(dotted, cv2.MORPH_OPEN, along(_LONG_UPRIGHT if upright else _PIECE))
    # A hairline that is not quite level goes on in the next row of pixels.
    thicker = cv2.dilate(ink | dotted, _line(3, upright=not upright))
    closed = cv2.morphologyEx(thicker, cv2.MORPH_CLOSE, along(_BREAK))
    found = cv2.morphologyEx(closed, cv2.MORPH_OPEN, along(_SHORTEST_UPRIGHT if upright else _SHORTEST_ACROSS))
    # Long ones first: figures that lean against a rule are not part of it.
    long = cv2.morphologyEx(found, cv2.MORPH_OPEN, along(_LONG_UPRIGHT if upright else _PIECE))
    if not upright:
        long = cv2.morphologyEx(long, cv2.MORPH_CLOSE, along(_PARTED))
        long = cv2.morphologyEx(long, cv2.MORPH_OPEN, along(_LONG_ACROSS))
    short = cv2.bitwise_and(found, 255 - cv2.dilate(long, _line(3, upright=not upright)))
    inked = cv2.integral(ink // 255)
    yield from _components(long, inked, scale, upright=upright, long=True)
    yield from _components(short, inked, scale, upright=upright, long=False)


def _components(mask: Pixels, inked: Any, scale: float, *, upright: bool, long: bool) -> Iterator[_Stroke]:
    _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    beside = max(2, round(_BESIDE * scale))
    shortest = (_SHORTEST_UPRIGHT if upright else _SHORTEST_ACROSS) * scale - 1
    for label, (left, top, wide, high, _) in enumerate(stats.tolist()):
        thick, start, length = (wide, top, high) if upright else (high, left, wide)
        if label and thick <= _THICKEST * scale and length > thick and length >= shortest:
            crowded = _crowded(inked, left, top, wide, high, beside, upright=upright)
            at = float(centres[label][0 if upright else 1]) + 0.5
            rule = Rule(at / scale, start / scale, (start + length) / scale)
            pixels = (labels[top : top + high, left : left + wide] == label).astype(np.uint8) * 255
            yield _Stroke(rule, long, crowded, left, top, pixels)


def _crowded(inked: Any, left: int, top: int, wide: int, high: int, beside: int, *, upright: bool) -> bool:
    """Whether there is much ink on one side of a stroke, as there is where it is part of letters."""
    right, bottom = left + wide, top + high
    if upright:
        sides = (left - beside, top, left, bottom), (right, top, right + beside, bottom)
    else:
        sides = (left, top - beside, right, top), (left, bottom, right, bottom + beside)
    return max(_share(inked, *side) for side in sides) > _CROWDED


def _share(inked: Any, x0: int, y0: int, x1: int, y1: int) -> float:
    high, wide = inked.shape
    x0, x1 = (min(wide - 1, max(0, x)) for x in (x0, x1))
    y0, y1 = (min(high - 1, max(0, y)) for y in (y0, y1))
    area = (x1 - x0) * (y1 - y0)
    return float(inked[y1, x1] - inked[y0, x1] - inked[y1, x0] + inked[y0, x0]) / area if area else 0.0


def _line(length: float, *, upright: bool) -> Pixels:
    pixels = max(1, round(length))
    return np.ones((pixels, 1) if upright else (1, pixels), np.uint8)
