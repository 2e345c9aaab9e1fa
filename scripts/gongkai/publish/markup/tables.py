"""The rows of printed tables."""

from collections.abc import Collection, Mapping

from markupsafe import Markup

from gongkai.publish.amounts import exact_yuan
from gongkai.publish.grid import GridCell, GridRow, PrintedTable
from gongkai.publish.markup.texts import Broken, written


class TableRows:
    """A printed table as rows: a label leads to its code, a figure to where it is printed.

    `coded` are the classifications and codes that have a page, `printed_on` the pages of figures by their ids.
    """

    def __init__(
        self, table: PrintedTable, coded: Collection[tuple[str, str]], printed_on: Mapping[str, str], broken: Broken
    ) -> None:
        self._table, self._coded, self._printed_on, self._broken = table, coded, printed_on, broken

    @property
    def head(self) -> Markup:
        """The headings; they are the same in both languages."""
        rows = (
            "".join(
                f'<th id="{cell.anchor}" scope="{"colgroup" if cell.role == "group" else "col"}"{_spans(cell)}'
                f"{_classes(cell)}>{self._broken[cell.text]}</th>"
                for cell in row.cells
            )
            for row in self._table.head
        )
        return Markup("".join(f"<tr>{cells}</tr>\n" for cells in rows))  # noqa: S704 - escaped above

    def body(self, in_yuan: str, codes: str, names: Mapping[tuple[str, str], str]) -> Markup:
        """All other rows. `in_yuan` is the unit of exact amounts, `codes` the folder of codes, `names` their names."""
        told = written(names)
        rows = (
            f"<tr{_kind(row)}>{''.join([self._cell(cell, in_yuan, codes, told) for cell in row.cells])}</tr>\n"
            for row in self._table.body
        )
        return Markup("".join(rows))  # noqa: S704 - escaped above

    def _cell(self, cell: GridCell, in_yuan: str, codes: str, names: Mapping[tuple[str, str], str]) -> str:
        content, exact = self._broken[cell.text], ""
        if cell.key is not None and cell.key in self._coded:
            scheme, code = cell.key
            content = f'<a class="coded" href="{codes}{scheme}/{code}/" title="{code} {names[cell.key]}">{content}</a>'
        elif cell.role == "data" and cell.anchor in self._printed_on:
            content = f'<a class="to-origin" href="pages/{self._printed_on[cell.anchor]}/#{cell.anchor}">{content}</a>'
        if cell.yuan is not None:
            exact = f' title="{exact_yuan(cell.yuan)} {in_yuan}"'
        tag, scope = ("th", ' scope="row"') if cell.role == "row" else ("td", "")
        return f'<{tag} id="{cell.anchor}"{scope}{_spans(cell)}{_classes(cell)}{exact}>{content}</{tag}>'


def _kind(row: GridRow) -> str:
    kind = "total" if row.is_total else "again" if row.is_again else f"level-{row.level}" if row.level else ""
    return f' class="{kind}"' if kind else ""


def _spans(cell: GridCell) -> str:
    rows = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    return f'{rows} colspan="{cell.column_span}"' if cell.column_span > 1 else rows


def _classes(cell: GridCell) -> str:
    return f' class="{cell.classes}"' if cell.classes else ""
