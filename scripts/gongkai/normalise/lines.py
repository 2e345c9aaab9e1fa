"""Tables to lines: every amount with its code, name, measure, fund, period and exact worth."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.grid import Covering, covering
from gongkai.model import Cell, Line, Table
from gongkai.money import amount_and_unit, is_amount, parse_amount, unit_in
from gongkai.normalise.codes import level_of, scheme_of
from gongkai.normalise.columns import Column, read_columns
from gongkai.normalise.names import Names
from gongkai.vocabulary import Kind, bare, heading_words, is_counted, squeeze

_SIDE_OF_KIND = {
    "department_income": "income",
    "non_tax_revenue": "income",
    "department_summary": "",
    "fiscal_appropriation_summary": "",
}
# Digits and marks, whatever they are, and no words or shares: ▲1,234.50, 1，2 3.
_DAMAGED = re.compile(r"(?=.*\d)[^%％‰A-Za-z\u4e00-\u9fff]{2,}")
# A table of one of these funds prints 财政拨款 over its own amounts.
_PARTS_OF_APPROPRIATION = ("general_public", "government_fund", "state_capital")
# How deep a row's numbering goes: 一、 holds （一）, which holds 1., which holds （1）.
_DEPTHS = tuple(
    re.compile(rf"(?:其中\s*[:：]?\s*)?{mark}")
    for mark in (
        r"[一二三四五六七八九十]+\s*[、.．]",
        r"[（(][一二三四五六七八九十]+[）)]",
        r"\d{1,2}\s*[、.．](?!\d)",
        r"[（(]\d{1,2}[）)]",
    )
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the lines of a table take from around it: its kind, its unit, the document's year and phase."""

    kind: Kind
    unit: str
    fiscal_year: int | None
    phase: str


def table_lines(table: Table, context: Context) -> tuple[Line, ...]:
    """The lines of a recognised table that is no form, row by row."""
    over = covering(table.cells)
    headings = {*range(1, table.header_rows + 1), *table.heading_rows}
    data = [cell for cell in table.cells if cell.row not in headings]
    contents: list[list[Cell]] = [[] for _ in range(table.columns)]
    for cell in data:
        contents[cell.column - 1].append(cell)
    columns = read_columns(table.headings, contents, context.kind, context.fiscal_year, context.phase)
    rows = sorted({cell.row for cell in data})
    starts = {(c.row, c.column): c for c in data}
    return tuple(_Rows(table, context, columns, over, starts).lines(rows))


