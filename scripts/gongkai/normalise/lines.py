"""Tables to lines: every amount with its code, name, measure, fund, period and exact worth."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.grid import Covering, covering
from gongkai.model import Cell, Line, Table, Target
from gongkai.money import is_amount, parse_amount
from gongkai.normalise.codes import assembled, level_of, scheme_of, split_code
from gongkai.normalise.columns import Column, read_columns
from gongkai.vocabulary import Kind, bare, form_words, heading_words, squeeze, terms

_SIDE_OF_KIND = {
    "department_income": "income",
    "department_summary": "",
    "fiscal_appropriation_summary": "",
}
_DAMAGED = re.compile(r"(?=.*\d)[\d\s,.，．\-+()（）]{2,}")
_MONEY_NAME = re.compile(r"预算|资金|金额|拨款|经费|结转")


@dataclass(frozen=True, slots=True)
class Context:
    """What the lines of a table take from around it: its kind, its unit, the document's year and phase."""

    kind: Kind
    unit: str
    fiscal_year: int | None
    phase: str


def form_lines(table: Table, context: Context, targets: Sequence[Target]) -> tuple[Line, ...]:
    """The amounts of a performance form: a number beside the name of a budget, outside of the indicators."""
    rows = {target.row for target in targets}
    projects = {target.project_code for target in targets}
    project = projects.pop() if len(projects) == 1 else ""
    lines = _form_lines(table, context, covering(table.cells))
    return tuple(replace(line, project_code=project) for line in lines if line.row not in rows)


def table_lines(table: Table, context: Context) -> tuple[Line, ...]:
    """The lines of a recognised table that is no form, row by row."""
    over = covering(table.cells)
    headings = {*range(1, table.header_rows + 1), *table.heading_rows}
    data = [cell for cell in table.cells if cell.row not in headings]
    contents = [[c for c in data if c.column == k] for k in range(1, table.columns + 1)]
    columns = read_columns(table.headings, contents, context.kind, context.fiscal_year, context.phase)
    rows = sorted({cell.row for cell in data})
    starts = {(c.row, c.column): c for c in data}
    return tuple(_Rows(table, context, columns, over, starts).lines(rows))


