"""Validates a package: frictionless and the official schemas, and our own look at what both pass over."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.errors import PackageError
from gongkai.package.integrity import contradictions, orphans
from gongkai.package.kept import broken_promises
from gongkai.package.reading import read_descriptor, read_package
from gongkai.package.standard import FISCAL_DATA_PACKAGE, departures
from gongkai.package.writing import DESCRIPTOR
from gongkai.schema import FISCAL, LISTS, TABLES, schema

_WORDS = frozenset({"title", "title_en", "description", "description_en", "unit"})
#: The packages that are not of one disclosure, by name, and the tables of each.
_UNITED = {"gongkai": TABLES, "codes": LISTS, "gongkai-fiscal": (FISCAL,)}


def validate_package(folder: Path) -> tuple[str, ...]:
    """One line per problem; empty where the package is valid.

    It may be of one disclosure, of all, of the code lists, or the fiscal one. The official schemas hold its
    descriptor, frictionless the descriptor and the rows. What both pass over is checked here: that the schemas are the
    project's own, unique keys, categories and counts, and that rows agree with each other.
    """
    standard = tuple(_frictionless(folder))
    try:
        descriptor = read_descriptor(folder)
        name = descriptor.get("name")
        united = _UNITED.get(name) if isinstance(name, str) else None
        own = (*_official(descriptor), *_schemas(descriptor, united or TABLES))
        if united is None:
            package = read_package(folder)
            return (*standard, *own, *_promises(folder, descriptor), *contradictions(package))
        return (*standard, *own, *_promises(folder, descriptor))
    except PackageError as problem:
        return (*standard, str(problem))


def _frictionless(folder: Path) -> Iterator[str]:
    import frictionless  # noqa: PLC0415 - 0.4 s and 39 MB, for the commands that validate only

    try:
        # The error limit is per table; at its default of 1000 frictionless stops reading.
        report = frictionless.Package(str(folder / DESCRIPTOR)).validate(limit_errors=1_000_000)
    except frictionless.FrictionlessException as problem:
        for error in problem.reasons or (problem.error,):
            yield f"{DESCRIPTOR}: {error.message}"
        return
    for error in report.errors:
        yield f"{DESCRIPTOR}: {error.message}"
    for task in report.tasks:
        for error in task.errors:
            yield f"{task.place}: {error.message}"
        for warning in task.warnings:
            yield f"{task.place}: {warning}"


def _official(descriptor: Any) -> Iterator[str]:
    for line in departures(descriptor):
        yield f"{DESCRIPTOR}: {line}"
    if "model" in descriptor:
        for line in departures(descriptor, FISCAL_DATA_PACKAGE):
            yield f"{DESCRIPTOR}: Fiscal Data Package: {line}"


def _promises(folder: Path, descriptor: Any) -> Iterator[str]:
    for resource in descriptor["resources"]:
        if resource.get("name") in (*TABLES, *LISTS, FISCAL) and isinstance(resource.get("schema"), dict):
            yield from broken_promises(folder, resource)
            yield from orphans(folder, str(resource["name"]))


def _schemas(descriptor: Any, tables: tuple[str, ...]) -> Iterator[str]:
    resources = {resource.get("name"): resource for resource in descriptor["resources"]}
    for name in tables:
        if _constraints(resources.get(name, {}).get("schema")) != _constraints(schema(name)):
            yield f"{DESCRIPTOR}: {name}: the schema is not that of datapackage/schemas/{name}.json"
    for name in (name for name in resources if name not in tables):
        yield f"{DESCRIPTOR}: {name}: no such table; the tables are {', '.join(tables)}"


def _constraints(table: Any) -> Any:
    """The schema without its words: a better wording does not make a package invalid."""
    if not isinstance(table, dict):
        return table
    fields = [{key: value for key, value in field.items() if key not in _WORDS} for field in table.get("fields", ())]
    return json.loads(json.dumps({**table, "fields": fields}))
