"""Within performance forms: the total of the money is what the fiscal appropriation and the other funds make."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gongkai.check.arithmetic import Words, adds_up, equation
from gongkai.check.facts import OF_APPROPRIATION, Facts
from gongkai.check.registry import rule
from gongkai.check.sources import TARGETS
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import bare

_WHOLE = ("总额", "资金总额", "合计", "总计", "金额", "预算", "预算数", "总资金")
_PARTS = (
    "财政拨款",
    "财政资金",
    "其他资金",
    "上年结转",
    "自有资金",
    "单位资金",
    "结转资金",
    "市级财政资金",
    "省级财政资金",
)


@rule(
    "form-funds",
    title=("绩效表：资金总额 = 财政拨款 + 其他资金", "Performance forms: total = fiscal appropriation + other funds"),
    rationale=(
        "绩效目标表中项目的资金总额由财政拨款和其他资金构成（财政部项目支出绩效目标申报表样式）。",
        "The money of a project in a performance form is fiscal appropriation and other funds.",
    ),
    severity="error",
    without=("没有分列资金来源的绩效表", "no performance form prints its money by source"),
    precondition=(
        "绩效目标表在资金总额下逐行列出、或在同一行分栏列出财政拨款、其他资金等来源",
        "a form lists the sources of the money below its total, or beside it",
    ),
    source=TARGETS,
)
def _form_funds(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = Words("资金总额 = 财政拨款 + 其他资金", "total = fiscal appropriation + other funds")
    for table in facts.tables_of("performance_project", "performance_department"):
        columns: dict[int, list[Line]] = defaultdict(list)
        for line in facts.lines_of(table.table_no):
            columns[line.column].append(line)
        for lines in columns.values():
            for at, total in enumerate(lines):
                parts = list(_parts(lines[at + 1 :])) if _is_whole(total) else []
                if parts and (adds_up(total, parts) or len(parts) > 1):
                    yield equation(rule_.rule, rule_.severity, facts, total, parts, words)
        for row in dict.fromkeys(line.row for line in facts.lines_of(table.table_no)):
            for total, beside in _beside(facts.by_row[table.table_no, row]):
                if adds_up(total, beside) or len(beside) > 1:
                    yield equation(rule_.rule, rule_.severity, facts, total, beside, words)


def _beside(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """The money of one name in a row, and its sources in columns of their own."""
    named: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        named[line.label, line.measure, line.period].append(line)
    for same in named.values():
        wholes = [line for line in same if line.fund == "all"]
        parts = [line for line in same if line.fund != "all" and line.fund not in OF_APPROPRIATION]
        if len(wholes) == 1 and parts and len({part.fund for part in parts}) == len(parts):
            yield wholes[0], parts


def _parts(lines: list[Line]) -> Iterator[Line]:
    for line in lines:
        if not bare(line.label).removeprefix("其中").startswith(_PARTS):
            return
        yield line


def _is_whole(line: Line) -> bool:
    return bare(line.label).endswith(_WHOLE)
