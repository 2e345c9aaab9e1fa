"""What tables and titles state: their unit, whose they are, nothing left to be filled in."""

import re
from collections import Counter
from collections.abc import Iterator

from gongkai.check.facts import Facts, first_cell
from gongkai.check.registry import rule
from gongkai.check.sentences import about_table, quoted, told
from gongkai.check.sources import LOGIC, PUBLISHING, REGULATION
from gongkai.check.totals import totals
from gongkai.model import Finding, Rule, Table
from gongkai.money import YUAN_PER_UNIT
from gongkai.vocabulary import kind_sequence, rule_words, squeeze

_FRONT_ROWS = 3  # rows in which a heading may state the unit
_FEWEST_NAMES = 3  # tables that name their unit
_NAME = re.compile(r"(?:\d{3,}\s*[-—]\s*)?(.{3,40})")


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
        yield about_table(rule_, table, "pass" if unit else "fail", messages)


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
    precondition=(
        "收支总表印出总计",
        "a summary prints its totals",
    ),
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
