"""Lines to paragraphs, over page breaks, without what is printed on every page around the text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.model import Paragraph, Place
from gongkai.read.flow import TextLine, joined
from gongkai.read.page import Page

_PAGE_NUMBER = re.compile(r"[-—–－·]*第?[\d０-９]{1,4}页?([/／,，]?共?\d{1,4}页?)?[-—–－·]*")
_ENDS = tuple("。；！？：;!?:")
_CLOSING = "）)”’\"'"
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|表[一二三四五六七八九十\d]")
_EDGE = 3  # lines at the top and bottom of a page that may be running heads and feet
_FEWEST_PAGES = 4  # a line must recur on that many pages, and on more than half of all
_UNBROKEN = re.compile(r"[\dA-Za-z.,%％]+")
_DIGITS = re.compile(r"[\d\s]+")
# Titles, units and sentences recur because what they belong to does: one form of performance targets a page.
_NOT_RUNNING = re.compile(r"^附?表|^附件|表(?:[（(].*[）)])?[一二三四五六七八九十\d.\-－]*$|单位\s*[:：]|元")


def without_page_numbers(lines: list[TextLine]) -> None:
    """Takes out the page number, in place: a number alone on the first or last line is a place, not content."""
    for edge in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[edge].text.replace(" ", "")):
            del lines[edge]


def without_running_lines(pages: Sequence[list[TextLine]]) -> None:
    """Takes out running heads and feet, in place: what recurs at the edge of most pages stays where it is first."""
    edges = [{*range(min(_EDGE, len(p))), *range(max(0, len(p) - _EDGE), len(p))} for p in pages]
    found = [
        {_DIGITS.sub("", lines[i].text) for i in at if not _NOT_RUNNING.search(lines[i].text)}
        for lines, at in zip(pages, edges, strict=True)
    ]
    counts = Counter(text for texts in found for text in texts)
    running = {t for t, n in counts.items() if t and n >= _FEWEST_PAGES and n > len(pages) / 2}
    seen: set[str] = set()
    for lines, at in zip(pages, edges, strict=True):
        for i in sorted(at, reverse=True):
            text = _DIGITS.sub("", lines[i].text)
            if text in running:
                if text in seen:
                    del lines[i]
                seen.add(text)


@dataclass
class Prose:
    """Makes the paragraphs of a document: a first-line indent, a short last line, or a line of its own ends one.

    `open` says whether the last line of the page before ran to the margin: its paragraph may go on.
    """

    name: str
    open: bool = False

    def paragraphs(self, lines: Sequence[TextLine], page: Page) -> Iterator[Paragraph]:
        """The paragraphs of lines that stand together on a page, top to bottom."""
        if not lines:
            self.open = False
            return
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        held: list[TextLine] = []
        for line in lines:
            if held and self._begins(held, line, left, right):
                yield self._paragraph(held, left, page)
                held = []
            held.append(line)
        yield self._paragraph(held, left, page)
        self.open = right - lines[-1].x1 < 2.5 * lines[-1].height

    @staticmethod
    def _begins(held: Sequence[TextLine], line: TextLine, left: float, right: float) -> bool:
        before = held[-1]
        em = min(before.height, line.height)
        beside = abs(line.top - before.top) < 0.5 * em
        indented = line.x0 - left > 1.2 * em
        # A number is never parted over two lines: a line may end as early as the next one's first number is long.
        word = _UNBROKEN.match(line.text)
        short = right - before.x1 > (2.5 + (0.6 * word.end() if word else 0.0)) * em
        apart = line.top - before.bottom > 1.6 * em
        resized = abs(before.height - line.height) > 0.25 * em
        return beside or indented or short or apart or resized

    def _paragraph(self, lines: Sequence[TextLine], left: float, page: Page) -> Paragraph:
        text = ""
        for line in lines:
            text = joined(text, line.text)
        x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
        centred = len(lines) == 1 and x0 > 0.2 * page.width and abs(x0 + x1 - page.width) < 0.08 * page.width
        place = Place(self.name, page.number, x0, lines[0].top, x1, lines[-1].bottom)
        return Paragraph(text, place, lines[0].x0 - left, centred)


def runs_on(before: Paragraph, block: Paragraph, page: int) -> bool:
    """Whether a paragraph at the top of a page is the rest of the last one of the page before."""
    return (
        before.place.page is not None
        and before.place.page < page == block.place.page
        and not before.centred
        and not block.centred
        and block.indent < 10.0
        and not before.text.rstrip(_CLOSING).endswith(_ENDS)
        and _ITEM.match(block.text) is None
    )


def continued(before: Paragraph, block: Paragraph) -> Paragraph:
    """Two parts of a paragraph as one, at the place of the first."""
    return Paragraph(joined(before.text, block.text), before.place, before.indent, before.centred)
