"""Which kind of table each is; what is not recognised stays as printed."""

from collections.abc import Sequence
from dataclasses import replace

from gongkai.grid import by_row, covering
from gongkai.model import Document, Table
from gongkai.money import unit_in
from gongkai.recognise.captions import empty_note
from gongkai.recognise.joining import Part, joined_tables
from gongkai.recognise.kinds import kind_of
from gongkai.recognise.rows import CODE, heading_path, is_printed_amount
from gongkai.vocabulary import Kind, form_field, kind_sequence, kinds

_LONGEST_NAME = 40  # characters of a field's name


def recognised_tables(document: Document) -> tuple[Table, ...]:
    """The tables of a document, numbered from 1, each of a kind or of none."""
    parts = joined_tables(document)
    for part in parts:
        _name(part)
    found = [kind_of(p.caption.title, p.cells, p.header_rows) for p in parts]
    lost = [_is_lost(part) for part in parts]
    for i, part in enumerate(parts):
        if found[i] is None and lost[i] and _has_codes(part):
            found[i] = _between(found, i)
    return tuple(
        _table(number, part, kind, "front" if gone else "")
        for number, (part, kind, gone) in enumerate(zip(parts, found, lost, strict=True), start=1)
    )


def _name(part: Part) -> None:
    """Takes the line over a table that is no title for one, where nothing else tells which kind the table is."""
    name = part.caption.name
    if name and kind_of("", part.cells, part.header_rows) is None and kind_of(name, (), 0) is not None:
        part.caption = replace(part.caption, title=name)


def _is_lost(part: Part) -> bool:
    """A table that begins with figures, under no title: its first part is missing from the source."""
    if part.header_rows or part.caption.title:
        return False
    first = [c for c in by_row(part.cells).get(1, ()) if c.text]
    return any(is_printed_amount(c.text) for c in first) and any(CODE.fullmatch(c.text) for c in first if c.column <= 3)


def _has_codes(part: Part) -> bool:
    return any(CODE.fullmatch(c.text) for c in part.cells if c.column <= 3)


def _between(found: Sequence[Kind | None], at: int) -> Kind | None:
    """The one kind that the order of publication puts between the neighbours, if the document lacks it."""
    sequence = kind_sequence()
    before = next((k.term for k in reversed(found[:at]) if k), "")
    after = next((k.term for k in found[at + 1 :] if k), "")
    if before not in sequence or after not in sequence:
        return None
    between = sequence[sequence.index(before) + 1 : sequence.index(after)]
    missing = [term for term in between if all(k is None or k.term != term for k in found)]
    if len(missing) != 1:
        return None
    return next(kind for kind in kinds() if kind.term == missing[0])


def _unit_inside(part: Part, kind: Kind | None) -> str:
    """The unit that the headings state; of a form, the only one that the names of its budgets state."""
    if kind is None or not kind.form:
        return next((u for c in part.cells if c.row <= part.header_rows and (u := unit_in(c.text))), "")
    named = (c.text for c in part.cells if form_field(c.text) == "budget" or "单位" in c.text[:_LONGEST_NAME])
    stated = {u for text in named if len(text) < _LONGEST_NAME and (u := unit_in(text))}
    return stated.pop() if len(stated) == 1 else ""


def _table(number: int, part: Part, kind: Kind | None, lost: str) -> Table:
    has_amounts = any(is_printed_amount(c.text) for c in part.cells if c.row > part.header_rows)
    within = [c.text for c in part.cells if c.row > part.header_rows and len(c.text) > 6]
    note = "" if has_amounts else empty_note([*part.below, *within])
    unit = part.caption.unit or _unit_inside(part, kind)
    header_rows = 0 if kind is not None and kind.form else part.header_rows
    headings = range(part.caption_rows + 1, header_rows + 1)
    over = covering(c for c in part.cells if c.row <= header_rows)
    return Table(
        number,
        kind.term if kind else "",
        part.caption.title,
        part.caption.printed_no,
        unit,
        tuple(sorted(part.cells, key=lambda c: (c.row, c.column))),
        part.rows,
        part.columns,
        header_rows,
        part.page_from,
        part.page_to,
        kind is not None,
        lost,
        note,
        tuple(part.heading_rows),
        tuple(heading_path(over, headings, column, part.columns) for column in range(1, part.columns + 1)),
    )
