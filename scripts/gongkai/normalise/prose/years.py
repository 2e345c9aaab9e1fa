"""Which year an amount is of, and which it is compared with."""

import re
from collections.abc import Sequence

from gongkai.normalise.prose.patterns import CLAUSE, patterns

_YEAR = re.compile(r"(20\d{2})年")


class Years:
    """The years of one passage, as far as it is read; `own` is the disclosure's."""

    def __init__(self, own: int | None) -> None:
        self.own = own
        self._said = own
        self._than: int | None = None

    def begin(self, sentence: str) -> None:
        """A new sentence: the years of the one before hold on only in a list of its parts."""
        if not patterns().list.match(sentence):
            self._said = self.own
        self._than = None

    def compare(self, sentence: str) -> None:
        """Takes note of the year that a sentence compares with: 比2025年, 与上年相比."""
        for said in patterns().compared.finditer(sentence):
            self._than = int(said[1]) if said[1] else self.last

    @property
    def last(self) -> int | None:
        """The year before the disclosure's own."""
        return self.own - 1 if self.own else None

    @property
    def compared(self) -> int | None:
        """The year that was compared with last, else the year before."""
        return self._than if self._than is not None else self.last

    def against(self, clause: str) -> int | None:
        """The year that a change is against; None where it is against the budget of the year itself."""
        return None if self._than is None and patterns().budget.search(clause) else self.compared

    def turn_to(self, year: int) -> None:
        """What follows in the sentence is of that year."""
        self._said = year

    def of(self, gap: str, clauses: Sequence[str]) -> int | None:
        """The year that an amount is of: said beside it, before it in the sentence, or the disclosure's own."""
        aside = [n for n, clause in enumerate(clauses) if patterns().aside.search(clause)]
        since = len(clauses) - len(CLAUSE.split(gap.rpartition(";")[2]))
        for n in range(len(clauses) - 1, -1, -1):
            if aside and aside[0] <= n < len(clauses) - 1:
                continue
            text = patterns().base.sub("", clauses[n])
            said = set(_YEAR.findall(text)) if n >= since else set()
            if len(said) == 1:
                self._said = int(said.pop())
                return self._said
            if n == len(clauses) - 1 and patterns().last_year.search(text):
                return self.last
        return self._said
