"""Where text stands in a picture: lines, and the pieces of a line that stand apart."""

from collections.abc import Iterator
from typing import NamedTuple

from gongkai.read.scan_rules import Ruled
from gongkai.read.vision import Pixels, cv2, np

_SPECK = 0.55  # points: what is smaller on both sides is dust, not the point of a decimal
_LONE_SPECK = 0.9  # points: the same where no letter is near
_NEAR = 3.0  # points from the point of a decimal to its digits, and farther
_TYPICAL = 70  # percent of the bands of a page that are lower than its letters are high
_LETTERS = (5.0, 18.0)  # points: how high letters of a page's text may be
_ONE_LETTER = 1.3  # of the height of letters: bands that are together lower are parts of one line (二, 三)
_TWO_LINES = 1.7  # of the same: a band that is higher holds lines that touch
_APART = 1.6  # of the height of a line: a wider gap separates what stands side by side
_LITTLE = 0.2  # of a band's ink a row: where lines touch there is less, in large letters more
_PITCH = 1.25  # of the height of letters: from line to line where they touch


class Piece(NamedTuple):
    """A stretch of one line of text, in pixels; `high` is how high its letters are, or those of its page."""

    left: int
    top: int
    right: int
    bottom: int
    high: int


def written(ruled: Ruled, scale: float) -> Pixels:
    """The ink (255) without rules and dust."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ruled.ink, connectivity=8)
    largest = stats[:, 2:4].max(axis=1)
    dust = _picked(largest < _SPECK * scale, labels)
    small = _picked(largest < _LONE_SPECK * scale, labels)
    if small.any():
        reach = 2 * round(_NEAR * scale) + 1
        dust |= small & ~cv2.dilate(ruled.ink & ~small, np.ones((reach, reach), np.uint8))
    return cv2.bitwise_and(ruled.ink, ~dust)


def _picked(chosen: Pixels, labels: Pixels) -> Pixels:
    mask = np.where(chosen, 255, 0).astype(np.uint8)
    mask[0] = 0
    return mask[labels]


def without(before: Pixels, after: Pixels) -> Pixels:
    """Where (true) there was ink before and none is after, and the grey around it."""
    gone = cv2.dilate(cv2.bitwise_and(before, ~after), np.ones((3, 3), np.uint8))
    return (gone > 0) & (after == 0)


def letter_height(ink: Pixels, scale: float) -> int:
    """How high the letters of a page's text are, in pixels."""
    low, high = (round(side * scale) for side in _LETTERS)
    heights = [b for _, _, _, b, _ in cv2.connectedComponentsWithStats(_smeared(ink, scale))[2].tolist()[1:]]
    usual = [h for h in heights if low <= h <= high]
    return round(float(np.percentile(usual, _TYPICAL))) if usual else low * 2


def _smeared(ink: Pixels, scale: float) -> Pixels:
    """Letters of a line run together, lines stay apart."""
    return cv2.dilate(ink, np.ones((1, max(1, round(4 * scale))), np.uint8))


def pieces(ink: Pixels, left: int, top: int, right: int, bottom: int, letters: int) -> Iterator[list[Piece]]:
    """The lines in a box, top to bottom, each as its pieces from left to right."""
    part = ink[top:bottom, left:right]
    for first, last in _lines(part.any(axis=1), part.sum(axis=1, dtype=np.int64), letters):
        band = part[first:last]
        gap = _APART * max(last - first, letters)
        found = [_piece(band, start, stop, left, top + first, letters) for start, stop in _spans(band.any(axis=0), gap)]
        if found:
            yield found


def _piece(band: Pixels, start: int, stop: int, left: int, top: int, letters: int) -> Piece:
    rows = np.flatnonzero(band[:, start:stop].any(axis=1))
    first, last = int(rows[0]), int(rows[-1]) + 1
    return Piece(left + start, top + first, left + stop, top + last, max(last - first, letters))


def _lines(inked: Pixels, amount: Pixels, letters: int) -> Iterator[tuple[int, int]]:
    bands = list(_spans(inked, 0))
    joined: list[tuple[int, int]] = []
    for first, last in bands:
        if joined and last - joined[-1][0] <= _ONE_LETTER * letters:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    for first, last in joined:
        count = round((last - first) / (_PITCH * letters)) if last - first > _TWO_LINES * letters else 1
        yield from _split(first, last, max(1, count), amount)


def _split(first: int, last: int, count: int, amount: Pixels) -> Iterator[tuple[int, int]]:
    """A band of lines that touch, cut where there is least ink near where a line should end."""
    start, high = first, (last - first) / count
    little = _LITTLE * amount[first:last].mean()
    for n in range(1, count):
        reach = max(1, round(high / 4))
        low = start + round(n * high) - reach
        cut = low + int(np.argmin(amount[low : low + 2 * reach]))
        if amount[cut] <= little:
            yield first, cut
            first = cut
    yield first, last


def _spans(inked: Pixels, gap: float) -> Iterator[tuple[int, int]]:
    """From where to before where ink goes on without a gap wider than `gap`."""
    at = np.flatnonzero(inked)
    if not len(at):
        return
    breaks = np.flatnonzero(np.diff(at) > max(1, gap))
    starts, ends = [0, *(breaks + 1).tolist()], [*breaks.tolist(), len(at) - 1]
    for start, end in zip(starts, ends, strict=True):
        yield int(at[start]), int(at[end]) + 1
