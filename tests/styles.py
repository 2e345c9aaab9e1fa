"""Layouts of tables as places print them, written in code, and what each of their amounts must come out as."""

from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.model import Cell, Document, Grid, Line, Paragraph, Place, Source, Table
from gongkai.money import YUAN_PER_UNIT, is_amount
from gongkai.normalise import Normalised, normalise
from gongkai.recognise import recognised_tables

YEAR = 2026
_PLACE = Place("made.pdf")


@dataclass(frozen=True)
class Layout:
    """A table and what it says.

    `grid` is one line a row, cells separated by `|`; `<` is covered by the cell on its left, `^` by the one above.
    `columns` says of each column of amounts `measure/fund/period/side`, left out from the right where they are
    all / this_year / expenditure; cells of other columns must become no line. `rows` are the rows that hold amounts,
    each `code name`, or `name` where there is no code. `lines` say instead, cell by cell, what the amounts of a table
    with several sides are: `measure/fund/period/side name`, with the code before the name.
    """

    title: str
    grid: str
    kind: str
    columns: dict[int, str] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    unit: str = "单位：万元"
    worth: str = "万元"
    phase: str = "budget"
    above: tuple[str, ...] = ()


def grid(text: str) -> Grid:
    """The grid that the lines draw."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    width = len(rows[0])
    assert all(len(row) == width for row in rows), [(len(row), row) for row in rows if len(row) != width]
    cells = []
    for r, row in enumerate(rows):
        for k, said in enumerate(row):
            if said in ("<", "^"):
                continue
            wide = next((n for n in range(1, width - k) if row[k + n] != "<"), width - k)
            high = next((n for n in range(1, len(rows) - r) if rows[r + n][k] != "^"), len(rows) - r)
            cells.append(Cell(r + 1, k + 1, said, _PLACE, high, wide))
    return Grid(len(rows), width, tuple(cells), _PLACE)


def document(*blocks: str | Grid) -> Document:
    """Blocks as a document: text is a paragraph."""
    return Document(
        Source("made.pdf", "", ""), tuple(Paragraph(b, _PLACE) if isinstance(b, str) else b for b in blocks)
    )


def read(layout: Layout) -> tuple[Table, Normalised]:
    """The one table of a layout, and the facts of its document."""
    said = [*layout.above, *(text for text in (layout.title, layout.unit) if text)]
    (table,) = recognised_tables(document(*said, grid(layout.grid)))
    paragraphs = tuple(Paragraph(text, _PLACE) for text in said)
    return table, normalise((table,), paragraphs, YEAR, layout.phase)


def meant(layout: Layout) -> list[str]:
    """What the amounts of a layout must say, one text a line, top to bottom."""
    if layout.lines:
        return [_full(line) for line in layout.lines]
    drawn = [[cell.strip() for cell in line.split("|")] for line in layout.grid.strip().splitlines()]
    first = next(
        (r for r, row in enumerate(drawn) if any(is_amount(row[k - 1]) and "." in row[k - 1] for k in layout.columns)),
        len(drawn),
    )
    names = iter(layout.rows)
    found = []
    for row in drawn[first:]:
        amounts = [(k, row[k - 1]) for k in sorted(layout.columns) if is_amount(row[k - 1])]
        if amounts:
            name = next(names)
            found += [_full(f"{layout.columns[k]} {name}") + f" {_worth(text, layout.worth)}" for k, text in amounts]
    assert next(names, None) is None, "more rows are named than hold amounts"
    return found


def said(lines: tuple[Line, ...], *, amounts: bool = True) -> list[str]:
    """What lines say, in the words of a layout."""
    return [
        f"{line.measure}/{line.fund}/{line.period}/{line.side}"
        + "".join(f" {text}" for text in (line.code, "".join(line.label.split())) if text)
        + (f" {line.amount_yuan.normalize():f}" if amounts else "")
        for line in lines
    ]


def _full(text: str) -> str:
    meaning, _, name = text.partition(" ")
    parts = meaning.split("/")
    defaults = ("total", "all", "this_year", "expenditure")
    whole = "/".join(parts[i] if i < len(parts) and parts[i] else default for i, default in enumerate(defaults))
    return f"{whole} {name}".rstrip()


def _worth(text: str, unit: str) -> str:
    return f"{(Decimal(text.replace(',', '')) * YUAN_PER_UNIT[unit]).normalize():f}"
