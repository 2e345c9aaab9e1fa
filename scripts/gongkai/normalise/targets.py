"""Performance forms to targets: an indicator with its weight, comparator, value and unit, and whose it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.grid import Covering, by_row, covering
from gongkai.model import Cell, Table, Target
from gongkai.money import amount_and_unit, is_amount, parse_amount, unit_in
from gongkai.vocabulary import form_field, form_words, squeeze

_PROJECT = re.compile(r"([0-9A-Z]{8,})\s*[-—_]\s*(.+)")
_COMPARED = re.compile(r"\s*([≥≤><=＝≧≦]+|大于等于|小于等于|大于|小于|等于)\s*(\S.*)")
_MOST_HEADINGS = 24  # characters of a field's name


@dataclass
class _Owner:
    """Whose targets these are, as far as read."""

    scope: str
    name: str = ""
    code: str = ""
    budget: Decimal | None = None


@dataclass(frozen=True)
class _Block:
    """Which column holds which field of the indicators of one block, and the columns of their classes."""

    fields: dict[str, int]
    sections: list[int]


def table_targets(table: Table, unit: str, first_no: int) -> Iterator[Target]:
    """The targets of a performance form, numbered from `first_no`, top to bottom."""
    over = covering(table.cells)
    owner = _Owner("department" if table.kind.endswith("_department") else "project")
    blocks: list[_Block] = []
    number = first_no
    for row, beginning in by_row(table.cells).items():
        cells = [c for c in beginning if c.text]
        names = {c.column: form_field(c.text) for c in cells if len(c.text) <= _MOST_HEADINGS}
        headings = _with_indicator(_with_value(names, cells), cells)
        if _heads(headings):
            # A field whose name spans into this row from above is one too: 项目名称 beside merged 指标.
            blocks = _blocks(headings)
            continue
        own = [
            (block, indicator)
            for block in blocks
            if (indicator := over.get((row, block.fields["indicator"]))) is not None
            and indicator.row == row
            and indicator.text
            and form_field(indicator.text) != "total"
        ]
        if not own:
            _own(owner, cells, over, unit)
        for block, indicator in own:
            yield _target(number, table, row, indicator, block.fields, block.sections, owner, over, unit)
            number += 1


def _blocks(names: Mapping[int, str]) -> list[_Block]:
    """The indicators that stand side by side under one row of headings: those of the project, and those of the year."""
    blocks: list[_Block] = [_Block({}, [])]
    for column, field in names.items():
        last = blocks[-1]
        if (
            field in ("indicator", "section")
            and "indicator" in last.fields
            and (field == "indicator" or last.fields.keys() & {"value", "weight", "comparator"})
        ):
            last = _Block({}, [] if field == "section" else last.sections)
            blocks.append(last)
        if field == "section":
            last.sections.append(column)
        elif field:
            last.fields[field] = column
    return [block for block in blocks if "indicator" in block.fields]


def _heads(names: Mapping[int, str]) -> bool:
    said = set(names.values())
    return "indicator" in said and bool(said & {"value", "weight", "comparator"})


def _with_value(names: Mapping[int, str], cells: Sequence[Cell]) -> Mapping[int, str]:
    """The fields of a row of headings; where none names the value, the first …值 that stands beside the indicator."""
    said = set(names.values())
    if "value" in said or not said & {"indicator", "section"}:
        return names
    told = [c.column for c in cells if names.get(c.column) == "" and squeeze(c.text).endswith("值")]
    return {**names, min(told): "value"} if told else names


def _with_indicator(names: Mapping[int, str], cells: Sequence[Cell]) -> Mapping[int, str]:
    """The fields of a row of headings; where none names the indicator, the last heading of 指标 before the value does.

    一级指标 | 二级指标 | 指标值 has but two levels: the second is the indicator.
    """
    said = set(names.values())
    if "indicator" in said or "value" not in said or not said & {"section", "weight", "comparator"}:
        return names
    value = min(column for column, field in names.items() if field == "value")
    before = [c.column for c in cells if c.column < value and names.get(c.column) in ("", "block", "section")]
    told = [c.column for c in cells if c.column in before and ("指标" in c.text or "内容" in c.text)]
    return {**names, max(told): "indicator"} if told else names


def _own(owner: _Owner, cells: list[Cell], over: Covering, unit: str) -> None:
    """Reads name and budget of a form from a row of pairs: a field's name, and its value to the right."""
    for cell in cells:
        field = form_field(cell.text)
        value = over.get((cell.row, cell.column + cell.column_span))
        if value is None or not value.text:
            continue
        if field == "project" and owner.scope == "project":
            owner.code, owner.name = _project(value.text)
        elif field == "department" and owner.scope == "department":
            owner.name = value.text
        elif field == "budget" and owner.budget is None:
            printed, own = amount_and_unit(value.text)
            worth = own or unit_beside(over, value) or unit
            owner.budget = parse_amount(printed, worth).yuan if printed and worth else None


def unit_beside(over: Covering, cell: Cell) -> str:
    """The unit that a name on the left of a cell states, the nearest first: 项目资金（万元）; "" where none does."""
    names = (over[cell.row, k].text for k in range(cell.column - 1, 0, -1) if (cell.row, k) in over)
    return next((unit for name in names if (unit := unit_in(name))), "")


def _project(text: str) -> tuple[str, str]:
    match = _PROJECT.fullmatch(text)
    return (match[1], match[2]) if match else ("", text)


def _target(
    number: int,
    table: Table,
    row: int,
    indicator: Cell,
    fields: Mapping[str, int],
    sections: list[int],
    owner: _Owner,
    over: Covering,
    unit: str,
) -> Target:
    def said(field: str) -> str:
        cell = over.get((row, fields[field])) if field in fields else None
        return cell.text if cell is not None else ""

    code, name = (owner.code, owner.name) if owner.scope == "project" else ("", owner.name)
    budget = owner.budget
    if "project" in fields:
        code, name = _project(said("project"))
        budget = parse_amount(said("budget"), unit).yuan if unit and is_amount(said("budget")) else None
    comparator, value = said("comparator"), said("value")
    if not comparator:
        match = _COMPARED.fullmatch(value)
        if match:
            comparator, value = match[1], match[2]
    core = form_words().exact(squeeze(said("core")))
    return Target(
        number,
        table.table_no,
        indicator.row,
        indicator.column,
        owner.scope,
        code,
        name,
        budget,
        indicator.text,
        said("weight"),
        comparator,
        value,
        said("unit"),
        {"yes": True, "no": False}.get(core),
        " / ".join(dict.fromkeys(c.text for k in sections if (c := over.get((row, k))) is not None and c.text)),
    )
