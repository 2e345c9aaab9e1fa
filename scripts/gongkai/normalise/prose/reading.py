"""Reads passages from left to right: every number, its role, and what it is said of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from gongkai.normalise.prose.marks import NOTHING, THRESHOLD, Bound, Mark
from gongkai.normalise.prose.names import Names
from gongkai.normalise.prose.passages import Passage
from gongkai.normalise.prose.subjects import coded, is_generic, named, path, phrase, words
from gongkai.vocabulary import heading_words, phrases, squeeze

_NUMBER = re.compile(
    r"(?<![\d.])(?P<number>(?:(?<![\d.A-Za-z])-)?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?))"
    r"(?P<unit>亿元|千万元|百万元|万元|千元|百元|元|%)"
)
_CLAUSE = re.compile(r"[,;:。!?]")
_ASIDE = re.compile(r"\([^()]*[,;:][^()]*\)")  # （上一年度，下同）
_LIMITED = re.compile(r"(?:\(含\))?(?:及以上|以上|以下)")  # 单价100万元以上设备 30 万元: the limit is part of the name
_ROOT = -1.0
_YEAR = re.compile(r"(20\d{2})年")


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns that sentences are read with."""

    change: re.Pattern[str]
    inserted: re.Pattern[str]
    unchanged: re.Pattern[str]
    compared: re.Pattern[str]
    base: re.Pattern[str]
    moves: re.Pattern[str]
    threshold: re.Pattern[str]
    price: re.Pattern[str]
    reason: re.Pattern[str]
    aside: re.Pattern[str]
    list: re.Pattern[str]
    share: re.Pattern[str]
    completion: re.Pattern[str]
    either: re.Pattern[str]
    saying: re.Pattern[str]
    budget: re.Pattern[str]
    last_year: re.Pattern[str]
    about: re.Pattern[str]
    heading: re.Pattern[str]


