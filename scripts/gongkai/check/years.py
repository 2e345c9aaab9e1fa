"""Between the years of one table: the column of change is this year less last year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gongkai.check.arithmetic import Words, equation
from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.model import Finding, Line, Rule, Table
from gongkai.vocabulary import squeeze

_CHANGES = (
    "增减",
    "增减变化",
    "增减变化情况",
    "增减额",
    "增减数",
    "增减情况",
    "比上年增减",
    "增加额",
    "变动额",
    "比上年增减额",
)


@rule(
    "year-change",
    title=("增减 = 本年 − 上年", "Change = this year − last year"),
    rationale=(
        "表中并列本年、上年和增减的，增减等于本年数减上年数。",
        "Where a table prints this year, last year and the change, the change is their difference.",
    ),
    severity="error",
    without=("没有并列本年、上年和增减的表", "no table prints both years and the change"),
)
def _change(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = Words("本年 = 上年 + 增减", "this year = last year + change")
    for table in facts.tables:
        lines = facts.lines_of(table.table_no)
        if not any(line.period == "last_year" for line in lines):
            continue
        for row in dict.fromkeys(line.row for line in lines):
            for now, before, change in _triples(table, facts.by_row[table.table_no, row]):
                found = equation(rule_.rule, rule_.severity, facts, now, [before, change], words)
                yield replace(found, operands=(key(now), key(before), key(change)))


def _triples(table: Table, lines: Sequence[Line]) -> Iterator[tuple[Line, Line, Line]]:
    """Lines of a row under the same headings but for the first: the two years, and the change."""
    changes = {_below(table, line): line for line in lines if _is_change(table, line)}
    before = {_below(table, line): line for line in lines if line.period == "last_year"}
    now = {
        _below(table, line): line
        for line in lines
        if line.period == "this_year" and not _is_change(table, line) and _has_year(table, line)
    }
    for path in _shared(changes, before, now):
        yield now[path], before[path], changes[path]


def _shared(*groups: Mapping[tuple[str, ...], Line]) -> list[tuple[str, ...]]:
    first, *others = groups
    return [path for path in first if all(path in group for group in others)]


def _path(table: Table, line: Line) -> tuple[str, ...]:
    return table.headings[line.column - 1]


def _below(table: Table, line: Line) -> tuple[str, ...]:
    return tuple(squeeze(text) for text in _path(table, line)[1:])


def _is_change(table: Table, line: Line) -> bool:
    path = _path(table, line)
    return bool(path) and squeeze(path[0]) in _CHANGES


def _has_year(table: Table, line: Line) -> bool:
    path = _path(table, line)
    return bool(path) and any(char.isdigit() for char in path[0])
