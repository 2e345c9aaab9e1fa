"""The figures of a printed page: where each is on its picture, and what was read, meant and checked of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from gongkai.package import Row
from gongkai.publish.amounts import exact_yuan
from gongkai.publish.fields import text
from gongkai.publish.markup.texts import Escaped, Points, written
from gongkai.publish.origins import Box, Outcome, PrintedFigure, PrintedPage

_MOST_CHECKS = 6  # of one rule, by their numbers; the ledger has all
_EDGE = 1.5  # points around a figure that is marked

Meaning = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a page says in its language, as HTML."""

    words: Mapping[str, str]
    meanings: Mapping[Meaning, str]
    schemes: Mapping[str, str]
    marks: Mapping[tuple[str, str], str]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Figure:
    """What both languages share of a figure, as HTML."""

    of: PrintedFigure
    mark: str
    close: tuple[str, str] | None
    label: str
    heading: str
    printed: str
    unit: str
    yuan: str
    code: str
    year: str
    meaning: Meaning
    quoted: str


class FigureLists:
    """The figures of all pages of a disclosure, page by page, and what there is to say of them.

    `meanings` are by period, measure and fund, `marks` by status and severity.
    """

    def __init__(self, pages: Sequence[PrintedPage]) -> None:
        escaped, points = Escaped(), Points()
        figures = [figure for page in pages for figure in page.figures]
        lines = [figure.line for figure in figures if figure.line is not None]
        outcomes = {id(outcome): outcome for figure in figures for outcome in figure.outcomes}.values()
        self.meanings = sorted({_meaning(line) for line in lines})
        self.schemes = sorted({text(line, "scheme") for line in lines})
        self.marks = sorted({(outcome.status, outcome.severity) for outcome in outcomes})
        self._said: dict[str, _Told] = {}
        self.pages = [FigureList(page, escaped, points, self._said) for page in pages]

    def speaks(self, language: str) -> bool:
        """Whether the words of a language were given."""
        return language in self._said

    def speak(
        self,
        language: str,
        words: Mapping[str, str],
        meanings: Mapping[Meaning, str],
        schemes: Mapping[str, str],
        marks: Mapping[tuple[str, str], str],
        rules: Mapping[str, str],
    ) -> None:
        """Gives the words of a language: single ones, attributes and addresses by their names, and all the others."""
        self._said[language] = _Told(
            _Said(written(words), written(meanings), written(schemes), written(marks), written(rules))
        )


class FigureList:
    """The figures of one page: of each table that stands on it, and of its text.

    `outlines` are the cells of a page that was not drawn, as one path; `spots` where to choose a figure on the page,
    with what is printed there, where there is no picture.
    """

    def __init__(self, page: PrintedPage, escaped: Escaped, points: Points, said: Mapping[str, "_Told"]) -> None:
        self._page, self._escaped, self._points, self._said = page, escaped, points, said
        self._paper = f"0 0 {points[page.width]} {points[page.height]}"
        self._groups = {
            number or 0: [self._shared(figure) for figure in figures]
            for number, figures in groupby(page.figures, lambda figure: figure.table_no)
        }
        self.outlines, self.spots = self._outlines(), self._spots()

    @property
    def tables(self) -> Sequence[int]:
        """The numbers of the tables, 0 for the text, in the order of the page."""
        return tuple(self._groups)

    def items(self, table_no: int, language: str, picture: str) -> Markup:
        """The figures of a table (0: of the text) as list items; `picture` is the address of the page's image."""
        width, height = self._points[self._page.width], self._points[self._page.height]
        image = f'<image href="{escape(picture)}" x="0" y="0" width="{width}" height="{height}"/>'
        told = self._said[language]
        return Markup("".join([told.item(figure, image) for figure in self._groups[table_no]]))  # noqa: S704

    def _outlines(self) -> Markup:
        lengths = self._points
        boxes = (
            f"M{lengths[box.x]} {lengths[box.y]}h{lengths[box.width]}v{lengths[box.height]}h-{lengths[box.width]}z"
            for box in self._page.cells
        )
        return Markup("".join(boxes))  # noqa: S704 - numbers

    def _spots(self) -> Markup:
        found = []
        for figure, fails in self._page.spots():
            if figure.box is None:
                continue
            printed = ""
            if not self._page.picture:
                x, y = figure.box.x + figure.box.width - 2, figure.box.y + figure.box.height / 2 + 3
                printed = f'<text x="{self._points[x]}" y="{self._points[y]}">{self._escaped[figure.printed]}</text>'
            kind = "spot spot-fail" if fails else "spot"
            rect = _rect(figure.box, self._points)
            found.append(f'<a href="#{figure.anchor}" tabindex="-1"><rect class="{kind}" {rect}/>{printed}</a>\n')
        return Markup("".join(found))  # noqa: S704 - escaped above

    def _shared(self, figure: PrintedFigure) -> _Figure:
        escaped, points, line, box = self._escaped, self._points, figure.line, figure.box
        quoted, mark, close = "", "", None
        if box is not None and self._page.width:
            wider = Box(box.x - _EDGE, box.y - _EDGE, box.width + 2 * _EDGE, box.height + 2 * _EDGE)
            mark = (
                f'<svg class="paper-mark" viewBox="{self._paper}" aria-hidden="true" focusable="false">'
                f'<rect {_rect(wider, points)} rx="{_EDGE}"/></svg>'
            )
        if box is not None and figure.close is not None and self._page.picture:
            near = figure.close
            close = f"{points[near.x]} {points[near.y]} {points[near.width]} {points[near.height]}", _rect(box, points)
        if figure.quoted is not None:
            before, after = escaped[figure.quoted.before], escaped[figure.quoted.after]
            printed = escaped[figure.quoted.printed]
            quoted = f'<blockquote lang="zh-Hans">{before}<mark>{printed}</mark>{after}</blockquote>'
        return _Figure(
            of=figure,
            mark=mark,
            close=close,
            label=escaped[figure.label],
            heading="" if line is None else escaped[text(line, "heading")],
            printed=escaped[figure.printed],
            unit=escaped[figure.unit],
            yuan="" if figure.yuan is None else exact_yuan(figure.yuan),
            code="" if line is None else escaped[text(line, "code")],
            year="" if line is None else text(line, "code_year"),
            meaning=("", "", "") if line is None else _meaning(line),
            quoted=quoted,
        )


