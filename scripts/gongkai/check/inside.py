"""Identities inside one table: across a row, down the code hierarchy, to the total."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gongkai.check.arithmetic import Words, equation
from gongkai.check.facts import ColumnKey, Facts, column_key
from gongkai.check.registry import rule
from gongkai.codes import class_names
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import bare, squeeze, terms

_CHARACTER = (
    "basic_expenditure",
    "project_expenditure",
    "capital_payments",
    "operating_expenditure",
    "subsidies_to_subordinates",
)
_APPROPRIATIONS = ("general_public", "government_fund", "state_capital")
_NO_TABLE = ("文件中没有印有这些栏目的表", "no table of the document prints these columns")


@rule(
    "row-basic-project",
    title=("合计 = 基本支出 + 项目支出", "Total = basic + project expenditure"),
    rationale=(
        "支出按性质分为基本支出和项目支出（《预算法实施条例》第十九条）；有上缴上级、经营、补助附属单位支出的，一并相加。",
        (
            "Expenditure is basic or project expenditure; payments to superiors, operating expenditure and "
            "subsidies to subordinates are added where a table prints them."
        ),
    ),
    severity="error",
    without=_NO_TABLE,
)
def _row_basic_project(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for total, parts in _rows(facts, "total", _CHARACTER):
        yield equation(
            rule_.rule,
            rule_.severity,
            facts,
            total,
            parts,
            Words("合计 = 基本支出 + 项目支出", "total = basic + project"),
        )


@rule(
    "row-personnel-office",
    title=("基本支出 = 人员经费 + 公用经费", "Basic expenditure = personnel + office costs"),
    rationale=(
        "基本支出由人员经费和公用经费组成（财政部部门预算编制办法）。",
        "Basic expenditure consists of personnel and office costs.",
    ),
    severity="error",
    without=_NO_TABLE,
)
def _row_personnel_office(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = Words("基本支出 = 人员经费 + 公用经费", "basic = personnel + office costs")
    basic_tables = {
        t.table_no for t in facts.tables_of("general_public_basic_expenditure", "department_basic_expenditure")
    }
    for measure in ("total", "basic_expenditure"):
        for total, parts in _rows(facts, measure, ("personnel", "office_costs")):
            if measure == "basic_expenditure" or total.table_no in basic_tables:
                yield equation(rule_.rule, rule_.severity, facts, total, parts, words)


def _rows(facts: Facts, whole: str, parts: Sequence[str]) -> Iterator[tuple[Line, list[Line]]]:
    """Rows of coded tables where the whole and at least one part are printed, in tables with two parts or more."""
    columns: dict[int, set[str]] = defaultdict(set)
    for line in facts.lines:
        if not line.inferred:
            columns[line.table_no].add(line.measure)
    for (table_no, _), lines in facts.by_row.items():
        if len(columns[table_no].intersection(parts)) < 2:
            continue
        for total in lines:
            if total.measure != whole or total.is_of_which:
                continue
            found = [
                line
                for line in lines
                if line.measure in parts
                and (line.side, line.fund, line.period) == (total.side, total.fund, total.period)
                and not line.is_of_which
            ]
            if found:
                yield total, found


@rule(
    "row-funds",
    title=("合计 = 各资金来源之和", "Total = sum of its funds"),
    rationale=(
        "一行的合计等于各项资金来源之和（部门预算收支总表、收入总表、财政拨款收支总表的编制要求）。",
        "The total of a row is the sum of the funds that pay for it.",
    ),
    severity="error",
    without=_NO_TABLE,
)
def _row_funds(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = Words("合计 = 各资金来源之和", "total = sum of its funds")
    for lines in facts.by_row.values():
        for total in lines:
            if total.measure != "total" or total.inferred or total.is_of_which:
                continue
            parts = [
                line
                for line in lines
                if line.measure == "total"
                and (line.side, line.period, line.label) == (total.side, total.period, total.label)
                and line is not total
                and not line.is_of_which
            ]
            if total.fund == "fiscal_appropriation":
                parts = [line for line in parts if line.fund in _APPROPRIATIONS]
            elif total.fund == "all":
                funds = {line.fund for line in parts}
                if "fiscal_appropriation" in funds:
                    parts = [line for line in parts if line.fund not in _APPROPRIATIONS]
                if "non_fiscal" in funds or "all" in funds:
                    continue
            else:
                continue
            if parts and _one_per_fund(parts):
                yield equation(rule_.rule, rule_.severity, facts, total, parts, words)


def _one_per_fund(lines: Sequence[Line]) -> bool:
    return len({line.fund for line in lines}) == len(lines)


@rule(
    "code-hierarchy",
    title=("类 = Σ款，款 = Σ项", "A class is the sum of its subclasses, down to the items"),
    rationale=(
        "《政府收支分类科目》分类、款、项三级，上级科目的数等于其下级科目之和。",
        "The classification has three levels; an upper code's amount is the sum of those below it.",
    ),
    severity="error",
    without=("文件中没有分级的科目编码", "no table of the document prints codes of several levels"),
)
def _hierarchy(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for column in _columns(facts).values():
        by_code: dict[str, Line] = {}
        repeated: set[str] = set()
        for line in column:
            if line.code in by_code:
                repeated.add(line.code)
            by_code[line.code] = line
        children: dict[str, list[Line]] = defaultdict(list)
        for code, line in by_code.items():
            parent = next((code[:n] for n in range(len(code) - 2, 2, -2) if code[:n] in by_code), "")
            children[parent].append(line)
        for code, parts in children.items():
            # A table that prints a code once for each unit or project has no one sum per code.
            if code and code not in repeated and not repeated.intersection(p.code for p in parts):
                yield equation(
                    rule_.rule,
                    rule_.severity,
                    facts,
                    by_code[code],
                    parts,
                    Words("等于下级科目之和", "the sum of the codes below"),
                )


@rule(
    "total-of-classes",
    title=("合计 = 各类之和", "The total is the sum of its classes"),
    rationale=(
        "表的合计等于各类科目之和。",
        "The total of a table is the sum of its classes.",
    ),
    severity="error",
    without=("文件中没有带合计行的科目表", "no table of codes prints a total row"),
)
def _total(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    totals: dict[ColumnKey, list[Line]] = defaultdict(list)
    for line in facts.lines:
        if line.is_total and not line.is_of_which:
            totals[column_key(line)].append(line)
    for column_id, column in _columns(facts).items():
        tops = [line for line in column if line.level == min(found.level or 9 for found in column)]
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


def _columns(facts: Facts) -> dict[ColumnKey, list[Line]]:
    columns: dict[ColumnKey, list[Line]] = defaultdict(list)
    for line in facts.lines:
        if line.code and not line.is_of_which and line.measure != "unknown":
            columns[column_key(line)].append(line)
    return columns


@rule(
    "three-public-sum",
    title=("“三公”经费合计及公务用车小计", "Three public expenses: total, and vehicles"),
    rationale=(
        (
            "“三公”经费 = 因公出国（境）费 + 公务用车购置及运行费 + 公务接待费；公务用车 = 购置费 + 运行费"
            "（财政部部门预算公开样表）。"
        ),
        "Three public expenses = travel abroad + vehicles + receptions; vehicles = purchase + operation.",
    ),
    severity="error",
    without=("文件中没有“三公”经费表", "the document has no table of the three public expenses"),
)
def _three_public(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    identities = (
        (
            "official_vehicles",
            ("vehicle_purchase", "vehicle_operation"),
            Words("公务用车 = 购置费 + 运行费", "vehicles = purchase + operation"),
        ),
        (
            "total",
            ("overseas_travel", "official_vehicles", "official_reception"),
            Words("“三公”合计 = 出国 + 用车 + 接待", "total = abroad + vehicles + receptions"),
        ),
    )
    for table in facts.tables_of("three_public"):
        lines = [line for line in facts.lines if line.table_no == table.table_no]
        if any(line.measure in ("meetings", "training") for line in lines):
            continue  # the total then also holds 会议费 and 培训费
        for period in dict.fromkeys(line.period for line in lines):
            now: dict[str, list[Line]] = defaultdict(list)
            for line in lines:
                if line.period == period:
                    now[line.measure].append(line)
            for whole, parts, words in identities:
                found = [line for part in parts for line in now[part]]
                if len(now[whole]) == 1 and found and _one_per_measure(found):
                    yield equation(rule_.rule, rule_.severity, facts, now[whole][0], found, words)


def _one_per_measure(lines: Sequence[Line]) -> bool:
    return len({line.measure for line in lines}) == len(lines)


@rule(
    "summary-balance",
    title=("收入总计 = 支出总计", "Total income = total expenditure"),
    rationale=(
        "部门预算收支平衡（《预算法》第三十二条、部门预算编制要求）。",
        "A departmental budget balances.",
    ),
    severity="error",
    without=("文件中没有收支总表，或没有两边的总计", "no summary table with totals on both sides"),
)
def _balance(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables_of("department_summary", "fiscal_appropriation_summary"):
        sides: dict[str, list[Line]] = defaultdict(list)
        for line in facts.lines:
            if line.table_no == table.table_no and line.is_total and line.fund in ("all", "fiscal_appropriation"):
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


@rule(
    "summary-classes",
    title=("收支总表：支出 = 各类支出之和", "Summary tables: expenditure is the sum of its classes"),
    rationale=(
        "收支总表按功能分类的“类”列示支出，其和等于本年支出。",
        "Summary tables list expenditure by functional class; the classes add up to this year's expenditure.",
    ),
    severity="error",
    without=("文件中没有按类列示支出的收支总表", "no summary table lists expenditure by class"),
)
def _summary_classes(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    classes = {squeeze(name) for name in class_names()}
    classes |= {bare(line.label) for line in facts.lines if line.scheme == "functional" and line.level == 1}
    for table in facts.tables_of("department_summary", "fiscal_appropriation_summary"):
        columns: dict[ColumnKey, list[Line]] = defaultdict(list)
        for line in facts.lines:
            if line.table_no == table.table_no and line.side == "expenditure":
                columns[column_key(line)].append(line)
        for column in columns.values():
            parts = [line for line in column if bare(line.label) in classes]
            whole = [line for line in column if bare(line.label) in ("本年支出", "本年支出合计")]
            if not whole:
                others = [line for line in column if line not in parts and not line.is_total]
                whole = [] if others else [line for line in column if line.is_total]
            unknown = [line for line in column if line not in parts and line not in whole and not line.is_total]
            if len(whole) == 1 and parts and not unknown:
                fund = terms()["fund"].get(whole[0].fund, ("", ""))
                yield equation(
                    rule_.rule,
                    rule_.severity,
                    facts,
                    whole[0],
                    parts,
                    Words(f"{fund[0]}：等于各类支出之和", f"{fund[1]}: the sum of the classes"),
                )
