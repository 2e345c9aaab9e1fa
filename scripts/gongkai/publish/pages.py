"""Which data pages there are, and what each shows. A page is rendered once for each language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai import schema
from gongkai.package import Package, Row
from gongkai.publish.charts import bars, stacked
from gongkai.publish.citation import bibtex
from gongkai.publish.codes import code_lists
from gongkai.publish.downloads import Downloads, File
from gongkai.publish.environment import Terms
from gongkai.publish.fields import cell_anchor, cell_key, grouped, text, whole, whole_or_none
from gongkai.publish.figures import Figure, Headlines, headlines
from gongkai.publish.findings import STATUSES, Ledger, ledger, rule_counts
from gongkai.publish.grid import PrintedTable, printed_table
from gongkai.publish.machines.digest import Digest
from gongkai.publish.machines.linked import catalogue_ld, dataset_ld, script_text
from gongkai.publish.narrative import projects, quoted_amounts
from gongkai.publish.vocabulary import vocabulary

_LATEST = 6
_BAR_LENGTHS = {"wide": 356, "narrow": 350}  # what the two drawings of charts.html leave for the longest bar
_SPLIT_LENGTHS = {"wide": 720, "narrow": 350}


@dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its address in both languages, its template, what the template shows."""

    path: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the main figure of a disclosure is printed, and how many checks it takes part in and stands."""

    page: int | None
    table: str
    row: int
    column: int
    checks: int
    holding: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A disclosure as lists show it."""

    id: str
    row: Row
    title: str
    places: tuple[str, ...]
    headlines: Headlines
    ledger: Ledger
    origin: Origin | None
    tables: int
    lines: int

    @property
    def recency(self) -> tuple[str, int, str]:
        return text(self.row, "published_on"), int(str(self.row["fiscal_year"] or 0)), self.id


@dataclass(frozen=True, slots=True)
class TableView:
    """A table on the page of its disclosure."""

    row: Row
    number: int
    grid: PrintedTable
    lines: int


def entry(package: Package) -> Entry:
    """What lists say of a package."""
    row = package.disclosure
    figures, checked = headlines(package), ledger(package)
    return Entry(
        id=text(row, "id"),
        row=row,
        title=text(row, "title") or text(row, "id"),
        places=_places(package),
        headlines=figures,
        ledger=checked,
        origin=_origin(package, figures.main, checked) if figures.main else None,
        tables=len(package.rows["tables"]),
        lines=len(package.rows["lines"]),
    )


def terms_of(packages: Iterable[Package]) -> Terms:
    """The names of all terms that the packages use."""
    return {
        (text(row, "dimension"), text(row, "term")): (text(row, "name"), text(row, "name_en"))
        for package in packages
        for row in package.rows["terms"]
    }


def disclosure_pages(
    package: Package, listed: Entry, downloads: Downloads, digest: Digest, *, site_url: str
) -> Iterator[Page]:
    """The page of a disclosure and the page of its ledger."""
    cells = grouped(package.rows["cells"], "table_no")
    lines = grouped(package.rows["lines"], "table_no")
    tables = []
    for table in package.rows["tables"]:
        number = whole(table, "table_no")
        own_lines = lines.get(number, ())
        tables.append(TableView(table, number, printed_table(table, cells.get(number, ()), own_lines), len(own_lines)))
    shown = listed.headlines
    context = {
        "entry": listed,
        "disclosure": package.disclosure,
        "sources": package.rows["sources"],
        "headlines": shown,
        "class_bars": {size: bars(shown.by_class, length) for size, length in _BAR_LENGTHS.items()},
        "splits": tuple(_splits(shown)),
        "tables": tables,
        "table_names": {view.number: text(view.row, "title") or text(view.row, "kind") for view in tables},
        "projects": projects(package),
        "quoted": quoted_amounts(package),
        "downloads": downloads,
        "bibtex": bibtex(package, site_url),
        "linked": lambda root: script_text(dataset_ld(digest, downloads, root)),
        "ledger": listed.ledger,
        "statuses": STATUSES,
        "rules": {text(rule, "rule"): rule for rule in package.rows["rules"]},
        "words": {name: schema.words(name) for name in schema.TABLES},
    }
    yield Page(f"disclosures/{listed.id}/", "disclosure.html", context)
    yield Page(f"disclosures/{listed.id}/checks/", "ledger.html", context)


