"""Values <-> the text of a CSV field. Nothing is the empty field; a number is plain, without exponent."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from gongkai.package.content import Value

_WHOLE = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_QUOTES = re.compile(r'[,"\r\n]')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def text_of(value: Value) -> str:
    """The text of a value: true and false, plain decimals, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def value_of(text: str, kind: str) -> Value:
    """The value of a text of a Table Schema type. Raises ValueError where it is not of that type."""
    if text == "":
        return None
    if kind == "string":
        return text
    if kind == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return Decimal(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "date" and _DAY.fullmatch(text):
        return date.fromisoformat(text).isoformat()
    raise ValueError(text)


def csv_line(texts: Iterable[str]) -> str:
    """A line of CSV, quoted where needed; also round a lone carriage return, which csv.writer leaves bare."""
    return ",".join(map(csv_field, texts)) + "\n"


def csv_field(text: str) -> str:
    """A field of CSV, quoted where needed."""
    if _QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
