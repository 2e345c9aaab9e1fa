"""The ruling lines that a page draws (its strokes, and what it fills so thinly that it is a line), and its pictures."""

from collections.abc import Callable, Iterator, Sequence
from itertools import compress, pairwise, repeat
from typing import Any, NamedTuple

from gongkai.read import native
from gongkai.read.page import Rule, rule_of
from gongkai.read.view import Numbers, View, ordered

_THIN = 3.0  # points: a filled shape thinner than this is a rule, a thicker one a background
_WHITE = 250  # of 255: what is drawn in white on a white page cannot be seen
_DEEPEST = 8  # nested forms; deeper ones are an attack, not a layout
_ONE_AREA = 5  # points: a rectangle has as many, two areas have more

_Matrix = tuple[float, float, float, float, float, float]
_Span = tuple[float, float, float]
_Box = tuple[float, float, float, float]
_Axis = Callable[[Numbers], Numbers]


class _Point(NamedTuple):
    """A point of a path; `arc` is 0 where a straight line leads there, 1 and 2 where it bends an arc, 3 at its end."""

    x: float
    y: float
    arc: int = 0


_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def rules(page: Any, view: View) -> tuple[tuple[Rule, ...], tuple[Rule, ...], float]:
    """The horizontal and the vertical rules of a page, as displayed; and the area of its pictures in square points."""
    handle = native.address(page)
    ink = _Ink()
    _draw(list(map(native.object_on_page, repeat(handle), range(native.count_on_page(handle)))), _IDENTITY, 0, ink)
    across, upright = (ink.upright, ink.across) if view.turned else (ink.across, ink.upright)
    return tuple(_shown(across, view.ys, view.xs)), tuple(_shown(upright, view.xs, view.ys)), ink.pictured


def _shown(rules: Sequence[_Span], at: _Axis, along: _Axis) -> Iterator[Rule]:
    if not rules:
        return iter(())
    places, starts, ends = zip(*rules, strict=True)
    return map(rule_of, zip(at(places), *ordered(along(starts), along(ends)), strict=True))


