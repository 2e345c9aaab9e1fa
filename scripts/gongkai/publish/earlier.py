"""What a disclosure itself says of the year before: a column of its tables, or a sentence of its text.

Nothing is worked out from another document. A sentence counts where it tells the same amount as the table: then the
change that it prints is the change of that figure.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.package import Package, Row
from gongkai.publish.fields import cell_anchor, cell_key, money, text, whole, whole_or_none

_DEPARTMENT = ("department_summary", "department_income", "department_expenditure")
_KINDS_OF_SENTENCES = {**dict.fromkeys(_DEPARTMENT, _DEPARTMENT), "three_public": ("three_public",)}
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The figure of the year before and the change since, in yuan.

    `anchor` is the cell or sentence that says so; `table_no` None for a sentence, `year` None where only 上年 is
    printed. `fund` is set where the sentence speaks of a part of the money only.
    """

    yuan: Decimal
    change: Decimal
    year: int | None
    anchor: str
    table_no: int | None
    fund: str = ""


def in_table(line: Row, earlier: Iterable[Row], same: Sequence[str]) -> Earlier | None:
    """What the table prints for last year beside a line, equal in `same`; None where it is not one figure."""
    found = [other for other in earlier if all(other[name] == line[name] for name in same)]
    amounts = {money(other, "amount_yuan") for other in found}
    now, before = money(line, "amount_yuan"), amounts.pop() if len(amounts) == 1 else None
    if now is None or before is None:
        return None
    return Earlier(before, now - before, None, cell_anchor(cell_key(found[0])), whole(line, "table_no"))


def in_text(package: Package) -> Callable[[Row, str], Earlier | None]:
    """Finds what the text says of a line of a table of that kind."""
    year = whole_or_none(package.disclosure, "fiscal_year")
    told = [
        row
        for row in package.rows["statements"]
        if money(row, "change_yuan") is not None and year and whole_or_none(row, "compared_year") == year - 1
    ]

    def of(line: Row, kind: str) -> Earlier | None:
        kinds = (*_KINDS_OF_SENTENCES.get(kind, (kind,)), "")
        fitting = [row for row in told if text(row, "kind") in kinds and _same(row, line)]
        whole_of_it = [row for row in fitting if text(row, "fund") in ("", text(line, "fund"))]
        chosen = whole_of_it or [row for row in fitting if text(line, "fund") == "all"]
        if len({money(row, "change_yuan") for row in chosen}) != 1:
            return None
        return _of_sentence(chosen[0], part=not whole_of_it)

    return of


def _same(statement: Row, line: Row) -> bool:
    """Whether both tell one amount: the same measure of the same side, as near as both are printed."""
    told, printed = money(statement, "amount_yuan"), money(line, "amount_yuan")
    if told is None or printed is None:
        return False
    if any(text(statement, name) != text(line, name) for name in ("measure", "side")):
        return False
    steps = (money(row, "step_yuan") or Decimal(0) for row in (statement, line))
    return abs(told - printed) <= sum(steps, Decimal(0)) * _HALF


def _of_sentence(statement: Row, *, part: bool) -> Earlier:
    now, change = money(statement, "amount_yuan"), money(statement, "change_yuan")
    assert now is not None
    assert change is not None
    anchor = f"s{whole(statement, 'statement_no')}"
    year = whole_or_none(statement, "compared_year")
    return Earlier(now - change, change, year, anchor, None, text(statement, "fund") if part else "")
