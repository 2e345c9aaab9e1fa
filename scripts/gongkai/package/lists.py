"""The code lists as tables that are published: once for all disclosures."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

from gongkai.codes.lists import changes, listed, names
from gongkai.codes.places import places
from gongkai.package.content import Row
from gongkai.package.descriptor import describe_lists
from gongkai.package.writing import write_resources
from gongkai.schema import LISTS, schema


@cache
def list_rows(name: str) -> tuple[Row, ...]:
    """The rows of one of LISTS, columns in the order of its schema; nothing is None, an empty text too."""
    columns = [field["name"] for field in schema(name)["fields"]]
    return tuple({column: None if row[column] == "" else row[column] for column in columns} for row in _ROWS[name]())


def write_lists(folder: Path) -> None:
    """Writes the lists as a data package into `folder`, a new one: a CSV file each, then `datapackage.json`."""
    write_resources(folder, {name: list_rows(name) for name in LISTS}, describe_lists)


def _code_list() -> Iterator[Row]:
    yield from (asdict(entry) for entry in listed().values())


def _code_names() -> Iterator[Row]:
    yield from (asdict(name) for group in names().values() for name in group)


def _code_changes() -> Iterator[Row]:
    yield from ({"change_no": number, **asdict(change)} for number, change in enumerate(changes(), start=1))


def _region_list() -> Iterator[Row]:
    for place in places().values():
        yield {
            **asdict(place.region),
            "valid_from": place.valid_from,
            "valid_to": place.valid_to,
            "successors": " ".join(place.successors),
        }


_ROWS = {
    "code_list": _code_list,
    "code_names": _code_names,
    "code_changes": _code_changes,
    "region_list": _region_list,
}
