"""What of all disclosures is asked for at once, kept in one file: after a change only what changed is read anew.

A disclosure is known by the name that the store has for its pages, a hash of all that went in, so that what is kept
of it is never that of an earlier one. The file as a whole counts only while it is as we left it.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import NamedTuple

from gongkai.publish import heads
from gongkai.publish.heads import BROKEN, FINDINGS, SUMS, Head
from gongkai.publish.holding_tables import code_of
from gongkai.publish.machines.digest import Digest, Place
from gongkai.publish.made import Made
from gongkai.publish.records import from_json
from gongkai.publish.summary import Difference, Sum, Summary

#: Gives the JSON of the `Made` that the store has under a name.
Read = Callable[[str], str]
_AT_HAND = 128  # disclosures of which all is held in memory


class Broken(NamedTuple):
    """A disclosure that does not hold a rule: how often, and where it differs most."""

    id: str
    times: int
    differences: tuple[Difference, ...]


class Year(NamedTuple):
    """What is kept of the disclosures of a fiscal year (0: of none), and a hash that is another when any of it is."""

    fiscal_year: int
    texts: Sequence[str]
    told: str


class Holdings:
    """What is known of all disclosures; `read` gives what the store has under a name."""

    def __init__(self, database: sqlite3.Connection, read: Read) -> None:
        self._database = database
        self._made = lru_cache(_AT_HAND)(lambda identity: from_json(Made, read(self._names[identity])))

    @cached_property
    def summaries(self) -> Sequence[Summary]:
        """The outlines of all, in the order of their ids."""
        return from_json(tuple[Summary, ...], f"[{','.join(self.texts('outline'))}]")  # one text: half the time

    @cached_property
    def by_id(self) -> Mapping[str, Summary]:
        """The same by id."""
        return {each.id: each for each in self.summaries}

    @cached_property
    def told(self) -> Mapping[str, str]:
        """For each id a hash that is another whenever anything is that pages about several can show of it."""
        return dict(self._database.execute("SELECT id, told FROM disclosure"))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return dict(self._database.execute("SELECT id, name FROM disclosure"))

    def names(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """For each disclosure its id, its name in the store, and its folders of the site."""
        rows = self._database.execute("SELECT id, name, folders FROM disclosure ORDER BY id").fetchall()
        folders = from_json(tuple[tuple[str, ...], ...], f"[{','.join(row[2] for row in rows)}]")
        yield from ((identity, name, own) for (identity, name, _), own in zip(rows, folders, strict=True))

    def addresses(self) -> Iterator[str]:
        """The addresses of the pages of all."""
        for words in self.texts("addresses"):
            yield from from_json(tuple[str, ...], words)

    def whole(self, identity: str) -> Summary:
        """All of the summary of one, with its sums and rules."""
        return self._made(identity).summary

    def digest(self, identity: str) -> Digest:
        """What machines are told of one."""
        return self._made(identity).digest

    def places(self) -> Mapping[str, Place]:
        """The places that they name, by code."""
        rows = self._database.execute("SELECT regions, max(id) AS last FROM disclosure GROUP BY regions ORDER BY last")
        return {place.code: place for words, _ in rows for place in from_json(tuple[Place, ...], words)}

    def latest(self, most: int) -> tuple[Sequence[str], Sequence[str]]:
        """The ids of so many that were told last, and of so many of which checks fail."""
        told_last = "FROM disclosure WHERE told_on <> '' {} ORDER BY told_on DESC, id DESC LIMIT ?"
        rows = (
            self._database.execute(f"SELECT id {told_last.format(which)}", (most,)) for which in ("", "AND failed > 0")
        )
        every, failing = ([identity for (identity,) in found] for found in rows)
        return every, failing

    def texts(self, column: str) -> Iterator[str]:
        """What is kept of each in a column, in the order of the ids."""
        return (words for (words,) in self._database.execute(f"SELECT {column} FROM disclosure ORDER BY id"))  # noqa: S608

    def by_year(self, column: str) -> Iterator[Year]:
        """What is kept in a column, year by year."""
        years: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        for summary, words in zip(self.summaries, self.texts(column), strict=True):
            years[summary.fiscal_year or 0].append((words, self.told[summary.id]))
        for year, own in sorted(years.items()):
            told = sha256("\n".join(told for _, told in own).encode()).hexdigest()
            yield Year(year, [words for words, _ in own], told)

    def spending(self, scheme: str) -> Iterator[Head]:
        """The lists of who spends on a code, one for each code of the scheme that anybody prints."""
        before = code_of(scheme, "")
        for head in heads.heads(self._database, SUMS):
            if head.name.startswith(before):
                yield head._replace(name=head.name.removeprefix(before))

    def spenders(self, scheme: str, code: str) -> Iterator[tuple[Summary, Sum]]:
        """The first of such a list, the newest year and the greatest amount first: who, and how much."""
        for identity, part in heads.first_sums(self._database, code_of(scheme, code)):
            yield self.by_id[identity], from_json(Sum, part)

    def rules(self) -> Mapping[str, Head]:
        """The lists of who breaks a rule, by rule."""
        return {head.name: head for head in heads.heads(self._database, BROKEN)}

    def breaking(self, rule: str) -> Iterator[Broken]:
        """The first of such a list, those that break it most often first."""
        for identity, count, differences in heads.first_broken(self._database, rule):
            yield Broken(identity, count, from_json(tuple[Difference, ...], differences))

    def outcomes(self) -> Mapping[str, tuple[int, ...]]:
        """How often each rule was held against something, by outcome."""
        rows = self._database.execute("SELECT rule, counts FROM outcome ORDER BY rule")
        return {rule: from_json(tuple[int, ...], counts) for rule, counts in rows}

    def findings(self) -> Iterator[tuple[str, int, Head]]:
        """The lists of findings: rule, fiscal year, and what the list is."""
        for head in heads.heads(self._database, FINDINGS):
            rule, _, year = head.name.rpartition(" ")
            yield rule, int(year), head

    def found(self, rule: str, year: int) -> Iterator[str]:
        """The findings of such a list as the API tells them."""
        rows = self._database.execute(
            "SELECT words FROM finding WHERE rule = ? AND year = ? ORDER BY id, place", (rule, year)
        )
        return (words for (words,) in rows)
