"""What a run reports of each file: counts, what was left over, what does not hold."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from gongkai.errors import GongkaiError
from gongkai.model import Disclosure


class Difference(NamedTuple):
    """A field whose registered value is not what the document says of itself."""

    field: str
    registered: str
    document: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's outcome; `error` is set where nothing could be published of it.

    `unchanged` is True where the package of a former run was left as it is. Where files of one disclosure were
    joined, `with_files` names, with the first, the others; `part_of`, with these, the first, which has the counts.
    `differences` are what is registered and the document says otherwise; `misnamed`, what the document says and the
    name of the file says otherwise.
    """

    file: str
    folder: str = ""
    issuer: str = ""
    fiscal_year: int | None = None
    phase: str = ""
    pages: int | None = None
    tables: int = 0
    recognised: int = 0
    lines: int = 0
    covered: int = 0
    targets: int = 0
    statements: int = 0
    passed: int = 0
    failed: int = 0
    blocked: int = 0
    lost: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    error: str = ""
    unchanged: bool = False
    with_files: tuple[str, ...] = ()
    part_of: str = ""
    differences: tuple[Difference, ...] = ()
    misnamed: tuple[Difference, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)


def report(file: str, folder: str, disclosure: Disclosure) -> FileReport:
    """The report of a disclosure that was read. `covered` counts lines in an identity that holds."""
    statuses = Counter(finding.status for finding in disclosure.findings)
    held = {key for f in disclosure.findings if f.status == "pass" for key in f.operands}
    registration = disclosure.registration
    pages = [source.pages for source in disclosure.sources if source.pages is not None]
    return FileReport(
        file=file,
        folder=folder,
        issuer=registration.issuer,
        fiscal_year=registration.fiscal_year,
        phase=registration.phase,
        pages=sum(pages) if pages else None,
        tables=len(disclosure.tables),
        recognised=sum(table.recognised for table in disclosure.tables),
        lines=len(disclosure.lines),
        covered=sum(f"{x.table_no}:{x.row}:{x.column}" in held for x in disclosure.lines),
        targets=len(disclosure.targets),
        statements=len(disclosure.statements),
        passed=statuses["pass"],
        failed=statuses["fail"],
        # A sum that a figure is missing from is blocked too; a rule that failed names no operands.
        blocked=sum(f.status == "blocked" and not f.operands for f in disclosure.findings),
        lost=tuple(f"t{t.table_no} {t.kind}: {t.lost}" for t in disclosure.tables if t.lost),
        leftovers=disclosure.leftovers,
    )


def failure(file: str, error: GongkaiError) -> FileReport:
    """The report of a file that could not be read."""
    return FileReport(file=file, error=str(error))
