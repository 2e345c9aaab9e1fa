"""The way of the money as a sankey: where it comes from, what it is for, how it is spent.

Every band is one printed figure. A step is drawn only where its figures add up exactly to what they divide, since a
band that vanishes or appears between two columns would tell something that no document says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.package import Package, Row
from gongkai.publish.charts import tenths
from gongkai.publish.fields import cell_anchor, cell_key, claim, money, text, whole
from gongkai.publish.figures import CLASS_CODE_LENGTH, EXPENDITURE_TABLES

WIDTH = 960
_HEIGHT = Decimal(420)
_GAP = Decimal(12)  # between two bars of a column
_BAR = 12
_KINDS = ("basic_expenditure", "project_expenditure")
_LINE = 40  # what a name and an amount take


@dataclass(frozen=True, slots=True)
class Band:
    """A printed amount that goes from one node to another; names are keys of nodes."""

    source: str
    target: str
    yuan: Decimal
    anchor: str


@dataclass(frozen=True, slots=True)
class Node:
    """A bar of the drawing: `name` a printed name, or a measure's term where `measure` says so."""

    key: str
    name: str
    measure: bool
    column: int
    yuan: Decimal
    x: str
    y: str
    height: str
    middle: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band as an SVG path; `tone` counts the functional classes from 1, 0 for a band of none."""

    band: Band
    path: str
    tone: int


@dataclass(frozen=True, slots=True)
class Sankey:
    """A drawing of `WIDTH` units and `height`; `names` of all nodes by key, with whether they are measures."""

    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: str
    names: Mapping[str, tuple[str, bool]]


def sankey(package: Package) -> Sankey | None:
    """From functional classes to basic and project expenditure, and from basic expenditure to economic classes.

    None where no expenditure table prints both kinds for every class, or they do not add up.
    """
    lines = [line for line in package.rows["lines"] if text(line, "period") == "this_year"]
    tables = package.rows["tables"]
    for kind in EXPENDITURE_TABLES:
        for table in tables:
            if text(table, "kind") == kind:
                found = _by_kind([line for line in lines if line["table_no"] == table["table_no"]])
                if found is not None:
                    basic = sum((band.yuan for band in found[0] if band.target == _KINDS[0]), Decimal(0))
                    return _drawn(*_with_economic(found, basic, lines, tables))
    return None


_Found = tuple[list[Band], dict[str, tuple[str, bool]]]


def _by_kind(lines: Sequence[Row]) -> _Found | None:
    """The classes of one table, each divided into its basic and project expenditure."""
    classes = _classes(lines, "functional", "total")
    bands, names = [], {code: (text(line, "label"), False) for code, line in classes.items()}
    for code, line in classes.items():
        parts = []
        for measure in _KINDS:
            own = [of for key, of in _classes(lines, "functional", measure).items() if key == code]
            parts += [_band(f"f{code}", measure, part) for part in own]
        if sum((part.yuan for part in parts), Decimal(0)) != money(line, "amount_yuan"):
            return None
        bands += [part for part in parts if part.yuan > 0]
        if any(part.yuan < 0 for part in parts):
            return None
    totals = [
        money(line, "amount_yuan")
        for line in lines
        if claim(line, "is_total") and text(line, "measure") == "total" and not text(line, "code")
    ]
    if not bands or (totals and sum((band.yuan for band in bands), Decimal(0)) not in totals):
        return None
    known = {f"f{code}": name for code, name in names.items()}
    return bands, known | {measure: (measure, True) for measure in _KINDS}


def _with_economic(found: _Found, basic: Decimal, lines: Sequence[Row], tables: Sequence[Row]) -> _Found:
    """With the economic classes of basic expenditure, where they add up to it."""
    bands, names = found
    for table in tables:
        if text(table, "kind") in ("general_public_basic_expenditure", "basic_expenditure"):
            own = [line for line in lines if line["table_no"] == table["table_no"]]
            classes = _classes(own, "economic", "total")
            parts = [_band(_KINDS[0], f"e{code}", line) for code, line in classes.items()]
            if parts and min(part.yuan for part in parts) >= 0 and sum(part.yuan for part in parts) == basic:
                added = {f"e{code}": (text(line, "label"), False) for code, line in classes.items()}
                return bands + [part for part in parts if part.yuan > 0], names | added
    return found


def _classes(lines: Iterable[Row], scheme: str, measure: str) -> dict[str, Row]:
    """Lines of classes by code; none of a class that a table prints twice."""
    found: dict[str, list[Row]] = {}
    for line in lines:
        if text(line, "scheme") == scheme and text(line, "measure") == measure and not claim(line, "is_of_which"):
            found.setdefault(text(line, "code"), []).append(line)
    return {code: own[0] for code, own in found.items() if len(code) == CLASS_CODE_LENGTH and len(own) == 1}


def _band(source: str, target: str, line: Row) -> Band:
    yuan = money(line, "amount_yuan")
    assert yuan is not None, f"a line of table {whole(line, 'table_no')} without an amount"
    return Band(source, target, yuan, cell_anchor(cell_key(line)))


def _drawn(bands: Sequence[Band], names: Mapping[str, tuple[str, bool]]) -> Sankey:
    columns: list[dict[str, Decimal]] = [{}, {}, {}]
    for band in bands:
        start = 1 if band.source in _KINDS else 0
        if start == 0:
            columns[0][band.source] = columns[0].get(band.source, Decimal(0)) + band.yuan
            columns[1][band.target] = columns[1].get(band.target, Decimal(0)) + band.yuan
        else:
            columns[2][band.target] = band.yuan
    total = sum(columns[0].values(), Decimal(0))
    height = max(_HEIGHT, Decimal(_LINE * max(map(len, columns))))
    room = height - _GAP * (max(map(len, columns)) - 1)
    tops: dict[str, Decimal] = {}
    nodes, lowest = [], height
    for place, column in enumerate(columns):
        y = Decimal(0)
        ordered = _KINDS if place == 1 else sorted(column, key=lambda key: (-column[key], key))
        for key in (key for key in ordered if key in column):
            length, x = max(column[key] / total * room, Decimal(1)), _left(place, columns)
            tops[key] = y
            name, measure = names[key]
            sizes = map(tenths, (Decimal(x), y, length, y + length / 2))
            nodes.append(Node(key, name, measure, place, column[key], *sizes))
            y += max(length + _GAP, Decimal(_LINE))
            lowest = max(lowest, y)
    return Sankey(tuple(nodes), _ribbons(bands, nodes, tops, lambda yuan: yuan / total * room), tenths(lowest), names)


def _left(place: int, columns: Sequence[object]) -> int:
    return (220, 500, 728)[place] if columns[2] else (220, 728, 728)[place]


def _ribbons(
    bands: Sequence[Band], nodes: Sequence[Node], tops: Mapping[str, Decimal], scaled: Callable[[Decimal], Decimal]
) -> tuple[Ribbon, ...]:
    by_key, order = {node.key: node for node in nodes}, {node.key: place for place, node in enumerate(nodes)}
    out, into, made = dict(tops), dict(tops), []
    for band in sorted(bands, key=lambda band: (order[band.source], order[band.target])):
        width = scaled(band.yuan)
        start, end = out[band.source], into[band.target]
        out[band.source], into[band.target] = start + width, end + width
        x0, x1 = Decimal(by_key[band.source].x) + _BAR, Decimal(by_key[band.target].x)
        middle = (x0 + x1) / 2
        y = [tenths(value) for value in (start, end, end + width, start + width)]
        left, right, bend = map(tenths, (x0, x1, middle))
        there = f"M{left} {y[0]}C{bend} {y[0]} {bend} {y[1]} {right} {y[1]}"
        back = f"V{y[2]}C{bend} {y[2]} {bend} {y[3]} {left} {y[3]}Z"
        made.append(Ribbon(band, there + back, order[band.source] + 1 if band.source.startswith("f") else 0))
    return tuple(made)
