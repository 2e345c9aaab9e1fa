"""`resource-sum`: the sum of a column is that of another one, in another resource or for other rows of the same."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from frictionless_gongkai.amounts import AmountError, Figure, chosen, figure_of, finest
from frictionless_gongkai.errors import ResourceSumError, SumSettingError
from frictionless_gongkai.sums import WHERE, SumCheck


@attrs.define(kw_only=True, repr=False)
class ResourceSum(SumCheck):
    """Where either side has no amount at all, nothing is compared: nothing missing is taken as zero."""

    type = "resource-sum"
    Errors: ClassVar = [ResourceSumError, SumSettingError]

    resource_name: str
    """The resource of the one sum."""

    amount: str
    """Its column."""

    where: dict[str, Any] = attrs.field(factory=dict)
    """Only its rows with this value, or one of these, in these columns."""

    equals: dict[str, Any]
    """The other sum: `amount`, and `where` and `resourceName` as they are for the one; without a name, the same."""

    _figures: list[Figure] = attrs.field(init=False, factory=list)
    _ready: bool = attrs.field(init=False, default=False)

    def validate_start(self) -> Iterator[Any]:
        """Errors in the settings. One check is held against each resource in turn: it begins anew."""
        self._figures, self._ready = [], False
        if not self.looks_here(self.resource_name):
            return
        problems = list(self.missing([self.amount, *self.where]))
        other = self._other()
        if other is None:
            problems.append(SumSettingError(note=f'there is no resource "{self.equals.get("resourceName")}"'))
        self._ready = not problems
        yield from problems

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Takes the row in, or says that its cell is no amount."""
        if not self._ready or not chosen(row, self.where):
            return
        try:
            found = figure_of(row, self.amount)
        except AmountError as error:
            yield ResourceSumError(note=f"{error.where} in row {row.row_number} is not an amount")
            return
        if found is not None:
            self._figures.append(found)

    def validate_end(self) -> Iterator[Any]:
        """The error, if the two sums differ by more than their printing leaves."""
        other = self._other() if self._ready else None
        if other is None or not self._figures:
            return
        column, where = self.equals["amount"], self.equals.get("where", {})
        figures: list[Figure] = []
        with other as table:
            problems = list(self.missing([column, *where], table))
            yield from problems
            for row in table.row_stream if not problems else ():
                try:
                    found = figure_of(row, column) if chosen(row, where) else None
                except AmountError as error:
                    yield ResourceSumError(note=f"{error.where} in row {row.row_number} is not an amount")
                    return
                if found is not None:
                    figures.append(found)
        if figures:
            yield from self._compared(figures, f'"{column}" of "{other.name}"')

    def _compared(self, figures: list[Figure], what: str) -> Iterator[Any]:
        one = sum((figure.amount for figure in self._figures), Decimal(0))
        other = sum((figure.amount for figure in figures), Decimal(0))
        unknown = [finest(self._figures)] * len(self._figures) + [finest(figures)] * len(figures)
        steps = (f.step or step for f, step in zip((*self._figures, *figures), unknown, strict=True))
        allowed = sum(steps, Decimal(0)) / 2
        if one != other and abs(one - other) >= allowed:
            note = f'"{self.amount}" of "{self.resource.name}" makes {one}, {what} makes {other}, tolerance {allowed}'
            yield ResourceSumError(note=note)

    def _other(self) -> Any:
        """The other resource, to be opened anew: this one is open already."""
        name = self.equals.get("resourceName", self.resource_name)
        package = self.resource.package
        if package is None:
            return self.resource.to_copy() if name == self.resource.name else None
        return package.get_resource(name).to_copy() if package.has_resource(name) else None

    metadata_profile_patch: ClassVar = {
        "required": ["resourceName", "amount", "equals"],
        "properties": {
            "resourceName": {"type": "string"},
            "amount": {"type": "string"},
            "where": WHERE,
            "equals": {
                "type": "object",
                "required": ["amount"],
                "properties": {"resourceName": {"type": "string"}, "amount": {"type": "string"}, "where": WHERE},
                "additionalProperties": False,
            },
        },
    }
