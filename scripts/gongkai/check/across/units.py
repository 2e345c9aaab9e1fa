"""A department and its units: what it prints of a unit is what the unit published, and its total is theirs together."""

import re
from collections.abc import Iterator, Sequence

from gongkai.check.across.registry import NotApplicableError, across_rule
from gongkai.check.across.rows import agreement, in_table, total
from gongkai.check.across.shelf import Shelf
from gongkai.check.across.volume import Volume, without_places
from gongkai.check.arithmetic import Words
from gongkai.check.sources import LOGIC
from gongkai.grid import by_row
from gongkai.model import Finding, Line, Rule, Table
from gongkai.vocabulary import heading_words, publications, squeeze

_TOTALS = ("department_expenditure", "department_income")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")


@across_rule(
    "department-unit",
    title=(
        "部门表中某单位的数 = 该单位自己公开的数",
        "A unit's row in the department's table = what the unit published",
    ),
    rationale=(
        "各部门预算由本部门及其所属各单位预算组成（《预算法》第八条）；表中按单位列示的数就是该单位公开的合计。",
        (
            "A department's budget consists of its own and those of its units (Budget Law, article 8): "
            "the row of a unit is the total that it published."
        ),
    ),
    severity="difference",
    without=(
        "没有按单位列示的数，或所列单位的公开没有一起核对",
        "it prints no figure by unit, or the disclosures of these units were not checked with it",
    ),
    precondition=(
        "部门的表按单位列示，该单位的公开也在手边",
        "the department lists its units, and the unit's own disclosure is at hand",
    ),
    source=LOGIC,
)
def _department_unit(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    if shelf.holds_one:
        return
    words = Words("表中该单位为", "the table has for the unit")
    units: dict[str, Volume | None] = {}
    for (kind, side, code, _, measure, fund), line in volume.figures("this_year").items():
        if not code and line.label not in units:
            units[line.label] = _unit(volume, shelf, line.label)
        unit = None if code else units[line.label]
        own = _total(unit, kind, side, measure, fund) if unit else None
        if unit and own:
            yield agreement(rule, in_table(volume, line), in_table(unit, own), words)


@across_rule(
    "department-sum",
    title=("部门的合计 = 所属各单位合计之和", "A department's total = the totals of its units together"),
    rationale=(
        "各部门预算由本部门及其所属各单位预算组成（《预算法》第八条）；单位之间的往来抵销后会不同，应有说明。",
        (
            "A department's budget consists of its own and those of its units (Budget Law, article 8); it differs "
            "where payments between them are set off, and should say so."
        ),
    ),
    severity="difference",
    without=(
        "没有所属单位一览表，或不是部门汇总的公开",
        "it has no list of units, or is not the disclosure of a department",
    ),
    precondition=(
        "部门和它的全部所属单位的公开都在手边",
        "the disclosures of a department and of all of its units are at hand",
    ),
    source=LOGIC,
)
def _department_sum(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    names = _units_listed(volume)
    if volume.registration.scope == "unit" or len(names) < 2:
        return
    found = [_unit(volume, shelf, name) for name in names]
    here = [unit for unit in found if unit is not None]
    if len(here) < len(names):
        raise NotApplicableError(
            f"一览表中 {len(names)} 个单位，一起核对的有 {len(here)} 个",
            f"of the {len(names)} units on its list, {len(here)} were checked with it",
        )
    words = Words("合计为", "the total is")
    for kind in _TOTALS:
        own = _total(volume, kind, "", "total", "all")
        parts = [_total(unit, kind, "", "total", "all") for unit in here]
        if own and all(parts):
            stated = [in_table(unit, part) for unit, part in zip(here, parts, strict=True) if part]
            yield total(rule, in_table(volume, own), stated, words)


def _units_listed(volume: Volume) -> Sequence[str]:
    """The names on the list of units, but for those whose money is in the figures of another."""
    merged = publications()["unit_list"]["merged"]
    names: list[str] = []
    for table in (table for table in volume.disclosure.tables if table.kind == "unit_list"):
        column = _names_column(table)
        rows = by_row(table.cells).items() if column else ()
        for row, cells in rows:
            texts = {cell.column: squeeze(_BRACKETS.sub("", cell.text)) for cell in cells}
            noted = any(word in squeeze(cell.text) for cell in cells if cell.column != column for word in merged)
            if row > 1 and texts.get(column) and not noted:
                names.append(texts[column])
    return list(dict.fromkeys(names))


def _names_column(table: Table) -> int:
    """The column of the names: the one whose heading says so."""
    heads = [cell for cell in table.cells if cell.row == 1 and squeeze(cell.text).endswith("名称")]
    return heads[0].column if len(heads) == 1 else 0


def _unit(volume: Volume, shelf: Shelf, name: str) -> Volume | None:
    """The one disclosure of a unit that a department names; its own office publishes as a unit under its name."""
    plain = _plain(volume, name)
    found = [unit for unit in shelf.named(volume, plain) if unit.registration.scope != "department"]
    if plain == volume.issuer:
        found = [unit for unit in found if unit.registration.scope == "unit"]
    return found[0] if len(found) == 1 else None


def _plain(volume: Volume, name: str) -> str:
    """The name of a unit as its own disclosure is found by it."""
    plain = without_places(squeeze(_BRACKETS.sub("", name)), volume.registration.region_code)
    for word in publications()["unit_list"]["own"]:
        plain = plain.removesuffix(word)
    return plain


def names_asked_for(volume: Volume) -> Iterator[str]:
    """Every name by which these rules look for the disclosure of a unit."""
    labels = (line.label for (_, _, code, *_), line in volume.figures("this_year").items() if not code)
    yield from (_plain(volume, name) for name in dict.fromkeys((*labels, *_units_listed(volume))))


def _total(volume: Volume, kind: str, side: str, measure: str, fund: str) -> Line | None:
    """The total of a column of a kind of table; None where there is none, or more than one."""
    found = [
        line
        for (its_kind, its_side, code, _, its_measure, its_fund), line in volume.figures("this_year").items()
        if (its_kind, its_measure, its_fund, code) == (kind, measure, fund, "")
        and (not side or its_side == side)
        and (line.is_total or heading_words("total").exact(squeeze(line.label)))
    ]
    return found[0] if len({line.amount_yuan for line in found}) == 1 else None
