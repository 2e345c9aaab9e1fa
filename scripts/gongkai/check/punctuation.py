"""The marks of the text: those that stand twice, have no partner or are missing."""

import re
from collections.abc import Iterator

from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sentences import quoted, told
from gongkai.check.sources import PUBLISHING
from gongkai.model import Finding, Rule

_TWICE = re.compile(r"[，。；：、]{2,}|。[，；、]|[，；、]。")
_REASON = re.compile(r"原因是|原因：|主要用于")
_MARK = re.compile(r"[。！？；：:”）)》…;.，,、]")
_NEW = re.compile(r"\s*(?:其中|\d{1,2}\s*[.、．]|[（(]?[一二三四五六七八九十]+[）)、])")
_TAIL = 24  # characters of a sentence that a finding repeats
_PAIRS = (("“", "”"), ("《", "》"))


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
