"""The figures of a printed page: where each is on its picture, and what was read, meant and checked of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

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


class FigureList:
    """The figures of one page: of each table that stands on it, and of its text.

    `outlines` are the cells of a page that was not drawn, as one path; `spots` where to choose a figure on the page,
    with what is printed there, where there is no picture.
    """

    def __init__(self, page: PrintedPage, escaped: Escaped, points: Points) -> None:
        self._page, self._escaped, self._points = page, escaped, points
        self._paper = f"0 0 {points[page.width]} {points[page.height]}"
        self._groups = {
            number or 0: [self._shared(figure) for figure in figures]
            for number, figures in groupby(page.figures, lambda figure: figure.table_no)
        }
        every = [figure for figures in self._groups.values() for figure in figures]
        outcomes = [outcome for figure in every for outcome in figure.of.outcomes]
        self.meanings = sorted({figure.meaning for figure in every if figure.of.line is not None})
        self.schemes = sorted({text(figure.of.line, "scheme") for figure in every if figure.of.line and figure.code})
        self.marks = sorted({(outcome.status, outcome.severity) for outcome in outcomes})
        self.rules = sorted({outcome.rule for outcome in outcomes})
        self.outlines, self.spots = self._outlines(), self._spots()

    @property
    def tables(self) -> Sequence[int]:
        """The numbers of the tables, 0 for the text, in the order of the page."""
        return tuple(self._groups)

    def told(
        self,
        words: Mapping[str, str],
        meanings: Mapping[Meaning, str],
        schemes: Mapping[str, str],
        marks: Mapping[tuple[str, str], str],
        rules: Mapping[str, str],
    ) -> "ToldFigures":
        """The list in the language of these words: single ones, attributes and addresses by their names.

        `meanings` are by period, measure and fund, `schemes` by scheme, `marks` by outcome, `rules` by name.
        """
        said = _Said(written(words), written(meanings), written(schemes), written(marks), written(rules))
        return ToldFigures(said, self._groups)

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
            meaning=("", "", "") if line is None else (text(line, "period"), text(line, "measure"), text(line, "fund")),
            quoted=quoted,
        )


class ToldFigures:
    """The figures of one page in one language."""

    def __init__(self, said: _Said, groups: Mapping[int, Sequence[_Figure]]) -> None:
        self._said, self._groups = said, groups
        self._known: dict[tuple[Outcome, ...], str] = {}

    def items(self, table_no: int) -> Markup:
        """The figures of a table (0: of the text) as list items."""
        return Markup("".join(map(self._item, self._groups[table_no])))  # noqa: S704 - escaped where it was gathered

    def _item(self, figure: _Figure) -> str:
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
            f'<div class="origin-more">{self._close(figure)}{figure.quoted}<dl>'
            f'<div><dt>{words["printed"]}</dt><dd class="tabular">{printed}{unit}</dd></div>'
            f"<div><dt>{words['read']}</dt>{read}</div>{''.join(self._meant(figure))}"
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

    def _close(self, figure: _Figure) -> str:
        if not figure.close:
            return ""
        view, rect = figure.close
        name = self._said.words["enlarged"] + figure.printed
        return (
            f'<svg class="close-view" viewBox="{view}" role="img" aria-label="{name}">'
            f"{self._said.words['image']}<rect {rect}/></svg>"
        )

    def _meant(self, figure: _Figure) -> Iterator[str]:
        """What a line of the table says of its figure."""
        said, words, line = self._said, self._said.words, figure.of.line
        if line is None:
            return
        if figure.label:
            yield f"<div><dt>{words['item']}</dt><dd{words['in_zh']}>{figure.label}</dd></div>"
        if figure.heading:
            yield f"<div><dt>{words['heading']}</dt><dd{words['in_zh']}>{figure.heading}</dd></div>"
        if figure.code:
            yield (
                f'<div><dt>{words["code"]}</dt><dd><a class="code" href="{words["codes"]}#c{figure.code}">{figure.code}'
                f'</a> <span class="muted">{said.schemes[text(line, "scheme")]} {figure.year}</span></dd></div>'
            )
        yield f"<div><dt>{words['meaning']}</dt><dd>{said.meanings[figure.meaning]}</dd></div>"
        if line["inferred"]:
            yield f"<div><dt>{words['inferred']}</dt><dd>{words['how_inferred']}</dd></div>"

    def _checked(self, outcomes: tuple[Outcome, ...]) -> str:
        """How checks turned out; figures of one page take part in the same ones over and over."""
        if not outcomes:
            return self._said.words["unchecked"]
        if outcomes not in self._known:
            self._known[outcomes] = f'<ul class="plain origin-checks">{"".join(map(self._outcome, outcomes))}</ul>'
        return self._known[outcomes]

    def _outcome(self, outcome: Outcome) -> str:
        said, numbers = self._said, outcome.numbers
        shown = "".join(
            f' <a class="muted tabular" href="{said.words["home"]}checks/#check-{number}">#{number}</a>'
            for number in numbers[:_MOST_CHECKS]
        )
        more = f' <span class="muted">+{len(numbers) - _MOST_CHECKS}</span>' if len(numbers) > _MOST_CHECKS else ""
        return (
            f'<li>{said.marks[outcome.status, outcome.severity]} <a href="{said.words["ruled"]}{outcome.rule}/">'
            f"{said.rules[outcome.rule]}</a>{shown}{more}</li>"
        )


def _rect(box: Box, points: Points) -> str:
    return f'x="{points[box.x]}" y="{points[box.y]}" width="{points[box.width]}" height="{points[box.height]}"'
