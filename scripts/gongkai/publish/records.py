"""Frozen values <-> JSON, exactly: an amount is kept as its decimal text, a tuple as a list.

Decoders follow from the types of the fields, made once per class: ten thousand summaries are read in seconds.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: object) -> str:
    """The JSON text of a frozen value; the same value gives the same text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def from_json(kind: type[T], text: str) -> T:
    """The value of that class. Raises ValueError, TypeError or KeyError where the text is not of it."""
    return from_plain(kind, json.loads(text))


def from_plain(kind: type[T], plain: object) -> T:
    """The same of what the JSON text holds."""
    value: T = _decoder(kind)(plain)  # type: ignore[arg-type]  # a class can be hashed
    return value


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if is_dataclass(value):
        return [getattr(value, name) for name in _names(type(value))]  # type: ignore[arg-type]  # a class can be hashed
    raise TypeError(f"{type(value).__name__} is no frozen value")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _same(value: Any) -> Any:
    return value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    if kind is Decimal:
        return Decimal
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        decode = _decoder(inner)
        return _same if decode is _same else lambda value: None if value is None else decode(value)
    if origin is tuple:
        item = _decoder(arguments[0])
        return tuple if item is _same else lambda value: tuple(map(item, value))
    if origin is Mapping:
        worth = _decoder(arguments[1])
        return lambda value: {key: worth(item) for key, item in value.items()}
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _of_fields(kind)
    return _same


def _of_fields(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind, localns={"Mapping": Mapping})  # a module may import it for types alone
    names = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else kind._fields
    decoders = [(place, _decoder(hints[name])) for place, name in enumerate(names)]
    changing = [(place, decode) for place, decode in decoders if decode is not _same]

    def decode_all(value: Any) -> Any:
        if not isinstance(value, list) or len(value) != len(names):
            raise ValueError(f"{value!r} is no {kind.__name__}")
        for place, decode in changing:
            value[place] = decode(value[place])
        return kind(*value)

    return decode_all
