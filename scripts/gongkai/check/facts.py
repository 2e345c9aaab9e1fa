"""What rules look at: the tables, lines and statements of one disclosure, indexed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.codes.naming import Printed, name_of_label, with_names
from gongkai.model import Line, Paragraph, Statement, Table, Target
from gongkai.vocabulary import rule_words, squeeze

#: The funds that make the fiscal appropriation.
OF_APPROPRIATION = ("general_public", "government_fund", "state_capital")
_FEWEST_STATEMENTS = 3  # fewer amounts in prose are notes below tables

ColumnKey = tuple[int, str, str, str, str, str]  # table_no, side, measure, fund, period, heading


@dataclass(frozen=True)
class Facts:
    """One disclosure as read. A fact that is not here was not read: it is never taken as zero.

    `unread` are cells (table, row, column) with figures that could not be read as amounts.
    """

    tables: Sequence[Table]
    lines: Sequence[Line]
    statements: Sequence[Statement]
    targets: Sequence[Target]
    paragraphs: Sequence[Paragraph]
    fiscal_year: int | None
    phase: str
    unread: Sequence[tuple[int, int, int]] = ()

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[Line]]:
        """Lines by the kind of their table."""
        kinds = {table.table_no: table.kind for table in self.tables}
        grouped: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            grouped[kinds[line.table_no]].append(line)
        return grouped

    @cached_property
    def by_row(self) -> Mapping[tuple[int, int], Sequence[Line]]:
        """Lines by table and printed row."""
        grouped: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in self.lines:
            grouped[line.table_no, line.row].append(line)
        return grouped

    @cached_property
    def _by_table(self) -> Mapping[int, Sequence[Line]]:
        grouped: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            grouped[line.table_no].append(line)
        return grouped

    @cached_property
    def coded_columns(self) -> Mapping[ColumnKey, Sequence[Line]]:
        """The lines with a code, by their column of figures; without those that repeat money of another row."""
        columns: dict[ColumnKey, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.code and line.measure != "unknown" and not repeats(line):
                columns[column_key(line)].append(line)
        return columns

    @cached_property
    def named_codes(self) -> Mapping[int, Sequence[Printed]]:
        """The rows of each table that print codes with their names."""
        # One for each row, however many amounts stand in it.
        rows = {(x.table_no, x.row, x.scheme, x.code, x.label): x for x in self.lines if x.code and x.label}
        return with_names(
            Printed(line.table_no, line.row, line.scheme, line.code, line.code_year or 0, name_of_label(line.label))
            for line in rows.values()
        )

    @cached_property
    def withholds(self) -> int | None:
        """The number of the paragraph that says that items are left out for secrecy, or None."""
        words = rule_words()["withheld"]
        for number, paragraph in enumerate(self.paragraphs, start=1):
            for sentence in paragraph.text.split("。") if any(w in paragraph.text for w in words["secret"]) else ():
                secret = any(word in sentence for word in words["secret"])
                if secret and any(word in sentence for word in words["left_out"]):
                    return number
        return None

    @cached_property
    def statement_at(self) -> Mapping[tuple[int, int], Statement]:
        """Statements by paragraph and the offset of their printed number."""
        return {(statement.paragraph_no, statement.start): statement for statement in self.statements}

    @property
    def has_narrative(self) -> bool:
        """Whether the document holds prose with amounts, and is not only tables."""
        return len(self.statements) >= _FEWEST_STATEMENTS

    def paragraph_place(self, number: int) -> str:
        """Where a paragraph is printed, as people look for it."""
        page = self.paragraphs[number - 1].place.page
        return f"p.{page} ¶{number}" if page else f"¶{number}"

    def has_unread(self, lines: Iterable[Line]) -> bool:
        """Whether a figure that was not read stands in a row or column of these lines."""
        rows = {(line.table_no, line.row) for line in lines}
        columns = {(line.table_no, line.column) for line in lines}
        return any((t, r) in rows or (t, k) in columns for t, r, k in self.unread)

    def has_unread_in(self, table: Table) -> bool:
        """Whether a figure of this table was not read."""
        return any(number == table.table_no for number, _, _ in self.unread)

    def lines_of(self, number: int) -> Sequence[Line]:
        """The lines of the table of that number, in printed order."""
        return self._by_table.get(number, ())

    def table(self, number: int) -> Table:
        """The table of that number."""
        return self.tables[number - 1]

    def tables_of(self, *kinds: str) -> Iterable[Table]:
        """The tables of these kinds, in order."""
        return (table for table in self.tables if table.kind in kinds)

    def place(self, line: Line) -> str:
        """Where a line is printed, as people look for it."""
        return self.cell_place(line.table_no, line.row, line.column)

    def cell_place(self, number: int, row: int, column: int) -> str:
        """Where a cell is printed, as people look for it."""
        pages = self._pages[number]
        page = pages.get((row, column)) if isinstance(pages, dict) else pages
        return f"p.{page} t{number} r{row} c{column}" if page else f"t{number} r{row} c{column}"

    @cached_property
    def _pages(self) -> Mapping[int, dict[tuple[int, int], int | None] | int | None]:
        """The page of each table, or that of each of its cells where it stands on several."""
        return {
            t.table_no: {(c.row, c.column): c.place.page for c in t.cells} if t.page_from != t.page_to else t.page_from
            for t in self.tables
        }

    def name(self, table: Table) -> str:
        """What people call a table: its printed number and title."""
        return f"{table.printed_no}《{table.title}》" if table.title else f"第 {table.table_no} 张表"

    def name_en(self, table: Table) -> str:
        """The same in English."""
        return f"table {table.table_no} ({table.title})" if table.title else f"table {table.table_no}"


def key(line: Line) -> str:
    """The key of a line's cell: table_no:row:column."""
    return f"{line.table_no}:{line.row}:{line.column}"


def first_cell(table: Table) -> str:
    """The key of the cell that a table begins with: what a finding about a whole table points at."""
    cell = min(table.cells)  # no two cells begin at one row and column, and these come first
    return f"{table.table_no}:{cell.row}:{cell.column}"


def repeats(line: Line) -> bool:
    """Whether a row repeats money of another: a column “of which” adds up like any other, a row does not."""
    return line.is_of_which and squeeze(line.label).startswith("其中")


def column_key(line: Line) -> ColumnKey:
    """Which column of figures a line is in, by meaning: the halves of a table set side by side are one column."""
    return (line.table_no, line.side, line.measure, line.fund, line.period, line.heading)
