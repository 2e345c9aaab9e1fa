"""Files to disclosures: the stages in their order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path

from gongkai.check import Facts, ledger, rules
from gongkai.check.across import ledgers
from gongkai.check.across import rules as rules_across
from gongkai.codes import codes_of, region_named, regions_of
from gongkai.errors import NotADisclosureError, RegistrationError
from gongkai.model import Corrected, Disclosure, Document, Finding, Line, Paragraph, Registration, Source, Table
from gongkai.normalise import normalise
from gongkai.pipeline.comparison import differences
from gongkai.pipeline.reports import Difference
from gongkai.read import read_file
from gongkai.recognise import Identity, identity_of, recognised_tables, said_by_name
from gongkai.registry import Correction, Entry

_NOT_IN_IDS = re.compile(r"[^a-z0-9._-]+")
_CITIES_OF_PROVINCE_RANK = 2  # digits of a region code: 北京, 重庆 and the provinces
_FEWEST_STATEMENTS = 3  # amounts that prose without tables must state to be a disclosure's narrative


@dataclass(frozen=True, slots=True)
class Repair:
    """A correction to one cell, and the file that asks for it."""

    correction: Correction
    where: str


def disclosure_id(name: str) -> str:
    """An id for a file that nobody registered: its name, in the letters that ids may have."""
    lower = name.lower()
    slug = _NOT_IN_IDS.sub("-", lower).strip("-._")[:100]
    if slug == lower:
        return slug
    # Letters were lost: what is left may be another file's name too.
    return f"{slug or 'file'}-{sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


def extract_unregistered(path: Path, engine: str, pages: int, name: str = "") -> Disclosure:
    """A disclosure from one file, with what the document says of itself as its registration.

    Its id is made from `name`, or else from the file's name.
    """
    return extract_together([path], engine, pages, name)


def extract_together(paths: Sequence[Path], engine: str, pages: int, name: str = "") -> Disclosure:
    """A disclosure from all of its files; of what they say of themselves, what the first says that says it.

    What no document says, the name of a file may.
    """
    documents = [read_file(path, engine, pages) for path in paths]
    identity = _first([*map(identity_of, documents), *(said_by_name(path.name) for path in paths)])
    registration = _from_document(disclosure_id(name or paths[0].stem), identity)
    return _disclosure(documents, registration, ())


def _first(said: Sequence[Identity]) -> Identity:
    """Of each field what the first says that says it."""
    values = ([getattr(each, field.name) for each in said] for field in fields(Identity))
    return Identity(*(next((value for value in row if value), row[0]) for row in values))


def extract_registered(folder: Path, entry: Entry, engine: str, pages: int) -> Disclosure:
    """A registered disclosure from all of its source files."""
    return extract_and_compare(folder, entry, engine, pages)[0]


def extract_and_compare(
    folder: Path, entry: Entry, engine: str, pages: int
) -> tuple[Disclosure, tuple[Difference, ...]]:
    """A registered disclosure, and where its documents say of themselves what is not registered."""
    documents: list[Document] = []
    for source in entry.sources:
        document = read_file(folder / source.file, engine, pages)
        known = document.source
        if source.sha256 and source.sha256 != known.sha256:
            raise RegistrationError(
                f"{folder.name}/{source.file}",
                zh=f"文件的 sha256 是 {known.sha256}，与 disclosure.toml 登记的不同",
                en=f"its sha256 is {known.sha256}, not the one that disclosure.toml registers",
            )
        told = replace(
            known,
            url=source.url or "",
            retrieved_on=source.retrieved_on.isoformat() if source.retrieved_on else "",
        )
        documents.append(replace(document, source=told))
    repairs = [Repair(c, f"{folder.name}/disclosure.toml") for c in entry.corrections]
    said = _from_document(folder.name, _first(list(map(identity_of, documents))))
    registration = replace(entry.registration(folder.name), dated=said.dated)
    return _disclosure(documents, registration, repairs), differences(registration, said)


def said_otherwise(names: Iterable[str], registration: Registration) -> tuple[Difference, ...]:
    """Where the names of the files say something else than what was read."""
    told = [_from_document("", said_by_name(name)) for name in names]
    return tuple(dict.fromkeys(each for said in told for each in differences(registration, said)))


def registration_in(path: Path, engine: str, pages: int) -> tuple[Registration, Source]:
    """What a file says of itself, "" where it does not, and what it is."""
    document = read_file(path, engine, pages)
    return _from_document("", identity_of(document)), document.source


def _from_document(id_: str, identity: Identity) -> Registration:
    region = region_named(identity.issuer, identity.title, year=identity.fiscal_year)
    return Registration(
        id=id_,
        title=identity.title,
        issuer=identity.issuer,
        region_code=region,
        level=_level(region, identity.issuer),
        fiscal_year=identity.fiscal_year,
        phase=identity.phase,
        scope=identity.scope,
        dated=identity.dated,
    )


def _level(region: str, issuer: str) -> str:
    if issuer.endswith(("街道办事处", "镇人民政府", "乡人民政府")) or "街道" in issuer:
        return "township"
    return {2: "province", 4: "city", 6: "county"}.get(len(region), "")


def _disclosure(documents: Sequence[Document], registration: Registration, repairs: Sequence[Repair]) -> Disclosure:
    paragraphs = tuple(b for d in documents for b in d.blocks if isinstance(b, Paragraph))
    tables = _corrected(_numbered([recognised_tables(d) for d in documents]), repairs)
    year = registration.fiscal_year
    found = normalise(tables, paragraphs, year, registration.phase)
    known = any(table.recognised for table in tables)
    if not known and (year is None or len(found.statements) < _FEWEST_STATEMENTS):
        raise NotADisclosureError(
            documents[0].source.file,
            zh=f"读到 {len(tables)} 张表，没有一张是部门预算或决算的表；如果它确是公开文本，请连同文件报告给我们",
            en=f"{len(tables)} tables read, none of a budget or final account; if it is a disclosure, report it",
        )
    unread = [(number, cell.row, cell.column) for number, cell in found.unread]
    facts = Facts(tables, found.lines, found.statements, found.targets, paragraphs, year, registration.phase, unread)
    findings = tuple(ledger(facts))
    disclosure = Disclosure(
        registration=registration,
        sources=tuple(d.source for d in documents),
        paragraphs=paragraphs,
        tables=tables,
        lines=tuple(_marked(found.lines, findings)),
        statements=found.statements,
        targets=found.targets,
        codes=codes_of(found.lines),
        regions=regions_of(registration.region_code),
        findings=findings,
        rules=tuple(sorted((*rules(), *rules_across()), key=lambda rule: rule.rule)),
        leftovers=(
            *(f"p.{page} 图像 · picture (gongkai[ocr])" for d in documents for page in d.unread_pages),
            *_leftovers(tables, found.without_unit),
            *(f"t{number} r{cell.row} c{cell.column} “{cell.text}”" for number, cell in found.unread),
        ),
        corrections=tuple(Corrected(**repair.correction.model_dump()) for repair in repairs),
    )
    # What the files of one disclosure say of each other; other disclosures come in where several are at hand.
    return replace(disclosure, findings=(*findings, *next(ledgers([disclosure]))))


def _marked(lines: Sequence[Line], findings: Sequence[Finding]) -> Iterator[Line]:
    """The lines with what the ledger says of them: an identity that fails outweighs those that hold."""
    told: dict[str, str] = {}
    for status, mark in (("pass", "holds"), ("fail", "fails")):
        told.update({key: mark for f in findings if f.status == status for key in f.operands})
    for line in lines:
        yield replace(line, checked=told.get(f"{line.table_no}:{line.row}:{line.column}", "none"))


def _numbered(groups: Sequence[Sequence[Table]]) -> tuple[Table, ...]:
    tables: list[Table] = []
    for group in groups:
        before = len(tables)
        tables.extend(replace(table, table_no=before + table.table_no) for table in group)
    return tuple(tables)


def _leftovers(tables: Sequence[Table], without_unit: Sequence[int]) -> list[str]:
    """What was met and could not be placed: each is published as printed, and named."""
    left = [f"t{t.table_no} p.{t.page_from or '-'} {t.title or '?'}" for t in tables if not t.recognised]
    return left + [f"t{number} ¥?" for number in without_unit]


def _corrected(tables: tuple[Table, ...], repairs: Sequence[Repair]) -> tuple[Table, ...]:
    """The tables with the corrected cells. Raises RegistrationError where the text is not what was corrected."""
    mended = {table.table_no: table for table in tables}
    for repair in repairs:
        fix = repair.correction
        where = f"{repair.where}: {fix.table_no}:{fix.row}:{fix.column}"
        table = mended.get(fix.table_no)
        cell = next((c for c in (table.cells if table else ()) if (c.row, c.column) == (fix.row, fix.column)), None)
        if table is None or cell is None or cell.text != fix.read:
            now = cell.text if cell else "—"
            raise RegistrationError(
                where,
                zh=f"更正针对的是“{fix.read}”，现在读到的是“{now}”；来源已变，请重新核对",
                en=f"the correction is for “{fix.read}”, but “{now}” is read; the source changed, check it again",
            )
        # Somebody looked at the print: how sure the recogniser was of its own reading says nothing any more.
        right = cell._replace(text=fix.printed, confidence=None)
        cells = tuple(right if c is cell else c for c in table.cells)
        mended[fix.table_no] = replace(table, cells=cells)
    return tuple(mended[table.table_no] for table in tables)


def source_summary(sources: Sequence[Source]) -> str:
    """The file names of a disclosure, joined."""
    return ", ".join(source.file for source in sources)
