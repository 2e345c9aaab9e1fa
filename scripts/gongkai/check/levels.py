"""Codes level by level: a child stands under the code that it belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gongkai.check.code_rows import CLASS, LONGEST, coded_lines, in_a_table, wrong_code
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sources import CLASSIFICATION
from gongkai.model import Finding, Line, Rule

_FEWEST_CHILDREN = 3


@rule(
    "code-parent",
    title=("下级科目列在它的上级科目之下", "A code stands under the code that it belongs to"),
    rationale=(
        "按类、款、项逐级列示的表，项之前应有它所属的款，款之前应有它所属的类。",
        "In a table that lists classes, subclasses and items, an item follows its subclass and a subclass its class.",
    ),
    severity="difference",
    without=("文件中没有按类、款、项逐级列示的表", "no table of the document lists codes level by level"),
    precondition=(
        "表按类、款、项逐级列示",
        "a table lists codes level by level",
    ),
    source=CLASSIFICATION,
)
def _parents(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables:
        if table.lost:
            continue
        levels: dict[tuple[str, int], list[Line]] = defaultdict(list)
        for line in coded_lines(facts, table):
            levels[line.scheme, len(line.code)].append(line)
        for (scheme, length), lines in sorted(levels.items()):
            if not CLASS < length <= LONGEST[scheme]:
                continue
            above = levels.get((scheme, length - 2), [])
            yield from _under(facts, rule_, lines, above)


def _under(facts: Facts, rule_: Rule, lines: Sequence[Line], above: Sequence[Line]) -> Iterator[Finding]:
    """Rows of one level against those of the level above."""
    if len(lines) < _FEWEST_CHILDREN or not above:
        return
    beside = {line.row for line in lines} & {line.row for line in above}  # two halves side by side: no one order
    parents = {line.code for line in above}
    missing = [line for line in lines if line.code[:-2] not in parents]
    if 4 * len(missing) > len(lines):
        return  # a table that does not list this level throughout
    nearest = {} if beside else _nearest(lines, above)
    wrong = [x for x in lines if x not in missing and nearest.get(x.row, x.code[:-2]) != x.code[:-2]]
    if 4 * len(wrong) > len(lines):
        wrong = []  # listed by another order than that of the codes
    for line in missing:
        yield wrong_code(
            facts,
            rule_.rule,
            rule_.severity,
            line,
            f"{line.code} 所属的 {line.code[:-2]} 没有列出，而其余各行的上级都列出了",
            f"{line.code[:-2]}, to which {line.code} belongs, is not listed, while the other rows have theirs",
        )
    for line in wrong:
        yield wrong_code(
            facts,
            rule_.rule,
            rule_.severity,
            line,
            f"{line.code} 列在 {nearest[line.row]} 之下，它属于 {line.code[:-2]}",
            f"{line.code} stands under {nearest[line.row]}, and belongs to {line.code[:-2]}",
        )
    right = [line.code for line in lines if line not in missing and line not in wrong]
    yield from in_a_table(facts, rule_, facts.table(lines[0].table_no), right, ())


def _nearest(lines: Sequence[Line], above: Sequence[Line]) -> dict[int, str]:
    """By row, the code of the level above that stands nearest before it."""
    nearest: dict[int, str] = {}
    rows = sorted([(x.row, x.code, True) for x in above] + [(x.row, x.code, False) for x in lines])
    last = ""
    for row, code, is_parent in rows:
        if is_parent:
            last = code
        elif last:
            nearest[row] = last
    return nearest
