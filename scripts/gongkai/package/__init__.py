"""The waist: a disclosure as a Frictionless Data Package, a folder of CSV files and `datapackage.json`."""

from gongkai.package.content import Package, Row, Value
from gongkai.package.lists import list_rows, write_lists
from gongkai.package.reading import read_package, read_rows
from gongkai.package.restoring import disclosure_of
from gongkai.package.validation import validate_package
from gongkai.package.writing import csv_text, write_package

__all__ = [
    "Package",
    "Row",
    "Value",
    "csv_text",
    "disclosure_of",
    "list_rows",
    "read_package",
    "read_rows",
    "validate_package",
    "write_lists",
    "write_package",
]
