"""The codes that a document prints, and how the rules of codes say what they found.

The operands of these rows are the cells of codes and names, never those of amounts, which prove nothing here.
"""

from collections.abc import Iterable, Iterator, Sequence

from gongkai.check.facts import Facts
from gongkai.codes.naming import Printed
from gongkai.model import Cell, Finding, Line, Rule, Table

CLASS = 3  # digits of a class (类)
#: Digits of the longest national code of a classification; finer codes are a place's own.
LONGEST = {"functional": 7, "economic": 5, "government_economic": 5}
_MOST_SHOWN = 8


def line_of(facts: Facts, one: Printed) -> Line:
    """A line of the row that prints a code."""
    return next(line for line in facts.by_row[one.table_no, one.row] if line.code == one.code)


def coded_lines(facts: Facts, table: Table) -> Iterator[Line]:
    """One line for each row of a table and each code in it, in printed order."""
    seen: set[tuple[int, str, str]] = set()
    for line in facts.lines_of(table.table_no):
        if line.code and line.code_year and (line.row, line.scheme, line.code) not in seen:
            seen.add((line.row, line.scheme, line.code))
            yield line


def in_a_table(
    facts: Facts, rule_: Rule, table: Table, right: Sequence[str], unknown: Sequence[str]
) -> Iterator[Finding]:
    """One row for what is right in a table, and one for what the lists do not know."""
    place = f"t{table.table_no}"
    name, name_en = facts.name(table), facts.name_en(table)
    if right:
        count = len(set(right))
        yield Finding(
            rule_.rule,
            "pass",
            rule_.severity,
            place,
            f"{name}：{count} 个编码相符",
            f"{name_en}: {count} codes agree",
        )
    if unknown:
        shown = _shown(unknown)
        yield Finding(
            rule_.rule,
            "not_applicable",
            rule_.severity,
            place,
            f"{name}：编码表对这些编码没有把握，未作核对：{shown}",
            f"{name_en}: the lists do not vouch for these codes, nothing checked: {shown}",
        )


def _shown(codes: Iterable[str]) -> str:
    each = sorted(set(codes))
    return " ".join(each[:_MOST_SHOWN]) + (" …" if len(each) > _MOST_SHOWN else "")


def wrong_code(facts: Facts, name: str, severity: str, line: Line, zh: str, en: str) -> Finding:
    """The ledger row of a code that is not as it should be, with the cells that print it and its name."""
    table = facts.table(line.table_no)
    cells = _cells(table, line)
    page = next((c.place.page for c in cells), None)
    first = cells[0] if cells else None
    if any(cell.confidence is not None for cell in cells):
        severity = "note"  # recognised from a picture: a digit may be ours and not the document's
    at = f"t{line.table_no} r{line.row}" + (f" c{first.column}" if first else "")
    return Finding(
        name,
        "fail",
        severity,
        (f"p.{page} " if page else "") + at,
        f"{facts.name(table)}：{zh}",
        f"{facts.name_en(table)}: {en}",
        operands=tuple(f"{table.table_no}:{cell.row}:{cell.column}" for cell in cells),
    )


def _cells(table: Table, line: Line) -> list[Cell]:
    """The cells of a row that print its code or its name."""
    texts = (line.code, line.label, line.code[-2:], line.code[-4:-2])
    in_row = [c for c in table.cells if c.row <= line.row < c.row + c.row_span and c.column < line.column and c.text]
    return [c for c in in_row if c.text.strip() in texts or (line.code in c.text) or c.text == line.label]
