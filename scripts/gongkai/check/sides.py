"""Down one side of a summary table: items add up to their heading, headings to 本年收入合计, that to 收入总计."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from gongkai.check.arithmetic import Words, adds_up, equation
from gongkai.check.facts import ColumnKey, Facts
from gongkai.check.nesting import Nest, sums_below
from gongkai.check.registry import rule
from gongkai.check.sources import TABLES
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import bare, heading_words

_KINDS = ("department_summary", "fiscal_appropriation_summary")
_MOST_ROWS = 300
_WORDS = Words("应等于其中各项之和", "the sum of its items")
_NUMBERINGS = (
    re.compile(r"[一二三四五六七八九十]+\s*[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d{1,2}\s*[、.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
_BELOW_ALL = len(_NUMBERINGS)


@rule(
    "summary-side",
    title=("收支总表一边的各项之和等于其合计", "Items on one side of a summary add up to its totals"),
    rationale=(
        "收支总表每一边按“一、（一）1.”逐级列示，上一级等于下一级之和；各项之和等于本年合计，再加结转结余等于总计。",
        (
            "Each side of a summary is an outline: an item is the sum of those below it, the items add up to the "
            "total of the year, and with what is carried over to the grand total."
        ),
    ),
    severity="error",
    without=("文件中没有收支总表", "the document has no summary of income and expenditure"),
    precondition=(
        "总表一边按“一、（一）1.”编号，或各项金额恰好合成上级",
        "a side of the summary is numbered as an outline, or its amounts prove what belongs to what",
    ),
    source=TABLES,
)
def _sides(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables_of(*_KINDS):
        columns: dict[tuple[ColumnKey, int], list[Line]] = defaultdict(list)
        for line in facts.lines_of(table.table_no):
            # The rows of a side are of many funds and periods; its columns of figures are what belongs together.
            columns[(table.table_no, line.side, line.measure, "", "", ""), line.column].append(line)
        for lines in columns.values():
            for total, parts in _identities(lines):
                yield equation(rule_.rule, rule_.severity, facts, total, parts, _WORDS)


def _identities(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Totals with their items, where the outline is plain or the amounts prove it."""
    items = [line for line in lines if not _is_total(line)]
    depths = {id(line): _depth(line) for line in items}
    top = min(depths.values(), default=0)
    plain = top < _BELOW_ALL and all(d == top for d in depths.values()) and _numbered_once(items)
    yield from _children(items, depths)
    heads = [line for line in items if depths[id(line)] == top or _stands_alone(line)]
    if lines and _is_total(lines[0]):
        parts = _once(lines[0], heads) if plain else heads
        if heads and (adds_up(lines[0], parts) or plain):
            yield lines[0], parts
        return
    held: list[Line] = []
    for line in lines:
        if _is_total(line):
            parts = _once(line, held) if plain else held
            if held and (adds_up(line, parts) or (plain and len(parts) > 1)):
                yield line, parts
            elif top == _BELOW_ALL and len(held) <= _MOST_ROWS:
                yield from _nested(line, held)
            held = [line]
        elif line in heads:
            held.append(line)


def _once(total: Line, items: Sequence[Line]) -> list[Line]:
    """The items that make a total, where one numbering runs on over the same money: 一、基本支出 to 三、教育支出."""
    if not adds_up(total, items):
        for i in range(1, len(items)):
            if adds_up(total, items[:i]) and adds_up(total, items[i:]):
                return list(items[i:])
    return list(items)


def _children(items: Sequence[Line], depths: dict[int, int]) -> Iterator[tuple[Line, list[Line]]]:
    for i, parent in enumerate(items):
        below: list[Line] = []
        for line in items[i + 1 :]:
            if depths[id(line)] <= depths[id(parent)] or _stands_alone(line):
                break
            below.append(line)
        if below:
            nearest = min(depths[id(line)] for line in below)
            parts = [line for line in below if depths[id(line)] == nearest]
            if adds_up(parent, parts):
                yield parent, parts
            elif nearest == _BELOW_ALL and len(below) <= _MOST_ROWS:
                yield from _nested(parent, below)


def _nested(whole: Line, rows: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Names without numbers or codes, 类 款 项 one below the other: the amounts tell which stands under which."""
    tops = Nest(rows).tops(whole)
    if tops:
        yield whole, [rows[node.at] for node in tops]
        yield from sums_below(rows, tops)


def _is_total(line: Line) -> bool:
    name = bare(line.label)
    return bool(heading_words("total").exact(name)) or name.endswith(("合计", "总计"))


def _depth(line: Line) -> int:
    text = line.label.strip()
    return next((i for i, pattern in enumerate(_NUMBERINGS) if pattern.match(text)), _BELOW_ALL)


def _numbered_once(items: Sequence[Line]) -> bool:
    """Whether a side is one outline: 一、 to the end; a second 一、 begins another breakdown of the same money."""
    numbers = [m[0] for line in items if (m := _NUMBERINGS[0].match(line.label.strip()))]
    return len(numbers) == len(set(numbers))


def _stands_alone(line: Line) -> bool:
    """结转, 结余 and their like are items of their own wherever they stand."""
    return heading_words("period").within(bare(line.label)) in ("carried_in", "carried_out") or "结余" in line.label
