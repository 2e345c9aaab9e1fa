"""The figures that a disclosure is known by: totals, the three public expenses, spending by functional class.

Each is one printed figure, taken from its line; what cannot be told for certain is left out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.package import Package, Row
from gongkai.publish.earlier import Earlier, in_table, in_text
from gongkai.publish.fields import cell_anchor, cell_key, claim, money, text, whole, whole_or_none

CLASS_CODE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: what it is (`name`), its worth in yuan, and where it is printed.

    `before` is what the disclosure says of last year; None where it says nothing. `checks` counts the checks in which
    the cell takes part, `holding` those of them that hold.
    """

    name: str
    yuan: Decimal
    printed: str
    unit: str
    fund: str
    table_no: int
    row: int
    column: int
    page: int | None = None
    table: str = ""
    label: str = ""
    code: str = ""
    before: Earlier | None = None
    checks: int = 0
    holding: int = 0

    @property
    def anchor(self) -> str:
        """The permanent id of its cell on the page of its disclosure."""
        return cell_anchor((self.table_no, self.row, self.column))


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Figures of one table that are parts of `total` (None where the table prints none)."""

    parts: tuple[Figure, ...]
    total: Figure | None

    @property
    def whole(self) -> Decimal:
        """What the parts are shares of: the printed total, else their sum."""
        return self.total.yuan if self.total else sum((part.yuan for part in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Headlines:
    """What the top of a disclosure's page shows; None or empty where the disclosure does not say."""

    income: Figure | None
    expenditure: Figure | None
    basic: Figure | None
    project: Figure | None
    personnel: Figure | None
    office: Figure | None
    three_public: Breakdown
    by_class: Breakdown

    @property
    def main(self) -> Figure | None:
        """The one amount that stands for the disclosure in lists: expenditure, else income."""
        return self.expenditure or self.income


EXPENDITURE_TABLES = ("department_expenditure", "general_public_expenditure")
_IN_ITS_ROW = ("table_no", "row", "side", "measure", "fund")
_IN_ITS_FORM = ("table_no", "measure")  # this form prints last year in another row or column
_THREE_PUBLIC = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "official_reception")


def headlines(package: Package) -> Headlines:
    """The headline figures of a package, from its lines, with their cells and the checks on them."""
    places = _Places(package)
    kinds = {whole(table, "table_no"): text(table, "kind") for table in package.rows["tables"]}
    by_kind: dict[str, list[Row]] = {}
    earlier: dict[str, list[Row]] = {}
    for line in package.rows["lines"]:
        of_period = {"this_year": by_kind, "last_year": earlier}.get(text(line, "period"))
        if of_period is not None:
            of_period.setdefault(kinds[whole(line, "table_no")], []).append(line)

    said = in_text(package)

    def of_kind(kind: str) -> list[Row]:
        return by_kind.get(kind, [])

    def first(kinds: Iterable[str], wanted: Callable[[Row], bool], name: str) -> Figure | None:
        for kind in kinds:
            found = _greatest([line for line in of_kind(kind) if claim(line, "is_total") and wanted(line)])
            if found is not None:
                before = in_table(found, earlier.get(kind, ()), _IN_ITS_ROW) or said(found, kind)
                return places.figure(found, name, before)
        return None

    def measured(measure: str, side: str = "") -> Callable[[Row], bool]:
        return lambda line: text(line, "measure") == measure and (not side or text(line, "side") in (side, ""))

    def before(line: Row) -> Earlier | None:
        return in_table(line, earlier.get("three_public", ()), _IN_ITS_FORM) or said(line, "three_public")

    three_public = _stated(of_kind("three_public"), text(package.disclosure, "phase"))
    return Headlines(
        income=first(
            ("department_summary", "department_income", "fiscal_appropriation_summary"),
            measured("total", "income"),
            "income",
        ),
        expenditure=first(
            ("department_summary", *EXPENDITURE_TABLES, "fiscal_appropriation_summary"),
            measured("total", "expenditure"),
            "expenditure",
        ),
        basic=first(EXPENDITURE_TABLES, measured("basic_expenditure"), "basic_expenditure"),
        project=first(EXPENDITURE_TABLES, measured("project_expenditure"), "project_expenditure"),
        personnel=first(("general_public_basic_expenditure",), measured("personnel"), "personnel"),
        office=first(("general_public_basic_expenditure",), measured("office_costs"), "office_costs"),
        three_public=_three_public(places, three_public, before),
        by_class=_by_class(places, [of_kind(kind) for kind in EXPENDITURE_TABLES]),
    )


