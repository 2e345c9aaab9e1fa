"""A grid by its rows: which of them hold headings, and what heads a column."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from gongkai.grid import Covering, by_row
from gongkai.model import Cell
from gongkai.money import is_amount
from gongkai.vocabulary import heading_words, squeeze

#: A code of the classifications in a cell of its own, or before a name: 20103, [301]工资, 50101-津补贴.
_CLASS = r"(?:2(?:0[1-9]|[12]\d|3\d)|3(?:0[1-9]|1\d|99)|5(?:0[1-9]|1\d|99))"
CODE = re.compile(
    rf"[\[【]?(?:{_CLASS}(?:\d{{2}}){{1,3}}|{_CLASS}(?!\s*(?:[年元万亿个人台辆次户名家%％]|千元|百元|平方)))[\]】]?"
    r"(?:\s*[-—_.、]?\s*[^\d.,．，].*)?"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+\s*[、.．:：\s]|[（(][一二三四五六七八九十\d]+[）)])\s*\S")
_MOST_HEADINGS = 8


@lru_cache(maxsize=1 << 14)
def is_printed_amount(text: str) -> bool:
    """Whether a number looks like money rather than like a column number, a year or a count."""
    if not is_amount(text):
        return False
    bare = text.strip()
    return any(mark in bare for mark in ".,．，") or bare == "0" or (len(bare) > 3 and not _YEAR.fullmatch(bare))


def heading_row_count(cells: Sequence[Cell], rows: int, columns: int) -> int:
    """How many first rows of a grid hold headings (titles inside the frame included)."""
    grid = by_row(cells)
    last_text = 0
    for row in range(1, min(rows, _MOST_HEADINGS) + 1):
        texts = [cell for cell in grid.get(row, ()) if cell.text]
        if _is_data(texts, columns):
            # A heading that spans into this row would make it one; data rows are never spanned into.
            return row - 1
        if texts:
            last_text = row
    return last_text if rows > last_text or _all_headings(grid) else 0


def _is_data(texts: Sequence[Cell], columns: int) -> bool:
    if not texts:
        return False
    if any(is_printed_amount(cell.text) for cell in texts):
        return True
    if any(CODE.fullmatch(cell.text) and cell.column <= max(3, columns // 2) for cell in texts):
        return True
    first = texts[0]
    if _has_whole_number(texts):
        return True
    total = heading_words("total").exact(squeeze(first.text))
    if len(texts) == 1 and total and first.column_span < columns:
        return True
    return (
        _NUMBERED.match(first.text) is not None
        and first.column_span < columns
        and not any(squeeze(cell.text).endswith(("数", "金额")) for cell in texts[1:])
    )


def _has_whole_number(texts: Sequence[Cell]) -> bool:
    """Whether a row has a name and a whole number beside it, and is not the row that numbers the columns."""
    said = [squeeze(cell.text) for cell in texts]
    if any(text in _NUMBERING for text in said):
        return False
    # An amount in whole 万元 may be a single digit; columns are numbered 1 2 3, and years stand in headings.
    numbers = [text for cell, text in zip(texts, said, strict=True) if is_amount(cell.text)]
    names = [
        text for cell, text in zip(texts, said, strict=True) if text not in numbers and not _is_column_number(cell.text)
    ]
    if len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]:
        return False
    return bool(names) and any(not _YEAR.fullmatch(number) for number in numbers)


def _all_headings(grid: Mapping[int, Sequence[Cell]]) -> bool:
    return len(grid) <= _MOST_HEADINGS


def heading_path(over: Covering, rows: range, column: int, columns: int) -> tuple[str, ...]:
    """The headings over a column from the top down, each merged cell once, title and unit inside the frame left out."""
    path: list[str] = []
    seen: set[tuple[int, int]] = set()
    for row in rows:
        cell = over.get((row, column))
        if cell is None or (cell.row, cell.column) in seen or not cell.text:
            continue
        seen.add((cell.row, cell.column))
        if (cell.column_span == columns > 2 and is_title(cell.text)) or _UNIT_LINE.match(cell.text):
            continue
        if not _is_column_number(cell.text):
            path.append(cell.text)
    return tuple(path)


#: What a row that numbers the columns calls itself.
_NUMBERING = ("栏次", "列次", "行次", "栏目")


_UNIT_LINE = re.compile(r"\s*(?:编制|填报|编报|预算|金额)?(?:单位|部门)(?:名称)?\s*[:：]")
_COLUMN_NUMBER = re.compile(r"\*+|\d{1,2}(?:\s*[=＝][\d\s+＋\-－×*/（）().…~～、]+)?|栏\s*次|[a-zA-Z甲乙丙丁]")


def _is_column_number(text: str) -> bool:
    return _COLUMN_NUMBER.fullmatch(text.strip()) is not None


_TITLE = re.compile(
    r".{2,60}?(?:表|一览|明细)(?:\s*[（(【\[].{1,40}[）)】\]]?)*(?:\s*[-－—–:：]+\s*[^-－—–:：]{2,30}|续)?\s*\d{0,2}"
)


def is_title(text: str) -> bool:
    """Whether a line reads like the title of a table."""
    bare = text.strip()
    if len(bare) > 80 or any(mark in bare for mark in "。；;，,") or bare.startswith(("注", "备注", "（备注", "(备注")):
        return False
    return _TITLE.fullmatch(bare) is not None and not bare.endswith(("此表", "本表", "见表", "附表", "下表"))
