"""The digest of one package: all that pages over several disclosures need of it, and nothing that grows with its size.

A pure function of the package. It is kept beside the pages of its disclosure, so that the pages about everything can
be made without opening a package again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gongkai.package import Package, Row
from gongkai.publish.fields import cell_anchor, cell_key, claim, grouped, money, text, whole, whole_or_none
from gongkai.publish.figures import EXPENDITURE_TABLES, Headlines, headlines
from gongkai.publish.findings import STATUSES, Check, Ledger, RuleCount, ledger

_BIGGEST = 5
_ECONOMIC_TABLES = ("general_public_basic_expenditure", "basic_expenditure", *EXPENDITURE_TABLES)


class Sum(NamedTuple):
    """What a table prints for a code, in yuan. A leaf has no code of the same table below it: leaves add up.

    `page` is None where the source has no pages.
    """

    code: str
    name: str
    yuan: Decimal
    is_leaf: bool
    table_no: int
    row: int
    column: int
    page: int | None

    @property
    def anchor(self) -> str:
        """The permanent id of its cell on the page of its disclosure."""
        return cell_anchor((self.table_no, self.row, self.column))


class Difference(NamedTuple):
    """A check that does not hold; amounts in yuan. `anchor` is the first cell that takes part, "" for none."""

    number: int
    rule: str
    severity: str
    message: str
    message_en: str
    printed: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What could be read: tables by outcome, kinds that were recognised, and figures that a check covers."""

    recognised: int
    unrecognised: int
    incomplete: int
    empty: int
    kinds: tuple[str, ...]
    figures_checked: int
    figures: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One disclosure as other pages show it.

    `places` are names from the widest to the narrowest; `functional` and `economic` the sums of the first table of
    each classification in the order of their codes; `outcomes` counts the checks by outcome, in the order of STATUSES;
    `rules_sha256` is the hash of the table of rules it was held to.
    """

    id: str
    title: str
    issuer: str
    region_code: str
    region_codes: tuple[str, ...]
    places: tuple[str, ...]
    level: str
    fiscal_year: int | None
    phase: str
    scope: str
    published_on: str
    revision: int
    supersedes: str
    note: str
    note_en: str
    headlines: Headlines
    functional: tuple[Sum, ...]
    economic: tuple[Sum, ...]
    by_rule: tuple[RuleCount, ...]
    differences: tuple[Difference, ...]
    outcomes: tuple[int, ...]
    checks: int
    failed: int
    tables: int
    lines: int
    targets: int
    statements: int
    pages: int | None
    coverage: Coverage
    rules_sha256: str

    @property
    def recency(self) -> tuple[str, int, str]:
        """What the newest has the greatest of."""
        return self.published_on, self.fiscal_year or 0, self.id

    def count(self, status: str) -> int:
        """How many checks ended so."""
        return self.outcomes[STATUSES.index(status)]


def summary(package: Package, checked: Ledger | None = None) -> Summary:
    """The digest of a package; `checked` is its ledger where that has been made already."""
    row, made = package.disclosure, checked or ledger(package)
    regions = tuple(_regions(package))
    pages = [whole_or_none(source, "pages") for source in package.rows["sources"]]
    paged = [count for count in pages if count is not None]
    on_page = {cell_key(cell): whole_or_none(cell, "page") for cell in package.rows["cells"]}
    lines = grouped(package.rows["lines"], "table_no")
    return Summary(
        id=text(row, "id"),
        title=text(row, "title") or text(row, "id"),
        issuer=text(row, "issuer"),
        region_code=text(row, "region_code"),
        region_codes=tuple(code for code, _ in regions),
        places=tuple(name for _, name in regions),
        level=text(row, "level"),
        fiscal_year=whole_or_none(row, "fiscal_year"),
        phase=text(row, "phase"),
        scope=text(row, "scope"),
        published_on=text(row, "published_on"),
        revision=whole(row, "revision"),
        supersedes=text(row, "supersedes"),
        note=text(row, "note"),
        note_en=text(row, "note_en"),
        headlines=headlines(package),
        functional=_sums(package.rows["tables"], lines, on_page, "functional", EXPENDITURE_TABLES),
        economic=_sums(package.rows["tables"], lines, on_page, "economic", _ECONOMIC_TABLES),
        by_rule=tuple(counted for counted in made.by_rule if any(counted.counts)),
        differences=_biggest(made.failed),
        outcomes=tuple(sum(counted.counts[place] for counted in made.by_rule) for place in range(len(STATUSES))),
        checks=len(made.checks),
        failed=len(made.failed),
        tables=len(package.rows["tables"]),
        lines=len(package.rows["lines"]),
        targets=len(package.rows["targets"]),
        statements=len(package.rows["statements"]),
        pages=sum(paged) if paged else None,
        coverage=_coverage(package),
        rules_sha256=rules_sha256(package),
    )


def rules_sha256(package: Package) -> str:
    """The hash of the package's table of rules, by which equal ones are read once."""
    hashes = {resource["name"]: str(resource.get("hash", "")) for resource in package.descriptor["resources"]}
    return hashes.get("rules", "").removeprefix("sha256:")


