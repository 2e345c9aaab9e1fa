"""A disclosure -> the rows of the package's tables."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from gongkai.model import Disclosure
from gongkai.money import canonical
from gongkai.package.content import Row, Value
from gongkai.schema import TABLES, schema
from gongkai.vocabulary import terms


def rows_of(disclosure: Disclosure) -> dict[str, tuple[Row, ...]]:
    """The rows of every table, columns in the order of the schema; nothing is None, an empty text too."""
    rows = {}
    for name in TABLES:
        columns = [field["name"] for field in schema(name)["fields"]]
        rows[name] = tuple(_fitted(columns, row) for row in _ROWS[name](disclosure))
    return rows


def _fitted(columns: Sequence[str], values: Mapping[str, object]) -> Row:
    return {column: _value(column, values[column]) for column in columns}


def _value(column: str, value: object) -> Value:
    if value is None or value == "":
        return None
    if isinstance(value, float):
        # Points to two decimals: a hundredth of a point is 3.5 µm, finer than any print.
        return Decimal(repr(value)).quantize(Decimal("0.01")).normalize() + 0
    if isinstance(value, Decimal):
        return canonical(value) if column.endswith("_yuan") else value
    assert isinstance(value, (str, int)), f"{column}: {value!r}"
    return value


def _fields(value: object) -> dict[str, object]:
    # Not dataclasses.asdict: that copies every cell of a table only to leave them out.
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]


def _disclosures(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    yield _fields(disclosure.registration)


def _sources(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for source in disclosure.sources:
        yield {"disclosure_id": disclosure.registration.id, **_fields(source)}


def _tables(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for table in disclosure.tables:
        yield {"disclosure_id": disclosure.registration.id, **_fields(table)}


def _cells(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for table in disclosure.tables:
        of_table = {"disclosure_id": disclosure.registration.id, "table_no": table.table_no}
        for cell in table.cells:
            yield {**of_table, **cell._asdict(), **cell.place._asdict()}


def _paragraphs(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for number, paragraph in enumerate(disclosure.paragraphs, start=1):
        yield {
            "disclosure_id": disclosure.registration.id,
            "paragraph_no": number,
            "text": paragraph.text,
            **paragraph.place._asdict(),
        }


def _lines(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for line in disclosure.lines:
        yield {"disclosure_id": disclosure.registration.id, **_fields(line)}


def _statements(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for statement in disclosure.statements:
        yield {"disclosure_id": disclosure.registration.id, **_fields(statement)}


def _targets(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for target in disclosure.targets:
        yield {"disclosure_id": disclosure.registration.id, **_fields(target)}


def _codes(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    yield from map(_fields, disclosure.codes)


def _regions(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    yield from map(_fields, disclosure.regions)


def _checks(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    for number, finding in enumerate(disclosure.findings, start=1):
        yield {
            "disclosure_id": disclosure.registration.id,
            "check_no": number,
            **_fields(finding),
            "operands": ";".join(finding.operands),
        }


def _rules(disclosure: Disclosure) -> Iterator[dict[str, object]]:
    yield from map(_fields, disclosure.rules)


def _terms(_: Disclosure) -> Iterator[dict[str, object]]:
    for dimension, entries in terms().items():
        for term, (name, name_en) in entries.items():
            yield {"dimension": dimension, "term": term, "name": name, "name_en": name_en}


_ROWS = {
    "disclosures": _disclosures,
    "sources": _sources,
    "tables": _tables,
    "cells": _cells,
    "paragraphs": _paragraphs,
    "lines": _lines,
    "statements": _statements,
    "targets": _targets,
    "codes": _codes,
    "regions": _regions,
    "checks": _checks,
    "rules": _rules,
    "terms": _terms,
}
