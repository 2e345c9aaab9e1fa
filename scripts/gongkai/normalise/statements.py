"""Prose to statements: each amount with what it is said of; what cannot be bound is kept unbound.

An amount belongs to the nearest subject before it in its sentence, or to the item that its paragraph or heading
names. A comparison (比2025年增加…) belongs to the amount before it, to the whole of a list that ended, or to its own
subject. Items after 其中 stay within the fund and table of their context.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.model import Line, Paragraph, Statement
from gongkai.money import parse_amount
from gongkai.normalise.prose import Mark, Passage, passages, read
from gongkai.normalise.prose.names import names_in

_PERCENT = {"growth": "change", "share": "share", "completion": "completion"}


@dataclass(frozen=True, slots=True)
class _Place:
    paragraph_no: int
    start: int
    end: int
    page: int | None


def statements(
    paragraphs: Sequence[Paragraph], fiscal_year: int | None, phase: str = "", lines: Sequence[Line] = ()
) -> tuple[Statement, ...]:
    """The statements of a narrative, in order.

    `fiscal_year` is what is meant where no year is said; `phase` is budget or final; `lines` are the document's own,
    for the codes of the items that the narrative names.
    """
    found: list[Statement] = []
    for passage, marks in read(passages(paragraphs), fiscal_year, phase, names_in(lines)):
        found.extend(_grouped(passage, marks, paragraphs))
    return tuple(replace(statement, statement_no=n) for n, statement in enumerate(found, start=1))


def _grouped(passage: Passage, marks: Sequence[Mark], paragraphs: Sequence[Paragraph]) -> list[Statement]:
    """One statement for each amount with its change and percentage; what has no amount stands for itself."""
    made: dict[int, Statement] = {}
    again: dict[int, int] = {}  # by amount: its second change, against another figure of the year before
    for mark in marks:
        # A change and its percentage without an amount are one statement too.
        held = id(mark.of) if mark.of is not None else 0
        if mark.role == "growth":
            held = again.get(held, held)
        before = made.get(held)
        joined = _joined(before, mark) if before is not None else None
        if joined is not None:
            made[held] = joined
        elif mark.role != "unchanged":
            if mark.role == "change" and before is not None:
                again[held] = id(mark)
            made[id(mark)] = _statement(mark, _place(passage, mark, paragraphs))
    return list(made.values())


def _place(passage: Passage, mark: Mark, paragraphs: Sequence[Paragraph]) -> _Place:
    number, start, end = passage.place(mark.start, mark.end)
    return _Place(number, start, end, paragraphs[number - 1].place.page)


def _joined(statement: Statement, mark: Mark) -> Statement | None:
    """A statement with the change or percentage that is said of it; None where it has one already."""
    if mark.role in ("change", "unchanged"):
        if statement.change_yuan is not None or (mark.role == "unchanged" and statement.direction):
            return None
        change = Decimal("0.00") if mark.role == "unchanged" else _change(mark)
        return replace(statement, change_yuan=change, compared_year=mark.compared_year, direction=mark.direction)
    if mark.role not in _PERCENT or statement.percent is not None:
        return None
    growth = mark.role == "growth"
    return replace(
        statement,
        percent=_decimal(mark.printed),
        percent_of=_PERCENT[mark.role],
        direction=statement.direction or (mark.direction if growth else ""),
        compared_year=statement.compared_year or (mark.compared_year if growth else None),
    )


def _statement(mark: Mark, place: _Place) -> Statement:
    bound = mark.bound
    percent = mark.unit == "%"
    worth = None if percent else parse_amount(mark.printed, mark.unit)
    own = worth is not None and mark.role == "amount"
    return Statement(
        statement_no=0,
        paragraph_no=place.paragraph_no,
        start=place.start,
        end=place.end,
        page=place.page,
        subject=bound.subject,
        kind=bound.kind,
        measure=bound.measure,
        fund=bound.fund,
        year=mark.year,
        amount_yuan=worth.yuan if own and worth else None,
        step_yuan=worth.step if worth else None,
        printed=mark.printed,
        unit=mark.unit,
        change_yuan=_change(mark) if mark.role == "change" else None,
        compared_year=mark.compared_year,
        percent=_decimal(mark.printed) if percent else None,
        percent_of=_PERCENT.get(mark.role, ""),
        direction=mark.direction,
        side=bound.side,
        row_label=bound.row,
        period=bound.period,
        scheme=bound.scheme,
        code=bound.code,
    )


def _change(mark: Mark) -> Decimal:
    worth = parse_amount(mark.printed, mark.unit).yuan
    return -worth if mark.direction == "decrease" else worth


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