def _regions(package: Package) -> Iterator[tuple[str, str]]:
    """Code and name of the place and of those it lies in, from the widest: 重庆市, 渝北区."""
    known = {text(row, "code"): row for row in package.rows["regions"]}
    code, found = text(package.disclosure, "region_code"), []
    while code in known:
        found.append((code, text(known[code], "name")))
        code = text(known.pop(code), "parent")
    return reversed(found)


def _sums(
    tables: Sequence[Row],
    lines: Mapping[int, Sequence[Row]],
    pages: Mapping[tuple[int, int, int], int | None],
    scheme: str,
    kinds: Iterable[str],
) -> tuple[Sum, ...]:
    """This year's totals by code, from the first table that prints each code of the scheme once.

    `lines` are by table, `pages` by cell.
    """
    for kind in kinds:
        for table in tables:
            if text(table, "kind") != kind:
                continue
            coded = [
                line
                for line in lines.get(whole(table, "table_no"), ())
                if text(line, "scheme") == scheme
                and text(line, "period") == "this_year"
                and text(line, "measure") == "total"
                and text(line, "code")
                and not claim(line, "is_of_which")
            ]
            codes = sorted(text(line, "code") for line in coded)
            if coded and len(set(codes)) == len(codes):
                return tuple(sorted(_sum(line, codes, pages[cell_key(line)]) for line in coded))
    return ()


def _sum(line: Row, codes: Sequence[str], page: int | None) -> Sum:
    code, yuan = text(line, "code"), money(line, "amount_yuan")
    assert yuan is not None
    below = any(other != code and other.startswith(code) for other in codes)
    return Sum(code, text(line, "label"), yuan, not below, *cell_key(line), page)


def _biggest(failed: Sequence[Check]) -> tuple[Difference, ...]:
    """Those that differ most, the graver first where none says by how much."""
    ordered = sorted(failed, key=lambda check: (-abs(check.difference or Decimal(0)), check.number))
    return tuple(
        Difference(
            check.number,
            check.rule,
            check.severity,
            check.message,
            check.message_en,
            check.printed,
            check.computed,
            check.difference,
            next((operand.anchor for operand in check.operands if not operand.disclosure_id), ""),
        )
        for check in ordered[:_BIGGEST]
    )


def _coverage(package: Package) -> Coverage:
    tables, lines = package.rows["tables"], package.rows["lines"]
    recognised = [table for table in tables if claim(table, "recognised")]
    return Coverage(
        recognised=len(recognised),
        unrecognised=len(tables) - len(recognised),
        incomplete=sum(bool(text(table, "lost")) for table in tables),
        empty=sum(bool(text(table, "empty_note")) for table in tables),
        kinds=tuple(sorted({text(table, "kind") for table in recognised})),
        figures_checked=sum(text(line, "checked") != "none" for line in lines),
        figures=len(lines),
    )
