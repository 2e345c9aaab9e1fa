"""The recogniser: the picture of a line -> its text, and how sure it is."""

import re
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from gongkai.money import is_amount
from gongkai.read.scan_lines import Piece
from gongkai.read.vision import Pixels, cv2, np, recogniser

_HEIGHT = 48  # pixels: what the model was trained on
_NARROWEST, _WIDEST = 32, 640  # pixels: what is wider takes much memory, and is read in parts
_SEEN = 160  # pixels before the end of a part in which the widest gap is looked for
_GAP = 9  # pixels: what a gap between letters is measured with
_EDGE = 8  # pixels of paper at either side of a part
_ABOVE, _BESIDE = (0.04, 0.0), 0.25  # of the height of letters: paper around a line, at first and at a second look
SURE = 0.9  # a reading that is less sure is looked at again
_SHORT = 12  # times its height: a longer line is prose, where a comma is doubtful and does no harm
_NUMERALS = "0123456789,.-"
# What the recogniser takes a numeral for.
_ALIKE = str.maketrans("０１２３４５６７８９Oo〇lI|，、。·：:－—–−", "0123456789000111,,....----")
_NUMBER = re.compile(r"-?[\d.,]*\d[\d.,]*")
_NUMBERS = re.compile(r"[\d.,\- ]*\d[\d.,\- ]*")
_BESIDE_MARKS = re.compile(r"(?<=[.,]) +| +(?=[.,])")
_LOOSE = re.compile(r"(?<![0-9A-Za-z,.;:)]) +| +(?![0-9A-Za-z(])")


class Reading(NamedTuple):
    """What a line says; `confidence` is that of its least certain character, 0 to 1; `sure` counts the sure ones."""

    text: str
    confidence: float
    sure: int = 0


def reading(picture: Pixels, piece: Piece) -> Reading:
    """What a piece of a line says; a short one that is doubtful is looked at again with more paper around.

    One that looks like a number and is none has no confidence.
    """
    looks: list[Reading] = []
    for above in _ABOVE:
        looks.append(_look(picture, piece, above))
        if looks[-1].confidence >= SURE or piece.right - piece.left > _SHORT * piece.high:
            break
    return max(looks, key=lambda look: look.confidence)


def _look(picture: Pixels, piece: Piece, above: float) -> Reading:
    chances = np.concatenate([_chances(part) for part in _parts(_crop(picture, piece, above))])
    letters = _letters()
    said = _decoded(chances, chances.argmax(axis=1), letters)
    text = _LOOSE.sub("", said.text.strip())
    # Figures are set wide: a blank beside a comma or a point is none; one between two digits parts two numbers.
    figures = _BESIDE_MARKS.sub("", text)
    if is_amount(figures):
        return said._replace(text=figures)
    if _NUMBER.fullmatch(figures.translate(_ALIKE)):
        allowed = _numerals()
        strict = _decoded(chances, allowed[chances[:, allowed].argmax(axis=1)], letters)
        return strict if is_amount(strict.text) else Reading(text, 0.0)
    return Reading(text, 0.0) if _NUMBERS.fullmatch(figures) else said._replace(text=text)


def _crop(picture: Pixels, piece: Piece, above: float) -> Pixels:
    """The piece with some paper around, as high as the letters of its page at least."""
    left, top, right, bottom, high = piece
    spare = max(0, high - (bottom - top)) // 2 + round(above * high)
    beside = round(_BESIDE * high)
    tall, wide = picture.shape
    part = picture[max(0, top - spare) : min(tall, bottom + spare), max(0, left - beside) : min(wide, right + beside)]
    width = max(_NARROWEST, round(part.shape[1] * _HEIGHT / part.shape[0]))
    return cv2.resize(part, (width, _HEIGHT), interpolation=cv2.INTER_LINEAR)


def _parts(crop: Pixels) -> Iterator[Pixels]:
    """A line too long for one look, cut where letters stand farthest apart."""
    if crop.shape[1] > _WIDEST:
        light = cv2.blur(crop.min(axis=0)[None].astype(np.float32), (_GAP, 1))[0]
    while crop.shape[1] > _WIDEST:
        cut = _WIDEST - _SEEN + int(np.argmax(light[_WIDEST - _SEEN : _WIDEST]))
        yield cv2.copyMakeBorder(crop[:, :cut], 0, 0, 0, _EDGE, cv2.BORDER_CONSTANT, value=255)
        crop, light = crop[:, cut:], light[cut:]
        crop = cv2.copyMakeBorder(crop, 0, 0, _EDGE, 0, cv2.BORDER_CONSTANT, value=255)
        light = np.concatenate((np.zeros(_EDGE, np.float32), light))
    yield crop


def _chances(crop: Pixels) -> Any:
    """How likely each character of the model is at each step from left to right."""
    session, _ = _model()
    one = crop.astype(np.float32) / 127.5 - 1
    return session.run(None, {session.get_inputs()[0].name: np.stack((one, one, one))[None]})[0][0]


def _decoded(chances: Any, steps: Any, letters: list[str]) -> Reading:
    text = ""
    certain: list[float] = []
    before = 0
    for at, step in enumerate(steps.tolist()):
        if step:
            chance = float(chances[at, step])
            if step == before:
                certain[-1] = max(certain[-1], chance)
            else:
                text += letters[step]
                certain.append(chance)
        before = step
    if not text:
        return Reading("", 0.0)
    return Reading(text, round(min(1.0, *certain), 3), sum(chance >= SURE for chance in certain))


_loading = Lock()


def _model() -> tuple[Any, list[str]]:
    """The one recogniser of all threads."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> tuple[Any, list[str]]:
    return recogniser()


def _letters() -> list[str]:
    return _model()[1]


@cache
def _numerals() -> Any:
    letters = _letters()
    return np.array([0, *(letters.index(char) for char in _NUMERALS)])
