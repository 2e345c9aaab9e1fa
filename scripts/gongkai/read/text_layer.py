"""What the text layer of a page is worth, where there is more to see than it says."""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import chain

from gongkai.money import is_amount
from gongkai.read.flow import TextLine
from gongkai.read.page import Page, Run

_COVERED = 0.5  # of a page: so much of it is a picture, and the picture is the page
_FEWEST = 20  # characters: fewer are a page number or a stamp beside the picture
_FIGURES = 4  # amounts that stand apart: as many are a table, whose rules the picture shows
_GARBLED = 0.3  # of the characters mean nothing in a Chinese document: the layer names glyphs, not letters
# No character, private use, control characters, and the letters of Western code pages.
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\x7f-\xb6\xb8-\xd6\xd8-\xff]")


class TextLayer(Enum):
    """What to go by on a page.

    A text layer that can be read wins over the picture before it: what a recogniser sees anew is no better than
    what another saw and somebody may have looked over, and text that was never a picture is exact. The rules of
    such a page are in its picture alone.
    """

    ENOUGH = "its text and what it draws"
    WITHOUT_RULES = "its text, and the rules in its picture"
    NONE = "its picture alone"


def text_layer(page: Page, lines: Sequence[TextLine]) -> TextLayer:
    """What to go by on a page, of which `lines` stand outside of every frame."""
    pictured = page.pictured >= _COVERED
    text = sum(len(run.glyphs) for run in page.runs)
    if (pictured and text < _FEWEST) or (text >= _FEWEST and _garbled(page.runs, text)):
        return TextLayer.NONE
    if pictured and sum(is_amount(line.text) for line in lines) >= _FIGURES:
        return TextLayer.WITHOUT_RULES
    return TextLayer.ENOUGH


def says_more(letters: int, page: Page) -> bool:
    """Whether a picture in which so many letters are recognised says more than the text layer before it.

    A title on a coloured page does not; a page that is scanned, and bears a page number, does.
    """
    text = sum(len(run.glyphs) for run in page.runs)
    return letters >= text + _FEWEST or _garbled(page.runs, text)


def _garbled(runs: Sequence[Run], letters: int) -> bool:
    text = "".join(chain.from_iterable(run.glyphs for run in runs))
    return _MEANINGLESS.search(text) is not None and len(_MEANINGLESS.findall(text)) > _GARBLED * letters
