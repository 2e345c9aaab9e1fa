"""Summaries without what grows with their tables: what lists of ten thousand disclosures are made from."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from gongkai.publish.figures import Figure, Headlines
from gongkai.publish.summary import Summary

_SHOWN = ("income", "expenditure")
Named = dict[str, Any]


def outline(whole: Sequence[Any]) -> list[Any]:
    """A summary as JSON has it, with the figures that lists show and its biggest difference alone."""
    own = named(Summary, whole)
    shown = named(Headlines, own["headlines"])
    kept = {name: _plain(shown[name]) if name in _SHOWN else None for name in shown}
    kept |= {"three_public": [[], _plain(shown["three_public"][1])], "by_class": [[], None]}
    nothing: dict[str, list[Any]] = {"functional": [], "economic": [], "by_rule": []}
    return [*{**own, **nothing, "headlines": [*kept.values()], "differences": own["differences"][:1]}.values()]


def named(kind: type[Any], values: Sequence[Any]) -> Named:
    """The values of a class as JSON has them, by the names of its fields."""
    return dict(zip((field.name for field in fields(kind)), values, strict=True))


def _plain(figure: Sequence[Any] | None) -> list[Any] | None:
    return None if figure is None else [*{**named(Figure, figure), "before": None}.values()]
