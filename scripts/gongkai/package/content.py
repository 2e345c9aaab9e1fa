"""What a package holds, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

#: A value of a row: text, whole number, claim, exact number, date as text (YYYY-MM-DD), or nothing.
Value = str | int | bool | Decimal | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Package:
    """A data package as read from its folder: the descriptor, and the typed rows of each table by name."""

    folder: Path
    descriptor: Mapping[str, Any]
    rows: Mapping[str, tuple[Row, ...]]

    @property
    def disclosure(self) -> Row:
        """The only row of `disclosures`."""
        return self.rows["disclosures"][0]
