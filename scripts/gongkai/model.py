"""The nouns: what a document holds, what a table says, what is published. Frozen values, no behaviour."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


class Place(NamedTuple):
    """Where something is printed: page from 1, box in points from the top left of the page as displayed.

    Page and box are None where the format has no pages.
    """

    source: str
    page: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None


class Cell(NamedTuple):
    """One printed cell; `row` and `column` from 1; covered positions of a merged cell have no Cell of their own.

    `confidence` is how sure the recogniser is of the least certain character, 0 to 1, and 0 for what looks like a
    number and is none; None where the text was not recognised from a picture, and where the cell is blank.
    """

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose outside of tables, without its line breaks, in reading order.

    `indent` is the distance in points of the first line from the left edge of the text (0 where unknown);
    `centred` is True for a line that stands in the middle of the page.
    """

    text: str
    place: Place
    indent: float = 0.0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table, or the part of one that stands on a page: every position is covered by exactly one cell."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """A published file; `pages` is None where the format has none."""

    file: str
    sha256: str
    media_type: str
    pages: int | None = None
    url: str = ""
    retrieved_on: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gives: grids and paragraphs in reading order.

    `unread_pages` show more than their text says, and nothing was there to recognise it.
    """

    source: Source
    blocks: tuple[Paragraph | Grid, ...]
    unread_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a reader of the document sees it: parts on several pages joined, titled, and recognised or not.

    `kind` is a term of the vocabulary, or "" where the table is not recognised. `lost` is "front" where the
    first part of the table is missing from the source. `columns` and `rows` count the joined grid,
    `header_rows` its first rows that hold headings; repeated headings further down keep their rows, named in
    `heading_rows` (numbers from 1). `headings` are, per column, the headings over it from the top down.
    """

    table_no: int
    kind: str
    title: str
    printed_no: str
    unit: str
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int
    page_from: int | None = None
    page_to: int | None = None
    recognised: bool = False
    lost: str = ""
    empty_note: str = ""
    heading_rows: tuple[int, ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One amount of a table and what it means; it stands in exactly one cell (`table_no`, `row`, `column`).

    `scheme`, `code_year` and `code` are all set or all empty. `measure`, `fund` and `period` are terms of the
    vocabulary, or the printed words of a heading that the vocabulary does not know. `inferred` says that the
    heading is lost and the meaning follows from the amounts. `checked` is "holds" for an amount in an identity that
    holds and in none that fails, "fails" for one in an identity that fails, "none" where none covers it.
    `step_yuan` is the worth of the last digit.
    """

    table_no: int
    row: int
    column: int
    label: str
    measure: str
    fund: str
    period: str
    amount_yuan: Decimal
    step_yuan: Decimal
    printed: str
    unit: str
    heading: str = ""
    side: str = ""
    scheme: str = ""
    code_year: int | None = None
    code: str = ""
    project_code: str = ""
    level: int | None = None
    is_total: bool = False
    is_of_which: bool = False
    inferred: bool = False
    checked: str = "none"


@dataclass(frozen=True, slots=True)
class Statement:
    """An amount in prose, bound to what it is said of; what could not be bound is empty.

    `paragraph_no` counts the document's paragraphs from 1; `start` and `end` are offsets of the printed number
    in its text. `row_label` names the row of the table that holds the figure: "total", or the row's name.
    `change_yuan` is positive for more, negative for less; `percent` as printed, and `percent_of` what it is of:
    change, share of a whole, or completion of a budget. `period` is as that of a Line, "" where it is the year itself.
    `scheme` and `code` are those of the item that is named, where it is one. A price or a legal limit has the measure
    threshold and no subject.
    """

    statement_no: int
    paragraph_no: int
    start: int
    end: int
    page: int | None
    subject: str
    kind: str
    measure: str
    fund: str
    year: int | None
    amount_yuan: Decimal | None
    step_yuan: Decimal | None
    printed: str
    unit: str
    change_yuan: Decimal | None = None
    compared_year: int | None = None
    percent: Decimal | None = None
    direction: str = ""
    side: str = ""
    row_label: str = ""
    percent_of: str = ""
    period: str = ""
    scheme: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A performance target; `row` and `column` are the cell of its indicator."""

    target_no: int
    table_no: int
    row: int
    column: int
    scope: str
    project_code: str
    project_name: str
    budget_yuan: Decimal | None
    indicator: str
    weight: str = ""
    comparator: str = ""
    value: str = ""
    unit: str = ""
    core: bool | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a classification as it holds in `year`; `attested` says by whom: the list, or the document."""

    scheme: str
    year: int
    code: str
    name: str
    parent: str
    valid_from: int | None
    valid_to: int | None
    attested: str


@dataclass(frozen=True, slots=True)
class Region:
    """A place of GB/T 2260."""

    code: str
    name: str
    type: str
    parent: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A ledger row: one rule held against one place. Amounts in yuan; None where there is none.

    `operands` are the keys of all cells that take part, `table_no:row:column`, `s<statement_no>` for statements
    and `p<paragraph_no>` for paragraphs, counted from 1.
    """

    rule: str
    status: str
    severity: str
    place: str
    message: str
    message_en: str
    printed_yuan: Decimal | None = None
    computed_yuan: Decimal | None = None
    difference_yuan: Decimal | None = None
    tolerance_yuan: Decimal | None = None
    operands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the registry, as published: what it holds, why, where it applies, and who or what says so."""

    rule: str
    title: str
    title_en: str
    rationale: str
    rationale_en: str
    severity: str
    precondition: str = ""
    precondition_en: str = ""
    source: str = ""
    source_en: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A cell whose text we read wrongly and people put right: what was read, what is printed, why, who looked."""

    table_no: int
    row: int
    column: int
    read: str
    printed: str
    reason: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Registration:
    """What is known of a disclosure beside its files: hand-kept in disclosure.toml, or read from the document."""

    id: str
    title: str = ""
    issuer: str = ""
    region_code: str = ""
    level: str = ""
    fiscal_year: int | None = None
    phase: str = ""
    scope: str = ""
    published_on: str = ""
    dated: str = ""
    revision: int = 1
    supersedes: str = ""
    licence: str = ""
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Everything that is published of one disclosure: the waist between reading and publishing."""

    registration: Registration
    sources: tuple[Source, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    targets: tuple[Target, ...]
    codes: tuple[Code, ...]
    regions: tuple[Region, ...]
    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...] = ()
    leftovers: tuple[str, ...] = field(default=())
    corrections: tuple[Corrected, ...] = field(default=())
