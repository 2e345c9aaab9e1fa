"""Across a row: a column headed 合计 or 小计 is the sum of the columns beside it under the same heading.

The headings of a table form a tree; the identity of each of its groups follows from the tree alone, whatever
the columns are: basic and project expenditure, personnel and office costs, funds, the three public expenses.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from gongkai.check.arithmetic import Words, adds_up, at_most, equation
from gongkai.check.facts import OF_APPROPRIATION, Facts
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC, TABLES
from gongkai.model import Finding, Line, Rule, Table
from gongkai.money import is_amount
from gongkai.vocabulary import heading_words, squeeze, terms

_TOTAL = re.compile(r"(?:合计|总计|小计|总额|总数|合计数|总支出|总收入)$")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_BESIDE_THREE = ("meetings", "training", "operating_costs")
_REMEMBERED = 1 << 12  # headings: a table asks for each of its own with every row
_LONGEST = 6  # parts that a finding names one by one


@dataclass(frozen=True, slots=True)
class _Node:
    """A heading with what stands under it; a leaf has its column."""

    name: str
    column: int = 0
    children: tuple["_Node", ...] = ()


@rule(
    "row-total",
    title=("一行的合计、小计等于同一栏下各列之和", "A total across a row is the sum of the columns beside it"),
    rationale=(
        (
            "表头写明“合计”“小计”的一列，等于同一栏下其余各列之和：合计 = 基本支出 + 项目支出，"
            "基本支出 = 人员经费 + 公用经费，合计 = 各资金来源之和，“三公”经费 = 出国 + 用车 + 接待"
            "（财政部部门预算、决算公开样表）。"
        ),
        (
            "A column headed “total” or “subtotal” is the sum of the others under the same heading: basic and project "
            "expenditure, personnel and office costs, funds, the three public expenses."
        ),
    ),
    severity="error",
    without=("文件中没有横向的合计列", "no table of the document prints a total across its rows"),
    precondition=(
        "表头写明合计、小计的一列和它所合计的各列都印有数",
        "a column is headed as a total, and it and its parts print amounts",
    ),
    source=TABLES,
)
def _row_total(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables:
        groups = [group for root in _trees(facts, table) for group in _groups(root)]
        if not groups:
            continue
        said = [(total, parts, Words(*_said(total, parts))) for total, parts in groups]
        rows = sorted({line.row for line in facts.lines_of(table.table_no)})
        for row in rows:
            lines = {line.column: line for line in facts.by_row[table.table_no, row]}
            found = ((_found(total, parts, lines), words) for total, parts, words in said)
            made = [equation(rule_.rule, rule_.severity, facts, *own, words) for own, words in found if own is not None]
            yield from _once(table, made)


def _once(table: Table, found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of a row; a column of change that only repeats the gap of one of its years is a note."""
    failed = [f for f in found if f.status == "fail"]
    gaps = {abs(f.difference_yuan or 0) for f in failed if not _of_change(table, f)} if len(failed) > 1 else set()
    for finding in found:
        if gaps and finding in failed and _of_change(table, finding) and abs(finding.difference_yuan or 0) in gaps:
            yield replace(
                finding,
                severity="note",
                message=f"{finding.message}；由同一行另一年的合计而来",
                message_en=f"{finding.message_en}; it follows from the total of another year in this row",
            )
        else:
            yield finding


def _of_change(table: Table, finding: Finding) -> bool:
    """Whether the total of a finding stands in a column of change: 增减变化情况."""
    column = int(finding.operands[0].rpartition(":")[2])
    path = table.headings[column - 1] if column <= len(table.headings) else ()
    return any("增减" in squeeze(text) for text in path)