def overview_pages(packages: Sequence[Package], entries: Sequence[Entry], database: Sequence[File]) -> Iterator[Page]:
    """The pages about everything: start, catalogue, dictionary, rules, vocabulary."""
    newest = sorted(entries, key=lambda listed: listed.recency, reverse=True)
    outcomes = {status: sum(listed.ledger.by_status.get(status, 0) for listed in entries) for status in STATUSES}
    counts = {
        "disclosures": len(entries),
        "tables": sum(listed.tables for listed in entries),
        "lines": sum(listed.lines for listed in entries),
        "checks": sum(outcomes.values()),
    }
    every = (*schema.TABLES, *schema.LISTS)
    shared = {"counts": counts, "outcomes": outcomes, "database": database}
    home = {**shared, "linked": lambda root: script_text(catalogue_ld(len(entries), database, root))}
    yield Page("", "home.html", {**home, "entries": newest[:_LATEST]})
    yield Page("disclosures/", "catalogue.html", {**shared, "entries": newest})
    yield Page(
        "dictionary/",
        "dictionary.html",
        {
            "names": every,
            "schemas": {name: schema.schema(name) for name in every},
            "words": {name: schema.words(name) for name in every},
            "terms": _by_dimension(packages),
        },
    )
    rules = {text(rule, "rule"): rule for package in packages for rule in package.rows["rules"]}
    yield Page(
        "rules/",
        "rules.html",
        {"rules": [rules[name] for name in sorted(rules)], "statuses": STATUSES, "counts": _counts(packages)},
    )
    yield Page("vocabulary/", "vocabulary.html", {"vocabulary": vocabulary()})


def codes_page(files: Sequence[File]) -> Page:
    """The page of the code lists, with their files."""
    return Page("codes/", "codes.html", {"lists": code_lists(), "files": files})


def _origin(package: Package, figure: Figure, checked: Ledger) -> Origin:
    cell = next(row for row in package.rows["cells"] if cell_anchor(cell_key(row)) == figure.anchor)
    table = next(row for row in package.rows["tables"] if row["table_no"] == figure.table_no)
    taking_part = [
        check
        for check in checked.checks
        if any(o.anchor == figure.anchor and not o.disclosure_id for o in check.operands)
    ]
    return Origin(
        page=whole_or_none(cell, "page"),
        table=text(table, "title") or text(table, "printed_no"),
        row=whole(cell, "row"),
        column=whole(cell, "column"),
        checks=len(taking_part),
        holding=sum(check.status == "pass" for check in taking_part),
    )


def _counts(packages: Sequence[Package]) -> dict[str, tuple[int, ...]]:
    return {counted.rule: counted.counts for counted in rule_counts(packages)}


def _by_dimension(packages: Iterable[Package]) -> dict[str, list[tuple[str, tuple[str, str]]]]:
    dimensions: dict[str, list[tuple[str, tuple[str, str]]]] = {}
    for (dimension, term), names in terms_of(packages).items():
        dimensions.setdefault(dimension, []).append((term, names))
    return dimensions


def _places(package: Package) -> tuple[str, ...]:
    """The place from the widest to the narrowest: 重庆市, 渝北区."""
    regions = {text(row, "code"): row for row in package.rows["regions"]}
    code, names = text(package.disclosure, "region_code"), []
    while code in regions:
        names.append(text(regions[code], "name"))
        code = text(regions.pop(code), "parent")
    return tuple(reversed(names))


def _splits(shown: Headlines) -> Iterator[dict[str, Any]]:
    """Basic against project, personnel against office costs, where both sides are printed."""
    for name, pair in (("kind", (shown.basic, shown.project)), ("basic", (shown.personnel, shown.office))):
        parts: tuple[Figure, ...] = tuple(figure for figure in pair if figure is not None)
        drawn = {size: stacked(parts, length) for size, length in _SPLIT_LENGTHS.items()}
        if len(parts) == len(pair) and drawn["wide"]:
            yield {"name": name, "parts": parts, "bars": drawn, "whole": sum(part.yuan for part in parts)}
