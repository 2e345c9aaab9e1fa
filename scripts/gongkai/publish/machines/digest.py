"""What machines are told of a disclosure, small enough to keep of ten thousand."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gongkai.package import Package, Row
from gongkai.publish.fields import money, text, whole
from gongkai.publish.summary import Summary

_STATUSES = ("pass", "fail", "not_applicable", "blocked")


class Found(NamedTuple):
    """A check that does not hold; amounts in yuan."""

    check_no: int
    rule: str
    place: str
    severity: str
    printed_yuan: Decimal | None
    computed_yuan: Decimal | None
    difference_yuan: Decimal | None
    message: str
    message_en: str
    operands: str


class Place(NamedTuple):
    """A place of the disclosure: code of GB/T 2260, name, code of the place that it lies in."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source file: its name, where it was published ("" where unknown), its hash and kind."""

    file: str
    url: str
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A disclosure: its registration, exact totals in yuan (None where not read), counts, and what does not hold.

    `corrections` are the cells (table:row:column) that people put right, with their reasons; `findings` the
    checks that fail.
    """

    id: str
    title: str
    issuer: str
    region_code: str
    places: tuple[str, ...]
    fiscal_year: int
    phase: str
    scope: str
    published_on: str
    told_on: str
    revision: int
    supersedes: str
    licence: str
    note: str
    note_en: str
    income_yuan: Decimal | None
    expenditure_yuan: Decimal | None
    rows: tuple[tuple[str, int], ...]
    checks: tuple[tuple[str, int], ...]
    sources: tuple[Source, ...]
    corrections: tuple[tuple[str, str], ...]
    findings: tuple[Found, ...]
    regions: tuple[Place, ...]

    @property
    def page(self) -> str:
        """The page of the disclosure, from the site's root."""
        return f"disclosures/{self.id}/"


def digest_of(package: Package, told: Summary) -> Digest:
    """The digest of a package, of which `told` is the summary."""
    figures = told.headlines
    return Digest(
        id=told.id,
        title=told.title,
        issuer=told.issuer,
        region_code=told.region_code,
        places=told.places,
        fiscal_year=told.fiscal_year or 0,
        phase=told.phase,
        scope=told.scope,
        published_on=told.published_on,
        told_on=_told_on(package),
        revision=told.revision,
        supersedes=told.supersedes,
        licence=text(package.disclosure, "licence"),
        note=told.note,
        note_en=told.note_en,
        income_yuan=figures.income.yuan if figures.income else None,
        expenditure_yuan=figures.expenditure.yuan if figures.expenditure else None,
        rows=tuple((name, len(rows)) for name, rows in package.rows.items()),
        checks=tuple((status, told.count(status)) for status in _STATUSES),
        sources=tuple(
            Source(*(text(source, name) for name in ("file", "url", "sha256", "media_type")))
            for source in package.rows["sources"]
        ),
        corrections=tuple(
            (f"{each['table_no']}:{each['row']}:{each['column']}", str(each["reason"]))
            for each in package.descriptor.get("corrections", ())
        ),
        findings=tuple(_found(check) for check in package.rows["checks"] if check["status"] == "fail"),
        regions=tuple(
            Place(text(region, "code"), text(region, "name"), text(region, "parent"))
            for region in package.rows["regions"]
        ),
    )


def _found(check: Row) -> Found:
    return Found(
        check_no=whole(check, "check_no"),
        rule=text(check, "rule"),
        place=text(check, "place"),
        severity=text(check, "severity"),
        printed_yuan=money(check, "printed_yuan"),
        computed_yuan=money(check, "computed_yuan"),
        difference_yuan=money(check, "difference_yuan"),
        message=text(check, "message"),
        message_en=text(check, "message_en"),
        operands=text(check, "operands"),
    )


def _told_on(package: Package) -> str:
    """The day of publication, else the day that the document prints, else the day its file was retrieved; or ""."""
    row = package.disclosure
    retrieved = max((text(source, "retrieved_on") for source in package.rows["sources"]), default="")
    days = (text(row, "published_on"), text(row, "dated"), retrieved)
    return next((day for day in days if len(day) == len("2026-01-31")), "")
