"""Columns of texts turned into others, once for each different text: most texts of a table stand in it often."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_BLOCK = 1000  # rows
_KEPT = 50_000  # different texts of a column


def turned(
    rows: Iterable[Sequence[str]], makers: Sequence[Callable[[str], str]]
) -> Iterator[Iterator[tuple[str, ...]]]:
    """The rows in blocks, each text what the maker of its column makes of it.

    Raises ValueError where a row has more or fewer texts than there are makers.
    """
    known: list[dict[str, str]] = [{} for _ in makers]
    each = iter(rows)
    while block := list(islice(each, _BLOCK)):
        columns = []
        for make, made, texts in zip(makers, known, zip(*block, strict=True), strict=True):
            if len(made) > _KEPT:
                made.clear()
            for text in set(texts) - made.keys():
                made[text] = make(text)
            columns.append([made[text] for text in texts])
        yield zip(*columns, strict=True)
