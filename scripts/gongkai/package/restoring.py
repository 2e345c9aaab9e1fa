"""A package -> the disclosure that it was written from, as far as packages keep it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from gongkai import model
from gongkai.package.content import Package, Row

Record = TypeVar("Record")


def disclosure_of(package: Package) -> model.Disclosure:
    """The disclosure in a package: every value that its tables hold.

    What no table holds is left empty: the headings over the columns of a table, indents, leftovers as they stand.
    """
    cells: dict[object, list[model.Cell]] = defaultdict(list)
    for row in package.rows["cells"]:
        cells[row["table_no"]].append(_made(model.Cell, row, place=_made(model.Place, row)))
    return model.Disclosure(
        registration=_made(model.Registration, package.disclosure),
        sources=_all(model.Source, package, "sources"),
        paragraphs=tuple(
            _made(model.Paragraph, row, place=_made(model.Place, row)) for row in package.rows["paragraphs"]
        ),
        tables=tuple(_made(model.Table, row, cells=tuple(cells[row["table_no"]])) for row in package.rows["tables"]),
        lines=_all(model.Line, package, "lines"),
        statements=_all(model.Statement, package, "statements"),
        targets=_all(model.Target, package, "targets"),
        codes=_all(model.Code, package, "codes"),
        regions=_all(model.Region, package, "regions"),
        findings=tuple(
            _made(model.Finding, row, operands=tuple(str(row["operands"] or "").split(";")) if row["operands"] else ())
            for row in package.rows["checks"]
        ),
        rules=_all(model.Rule, package, "rules"),
        leftovers=tuple(package.descriptor.get("leftovers", ())),
        corrections=tuple(model.Corrected(**each) for each in package.descriptor.get("corrections", ())),
    )


def _all(kind: Callable[..., Record], package: Package, name: str) -> tuple[Record, ...]:
    return tuple(_made(kind, row) for row in package.rows[name])


def _made(kind: Callable[..., Record], row: Row, **more: Any) -> Record:
    return kind(**{**dict(_values(kind, row)), **more})


def _values(kind: Any, row: Row) -> Iterator[tuple[str, Any]]:
    """The fields of a record that a row has; nothing is "" in a text, None elsewhere."""
    for name, kept_as in kind.__annotations__.items():
        value = row.get(name)
        if value is None and kept_as is str:
            yield name, ""
        elif name in row:
            # Places are points, and no money.
            inexact = isinstance(value, Decimal) and kept_as == float | None
            yield name, float(str(value)) if inexact else value
