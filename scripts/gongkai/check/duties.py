"""What must be published: the tables, their units, a word where a table is empty, nothing left to be filled in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gongkai.check.facts import Facts, first_cell
from gongkai.check.registry import rule
from gongkai.check.sentences import quoted, told
from gongkai.check.sources import LOGIC, PUBLISHING, REGULATION
from gongkai.check.totals import totals
from gongkai.model import Finding, Rule, Table
from gongkai.money import YUAN_PER_UNIT
from gongkai.vocabulary import kind_sequence, rule_words, squeeze, terms

_FEWEST_TABLES = 5  # kinds of tables that make a file the tables of a disclosure, and not a part of them
_NEAR = 40  # characters around a name within which a text says that there is none of it
_FRONT_ROWS = 3  # rows in which a heading may state the unit
_FEWEST_NAMES = 3  # tables that name their unit
_NAME = re.compile(r"(?:\d{3,}\s*[-—]\s*)?(.{3,40})")


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
            yield _about(rule_, table, "pass", messages)
        elif _says_none(facts, group[0]) is None:
            if unknown is not None:
                messages = (f"{zh}：没有认出；另有认不出的表", f"{en}: not met, but there are tables of no known kind")
                yield _about(rule_, unknown, "blocked", messages)
            else:
                yield _about(rule_, front, "fail", (f"没有公开{zh}", f"not published: {en}"))


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
            yield _about(rule_, table, "pass" if kept else "fail", messages, operands)


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


def _about(rule_: Rule, table: Table, status: str, messages: tuple[str, str], operands: Sequence[str] = ()) -> Finding:
    place = f"p.{table.page_from} t{table.table_no}" if table.page_from else f"t{table.table_no}"
    keys = tuple(operands) or (first_cell(table),)
    return Finding(rule_.rule, status, rule_.severity, place, *messages, operands=keys)


@rule(
    "unit-stated",
    title=("有金额的表写明单位", "A table with amounts states their unit"),
    rationale=(
        "不写明元还是万元，读者无从知道一个数是多少钱。",
        "Without yuan or ten thousand yuan nobody can tell what a figure is worth.",
    ),
    severity="note",
    without=("没有认出有金额的表", "no table with amounts was recognised"),
    precondition=("认得的、有金额的表（绩效目标表除外）", "recognised tables with amounts, forms of targets excepted"),
    source=PUBLISHING,
)
def _unit_stated(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables:
        if table.kind.startswith("performance") or table.lost or not facts.lines_of(table.table_no):
            continue
        unit = table.unit or _headed(facts, table)
        messages = (
            f"{facts.name(table)}" + (f"的单位是{unit}" if unit else "没有写明单位"),
            f"{facts.name_en(table)} " + (f"is in {unit}" if unit else "states no unit"),
        )
        yield _about(rule_, table, "pass" if unit else "fail", messages)


def _headed(facts: Facts, table: Table) -> str:
    """The unit that a heading states, 预算数（万元）, or words beside the table that begin with 单位."""
    beside = next((p.text for p in facts.paragraphs if p.place.page == table.page_from and "单位：" in p.text), "")
    if beside and table.page_from is not None:
        return beside
    front = [cell.text for cell in table.cells if cell.row <= max(_FRONT_ROWS, table.header_rows)]
    return next((unit for unit in reversed(YUAN_PER_UNIT) if any(unit in text for text in front)), "")


@rule(
    "placeholder",
    title=("没有留下待填写的地方", "Nothing is left to be filled in"),
    rationale=(
        "“XX局”“XX万元”“待填写”是样本中的占位，公开的文本里不应还在。",
        "“XX office”, “XX yuan” and their like are the model's placeholders, and do not belong in a published text.",
    ),
    severity="difference",
    without=("文件没有说明文字", "the file holds no narrative"),
    precondition=("文件有说明文字或标题", "the file holds prose or titles"),
    source=REGULATION,
)
def _placeholder(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    words = rule_words()["placeholders"]["words"]
    left = [
        (number, word, paragraph.text)
        for number, paragraph in enumerate(facts.paragraphs, start=1)
        for word in words
        if word in paragraph.text
    ]
    for number, word, text in {found[0]: found for found in reversed(left)}.values():
        said = quoted(text, text.find(word), text.find(word) + len(word))
        yield told(rule_, facts, number, (f"“{said}”：没有填写", f"“{said}”: not filled in"), kept=False)
    if not left and facts.paragraphs:
        messages = ("没有待填写的地方", "nothing is left to be filled in")
        yield told(rule_, facts, 1, messages, kept=True)


@rule(
    "unit-name",
    title=("各表写的是同一个单位", "All tables name the same unit"),
    rationale=(
        "一份公开文本的各张表属于同一个部门或单位；写着另一个单位的表是从别处抄来的。",
        "The tables of a disclosure are of one department or unit: one that names another was copied from elsewhere.",
    ),
    severity="difference",
    without=("没有两张表写明单位名称", "no two tables name their unit"),
    precondition=(
        "至少三张表写明“编制单位、部门”等，且多数相同",
        "three tables or more name their unit, most of them the same",
    ),
    source=LOGIC,
)
def _unit_name(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    labels = "|".join(map(re.escape, rule_words()["captions"]["units"]))
    caption = re.compile(rf"(?:{labels})\s*[：:]\s*{_NAME.pattern}")
    # Forms of targets and lists may be of units below the department: only the main tables name it.
    pages = {table.page_from for table in facts.tables if table.kind in kind_sequence()}
    named = [
        (number, match[1])
        for number, paragraph in enumerate(facts.paragraphs, start=1)
        if (match := caption.fullmatch(paragraph.text.strip())) is not None and paragraph.place.page in pages
    ]
    counted = Counter(squeeze(name) for _, name in named)
    if not counted:
        return
    usual, times = counted.most_common(1)[0]
    if times < _FEWEST_NAMES or 2 * times < len(named):
        return
    for number, name in named:
        own = squeeze(name)
        kept = own in usual or usual in own
        messages = (
            f"“{name}”与其他表" + ("相同" if kept else f"不同：多数是“{usual}”"),
            f"“{name}” is " + ("that of the other tables" if kept else f"not that of most tables, “{usual}”"),
        )
        yield told(rule_, facts, number, messages, kept=kept)


@rule(
    "nonzero-total",
    title=("收支总表的总计不为零", "The totals of the summary are not zero"),
    rationale=(
        "有收支的部门，总计不会是零；印成零的是没有填写的样表。",
        "A department that spends has a total: one of zero is a model that was not filled in.",
    ),
    severity="difference",
    without=("收支总表没有印出总计", "no summary prints its totals"),
    source=LOGIC,
)
def _nonzero(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for side in ("income", "expenditure"):
        for line in totals(facts, "department_summary", side=side)[-1:]:
            kept = line.amount_yuan != 0
            said = f"“{line.label}” {line.printed} {line.unit}"
            table = facts.table(line.table_no)
            yield Finding(
                rule_.rule,
                "pass" if kept else "fail",
                rule_.severity,
                facts.place(line),
                f"{facts.name(table)}{said}" + ("" if kept else "：总计为零"),
                f"{facts.name_en(table)} {said}" + ("" if kept else ": the total is zero"),
                operands=(first_cell(table),),
            )
