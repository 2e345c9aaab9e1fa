"""Performance forms to targets: an indicator with its weight, comparator, value and unit, and whose it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.grid import Covering, covering
from gongkai.model import Cell, Table, Target
from gongkai.money import is_amount, parse_amount
from gongkai.vocabulary import form_words, squeeze

_PROJECT = re.compile(r"([0-9A-Z]{8,})\s*[-—_]\s*(.+)")
_COMPARED = re.compile(r"\s*([≥≤><=＝≧≦]+|大于等于|小于等于|大于|小于|等于)\s*(\S.*)")
_MOST_HEADINGS = 12  # characters of a field's name


@dataclass
class _Owner:
    """Whose targets these are, as far as read."""

    scope: str
    name: str = ""
    code: str = ""
    budget: Decimal | None = None


def table_targets(table: Table, unit: str, first_no: int) -> Iterator[Target]:
    """The targets of a performance form, numbered from `first_no`, top to bottom."""
    over = covering(table.cells)
    owner = _Owner("department" if table.kind == "performance_department" else "project")
    fields: dict[str, int] = {}
    sections: list[int] = []
    number = first_no
    for row in range(1, table.rows + 1):
        cells = [c for c in table.cells if c.row == row and c.text]
        names = {c.column: form_words().exact(squeeze(c.text)) for c in cells if len(c.text) <= _MOST_HEADINGS}
        if _heads(names):
            fields = {field: column for column, field in names.items() if field and field != "section"}
            sections = [column for column, field in names.items() if field == "section"]
            # A field whose name spans into this row from above is one too: 项目名称 beside merged 指标.
            continue
        if not fields or "indicator" not in fields:
            _own(owner, cells, over, unit)
            continue
        indicator = over.get((row, fields["indicator"]))
        if indicator is None or indicator.row != row or not indicator.text:
            _own(owner, cells, over, unit)
            continue
        yield _target(number, table, row, indicator, fields, sections, owner, over, unit)
        number += 1


def _heads(names: Mapping[int, str]) -> bool:
    said = set(names.values())
    return "indicator" in said and bool(said & {"value", "weight", "comparator"})


def _own(owner: _Owner, cells: list[Cell], over: Covering, unit: str) -> None:
    """Reads name and budget of a form from a row of pairs: a field's name, and its value to the right."""
    for cell in cells:
        field = form_words().exact(squeeze(cell.text))
        value = over.get((cell.row, cell.column + cell.column_span))
        if value is None or not value.text:
            continue
        if field == "project" and owner.scope == "project":
            owner.code, owner.name = _project(value.text)
        elif field == "department" and owner.scope == "department":
            owner.name = value.text
        elif field == "budget" and owner.budget is None and is_amount(value.text) and unit:
            owner.budget = parse_amount(value.text, unit).yuan


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
