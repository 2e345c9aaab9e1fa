"""Ledger rows as people look for them: file, page and row; which are shown, and which count as failure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.model import Cell, Disclosure, Finding
from gongkai.pipeline.checking.check import Checked

#: Severities from the gravest; a finding of one counts as all that follow.
LEVELS = ("error", "difference", "note")


@dataclass(frozen=True, slots=True)
class Spot:
    """A ledger row and where it stands: the first of its cells or sentences that is its own disclosure's.

    `file` is a path from here, with nothing else where the row is of the disclosure as a whole; `box` in points from
    the top left of the page.
    """

    finding: Finding
    file: str = ""
    page: int | None = None
    table_no: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph_no: int | None = None
    box: tuple[float, float, float, float] | None = None

    @property
    def at(self) -> str:
        """file:page:row as linters have it; a table or a paragraph by its number where there is no page or row."""
        line = f"¶{self.paragraph_no}" if self.paragraph_no else str(self.row or "")
        page = str(self.page) if self.page else f"t{self.table_no}" if self.table_no else ""
        return ":".join(part for part in (self.file, page, line) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are shown: of these rules, at least this grave; `all_` with those that hold or do not apply."""

    rules: frozenset[str] = frozenset()
    severity: str = "note"
    all_: bool = False

    def takes(self, finding: Finding) -> bool:
        """Whether a row is shown."""
        if self.rules and finding.rule not in self.rules:
            return False
        if finding.status == "fail":
            return _is_at_least(finding, self.severity)
        return self.all_ or (finding.status == "blocked" and not finding.operands)


def chosen(checked: Checked, choice: Choice) -> Iterator[Spot]:
    """The rows of a disclosure that are shown, with their places: what fails first, by file, page and row."""
    if checked.disclosure is None:
        return
    finder = _Finder(checked)
    spots = [finder.spot(finding) for finding in checked.disclosure.findings if choice.takes(finding)]
    order = {status: number for number, status in enumerate(("fail", "blocked", "pass", "not_applicable"))}
    yield from sorted(
        spots,
        key=lambda s: (order[s.finding.status], s.file, s.page or 0, s.table_no or 0, s.row or s.paragraph_no or 0),
    )


def grave(found: Iterable[Checked], level: str, rules: frozenset[str] = frozenset()) -> bool:
    """Whether there is a finding of this severity or a graver one; `never` is none."""
    return level != "never" and any(
        finding.status == "fail" and _is_at_least(finding, level) and (not rules or finding.rule in rules)
        for one in found
        if one.disclosure
        for finding in one.disclosure.findings
    )


def raised(found: Iterable[Checked]) -> Sequence[tuple[str, Finding]]:
    """The rows of rules that broke down, with the name of the document; a figure that is missing is no breakdown."""
    return [
        (one.name, finding)
        for one in found
        if one.disclosure
        for finding in one.disclosure.findings
        if finding.status == "blocked" and not finding.operands
    ]


def _is_at_least(finding: Finding, level: str) -> bool:
    return LEVELS.index(finding.severity) <= LEVELS.index(level)


class _Finder:
    """Places of the cells and sentences of one disclosure."""

    def __init__(self, checked: Checked) -> None:
        assert checked.disclosure is not None
        self._disclosure: Disclosure = checked.disclosure
        self._checked = checked
        self._cells: dict[str, Cell] = {
            f"{table.table_no}:{cell.row}:{cell.column}": cell
            for table in checked.disclosure.tables
            for cell in table.cells
        }

    def spot(self, finding: Finding) -> Spot:
        own = next((operand for operand in finding.operands if "#" not in operand), "")
        if own.startswith("s"):
            statement = self._disclosure.statements[int(own[1:]) - 1]
            place = self._disclosure.paragraphs[statement.paragraph_no - 1].place
            return Spot(finding, self._checked.path(place.source), statement.page, paragraph_no=statement.paragraph_no)
        if own.startswith("p"):
            number = int(own[1:])
            place = self._disclosure.paragraphs[number - 1].place
            return Spot(finding, self._checked.path(place.source), place.page, paragraph_no=number)
        if own not in self._cells:
            # Of the disclosure as a whole.
            return Spot(finding, self._checked.path(self._disclosure.sources[0].file))
        place, (table_no, row, column) = self._cells[own].place, map(int, own.split(":"))
        box = (place.x0, place.top, place.x1, place.bottom)
        known = tuple(edge for edge in box if edge is not None)
        return Spot(
            finding,
            self._checked.path(place.source),
            place.page,
            table_no,
            row,
            column,
            box=known if len(known) == 4 else None,
        )
