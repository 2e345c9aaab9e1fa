"""One disclosure as it is held against others: its figures by what they mean, and who published it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.codes import regions_of
from gongkai.model import Disclosure, Line, Registration, Table
from gongkai.vocabulary import bare, publications, squeeze

#: What an amount is of, whatever the year: kind of table, side, code, name of the row, measure, fund.
Meaning = tuple[str, str, str, str, str, str]

_SHORTEST = 2  # letters of a region's name without 省, 市, 区


@dataclass(frozen=True)
class Volume:
    """A disclosure with the indexes that comparing needs."""

    disclosure: Disclosure

    @property
    def registration(self) -> Registration:
        return self.disclosure.registration

    @property
    def id(self) -> str:
        return self.registration.id

    @property
    def order(self) -> tuple[int, bool, int, str, str]:
        """Of two disclosures the one that sorts behind is the later one."""
        told = self.registration
        return (told.fiscal_year or 0, told.phase == "final", told.revision, told.published_on, told.id)

    @property
    def year(self) -> int | None:
        return self.registration.fiscal_year

    @cached_property
    def name(self) -> str:
        """The issuer's name as it is compared, in one way to write it."""
        name = squeeze(self.registration.issuer)
        for written, taken in publications()["issuer"]["synonyms"]:
            name = name.replace(written, taken)
        return name.replace("委员会", "委", 1) if name.startswith("中共") else name

    @cached_property
    def issuer(self) -> str:
        """The name without the places that its region names."""
        return without_places(self.name, self.registration.region_code)

    def table(self, line: Line) -> Table:
        """The table that a line stands in."""
        return self.disclosure.tables[line.table_no - 1]

    @cached_property
    def lines_by_key(self) -> Mapping[str, Line]:
        """Lines by the key of their cell, table_no:row:column."""
        return {f"{line.table_no}:{line.row}:{line.column}": line for line in self.disclosure.lines}

    @cached_property
    def sources(self) -> Sequence[str]:
        """The files that tables were read from."""
        return tuple(dict.fromkeys(self.source_of(table) for table in self.disclosure.tables))

    def source_of(self, table: Table) -> str:
        """The file that a table was read from."""
        return table.cells[0].place.source if table.cells else ""

    @cached_property
    def _pages(self) -> Mapping[tuple[int, int, int], int | None]:
        return {
            (table.table_no, cell.row, cell.column): cell.place.page
            for table in self.disclosure.tables
            for cell in table.cells
        }

    def place(self, line: Line) -> str:
        """Where a line is printed: p.7 t3 r12 c4."""
        page = self._pages.get((line.table_no, line.row, line.column))
        return (f"p.{page} " if page else "") + f"t{line.table_no} r{line.row} c{line.column}"

    def figures(self, period: str, source: str = "") -> Mapping[Meaning, Line]:
        """The lines of a period by what they mean; a meaning that two different amounts have is left out.

        Where `source` is given, only those of that file.
        """
        if (period, source) not in self._figures:
            met: dict[Meaning, list[Line]] = defaultdict(list)
            for meaning, line in self._meanings:
                if line.period == period and (not source or self.source_of(self.table(line)) == source):
                    met[meaning].append(line)
            plain = {meaning: lines[0] for meaning, lines in met.items() if len({x.amount_yuan for x in lines}) == 1}
            self._figures[period, source] = plain
        return self._figures[period, source]

    @cached_property
    def _figures(self) -> dict[tuple[str, str], Mapping[Meaning, Line]]:
        return {}

    @cached_property
    def _meanings(self) -> Sequence[tuple[Meaning, Line]]:
        kinds = {table.table_no: table.kind for table in self.disclosure.tables}
        known = [
            (kinds[line.table_no], line)
            for line in self.disclosure.lines
            if kinds[line.table_no] and line.measure != "unknown" and not line.is_of_which and not line.inferred
        ]
        columns: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
        totals: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for kind, line in known:
            columns[_column(kind, line)].add((line.table_no, line.row))
            if line.is_total:
                totals[_column(kind, line)].add(bare(line.label))
        found = []
        for kind, line in known:
            column = _column(kind, line)
            alone = len(columns[column]) == 1 or (line.is_total and len(totals[column]) == 1)
            # One row under a heading, and the one total of a column, are what they are whatever they are called.
            label = "" if alone and not line.code else bare(line.label)
            found.append(((kind, line.side, line.code, label, line.measure, line.fund), line))
        return found


def _column(kind: str, line: Line) -> tuple[str, ...]:
    return (kind, line.side, line.measure, line.fund, line.period)


def without_places(name: str, region_code: str) -> str:
    """A body's name without the places, from the province down, that stand before it."""
    for region in regions_of(region_code):
        for said in (region.name, region.name[:-1]):
            if len(said) >= _SHORTEST and name.startswith(said) and len(name) > len(said) + 1:
                name = name.removeprefix(said)
                break
    return name
