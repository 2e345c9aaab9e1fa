"""The columns of a table: which hold codes, names and amounts, and what each amount is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from gongkai.model import Cell
from gongkai.money import amount_and_unit, unit_in
from gongkai.normalise.codes import split_code
from gongkai.vocabulary import Kind, heading_words, is_counted, squeeze, without_left_out

_YEAR = re.compile(r"(20\d{2})年?度?")
_YEAR_ALONE = re.compile(r"20\d{2}年?度?")
_YEAR_OF_ROW = re.compile(r"20\d{2}年度?(?:年?初?(?:预算|决算|执行|完成|计划)数?)?")
_LEADING = re.compile(r"^(?:其中|年(?![初末终度])|当年|本级)")
_UNIT = re.compile(r"(?:单位)?(?:亿|百万|万|千)?元$")
_GENERIC_ENDS = (
    *("合计", "总计", "小计", "金额", "总额", "预算数", "决算数", "执行数", "统计数", "计划数", "完成数", "批复数"),
    *("安排数", "预算资金", "预算安排", "资金安排"),
)
_SUBTOTALS = ("小计", "合计")
_SIDES = {
    **dict.fromkeys(("收入", "收入预算", "收入决算", "本年收入", "本年收入合计"), "income"),
    **dict.fromkeys(("支出", "支出预算", "支出决算", "本年支出", "本年支出合计"), "expenditure"),
}
_BODY_CODE = re.compile(r"(?:单位|部门|机构)(?:编码|代码)$")
_NAME_ENDS = ("名称", "项目", "内容", "科目", "事项")
# What is printed where there is no amount: a dash, a slash, a star.
_BLANK = re.compile(r"[-—－–─/／\\*＊·.…~～]*|无")
_NO_MONEY = re.compile(r"0\d+|\d{12,}|\d{10,}(?=[A-Z])")
_SHARE = re.compile(r"[-+]?[\d.,]+\s*[%％‰]")
_ENOUGH = 3  # cells that show how a column is numbered


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `role` is code, label, amount, project_code or other; `block` counts the sides of a table.

    For amounts: the heading as printed, and measure, fund, period, side and unit where the heading says them.
    For labels: `is_name` where the heading says that it holds the names of the items.
    """

    index: int
    role: str
    block: int
    heading: str = ""
    measure: str = ""
    fund: str = ""
    period: str = ""
    side: str = ""
    unit: str = ""
    is_of_which: bool = False
    is_name: bool = False


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
            columns.append(Column(index, role, block, " ".join(path), is_name=role == "label" and _names(path)))
    return _with_opening_balance(columns, kind)


def _with_opening_balance(columns: Sequence[Column], kind: Kind) -> tuple[Column, ...]:
    """Beside columns of 本年收入 and 本年支出, what is carried in stands on the side of income."""
    if kind.rows == "fund" or not any(c.side == "income" for c in columns):
        return tuple(columns)
    return tuple(replace(c, side="income") if c.period == "carried_in" and not c.side else c for c in columns)


def _names(path: Sequence[str]) -> bool:
    leaf = _bare(path[-1]) if path else ""
    return bool(heading_words("label").exact(leaf)) or leaf.endswith(_NAME_ENDS)


def _role(path: Sequence[str], cells: Sequence[Cell], index: int) -> str:
    texts = [cell.text for cell in cells if not _BLANK.fullmatch(cell.text.strip())]
    leaf = _bare(path[-1]) if path else ""
    codes = [t for t in texts if split_code(t)[0]]
    of_code = bool(leaf) and bool(heading_words("code").exact(leaf) or leaf.endswith(("编码", "代码", "编号")))
    if leaf.endswith(("项目编码", "项目代码")) and len(codes) <= len(texts) / 2:
        return "project_code"
    if _BODY_CODE.search(leaf) or (not of_code and path and _is_no_money(path, texts)):
        return "other"
    numbers = [t for t in texts if amount_and_unit(t)[0]]
    if of_code:
        return "label" if texts and not codes and not any(t.strip().isdigit() for t in texts) else "code"
    if len(codes) > len(texts) / 2 and not any("." in t or "," in t for t in codes) and index <= 6:
        return "code" if sum(t.strip().isdigit() for t in codes) > len(codes) / 2 else "label"
    if numbers and len(numbers) >= len(texts) / 2:
        return "amount" if _says_money(leaf) or not _is_numbering(numbers) else "other"
    if not texts and leaf and _says_money(leaf):
        return "amount"
    if texts and not numbers and all(_SHARE.fullmatch(t.strip()) for t in texts):
        return "other"
    if heading_words("label").exact(leaf) or (texts and not numbers):
        return "label"
    return "amount" if numbers else "other"


def _is_no_money(path: Sequence[str], texts: Sequence[str]) -> bool:
    """A column of counts, shares or remarks; 行次 also names the row of column numbers, under which names stand."""
    if squeeze(path[-1]) == "行次" and texts and not any(t.strip().isdigit() for t in texts):
        return False
    return is_counted(path[-1]) and not unit_in(path[-1])


