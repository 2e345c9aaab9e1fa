"""Small disclosures written as text exports, and what the stages make of them."""

from gongkai.check import Facts, ledger
from gongkai.model import Document, Paragraph, Source
from gongkai.normalise import Normalised, normalise
from gongkai.read import read_document
from gongkai.recognise import recognised_tables

YEAR = 2026


def export(*blocks: str) -> str:
    """Blocks with an empty line between them; in a table `|` separates cells and a line is a row."""
    return "\n\n".join(block.replace("|", "\t") for block in blocks)


def table(title: str, rows: str, unit: str = "万元") -> str:
    """A titled table; rows as lines, cells separated by `|`."""
    lines = "\n".join(line.strip() for line in rows.strip().splitlines())
    return "\n\n".join((title, *((f"单位：{unit}",) if unit else ()), lines))


def document(text: str) -> Document:
    """The document that a text export is."""
    return read_document(text.encode(), "export.txt")


def normalised(text: str, *, year: int | None = YEAR, phase: str = "budget") -> Normalised:
    """The facts of a text export."""
    read = document(text)
    return normalise(recognised_tables(read), _paragraphs(read), year, phase)


def facts(text: str, *, year: int | None = YEAR, phase: str = "budget") -> Facts:
    """What rules look at, of a text export."""
    read = document(text)
    tables = recognised_tables(read)
    paragraphs = _paragraphs(read)
    found = normalise(tables, paragraphs, year, phase)
    unread = [(number, cell.row, cell.column) for number, cell in found.unread]
    return Facts(tables, found.lines, found.statements, found.targets, paragraphs, year, phase, unread)


def outcomes(text: str, **options) -> dict[str, set[str]]:
    """The statuses that each rule gives a text export."""
    found: dict[str, set[str]] = {}
    for finding in ledger(facts(text, **options)):
        found.setdefault(finding.rule, set()).add(finding.status)
    return found


def as_document(blocks) -> Document:
    """Blocks as a document."""
    return Document(Source("made.pdf", "", ""), tuple(blocks))


def _paragraphs(read: Document) -> tuple[Paragraph, ...]:
    return tuple(block for block in read.blocks if isinstance(block, Paragraph))
