"""`row-sum`: across a row, the total is the sum of its parts."""

from collections.abc import Iterator
from typing import Any, ClassVar

import attrs

from frictionless_gongkai.amounts import AmountError, Figure, chosen, figure_of, finest, holds
from frictionless_gongkai.errors import RowSumError, SumSettingError
from frictionless_gongkai.sums import WHERE, SumCheck, cells_of


@attrs.define(kw_only=True, repr=False)
class RowSum(SumCheck):
    """A blank total is not judged, nor a row whose parts are all blank; a blank part takes no part."""

    type = "row-sum"
    Errors: ClassVar = [RowSumError, SumSettingError]

    total: str
    """The column of the totals."""

    parts: list[str]
    """The columns that make it up."""

    where: dict[str, Any] = attrs.field(factory=dict)
    """Only rows with this value, or one of these, in these columns."""

    resource_name: str | None = None
    """The resource to look at; without it, every one."""

    _rows: list[tuple[int, list[str], Figure, list[Figure]]] = attrs.field(init=False, factory=list)
    _ready: bool = attrs.field(init=False, default=False)

    def validate_start(self) -> Iterator[Any]:
        """Errors in the settings. One check is held against each resource in turn: it begins anew."""
        self._rows, self._ready = [], False
        if not self.looks_here(self.resource_name):
            return
        problems = list(self.missing([self.total, *self.parts, *self.where]))
        self._ready = not problems
        yield from problems

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Takes the row in, or says which of its cells is no amount."""
        if not self._ready or not chosen(row, self.where):
            return
        try:
            total = figure_of(row, self.total)
            parts = [found for column in self.parts if (found := figure_of(row, column)) is not None]
        except AmountError as error:
            yield RowSumError.from_row(row, note=f"{error.where} is not an amount")
            return
        if total is not None and parts:
            self._rows.append((row.row_number, cells_of(row), total, parts))

    def validate_end(self) -> Iterator[Any]:
        """Rows that do not add up."""
        unknown = finest(figure for _, _, total, parts in self._rows for figure in (total, *parts))
        for number, cells, total, parts in self._rows:
            kept, summed, allowed = holds(total, parts, unknown)
            if not kept:
                note = f'"{self.total}" is {total.amount}, its parts make {summed}, tolerance {allowed}'
                yield RowSumError(note=note, cells=cells, row_number=number)

    metadata_profile_patch: ClassVar = {
        "required": ["total", "parts"],
        "properties": {
            "total": {"type": "string"},
            "parts": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "where": WHERE,
            "resourceName": {"type": "string"},
        },
    }