@rule(
    "of-which",
    title=("“其中”不大于它所属的数", "“Of which” is no more than the whole"),
    rationale=(
        "“其中：”列示的是一个数的一部分，部分不能大于全部。",
        "“Of which” names a part of an amount, and a part cannot exceed its whole.",
    ),
    severity="error",
    without=("文件中没有“其中”列", "no table of the document prints “of which” beside a total"),
    precondition=(
        "“其中”列与它所属的合计列在同一栏下，同一行都印有数",
        "a column “of which” stands beside its total under one heading, both with an amount",
    ),
    source=LOGIC,
)
def _of_which(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables:
        if not any("其中" in text for path in table.headings for text in path):
            continue
        groups = [group for root in _trees(facts, table) for group in _parts_of(root)]
        for row in sorted({line.row for line in facts.lines_of(table.table_no)}) if groups else ():
            lines = {line.column: line for line in facts.by_row[table.table_no, row]}
            for total, part in groups:
                if total.column in lines and part.column in lines:
                    yield at_most(rule_.rule, rule_.severity, facts, lines[part.column], lines[total.column])


def _parts_of(node: _Node) -> Iterator[tuple[_Node, _Node]]:
    """Each total of a tree with each column beside it that is said to be a part of it."""
    parts = [c for c in node.children if c.column and _is_part(c)]
    others = [c for c in node.children if not _is_part(c)]
    if len(others) == 1 and others[0].column:
        yield from ((others[0], part) for part in parts)
    for child in node.children:
        yield from _parts_of(child)


def _is_part(node: _Node) -> bool:
    return squeeze(node.name).startswith("其中")


def _trees(facts: Facts, table: Table) -> Iterator[_Node]:
    """The headings over each stretch of columns that no column of names parts."""
    if not any(table.headings):
        return
    numbers = {line.column for line in facts.lines_of(table.table_no)}
    heads = {*range(1, table.header_rows + 1), *table.heading_rows}
    named = {
        cell.column
        for cell in table.cells
        if cell.column not in numbers and cell.text and cell.row not in heads and not is_amount(cell.text)
    }
    stretch: list[tuple[int, tuple[str, ...]]] = []
    for column, path in enumerate(table.headings, start=1):
        if column in named or not path:
            if len(stretch) > 1:
                yield _tree("", stretch)
            stretch = []
        else:
            stretch.append((column, path))
    if len(stretch) > 1:
        yield _tree("", stretch)


def _tree(name: str, columns: Sequence[tuple[int, tuple[str, ...]]]) -> _Node:
    if len(columns) == 1:
        # One column under a heading is that heading's own, however many lines its name takes.
        column, path = columns[0]
        return _Node(" ".join((name, *path)) if name else " ".join(path), column)
    children: list[_Node] = []
    for head, group in groupby(columns, key=lambda c: c[1][0] if c[1] else ""):
        inside = [(column, path[1:]) for column, path in group]
        if len(inside) == 1 or not head:
            children += [_Node(head or name, column) for column, _ in inside]
        else:
            children.append(_tree(head, inside))
    return _Node(name, 0, tuple(children))


def _groups(node: _Node) -> Iterator[tuple[_Node, tuple[_Node, ...]]]:
    """Each total of a tree with its parts."""
    totals = [c for c in node.children if _is_total(c.name)]
    if len(totals) == 1 and totals[0].column:
        total = totals[0]
        parts = tuple(c for c in node.children if c is not total and not _is_memo(c.name))
        if parts and not all(_is_part(part) for part in parts):
            yield total, parts
    elif len(totals) == 1:
        yield from _crossed(totals[0], [c for c in node.children if c is not totals[0] and not _is_memo(c.name)])
    for child in node.children:
        yield from _groups(child)


def _crossed(total: _Node, parts: Sequence[_Node]) -> Iterator[tuple[_Node, tuple[_Node, ...]]]:
    """Where the total and each of its parts are printed by the same funds: the total of each fund with its parts."""
    whole = _leaves(total)
    shares = [(part, _leaves(part)) for part in parts]
    if not whole or not shares or any(set(share) != set(whole) for _, share in shares):
        return
    for name, column in whole.items():
        yield (
            _Node(f"{total.name} {name}", column),
            tuple(_Node(f"{part.name} {name}", share[name]) for part, share in shares),
        )


def _leaves(node: _Node) -> dict[str, int]:
    """The columns right under a heading, or under its own subtotal, by name; none where there are deeper ones."""
    if node.children and all(child.column for child in node.children):
        return {child.name: child.column for child in node.children}
    totals = [child for child in node.children if _is_total(child.name)]
    return _leaves(totals[0]) if len(totals) == 1 else {}


@lru_cache(maxsize=_REMEMBERED)
def _is_total(name: str) -> bool:
    return _TOTAL.search(_YEAR.sub("", squeeze(name))) is not None


@lru_cache(maxsize=_REMEMBERED)
def _is_memo(name: str) -> bool:
    """A column that stands beside a total and is no part of it: 备注, 政府采购, 增减."""
    squeezed = squeeze(name)
    return any(word in squeezed for word in heading_words("memo").terms)


def _found(total: _Node, parts: Sequence[_Node], lines: Mapping[int, Line]) -> tuple[Line, list[Line]] | None:
    """The printed total of a row and the printed parts; None where there is nothing to compare."""
    whole = lines.get(total.column)
    if whole is None or whole.inferred:
        return None
    taken = [line for part in parts for line in _printed(part, lines)]
    if not taken:
        return None
    if adds_up(whole, taken):
        return whole, taken
    # 会议费 and 培训费 stand beside “三公”经费合计 in some tables, and are part of it in others.
    three = [line for line in taken if line.measure not in _BESIDE_THREE]
    if three and len(three) < len(taken) and adds_up(whole, three):
        return whole, three
    # 财政拨款 beside the budgets that it is made of: 一般公共预算, 政府性基金预算.
    apart = [line for line in taken if line.fund not in OF_APPROPRIATION]
    if len(apart) < len(taken) and any(line.fund == "fiscal_appropriation" for line in apart) and adds_up(whole, apart):
        return whole, apart
    # A heading that we do not know may be no part of the total; “of which” names only some of the parts.
    known = [line for part in parts for line in _printed(part, lines) if line.measure in terms()["measure"]]
    if known and len(known) < len(taken):
        return (whole, known) if adds_up(whole, known) else None
    if any(_is_part(part) for part in parts):
        return None
    return whole, taken


def _printed(node: _Node, lines: Mapping[int, Line]) -> list[Line]:
    """The lines that stand for a heading: its own, its subtotal, or else those of all its parts."""
    if node.column:
        return [lines[node.column]] if node.column in lines else []
    total = next((c for c in node.children if c.column and _is_total(c.name) and c.column in lines), None)
    if total is not None:
        return [lines[total.column]]
    parts = [c for c in node.children if not _is_memo(c.name)]
    # 金额 | 其中：教育收费: what is a part of another column adds nothing to it.
    whole = [c for c in parts if not _is_part(c)] or parts
    return [line for c in whole for line in _printed(c, lines)]


def _said(total: _Node, parts: Sequence[_Node]) -> tuple[str, str]:
    names = " + ".join(part.name for part in parts) if len(parts) <= _LONGEST else "其余各列之和"
    in_english = names if len(parts) <= _LONGEST else "the sum of the other columns"
    return f"{total.name} = {names}", f"{total.name} = {in_english}"