@cache
def _words() -> _Words:
    change = phrases()["change"]
    up, down = ("|".join(sorted(change[d], key=len, reverse=True)) for d in ("increase", "decrease"))
    same = "|".join(sorted(change["unchanged"], key=len, reverse=True))
    moves = rf"(?:(?P<increase>{up})|(?P<decrease>{down}))"
    last = words("last_year")
    than = rf"(?:同比|比|较|与|同|和)[^,;:。\d]{{0,6}}?(?:(20\d{{2}})年|{last})度?"
    behind = r"(?:[^,;:。]*?(?:相比较|相比)|[^,;:。]*(?:预算数|预算|决算数|决算|执行数|年初数))?"
    return _Words(
        change=re.compile(rf"{moves}(?:了|约|额|率|数|金额|幅度)*(?:为|达|约|了|近)*$"),
        inserted=re.compile(rf"{moves}了?(?P<name>[\u4e00-\u9fff、()]{{2,30}})$"),
        unchanged=re.compile(rf"(?:{same})"),
        compared=re.compile(than),
        base=re.compile(rf"{than}{behind}(?:相?比)?(?:基本|大致|大体)?"),
        moves=re.compile(rf"^(?:相比)?,?(?:{up}|{down}|{same})"),
        threshold=re.compile(rf"^(?:\(含\))?(?:{words('threshold')}|/)"),
        price=re.compile(rf"(?:人均|每人)[^,;。]{{0,8}}$|(?:{words('price')})(?:在|为|是|达到|超过|不超过|不低于|大于|小于|均)*$"),
        reason=re.compile(words("reason")),
        aside=re.compile(rf"{words('reason')}|{words('purpose')}"),
        list=re.compile(words("list")),
        share=re.compile(words("share")),
        completion=re.compile(rf"{words('completion')}|(?:为|是|相当于)[^,;。]{{0,8}}预算(?:数|额)?的?$"),
        either=re.compile(rf"(?:{up}|{down})[(/](?:{up}|{down})\)?$"),
        saying=re.compile(r"(?:数|额|金额|资金|安排|为|是|共|计|合计)+$"),
        budget=re.compile(r"(?:比|较|与)(?:年初|全年|当年|本年)?(?:调整)?预算[^,;。\d]*$"),
        last_year=re.compile(rf"(?:{last})(?!结转|结余)"),
        about=re.compile(rf"(?:{words('about')})+$"),
        heading=re.compile(rf"(?:{words('heading')}|{words('about')})+$"),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    """What a heading, or the lead of a list, says of all that stands under it."""

    depth: float
    scope: Bound = NOTHING
    item: Bound = NOTHING
    path: tuple[str, ...] = ()


def read(
    passages: Iterable[Passage], fiscal_year: int | None, phase: str, names: Names
) -> Iterator[tuple[Passage, list[Mark]]]:
    """The passages that hold numbers, each with its marks in order.

    `fiscal_year` is what is meant where no year is said; `phase` (budget or final) says what 预算数 is.
    """
    levels = [_Level(_ROOT)]
    before: _Reader | None = None
    for passage in passages:
        if passage.level is not None:
            while levels[-1].depth >= passage.level:
                levels.pop()
        if passage.is_heading:
            levels.append(_headed(passage, levels[-1], names))
            before = None
        elif _NUMBER.search(passage.plain):
            # 其中 at the head of a paragraph goes on with the whole that the paragraph before stated.
            reader = _Reader(passage, levels[-1], fiscal_year, phase, names)
            if before is not None and _words().list.match(passage.plain):
                reader.go_on(before)
            yield passage, reader.marks()
            before = reader
            if passage.plain.endswith(":"):
                depth = levels[-1].depth + 0.5 if passage.level is None else float(passage.level)
                levels.append(replace(levels[-1], depth=depth, scope=reader.scope, item=NOTHING))


def _headed(passage: Passage, above: _Level, names: Names) -> _Level:
    """The level that a heading opens: its fund and table, and the item that it names."""
    depth = float(passage.level or 0)
    full = _words().about.sub("", passage.plain[passage.opening :])
    text = _words().heading.sub("", full)
    found = path(text, above.path, names, above.scope)
    if found is not None:
        return replace(above, depth=depth, path=found[0].path, item=found[0])
    said = phrase(full, NOTHING) or phrase(text, NOTHING)
    if said is None:
        fund = heading_words("fund").within(squeeze(text))
        return _Level(depth, Bound(fund=fund) if fund else above.scope, NOTHING, above.path)
    bound, context = said
    several = re.search(r"[、及和与]", text.removesuffix(bound.subject)) is not None
    # What a heading names is what its section is about, unless it names several things.
    scope = replace(bound, subject="", row="", measure="", period="") if context or bound.fund else above.scope
    return _Level(depth, scope, NOTHING if several else bound, above.path)


class _Reader:
    """Reads one passage."""

    def __init__(self, passage: Passage, level: _Level, year: int | None, phase: str, names: Names) -> None:
        self._text = passage.plain
        self._at = passage.opening
        self._fiscal_year = year
        self._phase = phase
        self._names = names
        self._path = level.path
        self.scope = level.scope
        self._item = level.item
        self._last: Mark | None = None
        self._head: Mark | None = None
        self._changed: Mark | None = None
        self._said_year = year
        self._compared: int | None = None
        self._limit = ""
        self._outer: list[Mark | None] = []
        self._moved: set[int] = set()
        self._enumerated = False

    def go_on(self, before: "_Reader") -> None:
        """Takes up the whole that the passage before stated."""
        self.scope, self._last = before.scope, before.whole

    @property
    def whole(self) -> Mark | None:
        """What a list behind the passage would be a list of."""
        return self._head or self._last

    def marks(self) -> list[Mark]:
        """The marks of the passage, in order."""
        events = [*_NUMBER.finditer(self._text), *_words().unchanged.finditer(self._text)]
        found = []
        for event in sorted(events, key=lambda e: e.start()):
            mark = self._event(event)
            if mark is not None:
                found.append(mark)
            self._at = event.end()
        return found

    def _event(self, event: re.Match[str]) -> Mark | None:
        gap = _ASIDE.sub("", self._text[self._at : event.start()])
        clauses = _CLAUSE.split(gap)
        self._bracket(gap)
        if "。" in gap:
            opens = _words().list.match(gap.rpartition("。")[2])
            self._said_year = self._said_year if opens else self._fiscal_year
            self._compared = None
        self._compare(gap.rpartition("。")[2])
        if "unit" not in event.groupdict():
            return self._unchanged(event, gap, clauses)
        mark = Mark("amount", event.start("number"), event.end("number"), event["number"], event["unit"])
        if event["unit"] == "%":
            return self._percent(mark, gap, clauses)
        after = self._text[event.end() : event.end() + 8]
        if _words().threshold.match(after) or _words().price.search(clauses[-1]):
            mark.bound = THRESHOLD
            self._limit = clauses[-1] + event[0]
            return mark
        if _words().either.search(clauses[-1]):
            return mark  # 增加（减少）: a form that nobody filled in
        if _words().change.search(clauses[-1]) and "增减" not in clauses[-1][-4:]:
            return self._change(mark, gap, clauses)
        inserted = _words().inserted.search(clauses[-1])
        if inserted is not None and (_words().reason.search(gap) or _words().compared.search(clauses[-1])):
            return self._inserted(mark, inserted)
        if self._is_base(clauses[-1], after):
            return self._base(mark)
        return self._amount(mark, gap, clauses)

    def _bracket(self, gap: str) -> None:
        """What stands in brackets is said in passing: behind them the amount before them is the last again."""
        for sign in gap:
            if sign == "(":
                self._outer.append(self._last)
            elif sign == ")" and self._outer:
                self._last = self._outer.pop() or self._last

    # What a number is compared with

    def _compare(self, sentence: str) -> None:
        for said in _words().compared.finditer(sentence):
            self._compared = int(said[1]) if said[1] else self._last_year()

    def _last_year(self) -> int | None:
        return self._fiscal_year - 1 if self._fiscal_year else None

    def _compared_year(self, clause: str) -> int | None:
        """The year that a change is against; None where it is against the budget of the year itself."""
        if self._compared is None and _words().budget.search(clause):
            return None
        return self._compared if self._compared is not None else self._last_year()

    def _is_base(self, clause: str, after: str) -> bool:
        """Whether an amount is the one that another is compared with: 比2025年预算数 30 万元 增加."""
        if _words().compared.search(clause) and _words().moves.match(after):
            return self._last is not None
        aside = clause.rpartition("(")[2] if "(" in clause and ")" not in clause.rpartition("(")[2] else ""
        return self._last is not None and _words().last_year.search(aside) is not None and is_generic(aside)

    def _base(self, mark: Mark) -> Mark:
        assert self._last is not None
        mark.bound = self._last.bound
        mark.year = self._compared if self._compared is not None else self._last_year()
        return mark

    # Changes, shares, 持平

    def _own(self, clause: str) -> Bound | None:
        """The subject that a clause of a change names itself: 支出预算减少."""
        text = _words().budget.sub("", _after_reason(_words().change.sub("", clause)))
        than = _words().base.search(text)
        said = [text] if than is None else [text[than.end() :], text[: than.start()]]
        return next((own for words_ in said if (own := self._own_name(words_)) is not None), None)

    def _own_name(self, said: str) -> Bound | None:
        """What words name; NOTHING where they are no name that we could give, None where they say nothing."""
        own = self._item_of(said) or self._phrase_of(said)
        if own is not None or not is_generic(said):
            return own or named(said, self.scope, self._names) or NOTHING
        # 上述收入较上年减少: the whole that the passage is about.
        sides = [side for side, word in (("income", "收入"), ("expenditure", "支出")) if said.endswith(word)]
        if sides and self.scope.side in (sides[0], "") and self.scope is not NOTHING:
            return replace(self.scope, subject=said, measure="total", side=sides[0], row="total")
        return None

    def _target(self, gap: str, clause: str) -> tuple[Mark | None, Bound | None]:
        """The amount that a change is said of; else the subject that its clause names."""
        own = self._own(clause)
        if own is NOTHING:
            return None, own
        if own is not None:
            for mark in (self._last, self._head):
                if mark is not None and _same(mark.bound, own):
                    return mark, own
            return None, own
        # Behind a list a comparison is of its whole, unless the whole was compared before.
        ended = "。" in gap or (self._enumerated and gap.startswith(","))
        if ended and self._head is not None and id(self._head) not in self._moved:
            return self._head, None
        if self._enumerated and self._head is None:
            return None, NOTHING
        return self._last, None

    def _change(self, mark: Mark, gap: str, clauses: list[str]) -> Mark | None:
        moved = _words().change.search(clauses[-1])
        assert moved is not None
        mark.role, mark.direction = "change", moved.lastgroup or ""
        mark.compared_year = self._compared_year(clauses[-1])
        mark.year = self._fiscal_year
        target, own = self._target(gap, clauses[-1])
        reason = _words().reason.search(gap.rpartition("。")[2]) is not None
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
        mark.compared_year = self._compared if self._compared is not None else self._last_year()
        mark.year = self._fiscal_year
        mark.bound = named(said["name"], NOTHING, self._names) or NOTHING
        return mark

    def _percent(self, mark: Mark, gap: str, clauses: list[str]) -> Mark | None:
        clause = clauses[-1]
        moved = _words().change.search(clause)
        if moved is not None or (clause == "(" and self._changed is not None):
            mark.role = "growth"
            before = self._changed
            mark.compared_year = self._compared_year(clause)
            if before is not None and "。" not in gap and not _words().compared.search(gap):
                mark.compared_year = before.compared_year
            target, own = self._target(gap, clause)
            if moved is not None:
                mark.direction = moved.lastgroup or ""
            elif before is not None:  # in brackets behind the change
                mark.direction = before.direction
            if own is None and before is not None and "。" not in gap:
                target = before.of if before.of is not None else before
            return self._of(mark, target, own)
        for role, pattern in (("share", _words().share), ("completion", _words().completion)):
            said = pattern.search(clause)
            if said is not None:
                mark.role = role
                own = None if is_generic(clause[: said.start()]) else self._own(clause[: said.start()])
                if own is not None and self._last is not None and _same(self._last.bound, own):
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
            mark.bound, mark.year = own, self._fiscal_year
        # A percentage of what is no figure of the narrative is a target of its work, not of its money.
        known = mark.bound.row or mark.bound.code or self._last is not None
        return mark if mark.bound is not NOTHING and known else None

    def _whole(self, clauses: list[str]) -> Bound:
        """The item of the passage, where the words before a change name nothing else."""
        return self._item if all(is_generic(clause) for clause in clauses[:-1]) else NOTHING

    def _unchanged(self, event: re.Match[str], gap: str, clauses: list[str]) -> Mark | None:
        """持平: said of an amount, against a year that the sentence names."""
        sentence = gap.rpartition("。")[2]
        if not _words().compared.search(sentence) or _words().reason.search(sentence):
            return None
        target, own = self._target(gap, clauses[-1])
        if target is None or target.role != "amount":
            return None
        mark = Mark("unchanged", event.start(), event.end(), event[0], "", target.bound, target.year)
        mark.direction, mark.compared_year, mark.of = "unchanged", self._compared, target
        self._moved.add(id(target))
        return mark

    # Amounts

    def _amount(self, mark: Mark, gap: str, clauses: list[str]) -> Mark:
        opened = _words().list.search(gap) is not None
        if opened and self._last is not None:
            self._head = self._last
        fresh = "。" in gap and not opened
        than = _words().compared.search(clauses[-1])
        if than is not None and than[1]:
            # 同比2025年基建预算 30 万元: a figure of its own, of the year that is compared with.
            self._said_year = int(than[1])
            clauses = [*clauses[:-1], clauses[-1][than.end() :]]
        bound = self._bound(gap, clauses)
        mark.bound = bound or NOTHING
        mark.year = self._year_of(gap, clauses)
        period = self._which(clauses[-1])
        if period and mark.bound is not NOTHING:
            mark.bound = replace(mark.bound, period=mark.bound.period or period)
        if fresh and not _is_name_alone(mark.bound):
            self._head = None
        passing = _is_name_alone(mark.bound) and _words().reason.search(gap.rpartition("。")[2])
        if not passing:  # what a reason names is
            self._last, self._changed = mark, None
            self._enumerated = gap.startswith("、")
        return mark

    def _which(self, clause: str) -> str:
        """Which of the figures of an item a final account says: 年初预算, 全年预算, or the outcome ("")."""
        if self._phase != "final":
            return ""
        end = _words().saying.sub("", clause)
        said = ((len(w), term) for term, group in phrases()["said"].items() for w in group if end.endswith(w))
        return max(said, default=(0, ""))[1]

    def _bound(self, gap: str, clauses: list[str]) -> Bound | None:
        clause = clauses[-1]
        own = self._item_of(clause) or self._phrase_of(clause)
        if own is None and is_generic(clause):
            own = self._earlier(clauses)
            if own is None and _words().reason.search(gap.rpartition("。")[2]):
                return None
            own = own or (self._item if self._item is not NOTHING else None)
        if own is None:
            own = self._named(_after_reason(self._limit + clause if _LIMITED.match(clause) else clause))
        if own is not None:
            self._item = own
        return own

    def _named(self, text: str) -> Bound | None:
        """An item by its name; the parts of an item that is itself but a name are rows of no table that we know."""
        own = named(text, self.scope, self._names)
        head = self._head.bound if self._head is not None else NOTHING
        if own is None or head.code or head.row != head.subject or not head.subject:
            return own
        return replace(own, row="", scheme="", code="")

    def _item_of(self, clause: str) -> Bound | None:
        """An item of a classification that ends the clause."""
        found = path(clause, self._path, self._names, self.scope)
        if found is not None and is_generic(clause[found[1] :]):
            return found[0]
        return coded(clause, self.scope)

    def _phrase_of(self, clause: str) -> Bound | None:
        """A phrase of the vocabulary that ends the clause; it may be the context of what follows."""
        said = phrase(clause, self.scope)
        if said is None:
            return None
        bound, context = said
        if context:
            self.scope = replace(bound, subject="", row="", measure="", period="")
        return bound

    def _earlier(self, clauses: list[str]) -> Bound | None:
        """What an earlier clause names, where the number's own names nothing: 公务接待费。2026年预算数 6 万元."""
        aside = [n for n, clause in enumerate(clauses) if _words().aside.search(clause)]
        first = aside[0] if aside else len(clauses) - 1
        for n in range(len(clauses) - 2, -1, -1):
            own = self._item_of(clauses[n]) or (self._phrase_of(clauses[n]) if n < first else None)
            if own is not None:
                return own
        return None

    def _year_of(self, gap: str, clauses: list[str]) -> int | None:
        """The year that an amount is of: said beside it, before it in the sentence, or the disclosure's own."""
        aside = [n for n, clause in enumerate(clauses) if _words().aside.search(clause)]
        for n in range(len(clauses) - 1, -1, -1):
            if aside and aside[0] <= n < len(clauses) - 1:
                continue
            text = _words().base.sub("", clauses[n])
            said = set(_YEAR.findall(text)) if n >= self._since_semicolon(gap, clauses) else set()
            if len(said) == 1:
                self._said_year = int(said.pop())
                return self._said_year
            if n == len(clauses) - 1 and _words().last_year.search(text):
                return self._last_year()
        return self._said_year


    @staticmethod
    def _since_semicolon(gap: str, clauses: list[str]) -> int:
        """The first clause behind the last ; of a gap."""
        return len(clauses) - len(_CLAUSE.split(gap.rpartition(";")[2]))


def _is_name_alone(bound: Bound) -> bool:
    """Whether something is known by its printed name only."""
    return bound.row in ("", bound.subject) and not bound.code and not bound.path


def _after_reason(clause: str) -> str:
    return _words().reason.split(clause)[-1].lstrip("是为:")


def _same(one: Bound, other: Bound) -> bool:
    """Whether two bounds name the same thing."""
    if one.code or other.code:
        return one.code == other.code
    if one.row == "total" == other.row:
        return (one.measure, one.side, one.fund) == (other.measure, other.side, other.fund)
    return one.subject == other.subject


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))
