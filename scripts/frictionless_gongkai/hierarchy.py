"""`hierarchy-sum`: in a table of codes of several levels, a code's amount is the sum of those right below it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs

from frictionless_gongkai.amounts import AmountError, Figure, chosen, figure_of, finest, holds, listed
from frictionless_gongkai.errors import HierarchySumError, SumSettingError
from frictionless_gongkai.sums import COLUMNS, WHERE, SumCheck, cells_of


@attrs.define(kw_only=True, repr=False)
class HierarchySum(SumCheck):
    """Codes that begin with another code lie below it: 2010301 below 20103, that below 201.

    A code that stands twice in a group, and one whose amount is blank, has no one sum and is not judged; a blank
    below a code takes no part.
    """

    type = "hierarchy-sum"
    Errors: ClassVar = [HierarchySumError, SumSettingError]

    code: str
    """The column of the codes."""

    amount: str | list[str]
    """The column of the amounts, or several."""

    by: str | list[str] = attrs.field(factory=list)
    """Columns that keep groups of rows apart, each with a hierarchy of its own."""

    where: dict[str, Any] = attrs.field(factory=dict)
    """Only rows with this value, or one of these, in these columns."""

    resource_name: str | None = None
    """The resource to look at; without it, every one."""

    _rows: dict[tuple[str, ...], dict[str, tuple[int, list[str], dict[str, Figure]]]] = attrs.field(
        init=False, factory=lambda: defaultdict(dict)
    )
    _repeated: set[tuple[tuple[str, ...], str]] = attrs.field(init=False, factory=set)
    _ready: bool = attrs.field(init=False, default=False)

    def validate_start(self) -> Iterator[Any]:
        """Errors in the settings. One check is held against each resource in turn: it begins anew."""
        self._rows, self._repeated, self._ready = defaultdict(dict), set(), False
        if not self.looks_here(self.resource_name):
            return
        problems = list(self.missing([self.code, *listed(self.amount), *listed(self.by), *self.where]))
        self._ready = not problems
        yield from problems

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Takes the row in; what it adds up to is known at the end."""
        code = row[self.code] if self._ready else None
        if code is None or not chosen(row, self.where):
            return
        group = tuple(str(row[column]) for column in listed(self.by))
        figures: dict[str, Figure] = {}
        for column in listed(self.amount):
            try:
                found = figure_of(row, column)
            except AmountError:
                yield HierarchySumError.from_row(row, note=f'"{row[column]}" in "{column}" is not an amount')
                continue
            if found is not None:
                figures[column] = found
        if str(code) in self._rows[group]:
            self._repeated.add((group, str(code)))
        self._rows[group][str(code)] = (row.row_number, cells_of(row), figures)

    def validate_end(self) -> Iterator[Any]:
        """Codes that are not the sum of those below them."""
        for group, rows in self._rows.items():
            for code, below in _below(rows).items():
                if not any((group, each) in self._repeated for each in (code, *below)):
                    yield from self._sums(rows, code, below)

    def _sums(
        self, rows: Mapping[str, tuple[int, list[str], dict[str, Figure]]], code: str, below: list[str]
    ) -> Iterator[Any]:
        number, cells, figures = rows[code]
        for column, total in figures.items():
            parts = [rows[each][2][column] for each in below if column in rows[each][2]]
            if not parts:
                continue
            unknown = finest(found[column] for _, _, found in rows.values() if column in found)
            kept, summed, allowed = holds(total, parts, unknown)
            if not kept:
                yield HierarchySumError(
                    note=f'"{column}" of "{code}" is {total.amount}, {len(parts)} below it make {summed}, '
                    f"tolerance {allowed}",
                    cells=cells,
                    row_number=number,
                )

    metadata_profile_patch: ClassVar = {
        "required": ["code", "amount"],
        "properties": {
            "code": {"type": "string"},
            "amount": COLUMNS,
            "by": COLUMNS,
            "where": WHERE,
            "resourceName": {"type": "string"},
        },
    }


def _below(codes: Mapping[str, object]) -> dict[str, list[str]]:
    """The codes right below each code: those whose longest beginning that is a code itself it is."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        parent = next((code[:n] for n in range(len(code) - 1, 0, -1) if code[:n] in codes), None)
        if parent is not None:
            found[parent].append(code)
    return found
