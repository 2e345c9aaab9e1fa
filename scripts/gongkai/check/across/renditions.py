"""One disclosure in several files, and one that was published again: the figures are the same, or a notice says so."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from gongkai.check.across.registry import across_rule
from gongkai.check.across.rows import agreement, in_table, of_table, operand_of
from gongkai.check.across.shelf import Shelf, is_reissue
from gongkai.check.across.volume import Meaning, Volume
from gongkai.check.arithmetic import Words
from gongkai.check.facts import key
from gongkai.check.sources import LOGIC, PUBLISHING
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import publications, squeeze

Pair = tuple[Line, Line]

_OF_ALL = ("department_summary", "department_income", "department_expenditure")


@across_rule(
    "same-publication",
    title=("同一份公开的几个文件数字相同", "The files of one disclosure print the same figures"),
    rationale=(
        "同一份预算或决算以 PDF、网页、表格几种形式公开时，每一个数都应当相同。",
        "A budget or final account that is published as PDF, page and spreadsheet is the same one in each.",
    ),
    severity="error",
    without=(
        "没有同一份公开的另一个文件，或两者总数不同、相同的数不到一半",
        "there is no other file of the same disclosure, or their totals or more than half of their figures differ",
    ),
    precondition=(
        "同一单位、年度、阶段、范围的公开有几个文件",
        "a disclosure of one issuer, year, phase and scope has several files",
    ),
    source=LOGIC,
)
def _same_publication(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    words = Words("印为", "printed as")
    for first, second in combinations(volume.sources, 2):
        pairs = _pairs(volume.figures("this_year", second), volume.figures("this_year", first))
        yield from _compared(rule, volume, volume, pairs, words)
    for other in shelf.twins(volume):
        if not is_reissue(volume, other) and not _same_files(volume, other):
            pairs = _pairs(volume.figures("this_year"), other.figures("this_year"))
            yield from _compared(rule, volume, other, pairs, words)


@across_rule(
    "re-issue",
    title=("重新公开而改了数，应有更正说明", "A figure that changed when it was published again comes with a notice"),
    rationale=(
        "政府信息应当及时、准确地公开（《政府信息公开条例》第六条）；公开后更正的，应当说明更正了什么。",
        (
            "Information is to be published accurately (Regulations on Open Government Information, article 6); "
            "a correction says what it corrects."
        ),
    ),
    severity="difference",
    without=(
        "没有登记它所替代的前一版，或前一版没有一起核对",
        "no former revision is registered, or it was not checked with it",
    ),
    precondition=(
        "同一份公开有前后两版",
        "a disclosure was published twice",
    ),
    source=PUBLISHING,
)
def _re_issue(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    for other in shelf.twins(volume):
        if not is_reissue(volume, other):
            continue
        pairs = _pairs(volume.figures("this_year"), other.figures("this_year"))
        if _has_notice(volume):
            yield from _told(rule, volume, other, pairs)
        else:
            words = Words("没有更正说明，改印为", "without a notice, now printed as")
            yield from _compared(rule, volume, other, pairs, words)


def _pairs(now: Mapping[Meaning, Line], before: Mapping[Meaning, Line]) -> list[Pair]:
    return [(line, before[meaning]) for meaning, line in now.items() if meaning in before]


def _compared(rule: Rule, volume: Volume, other: Volume, pairs: list[Pair], words: Words) -> Iterator[Finding]:
    """A row for each figure that differs, and one for the figures of each table that are the same."""
    rows = [(pair, _row(rule, volume, other, pair, words)) for pair in pairs]
    same = [pair for pair, row in rows if row.status == "pass"]
    if rule.rule == "same-publication" and (2 * len(same) <= len(pairs) or not _same_whole(volume, rows)):
        return
    yield from (row for _, row in rows if row.status == "fail")
    if other is not volume:
        yield from _missing(rule, volume, other)
    for table_no in dict.fromkeys(now.table_no for now, _ in same):
        yield _alike(rule, volume, other, [pair for pair in same if pair[0].table_no == table_no])


def _same_whole(volume: Volume, rows: Iterable[tuple[Pair, Finding]]) -> bool:
    """Whether no total of the whole body differs: a department and its own office share many figures, not these."""
    wholes = [row for (line, _), row in rows if line.is_total and volume.table(line).kind in _OF_ALL]
    return all(row.status == "pass" for row in wholes)


def _row(rule: Rule, volume: Volume, other: Volume, pair: Pair, words: Words) -> Finding:
    return agreement(rule, in_table(volume, pair[0]), in_table(other, pair[1]), words)


def _alike(rule: Rule, volume: Volume, other: Volume, pairs: list[Pair]) -> Finding:
    first = pairs[0][0]
    name, name_en = of_table(volume.table(first))
    return Finding(
        rule.rule,
        "pass",
        rule.severity,
        volume.place(first),
        f"{name}：{len(pairs)} 个数与 {other.id} 相同",
        f"{name_en}: {len(pairs)} figures are those of {other.id}",
        operands=tuple(_operands(volume, other, pairs)),
    )


def _missing(rule: Rule, volume: Volume, other: Volume) -> Iterator[Finding]:
    """A row for each table with figures of which the later one has nothing of the kind.

    One that has fewer than half of the kinds is a part of the publication, such as its text, and lacks nothing.
    """
    here = {table.kind for table in volume.disclosure.tables}
    first = {line.table_no: line for line in reversed(other.disclosure.lines)}
    there = {table.kind for table in other.disclosure.tables if table.kind and table.table_no in first}
    if 2 * len(here & there) < len(there):
        return
    for table in other.disclosure.tables:
        if table.kind and table.kind not in here and table.table_no in first:
            name, name_en = of_table(table)
            yield Finding(
                rule.rule,
                "fail",
                "note",
                "",
                f"{other.id} 有{name}，这里没有，或没有认出",
                f"{other.id} has {name_en}; here there is none, or it was not recognised",
                operands=(operand_of(volume, other, key(first[table.table_no])),),
            )


def _told(rule: Rule, volume: Volume, other: Volume, pairs: list[Pair]) -> Iterator[Finding]:
    changed = [pair for pair in pairs if pair[0].amount_yuan != pair[1].amount_yuan]
    yield Finding(
        rule.rule,
        "pass",
        rule.severity,
        volume.place(changed[0][0]) if changed else "",
        f"与 {other.id} 有 {len(changed)} 个数不同，文中有更正说明",
        f"{len(changed)} figures differ from {other.id}, and the document has a notice",
        operands=tuple(_operands(volume, other, changed)),
    )


def _operands(volume: Volume, other: Volume, pairs: Iterable[Pair]) -> Iterator[str]:
    for now, before in pairs:
        yield key(now)
        yield operand_of(volume, other, key(before))


def _same_files(volume: Volume, other: Volume) -> bool:
    return {s.sha256 for s in volume.disclosure.sources} == {s.sha256 for s in other.disclosure.sources}


def _has_notice(volume: Volume) -> bool:
    words = publications()["notice"]["words"]
    return any(word in squeeze(p.text) for p in volume.disclosure.paragraphs for word in words)
