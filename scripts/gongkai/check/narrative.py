"""The narrative against the tables: a figure said in prose is the figure that the table prints."""

from collections.abc import Iterator

from gongkai.check.arithmetic import holds, in_unit, tolerance
from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.model import Finding, Line, Rule, Statement
from gongkai.vocabulary import bare, squeeze

_WHOLE = ("all", "fiscal_appropriation")


@rule(
    "text-table",
    title=("说明文字与表中的数一致", "The narrative and the tables state the same figures"),
    rationale=(
        "部门预算说明是对公开表格的说明，同一项目的数应当一致（《地方预决算公开操作规程》）。",
        "The narrative explains the published tables; a figure said of an item is the figure in its table.",
    ),
    severity="difference",
    without=("说明文字中没有能与表对应的金额", "no amount of the narrative could be bound to a table"),
)
def _text_table(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for statement in facts.statements:
        line = _line(facts, statement)
        if line is None or statement.amount_yuan is None or statement.step_yuan is None:
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
    """The one line that a statement is about; None where it names none, or more than one amount."""
    if not said.kind or not said.row_label or said.year != facts.fiscal_year or said.unit == "%":
        return None
    found = [
        line
        for line in facts.by_kind.get(said.kind, ())
        if line.period == "this_year"
        and line.measure == said.measure
        and not line.is_of_which
        and not line.inferred
        and (not said.side or line.side == said.side)
        and _is_row(line, said)
        and _is_fund(line, said)
    ]
    if said.row_label == "fund" and _is_carried_in(facts, said):
        return None  # the text may speak of this year's money alone, or of both
    return found[-1] if len({line.amount_yuan for line in found}) == 1 else None


def _is_carried_in(facts: Facts, said: Statement) -> bool:
    return any(line.period == "carried_in" and line.fund == said.fund for line in facts.by_kind.get(said.kind, ()))


def _is_row(line: Line, said: Statement) -> bool:
    if said.row_label == "total":
        # A table of one row, or of one column, prints its total under the heading alone.
        return line.is_total or said.kind == "three_public"
    if said.row_label == "fund":
        return not line.is_total and not line.code
    return bare(line.label) == squeeze(said.row_label)


def _is_fund(line: Line, said: Statement) -> bool:
    if said.fund:
        return line.fund == said.fund
    return line.fund in _WHOLE or said.kind in ("three_public", "general_public_expenditure")
