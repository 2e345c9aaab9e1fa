"""The page of a disclosure, and the page of its ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai import schema
from gongkai.package import Row
from gongkai.publish.charts import bars, pairs, stacked
from gongkai.publish.citation import bibtex, cff
from gongkai.publish.fields import grouped, text, whole
from gongkai.publish.figures import Figure, Headlines
from gongkai.publish.findings import STATUSES, Check, placed_checks
from gongkai.publish.flows import flow
from gongkai.publish.grid import PrintedTable, printed_table
from gongkai.publish.machines.linked import dataset_ld, script_text
from gongkai.publish.markup import Broken, LedgerRows, TableRows, code_leads, rule_rows
from gongkai.publish.narrative import projects, quoted_amounts
from gongkai.publish.origins import origin, origins
from gongkai.publish.outputs import One, Page
from gongkai.publish.sankey import sankey
from gongkai.publish.shelves import department_key
from gongkai.publish.treemap import treemap

SCHEMES = ("functional", "economic")
_BAR_LENGTHS = {"wide": 356, "narrow": 350}  # what the two drawings of charts.html leave for the longest bar
_PAIR_LENGTHS = {"wide": 400, "narrow": 250}
_SPLIT_LENGTHS = {"wide": 720, "narrow": 350}


@dataclass(frozen=True, slots=True)
class TableView:
    """A table on the page of its disclosure.

    `told` are the checks that do not hold and are told below it, `also` those that it takes part in and that are told
    below another.
    """

    row: Row
    number: int
    grid: PrintedTable
    rows: TableRows
    lines: int
    told: tuple[Check, ...]
    also: tuple[Check, ...]


def alone(one: One) -> Iterator[Page]:
    """The page of a disclosure and that of its ledger."""
    package, summary = one.package, one.summary
    cells = grouped(package.rows["cells"], "table_no")
    lines = grouped(package.rows["lines"], "table_no")
    placed = placed_checks(one.ledger)
    shown, printed_on = summary.headlines, origins(one.printed)
    coded = {(scheme, part.code) for scheme in SCHEMES for part in getattr(summary, scheme)}
    broken = Broken()
    tables = []
    for table in package.rows["tables"]:
        number = whole(table, "table_no")
        own = lines.get(number, ())
        grid = printed_table(table, cells.get(number, ()), own, placed.doubted)
        tables.append(
            TableView(
                table,
                number,
                grid,
                TableRows(grid, coded, printed_on, broken),
                len(own),
                placed.told.get(number, ()),
                placed.also.get(number, ()),
            )
        )
    three_public = tuple(filter(None, (shown.three_public.total, *shown.three_public.parts)))
    context = {
        "entry": summary,
        "department": department_key(summary) if summary.issuer else "",
        "disclosure": package.disclosure,
        "sources": package.rows["sources"],
        "headlines": shown,
        "class_bars": {size: bars(shown.by_class, length) for size, length in _BAR_LENGTHS.items()},
        "splits": tuple(_splits(shown)),
        "levels": treemap(summary.functional),
        "flow": sankey(flow(package)),
        "years": {size: pairs(three_public, length) for size, length in _PAIR_LENGTHS.items()},
        "placed": placed,
        "origins": printed_on,
        "origin": lambda anchor: origin(printed_on, anchor),
        "coded": sorted(coded),
        "code_leads": code_leads,
        "tables": tables,
        "table_names": {view.number: text(view.row, "title") or text(view.row, "kind") for view in tables},
        "projects": projects(package),
        "quoted": quoted_amounts(package),
        "downloads": one.downloads,
        "bibtex": bibtex(package, one.site_url),
        "linked": lambda root: script_text(dataset_ld(one.digest, one.downloads, root)),
        "cff": cff(package, one.site_url),
        "ledger": one.ledger,
        "rule_rows": rule_rows,
        "rows": LedgerRows(one.ledger.checks),
        "statuses": STATUSES,
        "rules": {text(rule, "rule"): rule for rule in package.rows["rules"]},
        "words": {name: schema.words(name) for name in schema.TABLES},
    }
    yield Page(f"disclosures/{summary.id}/", "disclosure.html", context)
    yield Page(f"disclosures/{summary.id}/checks/", "ledger.html", context)


def _splits(shown: Headlines) -> Iterator[dict[str, Any]]:
    """Basic against project, personnel against office costs, where both sides are printed."""
    for name, pair in (("kind", (shown.basic, shown.project)), ("basic", (shown.personnel, shown.office))):
        parts: tuple[Figure, ...] = tuple(figure for figure in pair if figure is not None)
        drawn = {size: stacked(parts, length) for size, length in _SPLIT_LENGTHS.items()}
        if len(parts) == len(pair) and drawn["wide"]:
            yield {"name": name, "parts": parts, "bars": drawn, "whole": sum(part.yuan for part in parts)}
