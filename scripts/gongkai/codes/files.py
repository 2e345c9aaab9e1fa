"""The files of the code lists in a checkout: read with their evidence, and written again in one order."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from gongkai.codes.building import Attestation, Document, Lists, Seen, built, together
from gongkai.codes.lists import NUMBERS, Change, Listed, Name
from gongkai.errors import BuildError

_SEED = ("scheme", "code", "name", "documents", "first_year")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the lists rest on.

    The seed (counts of documents that are not at hand), the ministry's changes, the documents that were read, by
    their keys, and what each of them prints.
    """

    seed: tuple[Seen, ...]
    changes: tuple[Change, ...]
    documents: Mapping[str, Document]
    attestations: tuple[Attestation, ...]

    def lists(self) -> Lists:
        """The lists that follow from the evidence."""
        return built(together(self.seed, self.attestations, self.documents), self.changes)


def read_evidence(folder: Path) -> Evidence:
    """The evidence in a folder. Raises BuildError where a file is missing or is not what it should be."""
    seed = [Seen(**row, last_year=None) for row in _rows(folder / "seed.csv", _SEED)]
    documents = {row["document"]: Document(**row) for row in _rows(folder / "documents.csv", _columns(Document))}
    attestations = [Attestation(**row) for row in _rows(folder / "attestations.csv", _columns(Attestation))]
    for number, one in enumerate(attestations, start=2):
        if one.document not in documents:
            raise BuildError(
                f"{folder / 'attestations.csv'} r{number}",
                zh=f"“{one.document}”不在 documents.csv 中",
                en=f"{one.document!r} is not in documents.csv",
            )
    changes = [Change(**row) for row in _rows(folder / "changes.csv", _columns(Change))]
    return Evidence(tuple(seed), tuple(changes), documents, tuple(attestations))


def texts_of(evidence: Evidence) -> dict[str, str]:
    """The files that the command writes, by name: the evidence of single documents, and the generated lists."""
    lists = evidence.lists()
    return {
        "documents.csv": _table(Document, sorted(evidence.documents.values(), key=astuple)),
        "attestations.csv": _table(Attestation, sorted(evidence.attestations, key=astuple)),
        "codes.csv": _table(Listed, lists.codes),
        "names.csv": _table(Name, lists.names),
    }


def _columns(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _rows(file: Path, columns: Sequence[str]) -> list[dict[str, Any]]:
    try:
        records = list(csv.reader(io.StringIO(file.read_text("utf-8"), newline=""), strict=True))
    except (OSError, ValueError, csv.Error) as problem:
        raise BuildError(str(file), zh=f"读不到：{problem}", en=f"cannot be read: {problem}") from problem
    if not records or records[0] != list(columns):
        found = ",".join(records[0]) if records else ""
        wanted = ",".join(columns)
        raise BuildError(
            str(file), zh=f"表头是“{found}”，应为“{wanted}”", en=f"has the header {found!r}, not {wanted!r}"
        )
    return [_row(f"{file} r{number}", columns, record) for number, record in enumerate(records[1:], start=2)]


def _row(where: str, columns: Sequence[str], record: Sequence[str]) -> dict[str, Any]:
    if len(record) != len(columns):
        raise BuildError(
            where,
            zh=f"有 {len(record)} 个值，应有 {len(columns)} 个",
            en=f"has {len(record)} values, not {len(columns)}",
        )
    row: dict[str, Any] = dict(zip(columns, record, strict=True))
    for column in {*NUMBERS, "year"}.intersection(columns):
        if row[column] and not row[column].isdecimal():
            raise BuildError(
                where, zh=f"{column} “{row[column]}”不是整数", en=f"{column}: {row[column]!r} is no whole number"
            )
        row[column] = int(row[column]) if row[column] else None
    return row


def _table(kind: type[Any], rows: Iterable[Any]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_columns(kind))
    writer.writerows(astuple(row) for row in rows)
    return out.getvalue()
