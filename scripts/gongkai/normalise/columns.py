"""The columns of a table: which hold codes, names and amounts, and what each amount is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.model import Cell
from gongkai.money import is_amount
from gongkai.normalise.codes import split_code
from gongkai.vocabulary import Kind, heading_words, squeeze

_YEAR = re.compile(r"(20\d{2})年?度?")
_LEADING = re.compile(r"^(?:其中|年|当年|本级)")
_UNIT = re.compile(r"(?:单位)?(?:亿|百万|万|千)?元$")
_GENERIC_ENDS = ("合计", "总计", "小计", "金额", "预算数", "决算数", "执行数", "总额")
_SIDES = {"收入": "income", "支出": "expenditure", "收入预算": "income", "支出预算": "expenditure"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `role` is code, label, amount, project_code or other; `block` counts the sides of a table.

    For amounts: the heading as printed, and measure, fund, period, side where the heading says them.
    """

    index: int
    role: str
    block: int
    heading: str = ""
    measure: str = ""
    fund: str = ""
    period: str = ""
    side: str = ""
    is_of_which: bool = False


def read_columns(
    paths: Sequence[tuple[str, ...]],
    contents: Sequence[Sequence[Cell]],
    kind: Kind,
    fiscal_year: int | None,
    phase: str,
) -> tuple[Column, ...]:
    """The columns of a table from their heading paths and the cells below, left to right."""
    columns: list[Column] = []
    block = 0
    seen_amount = False
    for index, (path, cells) in enumerate(zip(paths, contents, strict=True), start=1):
        role = _role(path, cells, index)
        if role in ("code", "label") and seen_amount:
            block += 1
            seen_amount = False
        if role == "amount":
            seen_amount = True
            columns.append(_amount(index, block, path, kind, fiscal_year, phase))
        else:
            columns.append(Column(index, role, block, " ".join(path)))
    return tuple(columns)


def _role(path: Sequence[str], cells: Sequence[Cell], index: int) -> str:
    texts = [cell.text for cell in cells if cell.text]
    leaf = _bare(path[-1]) if path else ""
    if heading_words("other").exact(leaf) or (leaf.endswith(("编码", "代码")) and re.search("单位|部门", leaf)):
        return "other"
    if leaf.endswith(("项目编码", "项目代码")):
        return "project_code"
    numbers = [t for t in texts if is_amount(t)]
    codes = [t for t in texts if split_code(t)[0]]
    if leaf and (heading_words("code").exact(leaf) or leaf.endswith(("编码", "代码"))):
        return "label" if texts and not codes and not any(t.strip().isdigit() for t in texts) else "code"
    if len(codes) > len(texts) / 2 and not any("." in t or "," in t for t in codes) and index <= 6:
        return "code" if sum(t.strip().isdigit() for t in codes) > len(codes) / 2 else "label"
    if numbers and len(numbers) >= len(texts) / 2:
        return "amount"
    if not texts and leaf and _says_money(leaf):
        return "amount"
    if heading_words("label").exact(leaf) or (texts and not numbers):
        return "label"
    return "amount" if numbers else "other"


def _says_money(leaf: str) -> bool:
    return bool(
        heading_words("generic").exact(leaf)
        or leaf.endswith(_GENERIC_ENDS)
        or heading_words("measure").within(leaf)
        or heading_words("fund").within(leaf)
    )


def _bare(text: str) -> str:
    """A heading without year, 其中 and unit, squeezed."""
    bare = _YEAR.sub("", squeeze(text))
    bare = _UNIT.sub("", bare) or bare
    previous = ""
    while bare != previous:
        previous, bare = bare, _LEADING.sub("", bare)
    return bare or squeeze(text)


def _amount(index: int, block: int, path: Sequence[str], kind: Kind, fiscal_year: int | None, phase: str) -> Column:
    heading = " / ".join(path)
    levels = [_bare(text) for text in reversed(path)]
    measure = next((m for m in (heading_words("measure").within(level) for level in levels) if m), "")
    fund = next((f for f in (heading_words("fund").within(level) for level in levels) if f), "")
    period = _period(path, levels, fiscal_year, phase)
    side = next((_SIDES[level] for level in reversed(levels) if level in _SIDES), "")
    beside = next((t for t in path if any(w in squeeze(t) for w in heading_words("memo").terms)), "")
    if beside:
        measure = measure if measure == "operating_costs" else beside
    if measure == kind.whole:
        measure = "total" if measure else ""
    if not measure and levels:
        known = fund or heading_words("period").within(levels[0]) or _says_money(levels[0]) or levels[0] in _SIDES
        measure = "total" if known else path[-1].strip()
    return Column(
        index,
        "amount",
        block,
        heading,
        measure or "total",
        fund,
        period,
        side,
        any(squeeze(text).startswith("其中") for text in path),
    )


def _period(path: Sequence[str], levels: Sequence[str], fiscal_year: int | None, phase: str) -> str:
    for text, level in zip(reversed(path), levels, strict=True):
        year = _YEAR.search(squeeze(text))
        if year and fiscal_year:
            said = int(year[1])
            if said == fiscal_year - 1:
                return "last_year"
            if said != fiscal_year:
                return year[1]
        found = heading_words("period").within(level)
        if found:
            return found
        if phase == "final" and level.endswith("预算数"):
            return "budgeted"
    return ""
