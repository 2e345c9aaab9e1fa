"""The waist: a disclosure as a Frictionless Data Package, a folder of CSV files and `datapackage.json`."""

from gongkai.package.content import Columns, Package, Row, Value
from gongkai.package.descriptor import describe_all, describe_resource, descriptor_text
from gongkai.package.lists import list_rows, write_lists
from gongkai.package.places import file_numbers, page_name
from gongkai.package.reading import (
    held,
    open_package,
    read_descriptor,
    read_package,
    read_rows,
    stream_rows,
    stream_texts,
)
from gongkai.package.restoring import disclosure_of
from gongkai.package.union import SHARED, Union, united
from gongkai.package.validation import validate_package
from gongkai.package.values import csv_field, csv_line, text_of, value_of
from gongkai.package.writing import DESCRIPTOR, write_package

__all__ = [
    "DESCRIPTOR",
    "SHARED",
    "Columns",
    "Package",
    "Row",
    "Union",
    "Value",
    "csv_field",
    "csv_line",
    "describe_all",
    "describe_resource",
    "descriptor_text",
    "disclosure_of",
    "file_numbers",
    "held",
    "list_rows",
    "open_package",
    "page_name",
    "read_descriptor",
    "read_package",
    "read_rows",
    "stream_rows",
    "stream_texts",
    "text_of",
    "united",
    "validate_package",
    "value_of",
    "write_lists",
    "write_package",
]
