"""Where figures are printed: the pages of the published files, each with the figures and the text that stand on it.

The name of a page in addresses is its number (`7`); of the second and further files of a disclosure it is the
number of the file before it (`2-7`). What a file without pages holds is shown table by table (`t3`), and its
text at `text`. Places are in points from the top left of the page as displayed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.package import Package, Row, file_numbers, page_name
from gongkai.publish.facsimiles import Facsimile
from gongkai.publish.fields import cell_anchor, cell_key, grouped, money, text, whole, whole_or_none
from gongkai.publish.findings import STATUSES, Ledger
from gongkai.publish.grid import is_figure
from gongkai.publish.narrative import Quoted, quoted_amounts

_Outcomes = Mapping[str, "tuple[Outcome, ...]"]
_Place = tuple[str, int | None, int | None]  # file, page; the table where the file has no pages
_AROUND_X, _AROUND_Y = 105.0, 38.0  # points: what the close view shows beside the middle of a figure
_MARGIN = 24.0  # points around what is known of a page that was not drawn


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a rule turned out for a figure: the numbers of the checks in the ledger."""

    rule: str
    status: str
    severity: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure on a page: what is printed and what was read; `line` or `quoted` says where it comes from."""

    anchor: str
    printed: str
    box: Box | None
    close: Box | None
    line: Row | None
    quoted: Quoted | None
    table_no: int | None
    label: str
    unit: str
    yuan: Decimal | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A paragraph of a page."""

    anchor: str
    words: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page; `number` is None where the file has no pages, `picture` "" where it was not drawn."""

    name: str
    file: str
    number: int | None
    width: float
    height: float
    picture: str
    figures: tuple[PrintedFigure, ...]
    texts: tuple[PrintedText, ...]
    cells: tuple[Box, ...]

    def spots(self) -> tuple[tuple[PrintedFigure, bool], ...]:
        """Where to choose on the page: a figure for each box, and whether a check of one that stands in it fails."""
        found: dict[Box, tuple[PrintedFigure, bool]] = {}
        for figure in self.figures:
            if figure.box is not None:
                first, failed = found.get(figure.box, (figure, False))
                fails = bool(figure.outcomes) and figure.outcomes[0].status == "fail"
                found[figure.box] = (first, failed or fails)
        return tuple(found.values())


@dataclass(slots=True)
class _Gathered:
    figures: list[PrintedFigure] = field(default_factory=list)
    texts: list[PrintedText] = field(default_factory=list)
    cells: list[Box] = field(default_factory=list)


def printed_pages(
    package: Package, ledger: Ledger, pictures: Mapping[str, Mapping[int, Facsimile]]
) -> tuple[PrintedPage, ...]:
    """All pages in the order of the files; `pictures` are those of each file by page."""
    order = file_numbers(package.rows["sources"])
    gathered: dict[_Place, _Gathered] = {}
    for file in order:
        for number in pictures.get(file, {}):
            gathered[file, number, None] = _Gathered()
    outcomes = _outcomes(ledger)
    _add_cells(gathered, package, outcomes)
    _add_texts(gathered, package, outcomes)
    places = sorted(gathered, key=lambda place: (order.get(place[0], 0), place[1] or 0, place[2] or 0))
    return tuple(_page(place, gathered[place], order, pictures) for place in places)


def origins(pages: Iterable[PrintedPage]) -> Mapping[str, str]:
    """The page on which each anchor (of a figure or a paragraph) is printed, by its name."""
    found: dict[str, str] = {}
    for page in pages:
        found |= {figure.anchor: page.name for figure in page.figures}
        found |= {paragraph.anchor: page.name for paragraph in page.texts}
    return found


def origin(printed_on: Mapping[str, str], anchor: str) -> str:
    """The address of a figure's origin from the page of its disclosure, by `origins`; where it has none, its cell."""
    return f"pages/{printed_on[anchor]}/#{anchor}" if anchor in printed_on else f"#{anchor}"