def _is_numbering(numbers: Sequence[str]) -> bool:
    """Whether figures without a heading of money number rows, name years, or are codes of something."""
    bare = [t.strip() for t in numbers]
    if not all(t.isdigit() for t in bare):
        return False
    if all(_NO_MONEY.fullmatch(t) for t in bare) or all(_YEAR_ALONE.fullmatch(t) for t in bare):
        return True
    return len(bare) >= _ENOUGH and all(int(b) == int(a) + 1 for a, b in pairwise(bare))


def _says_money(leaf: str) -> bool:
    return bool(
        heading_words("generic").exact(leaf)
        or leaf.endswith(_GENERIC_ENDS)
        or heading_words("measure").within(leaf)
        or heading_words("fund").within(leaf)
        or heading_words("period").within(leaf)
    )


def _bare(text: str) -> str:
    """A heading without year, 其中 and unit, squeezed."""
    bare = _YEAR.sub("", squeeze(without_left_out(text)))
    bare = _UNIT.sub("", bare) or bare
    previous = ""
    while bare != previous:
        previous, bare = bare, _LEADING.sub("", bare)
    return bare or squeeze(text)


def _amount(index: int, block: int, path: Sequence[str], kind: Kind, fiscal_year: int | None, phase: str) -> Column:
    heading = " / ".join(path)
    levels = [_bare(text) for text in reversed(path)]
    measure = _measure(levels)
    fund = next((f for f in (heading_words("fund").within(level) for level in levels) if f), "")
    side = next((_SIDES[level] for level in reversed(levels) if level in _SIDES), "")
    beside = next((t for t in path if any(w in squeeze(t) for w in heading_words("memo").terms)), "")
    if beside and measure != "operating_costs":
        measure = "change" if any("增减" in level for level in levels) else beside
    period = "" if measure == "change" else _period(path, levels, fiscal_year, phase)
    if measure == kind.whole:
        measure = "total" if measure else ""
    if not measure and levels:
        measure = "total" if _is_known(levels) else _unknown(path, levels)
    return Column(
        index,
        "amount",
        block,
        heading,
        measure or "total",
        fund,
        period,
        side,
        next((unit for text in reversed(path) if (unit := unit_in(text))), ""),
        any(squeeze(text).startswith("其中") for text in path),
    )


def _measure(levels: Sequence[str]) -> str:
    """What the headings over a column, from the leaf up, say that its amounts are for; "" where none does."""
    words = heading_words("measure")
    for at, (level, over) in enumerate(zip_longest(levels, levels[1:], fillvalue="")):
        found = words.going_on(over, level) or words.within(level)
        if found:
            return found
        if not (level.endswith(_SUBTOTALS) or _is_known(levels[at : at + 1])):
            return ""
    return ""


def _is_known(levels: Sequence[str]) -> bool:
    """Whether a heading, from the leaf up, says no more than which year, side or total its amounts are."""
    if levels[0].endswith(_SUBTOTALS) and len(levels) > 1:
        # A subtotal is of what stands over it.
        return _is_known(levels[1:])
    leaf = levels[0]
    return bool(
        heading_words("period").within(leaf)
        or heading_words("fund").within(leaf)
        or _says_money(leaf)
        or leaf in _SIDES
        or _YEAR_ALONE.fullmatch(leaf)
    )


def _unknown(path: Sequence[str], levels: Sequence[str]) -> str:
    """The printed words of a heading that the vocabulary does not know."""
    at = next((i for i, level in enumerate(levels) if not level.endswith(_SUBTOTALS)), 0)
    return path[len(path) - 1 - at].strip()


def period_of_row(name: str, fiscal_year: int | None, phase: str) -> str:
    """The period that the name of a row is, where it is nothing else: 2025年, 上年预算数; "" of any other name."""
    if not (_YEAR_OF_ROW.fullmatch(squeeze(name)) or heading_words("period").exact(squeeze(name)) == "last_year"):
        return ""
    return _period((name,), (_bare(name),), fiscal_year, phase) or "this_year"


def _period(path: Sequence[str], levels: Sequence[str], fiscal_year: int | None, phase: str) -> str:
    stage = ""
    for text, level in zip(reversed(path), levels, strict=True):
        year = _YEAR.search(squeeze(text))
        if year and fiscal_year:
            said = int(year[1])
            if said == fiscal_year - 1:
                return "last_year"
            if said != fiscal_year:
                return year[1]
        found = heading_words("period").within(level)
        if found in ("initial_budget", "adjusted_budget"):
            # Which year's, a heading over it may say; in a budget, the budget of the beginning of the year is it.
            stage = stage or ("" if phase == "budget" and found == "initial_budget" else found)
        elif found:
            return stage or found
        elif phase == "final" and level.endswith("预算数"):
            return stage or "budgeted"
    return stage
