"""What the three checks share: the resource that they look at, and columns that have to be there."""

from collections.abc import Iterator, Sequence
from typing import Any

from frictionless import Check

from frictionless_gongkai.errors import SumSettingError

COLUMNS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
WHERE = {"type": "object"}


class SumCheck(Check):
    """A check of one resource of a package; of every one where it names none."""

    def looks_here(self, name: str | None) -> bool:
        """Whether the resource that is being validated is the one that the check is for."""
        return name is None or self.resource.name == name

    def missing(self, columns: Sequence[str], resource: Any = None) -> Iterator[SumSettingError]:
        """An error for each column that the table does not have."""
        table = resource or self.resource
        known = [field.name for field in table.schema.fields]
        for column in columns:
            if column not in known:
                yield SumSettingError(note=f'resource "{table.name}" has no column "{column}"')


def cells_of(row: Any) -> list[str]:
    """The cells of a row as an error has them."""
    return ["" if cell is None else str(cell) for cell in row.cells]
