"""The code lists as tables that are published: once for all disclosures."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.codes.english import english_names
from gongkai.codes.lists import changes, listed, names
from gongkai.codes.places import places
from gongkai.package.content import Row
from gongkai.package.descriptor import describe_lists
from gongkai.package.writing import write_resources
from gongkai.schema import LISTS, schema

#: The version of the lists is the latest year that they know of.
_YEARS = {"valid_from", "valid_to", "first_year", "last_year", "from_year", "to_year"}


@cache
def list_rows(name: str) -> tuple[Row, ...]:
    """The rows of one of LISTS, columns in the order of its schema; nothing is None, an empty text too."""
    columns = [field["name"] for field in schema(name)["fields"]]
    return tuple({column: None if row[column] == "" else row[column] for column in columns} for row in _ROWS[name]())


def write_lists(folder: Path) -> dict[str, Any]:
    """Writes the lists as a data package into `folder`, a new one: a CSV file each, then `datapackage.json`.

    The descriptor.
    """
    years = [row[column] for name in LISTS for row in list_rows(name) for column in _YEARS & row.keys()]
    newest = max(year for year in years if isinstance(year, int))
    tables = {name: list_rows(name) for name in LISTS}
    return write_resources(folder, tables, lambda files: describe_lists(files, newest))


def _code_list() -> Iterator[Row]:
    for key, entry in listed().items():
        english = english_names().get(key)
        yield {
            **asdict(entry),
            "name_en": english.name if english else "",
            "name_en_source": english.source if english else "",
        }


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
