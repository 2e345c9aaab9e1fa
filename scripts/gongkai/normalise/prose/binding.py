"""Binds words to what they name: an item, a phrase of the vocabulary, or a name, within what the passage is about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.normalise.prose.levels import Level
from gongkai.normalise.prose.marks import NOTHING, Bound
from gongkai.normalise.prose.names import Names
from gongkai.normalise.prose.patterns import patterns
from gongkai.normalise.prose.subjects import coded, ends_in_count, is_generic, named, path, phrase

_LIMITED = re.compile(r"(?:\(含\))?(?:及以上|以上|以下)")


class Binding:
    """What a passage is about, as far as it is read: the scope of its sentences, and the item that was named last."""

    def __init__(self, level: Level, names: Names) -> None:
        self._path = level.path
        self._names = names
        self.scope = level.scope
        self.item = level.item

    def own(self, clause: str) -> Bound | None:
        """The subject that a clause of a change names itself, 支出预算减少; NOTHING for words that are no name."""
        text = patterns().budget.sub("", after_reason(patterns().change.sub("", clause)))
        than = patterns().base.search(text)
        said = [text] if than is None else [text[than.end() :], text[: than.start()]]
        return next((own for words in said if (own := self._own_name(words)) is not None), None)

    def _own_name(self, said: str) -> Bound | None:
        own = self._item_of(said) or self._phrase_of(said)
        if own is not None or not is_generic(said):
            return own or self.name(said) or NOTHING
        # 上述收入较上年减少: the whole that the passage is about.
        sides = [side for side, word in (("income", "收入"), ("expenditure", "支出")) if said.endswith(word)]
        if not sides:
            return None
        around = self.scope if self.scope.side in (sides[0], "") else NOTHING
        return replace(around, subject=said, measure="total", side=sides[0], row="total")

    def subject(self, clauses: Sequence[str], whole: Bound, limit: str, *, in_reason: bool) -> Bound | None:
        """What an amount is said of: its own clause names it, or an earlier one, or the item that was named last.

        `whole` is the amount whose parts are listed, `limit` the limit that was stated last: 单价100万元. In a reason
        words that name nothing are not of the item.
        """
        clause = clauses[-1]
        own = self._item_of(clause) or self._phrase_of(clause)
        if own is None and is_generic(clause):
            own = self._earlier(clauses)
            if own is None and in_reason:
                return None
            own = own or self._counted(clauses, limit) or (self.item if self.item is not NOTHING else None)
        if own is None:
            own = self._part(after_reason(_with(limit, clause)), whole)
        if own is not None:
            self.item = own
        return own

    def name(self, text: str, *, alone: bool = False) -> Bound | None:
        """An item by its name; `alone` for one that is no part of what the passage is about."""
        return named(text, NOTHING if alone else self.scope, self._names)

    def _part(self, text: str, whole: Bound) -> Bound | None:
        """A name; the parts of an item that is itself but a name are rows of no table that we know."""
        own = self.name(text)
        if own is None or whole.code or whole.row != whole.subject or not whole.subject:
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

    def _counted(self, clauses: Sequence[str], limit: str) -> Bound | None:
        """What was counted right before its worth was stated: 车辆10辆，价值 120 万元."""
        counted = clauses[-2] if len(clauses) > 1 and ends_in_count(clauses[-2]) else ""
        return self.name(_with(limit, counted)) if counted and not patterns().aside.search(counted) else None

    def _earlier(self, clauses: Sequence[str]) -> Bound | None:
        """What an earlier clause names, where the number's own names nothing: 公务接待费。2026年预算数 6 万元."""
        aside = [n for n, clause in enumerate(clauses) if patterns().aside.search(clause)]
        first = aside[0] if aside else len(clauses) - 1
        for n in range(len(clauses) - 2, -1, -1):
            own = self._item_of(clauses[n]) or (self._phrase_of(clauses[n]) if n < first else None)
            if own is not None:
                return own
        return None


def _with(limit: str, clause: str) -> str:
    """A clause with the limit that it begins with: 单价100万元以上设备 is one name."""
    return limit + clause if _LIMITED.match(clause) else clause


def after_reason(clause: str) -> str:
    """A clause without the words that say that a reason follows: 主要原因是."""
    return patterns().reason.split(clause)[-1].lstrip("是为:")


def is_name_alone(bound: Bound) -> bool:
    """Whether something is known by its printed name only."""
    return bound.row in ("", bound.subject) and not bound.code and not bound.path


def same(one: Bound, other: Bound) -> bool:
    """Whether two bounds name the same thing."""
    if one.code or other.code:
        return one.code == other.code
    if one.row == "total" == other.row:
        return (one.measure, one.side, one.fund) == (other.measure, other.side, other.fund)
    return one.subject == other.subject
