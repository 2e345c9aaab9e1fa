"""Paragraphs -> passages: prose that reads on, in letters that compare, under the headings that it stands under."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.model import Paragraph

_LONGEST_HEADING = 60  # letters
_SHORTEST_BROKEN = 15  # letters of a line that may end in mid sentence
_SURELY_PROSE = 30  # letters of a line that is no title
_WIDTH = str.maketrans("０１２３４５６７８９．，：；（）％－【】〔〕", "0123456789.,:;()%-()()")
# Blanks and quotation marks carry no meaning here; a blank between two digits parts two numbers.
_DROPPED = re.compile(r"[“”\"‘’'「」『』《》\u200b\ufeff]|(?<!\d)\s+|\s+(?!\d)")
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十]+部分",
        r"[一二三四五六七八九十]{1,3}[、.]",
        r"\([一二三四五六七八九十]{1,3}\)[、.]?",
        r"\d{1,2}(?:[、]|[.](?!\d))",
        r"\(\d{1,2}\)[、.]?",
        r"[①-⑳]",
    )
)
_INSIDE = re.compile(r"[,;:。、)]|\([类款项]\)")  # what no text begins with
_ENDS = tuple("。;:!?")
_HAS_AMOUNT = re.compile(r"\d\s*(?:亿元|万元|千元|元|%|万$)")


@dataclass(frozen=True)
class Passage:
    """Text that reads on over lines and pages, and the paragraphs that it is of.

    `level` is the depth of its number (0 for 第一部分, 1 for 一、, 2 for （一） …), None where it has none;
    `opening` is where the text begins behind that number.
    """

    parts: tuple[tuple[int, str], ...]
    plain: str
    level: int | None
    opening: int

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading alone: numbered, short, no sentence and no amount."""
        return (
            self.level is not None
            and len(self.plain) <= _LONGEST_HEADING
            and not self.plain.endswith(("。", ";", ","))
            and "," not in self.plain
            and _HAS_AMOUNT.search(self.plain) is None
        )

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        for number, text in self.parts:
            dropped = {at for m in _DROPPED.finditer(text) for at in range(*m.span())}
            places.extend((number, at) for at in range(len(text)) if at not in dropped)
        return places

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """The paragraph, and the offsets in its text, of what stands at `start` to `end` of the plain text."""
        number, first = self._places[start]
        inside = [at for n, at in self._places[start:end] if n == number]
        return number, first, inside[-1] + 1


def plain(text: str) -> str:
    """Text as it is read: half width, without blanks and quotation marks."""
    return _DROPPED.sub("", text).translate(_WIDTH)


def passages(paragraphs: Sequence[Paragraph]) -> Iterator[Passage]:
    """The passages of a document, in order."""
    held: list[tuple[int, str]] = []
    said = ""
    page: int | None = None
    centred = False
    for number, paragraph in enumerate(paragraphs, start=1):
        text = plain(paragraph.text)
        title = (centred or _is_title(paragraph, text)) and _INSIDE.match(text) is None
        if held and (title or not _reads_on(said, text, page, paragraph.place.page)):
            yield _passage(held, said)
            held, said = [], ""
        held.append((number, paragraph.text))
        said += text
        page, centred = paragraph.place.page, _is_title(paragraph, text)
    if held:
        yield _passage(held, said)


def _is_title(paragraph: Paragraph, text: str) -> bool:
    """Whether a line stands in the middle of the page and is no sentence."""
    return paragraph.centred and "," not in text and "。" not in text


def _reads_on(before: str, text: str, page: int | None, own: int | None) -> bool:
    """Whether a paragraph is the rest of the one before: a line of prose that ends in mid sentence."""
    return (
        not before.endswith(_ENDS)
        and _numbered(text) is None
        and (page is None or own is None or own - page in (0, 1))
        and (_INSIDE.match(text) is not None or len(before) >= _SHORTEST_BROKEN)
        and (
            _INSIDE.match(text) is not None
            or len(before) >= _SURELY_PROSE
            or "," in before
            or "。" in before
            or before.endswith(("、", "("))
        )
    )


def _numbered(text: str) -> tuple[int, int] | None:
    """The level of a text's number, and where the text behind it begins."""
    for level, pattern in enumerate(_LEVELS):
        found = pattern.match(text)
        if found:
            return level, found.end()
    return None


def _passage(parts: Sequence[tuple[int, str]], said: str) -> Passage:
    level, opening = _numbered(said) or (None, 0)
    return Passage(tuple(parts), said, level, opening)
