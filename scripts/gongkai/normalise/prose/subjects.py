"""What the words before a number say that it is of: phrases of the vocabulary, paths of items, names with codes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gongkai.normalise.prose.marks import NOTHING, Bound
from gongkai.normalise.prose.names import Names, scheme_of
from gongkai.vocabulary import heading_words, kinds, phrases, squeeze

_LEVELS = {"类": 0, "款": 1, "项": 2}
_NAME = r"[\u4e00-\u9fff、]+(?:\((?!\d*[类款项]\))[\u4e00-\u9fff]{1,10}\)[\u4e00-\u9fff、]*)*"
_PART = re.compile(rf"(?:({_NAME})\((\d*)([类款项])\))")
_DASHED = re.compile(
    r"([\u4e00-\u9fff]{2,20})[-—]{1,2}([\u4e00-\u9fff()、]{2,30})[-—]{1,2}([\u4e00-\u9fff()、]{2,40})$"
)
_DASH = re.compile(r"[-—]")
_ITEM = re.compile(r"科目(?:支出)?$")
_DIGITS = re.compile(r"\d{3}")
_CODED = re.compile(rf"({_NAME})\((?P<behind>\d{{3,7}})\)$|(?<!\d)(?P<before>\d{{3,7}})[-—_]?({_NAME})$")
_ORDINAL = re.compile(
    r"^(?:[、.)]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.](?!\d)|[①-⑳])+"
)
_YEAR = re.compile(r"(?:截至|截止)?20\d{2}年(?:度|末|底|初)?(?:\d{1,2}月)?(?:\d{1,2}日)?")
_GIVEN = re.compile(r"(.*(?:预算|拨款|资金|收入))(?:安排|用于)的?(.+)$")
_NAMED = re.compile(r"(?:费|经费|支出|项目|专项)$")
_NOT_IN_NAMES = re.compile(r"[,;:。!?%/]")
_COUNTED = re.compile(r"\d[\d,.]*(?:平方米|[辆台套项个批件人次名家户所处/]|\([台套件、]+\))+$")
_ASIDE = re.compile(r"\((?![类款项境]\)|\d)[^()]*\)(?=[^()]*$)")
_LONGEST = 60  # letters of a name


@dataclass(frozen=True, slots=True)
class Subject:
    """One entry of phrases.toml."""

    bound: Bound
    context: bool
    alone: bool


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def words(name: str) -> str:
    """The words of one group of phrases.toml as a pattern, the longest first."""
    return _any(phrases()["words"][name])


@cache
def _subjects() -> dict[str, Subject]:
    found: dict[str, Subject] = {}
    for entry in phrases()["subject"]:
        bound = Bound(
            "",
            entry.get("kind", ""),
            entry.get("measure", "total"),
            entry.get("fund", ""),
            entry.get("side", ""),
            entry.get("row", ""),
            entry.get("period", ""),
        )
        subject = Subject(bound, entry.get("context", False), entry.get("alone", False))
        found.update({squeeze(word): subject for word in entry["words"]})
    return found


@cache
def _phrase() -> re.Pattern[str]:
    """A subject at the end of a text, with the words behind it that add nothing."""
    said = "|".join("[()、]?".join(map(re.escape, word)) for word in sorted(_subjects(), key=len, reverse=True))
    return re.compile(rf"({said})((?:{words('filler')}|[()、])*)$")


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile(rf"(?:{words('filler')}|{words('lead')}|{words('this_year')}|{words('last_year')}|[()、的])*")


@cache
def _copula() -> re.Pattern[str]:
    return re.compile(rf"(?:{words('copula')})+$")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^(?:{words('lead')}|[、()])+")


@cache
def _qualified() -> re.Pattern[str]:
    return re.compile(words("qualified"))


@cache
def _begin() -> re.Pattern[str]:
    return re.compile(words("begin"))


@cache
def _now() -> re.Pattern[str]:
    return re.compile(rf"^(?:{words('this_year')})+")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{words('verb')})$")


@cache
def _carried() -> re.Pattern[str]:
    return re.compile(_any(word for word, s in _subjects().items() if s.bound.period == "carried_in"))


def without_lead(text: str) -> str:
    """Words without their number, their year and what only leads in: 其中, 主要用于."""
    before = ""
    while before != text:
        before = text
        text = _lead().sub("", _ORDINAL.sub("", text))
        year = _YEAR.match(text)
        text = text[year.end() :] if year else text
    return text


def is_generic(text: str) -> bool:
    """Whether words name nothing of their own: 年初预算为, 2026年预算安排."""
    return _fillers().fullmatch(_YEAR.sub("", without_lead(text))) is not None


def phrase(text: str, around: Bound) -> tuple[Bound, bool] | None:
    """The phrase of the vocabulary that ends a text, and whether it is the context of what follows."""
    text = _YEAR.sub("", without_lead(text))
    text = _ASIDE.sub("", text) if "境" not in text else text
    if _qualified().search(text):
        return None
    found = _phrase().search(text)
    while found is not None:
        subject = _subjects()[squeeze(found[1])]
        before = text[: found.start()]
        if subject.bound.row == "fund" and not subject.bound.kind and _NAMED.search(before):
            # 委托业务费财政拨款预算: the money that pays for what is named before it.
            own = named(before, around, Names({}))
            return None if own is None else (replace(own, fund=subject.bound.fund), False)
        if not (subject.alone and _inside_a_name(before)):
            return _placed(subject, found, before, around), subject.context
        found = _phrase().search(text, found.start() + 1)
    return None


def _placed(subject: Subject, found: re.Match[str], before: str, around: Bound) -> Bound:
    """A phrase with what the words around it and its context add: fund, side, kind."""
    own = subject.bound
    if own.fund and around.kind in _of_one_fund() and own.fund != around.fund:
        around = NOTHING  # 政府性基金拨款支出 0 万元、事业收入支出 3 万元: next in the list, and no part of that table
    shared = around if own.kind in ("", around.kind) or own.row == "fund" else NOTHING
    said = heading_words("fund").within(squeeze(before)) if before else ""
    sides = [side for side, word in (("income", "收入"), ("expenditure", "支出")) if word in found[0]]
    both = len(sides) > 1 or "收支" in squeeze(found[0])
    paid = "支出" in found[2] and "收入" not in found[2]  # 事业收入支出: what is spent of that income
    side = (
        "expenditure"
        if paid and own.side
        else own.side or (sides[0] if len(sides) == 1 else "" if both else shared.side)
    )
    period = own.period or ("carried_in" if _carried().search(squeeze(before)) else "")
    return replace(
        own,
        subject=found[1].strip("()、"),
        # The money of a whole is a row of the whole's table: 收入预算 30 万元，其中：一般公共预算拨款收入 20 万元.
        kind=(around.kind if own.row == "fund" else "") or own.kind or shared.kind,
        fund=own.fund or said or shared.fund,
        side=side,
        period=period,
    )


@cache
def _of_one_fund() -> frozenset[str]:
    """The kinds of tables that hold the money of one fund only."""
    return frozenset(kind.term for kind in kinds() if kind.fund and kind.fund != "fiscal_appropriation")


def _inside_a_name(before: str) -> bool:
    """Whether what ends before a phrase makes it the end of another's name: 公务接待费 before 支出预算."""
    last = before[-1:]
    return bool(last) and "\u4e00" <= last <= "\u9fff" and last not in phrases()["words"]["before"][0]


