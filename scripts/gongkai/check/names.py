"""Names of codes in the text against the tables: a code that the text names is called the same in both."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.check.sentences import told
from gongkai.check.sources import CLASSIFICATION
from gongkai.model import Finding, Line, Rule
from gongkai.vocabulary import squeeze

_CODE = re.compile(r"[（(]\d{3}")
_NAME = r"(?<![\d.])([\u4e00-\u9fff][\u4e00-\u9fff、（）()]{1,40}?)"
_WHOLE = re.compile(rf"{_NAME}[（(](\d{{3}}|\d{{5}}|\d{{7}})[）)]")
_SPLIT = re.compile(rf"{_NAME}[（(](\d{{3}})类[）)](?:{_NAME}[（(](\d{{2}})款[）)])?(?:{_NAME}[（(](\d{{2}})项[）)])?")


@rule(
    "text-code-name",
    title=("文字和表中同一科目的名称相同", "A code is called the same in the text and in the tables"),
    rationale=(
        "文字写明科目编码的，名称应与表中该编码的名称相同；不同的多半沿用了改名以前的科目。",
        "Where the text prints a code, its name is that of the tables: another is often the name of an older list.",
    ),
    severity="difference",
    without=("文字没有写明表中科目的编码", "the text prints no code that the tables print"),
    precondition=(
        "文字在科目名称后的括号里写明编码（整码或类、款、项），表中印有该编码",
        "the text prints a code in brackets behind its name, whole or by level, and a table prints that code",
    ),
    source=CLASSIFICATION,
)
def _text_code_name(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    named = _named(facts)
    for number, paragraph in enumerate(facts.paragraphs, start=1) if named else ():
        if _CODE.search(paragraph.text) is None:
            continue
        for name, code in _codes(paragraph.text):
            lines = named.get(code, ())
            if not lines:
                continue
            kept = any(_same(name, line.label) for line in lines)
            messages = (
                f"{code}：文字为“{name}”，{facts.name(facts.table(lines[0].table_no))}为“{lines[0].label}”",
                f"{code}: “{name}” in the text, “{lines[0].label}” in {facts.name_en(facts.table(lines[0].table_no))}",
            )
            # The amount itself is not checked: only a name that differs is shown beside its row.
            places = (f"p{number}",) if kept else (f"p{number}", key(lines[0]))
            yield told(rule_, facts, number, messages, kept=kept, operands=places)


def _named(facts: Facts) -> Mapping[str, list[Line]]:
    """A line of each name that the tables give to each functional code."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in facts.lines:
        if line.scheme == "functional" and line.label and all(own.label != line.label for own in found[line.code]):
            found[line.code].append(line)
    return {code: lines for code, lines in found.items() if lines}


def _codes(text: str) -> Iterator[tuple[str, str]]:
    """Names with the codes that stand behind them."""
    for match in _WHOLE.finditer(text):
        yield match[1], match[2]
    for match in _SPLIT.finditer(text):
        code = match[2]
        yield match[1], code
        for name, part in ((match[3], match[4]), (match[5], match[6])):
            if not name:
                break
            code += part
            yield name, code


def _same(said: str, printed: str) -> bool:
    """Whether two names are one: words before it belong to the sentence, and a cell may cut its name off."""
    said, printed = squeeze(said), squeeze(printed)
    return said.endswith(printed) or printed.startswith(said) or said in printed
