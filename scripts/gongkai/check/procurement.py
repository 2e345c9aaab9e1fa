"""Government procurement in prose: goods, works and services make the total, what is reserved is within it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.check.arithmetic import holds, in_unit, tolerance
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sentences import Said, amounts, operand
from gongkai.check.sources import PROCUREMENT
from gongkai.model import Finding, Rule

_PART = re.compile(r"(货物|工程|服务)[^\d，。；、：:]{0,14}(?=\d)")
_NOUGHT = re.compile(r"(货物|工程|服务)[^\d，。；、：:]{0,12}为0(?=[，、。；;])")
_RESERVED = re.compile(r"面向中小企业预留[^\d。；;]{0,24}(?=\d)")
_KINDS = ("货物", "工程", "服务")
_NEAR = 24  # characters before an amount that say what it is of


@dataclass(frozen=True, slots=True)
class _Split:
    """A total of procurement and the goods, works and services that are said to make it."""

    paragraph_no: int
    total: Said
    parts: tuple[Said, ...]


@rule(
    "procurement-parts",
    title=("政府采购总额 = 货物 + 工程 + 服务", "Procurement = goods + works + services"),
    rationale=(
        "政府采购的对象只有货物、工程和服务三类，三类之和就是采购总额。",
        "Government procurement buys goods, works and services: the three make the total.",
    ),
    severity="error",
    without=("说明文字没有同时写明采购总额和三类金额", "the narrative does not state the total with its three kinds"),
    precondition=(
        "同一段先写采购总额，接着写货物、工程、服务的金额",
        "a paragraph states the total, then the amounts of goods, works and services",
    ),
    source=PROCUREMENT,
)
def _parts(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for split in _splits(facts):
        made = sum((part.yuan for part in split.parts), Decimal(0))
        steps = (split.total.step, *(part.step for part in split.parts))
        yield _finding(facts, rule_, split, split.total.yuan - made, tolerance(*steps))


def _finding(facts: Facts, rule_: Rule, split: _Split, difference: Decimal, allowed: Decimal) -> Finding:
    kept = holds(difference, allowed)
    total, parts = split.total, split.parts
    sign = "=" if difference == 0 else ("≈" if kept else "≠")
    shown = f"{total.printed} {sign} {' + '.join(part.printed for part in parts)}"
    gap = in_unit(abs(difference), "万元", min(part.step for part in (total, *parts)))
    return Finding(
        rule_.rule,
        "pass" if kept else "fail",
        rule_.severity,
        facts.paragraph_place(split.paragraph_no),
        f"政府采购总额 = 货物 + 工程 + 服务：{shown}" + ("" if kept else f"，相差 {gap} 万元"),
        f"procurement = goods + works + services: {shown}" + ("" if kept else f", a difference of {gap} 万元"),
        total.yuan,
        total.yuan - difference,
        difference,
        allowed,
        tuple(dict.fromkeys(operand(facts, split.paragraph_no, said) for said in (total, *parts))),
    )


def _splits(facts: Facts) -> Iterator[_Split]:
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        text = paragraph.text
        if "采购" in text and all(kind in text for kind in _KINDS):
            yield from _splits_of(number, text)


def _splits_of(number: int, text: str) -> Iterator[_Split]:
    """Each total of a paragraph that is followed by all three kinds; a kind said again begins another split."""
    by_start = {said.start: said for said in amounts(text)}
    named = {match.end(): match for match in _PART.finditer(text)}
    noughts = {match.start(): match[1] for match in _NOUGHT.finditer(text)}
    total: Said | None = None
    parts: dict[str, Said | None] = {}
    for at in sorted({*by_start, *noughts}):
        kind = noughts.get(at) or (named[at][1] if at in named else "")
        if kind and total is not None and kind not in parts:
            parts[kind] = by_start.get(at)
            if len(parts) == len(_KINDS):
                yield _Split(number, total, tuple(part for part in parts.values() if part is not None))
                total, parts = None, {}
        elif not kind:
            total = by_start[at] if "采购" in text[max(0, at - _NEAR) : at] else None
            parts = {}


@rule(
    "procurement-reserved",
    title=("为中小企业预留的采购不大于采购总额", "Procurement reserved for small firms ≤ all procurement"),
    rationale=(
        "预留给中小企业的采购预算是采购预算的一部分。",
        "What is reserved for small and medium firms is a part of the procurement budget.",
    ),
    severity="error",
    without=("预算说明没有写明采购总额和预留金额", "no budget narrative states procurement and what is reserved"),
    precondition=(
        "预算文本写明采购总额（及三类金额）和面向中小企业预留的金额；决算的采购额以合同计，口径不同，不比",
        "a budget states the total with its kinds, and what is reserved; a final account counts contracts instead",
    ),
    source=PROCUREMENT,
)
def _reserved(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    totals = list(_splits(facts)) if facts.phase == "budget" else []
    if not totals:
        return
    whole = totals[0].total
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        match = _RESERVED.search(paragraph.text)
        said = next((s for s in amounts(paragraph.text) if s.start == match.end()), None) if match else None
        if said is None:
            continue
        allowed = tolerance(said.step, whole.step)
        kept = said.yuan - whole.yuan < allowed
        sign = "≤" if kept else ">"
        yield Finding(
            rule_.rule,
            "pass" if kept else "fail",
            rule_.severity,
            facts.paragraph_place(number),
            f"为中小企业预留 {said.printed} {sign} 政府采购总额 {whole.printed}",
            f"reserved for small firms {said.printed} {sign} all procurement {whole.printed}",
            said.yuan,
            whole.yuan,
            said.yuan - whole.yuan,
            allowed,
            tuple(dict.fromkeys((operand(facts, number, said), operand(facts, totals[0].paragraph_no, whole)))),
        )