class _Ink:
    """What is drawn, in user space: lines across (y, from x, to x) and upright (x, from y, to y), area of pictures."""

    def __init__(self) -> None:
        self.across: list[_Span] = []
        self.upright: list[_Span] = []
        self.pictured = 0.0

    def line(self, ax: float, ay: float, bx: float, by: float) -> None:
        """A stroke from a to b, kept where it is straight."""
        wide, tall = abs(ax - bx), abs(ay - by)
        if tall <= _THIN and wide > tall:
            self.across.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif wide <= _THIN and tall > wide:
            self.upright.append(((ax + bx) / 2, min(ay, by), max(ay, by)))

    def thin(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A shape so thin that it is a line."""
        wide, tall = x1 - x0, y1 - y0
        if wide >= tall and wide > 0:
            self.across.append(((y0 + y1) / 2, x0, x1))
        elif tall > wide:
            self.upright.append(((x0 + x1) / 2, y0, y1))


def _draw(objects: Sequence[int], outer: _Matrix, depth: int, ink: _Ink) -> None:
    kinds = list(map(native.kind_of, objects))
    _draw_paths([o for o, kind in zip(objects, kinds, strict=True) if kind == native.PATH], outer, ink)
    if native.IMAGE in kinds:
        images = [o for o, kind in zip(objects, kinds, strict=True) if kind == native.IMAGE]
        a, b, c, d, _, _ = outer
        ink.pictured += abs(a * d - b * c) * sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in _bounds(images))
    if depth < _DEEPEST and native.FORM in kinds:
        for form in (o for o, kind in zip(objects, kinds, strict=True) if kind == native.FORM):
            inside = list(map(native.object_in_form, repeat(form), range(native.count_in_form(form))))
            _draw(inside, _times(_matrix(form), outer), depth + 1, ink)


def _draw_paths(paths: Sequence[int], outer: _Matrix, ink: _Ink) -> None:
    """Most paths are one stroke or one filled shape: those PDFium measures; the others are walked."""
    if not paths:
        return
    modes, addresses = native.table("i", len(paths), 2)
    list(map(native.draw_mode, paths, *addresses))
    strokes: list[int] = []
    areas: list[int] = []
    for path, count, fill, stroke in zip(
        paths, map(native.count_segments, paths), modes[0::2], modes[1::2], strict=True
    ):
        if stroke and not fill and count == 2 and outer == _IDENTITY:
            strokes.append(path)
        elif fill and not stroke and count <= _ONE_AREA and outer == _IDENTITY:
            areas.append(path)
        elif fill or stroke:
            _walk(path, bool(fill), bool(stroke), outer, ink)
    _draw_areas(areas, ink)
    _draw_strokes(strokes, ink)


def _draw_areas(paths: Sequence[int], ink: _Ink) -> None:
    thin = [(path, box) for path, box in zip(paths, _bounds(paths), strict=True) if _is_thin(box)]
    for (_, box), visible in zip(thin, _visible([path for path, _ in thin], native.fill_colour), strict=True):
        if visible:
            ink.thin(*box)


def _draw_strokes(paths: Sequence[int], ink: _Ink) -> None:
    """Strokes from one point to another."""
    seen = list(compress(paths, _visible(paths, native.stroke_colour)))
    for path, box in zip(seen, _bounds(seen), strict=True):
        if _is_thin(box):
            # PDFium's bounds reach as far beyond the ends as they do to either side.
            x0, y0, x1, y1 = box
            width = min(x1 - x0, y1 - y0) / 2
            ink.thin(x0 + width, y0 + width, x1 - width, y1 - width)
        else:
            _walk(path, False, True, _IDENTITY, ink)


def _bounds(paths: Sequence[int]) -> Iterator[_Box]:
    bounds, addresses = native.table("f", len(paths), 4)
    list(map(native.bounds_of, paths, *addresses))
    return zip(*(bounds[k::4].tolist() for k in range(4)), strict=True)


def _is_thin(box: _Box) -> bool:
    x0, y0, x1, y1 = box
    return x1 - x0 <= _THIN or y1 - y0 <= _THIN


def _walk(path: int, filled: bool, stroked: bool, outer: _Matrix, ink: _Ink) -> None:
    """The lines of any path: its strokes, and the length of each thin shape in it."""
    strokes = stroked and _visible([path], native.stroke_colour)[0]
    fills = filled and _visible([path], native.fill_colour)[0]
    if not strokes and not fills:
        return
    for points in _subpaths(path, _times(_matrix(path), outer)):
        box = _around(points)
        if _is_thin(box):
            ink.thin(*box)
        elif strokes:
            for start, end in _straight(points):
                ink.line(*start[:2], *end[:2])


def _straight(points: Sequence[_Point]) -> Iterator[tuple[_Point, _Point]]:
    """The straight lines between points; an arc is one where all of its points lie on it."""
    for at, (start, end) in enumerate(pairwise(points)):
        arc = points[at : at + 4]
        if not end.arc:
            yield start, end
        elif end.arc == 1 and len(arc) == 4 and _is_thin(_around(arc)):
            yield start, arc[-1]


def _around(points: Sequence[_Point]) -> _Box:
    xs, ys = [p.x for p in points], [p.y for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _subpaths(path: int, matrix: _Matrix) -> Iterator[list[_Point]]:
    """The points of each part of a path. The arcs of a seal rule nothing."""
    a, b, c, d, e, f = matrix
    points: list[_Point] = []
    at, ((x_at,), (y_at,)) = native.table("f", 1, 2)
    for segment in map(native.segment_at, repeat(path), range(native.count_segments(path))):
        if not native.point_of(segment, x_at, y_at):
            continue
        if native.type_of(segment) == native.MOVE_TO and points:
            if len(points) > 1:
                yield points
            points = []
        arc = points[-1].arc % 3 + 1 if points and native.type_of(segment) == native.CURVE_TO else 0
        points.append(_Point(at[0] * a + at[1] * c + e, at[0] * b + at[1] * d + f, arc))
        if native.closes(segment):
            points.append(points[0]._replace(arc=0))
    if len(points) > 1:
        yield points


def _visible(paths: Sequence[int], colour: Callable[..., int]) -> list[bool]:
    """Which paths show on white paper; one whose colour PDFium cannot tell does."""
    colours, addresses = native.table("I", len(paths), 4)
    told = list(map(colour, paths, *addresses))
    return [
        not known or (alpha > 0 and (r < _WHITE or g < _WHITE or b < _WHITE))
        for known, r, g, b, alpha in zip(told, *(colours[k::4] for k in range(4)), strict=True)
    ]


def _matrix(obj: int) -> _Matrix:
    numbers, ((start,), *_) = native.table("f", 1, 6)
    if not native.matrix_of(obj, start):
        return _IDENTITY
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )
