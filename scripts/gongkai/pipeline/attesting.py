"""The code lists kept up to date from disclosures: what each prints, and what that changes in the lists."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gongkai.codes.building import Attestation, Document, contradictions
from gongkai.codes.files import Evidence, read_evidence, texts_of
from gongkai.codes.lists import validity
from gongkai.codes.naming import Printed, name_of_label, with_names
from gongkai.errors import BuildError, GongkaiError
from gongkai.package import read_package
from gongkai.pipeline.extraction import extract_unregistered
from gongkai.sandbox import Limits, isolated

_DESCRIPTOR = "datapackage.json"
_KEY = 16  # hexadecimal digits of a file's SHA-256 that stand for a document
_ENDINGS = frozenset({".pdf", ".xlsx", ".xls", ".ods", ".docx", ".html", ".htm", ".mht", ".txt"})


@dataclass(frozen=True, slots=True)
class Observed:
    """What a document prints: each code with its name. `document` is None where its year is not known."""

    path: Path
    document: Document | None = None
    printed: tuple[tuple[str, str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What the lists would be, and what is new in them or contradicts them; `stale` are the files that differ."""

    texts: dict[str, str]
    stale: tuple[str, ...]
    new_codes: tuple[tuple[str, str, str], ...]
    new_names: tuple[tuple[str, str, str], ...]
    contradicted: tuple[tuple[Attestation, int, str], ...]
    codes: int
    names: int


def inputs_of(given: Sequence[Path]) -> Iterator[Path]:
    """The packages and files that are meant: a folder stands for its packages, or else for the files in it."""
    for path in given:
        if not path.is_dir() or (path / _DESCRIPTOR).is_file():
            yield path
            continue
        packages = sorted(found.parent for found in path.rglob(_DESCRIPTOR))
        found = packages or sorted(p for p in path.rglob("*") if p.suffix.lower() in _ENDINGS and p.is_file())
        if not found:
            raise BuildError(
                str(path), zh="其中没有数据包，也没有可读的文件", en="holds no package and no file to read"
            )
        yield from found


def observe(paths: Iterable[Path], limits: Limits, workers: int = 1) -> Iterator[Observed]:
    """What each package or file prints, in order; files are read in child processes within limits."""
    ordered = list(paths)
    jobs = [(str(path), (path, limits.pages)) for path in ordered]
    results = dict(isolated(_observed, jobs, limits, workers))
    for index, path in enumerate(ordered):
        result = results[index]
        yield Observed(path, error=str(result)) if isinstance(result, GongkaiError) else result


def updated(folder: Path, observed: Iterable[Observed]) -> Update:
    """What the lists in `folder` become with these documents, each in place of what it was known to print.

    Raises BuildError where a file of the lists is not what it should be.
    """
    former = read_evidence(folder)
    told = {one.document.document: one for one in observed if one.document is not None and one.printed}
    evidence = replace(
        former,
        documents={**former.documents, **{key: one.document for key, one in told.items() if one.document}},
        attestations=(
            *(one for one in former.attestations if one.document not in told),
            *(Attestation(*row, key) for key, one in told.items() for row in one.printed),
        ),
    )
    texts = texts_of(evidence)
    stale = tuple(name for name, text in texts.items() if _content(folder / name) != text)
    before, after = former.lists(), evidence.lists()
    codes = {(one.scheme, one.code) for one in before.codes}
    names = {(one.scheme, one.code, one.name) for one in before.names}
    new = [one for one in after.names if (one.scheme, one.code, one.name) not in names]
    return Update(
        texts,
        stale,
        tuple((o.scheme, o.code, o.name) for o in after.codes if (o.scheme, o.code) not in codes),
        tuple((o.scheme, o.code, o.name) for o in new if (o.scheme, o.code) in codes),
        tuple(_contradicted(evidence)),
        len(after.codes),
        len(after.names),
    )


def write(folder: Path, update: Update) -> None:
    """Writes the files that differ, each in one step. Raises BuildError where that cannot be."""
    for name in update.stale:
        part = folder / f".{name}.part"
        try:
            part.write_text(update.texts[name], "utf-8", newline="")
            part.replace(folder / name)
        except OSError as problem:
            part.unlink(missing_ok=True)
            raise BuildError(
                str(folder / name), zh=f"无法写出：{problem.strerror}", en=f"cannot be written: {problem.strerror}"
            ) from problem


def _content(file: Path) -> str | None:
    return file.read_bytes().decode() if file.is_file() else None


def _contradicted(evidence: Evidence) -> Iterable[tuple[Attestation, int, str]]:
    return contradictions(evidence.attestations, evidence.documents, lambda *key: validity(*key).state)


def _observed(path: Path, pages: int) -> Observed:
    """In the child process: what a package or file prints."""
    if path.is_dir():
        package = read_package(path)
        said, sources = package.disclosure, package.rows["sources"]
        rows, sha256 = package.rows["lines"], str(sources[0]["sha256"]) if sources else ""
        issuer, year, phase = said["issuer"], said["fiscal_year"], said["phase"]
    else:
        disclosure = extract_unregistered(path, "pdfium", pages)
        rows = tuple({name: getattr(line, name) for name in _COLUMNS} for line in disclosure.lines)
        told, sha256 = disclosure.registration, disclosure.sources[0].sha256
        issuer, year, phase = told.issuer, told.fiscal_year, told.phase
    if not year or not sha256:
        return Observed(path)
    key = sha256[:_KEY]
    whole = hashlib.sha256(f"{issuer}|{year}|{phase}".encode()).hexdigest()[:_KEY] if issuer else key
    return Observed(path, Document(key, int(str(year)), str(phase or ""), whole), _printed(rows))


_COLUMNS = ("table_no", "row", "scheme", "code", "code_year", "label")


def _printed(rows: Iterable[Any]) -> tuple[tuple[str, str, str], ...]:
    """Each code with each of its names, from the tables that print codes with their names."""
    coded = (
        Printed(row["table_no"], row["row"], row["scheme"], row["code"], row["code_year"], name_of_label(row["label"]))
        for row in rows
        if row["code"] and row["label"]
    )
    return tuple(sorted({(p.scheme, p.code, p.name) for kept in with_names(coded).values() for p in kept}))
