"""The rows of printed tables."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

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
        self._table, self._broken = table, broken
        self._rows = [
            (_kind(row), [_shared(cell, coded, printed_on, broken) for cell in row.cells]) for row in table.body
        ]

    @property
    def head(self) -> Markup:
        """The headings; they are the same in both languages."""
        rows = ("".join([self._heading(cell) for cell in row.cells]) for row in self._table.head)
        return Markup("".join(f"<tr>{cells}</tr>\n" for cells in rows))  # noqa: S704 - escaped above

    def _heading(self, cell: GridCell) -> str:
        if not cell.text.strip():
            return f"<td{_said(cell, '')}></td>"  # a heading that says nothing is none
        scope = ' scope="colgroup"' if cell.role == "group" else ' scope="col"'
        return f"<th{_said(cell, scope)}>{self._broken[cell.text]}</th>"

    def body(self, in_yuan: str, leads: Mapping[tuple[str, str], str]) -> Markup:
        """All other rows. `in_yuan` is the unit of exact amounts, `leads` are by `code_leads`."""
        rows = (
            f"<tr{kind}>{''.join([_cell(cell, in_yuan, leads) for cell in cells])}</tr>\n" for kind, cells in self._rows
        )
        return Markup("".join(rows))  # noqa: S704 - escaped above


def code_leads(codes: str, names: Mapping[tuple[str, str], str]) -> Mapping[tuple[str, str], str]:
    """Where the labels of codes lead, as attributes: `codes` is the folder of codes, `names` what they are called."""
    return {key: f'href="{codes}{key[0]}/{key[1]}/" title="{key[1]} {name}"' for key, name in written(names).items()}


class _Shared(NamedTuple):
    """What both languages share of a cell: the start of its tag, its exact amount, its code, its content and end."""

    start: str
    yuan: str
    key: tuple[str, str] | None
    rest: str


def _shared(
    cell: GridCell, coded: Collection[tuple[str, str]], printed_on: Mapping[str, str], broken: Broken
) -> _Shared:
    content, (tag, scope) = broken[cell.text], ("th", ' scope="row"') if cell.role == "row" else ("td", "")
    key = cell.key if cell.key is not None and cell.key in coded else None
    if key is None and cell.role == "data" and cell.anchor in printed_on:
        content = f'<a class="to-origin" href="pages/{printed_on[cell.anchor]}/#{cell.anchor}">{content}</a>'
    yuan = "" if cell.yuan is None else exact_yuan(cell.yuan)
    return _Shared(
        f"<{tag}{_said(cell, scope)}", yuan, key, f"{content}</{tag}>" if key is None else f"{content}</a></{tag}>"
    )


def _cell(cell: _Shared, in_yuan: str, leads: Mapping[tuple[str, str], str]) -> str:
    start, yuan, key, rest = cell
    if yuan:
        start = f'{start} title="{yuan} {in_yuan}"'
    return f"{start}>{rest}" if key is None else f'{start}><a class="coded" {leads[key]}>{rest}'


def _kind(row: GridRow) -> str:
    kind = "total" if row.is_total else "again" if row.is_again else f"level-{row.level}" if row.level else ""
    return f' class="{kind}"' if kind else ""


def _said(cell: GridCell, scope: str) -> str:
    rows = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    columns = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    classes = f' class="{cell.classes}"' if cell.classes else ""
    return f' id="{cell.anchor}"{scope}{rows}{columns}{classes}'
