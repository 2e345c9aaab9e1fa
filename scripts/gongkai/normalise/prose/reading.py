"""Reads passages from left to right: every number, its role, and what it is said of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from gongkai.normalise.prose.binding import Binding, is_name_alone, same
from gongkai.normalise.prose.levels import ROOT, Level, headed, led
from gongkai.normalise.prose.marks import NOTHING, THRESHOLD, Bound, Mark
from gongkai.normalise.prose.names import Names
from gongkai.normalise.prose.passages import Passage
from gongkai.normalise.prose.patterns import CLAUSE, NUMBER, patterns
from gongkai.normalise.prose.subjects import is_generic
from gongkai.normalise.prose.years import Years
from gongkai.vocabulary import phrases

_ASIDE = re.compile(r"\([^()]*[,;:][^()]*\)")  # （上一年度，下同）


def read(
    passages: Iterable[Passage], fiscal_year: int | None, phase: str, names: Names
) -> Iterator[tuple[Passage, list[Mark]]]:
    """The passages that hold numbers, each with its marks in order.

    `fiscal_year` is what is meant where no year is said; `phase` (budget or final) says what 预算数 is.
    """
    levels = [ROOT]
    before: _Reader | None = None
    for passage in passages:
        if passage.level is not None:
            while levels[-1].depth >= passage.level:
                levels.pop()
        if passage.is_heading:
            levels.append(headed(passage, levels[-1], names))
            before = None
        elif NUMBER.search(passage.plain):
            # 其中 at the head of a paragraph goes on with the whole that the paragraph before stated.
            reader = _Reader(passage, levels[-1], fiscal_year, phase, names)
            if before is not None and patterns().list.match(passage.plain):
                reader.go_on(before)
            yield passage, reader.marks()
            before = reader
            if passage.plain.endswith(":"):
                levels.append(led(passage, levels[-1], reader.scope))


class _Reader:
    """Reads one passage."""

    def __init__(self, passage: Passage, level: Level, year: int | None, phase: str, names: Names) -> None:
        self._text = passage.plain
        self._at = passage.opening
        self._phase = phase
        self._years = Years(year)
        self._binding = Binding(level, names)
        self._last: Mark | None = None
        self._head: Mark | None = None
        self._changed: Mark | None = None
        self._limit = ""
        self._outer: list[tuple[Mark | None, Mark | None]] = []
        self._amounts: list[Mark] = []
        self._moved: set[int] = set()
        self._enumerated = False
        self._this_year: Mark | None = None

    def go_on(self, before: "_Reader") -> None:
        """Takes up the whole that the passage before stated."""
        self._binding.scope, self._last = before.scope, before.whole

    @property
    def scope(self) -> Bound:
        """What the passage was about at its end."""
        return self._binding.scope

    @property
    def whole(self) -> Mark | None:
        """What a list behind the passage would be a list of."""
        return self._head or self._last

    def marks(self) -> list[Mark]:
        """The marks of the passage, in order."""
        events = [*NUMBER.finditer(self._text), *patterns().unchanged.finditer(self._text)]
        found = []
        for event in sorted(events, key=lambda e: e.start()):
            mark = self._event(event)
            if mark is not None:
                found.append(mark)
            self._at = event.end()
        return found

    def _event(self, event: re.Match[str]) -> Mark | None:
        gap = _ASIDE.sub("", self._text[self._at : event.start()])
        clauses = CLAUSE.split(gap)
        self._bracket(gap)
        sentence = gap.rpartition("。")[2]
        if "。" in gap:
            self._years.begin(sentence)
        self._years.compare(sentence)
        if "unit" not in event.groupdict():
            return self._unchanged(event, gap, clauses)
        mark = Mark("amount", event.start("number"), event.end("number"), event["number"], event["unit"])
        if event["unit"] == "%":
            return self._percent(mark, gap, clauses)
        after = self._text[event.end() : event.end() + 8]
        if patterns().threshold.match(after) or patterns().price.search(clauses[-1]):
            mark.bound = THRESHOLD
            self._limit = clauses[-1] + event[0]
            return mark
        if patterns().either.search(clauses[-1]):
            return mark  # 增加（减少）: a form that nobody filled in
        if patterns().change.search(clauses[-1]) and "增减" not in clauses[-1][-4:]:
            return self._change(mark, gap, clauses)
        inserted = patterns().inserted.search(clauses[-1])
        if inserted is not None and (patterns().reason.search(gap) or patterns().compared.search(clauses[-1])):
            return self._inserted(mark, inserted)
        if self._is_base(clauses[-1], after):
            return self._base(mark)
        return self._amount(mark, gap, clauses)

    def _bracket(self, gap: str) -> None:
        """What stands in brackets is said in passing: behind them the amount before them is the last again."""
        for sign in gap:
            if sign == "(":
                self._outer.append((self._last, self._head))
            elif sign == ")" and self._outer:
                last, head = self._outer.pop()
                self._last, self._head = last or self._last, head

    # What a number is compared with

    def _is_base(self, clause: str, after: str) -> bool:
        """Whether an amount is the one that another is compared with: 比2025年预算数 30 万元 增加."""
        if patterns().compared.search(clause) and patterns().moves.match(after):
            return self._last is not None
        aside = clause.rpartition("(")[2] if "(" in clause and ")" not in clause.rpartition("(")[2] else ""
        return self._last is not None and patterns().last_year.search(aside) is not None and is_generic(aside)

    def _base(self, mark: Mark) -> Mark:
        assert self._last is not None
        mark.bound = self._last.bound
        mark.year = self._years.compared
        return mark

    # Changes, shares, 持平

    def _target(self, gap: str, clause: str) -> tuple[Mark | None, Bound | None]:
        """The amount that a change is said of; else the subject that its clause names."""
        own = self._binding.own(clause)
        if own is NOTHING:
            return None, own
        if own is not None:
            known = [mark for mark in self._amounts if same(mark.bound, own) and mark.year != self._years.compared]
            return (known[-1] if known else None), own
        # Behind a list a comparison is of its whole, unless the whole was compared before.
        ended = "。" in gap or (self._enumerated and gap.startswith(","))
        if ended and self._head is not None and id(self._head) not in self._moved:
            return self._head, None
        if self._enumerated and self._head is None:
            return None, NOTHING
        return self._later or self._last, None

    @property
    def _later(self) -> Mark | None:
        """The amount of the year itself, where the last one is the one that it is compared with."""
        last, this = self._last, self._this_year
        if last is None or this is None or last.year != self._years.compared or last.year == self._years.own:
            return None
        return this if same(this.bound, last.bound) else None

    def _change(self, mark: Mark, gap: str, clauses: list[str]) -> Mark | None:
        moved = patterns().change.search(clauses[-1])
        assert moved is not None
        mark.role, mark.direction = "change", moved.lastgroup or ""
        mark.compared_year = self._years.against(clauses[-1])
        mark.year = self._years.own
        target, own = self._target(gap, clauses[-1])
        reason = patterns().reason.search(gap.rpartition("。")[2]) is not None
        if reason and target is not None and own is None and target is self._last:
            # The same change said again as its own reason, or a part of it that is not named.
            before = self._changed
            if before is not None and _number(before.printed) == _number(mark.printed):
                return None
            mark.bound = NOTHING
            return mark
        if target is not None:
            mark.of, mark.bound, mark.year = target, target.bound, target.year
            self._moved.add(id(target))
        else:
            mark.bound = self._whole(clauses) if own is None else own
        self._changed = mark
        return mark

    def _inserted(self, mark: Mark, said: re.Match[str]) -> Mark:
        """A part of a change that is named behind the word: 增加了人员经费 30 万元."""
        mark.role, mark.direction = "change", "increase" if said["increase"] else "decrease"
        mark.compared_year = self._years.compared
        mark.year = self._years.own
        mark.bound = self._binding.name(said["name"], alone=True) or NOTHING
        return mark

    def _percent(self, mark: Mark, gap: str, clauses: list[str]) -> Mark | None:
        clause = clauses[-1]
        moved = patterns().change.search(clause)
        if moved is not None or (clause == "(" and self._changed is not None):
            mark.role = "growth"
            before = self._changed
            mark.compared_year = self._years.against(clause)
            if before is not None and "。" not in gap and not patterns().compared.search(gap):
                mark.compared_year = before.compared_year
            target, own = self._target(gap, clause)
            if moved is not None:
                mark.direction = moved.lastgroup or ""
            elif before is not None:  # in brackets behind the change
                mark.direction = before.direction
            if own is None and before is not None and "。" not in gap:
                target = before.of if before.of is not None else before
            return self._of(mark, target, own)
        for role, pattern in (("share", patterns().share), ("completion", patterns().completion)):
            said = pattern.search(clause)
            if said is not None:
                mark.role = role
                own = None if is_generic(clause[: said.start()]) else self._binding.own(clause[: said.start()])
                if own is not None and self._last is not None and same(self._last.bound, own):
                    own = None
                return self._of(mark, self._last if own is None else None, own)
        return None

    def _of(self, mark: Mark, target: Mark | None, own: Bound | None) -> Mark | None:
        """A percentage with what it is said of; None where that is nothing that we could name."""
        if target is not None:
            mark.of, mark.bound, mark.year = target, target.bound, target.year
            if mark.role == "growth":
                self._moved.add(id(target))
        elif own is not None:
            mark.bound, mark.year = own, self._years.own
        # A percentage of what is no figure of the narrative is a target of its work, not of its money.
        known = mark.bound.row or mark.bound.code or self._last is not None
        return mark if mark.bound is not NOTHING and known else None

    def _whole(self, clauses: list[str]) -> Bound:
        """The item of the passage, where the words before a change name nothing else."""
        return self._binding.item if all(is_generic(clause) for clause in clauses[:-1]) else NOTHING

    def _unchanged(self, event: re.Match[str], gap: str, clauses: list[str]) -> Mark | None:
        """持平: said of an amount, against a year that the sentence names."""
        sentence = gap.rpartition("。")[2]
        if not patterns().compared.search(sentence) or patterns().reason.search(sentence):
            return None
        target, _ = self._target(gap, clauses[-1])
        if target is None or target.role != "amount":
            return None
        mark = Mark("unchanged", event.start(), event.end(), event[0], "", target.bound, target.year)
        mark.direction, mark.compared_year, mark.of = "unchanged", self._years.compared, target
        self._moved.add(id(target))
        return mark

    # Amounts

    def _amount(self, mark: Mark, gap: str, clauses: list[str]) -> Mark:
        opened = patterns().list.search(gap) is not None
        if opened and self._last is not None:
            self._head = self._last
        fresh = "。" in gap and not opened
        than = patterns().compared.search(clauses[-1])
        if than is not None and than[1]:
            # 同比2025年基建预算 30 万元: a figure of its own, of the year that is compared with.
            self._years.turn_to(int(than[1]))
            clauses = [*clauses[:-1], clauses[-1][than.end() :]]
        in_reason = patterns().reason.search(gap.rpartition("。")[2]) is not None
        whole = self._head.bound if self._head is not None else NOTHING
        mark.bound = self._binding.subject(clauses, whole, self._limit, in_reason=in_reason) or NOTHING
        mark.year = self._years.of(gap, clauses)
        period = self._which(clauses[-1])
        if period and mark.bound is not NOTHING:
            mark.bound = replace(mark.bound, period=mark.bound.period or period)
        if fresh and not is_name_alone(mark.bound):
            self._head = None
        if mark.year == self._years.own:
            self._this_year = mark
        if not (in_reason and is_name_alone(mark.bound)):  # what a reason names is said in passing
            self._last, self._changed = mark, None
            self._amounts.append(mark)
            self._enumerated = gap.startswith("、")
        return mark

    def _which(self, clause: str) -> str:
        """Which of the figures of an item a final account says: 年初预算, 全年预算, or the outcome ("")."""
        if self._phase != "final":
            return ""
        end = patterns().saying.sub("", clause)
        said = ((len(w), term) for term, group in phrases()["said"].items() for w in group if end.endswith(w))
        return max(said, default=(0, ""))[1]


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))