def unread_amounts(table: Table, lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Cells in columns of amounts that hold figures which are no amount: damaged in print, or not read whole."""
    columns = {line.column for line in lines}
    rows = {line.row for line in lines}
    first = min(rows, default=0)
    return tuple(
        cell
        for cell in table.cells
        if cell.column in columns
        and cell.row >= first
        and cell.row not in table.heading_rows
        and not is_amount(cell.text)
        and _DAMAGED.fullmatch(cell.text)
    )


class _Rows:
    """Walks down a table, carrying what a row inherits from those above: the code, and 上年结转 and its like."""

    def __init__(
        self,
        table: Table,
        context: Context,
        columns: Sequence[Column],
        over: Covering,
        starts: Covering,
    ) -> None:
        self._table = table
        self._context = context
        self._columns = columns
        self._over = over
        self._starts = starts
        self._code: dict[int, str] = {}
        self._period: dict[int, str] = {}
        title_fund = heading_words("fund").within(squeeze(table.title))
        self._fund = title_fund if context.kind.fund or context.kind.rows == "measure" else ""
        self._fund = self._fund or context.kind.fund or "all"
        blocks = {c.block for c in columns if c.role == "amount"}
        self._two_sided = len(blocks) == 2 and context.kind.rows == "fund"

    def lines(self, rows: Sequence[int]) -> Iterator[Line]:
        for row in rows:
            named: dict[int, tuple[str, str]] = {}
            for block in dict.fromkeys(c.block for c in self._columns):
                named[block] = self._name(row, block)
                self._enter(block, named[block][1])
            for column in self._columns:
                cell = self._starts.get((row, column.index))
                if column.role == "amount" and cell is not None and is_amount(cell.text):
                    yield self._line(cell, column, *named[column.block])

    def _name(self, row: int, block: int) -> tuple[str, str]:
        """Code and name of a row on one side of the table."""
        codes = [c for c in self._columns if c.block == block and c.role == "code"]
        labels = [c for c in self._columns if c.block == block and c.role == "label"]
        texts = [self._text(row, c.index) for c in codes]
        split = [split_code(text) for text in texts]
        found: list[tuple[str, str]] = []
        for column, (code, behind) in zip(codes, split, strict=True):
            if code and len(codes) > 1 and len(code) == 3 and len(codes) >= 2 and _narrow(texts):
                continue
            if code:
                following = next((c for c in labels if c.index > column.index), None)
                name = behind or (self._text(row, following.index) if following else "")
                found.append((code, name))
        if not found and codes:
            code = assembled(texts, self._code.get(block, ""))
            if code:
                found.append((code, self._label(row, labels)))
        for column in labels:
            code, name = split_code(self._text(row, column.index))
            if code and name:
                found.append((code, name))
        wanted = self._context.kind.scheme
        chosen = next((f for f in found if scheme_of(f[0]) == wanted), found[0] if found else ("", ""))
        if chosen[0]:
            self._code[block] = chosen[0]
            return chosen[0], chosen[1] or self._label(row, labels)
        label = self._label(row, labels) or next((t for t in texts if t and not t.isdigit()), "")
        if not label and not labels and not codes and self._context.kind.whole:
            label = terms()["measure"][self._context.kind.whole][0]
        return "", label

    def _label(self, row: int, labels: Sequence[Column]) -> str:
        """The name nearest to the amounts that is not blank."""
        for column in reversed(labels):
            text = self._text(row, column.index)
            if text:
                return text
        return ""

    def _text(self, row: int, column: int) -> str:
        cell = self._over.get((row, column))
        return cell.text if cell is not None else ""

    def _enter(self, block: int, label: str) -> None:
        """Rows under 上年结转 or 结转下年 speak of money carried over, until the next heading of their side."""
        if self._context.kind.rows != "fund" or not label:
            return
        name = bare(label)
        said = heading_words("period").within(name)
        if said in ("carried_in", "carried_out"):
            self._period[block] = said
        elif said == "this_year" or heading_words("total").exact(name):
            self._period.pop(block, None)

    def _line(self, cell: Cell, column: Column, code: str, label: str) -> Line:
        kind = self._context.kind
        amount = parse_amount(cell.text, self._context.unit)
        name = bare(label)
        measure, fund = column.measure, column.fund or self._fund
        side = column.side or _SIDE_OF_KIND.get(kind.term, "expenditure")
        if not side and self._two_sided:
            side = "income" if column.block == 0 else "expenditure"
        if kind.rows == "measure" and measure == "total":
            found = heading_words("measure").within(name)
            measure = found if found and found != kind.whole else measure
        if kind.rows == "fund" and side == "income" and not column.fund:
            fund = heading_words("fund").within(name) or fund
        scheme = scheme_of(code)
        year = self._context.fiscal_year
        if not scheme or year is None:
            scheme = code = ""
        return Line(
            table_no=self._table.table_no,
            row=cell.row,
            column=cell.column,
            label=label,
            measure=measure,
            fund=fund,
            period=column.period or self._period.get(column.block, "this_year"),
            amount_yuan=amount.yuan,
            step_yuan=amount.step,
            printed=cell.text,
            unit=self._context.unit,
            heading=column.heading,
            side=side,
            scheme=scheme,
            code_year=year if scheme else None,
            code=code,
            project_code=self._project_code(cell.row, column.block),
            level=level_of(code),
            is_total=bool(heading_words("total").exact(name)),
            is_of_which=column.is_of_which or squeeze(label).startswith("其中"),
        )

    def _project_code(self, row: int, block: int) -> str:
        column = next((c for c in self._columns if c.block == block and c.role == "project_code"), None)
        return self._text(row, column.index) if column else ""


def _narrow(texts: Sequence[str]) -> bool:
    """Whether code columns hold the parts of one code (类 201, 款 03) rather than whole codes."""
    return any(len(t.strip()) <= 2 and t.strip().isdigit() for t in texts)


def _form_lines(table: Table, context: Context, over: Covering) -> Iterator[Line]:
    for cell in table.cells:
        left = over.get((cell.row, cell.column - 1))
        if left is None or not is_amount(cell.text) or not _MONEY_NAME.search(left.text):
            continue
        if form_words().exact(squeeze(left.text)) not in ("budget", "") or "率" in left.text:
            continue
        amount = parse_amount(cell.text, context.unit)
        yield Line(
            table_no=table.table_no,
            row=cell.row,
            column=cell.column,
            label=left.text,
            measure="total",
            fund=heading_words("fund").within(bare(left.text)) or "all",
            period="this_year",
            amount_yuan=amount.yuan,
            step_yuan=amount.step,
            printed=cell.text,
            unit=context.unit,
            side="expenditure",
            is_of_which=squeeze(left.text).startswith("其中"),
        )
