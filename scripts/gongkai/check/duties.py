"""What must be published: the tables, and a word where a table is empty."""

from collections.abc import Iterator, Sequence

from gongkai.check.facts import Facts, first_cell
from gongkai.check.registry import rule
from gongkai.check.sentences import about_table, told
from gongkai.check.sources import LOGIC, PUBLISHING
from gongkai.model import Finding, Rule
from gongkai.vocabulary import rule_words, terms

_FEWEST_TABLES = 5  # kinds of tables that make a file the tables of a disclosure, and not a part of them
_NEAR = 40  # characters around a name within which a text says that there is none of it


@rule(
    "tables-present",
    title=("应公开的表都已公开", "All tables that must be published are there"),
    rationale=(
        "部门预算、决算应公开收支总表、收入表、支出表、财政拨款收支、一般公共预算支出、基本支出、“三公”经费和基金、国资支出表。",
        (
            "Budgets and final accounts are published with summary, income, expenditure, fiscal appropriation, general "
            "budget, basic expenditure, the three public expenses, government funds and state capital."
        ),
    ),
    severity="difference",
    without=("文件不是一套完整的预算、决算表", "the file does not hold the tables of a budget or final account"),
    precondition=(
        "文件至少印有五种应公开的表；没有该项收支而文字已说明的，不要求有表",
        "the file prints five of these kinds or more; no table is asked for where the text says that there is nothing",
    ),
    source=PUBLISHING,
)
def _tables_present(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    required, year = rule_words()["required"], facts.fiscal_year
    asked: Sequence[Sequence[str]] = required.get(facts.phase, ())
    groups = [g for g in asked if year is None or year >= required["since"].get(g[0], year)]
    found = [next((t for kind in group for t in facts.tables_of(kind)), None) for group in groups]
    front = next((table for table in found if table is not None), None)
    if front is None or sum(table is not None for table in found) < _FEWEST_TABLES:
        return
    unknown = next((table for table in facts.tables if not table.recognised), None)
    for group, table in zip(groups, found, strict=True):
        zh, en = terms()["kind"][group[0]]
        if table is not None:
            messages = (f"{zh}：{facts.name(table)}", f"{en}: {facts.name_en(table)}")
            yield about_table(rule_, table, "pass", messages)
        elif _says_none(facts, group[0]) is None:
            if unknown is not None:
                messages = (f"{zh}：没有认出；另有认不出的表", f"{en}: not met, but there are tables of no known kind")
                yield about_table(rule_, unknown, "blocked", messages)
            else:
                yield about_table(rule_, front, "fail", (f"没有公开{zh}", f"not published: {en}"))


@rule(
    "empty-table-statement",
    title=("空表要有说明", "An empty table says why it is empty"),
    rationale=(
        "没有数据的“三公”经费、政府性基金、国有资本经营支出表应列出空表并作说明，否则看不出是没有还是漏填。",
        "A table without figures is published with a word that there are none, or it may be an omission.",
    ),
    severity="difference",
    without=("没有空表，或文件只有表、没有说明文字", "no table is empty, or the file holds tables alone"),
    precondition=(
        "这些表印出而没有一个数；文件中有说明文字（说明可在表下，也可在文字中）",
        "such a table is printed without a figure, and the file has a narrative; the word may stand there or below",
    ),
    source=PUBLISHING,
)
def _empty_tables(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for kind in rule_words()["nothing"]["of"]:
        for table in facts.tables_of(kind) if facts.has_narrative else ():
            if facts.lines_of(table.table_no) or table.lost or facts.has_unread_in(table):
                continue
            said = _says_none(facts, kind)
            kept = bool(table.empty_note) or said is not None
            messages = (
                f"{facts.name(table)}没有数据，" + ("有说明" if kept else "也没有说明"),
                f"{facts.name_en(table)} holds no figures, " + ("with a word why" if kept else "and no word says why"),
            )
            operands = (first_cell(table), *((f"p{said}",) if said and not table.empty_note else ()))
            yield about_table(rule_, table, "pass" if kept else "fail", messages, operands)


@rule(
    "empty-table-amount",
    title=("文字写有金额的表不是空表", "A table is not empty of what the text states"),
    rationale=(
        "文字写明本年有该项金额，表中却没有一个数，两者不能都对。",
        "The text states an amount of this year where the table holds no figure: both cannot be right.",
    ),
    severity="difference",
    without=("没有空表，或文字没有写该项金额", "no table is empty, or the text states no amount of it"),
    precondition=(
        "“三公”经费、政府性基金、国有资本经营支出表印出而没有一个数，文字写有本年该项的金额",
        "such a table is printed without a figure, and the text states an amount of it for this year",
    ),
    source=LOGIC,
)
def _empty_table_amount(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for kind in rule_words()["nothing"]["of"]:
        tables = list(facts.tables_of(kind))
        if not tables or any(t.lost or facts.lines_of(t.table_no) or facts.has_unread_in(t) for t in tables):
            continue
        table = tables[0]
        for said in facts.statements:
            if said.kind != kind or said.year != facts.fiscal_year or said.amount_yuan is None:
                continue
            kept = said.amount_yuan == 0
            stated = f"“{said.subject}” {said.printed} {said.unit}"
            messages = (
                f"文字：{stated}；{facts.name(table)}没有数" + ("" if kept else "，不相符"),
                f"the text: {stated}; {facts.name_en(table)} holds no figures" + ("" if kept else ": they disagree"),
            )
            keys = (f"s{said.statement_no}", first_cell(table))
            yield told(rule_, facts, said.paragraph_no, messages, kept=kept, operands=keys)


def _says_none(facts: Facts, kind: str) -> int | None:
    """The paragraph that says that there is nothing of a kind, or None."""
    nothing = rule_words()["nothing"]
    for name in nothing["of"].get(kind, ()):
        for number, paragraph in enumerate(facts.paragraphs, start=1):
            text = paragraph.text
            at = text.find(name)
            while at >= 0:
                around = text[max(0, at - _NEAR) : at + len(name) + _NEAR]
                if any(word in around for word in nothing["negations"]):
                    return number
                at = text.find(name, at + 1)
    return None
