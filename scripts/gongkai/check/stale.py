"""Years that are left over from another year's document: in titles, comparisons, plans and dates."""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.check.facts import Facts, first_cell
from gongkai.check.registry import rule
from gongkai.check.sentences import quoted, sentences, told
from gongkai.check.sources import LOGIC, PUBLISHING, THREE_PUBLIC
from gongkai.model import Cell, Finding, Rule, Table
from gongkai.vocabulary import rule_words

_PHASES = {"budget": ("预算", "决算"), "final": ("决算", "预算")}  # what a document calls itself, and the other
_OF_PLANS = re.compile(r"规划|计划|目标|标准|同期|中期")  # what the same year may be compared with
_NO_PLAN = r"度?[^，。；\d]{0,8}(?:基础|经验)|度?\s*[-—~～至到]\s*20\d{2}"
_YEAR = re.compile(r"(20\d{2})\s*年")
_LONGEST_TITLE = 40  # characters
_MARKS = re.compile(r"[。；;，,：:]")
_AS_OF = re.compile(r"截[至止]到?\s*(20\d{2})\s*年")


@rule(
    "title-year",
    title=("标题写的是本年", "Titles state the document's year"),
    rationale=(
        "表名和各部分的标题写明的预算、决算年度，就是这份文本的年度；写成别的年份是沿用了旧文本。",
        "The year in the titles of tables and parts is the document's own: another is left over from an older text.",
    ),
    severity="error",
    without=("标题没有写明年份，或文本的年度不明", "no title states a year, or the document's year is unknown"),
    precondition=(
        "表名或部分标题写明预算、决算年度，且多数标题写的是文本的年度",
        "titles of tables or parts state a year of budget or final account, most of them the document's",
    ),
    source=PUBLISHING,
)
def _title_year(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    titled = [(number, p.text) for number, p in enumerate(facts.paragraphs, start=1) if _is_title(facts, p.text)]
    tables = [table for table in facts.tables if _is_title(facts, table.title)]
    texts = [text for _, text in titled] + [table.title for table in tables]
    right = sum(_states(facts, text) for text in texts)
    if facts.fiscal_year is None or 2 * right < len(texts):
        return
    for number, text in titled:
        yield told(rule_, facts, number, _title_message(facts, text), kept=_states(facts, text))
    for table in tables:
        kept = _states(facts, table.title)
        place = f"p.{table.page_from} t{table.table_no}" if table.page_from else f"t{table.table_no}"
        messages = _title_message(facts, table.title)
        status = "pass" if kept else "fail"
        yield Finding(rule_.rule, status, rule_.severity, place, *messages, operands=(first_cell(table),))


def _is_title(facts: Facts, text: str) -> bool:
    """Whether a text is a title that states the document's year, and no other document's or that of publishing."""
    words = rule_words()["years"]
    own, other = _PHASES.get(facts.phase, ("", ""))
    if other and other in text and own not in text:
        return False
    if facts.phase == "final" and "公开" in text and str((facts.fiscal_year or 0) + 1) in text:
        return False  # a final account is published in the year after its own
    return (
        len(text) <= _LONGEST_TITLE
        and _YEAR.search(text) is not None
        and _MARKS.search(text) is None
        and any(word in text for word in words["titles"])
        and not any(word in text for word in words["other_titles"])
    )


def _states(facts: Facts, text: str) -> bool:
    return facts.fiscal_year in {int(year) for year in _YEAR.findall(text)}


def _title_message(facts: Facts, text: str) -> tuple[str, str]:
    if _states(facts, text):
        return f"标题“{text}”写的是 {facts.fiscal_year} 年", f"the title “{text}” states {facts.fiscal_year}"
    return (
        f"标题“{text}”写的不是 {facts.fiscal_year} 年",
        f"the title “{text}” does not state {facts.fiscal_year}",
    )


@rule(
    "compared-year",
    title=("预算不同自己的年度比较", "A budget is not compared with its own year"),
    rationale=(
        "预算说明的增减是同上一年比；写成“比本年预算增加”，年份必有一个写错。",
        "A budget's changes are against an earlier year: “more than this year's budget” names the wrong year.",
    ),
    severity="error",
    without=("不是预算，或没有写明同哪一年比较", "no budget, or no comparison names its year"),
    precondition=(
        "预算说明写明“比某年增加、减少或持平”，且多数是同别的年度比",
        "a budget's narrative says “more or less than in a year”, and mostly compares with other years",
    ),
    source=LOGIC,
)
def _compared_year(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    if facts.phase != "budget" or facts.fiscal_year is None:
        return
    found = list(_comparisons(facts, facts.fiscal_year))
    own = sum(year == facts.fiscal_year for _, year, _ in found)
    if 2 * own > len(found):
        return  # the comparisons tell of another year than the document's: its year may be misread
    for number, year, said in found:
        messages = (
            f"“{said}”：" + ("同另一年比较" if year != facts.fiscal_year else f"{year} 年预算同 {year} 年比较"),
            f"“{said}”: " + ("against another year" if year != facts.fiscal_year else f"{year} against {year}"),
        )
        yield told(rule_, facts, number, messages, kept=year != facts.fiscal_year)


def _comparisons(facts: Facts, own: int) -> Iterator[tuple[int, int, str]]:
    """Each 比某年增加 of the prose: its paragraph, the year, and the words; none where a later year is spoken of."""
    compared = "|".join(rule_words()["years"]["compared"])
    pattern = re.compile(rf"(?:比|较|与|同)\s*(20\d{{2}})\s*年[^，。；\d]{{0,14}}?(?:{compared})")
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        for sentence in sentences(paragraph.text) if "年" in paragraph.text else ():
            if not any(int(year) > own for year in _YEAR.findall(sentence[0])):
                for match in pattern.finditer(sentence[0]):
                    if _OF_PLANS.search(match[0]):
                        continue
                    yield number, int(match[1]), quoted(sentence[0], *match.span())


@rule(
    "planned-year",
    title=("拟办的事不早于编制预算的一年", "What is planned lies no earlier than when the budget was made"),
    rationale=(
        "预算在上一年编制，文本说“拟某年”“计划于某年”，那一年不会更早；更早的是沿用了旧文本。",
        "A budget is made in the year before its own: a plan for an earlier one is left over from an older text.",
    ),
    severity="difference",
    without=("不是预算，或没有写明拟办的年份", "no budget, or no plan names its year"),
    precondition=("预算的说明文字或绩效目标表写有“拟、将于、预计”某年", "a budget's prose or forms plan for a year"),
    source=LOGIC,
)
def _planned_year(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    if facts.phase != "budget" or facts.fiscal_year is None:
        return
    planned = "|".join(rule_words()["years"]["planned"])
    # 拟在2024年基础上 builds on a year, 计划于2024年至2027年 plans for several: neither plans for 2024.
    pattern = re.compile(rf"(?<!原)(?:{planned})(?:\s*在|\s*于)?\s*(20\d{{2}})\s*年(?!{_NO_PLAN})")
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        for match in pattern.finditer(paragraph.text):
            messages = _plan_message(facts, paragraph.text, match)
            yield told(rule_, facts, number, messages, kept=_lies_ahead(facts, match))
    for table in facts.tables_of("performance_project", "performance_department", "project_expenditure"):
        for cell in table.cells:
            for match in pattern.finditer(cell.text) if "年" in cell.text else ():
                yield _planned_in_cell(facts, rule_, table, cell, match)


def _planned_in_cell(facts: Facts, rule_: Rule, table: Table, cell: Cell, match: re.Match[str]) -> Finding:
    return Finding(
        rule_.rule,
        "pass" if _lies_ahead(facts, match) else "fail",
        rule_.severity,
        facts.cell_place(table.table_no, cell.row, cell.column),
        *_plan_message(facts, cell.text, match),
        operands=(f"{table.table_no}:{cell.row}:{cell.column}",),
    )


def _lies_ahead(facts: Facts, match: re.Match[str]) -> bool:
    """Whether a plan is for no earlier year than that in which the budget was made, the year before its own."""
    return int(match[1]) >= (facts.fiscal_year or 0) - 1


def _plan_message(facts: Facts, text: str, match: re.Match[str]) -> tuple[str, str]:
    said = quoted(text, *match.span())
    if _lies_ahead(facts, match):
        made = (facts.fiscal_year or 0) - 1
        return f"“{said}”：不早于编制预算的 {made} 年", f"“{said}”: not before {made}, when the budget was made"
    return (
        f"“{said}”：{facts.fiscal_year} 年的预算计划 {match[1]} 年的事",
        f"“{said}”: the budget of {facts.fiscal_year} plans for {match[1]}",
    )


@rule(
    "as-of-date",
    title=("资产数的日期与文本的年度相符", "Assets are stated as of a date that fits the document's year"),
    rationale=(
        "决算写的是决算年度年末的资产，预算写的是编制时的资产，即上一年或本年；更早的日期是沿用了旧文本。",
        "A final account states assets at the end of its year, a budget when it was made: the year before, or its own.",
    ),
    severity="difference",
    without=("没有写明截至哪一年的资产数", "no sentence states assets as of a date"),
    precondition=("文字写明“截至某年”的车辆、固定资产等", "the text states vehicles or assets “as of” a date"),
    source=THREE_PUBLIC,
)
def _as_of(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    year = facts.fiscal_year
    if year is None or facts.phase not in ("budget", "final"):
        return
    allowed = (year,) if facts.phase == "final" else (year - 1, year)
    assets = rule_words()["years"]["assets"]
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        for sentence in sentences(paragraph.text) if "截" in paragraph.text else ():
            match = _AS_OF.search(sentence[0])
            if match is None or not any(word in sentence[0] for word in assets):
                continue
            kept = int(match[1]) in allowed
            said = quoted(sentence[0], *match.span())
            phase = ("决算", "final account") if facts.phase == "final" else ("预算", "budget")
            verdict = ("相符", "fits") if kept else ("不符", "does not fit")
            messages = (
                f"“{said}”：与 {year} 年{phase[0]}{verdict[0]}",
                f"“{said}”: the date {verdict[1]} a {phase[1]} of {year}",
            )
            found = told(rule_, facts, number, messages, kept=kept)
            # A budget may state what the last yearly report of assets says; a final account is of that year itself.
            yield replace(found, severity=rule_.severity if facts.phase == "final" else "note")
