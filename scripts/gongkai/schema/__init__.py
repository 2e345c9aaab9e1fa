"""The tables of a data package: their schemas, and the words of `metadata.yml` for tables, views, columns."""

import copy
import json
from functools import cache
from typing import Any

from gongkai.schema.files import metadata, metadata_file, parse_metadata, schema_text
from gongkai.schema.words import ColumnWords, TableWords, parse_words

__all__ = [
    "FISCAL",
    "LISTS",
    "TABLES",
    "ColumnWords",
    "TableWords",
    "metadata",
    "metadata_file",
    "parse_metadata",
    "schema",
    "words",
]

#: The tables of a package in the order in which they are published.
TABLES: tuple[str, ...] = (
    "disclosures",
    "sources",
    "tables",
    "cells",
    "paragraphs",
    "lines",
    "statements",
    "targets",
    "codes",
    "regions",
    "checks",
    "rules",
    "terms",
)

#: The lists that no disclosure has of its own: they are published once, with the database.
LISTS: tuple[str, ...] = ("code_list", "code_names", "code_changes", "region_list")


#: The table that the mapping to Fiscal Data Package describes: derived from the others, in a package of its own.
FISCAL = "fiscal"


@cache
def words(name: str) -> TableWords:
    """What `metadata.yml` says of a table or view, in Chinese and English.

    Raises PackageError where it says nothing, or not in the agreed form.
    """
    known: dict[str, Any] = metadata()
    tables = known["databases"]["gongkai"]["tables"]
    return parse_words(name, known["packages"].get(name) if name == FISCAL else tables.get(name))


def schema(name: str) -> dict[str, Any]:
    """The Table Schema of one of TABLES or LISTS or of FISCAL, its titles and descriptions merged in.

    `title` and `description` are Chinese; `title_en` and `description_en` stand beside them, and `unit` where
    a column has one. A new value each time. Raises PackageError where a column has no words.
    """
    return copy.deepcopy(_schema(name))


@cache
def _schema(name: str) -> dict[str, Any]:
    table = words(name)
    bare: dict[str, Any] = json.loads(schema_text(name))
    fields = []
    for field in bare["fields"]:
        column = table.column(field["name"])
        merged = {
            "name": field["name"],
            "title": column.title_zh,
            "title_en": column.title_en,
            **{key: value for key, value in field.items() if key != "name"},
            "description": column.description_zh,
            "description_en": column.description_en,
        }
        if column.unit:
            merged["unit"] = column.unit
        fields.append(merged)
    return {**bare, "fields": fields}
