"""A disclosure set as a PDF again: cover, explanation, tables. Every page says what it is not."""

from collections.abc import Sequence
from pathlib import Path

from gongkai.errors import BuildError
from gongkai.package import Package, Row
from gongkai.typeset.grid import Fit, Part, Room, fit, parts, widest
from gongkai.typeset.ink import Ink
from gongkai.typeset.prose import set_lines
from gongkai.typeset.sheet import Sheet, sheets
from gongkai.typeset.wrap import balanced, wrap
from gongkai.vocabulary import terms

#: What stands in the foot of every page, in Chinese and English.
LABEL = (
    "本文件由公开（Gongkai）项目根据已公布的数字重新排版，不是原件。",
    "Typeset again by the Gongkai project from the published figures; not the original document.",
)
_ZH, _EN = LABEL
_COVER = "重新排版件，不是原件"
_COVER_EN = "A re-typeset copy, not the original"

_A4 = (595.28, 841.89)
_A3 = (841.89, 1190.55)
_SIDE, _HEAD, _FOOT = 50.0, 56.0, 66.0
_COVER_SIZE, _TITLE, _SMALL, _LABEL_SIZE = 24.0, 16.0, 10.0, 7.5
_LONGEST_PAGE = 14_400.0  # points: the most that a PDF page may measure

# In order of preference: page, upright or not, size of the type in tables.
_SHAPES = [
    (_A4[0], _A4[1], 9.5),
    (_A4[1], _A4[0], 9.5),
    (_A4[1], _A4[0], 8.5),
]
_NARROW_SHAPES = [
    *_SHAPES,
    (_A4[1], _A4[0], 7.5),
    (_A3[1], _A3[0], 8.5),
    (_A3[0], _A3[1], 8.5),
    (_A3[1], _A3[0], 7.0),
]


def typeset(package: Package, out: Path, *, font: Path | None = None, text: Sequence[str] = ()) -> None:
    """Writes the disclosure of a package to `out` as a PDF with a text layer and ruled tables.

    `text` holds paragraphs of our own wording, headings marked with `#`; those of the package are not set.
    `font` is a TrueType file to embed. The same input gives the same bytes.

    Raises BuildError where the font lacks a character, a table is wider than any page, or `out` cannot be
    written; it is then left as it was.
    """
    issuer, name = _names(package.disclosure)
    ink = Ink(font, title=f"{issuer}{name}", author=issuer, subject=f"{_ZH} {_EN}")
    tables = sheets(package)
    _check_characters(ink, [issuer, name, _COVER, _COVER_EN, *LABEL, *text, *_words(tables)], font)
    pages = _Pages(ink)
    _cover(pages, issuer, name)
    _prose(pages, text)
    for sheet in tables:
        _table(pages, sheet)
    ink.save(out)


