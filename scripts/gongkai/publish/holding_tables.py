"""The tables of what is asked of all disclosures at once, and the rows that a disclosure has in them.

Sums and broken rules lie in the order in which pages show them, so that the first are found without the others.
"""

import json
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gongkai.publish.findings import STATUSES
from gongkai.publish.machines.api import finding_text, listed_text
from gongkai.publish.machines.dcat import dataset_text
from gongkai.publish.machines.digest import Digest
from gongkai.publish.made import Made
from gongkai.publish.outline import Named, named, outline
from gongkai.publish.records import from_plain, to_json
from gongkai.publish.summary import Difference, Sum, Summary

SCHEMES = ("functional", "economic")
_FAIL = STATUSES.index("fail")
_RULE = Difference._fields.index("rule")
_YUAN, _CODE = Sum._fields.index("yuan"), Sum._fields.index("code")
_FINEST = 8  # decimals of a yuan by which amounts are ordered
_GREATEST = 10**30
SCHEMA = """
CREATE TABLE disclosure (
    name TEXT PRIMARY KEY, id TEXT, told TEXT, told_on TEXT, failed INTEGER, supersedes TEXT, outline TEXT, listed TEXT,
    dataset TEXT, regions TEXT, addresses TEXT, folders TEXT, kept TEXT
);
CREATE INDEX disclosure_by_id ON disclosure (id);
CREATE TABLE sum (code TEXT, year INTEGER, place TEXT, id TEXT, part TEXT, PRIMARY KEY (code, year, place, id))
WITHOUT ROWID;
CREATE TABLE broken (rule TEXT, place INTEGER, id TEXT, differences TEXT, PRIMARY KEY (rule, place, id)) WITHOUT ROWID;
CREATE TABLE finding (rule TEXT, year INTEGER, id TEXT, place INTEGER, words TEXT, PRIMARY KEY (rule, year, id, place))
WITHOUT ROWID;
CREATE TABLE superseded (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE outcome (rule TEXT PRIMARY KEY, counts TEXT);
CREATE TABLE head (kind TEXT, name TEXT, total INTEGER, told TEXT, label TEXT, PRIMARY KEY (kind, name));
"""


class Kept(NamedTuple):
    """Where the rows of a disclosure lie: sums by code, year and place, broken rules by place, findings by year."""

    sums: list[tuple[str, int, str]]
    broken: list[tuple[str, int]]
    findings: list[tuple[str, int]]
    outcomes: list[tuple[str, list[int]]]


def create(database: sqlite3.Connection) -> None:
    """Makes the tables, with nothing in them."""
    database.executescript(SCHEMA)


def put(database: sqlite3.Connection, name: str, words: str, site_url: str) -> Kept:
    """Writes the rows of a disclosure, which the store has under that name; `words` are those of its `Made`."""
    made = named(Made, json.loads(words))
    own, digest = named(Summary, made["summary"]), from_plain(Digest, made["digest"])
    sums = list(_sums(own))
    failing = [(rule, -counts[_FAIL]) for rule, counts in own["by_rule"] if counts[_FAIL]]
    findings = sorted({(found.rule, digest.fiscal_year) for found in digest.findings})
    kept = Kept([row[:3] for row in sums], failing, findings, own["by_rule"])
    database.execute(
        "INSERT INTO disclosure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(name, digest.id, made["told"], digest.told_on, len(digest.findings), own["supersedes"]),
            *(to_json(outline(made["summary"])), listed_text(digest), dataset_text(digest, site_url)),
            *(to_json(digest.regions), to_json(made["addresses"]), to_json(made["folders"]), to_json(kept)),
        ),
    )
    database.executemany(
        "INSERT INTO sum VALUES (?, ?, ?, ?, ?)",
        ((code, year, place, digest.id, part) for code, year, place, part in sums),
    )
    database.executemany(
        "INSERT INTO broken VALUES (?, ?, ?, ?)",
        (
            (rule, place, digest.id, to_json([each for each in own["differences"] if each[_RULE] == rule]))
            for rule, place in failing
        ),
    )
    database.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?)",
        (
            (found.rule, digest.fiscal_year, digest.id, place, finding_text(digest.id, found))
            for place, found in enumerate(digest.findings)
        ),
    )
    return kept


def drop(database: sqlite3.Connection, name: str) -> Kept:
    """Removes the rows of a disclosure; where they lay."""
    [(identity, told)] = database.execute("SELECT id, kept FROM disclosure WHERE name = ?", (name,))
    kept = Kept(*json.loads(told))
    database.execute("DELETE FROM disclosure WHERE name = ?", (name,))
    database.executemany(
        "DELETE FROM sum WHERE code = ? AND year = ? AND place = ? AND id = ?", ((*row, identity) for row in kept.sums)
    )
    database.executemany(
        "DELETE FROM broken WHERE rule = ? AND place = ? AND id = ?", ((*row, identity) for row in kept.broken)
    )
    database.executemany(
        "DELETE FROM finding WHERE rule = ? AND year = ? AND id = ?", ((*row, identity) for row in kept.findings)
    )
    return kept


def code_of(scheme: str, code: str) -> str:
    """What a code is called among the sums: a code of another scheme may have the same digits."""
    return f"{scheme} {code}"


def _sums(own: Named) -> Iterator[tuple[str, int, str, str]]:
    """Code, place in the order of pages (the newest year, then the greatest amount first), and the sum as JSON."""
    year = -(own["fiscal_year"] or 0)
    for scheme in SCHEMES:
        for part in own[scheme]:
            yield code_of(scheme, part[_CODE]), year, _place(Decimal(part[_YUAN])), to_json(part)


def _place(yuan: Decimal) -> str:
    """A text that comes the earlier the greater the amount is."""
    return f"{_GREATEST - int(yuan.scaleb(_FINEST)):032d}"
