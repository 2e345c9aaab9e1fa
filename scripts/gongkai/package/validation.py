"""Validates a package: frictionless for the standard, and our own look at what it passes over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.errors import PackageError
from gongkai.package.integrity import contradictions
from gongkai.package.reading import read_package
from gongkai.package.writing import DESCRIPTOR
from gongkai.schema import TABLES, schema

_WORDS = frozenset({"title", "title_en", "description", "description_en", "unit"})


def validate_package(folder: Path) -> tuple[str, ...]:
    """One line per problem; empty where the package is valid.

    frictionless holds it against the standard and its schemas. What frictionless passes over is checked here:
    that the schemas are the project's own, that the rows are of one disclosure and agree with each other.
    """
    standard = tuple(_frictionless(folder))
    try:
        package = read_package(folder)
    except PackageError as problem:
        return (*standard, str(problem))
    return (*standard, *_schemas(package.descriptor), *contradictions(package))


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


def _schemas(descriptor: Any) -> Iterator[str]:
    resources = {resource.get("name"): resource for resource in descriptor["resources"]}
    for name in TABLES:
        if _constraints(resources[name].get("schema")) != _constraints(schema(name)):
            yield f"{DESCRIPTOR}: {name}: the schema is not that of datapackage/schemas/{name}.json"
    for name in (name for name in resources if name not in TABLES):
        yield f"{DESCRIPTOR}: {name}: no such table; the tables are {', '.join(TABLES)}"


def _constraints(table: Any) -> Any:
    """The schema without its words: a better wording does not make a package invalid."""
    if not isinstance(table, dict):
        return table
    fields = [{key: value for key, value in field.items() if key not in _WORDS} for field in table.get("fields", ())]
    return {**table, "fields": fields}