class _Places:
    """Where lines are printed, and which checks their cells take part in."""

    def __init__(self, package: Package) -> None:
        self._pages = {cell_key(cell): whole_or_none(cell, "page") for cell in package.rows["cells"]}
        self._tables = {
            whole(table, "table_no"): text(table, "title") or text(table, "printed_no")
            for table in package.rows["tables"]
        }
        self._checks: dict[str, list[bool]] = {}
        for check in package.rows["checks"]:
            holds = text(check, "status") == "pass"
            for operand in text(check, "operands").split(";"):
                self._checks.setdefault(operand, []).append(holds)

    def figure(self, line: Row, name: str, before: Earlier | None = None) -> Figure:
        yuan = money(line, "amount_yuan")
        assert yuan is not None
        table_no, row, column = key = cell_key(line)
        outcomes = self._checks.get(f"{table_no}:{row}:{column}", ())
        return Figure(
            name=name,
            yuan=yuan,
            printed=text(line, "printed"),
            unit=text(line, "unit"),
            fund=text(line, "fund"),
            table_no=table_no,
            row=row,
            column=column,
            page=self._pages.get(key),
            table=self._tables[table_no],
            label=text(line, "label"),
            code=text(line, "code"),
            before=before,
            checks=len(outcomes),
            holding=sum(outcomes),
        )


def _greatest(lines: Sequence[Row]) -> Row | None:
    """Of several totals (本年合计, 总计; by fund) the greatest is the grand total, first of equals."""
    best: Row | None = None
    for line in lines:
        if best is None or (money(line, "amount_yuan") or 0) > (money(best, "amount_yuan") or 0):
            best = line
    return best


def _stated(lines: Sequence[Row], phase: str) -> list[Row]:
    """A final account prints the budget beside the account; the column of the account counts."""
    told = [line for line in lines if "决算" in text(line, "heading")]
    return told if told and phase == "final" else list(lines)


def _three_public(places: _Places, lines: Sequence[Row], before: Callable[[Row], Earlier | None]) -> Breakdown:
    def only(measure: str) -> Figure | None:
        candidates = [line for line in lines if text(line, "measure") == measure]
        totals = [line for line in candidates if claim(line, "is_total")] or candidates
        if not totals or len({money(line, "amount_yuan") for line in totals}) > 1:
            return None
        return places.figure(totals[0], measure, before(totals[0]))

    parts = tuple(figure for figure in map(only, _THREE_PUBLIC) if figure is not None)
    return Breakdown(parts, only("total"))


def _by_class(places: _Places, tables: Sequence[Sequence[Row]]) -> Breakdown:
    """Spending by 类 of the functional classification, greatest first, from the first table that has it."""
    for lines in tables:
        totals = [line for line in lines if text(line, "measure") == "total"]
        classes = [
            line
            for line in totals
            if text(line, "scheme") == "functional"
            and len(text(line, "code")) == CLASS_CODE_LENGTH
            and not claim(line, "is_total")
        ]
        codes = [text(line, "code") for line in classes]
        if classes and len(set(codes)) == len(codes):
            parts = sorted((places.figure(line, "class") for line in classes), key=lambda part: (-part.yuan, part.code))
            total = _greatest([line for line in totals if claim(line, "is_total")])
            return Breakdown(tuple(parts), places.figure(total, "total") if total else None)
    return Breakdown((), None)
