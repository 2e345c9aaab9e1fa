"""Tables -> lines and targets, prose -> statements: codes, exact amounts, one unit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.model import Cell, Line, Paragraph, Statement, Table, Target
from gongkai.normalise.forms import form_lines
from gongkai.normalise.inferred import with_inferred_meaning
from gongkai.normalise.lines import Context, table_lines, unread_amounts
from gongkai.normalise.statements import statements
from gongkai.normalise.targets import table_targets
from gongkai.normalise.units import proven_unit, said_amounts
from gongkai.vocabulary import Kind, kinds

__all__ = ["Normalised", "normalise"]


@dataclass(frozen=True, slots=True)
class Normalised:
    """The facts of a document.

    `without_unit` are tables whose amounts no printed unit tells the worth of; `unread` are figures in columns of
    amounts, with the number of their table, that are no amount.
    """

    lines: tuple[Line, ...]
    targets: tuple[Target, ...]
    statements: tuple[Statement, ...]
    without_unit: tuple[int, ...]
    unread: tuple[tuple[int, Cell], ...] = ()


def normalise(
    tables: Sequence[Table], paragraphs: Sequence[Paragraph], fiscal_year: int | None, phase: str
) -> Normalised:
    """Lines, targets and statements of recognised tables and prose.

    A table that prints no unit takes that of its neighbours, the most common one of the document; where none is
    printed at all, the one in which the prose repeats figures of the table.
    """
    units = Counter(table.unit for table in tables if table.unit)
    common = units.most_common(1)[0][0] if units else ""
    said = {} if common else said_amounts(paragraphs)
    by_term: dict[str, Kind] = {kind.term: kind for kind in kinds()}
    lines: dict[int, tuple[Line, ...]] = {}
    targets: list[Target] = []
    without_unit: list[int] = []
    for table in tables:
        kind = by_term.get(table.kind)
        unit = table.unit or common or proven_unit(table, said)
        if kind is None:
            continue
        own = tuple(table_targets(table, unit, len(targets) + 1)) if kind.form else ()
        targets.extend(own)
        if kind.counts:
            continue
        context = Context(kind, unit, fiscal_year, phase)
        found = form_lines(table, context, own) if kind.form else table_lines(table, context)
        if not unit and not found:
            without_unit.append(table.table_no)
        else:
            lines[table.table_no] = found
    told = tuple(line for no, own in lines.items() if not _is_lost(tables, no) for line in own)
    meant = {no: with_inferred_meaning(own, told) if _is_lost(tables, no) else own for no, own in lines.items()}
    return Normalised(
        tuple(line for no in sorted(meant) for line in meant[no]),
        tuple(targets),
        statements(paragraphs, fiscal_year),
        tuple(without_unit),
        tuple(
            (table.table_no, cell)
            for table in tables
            if table.table_no in lines and not by_term[table.kind].form
            for cell in unread_amounts(table, lines[table.table_no])
        ),
    )


def _is_lost(tables: Sequence[Table], number: int) -> bool:
    table = tables[number - 1]
    return table.lost == "front" and not any(table.headings)
