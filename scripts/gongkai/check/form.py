"""The form of the text: marks that stand twice or have no partner, and amounts that no department has."""

import re
from collections.abc import Iterator

from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.check.sentences import amounts, operand, quoted, told
from gongkai.check.sources import LOGIC, PUBLISHING
from gongkai.check.totals import totals
from gongkai.model import Finding, Rule

_TWICE = re.compile(r"[，。；：、]{2,}|。[，；、]|[，；、]。")
_REASON = re.compile(r"原因是|原因：|主要用于")
_MARK = re.compile(r"[。！？；：:”）)》…;.，,、]")
_NEW = re.compile(r"\s*(?:其中|\d{1,2}\s*[.、．]|[（(]?[一二三四五六七八九十]+[）)、])")
_TAIL = 24  # characters of a sentence that a finding repeats
_PAIRS = (("“", "”"), ("《", "》"))
_BEYOND = 1000  # times the department's total: no unit that a text may mean makes up for it


@rule(
    "punctuation",
    title=("标点没有重复或落单", "No mark stands twice or without its partner"),
    rationale=(
        "两个句号、句号连着分号、引号书名号只有一半，是编辑时留下的，读者会误解句子到哪里为止。",
        "Two full stops, or half a pair of quotation marks, are left over from editing and blur where a sentence ends.",
    ),
    severity="note",
    without=("文件没有说明文字", "the file holds no narrative"),
    precondition=("文件有说明文字", "the file holds a narrative"),
    source=PUBLISHING,
)
def _punctuation(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    if not facts.has_narrative:
        return
    wrong = 0
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        text = paragraph.text
        doubled = _TWICE.search(text)
        half = next((mark for pair in _PAIRS for mark in pair if text.count(pair[0]) != text.count(pair[1])), "")
        if doubled is not None and "…" not in doubled[0]:
            said = quoted(text, *doubled.span())
            messages = (f"“{said}”：“{doubled[0]}”重复", f"“{said}”: “{doubled[0]}” stands twice")
        elif half and _ends(text) and _begins(facts, number):
            said = quoted(text, text.find(half) % len(text), text.find(half) % len(text) + 1)
            messages = (f"“{said}”：引号或书名号没有成对", f"“{said}”: half a pair of marks")
        elif _is_cut(facts, number):
            messages = (f"“{text[-_TAIL:]}”：句末没有句号", f"“{text[-_TAIL:]}”: the sentence has no full stop")
        else:
            continue
        wrong += 1
        yield told(rule_, facts, number, messages, kept=False)
    if not wrong:
        yield told(rule_, facts, 1, ("标点没有重复或落单", "no mark stands twice or alone"), kept=True)


def _is_cut(facts: Facts, number: int) -> bool:
    """Whether a sentence ends without a mark, and something new begins below it."""
    if number == len(facts.paragraphs):
        return False
    here, after = facts.paragraphs[number - 1], facts.paragraphs[number]
    begins = _NEW.match(after.text) is not None or after.text.rstrip().endswith("：")
    last = here.text.rstrip().rpartition("。")[2]
    said = _REASON.search(last) is not None and not _MARK.search(last[-1:])
    return said and begins and here.indent > 0 and after.indent > 0


def _ends(text: str) -> bool:
    """Whether a paragraph ends here, and not at the foot of a page."""
    return text.rstrip().endswith(("。", "！", "”", "》", "；"))


def _begins(facts: Facts, number: int) -> bool:
    """Whether a paragraph begins here: the one before it ended, or this one is indented."""
    return number == 1 or _ends(facts.paragraphs[number - 2].text) or facts.paragraphs[number - 1].indent > 0


@rule(
    "amount-magnitude",
    title=("文字中的金额与部门的规模相称", "Amounts in the text fit the size of the department"),
    rationale=(
        "文字中的一个金额若是部门收支总计的一千倍以上，多半是把元写成了万元。",
        "An amount of more than a thousand times the department's total most likely says ten thousand yuan for yuan.",
    ),
    severity="difference",
    without=("没有收支总表的总计，或文字中没有金额", "no summary prints its total, or the text states no amount"),
    precondition=("收支总表印有总计和单位，文字中写有金额", "a summary prints its total with a unit, the text amounts"),
    source=LOGIC,
)
def _magnitude(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    wholes = totals(facts, "department_summary", side="expenditure")
    whole = max(wholes, key=lambda line: line.amount_yuan, default=None)
    if whole is None or whole.amount_yuan <= 0 or not facts.table(whole.table_no).unit:
        return
    stated = [(number, said) for number, p in enumerate(facts.paragraphs, start=1) for said in amounts(p.text)]
    beyond = [(number, said) for number, said in stated if said.yuan > whole.amount_yuan * _BEYOND]
    if not stated or 2 * len(beyond) > len(stated):
        return  # nothing to compare, or it is the table whose unit is in doubt
    for number, said in beyond:
        messages = (
            f"文字中的 {said.printed} 是支出总计 {whole.printed} {whole.unit}的一千倍以上",
            f"{said.printed} in the text is over a thousand times the total, {whole.printed} {whole.unit}",
        )
        keys = (operand(facts, number, said), key(whole))
        yield told(rule_, facts, number, messages, kept=False, operands=keys)
    if not beyond:
        messages = ("文字中的金额都与支出总计相称", "all amounts of the text fit the total of expenditure")
        yield told(rule_, facts, stated[-1][0], messages, kept=True)
