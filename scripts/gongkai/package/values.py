"""Values <-> the text of a CSV field. Nothing is the empty field; a number is plain, without exponent."""

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal

from gongkai.package.content import Value

_WHOLE = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ALL: Mapping[str, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    "integer": (re.compile(rf"{_WHOLE.pattern}(?:\n{_WHOLE.pattern})*"), int),
    "number": (re.compile(rf"{_NUMBER.pattern}(?:\n{_NUMBER.pattern})*"), Decimal),
}
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


def values_of(texts: AbstractSet[str], kind: str) -> dict[str, Value]:
    """The values of different texts of a type, by the text. Raises ValueError as `value_of` does."""
    if kind == "string":
        return {text: text or None for text in texts}
    if kind in _ALL:
        form, make = _ALL[kind]
        there = texts - {""}
        together = "\n".join(there)  # held to the form in one step: most texts of a package are numbers
        if there and (together.count("\n") != len(there) - 1 or not form.fullmatch(together)):
            raise ValueError(next(iter(there)))
        values: dict[str, Value] = dict(zip(there, map(make, there), strict=True))
        return values if len(there) == len(texts) else {**values, "": None}
    return {text: value_of(text, kind) for text in texts}


def csv_line(texts: Iterable[str]) -> str:
    """A line of CSV, quoted where needed; also round a lone carriage return, which csv.writer leaves bare."""
    return ",".join(map(csv_field, texts)) + "\n"


def csv_field(text: str) -> str:
    """A field of CSV, quoted where needed."""
    if _QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
