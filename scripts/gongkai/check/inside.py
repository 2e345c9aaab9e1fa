"""Identities down the columns of one table: the code hierarchy, the total, the two sides of a summary."""

from collections import defaultdict
from collections.abc import Iterator

from gongkai.check.arithmetic import Words, equation
from gongkai.check.facts import ColumnKey, Facts, column_key, repeats
from gongkai.check.registry import rule
from gongkai.check.sources import CLASSIFICATION, LOGIC, TABLES
from gongkai.model import Finding, Line, Rule


@rule(
    "code-hierarchy",
    title=("类 = Σ款，款 = Σ项", "A class is the sum of its subclasses, down to the items"),
    rationale=(
        "《政府收支分类科目》分类、款、项三级，上级科目的数等于其下级科目之和。",
        "The classification has three levels; an upper code's amount is the sum of those below it.",
    ),
    severity="error",
    without=("文件中没有分级的科目编码", "no table of the document prints codes of several levels"),
    precondition=(
        "表中每个科目只印一行，上级和下级科目都有金额",
        "the table prints each code once, the upper code and those below it with amounts",
    ),
    source=CLASSIFICATION,
)
def _hierarchy(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = Words("等于下级科目之和", "the sum of the codes below")
    for column in facts.coded_columns.values():
        by_code: dict[str, Line] = {}
        repeated: set[str] = set()
        for line in column:
            if line.code in by_code:
                repeated.add(line.code)
            by_code[line.code] = line
        children: dict[str, list[Line]] = defaultdict(list)
        for code, line in by_code.items():
            parent = code[:-2]
            while len(parent) > 2 and parent not in by_code:
                parent = parent[:-2]
            children[parent if len(parent) > 2 else ""].append(line)
        for code, parts in children.items():
            # A table that prints a code once for each unit or project has no one sum per code.
            if code and not (repeated and repeated.intersection((code, *(p.code for p in parts)))):
                yield equation(rule_.rule, rule_.severity, facts, by_code[code], parts, words)


@rule(
    "total-of-classes",
    title=("合计 = 各类之和", "The total is the sum of its classes"),
    rationale=(
        "表的合计等于各类科目之和。",
        "The total of a table is the sum of its classes.",
    ),
    severity="error",
    without=("文件中没有带合计行的科目表", "no table of codes prints a total row"),
    precondition=(
        "科目表有一个合计行，表的前部没有遗失，最高一级科目不重复",
        "the table of codes has one total row, its front is not lost, its highest codes do not repeat",
    ),
    source=LOGIC,
)
def _total(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    totals: dict[ColumnKey, list[Line]] = defaultdict(list)
    for line in facts.lines:
        if line.is_total and not repeats(line):
            totals[column_key(line)].append(line)
    for column_id, column in facts.coded_columns.items():
        highest = min(found.level or 9 for found in column)
        tops = [line for line in column if line.level == highest]
        own = totals.get(column_id, [])
        unique = len({line.code for line in tops}) == len(tops)
        if len(own) == 1 and unique and not facts.table(column_id[0]).lost and tops:
            yield equation(
                rule_.rule,
                rule_.severity,
                facts,
                own[0],
                tops,
                Words("合计等于各类之和", "total = sum of the classes"),
            )


@rule(
    "summary-balance",
    title=("收入总计 = 支出总计", "Total income = total expenditure"),
    rationale=(
        "部门预算收支平衡（《预算法》第三十二条、部门预算编制要求）。",
        "A departmental budget balances.",
    ),
    severity="error",
    without=("文件中没有收支总表，或没有两边的总计", "no summary table with totals on both sides"),
    precondition=(
        "同一张总表两边都印有总计，口径相同",
        "one summary prints a total on both sides, of the same money and year",
    ),
    source=TABLES,
    needs=("department_summary",),
)
def _balance(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables_of("department_summary", "fiscal_appropriation_summary"):
        sides: dict[str, list[Line]] = defaultdict(list)
        for line in facts.lines_of(table.table_no):
            if line.is_total and line.fund in ("all", "fiscal_appropriation"):
                sides[line.side].append(line)
        if sides["income"] and sides["expenditure"]:
            income = max(sides["income"], key=lambda line: line.row)
            expenditure = max(sides["expenditure"], key=lambda line: line.row)
            if (income.measure, income.period) == (expenditure.measure, expenditure.period):
                yield equation(
                    rule_.rule,
                    rule_.severity,
                    facts,
                    income,
                    [expenditure],
                    Words("收入总计 = 支出总计", "income = expenditure"),
                )
