"""Lists without a code of their own for each row: the total is the sum of the rows, subtotals included.

Projects, purchases and units are listed under subtotals that no column marks. Which row is a subtotal of
those below it, exact amounts tell: rows nest where they add up to the cent.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gongkai.check.arithmetic import Words, adds_up, equation
from gongkai.check.facts import ColumnKey, Facts, column_key, repeats
from gongkai.check.nesting import Nest, sums_below
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC
from gongkai.model import Finding, Line, Rule

_NOT_LISTS = ("department_summary", "fiscal_appropriation_summary", "three_public")
_MOST_ROWS = 2000
_THREE = ("overseas_travel", "official_vehicles", "official_reception")
_VEHICLES = ("vehicle_purchase", "vehicle_operation")


@rule(
    "list-total",
    title=("清单的合计等于所列各行之和", "The total of a list is the sum of its rows"),
    rationale=(
        (
            "项目、采购、单位等清单的合计等于所列各行之和；清单中的逐级小计等于其下各行之和。"
            "“三公”经费逐行列示时，合计等于出国、用车、接待三项之和，用车等于购置加运行。"
        ),
        (
            "The total of a list of projects, purchases or units is the sum of its rows; so are its subtotals. Three "
            "public expenses listed row by row: travel, vehicles and receptions; vehicles: purchase and operation."
        ),
    ),
    severity="error",
    without=("文件中没有带合计的清单", "no list of the document has a total"),
    precondition=(
        "清单有一个合计，在最前或最后；各行同级，或按金额看得出逐级小计",
        "the list has one total, first or last, and rows of one level, or of levels that the amounts prove",
    ),
    source=LOGIC,
)
def _list_total(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    listed = {table.table_no for table in facts.tables if table.kind not in _NOT_LISTS and not table.lost}
    columns: dict[tuple[ColumnKey, int], list[Line]] = defaultdict(list)
    # Rows after “其中：” may go on to name parts, and nothing tells where they end.
    parted = {line.table_no for line in facts.lines if line.table_no in listed and repeats(line)}
    for line in facts.lines:
        if line.table_no in listed and not line.is_of_which:
            columns[column_key(line), line.column].append(line)
    words = Words("应等于所列各行之和", "the sum of the rows listed")
    for lines in columns.values():
        codes = [line.code for line in lines if line.code]
        if len(codes) == len(set(codes)) and len(codes) >= len(lines) - 1:
            continue  # a table of codes: its sums are code-hierarchy's and total-of-classes'
        coded = [line for line in lines if line.code]
        unique = len(codes) == len(set(codes))
        for total, parts in _sums(lines):
            if unique and _is_of_codes(total, parts, coded):
                continue  # a table in which only some rows have codes: the same two rules see them
            if adds_up(total, parts) or total.table_no not in parted:
                yield equation(rule_.rule, rule_.severity, facts, total, parts, words)
    for table in facts.tables_of("three_public"):
        for total, parts in _three_public(facts.lines_of(table.table_no)):
            yield equation(rule_.rule, rule_.severity, facts, total, parts, words)


def _three_public(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Of the three public expenses listed row by row, each total with its parts.

    A part that is not printed is no proof of an error: the printed ones then make the total, or nothing is said.
    """
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    for column in columns.values():
        totals = [line for line in column if line.is_total and line.measure == "total"]
        items = [line for line in column if line.measure in _THREE and not line.is_of_which]
        vehicles = [line for line in items if line.measure == "official_vehicles"]
        of_vehicles = [line for line in column if line.measure in _VEHICLES]
        for wholes, parts, names in ((totals, items, _THREE), (vehicles, of_vehicles, _VEHICLES)):
            once = len(wholes) == 1 and len({part.measure for part in parts}) == len(parts) > 0
            if once and (len(parts) == len(names) or adds_up(wholes[0], parts)):
                yield wholes[0], parts


def _is_of_codes(total: Line, parts: Sequence[Line], coded: Sequence[Line]) -> bool:
    """Whether a sum is one that the codes of its rows tell already."""
    if total.code:
        return all(part.code.startswith(total.code) for part in parts)
    highest = min((line.level or 0 for line in coded), default=0)
    return list(parts) == [line for line in coded if line.level == highest]


def _sums(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """The total with its rows, and subtotals with theirs; nothing where the rows make no total in any way.

    Rows that do not add up may be of several levels that nothing tells apart: that is no proof of an error,
    unless all are plainly of one level.
    """
    if not _MOST_ROWS >= len(lines) > 2 or sum(line.is_total for line in lines) != 1:
        return
    if not (lines[0].is_total or lines[-1].is_total):
        return
    total = lines[0] if lines[0].is_total else lines[-1]
    rows = [line for line in lines if line is not total]
    if adds_up(total, rows):
        yield total, rows
        return
    nest = Nest(rows)
    tops = nest.tops(total)
    if tops:
        yield total, [rows[node.at] for node in tops]
        yield from sums_below(rows, tops)
    elif _is_flat(rows, nest):
        yield total, rows


def _is_flat(rows: Sequence[Line], nest: Nest) -> bool:
    """Whether rows are plainly of one level: each of another name, none a code, none the sum of those below it."""
    names = {line.label for line in rows}
    return (
        len(names) == len(rows)
        and "" not in names
        and not any(line.code or line.is_of_which for line in rows)
        and not nest.has_sums
    )
