"""The amounts of performance forms: a number beside the name of a budget, or under a heading of money."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from gongkai.grid import Covering, covering
from gongkai.model import Cell, Line, Table, Target
from gongkai.money import amount_and_unit, parse_amount, unit_in
from gongkai.normalise.lines import Context
from gongkai.normalise.targets import unit_beside
from gongkai.vocabulary import bare, form_field, heading_words, is_counted, squeeze

_MONEY_NAME = re.compile(r"预算|资金|金额|拨款|经费|结转|支出|收入|总额|合计|小计")
_NO_MONEY_NAME = re.compile(r"率|分值|得分|权重|次数|人数|数量")
_THEMES = ("generic", "period", "fund", "measure")  # of headings that stand over money
_SCORES = ("weight", "score", "rate")


def form_lines(table: Table, context: Context, targets: Sequence[Target]) -> tuple[Line, ...]:
    """The amounts of a performance form outside of its indicators, each with its name and the stage of the budget."""
    rows = {target.row: target for target in targets}
    first = min(rows, default=table.rows + 1)
    projects = {target.project_code for target in targets}
    project = projects.pop() if len(projects) == 1 else ""
    over = covering(table.cells)
    listed = _listed_columns(over, first, min((target.column for target in targets), default=0))
    lines: list[Line] = []
    for cell in table.cells:
        target = rows.get(cell.row)
        if target is None:
            lines += [replace(line, project_code=project) for line in _line(table, context, over, cell, first)]
        elif cell.column in listed:
            name = target.project_name
            found = _made(table, context, over, cell, name, listed[cell.column])
            lines += [replace(line, project_code=target.project_code) for line in found]
    return tuple(lines)


def _listed_columns(over: Covering, first: int, before: int) -> dict[int, tuple[str, ...]]:
    """The columns of money before the indicators, where a form lists one project below the other, with their headings.

    `first` is the row of the first target, `before` the column of the indicators.
    """
    heads = {
        column: _column_of_money(over, over[first, column], _texts_above(over, over[first, column]))
        for column in range(1, before)
        if (first, column) in over
    }
    return {column: path for column, path in heads.items() if any(map(_names_money, path))}


def _line(table: Table, context: Context, over: Covering, cell: Cell, first: int) -> Iterator[Line]:
    if not amount_and_unit(cell.text)[0]:
        return
    above = _texts_above(over, cell)
    heading = above[0] if above else ""
    if form_field(heading) in _SCORES or is_counted(heading):
        return
    path = _column_of_money(over, cell, above) if cell.row < first else ()
    named = _name_in_row(over, cell) if path else _name(over, cell)
    if named is None:
        return
    name, beside = named
    stage = heading_words("period").within(squeeze(heading))
    if beside or path or (cell.row <= first and (stage or heading_words("generic").exact(squeeze(heading)))):
        yield from _made(table, context, over, cell, name, path, heading)


def _made(
    table: Table, context: Context, over: Covering, cell: Cell, name: str, path: Sequence[str], heading: str = ""
) -> Iterator[Line]:
    """The line of a figure of that name under those headings, the nearest first; none without a unit."""
    printed, unit = amount_and_unit(cell.text)
    heading = heading or next(iter(path), "")
    unit = unit or unit_in(heading) or unit_beside(over, cell) or context.unit
    if not printed or not unit:
        return
    stage = heading_words("period").within(squeeze(heading))
    own = heading_words("period").within(bare(name))
    period = own if own in ("carried_in", "carried_out") else stage
    amount = parse_amount(printed, unit)
    yield Line(
        table_no=table.table_no,
        row=cell.row,
        column=cell.column,
        label=name,
        measure=_measure((*path, name) if path else ()),
        fund=next((term for text in (name, *path) if (term := heading_words("fund").within(bare(text)))), "all"),
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


def _texts_above(over: Covering, cell: Cell) -> tuple[str, ...]:
    """The texts over a figure in its column, among the rows of its block, the nearest first."""
    above = (over.get((row, cell.column)) for row in range(cell.row - 1, max(0, cell.row - 8), -1))
    texts = (c.text for c in above if c is not None and c.text and not amount_and_unit(c.text)[0])
    return tuple(dict.fromkeys(texts))


def _column_of_money(over: Covering, cell: Cell, above: Sequence[str]) -> tuple[str, ...]:
    """The headings over a figure, the nearest first, where they or the block on its left tell of money; or ()."""
    path = tuple(takewhile(_is_heading_of_money, above))
    return path if path and (any(map(_names_money, path)) or unit_beside(over, cell)) else ()


def _is_heading_of_money(text: str) -> bool:
    said = bare(text)
    return _names_money(text) or any(heading_words(theme).exact(said) for theme in _THEMES)


def _names_money(text: str) -> bool:
    return form_field(text) == "budget" or bool(unit_in(text) and _MONEY_NAME.search(text))


def _name_in_row(over: Covering, cell: Cell) -> tuple[str, bool] | None:
    """The name of a row of figures: the one beside them where it is of money, or else the first one of the row."""
    names: list[str] = []
    for column in range(cell.column - 1, 0, -1):
        left = over.get((cell.row, column))
        if left is None or left.column != column or not left.text or left.row != cell.row:
            continue
        if amount_and_unit(left.text)[0]:
            if names:
                break
            continue
        names.append(left.text)
    if not names:
        return _name(over, cell)
    return (names[0] if _is_name_of_money(names[0]) else names[-1]), True


def _is_name_of_money(text: str) -> bool:
    said = bare(text).removeprefix("其中")
    within = any(heading_words(theme).within(said) for theme in ("fund", "period"))
    return within or form_field(text) == "budget" or any(heading_words(theme).exact(said) for theme in _THEMES)


def _measure(texts: Sequence[str]) -> str:
    return next((term for text in texts if (term := heading_words("measure").exact(bare(text)))), "total")
