"""Ledger rows that hold a figure of one disclosure against a figure of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.check.across.volume import Volume
from gongkai.check.arithmetic import Words, holds, in_unit, tolerance
from gongkai.check.facts import key
from gongkai.model import Finding, Line, Rule, Table

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount as a disclosure states it, in a cell or in a sentence: who, where, and how people find it."""

    volume: Volume
    amount_yuan: Decimal
    step_yuan: Decimal
    printed: str
    unit: str
    operand: str
    place: str
    name: str
    name_en: str


def in_table(volume: Volume, line: Line) -> Stated:
    """The amount of a line."""
    table = volume.table(line)
    label = " ".join(part for part in (line.code, line.label) if part)
    return Stated(
        volume,
        line.amount_yuan,
        line.step_yuan,
        line.printed,
        line.unit,
        key(line),
        volume.place(line),
        f"{_titled(table)}“{label}”",
        f"{_titled_en(table)}, “{label}”",
    )


def of_table(table: Table) -> tuple[str, str]:
    """What people call a table, in Chinese and English."""
    return _titled(table), _titled_en(table)


def operand_of(volume: Volume, there: Volume, operand: str) -> str:
    """The key of a cell or sentence as the ledger of `volume` has it: where it stands comes first if elsewhere."""
    return operand if there is volume else f"{there.id}#{operand}"


def agreement(rule: Rule, here: Stated, there: Stated, words: Words) -> Finding:
    """The row of two disclosures that state the same amount; it is of the first one's ledger."""
    return total(rule, here, [there], words)


def total(rule: Rule, here: Stated, parts: Sequence[Stated], words: Words) -> Finding:
    """The row of an amount that is the sum of amounts of other disclosures."""
    computed = sum((part.amount_yuan for part in parts), _ZERO)
    difference = here.amount_yuan - computed
    steps = (here.step_yuan, *(part.step_yuan for part in parts))
    kept = holds(difference, tolerance(*steps))
    gap = in_unit(abs(difference), here.unit, min(steps))
    shown = "，".join(f"{part.volume.id} {part.name}为 {part.printed} {part.unit}" for part in parts)
    shown_en = ", ".join(f"{part.volume.id}, {part.name_en}: {part.printed} {part.unit}" for part in parts)
    return Finding(
        rule.rule,
        "pass" if kept else "fail",
        # Off by one in the last digit is a matter of rounding, not of another figure.
        "note" if len(parts) == 1 and abs(difference) <= max(steps) else rule.severity,
        here.place,
        f"{here.name}：{words.zh} {here.printed} {here.unit}，{shown}" + ("" if kept else f"，相差 {gap} {here.unit}"),
        f"{here.name_en}: {words.en} {here.printed} {here.unit}, {shown_en}"
        + ("" if kept else f", a difference of {gap} {here.unit}"),
        here.amount_yuan,
        computed,
        difference,
        tolerance(*steps),
        (here.operand, *(operand_of(here.volume, part.volume, part.operand) for part in parts)),
    )


def _titled(table: Table) -> str:
    return f"{table.printed_no}《{table.title}》" if table.title else f"第 {table.table_no} 张表"


def _titled_en(table: Table) -> str:
    return f"table {table.table_no} ({table.title})" if table.title else f"table {table.table_no}"
