"""What stands over a table: its printed number, its title, its unit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.money import unit_in
from gongkai.recognise.rows import is_title

_NUMBER = re.compile(
    r"(附?表\s*(?:[一二三四五六七八九十]+|\d{1,2})(?:\s*[-－—.．]\s*\d{1,2}){0,2}"
    r"|[\u4e00-\u9fffA-Za-z]{0,8}\s*\d{1,2}(?:\s*[-－—]\s*\d{1,2})?\s*表(?=\s|$|.*表)"
    r"|[\u4e00-\u9fff]{0,4}(?:公开|预算|决算|财决|部门)表\s*\d{1,2}(?:[-－—]\d+)?"
    r"|附件\s*\d{1,2}(?:[-－]\d+)?)(?![\u4e00-\u9fff]*无)[\s:：.、]*(.*)"
)
# What a caption prints behind the title on the same line: the unit, the issuer.
_BEHIND = re.compile(r"(?<=[表）)])\s+(?:公开\d+表|(?:编制|填报|编报|预算|金额)?(?:单位|部门)\s*[:：]).*$")
# A title on two lines: the second says no more than what kind of a table; the first is no sentence and no caption.
_REST_OF_TITLE = re.compile(r"(?:预算|决算|收支|支出|收入|情况|明细|总|公开|汇总)*表(?:\s*[（(].{1,20}[）)])?")
_BEGINNING_OF_TITLE = re.compile(r"(?!.*(?:单位|部门)\s*[:：])(?!附?件|附?表)[^。；;，,：:]{6,50}(?<![表\d])")
_NOTE = re.compile(r"[（(]?\s*(?:备注|注|说明)\s*[:：\d]")
_NO_DATA = re.compile(r"(?:无数据|空表|没有.{0,30}(?:支出|收入|预算|安排)|无.{0,40}(?:支出|收入|收支|预算|经费|安排))")
_LOOK_BACK = 8  # paragraphs above a table that may belong to it


@dataclass(frozen=True, slots=True)
class Caption:
    """Title, printed number and unit, each "" where it is not printed."""

    title: str = ""
    printed_no: str = ""
    unit: str = ""


def caption_of(texts: Sequence[str]) -> Caption:
    """The caption in the lines above a table (or in the first rows of its frame), nearest line first."""
    title = number = unit = ""
    near = texts[-_LOOK_BACK:]
    for at, text in zip(range(len(near) - 1, -1, -1), reversed(near), strict=True):
        unit = unit or unit_in(text)
        bare = text.strip()
        match = _NUMBER.fullmatch(bare)
        if match and not (title and number):
            number = number or re.sub(r"\s", "", match[1])
            bare = match[2]
        bare = _BEHIND.sub("", bare)
        if not title and bare and is_title(bare):
            over = near[at - 1].strip() if at and _REST_OF_TITLE.fullmatch(bare) else ""
            title = re.sub(r"\s+", "", over + bare if _BEGINNING_OF_TITLE.fullmatch(over) else bare)
        if title and number and unit:
            break
    return Caption(title, number, unit)


def is_note(text: str) -> bool:
    """Whether a line is a note to a table."""
    return _NOTE.match(text.strip()) is not None


def empty_note(texts: Iterable[str]) -> str:
    """The note that says why a table is empty, or ""."""
    for text in texts:
        if _NO_DATA.search(text) and len(text) < 200:
            return text.strip()
    return ""
