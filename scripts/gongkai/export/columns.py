"""Columns of texts turned into others, once for each different text: most texts of a table stand in it often."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from gongkai.package import Columns

_ROWS = 2000  # of a block
_KEPT = 50_000  # different texts of a column


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a table, by columns: the texts of canonical CSV, and the different ones of each."""

    columns: Sequence[Sequence[str]]
    different: Sequence[AbstractSet[str]]
    count: int


def block_of(columns: Columns) -> Block:
    """A whole table."""
    return Block(columns.texts, [values.keys() for values in columns.values], columns.count)


def blocks(rows: Iterable[Sequence[str]]) -> Iterator[Block]:
    """The rows in blocks. Raises ValueError where one has more or fewer texts than others."""
    each = iter(rows)
    while some := list(islice(each, _ROWS)):
        columns = list(zip(*some, strict=True))
        yield Block(columns, [set(texts) for texts in columns], len(some))


class Turner:
    """Turns each text of a block into what the maker of its column makes of it."""

    def __init__(self, makers: Sequence[Callable[[str], str]]) -> None:
        self._makers = makers
        self._made: list[dict[str, str]] = [{} for _ in makers]

    def __call__(self, block: Block) -> list[list[str]]:
        """The columns. Raises ValueError where there are more or fewer than makers."""
        turned = []
        for make, made, texts, different in zip(self._makers, self._made, block.columns, block.different, strict=True):
            if len(made) > _KEPT:
                made.clear()
            for text in different - made.keys():
                made[text] = make(text)
            turned.append(list(map(made.__getitem__, texts)))
        return turned


_schemas: list[Mapping[str, Any]] = []


def number_of(schema: Mapping[str, Any]) -> int:
    """A number for the schema of a table, the same for one that is equal: what is made of it alone is kept by it."""
    if schema not in _schemas:
        _schemas.append(schema)
    return _schemas.index(schema)
