"""The contents against the document: a table that the contents list is there."""

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.check.facts import Facts, first_cell
from gongkai.check.registry import rule
from gongkai.check.sentences import told
from gongkai.check.sources import LOGIC
from gongkai.model import Finding, Rule
from gongkai.vocabulary import bare, kinds, squeeze, terms

_ENTRY = re.compile(r"([^.…·。；\d]{3,40}?表[”\"]?)\s*(?:\.{2,}|…+|·{2,}|\d{1,3}(?!\d))")
_LAST = re.compile(r"(?:\d{1,2}\s*[.．、]\s*)?(?:20\d{2}年)?([^.…·。；，,\d]{3,40}?表)")
_CONTENTS = "目录"
_FRONT_PAGES = 6  # pages within which the contents stand
_MOST_PAGES = 2  # pages that they take after the first


@rule(
    "contents-tables",
    title=("目录列出的表都在", "Every table that the contents list is there"),
    rationale=(
        "目录列出的表，正文里应当有；没有的是漏了表，或沿用了旧目录。",
        "A table that the contents list stands in the document: else it is missing, or the contents are old.",
    ),
    severity="difference",
    without=("没有列出各表的目录", "the document has no contents that list its tables"),
    precondition=(
        "目录列出表名和页码，表名认得出是哪一种表",
        "the contents list titles of tables with their pages, and the titles tell their kind",
    ),
    source=LOGIC,
)
def _contents(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    there = {table.kind for table in facts.tables}
    unknown = next((table for table in facts.tables if not table.recognised), None)
    for number, entry in _entries(facts) if there else ():
        kind = _kind(squeeze(entry))
        if not kind:
            continue
        name = bare(entry)
        if kind in there or unknown is None:
            kept = kind in there
            messages = (
                f"目录中的“{name}”" + ("在正文中" if kept else "不在正文中"),
                f"“{name}” of the contents is " + ("there" if kept else "not there") + f" ({terms()['kind'][kind][1]})",
            )
            yield told(rule_, facts, number, messages, kept=kept)
        else:
            place, key = facts.paragraph_place(number), first_cell(unknown)
            zh, en = (
                f"目录中的“{name}”没有找到；另有认不出的表",
                f"“{name}” was not met; some tables are of no known kind",
            )
            yield Finding(rule_.rule, "blocked", rule_.severity, place, zh, en, operands=(f"p{number}", key))


@lru_cache(maxsize=1 << 12)
def _kind(title: str) -> str:
    """The kind of table that a title of the contents tells, "" for none and for forms."""
    return next((kind.term for kind in kinds() if kind.fits_title(title) and not kind.form), "")


def _entries(facts: Facts) -> Iterator[tuple[int, str]]:
    """The tables of the contents, with the paragraph that lists each.

    A page number or leaders follow a title; on the page of the word 目录 a title may stand alone.
    """
    begin = 0
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        page = paragraph.place.page or 0
        if not begin and squeeze(paragraph.text).startswith(_CONTENTS) and page <= _FRONT_PAGES:
            begin = page or 1
        if begin and page > begin + _MOST_PAGES:
            return
        if begin:
            yield from ((number, match[1].strip()) for match in _ENTRY.finditer(paragraph.text))
        whole = _LAST.fullmatch(paragraph.text.strip()) if page == begin else None
        if whole is not None:
            yield number, whole[1]
