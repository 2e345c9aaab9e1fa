"""How a page lies before the reader: from the coordinates of its content to those of its display."""

from collections.abc import Sequence
from operator import gt
from typing import Any

Numbers = Sequence[float]


class View:
    """Maps user space (origin bottom left, before /Rotate) to the page as displayed (origin top left).

    `turned` says that what lies across in user space stands upright as displayed: then `xs` takes y, and `ys` x.
    `quarters` are those by which the page is turned, with the clock, beyond what its display does: its text lies on
    its side there.
    """

    def __init__(self, page: Any, quarters: int = 0) -> None:
        left, bottom, right, top = map(float, page.get_bbox())
        self.quarters = quarters
        self.quarter = quarter = (page.get_rotation() // 90 + quarters) % 4
        across, down = right - left, top - bottom
        self.turned = quarter % 2 == 1
        self.width, self.height = (down, across) if self.turned else (across, down)
        self._x = ((-left, False), (-bottom, False), (right, True), (top, True))[quarter]
        self._y = ((top, True), (-left, False), (-bottom, False), (right, True))[quarter]

    def xs(self, values: Numbers) -> Numbers:
        """Horizontal places as displayed of each x in user space (each y where the view is turned)."""
        return _moved(values, *self._x)

    def ys(self, values: Numbers) -> Numbers:
        """Vertical places as displayed of each y in user space (each x where the view is turned)."""
        return _moved(values, *self._y)


def ordered(ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """The lesser and the greater of each pair."""
    if any(map(gt, ones, others)):
        return list(map(min, ones, others)), list(map(max, ones, others))
    return ones, others


def _moved(values: Numbers, by: float, mirrored: bool) -> Numbers:
    if mirrored:
        return [by - v for v in values]
    return [by + v for v in values] if by else values
