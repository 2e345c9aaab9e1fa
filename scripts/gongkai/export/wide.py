"""Each printed table as people read it: a row for each printed row, a column for each measure, fund and period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from gongkai.export.columns import blocks
from gongkai.money import YUAN_PER_UNIT, canonical
from gongkai.package import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.export.columns import Block
    from gongkai.package import Package, Row, Value

#: The columns that say what a row is: name in lines, Chinese, English.
_ABOUT = (
    ("row", "印出的行", "Printed row"),
    ("side", "收支", "Side"),
    ("code", "科目编码", "Code"),
    ("project_code", "项目编码", "Project code"),
    ("label", "名称", "Label"),
    ("level", "层级", "Level"),
    ("is_total", "合计", "Total"),
    ("is_of_which", "其中数", "Of which"),
)
_TYPES = {**dict.fromkeys((name for name, _, _ in _ABOUT), "string"), "row": "integer", "level": "integer"}
_ALWAYS = frozenset({"row", "label"})
_Key = tuple[str, str, str, int]
_row = itemgetter(*(name for name, _, _ in _ABOUT))


@dataclass(frozen=True, slots=True)
class WideTable:
    """A printed table: its row in `tables`, its headings in both languages, and its rows.

    Amounts are exact and in the unit that the headings state, which is the one that is printed.
    """

    table_no: int
    kind: str
    title: str
    headings: tuple[str, ...]
    headings_en: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def name(self) -> str:
        """What its file is called, without ending: t02-general_public_expenditure."""
        return f"t{self.table_no:02}-{self.kind or 'unrecognised'}"

    def blocks(self) -> Iterator[Block]:
        """Its rows as canonical CSV has them."""
        return blocks([text_of(value) for value in row] for row in self.rows)


def wide_tables(package: Package) -> Iterator[WideTable]:
    """The tables of a package that hold amounts, in the order of the document."""
    lines: dict[Value, list[Row]] = {}
    for line in package.rows["lines"]:
        lines.setdefault(line["table_no"], []).append(line)
    terms = {
        (str(row["dimension"]), str(row["term"])): (str(row["name"]), str(row["name_en"]))
        for row in package.rows["terms"]
    }
    for table in package.rows["tables"]:
        if table["table_no"] in lines:
            yield _wide(table, lines[table["table_no"]], terms)


def _wide(table: Row, lines: Sequence[Row], terms: Mapping[tuple[str, str], tuple[str, str]]) -> WideTable:
    keys: dict[_Key, Value] = {}  # with the first printed column of each
    rows: dict[tuple[Value, ...], dict[_Key, Row]] = {}
    counts: Counter[tuple[tuple[Value, ...], tuple[str, str, str]]] = Counter()
    for line in lines:
        # Two blocks side by side are rows of their own: they differ in what the row is.
        row = _row(line)
        cells = rows.setdefault(row, {})
        meaning = (str(line["measure"]), str(line["fund"]), str(line["period"]))
        taken = counts[row, meaning]  # a heading that stands twice gives two columns
        counts[row, meaning] += 1
        cells[(*meaning, taken)] = line
        keys.setdefault((*meaning, taken), line["column"])
    ordered = sorted(keys, key=lambda key: (cast("int", keys[key]), key))
    units = {key: _unit([cells[key] for cells in rows.values() if key in cells]) for key in ordered}
    about = [
        (place, zh, en)
        for place, (name, zh, en) in enumerate(_ABOUT)
        if name in _ALWAYS or any(row[place] not in (None, False) for row in rows)
    ]
    sides = {None: 0, "income": 1, "expenditure": 2}
    in_order = sorted(rows, key=lambda row: (sides.get(cast("str | None", row[1]), 3), cast("int", row[0])))
    return WideTable(
        table_no=cast("int", table["table_no"]),
        kind=str(table["kind"] or ""),
        title=str(table["title"] or ""),
        headings=(*(zh for _, zh, _ in about), *(_heading(key, units[key], terms, ordered, 0) for key in ordered)),
        headings_en=(*(en for _, _, en in about), *(_heading(key, units[key], terms, ordered, 1) for key in ordered)),
        types=(*(_TYPES[_ABOUT[place][0]] for place, _, _ in about), *("number" for _ in ordered)),
        rows=tuple(
            (
                *(_said(_ABOUT[place][0], row[place], terms) for place, _, _ in about),
                *(_amount(rows[row].get(key), units[key]) for key in ordered),
            )
            for row in in_order
        ),
    )


def _said(name: str, value: Value, terms: Mapping[tuple[str, str], tuple[str, str]]) -> Value:
    if name == "side" and value is not None:
        return terms.get(("side", str(value)), (str(value), ""))[0]
    if isinstance(value, bool):
        return "是" if value else None
    return value


def _unit(lines: Sequence[Row]) -> str:
    """The unit that all amounts of a column are printed in; yuan where they differ."""
    units = {str(line["unit"]) for line in lines}
    return units.pop() if len(units) == 1 else "元"


def _amount(line: Row | None, unit: str) -> Value:
    if line is None:
        return None
    yuan = line["amount_yuan"]
    assert isinstance(yuan, Decimal)
    return canonical(yuan / YUAN_PER_UNIT[unit])


def _heading(
    key: _Key, unit: str, terms: Mapping[tuple[str, str], tuple[str, str]], every: Sequence[_Key], language: int
) -> str:
    """Measure, fund and period by name, without what is the same in all columns, and the unit."""
    parts = []
    for place, dimension in enumerate(("measure", "fund", "period")):
        term = str(key[place])
        if place == 0 or len({other[place] for other in every}) > 1:
            parts.append(terms.get((dimension, term), (term, term))[language])
    number = f" {key[3] + 1}" if key[3] else ""
    stated = f"（{unit}）" if language == 0 else f" ({unit})"
    return (" · ").join(parts) + number + stated
