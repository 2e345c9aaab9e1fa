"""Vehicles: those owned by kind, those bought against the money for them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.check.arithmetic import in_unit
from gongkai.check.facts import Facts, key
from gongkai.check.registry import rule
from gongkai.check.sentences import told
from gongkai.check.sources import LOGIC, THREE_PUBLIC
from gongkai.check.totals import one
from gongkai.model import Finding, Rule
from gongkai.vocabulary import rule_words

_LEAST_YUAN, _MOST_YUAN = Decimal(20_000), Decimal(3_000_000)  # a motorcycle; a large special vehicle
_COUNTED = re.compile(r"(\d+)\s*[辆台]")
_NUMBER = re.compile(r"[^\d，。；;、]{0,4}?(\d+)\s*(?=[辆台])")
_VEHICLES = re.compile(r"[^\d，。；;、]{0,4}?(\d+)\s*辆")
_OTHER_THINGS = re.compile(r"单位价值|单价|设备|房屋|[；;。）)]|主要[是为用]")


@rule(
    "vehicle-kinds",
    title=("车辆总数 = 各类车辆之和", "Vehicles = the sum of their kinds"),
    rationale=(
        "“共有车辆”后面按用途列出的各类车辆，加起来就是总数。",
        "The kinds of vehicles that a sentence lists make the number that it begins with.",
    ),
    severity="difference",
    without=("说明文字没有按用途列出车辆", "the narrative does not list vehicles by kind"),
    precondition=("同一句写明车辆总数，其中各类的数", "a sentence states all vehicles and then each kind"),
    source=LOGIC,
)
def _vehicle_kinds(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        for owned in rule_words()["vehicles"]["owned"]:
            at = paragraph.text.find(owned)
            listed = _listed(paragraph.text[at + len(owned) :]) if at >= 0 else None
            if listed is None:
                continue
            total, kinds = listed
            made, sign = sum(kinds), "=" if sum(kinds) == total else "≠"
            shown = f"{total} {sign} {' + '.join(map(str, kinds))}"
            messages = (f"车辆总数与各类之和：{shown}", f"all vehicles and their kinds: {shown}")
            yield told(rule_, facts, number, messages, kept=made == total)


def _listed(text: str) -> tuple[int, list[int]] | None:
    """All vehicles and those of each kind, from the words after 共有车辆; None where no kinds are listed."""
    total = _NUMBER.match(text)
    if total is None:
        return None
    rest = text[total.end() + 1 :]
    head = rest.lstrip("，,（( ")
    if not head.startswith(("其中", "包括", "一般公务用车")):
        return None
    end = _OTHER_THINGS.search(head)
    kinds = [int(match[1]) for match in _COUNTED.finditer(head[: end.start()] if end else head)]
    return (int(total[1]), kinds) if kinds else None


@rule(
    "vehicles-bought",
    title=("购置车辆数与公务用车购置费相符", "Vehicles bought and the money for them agree"),
    rationale=(
        "安排购置车辆就要有购置费；有公务用车购置费就要购置车辆。",
        "Vehicles cost money, and money for official vehicles buys vehicles.",
    ),
    severity="difference",
    without=("没有同时写明购置车辆数和购置费", "the number of vehicles to buy and the money are not both stated"),
    precondition=(
        "文字写明本年安排购置的车辆数，“三公”经费表印有公务用车购置费",
        "the text states how many vehicles are to be bought, and the table the cost of purchase",
    ),
    source=THREE_PUBLIC,
)
def _vehicles_bought(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    lines = [x for x in facts.by_kind.get("three_public", ()) if x.measure == "vehicle_purchase"]
    spent = one([line for line in lines if line.period == "this_year"])
    if spent is None:
        return
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        bought = _bought(paragraph.text)
        if bought is None:
            continue
        kept = (bought > 0) == (spent.amount_yuan > 0)
        said, table = f"{spent.printed} {spent.unit}", facts.table(spent.table_no)
        verdict = ("相符", "they agree") if kept else ("不相符", "they do not agree")
        messages = (
            f"文字：购置车辆 {bought} 辆；{facts.name(table)}：公务用车购置费 {said}，{verdict[0]}",
            f"the text buys {bought} vehicles, {facts.name_en(table)} says {said}: {verdict[1]}",
        )
        # The amount itself is not checked: only one that contradicts the number is shown.
        places = (f"p{number}",) if kept else (f"p{number}", key(spent))
        yield told(rule_, facts, number, messages, kept=kept, operands=places)


@rule(
    "vehicle-price",
    title=("每辆车的购置费合乎常情", "The price of a vehicle is plausible"),
    rationale=(
        "公务用车购置费除以购置数，每辆一般在几万元到一百来万元；远在其外的，多半是数量或单位写错。",
        "The cost of purchase by the number of vehicles: far outside of what vehicles cost, number or unit is wrong.",
    ),
    severity="note",
    without=("没有同时写明购置车辆数和购置费", "the number of vehicles to buy and the money are not both stated"),
    precondition=(
        "文字写明购置车辆数，“三公”经费表印有公务用车购置费，两者都大于零",
        "the text states how many vehicles are bought, the table the cost of purchase, both above zero",
    ),
    source=THREE_PUBLIC,
)
def _vehicle_price(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    lines = [x for x in facts.by_kind.get("three_public", ()) if x.measure == "vehicle_purchase"]
    spent = one([line for line in lines if line.period == "this_year"])
    if spent is None or spent.amount_yuan <= 0 or not facts.table(spent.table_no).unit:
        return
    for number, paragraph in enumerate(facts.paragraphs, start=1):
        bought = _bought(paragraph.text)
        if not bought:
            continue
        each = spent.amount_yuan / bought
        kept = _LEAST_YUAN <= each <= _MOST_YUAN
        shown = f"{spent.printed} {spent.unit} ÷ {bought} = {in_unit(each, '万元', Decimal(100))} 万元"
        messages = (
            f"每辆公务用车 {shown}" + ("" if kept else "，不合常情"),
            f"each vehicle {shown}" + ("" if kept else ": hardly plausible"),
        )
        places = (f"p{number}",) if kept else (f"p{number}", key(spent))
        yield told(rule_, facts, number, messages, kept=kept, operands=places)


def _bought(text: str) -> int | None:
    """How many vehicles a paragraph says are to be bought; None where it does not say."""
    words = rule_words()["vehicles"]
    if any(none in text for none in words["none"]):
        return 0
    for bought in words["bought"]:
        at = text.find(bought)
        match = _VEHICLES.match(text[at + len(bought) :]) if at >= 0 else None
        if match is not None:
            return int(match[1])
    return None
