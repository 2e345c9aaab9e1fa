"""The amounts of performance forms: a number beside the name of a budget, or under a heading of money."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.grid import Covering, covering
from gongkai.model import Cell, Line, Table, Target
from gongkai.money import amount_and_unit, parse_amount, unit_in
from gongkai.normalise.lines import Context
from gongkai.normalise.targets import unit_beside
from gongkai.vocabulary import bare, form_field, heading_words, is_counted, squeeze

_MONEY_NAME = re.compile(r"预算|资金|金额|拨款|经费|结转|支出|收入|总额|合计|小计")
_NO_MONEY_NAME = re.compile(r"率|分值|得分|权重|次数|人数|数量")
_SCORES = ("weight", "score", "rate")


def form_lines(table: Table, context: Context, targets: Sequence[Target]) -> tuple[Line, ...]:
    """The amounts of a performance form outside of its indicators, each with its name and the stage of the budget."""
    rows = {target.row for target in targets}
    first = min(rows, default=table.rows + 1)
    projects = {target.project_code for target in targets}
    project = projects.pop() if len(projects) == 1 else ""
    over = covering(table.cells)
    lines = (line for cell in table.cells if cell.row not in rows for line in _line(table, context, over, cell, first))
    return tuple(replace(line, project_code=project) for line in lines)


def _line(table: Table, context: Context, over: Covering, cell: Cell, first: int) -> Iterator[Line]:
    printed, unit = amount_and_unit(cell.text)
    named = _name(over, cell) if printed else None
    if named is None:
        return
    name, beside = named
    heading = _heading(over, cell)
    stage = heading_words("period").within(squeeze(heading))
    own = heading_words("period").within(bare(name))
    period = own if own in ("carried_in", "carried_out") else stage
    if form_field(heading) in _SCORES or is_counted(heading):
        return
    if not beside and (cell.row > first or not (stage or heading_words("generic").exact(squeeze(heading)))):
        return
    unit = unit or unit_in(heading) or unit_beside(over, cell) or context.unit
    if not unit:
        return
    amount = parse_amount(printed, unit)
    yield Line(
        table_no=table.table_no,
        row=cell.row,
        column=cell.column,
        label=name,
        measure="total",
        fund=heading_words("fund").within(bare(name)) or "all",
        period=period or "this_year",
        amount_yuan=amount.yuan,
        step_yuan=amount.step,
        printed=cell.text,
        unit=unit,
        heading=heading if stage else "",
        side="expenditure",
        is_of_which=squeeze(name).startswith("其中"),
    )


def _name(over: Covering, cell: Cell) -> tuple[str, bool] | None:
    """The name of money on the left of a figure, and whether it stands right beside it; None where none does."""
    for column in range(cell.column - 1, 0, -1):
        left = over.get((cell.row, column))
        if left is None or not left.text or amount_and_unit(left.text)[0] or "%" in left.text:
            continue
        text = left.text
        if not _MONEY_NAME.search(text) or _NO_MONEY_NAME.search(text) or form_field(text) not in ("", "budget"):
            return None
        return text, column == cell.column - 1
    return None


def _heading(over: Covering, cell: Cell) -> str:
    """The nearest text over a figure in its column, among the rows of its block."""
    for row in range(cell.row - 1, max(0, cell.row - 8), -1):
        above = over.get((row, cell.column))
        if above is not None and above.text and not amount_and_unit(above.text)[0]:
            return above.text
    return ""
