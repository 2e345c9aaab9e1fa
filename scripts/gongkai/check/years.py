"""Between the years of one table: the column of change is this year less last year, that of per cent their ratio."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from gongkai.check.arithmetic import Words, equation
from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC
from gongkai.model import Cell, Finding, Line, Rule, Table
from gongkai.vocabulary import heading_words, squeeze

_SAYS_PERCENT = re.compile(r"[%％]|率$|幅度$")
_PERCENT = re.compile(r"\s*([-−]?\d+(?:\.\d+)?)\s*[%％]?\s*")


@rule(
    "year-change",
    title=("增减 = 本年 − 上年", "Change = this year − last year"),
    rationale=(
        "表中并列本年、上年和增减的，增减等于本年数减上年数。",
        "Where a table prints this year, last year and the change, the change is their difference.",
    ),
    severity="error",
    without=("没有并列本年、上年和增减的表", "no table prints both years and the change"),
    precondition=(
        "同一行印有本年数、上年数和两年之差",
        "a row prints this year, last year and their difference",
    ),
    source=LOGIC,
)
def _change(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = Words("本年 = 上年 + 增减", "this year = last year + change")
    for table in facts.tables:
        lines = facts.lines_of(table.table_no)
        if not any(line.period == "last_year" for line in lines):
            continue
        for row in dict.fromkeys(line.row for line in lines):
            own = facts.by_row[table.table_no, row]
            for now, before, change in (*_triples(table, own), *_compared(table, own)):
                found = equation(rule_.rule, rule_.severity, facts, now, [before, change], words)
                yield replace(found, operands=(key(now), key(before), key(change)))


def _triples(table: Table, lines: Sequence[Line]) -> Iterator[tuple[Line, Line, Line]]:
    """Lines of a row under the same headings but for the first: the two years, and the change."""
    changes = {_below(table, line): line for line in lines if _is_change(table, line)}
    before = _by_path(table, (line for line in lines if line.period == "last_year"))
    now = _by_path(
        table,
        (
            line
            for line in lines
            if line.period == "this_year" and not _is_change(table, line) and _has_year(table, line)
        ),
    )
    for path in _shared(changes, before, now):
        # Last year's budget beside last year's outcome: the change is against one of the two.
        pair = _closest(now[path], before[path], changes[path])
        if pair is not None:
            yield *pair, changes[path]


def _by_path(table: Table, lines: Iterable[Line]) -> Mapping[tuple[str, ...], list[Line]]:
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        found.setdefault(_below(table, line), []).append(line)
    return found


def _compared(table: Table, lines: Sequence[Line]) -> Iterator[tuple[Line, Line, Line]]:
    """Changes under a heading of their own, 本年预算数比上年执行数, and the two amounts that are nearest to them."""
    for change in lines:
        path = _path(table, change)
        if len(path) > 1 and "比" in path[0] and _says_change(path[-1]) and not _is_change(table, change):
            pair = _nearest(table, lines, change)
            if pair is not None:
                yield *pair, change


def _nearest(table: Table, lines: Sequence[Line], change: Line) -> tuple[Line, Line] | None:
    """The amounts of this year and of last year whose difference is nearest to a change."""
    before = [line for line in lines if line.period == "last_year"]
    now = [
        line for line in lines if line.period == "this_year" and not _changes(table, line) and _has_year(table, line)
    ]
    return _closest(now, before, change)


def _closest(now: Sequence[Line], before: Sequence[Line], change: Line) -> tuple[Line, Line] | None:
    found = [(abs(n.amount_yuan - b.amount_yuan - change.amount_yuan), n, b) for n, b in product(now, before)]
    return min(found, key=lambda pair: pair[0])[1:] if found else None


def _changes(table: Table, line: Line) -> bool:
    path = _path(table, line)
    return any(_says_change(text) or "比" in text for text in path)


@rule(
    "year-percent",
    title=("增减百分比 = 增减额 ÷ 上年数", "Change in per cent = change ÷ last year"),
    rationale=(
        "表中印出的增减百分比，等于本年比上年的增减额除以上年数；两年的数各有四舍五入，容差由此推得。",
        (
            "The change in per cent is the change divided by last year's amount; the rounding of both amounts and of "
            "the per cent itself is what it may be off."
        ),
    ),
    severity="difference",
    without=("没有印出增减百分比的表", "no table prints the change in per cent"),
    precondition=(
        "同一栏下印有增减额和增减百分比，且上年数大于零",
        "the change and its per cent stand under one heading, and last year's amount is above zero",
    ),
    source=LOGIC,
)
def _percent(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables:
        columns = _percent_columns(table)
        if not columns:
            continue
        cells = {(cell.row, cell.column): cell for cell in table.cells}
        for row in dict.fromkeys(line.row for line in facts.lines_of(table.table_no)):
            own = facts.by_row[table.table_no, row]
            for now, before, change in (*_triples(table, own), *_compared(table, own)):
                cell = cells.get((row, columns.get(change.column, 0)))
                printed = _PERCENT.fullmatch(cell.text) if cell is not None else None
                if cell is not None and printed is not None and before.amount_yuan > before.step_yuan:
                    yield _ratio(facts, rule_, (now, before), cell, Decimal(printed[1].replace("−", "-")))


def _percent_columns(table: Table) -> Mapping[int, int]:
    """Columns of change, and the column of per cent under the same heading."""
    found: dict[int, int] = {}
    for column, path in enumerate(table.headings, start=1):
        if path and _SAYS_PERCENT.search(path[-1]):
            beside = [
                other
                for other, own in enumerate(table.headings, start=1)
                if own and own[:-1] == path[:-1] and _says_change(own[-1]) and other != column
            ]
            if len(beside) == 1:
                found[beside[0]] = column
    return found


def _ratio(facts: Facts, rule_: Rule, pair: tuple[Line, Line], cell: Cell, printed: Decimal) -> Finding:
    now, before = pair
    made = (now.amount_yuan - before.amount_yuan) / before.amount_yuan * 100
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int)
    # Half a step of the per cent, and what half a step of either amount moves the ratio by.
    moved = (now.step_yuan + before.step_yuan * (now.amount_yuan / before.amount_yuan)) / before.amount_yuan * 50
    allowed = Decimal(1).scaleb(exponent) / 2 + abs(moved)
    kept = abs(printed - made) <= allowed
    shown = f"({now.printed} − {before.printed}) ÷ {before.printed} = {made:.2f}%"
    verdict = ("", "") if kept else (f"，印的是 {cell.text}", f", printed {cell.text}")
    table = facts.table(now.table_no)
    return Finding(
        rule_.rule,
        "pass" if kept else "fail",
        rule_.severity,
        facts.cell_place(now.table_no, cell.row, cell.column),
        f"{facts.name(table)}“{now.label}”：{shown}{verdict[0]}",
        f"{facts.name_en(table)}, “{now.label}”: {shown}{verdict[1]}",
        operands=(f"{now.table_no}:{cell.row}:{cell.column}", key(now), key(before)),
    )


def _shared(*groups: Mapping[tuple[str, ...], object]) -> list[tuple[str, ...]]:
    first, *others = groups
    return [path for path in first if all(path in group for group in others)]


def _path(table: Table, line: Line) -> tuple[str, ...]:
    return table.headings[line.column - 1] if line.column <= len(table.headings) else ()


def _below(table: Table, line: Line) -> tuple[str, ...]:
    return tuple(squeeze(text) for text in _path(table, line)[1:])


def _is_change(table: Table, line: Line) -> bool:
    path = _path(table, line)
    return bool(path) and _says_change(path[0])


def _says_change(heading: str) -> bool:
    """Whether a heading says that its amounts are changes, and nothing else: 增减额, 同比增减（+/-）."""
    return heading_words("measure").exact(squeeze(heading)) == "change"


def _has_year(table: Table, line: Line) -> bool:
    path = _path(table, line)
    return bool(path) and any(char.isdigit() for char in path[0])