def path(text: str, above: Sequence[str], names: Names, around: Bound) -> tuple[Bound, int] | None:
    """The item whose 类, 款 and 项 a text says last, and where that ends; `above` are the names over it."""
    said = list(above) + [""] * (3 - len(above))
    codes = ["", "", ""]
    end = -1
    for part in _PART.finditer(text) if ")" in text else ():
        level = _LEVELS[part[3]]
        said[level:] = [_plain(part[1]), *[""] * (2 - level)]
        codes[level:] = [part[2], *[""] * (2 - level)]
        end = part.end()
    if end < 0:
        dashed = _DASHED.search(_ITEM.sub("", text)) if _DASH.search(text) else None
        if dashed is None or not names.at([_plain(dashed[1])]):
            return None
        said, end = [_plain(dashed[1]), dashed[2], dashed[3]], len(text)
    code = _joined(codes) or names.at(said)
    return _item(tuple(said), code, around), end


def _plain(name: str) -> str:
    return without_lead(name).lstrip("、")


def _joined(codes: Sequence[str]) -> str:
    """The code that a text prints in parts: 204类 06款 99项."""
    end = max((n for n, code in enumerate(codes) if code), default=-1)
    if end < 0 or not all(codes[: end + 1]):
        return ""
    joined = "".join(codes[: end + 1])
    return joined if scheme_of(joined) == "functional" else ""


def _item(said: tuple[str, ...], code: str, around: Bound) -> Bound:
    name = next(name for name in reversed(said) if name)
    scheme = "functional" if code else ""
    return Bound(name, around.kind, "total", around.fund, "expenditure", name, around.period, scheme, code, said)


def coded(text: str, around: Bound) -> Bound | None:
    """The item that ends a text with its code: 行政运行（2010301）."""
    found = _CODED.search(text) if _DIGITS.search(text) else None
    code = (found["behind"] or found["before"]) if found else ""
    scheme = scheme_of(code)
    if found is None or not scheme:
        return None
    name = _plain(found[1] or found[4])
    return Bound(name, around.kind, "total", around.fund, "expenditure", name, "", scheme, code)


def ends_in_count(text: str) -> bool:
    """Whether words end in how many there are: 车辆10辆."""
    return _COUNTED.search(text) is not None


def named(text: str, around: Bound, names: Names) -> Bound | None:
    """An item by its own name alone, as the words say it; None where they are no name."""
    given = _GIVEN.match(text)
    fund = heading_words("fund").within(squeeze(given[1])) if given else ""
    text = given[2] if given and fund else text
    name = _copula().sub("", _now().sub("", without_lead(text))).strip("、的")
    name = _COUNTED.sub("", name).rstrip("、")
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    if (
        not 2 <= len(name) <= _LONGEST
        or _begin().match(name)
        or _NOT_IN_NAMES.search(name)
        or _verb().search(name)
        or is_generic(name)
    ):
        return None
    if not re.search(r"[\u4e00-\u9fff]{2}", name):
        return None
    scheme, code = names.named(name)
    carried = "carried_in" if _carried().search(squeeze(name)) else ""
    side = "expenditure" if name.endswith("支出") or code else "income" if name.endswith("收入") else around.side
    row = name if around.kind else ""
    return Bound(name, around.kind, "total", fund or around.fund, side, row, carried, scheme, code)
