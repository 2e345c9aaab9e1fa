"""Which kind a table is: by its title, or by its headings."""

from collections.abc import Iterable

from gongkai.model import Cell
from gongkai.vocabulary import Kind, kinds, squeeze

_HEADING_ROWS = 8  # rows of a form among which its headings stand
_LONGEST_HEADING = 40


def kind_of(title: str, cells: Iterable[Cell], header_rows: int) -> Kind | None:
    """The kind of a table; None where neither its title nor its headings are known."""
    squeezed = squeeze(title)
    if squeezed:
        for kind in kinds():
            if kind.fits_title(squeezed):
                return kind
    headings = "".join(
        squeeze(c.text) for c in cells if c.row <= max(header_rows, _HEADING_ROWS) and len(c.text) < _LONGEST_HEADING
    )
    return next((kind for kind in kinds() if kind.fits_headings(headings)), None)
