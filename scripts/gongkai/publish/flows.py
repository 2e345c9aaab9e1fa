"""The way of the money: where it comes from, what it is for, of which kind, what it is spent on.

Every band is one printed figure. A step is there only where its figures add up exactly to what they divide, since a
band that vanishes or appears between two columns would tell something that no document says. Where no table prints
which income pays for which function, all of it goes through one total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gongkai.package import Package, Row
from gongkai.publish.fields import cell_anchor, cell_key, claim, money, text, whole
from gongkai.publish.figures import CLASS_CODE_LENGTH, EXPENDITURE_TABLES

_KINDS = ("basic_expenditure", "project_expenditure")
_ALL_OF_IT = "department_expenditure"
_BASIC_TABLES = ("general_public_basic_expenditure", "basic_expenditure")
#: What one column holds again of others: of the two ways to divide an income, the one that adds up is taken.
_WHOLE_OF_BUDGETS = frozenset({"fiscal_appropriation"})
_BUDGETS = frozenset({"general_public", "government_fund", "state_capital"})
TOTAL = "total"


class Named(NamedTuple):
    """What a node is: a term of `dimension` (fund, period, measure), or a code of that classification by its name."""

    dimension: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A printed amount that goes from one node to another; names are keys of nodes."""

    source: str
    target: str
    yuan: Decimal
    anchor: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Bands between columns, each column a role (income, total, functional, kind, economic) and its nodes by amount.

    `table_no` is the table that divides the classes; `is_whole` where that is all of the department's expenditure.
    """

    table_no: int
    is_whole: bool
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    bands: tuple[Band, ...]
    names: Mapping[str, Named]
    yuan: Mapping[str, Decimal]


_Found = tuple[list[Band], dict[str, Named]]


def flow(package: Package) -> Flow | None:
    """The ways of a disclosure's money; None where no expenditure table prints both kinds for every class."""
    tables = _Tables(package)
    for kind in EXPENDITURE_TABLES:
        for lines in tables.of(kind):
            found = _by_kind(lines)
            if found is not None:
                steps = {
                    "before": _income(found[0], lines, tables, kind),
                    "kind": found,
                    "economic": _economic(found[0], tables),
                }
                return _joined(whole(lines[0], "table_no"), kind == _ALL_OF_IT, steps)
    return None


class _Tables:
    """The lines of this year and of what was carried in, by the kind of their table, in printed order."""

    def __init__(self, package: Package) -> None:
        by_table: dict[int, list[Row]] = {}
        for line in package.rows["lines"]:
            if text(line, "period") in ("this_year", "carried_in") and not claim(line, "is_of_which"):
                by_table.setdefault(whole(line, "table_no"), []).append(line)
        self._of: dict[str, list[list[Row]]] = {}
        for table in package.rows["tables"]:
            own = by_table.get(whole(table, "table_no"))
            if own:
                self._of.setdefault(text(table, "kind"), []).append(own)

    def of(self, kind: str) -> Sequence[Sequence[Row]]:
        return self._of.get(kind, ())


def _by_kind(lines: Sequence[Row]) -> _Found | None:
    """The classes of one table, each divided into its basic and project expenditure."""
    classes = _classes(lines, "functional", "total")
    divided = [_classes(lines, "functional", measure) for measure in _KINDS]
    bands, names = [], {}
    for code, line in classes.items():
        names[f"f{code}"] = Named("functional", text(line, "label"), code)
        parts = [_band(f"f{code}", kind, of[code]) for kind, of in zip(_KINDS, divided, strict=True) if code in of]
        if _sum(parts) != money(line, "amount_yuan") or any(part.yuan < 0 for part in parts):
            return None
        bands += [part for part in parts if part.yuan > 0]
    totals = [money(line, "amount_yuan") for line in _totals(lines)]
    if not bands or (totals and _sum(bands) not in totals):
        return None
    return bands, names | {kind: Named("measure", kind) for kind in _KINDS}


def _economic(bands: Sequence[Band], tables: _Tables) -> _Found:
    """The economic classes of basic expenditure, where they add up to it."""
    basic = _sum(band for band in bands if band.target == _KINDS[0])
    for kind in _BASIC_TABLES:
        for lines in tables.of(kind):
            classes = _classes(lines, "economic", "total")
            parts = [_band(_KINDS[0], f"e{code}", line) for code, line in classes.items()]
            if parts and min(part.yuan for part in parts) >= 0 and _sum(parts) == basic:
                names = {f"e{code}": Named("economic", text(line, "label"), code) for code, line in classes.items()}
                return [part for part in parts if part.yuan > 0], names
    return [], {}