class _Told:
    """Figures in one language."""

    def __init__(self, said: _Said) -> None:
        self._said = said
        self._lists: dict[int, str] = {}  # by identity: figures share their outcomes, and live as long as this
        self._outcomes: dict[int, str] = {}

    def item(self, figure: _Figure, image: str) -> str:
        """A figure as a list item."""
        words, anchor, printed = self._said.words, figure.of.anchor, figure.printed
        in_zh, unit = words["in_zh"], ""
        if figure.unit:
            unit = f' <span class="muted"{in_zh}>{figure.unit}</span>'
        read = f"<dd>{words['unread']}</dd>"
        if figure.yuan:
            read = f'<dd class="tabular"><strong>{figure.yuan}</strong> {words["yuan"]}</dd>'
        return (
            f'<li><span class="origin-anchor" id="{anchor}"></span>{figure.mark}'
            f'<a class="origin-line" href="#{anchor}">{self._label(figure)} <span class="tabular">{printed}</span></a>'
            f'<div class="origin-more">{self._close(figure, image)}{figure.quoted}<dl>'
            f'<div><dt>{words["printed"]}</dt><dd class="tabular">{printed}{unit}</dd></div>'
            f"<div><dt>{words['read']}</dt>{read}</div>{self._meant(figure)}"
            f"<div><dt>{words['checks']}</dt><dd>{self._checked(figure.of.outcomes)}</dd></div></dl>"
            f'<p class="origin-links"><a href="{words["home"]}#{anchor}">'
            f"{words['tidy'] if figure.of.table_no else words['told']}</a> · "
            f'<a href="#{anchor}">{words["address"]}</a></p></div></li>\n'
        )

    def _label(self, figure: _Figure) -> str:
        if not figure.label:
            return f'<span class="origin-label">{self._said.words["unnamed"]}</span>'
        heading = ""
        if figure.heading and figure.heading != figure.label:
            heading = f' <span class="muted">{figure.heading}</span>'
        return f'<span class="origin-label"{self._said.words["in_zh"]}>{figure.label}{heading}</span>'

    def _close(self, figure: _Figure, image: str) -> str:
        if not figure.close:
            return ""
        view, rect = figure.close
        name = self._said.words["enlarged"] + figure.printed
        return f'<svg class="close-view" viewBox="{view}" role="img" aria-label="{name}">{image}<rect {rect}/></svg>'

    def _meant(self, figure: _Figure) -> str:
        """What a line of the table says of its figure."""
        said, words, line = self._said, self._said.words, figure.of.line
        if line is None:
            return ""
        meaning = f"<div><dt>{words['meaning']}</dt><dd>{said.meanings[figure.meaning]}</dd></div>"
        if line["inferred"]:
            meaning += f"<div><dt>{words['inferred']}</dt><dd>{words['how_inferred']}</dd></div>"
        if figure.code:
            scheme = said.schemes[text(line, "scheme")]
            meaning = (
                f'<div><dt>{words["code"]}</dt><dd><a class="code" href="{words["codes"]}#c{figure.code}">{figure.code}'
                f'</a> <span class="muted">{scheme} {figure.year}</span></dd></div>{meaning}'
            )
        if figure.heading:
            meaning = f"<div><dt>{words['heading']}</dt><dd{words['in_zh']}>{figure.heading}</dd></div>{meaning}"
        if figure.label:
            meaning = f"<div><dt>{words['item']}</dt><dd{words['in_zh']}>{figure.label}</dd></div>{meaning}"
        return meaning

    def _checked(self, outcomes: tuple[Outcome, ...]) -> str:
        if not outcomes:
            return self._said.words["unchecked"]
        known = self._lists.get(id(outcomes))
        if known is None:
            known = f'<ul class="plain origin-checks">{"".join(map(self._outcome, outcomes))}</ul>'
            self._lists[id(outcomes)] = known
        return known

    def _outcome(self, outcome: Outcome) -> str:
        known = self._outcomes.get(id(outcome))
        if known is None:
            said, numbers = self._said, outcome.numbers
            shown = "".join(
                f' <a class="muted tabular" href="{said.words["home"]}checks/#check-{number}">#{number}</a>'
                for number in numbers[:_MOST_CHECKS]
            )
            more = f' <span class="muted">+{len(numbers) - _MOST_CHECKS}</span>' if len(numbers) > _MOST_CHECKS else ""
            known = self._outcomes[id(outcome)] = (
                f'<li>{said.marks[outcome.status, outcome.severity]} <a href="{said.words["ruled"]}{outcome.rule}/">'
                f"{said.rules[outcome.rule]}</a>{shown}{more}</li>"
            )
        return known


def _meaning(line: Row) -> Meaning:
    return text(line, "period"), text(line, "measure"), text(line, "fund")


def _rect(box: Box, points: Points) -> str:
    return f'x="{points[box.x]}" y="{points[box.y]}" width="{points[box.width]}" height="{points[box.height]}"'
