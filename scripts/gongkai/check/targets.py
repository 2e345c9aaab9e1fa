"""Performance targets: weights make a whole, a number is a number, and its unit fits what it measures."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from gongkai.check.arithmetic import Words, agreement
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC, TARGETS
from gongkai.model import Finding, Line, Rule, Target
from gongkai.money import is_amount
from gongkai.vocabulary import rule_words, squeeze

_WEIGHT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:%|％|分)?\s*")
_WHOLES = (Decimal(100), Decimal(90), Decimal(80), Decimal(1))  # less than 100 where budget execution counts too
_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
_OWNER = tuple[int, str, str]  # table_no, project code, name


@rule(
    "target-weights",
    title=("绩效指标的权重之和为 100", "The weights of indicators make 100"),
    rationale=(
        "一个项目（部门）的指标权重合计 100；预算执行率另占 10 分或 20 分的，其余指标合计 90 或 80。",
        "The indicators of a project weigh 100 together, or 90 or 80 where the execution of the budget counts too.",
    ),
    severity="difference",
    without=("没有每个指标都写明权重的绩效目标表", "no form states a weight for each of its indicators"),
    precondition=(
        "一个项目至少两个指标，每个都有数字权重",
        "a project has two indicators or more, each with a weight in figures",
    ),
    source=TARGETS,
)
def _weights(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for targets in _by_owner(facts.targets).values():
        found = [_WEIGHT.fullmatch(target.weight) for target in targets]
        weights = [Decimal(match[1]) for match in found if match is not None]
        if len(weights) < max(2, len(targets)) or not any(weights):
            continue
        total = sum(weights, Decimal(0))
        kept = total in _WHOLES
        name = targets[0].project_name or facts.name(facts.table(targets[0].table_no))
        shown = " + ".join(format(weight, "f") for weight in weights)
        sign = "=" if kept else "≠"
        rest = "" if kept else (f"（合计 {total}）")
        yield Finding(
            rule_.rule,
            "pass" if kept else "fail",
            rule_.severity,
            facts.cell_place(targets[0].table_no, targets[0].row, targets[0].column),
            f"“{name}”的指标权重：{shown} {sign} {total if kept else 100}{rest}",
            f"weights of the indicators of “{name}”: {shown} {sign} {total if kept else 100}"
            + ("" if kept else f" (they make {total})"),
            operands=tuple(map(_key, targets)),
        )


@rule(
    "target-number",
    title=("定量指标的值是数", "The value of a quantitative indicator is a number"),
    rationale=(
        "指标写明“≥、≤、＝”的，是定量指标，指标值应有一个数。",
        "An indicator with “at least”, “at most” or “equal” is quantitative, and its value holds a number.",
    ),
    severity="difference",
    without=("没有写明“≥、≤、＝”的指标", "no indicator states a comparator"),
    precondition=(
        "指标写明大于、小于或等于，且指标值不空",
        "an indicator states a comparator, and its value is not blank",
    ),
    source=TARGETS,
)
def _numbers(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for target in facts.targets:
        if target.comparator not in rule_words()["indicators"]["numeric"] or not target.value:
            continue
        kept = any(char.isdigit() or char in "一二三四五六七八九十百千万两半零" for char in target.value)
        said = f"“{target.indicator}” {target.comparator} {target.value}"
        verdict = ("有数", "states a number") if kept else ("没有数", "states no number")
        yield _finding(facts, rule_, target, (f"{said}：{verdict[0]}", f"{said}: {verdict[1]}"), kept=kept)


@rule(
    "target-unit",
    title=("计量单位与指标相符", "The unit fits its indicator"),
    rationale=(
        "“率、满意度、比例”用百分比计量，“次数、人数、户数”用数量计量；比率写成“万件”、次数写成“%”，必有一处填错。",
        (
            "A rate is measured in per cent, a number of times or people is not: a rate in pieces, or a number "
            "of people in per cent, is filled in wrongly."
        ),
    ),
    severity="difference",
    without=("绩效目标表没有单独写明计量单位", "no form states the units of its indicators"),
    precondition=(
        "指标值是一个数，单位另写一格，指标名称以“率、满意度、比例”或“次数、人数”等结尾",
        "the value is a number with a unit of its own, the name ends like a rate or like a count",
    ),
    source=LOGIC,
)
def _units(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for target in facts.targets:
        fits = _fits(target) if target.unit and is_amount(target.value) else None
        if fits is None:
            continue
        said = f"“{target.indicator}” {target.comparator}{target.value} {target.unit}"
        verdict = ("单位与指标相符", "the unit fits") if fits else ("单位与指标不符", "the unit does not fit")
        yield _finding(facts, rule_, target, (f"{said}：{verdict[0]}", f"{said}: {verdict[1]}"), kept=fits)


@cache
def _indicator_words() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in rule_words()["indicators"].items()}


def _fits(target: Target) -> bool | None:
    """Whether a unit fits the name of its indicator; None where the name does not tell."""
    words = _indicator_words()
    name = _BRACKETS.sub("", target.indicator).strip()
    if name.endswith(words["rates"]) and not name.endswith(words["not_rates"]):
        return any(unit in target.unit for unit in words["rate_units"])
    if name.endswith(words["counted"]):
        return target.unit.strip() not in words["percent_units"]
    return None


@rule(
    "project-form-budget",
    title=("绩效目标表的项目预算 = 项目支出表的同名项目", "Budget in a project's form = the project in the list"),
    rationale=(
        "同一项目的预算，在绩效目标表和项目支出表中是同一个数。",
        "The budget of a project is the same in its form and in the list of projects.",
    ),
    severity="difference",
    without=(
        "没有同时印出项目支出表和写明预算的绩效目标表",
        "no project stands in both a list and a form with its budget",
    ),
    precondition=(
        "项目名称在项目支出表只印一行，在绩效目标表只写一个预算数",
        "the project's name stands in one row of the list and in one form with one budget",
    ),
    source=TARGETS,
)
def _form_budget(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    listed = _listed(facts)
    forms: dict[str, list[Line]] = defaultdict(list)
    for targets in _by_owner(facts.targets).values():
        first = targets[0]
        if first.scope == "project" and first.budget_yuan is not None and first.project_name:
            own = [x for x in facts.lines_of(first.table_no) if x.amount_yuan == first.budget_yuan]
            forms[squeeze(first.project_name)] += own[:1]
    for name, lines in forms.items():
        if len(lines) == 1 and len(listed.get(name, ())) == 1:
            words = Words(f"项目“{name}”", f"project “{name}”")
            yield agreement(rule_.rule, rule_.severity, facts, lines[0], listed[name][0], words)


def _listed(facts: Facts) -> Mapping[str, list[Line]]:
    """The totals of this year in lists of projects, by each name that stands in their row."""
    found: dict[str, list[Line]] = defaultdict(list)
    for table in facts.tables_of("project_expenditure"):
        funds = {line.fund for line in facts.lines_of(table.table_no)}
        whole = ("all",) if "all" in funds or len(funds) > 1 else tuple(funds)
        totals = {
            line.row: line
            for line in reversed(facts.lines_of(table.table_no))
            if line.measure == "total" and line.fund in whole and line.period == "this_year" and not line.is_total
        }
        for cell in table.cells:
            if cell.row in totals and cell.text and not is_amount(cell.text):
                found[squeeze(cell.text)].append(totals[cell.row])
    return found


def _by_owner(targets: Sequence[Target]) -> Mapping[_OWNER, list[Target]]:
    owners: dict[_OWNER, list[Target]] = defaultdict(list)
    for target in targets:
        owners[target.table_no, target.project_code, target.project_name].append(target)
    return owners


def _finding(facts: Facts, rule_: Rule, target: Target, messages: tuple[str, str], *, kept: bool) -> Finding:
    status = "pass" if kept else "fail"
    place = facts.cell_place(target.table_no, target.row, target.column)
    return Finding(rule_.rule, status, rule_.severity, place, *messages, operands=(_key(target),))


def _key(target: Target) -> str:
    return f"{target.table_no}:{target.row}:{target.column}"