def _income(bands: Sequence[Band], lines: Sequence[Row], tables: _Tables, kind: str) -> _Found:
    """Income to the classes, or to one total and from there to the classes; nothing where neither adds up."""
    if kind != _ALL_OF_IT:
        return [], {}  # a table of one budget's money says nothing of the department's income
    needed: dict[str, Decimal] = {}
    for band in bands:
        needed[band.source] = needed.get(band.source, Decimal(0)) + band.yuan
    for own in tables.of("department_income"):
        by_class = {key: _sources([line for line in own if f"f{text(line, 'code')}" == key]) for key in needed}
        chosen = _adding_up(by_class, needed)
        if chosen:
            return _named(chosen)
    whole_of_it = {TOTAL: _sum(bands)}
    for own in (*tables.of("department_income"), *tables.of("department_summary")):
        sides = [line for line in own if text(line, "side") != "expenditure" and not text(line, "code")]
        totals = [line for line in sides if claim(line, "is_total") and text(line, "fund") != "all"]
        chosen = _adding_up({TOTAL: _sources(totals or sides)}, whole_of_it)
        if chosen:
            into, names = _named(chosen)
            classes = _classes(lines, "functional", "total")
            out = [_band(TOTAL, key, classes[key[1:]]) for key in needed]
            return into + out, names | {TOTAL: Named("measure", TOTAL)}
    return [], {}


def _sources(lines: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """What is not zero, by fund, or by period where it was carried in."""
    found: dict[tuple[str, str], list[Row]] = {}
    for line in lines:
        carried = text(line, "period") == "carried_in"
        fund = text(line, "fund")
        if text(line, "measure") == "total" and money(line, "amount_yuan") and (carried or fund != "all"):
            found.setdefault(("period", "carried_in") if carried else ("fund", fund), []).append(line)
    return found


def _adding_up(
    sources: Mapping[str, Mapping[tuple[str, str], Sequence[Row]]], needed: Mapping[str, Decimal]
) -> dict[str, dict[tuple[str, str], Row]] | None:
    """For each target its sources, each once, that add up to what it needs; in the finer of the two divisions."""
    for left_out in (_WHOLE_OF_BUDGETS, _BUDGETS):
        chosen = {}
        for target, yuan in needed.items():
            kept = {key: rows for key, rows in sources[target].items() if key[1] not in left_out}
            amounts = [money(row, "amount_yuan") or Decimal(0) for rows in kept.values() for row in rows]
            once = all(len(rows) == 1 for rows in kept.values()) and min(amounts, default=Decimal(0)) >= 0
            if not once or sum(amounts, Decimal(0)) != yuan:
                break
            chosen[target] = {key: rows[0] for key, rows in kept.items()}
        else:
            return chosen
    return None


def _named(chosen: Mapping[str, Mapping[tuple[str, str], Row]]) -> _Found:
    bands, names = [], {}
    for target, sources in chosen.items():
        for (dimension, name), line in sources.items():
            bands.append(_band(f"i{name}", target, line))
            names[f"i{name}"] = Named(dimension, name)
    return bands, names


def _joined(table_no: int, is_whole: bool, steps: Mapping[str, _Found]) -> Flow:
    bands = tuple(band for found, _ in steps.values() for band in found)
    names = {key: name for _, found in steps.values() for key, name in found.items()}
    into: dict[str, Decimal] = {}
    out: dict[str, Decimal] = {}
    for band in bands:
        out[band.source] = out.get(band.source, Decimal(0)) + band.yuan
        into[band.target] = into.get(band.target, Decimal(0)) + band.yuan
    yuan = {key: max(into.get(key, Decimal(0)), out.get(key, Decimal(0))) for key in names if key in into or key in out}
    roles: dict[str, list[str]] = {"income": [], "total": [], "functional": [], "kind": [], "economic": []}
    for key in yuan:
        role = {"i": "income", "f": "functional", "e": "economic"}.get(key[0], "kind")
        roles["total" if key == TOTAL else role].append(key)
    for keys in roles.values():
        keys.sort(key=lambda key: (Decimal(_KINDS.index(key)) if key in _KINDS else -yuan[key], key))
    return Flow(
        table_no, is_whole, tuple((role, tuple(keys)) for role, keys in roles.items() if keys), bands, names, yuan
    )


def _classes(lines: Iterable[Row], scheme: str, measure: str) -> dict[str, Row]:
    """This year's lines of classes by code; none of a class that a table prints twice."""
    found: dict[str, list[Row]] = {}
    for line in lines:
        if line["scheme"] == scheme and line["measure"] == measure and line["period"] == "this_year":
            found.setdefault(text(line, "code"), []).append(line)
    return {code: own[0] for code, own in found.items() if len(code) == CLASS_CODE_LENGTH and len(own) == 1}


def _totals(lines: Iterable[Row]) -> list[Row]:
    return [
        line
        for line in lines
        if claim(line, "is_total") and text(line, "measure") == "total" and not text(line, "code")
    ]


def _sum(bands: Iterable[Band]) -> Decimal:
    return sum((band.yuan for band in bands), Decimal(0))


def _band(source: str, target: str, line: Row) -> Band:
    yuan = money(line, "amount_yuan")
    assert yuan is not None, f"a line of table {whole(line, 'table_no')} without an amount"
    return Band(source, target, yuan, cell_anchor(cell_key(line)))