def unread_amounts(table: Table, lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Cells in columns of amounts that hold figures which are no amount: damaged in print, or not read whole."""
    columns = {line.column for line in lines}
    return tuple(
        cell
        for cell in table.cells
        if cell.column in columns
        and cell.row > table.header_rows
        and cell.row not in table.heading_rows
        and not is_amount(cell.text)
        and _DAMAGED.fullmatch(cell.text)
    )


class _Item(NamedTuple):
    """A numbered row that those under it belong to: how deep its number goes, what it is for, whether it counts."""

    depth: int = 0
    measure: str = ""
    name: str = ""
    counted: bool = False


class _RowName(NamedTuple):
    """What the names of a row say on one side of the table, for all of its amounts there."""

    label: str
    name: str
    scheme: str
    code: str
    level: int | None
    year: str
    unit: str
    project_code: str
    counted: bool
    is_total: bool
    is_of_which: bool
    measure: str
    is_part: bool
    of_codes: bool


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
        self._starts = starts
        self._period: dict[int, str] = {}
        self._item: dict[int, _Item] = {}
        self._side = ""
        title_fund = heading_words("fund").within(squeeze(table.title)) if _is_of_one_fund(context.kind) else ""
        self._fund = title_fund or context.kind.fund or "all"
        said = heading_words("period").within(squeeze(table.title)) if context.kind.period else ""
        self._of_table = said or context.kind.period or "this_year"
        blocks = {c.block for c in columns if c.role == "amount"}
        self._sided = len(blocks) > 1 and context.kind.rows == "fund"
        self._names = Names(columns, over, context.kind, context.fiscal_year, context.phase)

    def lines(self, rows: Sequence[int]) -> Iterator[Line]:
        blocks = tuple(dict.fromkeys(c.block for c in self._columns))
        columns = [c for c in self._columns if c.role == "amount"]
        for row in rows:
            told = {block: self._row(row, block) for block in blocks}
            for column in columns:
                cell = self._starts.get((row, column.index))
                printed, unit = amount_and_unit(cell.text) if cell is not None else ("", "")
                if cell is None or not printed:
                    continue
                of_row = told[column.block]
                if of_row.counted and "." not in printed and not column.unit:
                    continue  # so many vehicles, visits or people
                if of_row.of_codes:
                    continue
                unit = unit or column.unit or of_row.unit or self._context.unit
                if unit:
                    yield self._line(cell, column, of_row, printed, unit)

    def _row(self, row: int, block: int) -> _RowName:
        code, label = self._names.of_row(row, block)
        self._enter(block, label)
        name = bare(label)
        item, is_part = self._item_of(block, label) if self._context.kind.rows == "measure" else (_Item(), False)
        scheme = scheme_of(code) if self._context.fiscal_year is not None else ""
        return _RowName(
            label=label,
            name=name,
            scheme=scheme,
            code=code if scheme else "",
            level=level_of(code) if scheme else None,
            year=self._names.year_of_row(row, block),
            unit=unit_in(label),
            project_code=self._names.project_code(row, block),
            counted=item.counted or is_counted(label),
            is_total=bool(heading_words("total").exact(name)) or self._is_whole(name, block),
            is_of_which=squeeze(label).startswith("其中"),
            measure=item.measure,
            is_part=is_part,
            of_codes=bool(heading_words("code").exact(name)),
        )

    def _is_whole(self, name: str, block: int) -> bool:
        """Whether a row's printed name is that of all that the table is about: “三公”经费合计."""
        kind = self._context.kind
        named = any(c.role == "label" and c.block == block for c in self._columns)
        whole = kind.whole if kind.rows == "measure" and named else ""
        return bool(whole) and heading_words("measure").exact(name) == whole

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
        if not self._sided and ("收入" in name) != ("支出" in name):
            # Income and expenditure below each other: each begins with a row that says so.
            self._side = "income" if "收入" in name else "expenditure"

    def _item_of(self, block: int, label: str) -> tuple[_Item, bool]:
        """What a row's name says that its amounts are for, and whether it is a part of the numbered row over it."""
        over = self._item.get(block, _Item())
        name = bare(label)
        depth = next((n for n, mark in enumerate(_DEPTHS, start=1) if mark.match(label.strip())), 0)
        found = heading_words("measure").within(name)
        if not found and name and not (depth and depth <= over.depth):
            # 购置费 under 公务用车购置及运行费 goes on from it.
            goes_on = heading_words("measure").going_on(over.name, name.removeprefix("其中"))
            if goes_on:
                return _Item(depth, goes_on), False
        if found or (depth and depth <= over.depth):
            own = _Item(depth or len(_DEPTHS), found, name, is_counted(label) and not unit_in(label))
            self._item[block] = own
            return own, False
        below = depth > over.depth or (bool(over.depth) and name.startswith("其中"))
        if below and is_counted(label) and not over.measure:
            self._item[block] = _Item(depth, "", name, counted=True)
        return (over, bool(over.measure)) if below else (_Item(), False)

    def _line(self, cell: Cell, column: Column, row: _RowName, printed: str, unit: str) -> Line:
        kind = self._context.kind
        amount = parse_amount(printed, unit)
        measure, fund, is_part = column.measure, column.fund or self._fund, False
        if fund == "fiscal_appropriation" and self._fund in _PARTS_OF_APPROPRIATION:
            fund = self._fund
        side = column.side or _SIDE_OF_KIND.get(kind.term, "expenditure")
        if not side and self._sided:
            side = "income" if column.block == 0 else "expenditure"
        side = side or self._side
        if row.measure and row.measure != kind.whole and measure == "total":
            measure, is_part = row.measure, row.is_part
        if kind.rows == "fund" and side == "income" and not column.fund:
            fund = heading_words("fund").within(row.name) or fund
        period = _period(column.period, self._period.get(column.block, ""), self._of_table)
        return Line(
            table_no=self._table.table_no,
            row=cell.row,
            column=cell.column,
            label=row.label,
            measure=measure,
            fund=fund,
            period=row.year if row.year and column.period in ("", "this_year") else period,
            amount_yuan=amount.yuan,
            step_yuan=amount.step,
            printed=cell.text,
            unit=unit,
            heading=column.heading,
            side=side,
            scheme=row.scheme,
            code_year=self._context.fiscal_year if row.scheme else None,
            code=row.code,
            project_code=row.project_code,
            level=row.level,
            is_total=row.is_total,
            is_of_which=column.is_of_which or is_part or row.is_of_which,
        )


def _period(of_column: str, of_row: str, of_table: str) -> str:
    """The period of an amount: a row under 上年结转 tells more than a column headed 本年预算数."""
    return (of_row if of_column in ("", "this_year") else "") or of_column or of_table


def _is_of_one_fund(kind: Kind) -> bool:
    """Whether the fund in a title is that of all amounts: not of a summary, whose rows and columns name the funds."""
    return kind.rows != "fund" or bool(kind.fund)
