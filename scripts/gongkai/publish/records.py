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
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """The value of that class. Raises ValueError, TypeError or KeyError where the text is not of it."""
    value: T = _decoder(kind)(json.loads(text))  # type: ignore[arg-type]  # a class can be hashed
    return value


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    if kind is Decimal:
        return Decimal
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        decode = _decoder(inner)
        return lambda value: None if value is None else decode(value)
    if origin is tuple:
        item = _decoder(arguments[0])
        return lambda value: tuple(map(item, value))
    if origin is Mapping:
        worth = _decoder(arguments[1])
        return lambda value: {key: worth(item) for key, item in value.items()}
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        hints = get_type_hints(kind, localns={"Mapping": Mapping})  # a module may import it for types alone
        names = [field.name for field in fields(kind)] if is_dataclass(kind) else list(kind._fields)
        decoders = [_decoder(hints[name]) for name in names]
        return lambda value: kind(*[decode(part) for decode, part in zip(decoders, value, strict=True)])
    return lambda value: value
