"""What of a document the vocabulary does not know: tables, headings, columns, fields of forms, phrases of prose."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.grid import by_row, covering
from gongkai.model import Cell, Document, Line, Paragraph, Statement, Table
from gongkai.money import is_amount
from gongkai.normalise import normalise
from gongkai.read import read_file
from gongkai.recognise import identity_of, recognised_tables
from gongkai.sandbox import Limits, isolated
from gongkai.vocabulary import bare, form_field, heading_words, kinds, phrases, squeeze, terms

_YEAR = re.compile(r"20\d{2}年?度?|(?:(?:单位)?(?:亿|百万|万|千)?元$)")
_LEADING = re.compile(r"^(?:其中|当年|本级)+")
_CLAUSE = re.compile(r"[，,：:。；;！!]|[\d.,，]+\s*(?:亿元|万元|千元|元|[%％])")
_COMPARISON = re.compile(r"(?:与|比|较|同)?(?:上年|去年|年初|上一年)度?(?:预算|决算|执行)?数?(?:相比|比较|同期)?$")
_SAYS_AMOUNT = re.compile(
    r"(?:预算|决算)?(?:数|总额|金额)?(?:共计|合计|总计|安排|约|计)?(?:为|是|共|达|了|到|约|计)?(?:人民币)?$"
)
_BEFORE_A_PHRASE = re.compile(r"^(?:其中|年度|本年|当年|本部门|本单位|我局|包括|主要|用于|和|及)+")
_CODED = re.compile(r"[（(]\d*[类款项][）)]|[（(]\d{3,7}[）)]|科目")
#: Stands for the printed name of an item of the classifications, which is a row of a table and no word to add.
CODED_NAME = "类款项科目"
_MARKED = re.compile(r"[.．]\d|[,，]\d{3}")
_FIGURES = re.compile(r"^\d+$|\d{3}")
_LONGEST_FIELD = 12  # characters of a field's name in a form
_LONGEST_PHRASE = 24
_HEADING_FIELDS = frozenset(("indicator", "weight", "comparator", "value", "unit", "core", "section"))
_OWNER_FIELDS = frozenset(("project", "department", "budget"))


@dataclass(frozen=True, slots=True)
class Met:
    """Words that were met and not known: how often, in how many files, where first and beside which amount.

    `detail` holds the headings of a table. `words` are as the vocabulary compares them: without blanks,
    punctuation, years and units; "" for a table under no title.
    """

    words: str
    times: int
    where: str
    example: str = ""
    detail: tuple[str, ...] = ()
    files: int = 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """What of a file was not understood, most frequent first; `error` is set where the file could not be read."""

    file: str
    tables: tuple[Met, ...] = ()
    headings: tuple[Met, ...] = ()
    columns: tuple[Met, ...] = ()
    fields: tuple[Met, ...] = ()
    phrases: tuple[Met, ...] = ()
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """The findings as JSON values."""
        return asdict(self)


def unknown_in(files: Sequence[Path], *, engine: str, workers: int, limits: Limits) -> Iterator[Unknown]:
    """What was not understood in each file, in order; each is read in a child process within limits."""
    jobs = [(str(file), (file, engine, limits.pages)) for file in files]
    results = dict(isolated(_read, jobs, limits, workers))
    for index, file in enumerate(files):
        result = results[index]
        yield Unknown(str(file), error=str(result)) if isinstance(result, GongkaiError) else result


def _read(file: Path, engine: str, pages: int) -> Unknown:
    return replace(not_understood(read_file(file, engine, pages)), file=str(file))


def not_understood(document: Document) -> Unknown:
    """What of a document was not understood, also where nothing of it was."""
    identity = identity_of(document)
    tables = recognised_tables(document)
    paragraphs = tuple(block for block in document.blocks if isinstance(block, Paragraph))
    found = normalise(tables, paragraphs, identity.fiscal_year, identity.phase)
    lines: dict[int, list[Line]] = {}
    for line in found.lines:
        lines.setdefault(line.table_no, []).append(line)
    file = document.source.file
    forms = {kind.term for kind in kinds() if kind.form}
    plain = [table for table in tables if table.recognised and table.kind not in forms]
    targets = {(target.table_no, target.row) for target in found.targets}
    return Unknown(
        file,
        counted(_table(table, file) for table in tables if not table.recognised),
        counted(met for table in plain for met in _headings(table, lines.get(table.table_no, ()), file)),
        counted(met for table in plain for met in _columns(table, lines.get(table.table_no, ()), file)),
        counted(
            met
            for table in tables
            if table.kind in forms
            for met in _fields(table, lines.get(table.table_no, ()), targets, file)
        ),
        counted(_phrases(paragraphs, found.statements, file)),
    )


def together(found: Iterable[Unknown]) -> Unknown:
    """What was not understood in several files, counted together."""
    each = [unknown for unknown in found if not unknown.error]
    return Unknown(
        "",
        _added(met for unknown in each for met in unknown.tables),
        _added(met for unknown in each for met in unknown.headings),
        _added(met for unknown in each for met in unknown.columns),
        _added(met for unknown in each for met in unknown.fields),
        _added(met for unknown in each for met in unknown.phrases),
    )


def met_often(unknown: Unknown, least: int) -> Unknown:
    """Without the words that were met fewer than `least` times; tables are always kept."""
    return replace(
        unknown,
        headings=tuple(met for met in unknown.headings if met.times >= least),
        columns=tuple(met for met in unknown.columns if met.times >= least),
        fields=tuple(met for met in unknown.fields if met.times >= least),
        phrases=tuple(met for met in unknown.phrases if met.times >= least),
    )


def counted(met: Iterable[Met]) -> tuple[Met, ...]:
    """The same words of one file as one entry, with where they were met first; most frequent first."""
    once = (replace(one, files=1) for one in _added(met))
    return tuple(sorted(once, key=lambda one: (-one.times, one.words, one.detail)))


def _added(met: Iterable[Met]) -> tuple[Met, ...]:
    """The same words as one entry; those in most files first, then the most frequent, then by the words."""
    entries: dict[tuple[str, tuple[str, ...]], Met] = {}
    for one in met:
        key = (one.words, () if one.words else one.detail)
        former = entries.get(key)
        entries[key] = replace(former, times=former.times + one.times, files=former.files + 1) if former else one
    return tuple(sorted(entries.values(), key=lambda one: (-one.files, -one.times, one.words, one.detail)))


def _where(file: str, page: int | None, table: Table | None = None) -> str:
    parts = [file.replace(" ", "_"), f"p.{page}" if page else "", f"t{table.table_no}" if table else ""]
    title = (table.title or terms()["kind"].get(table.kind, ("", ""))[0]) if table else ""
    return " ".join(part for part in (*parts, title) if part)


def _plain(text: str) -> str:
    """A heading as the vocabulary would hold it."""
    undated = _YEAR.sub("", squeeze(text))
    return _LEADING.sub("", undated) or undated or squeeze(text)


def _table(table: Table, file: str) -> Met:
    headings = [_plain(path[-1]) for path in table.headings if path]
    if not headings:
        rows = by_row(table.cells)
        first = next((rows[row] for row in sorted(rows) if any(c.text for c in rows[row])), [])
        headings = [squeeze(c.text) for c in first if c.text and not is_amount(c.text) and len(c.text) < 40]
    amounts = [c.text for c in table.cells if is_amount(c.text) and _MARKED.search(c.text)]
    return Met(
        _YEAR.sub("", squeeze(table.title)),
        1,
        _where(file, table.page_from, table),
        amounts[0] if amounts else "",
        tuple(dict.fromkeys(heading for heading in headings if heading)),
    )


def _headings(table: Table, lines: Iterable[Line], file: str) -> Iterator[Met]:
    """Headings whose own words became the measure."""
    beside = heading_words("memo").terms
    for line in lines:
        if line.measure in terms()["measure"] or any(word in squeeze(line.heading) for word in beside):
            continue
        where = _where(file, _page(table, line.row, line.column), table)
        word = _plain(line.measure)
        if not word.isdigit():
            yield Met(word, 1, where, f"{line.printed} {line.unit}", (line.heading,))


def _page(table: Table, row: int, column: int) -> int | None:
    cell = next((c for c in table.cells if (c.row, c.column) == (row, column)), None)
    return cell.place.page if cell else table.page_from


def _columns(table: Table, lines: Sequence[Line], file: str) -> Iterator[Met]:
    """Columns that hold figures like money, of which no line was made."""
    taken = {(line.row, line.column) for line in lines}
    headings = {*range(1, table.header_rows + 1), *table.heading_rows}
    for column, path in enumerate(table.headings, start=1):
        left = [
            cell
            for cell in table.cells
            if cell.column == column
            and cell.row not in headings
            and (cell.row, column) not in taken
            and is_amount(cell.text)
            and _MARKED.search(cell.text)
        ]
        word = _plain(path[-1]) if path else ""
        if left and not heading_words("other").exact(word):
            yield Met(word, len(left), _where(file, left[0].place.page, table), left[0].text, (" / ".join(path),))


def _fields(table: Table, lines: Iterable[Line], targets: set[tuple[int, int]], file: str) -> Iterator[Met]:
    """Names in a form that are no known field: beside known ones over the targets, or beside figures of money."""
    over = covering(table.cells)
    taken = {(line.row, line.column) for line in lines}
    for row, cells in sorted(by_row(table.cells).items()):
        named = {c.column: form_field(c.text) for c in cells if len(c.text) <= _LONGEST_FIELD}
        said = {field for field in named.values() if field in _HEADING_FIELDS}
        if (table.table_no, row) in targets:
            continue
        for cell in cells:
            word = _plain(cell.text)
            if not word or len(cell.text) > _LONGEST_FIELD or named.get(cell.column) or _FIGURES.search(word):
                continue
            right = over.get((row, cell.column + cell.column_span))
            money = right is not None and is_amount(right.text) and _MARKED.search(right.text) is not None
            if len(said) > 1 and not _is_value(cells, cell, named):
                yield Met(word, 1, _where(file, cell.place.page, table))
            elif money and right is not None and (right.row, right.column) not in taken:
                yield Met(word, 1, _where(file, cell.place.page, table), right.text)


def _is_value(cells: Sequence[Cell], cell: Cell, named: dict[int, str]) -> bool:
    """Whether a cell stands right of the name of whose form it is, or of its budget: it is what that name says."""
    before = [c for c in cells if c.column < cell.column and c.text]
    return bool(before) and named.get(before[-1].column) in _OWNER_FIELDS


def _phrases(paragraphs: Sequence[Paragraph], statements: Iterable[Statement], file: str) -> Iterator[Met]:
    """The words before amounts of the narrative that are bound to nothing."""
    for statement in statements:
        if statement.subject or statement.unit in "%％":
            continue
        words = _said_before(paragraphs[statement.paragraph_no - 1].text[: statement.start])
        if words:
            yield Met(words, 1, _where(file, statement.page), f"{statement.printed} {statement.unit}")


def _said_before(text: str) -> str:
    """What an amount at the end of a text is said of, as far as words tell: the nearest clause that is not empty."""
    for clause in reversed(_CLAUSE.split(text)[-3:]):
        if _CODED.search(clause):
            return CODED_NAME
        words = _YEAR.sub("", bare(clause))
        words = next((words.removesuffix(w).removesuffix(w + "了") for w in _changes() if w in words[-3:]), words)
        words = _COMPARISON.sub("", words)
        words = _BEFORE_A_PHRASE.sub("", _SAYS_AMOUNT.sub("", words))
        if words:
            return words[-_LONGEST_PHRASE:]
    return ""


def _changes() -> list[str]:
    return sorted((word for words in phrases()["change"].values() for word in words), key=lambda word: -len(word))
