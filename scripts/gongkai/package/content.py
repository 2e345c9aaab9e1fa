"""What a package holds, typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

#: A value of a row: text, whole number, claim, exact number, date as text (YYYY-MM-DD), or nothing.
Value = str | int | bool | Decimal | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Columns:
    """A table by its columns: of each the texts of the CSV file in order, and the value of each different one."""

    names: tuple[str, ...]
    texts: tuple[Sequence[str], ...]
    values: tuple[Mapping[str, Value], ...]
    count: int

    def rows(self) -> tuple[Row, ...]:
        """The same by its rows."""
        typed = [map(values.__getitem__, texts) for texts, values in zip(self.texts, self.values, strict=True)]
        names = self.names
        return tuple([dict(zip(names, row, strict=True)) for row in zip(*typed, strict=True)])


@dataclass(frozen=True)
class Package:
    """A data package as read from its folder: the descriptor, and the typed rows of each table by name.

    `columns` are those of each table, for what is made of texts; a package that was not read from files has none.
    """

    folder: Path
    descriptor: Mapping[str, Any]
    rows: Mapping[str, tuple[Row, ...]]
    columns: Mapping[str, Columns] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def disclosure(self) -> Row:
        """The only row of `disclosures`."""
        return self.rows["disclosures"][0]
