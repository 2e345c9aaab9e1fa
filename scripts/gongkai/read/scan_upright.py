"""A scan lies slightly turned: the picture set straight, and the way back to the page as displayed."""

import math
from typing import NamedTuple

from gongkai.read.page import Run
from gongkai.read.scan_pictures import Picture
from gongkai.read.vision import Pixels, cv2, np

_FARTHEST = 4.0  # degrees: beyond, paper jams or somebody turned it on purpose
_GAIN = 1.02  # a picture is turned only where its lines become that much clearer
_COARSE_SIDE, _FINE_SIDE = 900, 1800  # pixels of the longer side on which the angle is sought


class Upright(NamedTuple):
    """A picture turned by quarters and then by `angle` degrees about its middle, so that its lines lie level."""

    picture: Picture
    quarters: int
    angle: float

    def displayed(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of this picture on the page as displayed: moved to where its middle lies. Points."""
        width, height = self.picture.width, self.picture.height
        x, y = (x0 + x1 - width) / 2, (top + bottom - height) / 2
        turn = math.radians(self.angle)
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        across, down = (x1 - x0) / 2, (bottom - top) / 2
        for _ in range(self.quarters):
            # The picture was turned against the clock; the way back is with it.
            x, y, across, down, width, height = -y, x, down, across, height, width
        x, y = x + width / 2, y + height / 2
        return x - across, y - down, x + across, y + down

    def level(self, run: Run) -> Run:
        """A run of the page as displayed, moved to where its middle lies in a picture that no quarter turned."""
        x, y = (run.x0[0] + run.x1[-1]) / 2, (run.top + run.bottom) / 2
        turn = -math.radians(self.angle)
        across, down = x - self.picture.width / 2, y - self.picture.height / 2
        right = across * math.cos(turn) - down * math.sin(turn) - across
        low = across * math.sin(turn) + down * math.cos(turn) - down
        x0, x1 = ([side + right for side in sides] for sides in (run.x0, run.x1))
        return Run(run.glyphs, x0, x1, run.top + low, run.bottom + low, run.baseline + low)


def upright(picture: Picture, quarters: int = 0) -> Upright:
    """The picture with its lines level, after turning it by quarters against the clock."""
    turned = picture._replace(pixels=np.ascontiguousarray(np.rot90(picture.pixels, quarters)))
    angle = _angle(turned.pixels)
    level = turned._replace(pixels=_rotated(turned.pixels, angle)) if angle else turned
    return Upright(level, quarters, angle)


def _angle(pixels: Pixels) -> float:
    """By how many degrees to turn a picture so that what is printed in lines lies in as few rows as possible."""
    coarse, fine = _ink(pixels, _COARSE_SIDE), _ink(pixels, _FINE_SIDE)
    steps = round(_FARTHEST / 0.2)
    best = max((0.2 * n for n in range(-steps, steps + 1)), key=lambda a: (_clearness(coarse, a), -abs(a)))
    for step in (0.05, 0.01):
        near = [best + step * n for n in range(-4, 5)]
        best = max(near, key=lambda a: (_clearness(fine, a), -abs(a)))
    best = round(best, 2)
    return best if best and _clearness(fine, best) > _GAIN * _clearness(fine, 0.0) else 0.0


def _ink(pixels: Pixels, side: int) -> Pixels:
    share = min(1.0, side / max(pixels.shape))
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else pixels
    return 255 - small


def _clearness(ink: Pixels, angle: float) -> float:
    rows = _rotated(ink, angle, 0).mean(axis=1, dtype=np.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def _rotated(pixels: Pixels, angle: float, paper: int = 255) -> Pixels:
    high, wide = pixels.shape
    matrix = cv2.getRotationMatrix2D(((wide - 1) / 2, (high - 1) / 2), angle, 1.0)
    return cv2.warpAffine(pixels, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=paper)