class _Pages:
    """Adds pages with the foot that each of them has."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self._count = 0

    def add(self, width: float, height: float, *, numbered: bool = True) -> None:
        self._count += 1
        self.ink.page(width, height)
        if numbered:
            self.centred(f"— {self._count} —", width, height - 42, _SMALL)
        self.centred(_ZH, width, height - 27, _LABEL_SIZE)
        self.centred(_EN, width, height - 17, _LABEL_SIZE)

    def centred(self, text: str, width: float, y: float, size: float, *, bold: bool = False, red: bool = False) -> None:
        self.ink.text((width - self.ink.measure(text, size)) / 2, y, text, size, bold=bold, red=red)


def _names(disclosure: Row) -> tuple[str, str]:
    def value(column: str) -> str:
        found = disclosure.get(column)
        return "" if found is None else str(found)

    def term(dimension: str, column: str) -> str:
        return terms()[dimension][value(column)][0] if value(column) else ""

    year = f"{value('fiscal_year')}年" if value("fiscal_year") else ""
    scope = term("scope", "scope")
    name = f"{year}{scope}{term('phase', 'phase')}"
    if not value("issuer") and not name:
        return value("title") or value("id"), ""
    return value("issuer"), name


def _cover(pages: _Pages, issuer: str, name: str) -> None:
    width, height = _A4
    pages.add(width, height, numbered=False)
    y = height * 0.30
    room = width - 2 * _SIDE
    one_line = pages.ink.measure(issuer + name, _COVER_SIZE) <= room
    for text in (issuer + name,) if one_line else (issuer, name):
        for line in balanced(text, room, _COVER_SIZE, pages.ink.measure):
            pages.centred(line, width, y, _COVER_SIZE, bold=True)
            y += _COVER_SIZE * 1.8
    y = height * 0.62
    for text, size in ((_COVER, 20.0), (_ZH, 13.0), (_COVER_EN, 15.0), (_EN, 11.0)):
        for line in wrap(text, room, size, pages.ink.measure):
            pages.centred(line.rstrip(), width, y, size, bold=size > 13, red=True)
            y += size * 1.8


def _prose(pages: _Pages, text: Sequence[str]) -> None:
    width, height = _A4
    lines = set_lines(text, width - 2 * _SIDE - 20, pages.ink.measure)
    left = _SIDE + 10
    y = height
    for number, line in enumerate(lines):
        kept = line.height
        for follower in lines[number:]:
            if not follower.keeps_with_next:
                break
            kept += follower.height
        if y + kept > height - _FOOT:
            pages.add(width, height)
            y = _HEAD
        if line.centred:
            pages.centred(line.text, width, y + line.ascent, line.size, bold=line.bold)
        else:
            pages.ink.text(left + line.indent, y + line.ascent, line.text, line.size, bold=line.bold)
        y += line.height


def _table(pages: _Pages, sheet: Sheet) -> None:
    ink = pages.ink
    if not sheet.rows or not sheet.columns:
        pages.add(*_A4)
        y = _heading(pages, sheet, _A4[0])
        _note(ink, sheet.note, y + 16, _A4[0])
        return
    fitted, width, height = _shape(ink, sheet)
    head = _head_height(ink, sheet, width)
    rooms = (_room(width, height, head), _room(width, height, 0.0))
    first = True
    y = 0.0
    for part in parts(fitted, rooms, ink.measure):
        pages.add(width, height)
        y = _heading(pages, sheet, width) if first else _HEAD
        first = False
        _ink(ink, part, _SIDE, y)
        y += part.height
    _note(ink, sheet.note, y, width)


def _shape(ink: Ink, sheet: Sheet) -> tuple[Fit, float, float]:
    for with_ease, shapes in ((True, _SHAPES), (False, _NARROW_SHAPES)):
        for width, height, size in shapes:
            room = _room(width, height, _head_height(ink, sheet, width) + _note_height(sheet))
            fitted = fit(sheet, room.width, size, ink.measure, with_ease=with_ease)
            if fitted is not None and fitted.tallest(parted=False) <= room.height:
                return fitted, width, height
    # No common page holds it whole: one that is as wide as it takes, and as high as its parts take.
    size = _NARROW_SHAPES[-1][2]
    width = max(_A3[1], widest(sheet, size, ink.measure) + 2 * _SIDE + 1)
    fitted = fit(sheet, width - 2 * _SIDE, size, ink.measure, with_ease=False)
    assert fitted is not None
    chrome = _HEAD + _FOOT + _head_height(ink, sheet, width) + _note_height(sheet)
    height = max(_A3[0], fitted.tallest(parted=True) + chrome)
    if width > _LONGEST_PAGE or height > _LONGEST_PAGE:
        raise BuildError(
            sheet.title or sheet.number or "?",
            zh="表格太大，一页 PDF 放不下",
            en="the table has cells too large for any page of a PDF",
        )
    return fitted, width, height


def _room(width: float, height: float, head: float) -> Room:
    return Room(width - 2 * _SIDE, height - _HEAD - _FOOT - head)


def _head_height(ink: Ink, sheet: Sheet, width: float) -> float:
    titles = len(wrap(sheet.title, width - 2 * _SIDE, _TITLE, ink.measure)) if sheet.title else 0
    return 20.0 * bool(sheet.number) + 26.0 * titles + 18.0 * bool(sheet.unit)


def _note_height(sheet: Sheet) -> float:
    return 40.0 * bool(sheet.note)


def _heading(pages: _Pages, sheet: Sheet, width: float) -> float:
    y = _HEAD
    if sheet.number:
        pages.ink.text(_SIDE, y + 12, sheet.number, 12)
        y += 20
    if sheet.title:
        for line in wrap(sheet.title, width - 2 * _SIDE, _TITLE, pages.ink.measure):
            pages.centred(line, width, y + 18, _TITLE, bold=True)
            y += 26
    if sheet.unit:
        unit = f"单位：{sheet.unit}"
        pages.ink.text(width - _SIDE - pages.ink.measure(unit, _SMALL), y + 12, unit, _SMALL)
        y += 18
    return y


def _note(ink: Ink, note: str, y: float, width: float) -> None:
    if note:
        for line in wrap(note, width - 2 * _SIDE, _SMALL, ink.measure):
            y += 16
            ink.text(_SIDE, y, line, _SMALL)


def _ink(ink: Ink, part: Part, x: float, y: float) -> None:
    for rule in part.rules:
        ink.rule(x + rule.x0, y + rule.y0, x + rule.x1, y + rule.y1)
    for text in part.texts:
        ink.text(x + text.x, y + text.y, text.text, text.size)


def _words(tables: Sequence[Sheet]) -> list[str]:
    words = ["单位：—0123456789"]
    for sheet in tables:
        words += [sheet.number, sheet.title, sheet.unit, sheet.note, *(box.text for box in sheet.boxes)]
    return words


def _check_characters(ink: Ink, texts: Sequence[str], font: Path | None) -> None:
    lacking = ink.lacks(tuple(texts))
    if lacking:
        shown = " ".join(f"{char} (U+{ord(char):04X})" for char in lacking[:8])
        raise BuildError(
            str(font or "STSong-Light"),
            zh=f"字体没有这些字：{shown}；请用 --font 指定另一个 TrueType 字体",
            en=f"the font lacks: {shown}; name another TrueType font with --font",
        )
