"""What stands over a table: its printed number, its title, its unit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.money import unit_in
from gongkai.recognise.rows import is_title

_ORDINAL = r"(?:[一二三四五六七八九十]+|\d{1,2})"
# A table's number as it is printed: 附表1-2, 公开01表, 财决公开表3, 表（一）, GK01, 附件1.
_PRINTED_NUMBER = (
    rf"附?表\s*(?:{_ORDINAL}|[（(]{_ORDINAL}[）)])(?:\s*[-－—.．]\s*\d{{1,2}}){{0,2}}"
    r"|[\u4e00-\u9fffA-Za-z]{0,8}\s*\d{1,2}(?:\s*[-－—]\s*\d{1,2})?\s*表(?=[\s）)]|$|.*表)"
    rf"|[\u4e00-\u9fff]{{0,4}}(?:公开|预算|决算|财决|部门)表\s*{_ORDINAL}(?:[-－—]\d+)?"
    r"|[A-Z]{1,4}[-－]?\d{1,2}(?:[-－]\d{1,2})?(?=[\s_]|$)"
    r"|附件\s*\d{1,2}(?:[-－]\d+)?"
)
_NUMBER = re.compile(rf"({_PRINTED_NUMBER})(?![\u4e00-\u9fff]*无)[\s:：.、_]*(.*)")
_IN_BRACKETS = re.compile(r"[（(](.*)[）)]")
# The number behind the title, on the same line or in brackets: 部门收支总表 表一, 收入支出决算总表（公开01表）.
_NUMBER_BEHIND = re.compile(rf"(.*?表)(?:\s+[（(]?({_PRINTED_NUMBER})[）)]?|\s*[（(]({_PRINTED_NUMBER})[）)])(\s.*)?")
# What a caption prints behind the title on the same line: the unit, the issuer.
_BEHIND = re.compile(r"(?<=[表）)])\s+(?:(?:编制|填报|编报|预算|金额)?(?:单位|部门)\s*[:：]).*$")
# A title on two lines: the second says no more than what kind of a table; the first is no sentence and no caption.
_REST_OF_TITLE = re.compile(r"(?:预算|决算|收支|支出|收入|情况|明细|总|公开|汇总)*表(?:\s*[（(].{1,20}[）)])?")
_BEGINNING_OF_TITLE = re.compile(r"(?!.*(?:单位|部门)\s*[:：])(?!附?件|附?表)[^。；;，,：:]{6,50}(?<![表\d])")
_NOTE = re.compile(r"[（(]?\s*(?:备注|注|说明)\s*[:：\d]")
_NO_DATA = re.compile(r"(?:无数据|空表|没有.{0,30}(?:支出|收入|预算|安排)|无.{0,40}(?:支出|收入|收支|预算|经费|安排))")
# A line that may name a table though it is no title: 2026年收支总体情况, 项目支出绩效目标.
_NAME = re.compile(r"[^。；;，,：:]{2,40}(?:(?:收支|收入|支出|总体)情况|绩效目标|清单)(?:[（(].{1,20}[）)])?")
_LOOK_BACK = 8  # paragraphs above a table that may belong to it


@dataclass(frozen=True, slots=True)
class Caption:
    """Title, printed number and unit, each "" where it is not printed; `name` may stand for a title that is lacking."""

    title: str = ""
    printed_no: str = ""
    unit: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.title or self.printed_no or self.unit)


def caption_of(texts: Sequence[str]) -> Caption:
    """The caption in the lines above a table (or in the first rows of its frame), nearest line first."""
    title = number = unit = name = ""
    near = texts[-_LOOK_BACK:]
    for at, text in zip(range(len(near) - 1, -1, -1), reversed(near), strict=True):
        unit = unit or unit_in(text)
        bare = _unwrapped(text)
        match = _NUMBER.fullmatch(bare)
        if match and not (title and number):
            number = number or re.sub(r"\s", "", match[1])
            bare = match[2]
        behind = None if match else _NUMBER_BEHIND.fullmatch(bare)
        if behind and not (title and number):
            number = number or re.sub(r"\s", "", behind[2] or behind[3])
            bare = behind[1]
        bare = _BEHIND.sub("", bare)
        if not title and bare and is_title(bare):
            over = near[at - 1].strip() if at and _REST_OF_TITLE.fullmatch(bare) else ""
            title = re.sub(r"\s+", "", over + bare if _BEGINNING_OF_TITLE.fullmatch(over) else bare)
        elif not name and _NAME.fullmatch(bare):
            name = re.sub(r"\s+", "", bare)
        if title and number and unit:
            break
    return Caption(title, number, unit, "" if title else name)


def _unwrapped(text: str) -> str:
    """A line without what only sets it off: （表一）, 《部门收支总表》, a colon behind it."""
    bare = text.strip()
    match = _IN_BRACKETS.fullmatch(bare)
    if match and _NUMBER.fullmatch(match[1].strip()):
        bare = match[1].strip()
    return bare.removeprefix("《").removesuffix("》").rstrip(":： ")


def is_note(text: str) -> bool:
    """Whether a line is a note to a table."""
    return _NOTE.match(text.strip()) is not None


def empty_note(texts: Iterable[str]) -> str:
    """The note that says why a table is empty, or ""."""
    for text in texts:
        if _NO_DATA.search(text) and len(text) < 200:
            return text.strip()
    return ""
