"""Amounts in prose, for rules that read a sentence of their own; findings about paragraphs and whole tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.check.facts import Facts, first_cell
from gongkai.model import Finding, Rule, Table
from gongkai.money import parse_amount

_AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(亿元|万元|千元|元)")
_SENTENCE = re.compile(r"[^。；;！]+[。；;！]?")
_REMEMBERED = 1 << 12  # paragraphs: several rules read the same ones
_QUOTED = 40  # characters of a sentence that a finding repeats


@dataclass(frozen=True, slots=True)
class Said:
    """An amount in a paragraph, at the offsets of its printed number."""

    yuan: Decimal
    step: Decimal
    printed: str
    start: int
    end: int


@lru_cache(maxsize=_REMEMBERED)
def amounts(text: str) -> tuple[Said, ...]:
    """The amounts of a text, in order."""
    if "元" not in text:
        return ()
    found = ((match, parse_amount(match[1], match[2])) for match in _AMOUNT.finditer(text))
    return tuple(Said(worth.yuan, worth.step, match[0], match.start(1), match.end()) for match, worth in found)


def sentences(text: str) -> Iterator[re.Match[str]]:
    """The sentences of a paragraph, each with the mark that ends it."""
    return _SENTENCE.finditer(text)


def operand(facts: Facts, paragraph_no: int, said: Said) -> str:
    """The key of an amount: the statement that it is, or else its paragraph."""
    statement = facts.statement_at.get((paragraph_no, said.start))
    return f"s{statement.statement_no}" if statement is not None else f"p{paragraph_no}"


def quoted(text: str, start: int, end: int) -> str:
    """A place in a text with a few words around it."""
    half = max(0, _QUOTED - (end - start)) // 2
    return text[max(0, start - half) : end + half].strip()


def told(
    rule: Rule,
    facts: Facts,
    paragraph_no: int,
    messages: tuple[str, str],
    *,
    kept: bool,
    operands: Sequence[str] = (),
) -> Finding:
    """The ledger row of something that a paragraph says, right or wrong."""
    return Finding(
        rule.rule,
        "pass" if kept else "fail",
        rule.severity,
        facts.paragraph_place(paragraph_no),
        *messages,
        operands=tuple(dict.fromkeys(operands or (f"p{paragraph_no}",))),
    )


def about_table(
    rule: Rule, table: Table, status: str, messages: tuple[str, str], operands: Sequence[str] = ()
) -> Finding:
    """The ledger row of something about a table as a whole; it points at the cell that the table begins with."""
    place = f"p.{table.page_from} t{table.table_no}" if table.page_from else f"t{table.table_no}"
    keys = tuple(operands) or (first_cell(table),)
    return Finding(rule.rule, status, rule.severity, place, *messages, operands=keys)