def _add_cells(gathered: dict[_Place, _Gathered], package: Package, outcomes: _Outcomes) -> None:
    lines = {cell_key(line): line for line in package.rows["lines"]}
    heads = {whole(table, "table_no"): whole(table, "header_rows") for table in package.rows["tables"]}
    units = {whole(table, "table_no"): text(table, "unit") for table in package.rows["tables"]}
    for cell in package.rows["cells"]:
        key, page = cell_key(cell), whole_or_none(cell, "page")
        place = text(cell, "source"), page, None if page else key[0]
        of_page = gathered.get(place)
        if of_page is None:
            of_page = gathered[place] = _Gathered()
        box = _box(cell)
        if box is not None:
            of_page.cells.append(box)
        line, words = lines.get(key), text(cell, "text").strip()
        if line is not None or (key[1] > heads[key[0]] and is_figure(words, None)):
            anchor = cell_anchor(key)
            of_page.figures.append(
                PrintedFigure(
                    anchor,
                    words,
                    box,
                    _close(box),
                    line,
                    None,
                    key[0],
                    "" if line is None else text(line, "label") or text(line, "heading"),
                    units[key[0]] if line is None else text(line, "unit"),
                    None if line is None else money(line, "amount_yuan"),
                    outcomes.get(anchor, ()),
                )
            )


def _add_texts(gathered: dict[_Place, _Gathered], package: Package, outcomes: _Outcomes) -> None:
    quoted = {each.anchor: each for each in quoted_amounts(package)}
    said = grouped(package.rows["statements"], "paragraph_no")
    for paragraph in package.rows["paragraphs"]:
        number = whole(paragraph, "paragraph_no")
        of_page = gathered.setdefault((text(paragraph, "source"), whole_or_none(paragraph, "page"), None), _Gathered())
        box = _box(paragraph)
        of_page.texts.append(PrintedText(f"p{number}", text(paragraph, "text"), box))
        for statement in said.get(number, ()):
            anchor = f"s{whole(statement, 'statement_no')}"
            of_page.figures.append(
                PrintedFigure(
                    anchor,
                    text(statement, "printed"),
                    box,
                    None,
                    None,
                    quoted[anchor],
                    None,
                    text(statement, "subject"),
                    text(statement, "unit"),
                    money(statement, "amount_yuan"),
                    outcomes.get(anchor, ()),
                )
            )


def _page(
    place: _Place,
    found: _Gathered,
    order: Mapping[str, int],
    pictures: Mapping[str, Mapping[int, Facsimile]],
) -> PrintedPage:
    file, number, table_no = place
    at = order.get(file, 1)
    drawn = pictures.get(file, {}).get(number or 0)
    width, height = (drawn.width, drawn.height) if drawn else _extent(found)
    return PrintedPage(
        name=page_name(at, number, table_no),
        file=file,
        number=number,
        width=width,
        height=height,
        picture=f"facsimiles/{at}/{drawn.file}" if drawn else "",
        figures=tuple(found.figures),
        texts=tuple(found.texts),
        cells=() if drawn else tuple(found.cells),
    )


def _extent(found: _Gathered) -> tuple[float, float]:
    boxes = [*found.cells, *(each.box for each in found.texts if each.box is not None)]
    if not boxes:
        return 0.0, 0.0
    return (
        round(max(box.x + box.width for box in boxes) + _MARGIN, 2),
        round(max(box.y + box.height for box in boxes) + _MARGIN, 2),
    )


def _box(row: Row) -> Box | None:
    x0, top, x1, bottom = row["x0"], row["top"], row["x1"], row["bottom"]
    if x0 is None or top is None or x1 is None or bottom is None:
        return None
    left, above = float(x0), float(top)
    return Box(left, above, round(float(x1) - left, 2), round(float(bottom) - above, 2))


def _close(box: Box | None) -> Box | None:
    if box is None:
        return None
    across, down = max(_AROUND_X, box.width / 2 + 12), max(_AROUND_Y, box.height / 2 + 12)
    return Box(
        round(box.x + box.width / 2 - across, 2),
        round(box.y + box.height / 2 - down, 2),
        round(2 * across, 2),
        round(2 * down, 2),
    )


def _outcomes(ledger: Ledger) -> _Outcomes:
    """The checks that each figure of the disclosure takes part in, those that fail first."""
    found: dict[str, dict[tuple[int, str, str], list[int]]] = {}
    for check in ledger.checks:
        key = STATUSES.index(check.status), check.rule, check.severity
        for anchor in {operand.anchor for operand in check.operands if not operand.disclosure_id}:
            found.setdefault(anchor, {}).setdefault(key, []).append(check.number)
    known: dict[tuple[int, str, str, tuple[int, ...]], Outcome] = {}  # a check is one of the outcomes of many figures

    def outcome(status: int, rule: str, severity: str, numbers: tuple[int, ...]) -> Outcome:
        key = status, rule, severity, numbers
        if key not in known:
            known[key] = Outcome(rule, STATUSES[status], severity, numbers)
        return known[key]

    return {
        anchor: tuple(outcome(*key, tuple(sorted(numbers))) for key, numbers in sorted(by_rule.items()))
        for anchor, by_rule in found.items()
    }
