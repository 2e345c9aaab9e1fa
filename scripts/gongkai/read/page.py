"""What a page holds before anybody knows what it means: glyphs and ruling lines, upright, from the top left."""

from typing import NamedTuple


class Glyph(NamedTuple):
    """A visible character; box and baseline in points from the top left of the page as displayed."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float


class Rule(NamedTuple):
    """A horizontal (at=y, from x to x) or vertical (at=x, from y to y) ruling line, in points."""

    at: float
    start: float
    end: float


class Page(NamedTuple):
    """A page as displayed: width and height in points, its glyphs in the order of the file, its rules."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]


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
