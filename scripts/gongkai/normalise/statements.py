"""Prose to statements: each amount with what it is said of; what cannot be bound is kept unbound.

An amount belongs to the nearest subject before it in its sentence. A comparison (比2025年增加…) belongs to the
amount before it, or to its own subject. Items after 其中 stay within the fund and table of their context.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from gongkai.model import Paragraph, Statement
from gongkai.money import parse_amount
from gongkai.vocabulary import phrases, squeeze

_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(亿元|万元|千元|元|%|％)")
_SENTENCE = re.compile(r"[^。；;！]+[。；;！]?")
_COMPARED = re.compile(r"(?:比|较|与|同比|同)\s*(上年|去年|(20\d{2})\s*年)")
_YEAR = re.compile(r"(20\d{2})\s*年")
_NAME = re.compile(r"([\u4e00-\u9fff（）()、]{2,30}?(?:支出|收入))(?:预算|决算)?(?:数|为|共计|安排)?\s*$")
_CLAUSE = re.compile(r"[，,：:。；;]")
_NAME_BREAKS = re.compile(r"[，,。；;：:]|其中")
_COLLECTIVE = re.compile(r"(收入|支出)(?:总体|总额|总计|预算)?[^，,]{0,4}(?:比|较|与)")
_BEFORE_A_SUBJECT = frozenset("年度门位级局委办院一二三四五六七八九十中则为体")
_MARKS = re.compile(r"[“”\"‘’（）()\s]")


@dataclass(frozen=True, slots=True)
class _Subject:
    words: tuple[str, ...]
    kind: str
    measure: str
    fund: str
    side: str
    row: str
    context: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class _Bound:
    """What an amount is said of."""

    subject: str = ""
    kind: str = ""
    measure: str = ""
    fund: str = ""
    side: str = ""
    row: str = ""


_NOTHING = _Bound()


@cache
def _subjects() -> tuple[_Subject, ...]:
    return tuple(
        _Subject(
            tuple(squeeze(w) for w in entry["words"]),
            entry.get("kind", ""),
            entry.get("measure", "total"),
            entry.get("fund", ""),
            entry.get("side", ""),
            entry.get("row", ""),
            entry.get("context", False),
            entry.get("alone", False),
        )
        for entry in phrases()["subject"]
    )


@cache
def _directions() -> tuple[tuple[str, str], ...]:
    words = [(word, term) for term, ws in phrases()["change"].items() for word in ws]
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


def statements(paragraphs: Sequence[Paragraph], fiscal_year: int | None) -> tuple[Statement, ...]:
    """The statements of a narrative, in order; `fiscal_year` is what is meant where no year is said."""
    found: list[Statement] = []
    for number, paragraph in enumerate(paragraphs, start=1):
        for statement in _Reader(paragraph, number, fiscal_year).statements():
            found.append(replace(statement, statement_no=len(found) + 1))
    return tuple(found)


class _Reader:
    """Reads one paragraph from left to right."""

    def __init__(self, paragraph: Paragraph, number: int, fiscal_year: int | None) -> None:
        self._paragraph = paragraph
        self._number = number
        self._year = fiscal_year
        self._context = _NOTHING

    def statements(self) -> Iterator[Statement]:
        text = self._paragraph.text
        for sentence in _SENTENCE.finditer(text):
            yield from self._sentence(text, sentence.start(), sentence.end())

    def _sentence(self, text: str, start: int, end: int) -> Iterator[Statement]:
        held: Statement | None = None
        since = start
        year = self._said_year(text[start:end])
        compared_year: int | None = None
        for number in _NUMBER.finditer(text, start, end):
            before = text[since : number.start()]
            clause = _CLAUSE.split(before)[-1]
            since = number.end()
            compared = _COMPARED.search(before)
            if compared:
                compared_year = int(compared[2]) if compared[2] else self._last_year()
            direction = _direction(clause)
            if number[2] in "%％":
                if held is not None and (direction or held.direction):
                    held = replace(held, percent=_decimal(number[1]), direction=held.direction or direction)
                continue
            # A change is said of the amount before it, or of a subject in its own clause.
            bound = self._bind(clause if direction else before)
            if not direction:
                if held is not None:
                    yield held
                held = self._statement(number, bound or _NOTHING, year)
                held = self._unchanged(held, text[number.end() : end])
                continue
            change = parse_amount(_plain(number[1]), number[2]).yuan
            change = -change if direction == "decrease" else change
            if held is not None and bound is None:
                if held.change_yuan is None:
                    held = _changed(held, change, compared_year, direction)
                continue  # else the same change said again, as a reason
            if held is not None:
                yield held
            own = self._statement(number, bound or self._collective(before), year)
            held = _changed(replace(own, amount_yuan=None), change, compared_year, direction)
        if held is not None:
            yield held

    def _collective(self, before: str) -> _Bound:
        """上述收入较上年减少: the whole that the paragraph is about; else nothing that we could name."""
        match = _COLLECTIVE.search(before)
        side = {"收入": "income", "支出": "expenditure"}[match[1]] if match else ""
        return self._context if match and self._context.side in (side, "") else _NOTHING

    def _said_year(self, sentence: str) -> int | None:
        """The year that a sentence speaks of: the first that it does not only compare with."""
        compared = {m.start(2) for m in _COMPARED.finditer(sentence) if m[2]}
        for match in _YEAR.finditer(sentence):
            if match.start(1) not in compared:
                return int(match[1])
        return self._year

    def _last_year(self) -> int | None:
        return self._year - 1 if self._year else None

    def _bind(self, before: str) -> _Bound | None:
        """What the words before an amount say it is of; None where they name nothing."""
        squeezed = _MARKS.sub("", before)
        found = [
            (at + len(word), len(word), word, subject)
            for subject in _subjects()
            for word in subject.words
            if (at := squeezed.rfind(word)) >= 0 and not (subject.alone and _inside_a_name(squeezed, at))
        ]
        best = max(found, key=lambda f: f[:3]) if found else None
        around = [f for f in found if f[3].context and f is not best]
        if around:
            *_, word, subject = max(around, key=lambda f: f[:3])
            self._context = self._bound(subject, word)
        name = _NAME.search(_NAME_BREAKS.split(before)[-1].strip())
        if best is None:
            return self._named(name[1]) if name is not None else None
        _, length, word, subject = best
        said = _MARKS.sub("", name[1]) if name is not None else ""
        if name is not None and (word not in said or (len(said) > length + 3 and not subject.context)):
            return self._named(name[1])
        bound = self._bound(subject, word)
        if subject.context:
            self._context = bound
        return bound

    def _bound(self, subject: _Subject, word: str) -> _Bound:
        return _Bound(
            word,
            subject.kind or self._context.kind,
            subject.measure,
            subject.fund or self._context.fund,
            subject.side or self._context.side,
            subject.row,
        )

    def _named(self, name: str) -> _Bound:
        """A row of the context's table, by its own name: 教育支出 100 万元."""
        plain = re.sub(r"^(?:其中|用于|安排|包括)", "", name.strip())
        context = self._context
        return _Bound(plain, context.kind, "total", context.fund, context.side, plain if context.kind else "")

    def _statement(self, number: re.Match[str], bound: _Bound, year: int | None) -> Statement:
        worth = parse_amount(_plain(number[1]), number[2])
        return Statement(
            statement_no=0,
            paragraph_no=self._number,
            start=number.start(1),
            end=number.end(1),
            page=self._paragraph.place.page,
            subject=bound.subject,
            kind=bound.kind,
            measure=bound.measure,
            fund=bound.fund,
            year=year,
            amount_yuan=worth.yuan,
            step_yuan=worth.step,
            printed=number[1],
            unit=number[2],
            side=bound.side,
            row_label=bound.row,
        )

    def _unchanged(self, statement: Statement, after: str) -> Statement:
        """An amount that is said to be as in the year before: 与2025年金额相同."""
        clause = _CLAUSE.split(after.lstrip("，, "))[0]
        compared = _COMPARED.search(clause)
        if compared and any(word in clause for word in phrases()["change"]["unchanged"]) and not _NUMBER.search(clause):
            before = int(compared[2]) if compared[2] else self._last_year()
            return _changed(statement, Decimal("0.00"), before, "unchanged")
        return statement


def _inside_a_name(text: str, at: int) -> bool:
    """Whether the word at `at` is the end of another's name: 公务接待费支出预算 is not 支出预算."""
    before = text[at - 1 : at]
    return bool(before) and "\u4e00" <= before <= "\u9fff" and before not in _BEFORE_A_SUBJECT


def _changed(statement: Statement, change: Decimal, year: int | None, direction: str) -> Statement:
    return replace(statement, change_yuan=change, compared_year=year, direction=direction)


def _direction(clause: str) -> str:
    """Whether the words right before a number make it a change: 比2025年增加, 减少."""
    tail = clause.rstrip()
    return next((term for word, term in _directions() if tail.endswith((word, word + "了"))), "")


def _plain(number: str) -> str:
    return number.replace("，", ",")


def _decimal(number: str) -> Decimal:
    return Decimal(_plain(number).replace(",", ""))
