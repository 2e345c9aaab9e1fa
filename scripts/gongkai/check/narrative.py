"""The narrative against the tables: a figure said in prose is the figure that the table prints."""

import re
from collections.abc import Iterator

from gongkai.check.arithmetic import holds, in_unit, tolerance
from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.check.sources import PUBLISHING
from gongkai.model import Finding, Line, Rule, Statement
from gongkai.vocabulary import bare, squeeze

_WHOLE = ("all", "fiscal_appropriation")
_ONE_FUND = ("three_public", "operating_costs")  # whose tables are of one fund, whatever they call it
_CODED = (  # whose rows have codes
    "general_public_expenditure",
    "department_expenditure",
    "government_fund_expenditure",
    "state_capital_expenditure",
    "general_public_basic_expenditure",
    "department_basic_expenditure",
)
_PARTS = ("basic_expenditure", "project_expenditure")
_SUMMARIES = {"": "department_summary", "fiscal_appropriation": "fiscal_appropriation_summary"}  # by fund
_BOTH_SIDES = re.compile(r"收.*支.*总")  # 收入支出总计, 收支总预算: what both sides of a summary come to
_BUDGETED = ("initial_budget", "adjusted_budget", "budgeted")
_PERIODS = {0: frozenset(("this_year",)), 1: frozenset(("last_year",))}  # by years back from the disclosure's own


@rule(
    "text-table",
    title=("说明文字与表中的数一致", "The narrative and the tables state the same figures"),
    rationale=(
        "部门预算说明是对公开表格的说明，同一项目的数应当一致（《地方预决算公开操作规程》）。",
        "The narrative explains the published tables; a figure said of an item is the figure in its table.",
    ),
    severity="difference",
    without=("说明文字中没有能与表对应的金额", "no amount of the narrative could be bound to a table"),
    precondition=(
        "文字中的一个金额说明了项目、资金和年度，表中恰有一个这样的数",
        "an amount of the text names its item, fund and year, and the tables print exactly one such amount",
    ),
    source=PUBLISHING,
)
def _text_table(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for statement in facts.statements:
        if statement.amount_yuan is None or statement.step_yuan is None:
            continue
        line = _line(facts, statement)
        if line is None:
            continue
        difference = statement.amount_yuan - line.amount_yuan
        kept = holds(difference, tolerance(statement.step_yuan, line.step_yuan))
        # Off by one in the last digit is a matter of rounding, not of another figure.
        severity = "note" if abs(difference) <= max(statement.step_yuan, line.step_yuan) else rule_.severity
        table = facts.table(line.table_no)
        step = min(statement.step_yuan, line.step_yuan)
        gap = in_unit(abs(difference), line.unit, step)
        place = f"p.{statement.page} " if statement.page else ""
        yield Finding(
            rule_.rule,
            "pass" if kept else "fail",
            severity,
            f"{place}¶{statement.paragraph_no}",
            f"“{statement.subject}”：文字为 {statement.printed} {statement.unit}，{facts.name(table)}为 "
            f"{line.printed} {line.unit}" + ("" if kept else f"，相差 {gap} {line.unit}"),
            f"“{statement.subject}”: the text says {statement.printed} {statement.unit}, {facts.name_en(table)} "
            f"says {line.printed} {line.unit}" + ("" if kept else f", a difference of {gap} {line.unit}"),
            statement.amount_yuan,
            line.amount_yuan,
            difference,
            tolerance(statement.step_yuan, line.step_yuan),
            (f"s{statement.statement_no}", key(line)),
        )


def _line(facts: Facts, said: Statement) -> Line | None:
    """The line that a statement is about; None where it names none, or where tables differ and none says as it does."""
    found = list(_lines(facts, said))
    same = [line for line in found if _agrees(said, line)]
    if same:
        return same[-1]
    return found[-1] if len({line.amount_yuan for line in found}) == 1 else None


def _agrees(said: Statement, line: Line) -> bool:
    assert said.amount_yuan is not None
    assert said.step_yuan is not None
    return holds(said.amount_yuan - line.amount_yuan, tolerance(said.step_yuan, line.step_yuan))


def _lines(facts: Facts, said: Statement) -> Iterator[Line]:
    """The lines that print what a statement says, in all tables that may."""
    periods = _periods(facts, said)
    for kind in _kinds(said):
        measures = _measures(said, kind)
        for line in facts.by_kind.get(kind, ()):
            if (
                line.period in periods
                and line.measure in measures
                and _is_row(line, said)
                and not line.is_of_which
                and not line.inferred
                and (not said.side or line.side == said.side)
                and _is_fund(line, said, kind)
                and not (said.row_label == "fund" and _is_carried_in(facts, kind, said.fund))
            ):
                yield line


def _periods(facts: Facts, said: Statement) -> frozenset[str]:
    """The periods of the columns that may print it; none where it is of a year that no column is of."""
    if facts.fiscal_year is None or said.year is None:
        return frozenset()
    if said.period:
        return frozenset((said.period,)) if said.period in _BUDGETED and said.year == facts.fiscal_year else frozenset()
    return _PERIODS.get(facts.fiscal_year - said.year, frozenset())


def _kinds(said: Statement) -> tuple[str, ...]:
    if said.code:
        return (said.kind,) if said.kind in _CODED else _CODED
    if said.row_label == "total" and said.measure in _PARTS and not said.kind:
        return ("general_public_expenditure",) if said.fund else ("department_expenditure",)
    if _is_grand_total(said):
        return (_SUMMARIES[said.fund],)
    return (said.kind,) if said.kind and said.row_label else ()


def _is_grand_total(said: Statement) -> bool:
    """Whether it is said of income and expenditure at once, so that 总计 of a summary is meant and no 本年合计."""
    return (
        not (said.kind or said.side or said.code)
        and (said.row_label, said.measure) == ("total", "total")
        and said.fund in _SUMMARIES
        and _BOTH_SIDES.search(squeeze(said.subject)) is not None
    )


def _measures(said: Statement, kind: str) -> tuple[str, ...]:
    if kind == "general_public_basic_expenditure" and said.measure == "basic_expenditure":
        return ("total", "basic_expenditure")
    return (said.measure,)


def _is_carried_in(facts: Facts, kind: str, fund: str) -> bool:
    """Whether a table knows money carried in: the text may speak of this year's money alone, or of both."""
    return any(line.period == "carried_in" and line.fund == fund for line in facts.by_kind.get(kind, ()))


def _is_row(line: Line, said: Statement) -> bool:
    if said.code:
        return (line.scheme, line.code) == (said.scheme, said.code)
    if _is_grand_total(said):
        return line.is_total and bare(line.label).endswith("总计")
    if said.row_label == "total":
        # A table of one row, or of one column, prints its total under the heading alone.
        return line.is_total or said.kind == "three_public"
    if said.row_label == "fund":
        return not line.is_total and not line.code
    return bare(line.label) == squeeze(said.row_label)


def _is_fund(line: Line, said: Statement, kind: str) -> bool:
    if kind in _ONE_FUND:
        return True
    if said.fund:
        return line.fund == said.fund
    return line.fund in _WHOLE or kind == "general_public_expenditure"
