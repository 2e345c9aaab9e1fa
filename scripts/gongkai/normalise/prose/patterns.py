"""The patterns that sentences are read with, made of the words of phrases.toml."""

import re
from dataclasses import dataclass
from functools import cache

from gongkai.normalise.prose.subjects import words
from gongkai.vocabulary import phrases

#: A number and the unit right behind it.
NUMBER = re.compile(
    r"(?<![\d.])(?P<number>(?:(?<![\d.A-Za-z])-)?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?))"
    r"(?P<unit>亿元|千万元|百万元|万元|千元|百元|元|%)"
)
#: What parts a sentence into clauses.
CLAUSE = re.compile(r"[,;:。!?]")


@dataclass(frozen=True, slots=True)
class Patterns:
    """What tells a change, a comparison, a share, a limit, a reason and a list; ends of clauses end in $."""

    change: re.Pattern[str]
    inserted: re.Pattern[str]
    unchanged: re.Pattern[str]
    compared: re.Pattern[str]
    base: re.Pattern[str]
    moves: re.Pattern[str]
    threshold: re.Pattern[str]
    price: re.Pattern[str]
    reason: re.Pattern[str]
    aside: re.Pattern[str]
    list: re.Pattern[str]
    share: re.Pattern[str]
    completion: re.Pattern[str]
    either: re.Pattern[str]
    saying: re.Pattern[str]
    budget: re.Pattern[str]
    last_year: re.Pattern[str]
    about: re.Pattern[str]
    heading: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns, compiled once."""
    change = phrases()["change"]
    up, down = ("|".join(sorted(change[d], key=len, reverse=True)) for d in ("increase", "decrease"))
    same = "|".join(sorted(change["unchanged"], key=len, reverse=True))
    moves = rf"(?:(?P<increase>{up})|(?P<decrease>{down}))"
    last = words("last_year")
    than = rf"(?:同比|比|较|与|同|和)[^,;:。\d]{{0,6}}?(?:(20\d{{2}})年|{last})度?"
    behind = r"(?:[^,;:。]*?(?:相比较|相比)|[^,;:。]*(?:预算数|预算|决算数|决算|执行数|年初数))?"
    return Patterns(
        change=re.compile(rf"{moves}(?:了|约|额|率|数|金额|幅度)*(?:为|达|约|了|近)*$"),
        inserted=re.compile(rf"{moves}了?(?P<name>[\u4e00-\u9fff、()]{{2,30}})$"),
        unchanged=re.compile(rf"(?:{same})"),
        compared=re.compile(than),
        base=re.compile(rf"{than}{behind}(?:相?比)?(?:基本|大致|大体)?|同比|环比"),
        moves=re.compile(rf"^(?:相比)?,?(?:{up}|{down}|{same})"),
        threshold=re.compile(rf"^(?:\(含\))?(?:{words('threshold')}|/)"),
        price=re.compile(
            rf"(?:人均|每人)[^,;。]{{0,8}}$|(?:{words('price')})(?:在|为|是|达到|超过|不超过|不低于|大于|小于|均)*$"
        ),
        reason=re.compile(words("reason")),
        aside=re.compile(rf"{words('reason')}|{words('purpose')}"),
        list=re.compile(words("list")),
        share=re.compile(words("share")),
        completion=re.compile(rf"{words('completion')}|(?:为|是|相当于)[^,;。]{{0,8}}预算(?:数|额)?的?$"),
        either=re.compile(rf"(?:{up}|{down})[(/](?:{up}|{down})\)?$"),
        saying=re.compile(r"(?:数|额|金额|资金|安排|为|是|共|计|合计)+$"),
        budget=re.compile(r"(?:比|较|与)(?:年初|全年|当年|本年)?(?:调整)?预算[^,;。\d]*$"),
        last_year=re.compile(rf"(?:{last})(?!结转|结余)"),
        about=re.compile(rf"(?:{words('about')})+$"),
        heading=re.compile(rf"(?:{words('heading')}|{words('about')})+$"),
    )
