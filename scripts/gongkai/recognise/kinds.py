"""Which kind a table is: by its title, or by its headings."""

from collections.abc import Iterable

from gongkai.model import Cell
from gongkai.vocabulary import Kind, bare, kinds, squeeze

_HEADING_ROWS = 8  # rows of a form among which its headings stand
_LONGEST_HEADING = 40


def kind_of(title: str, cells: Iterable[Cell], header_rows: int) -> Kind | None:
    """The kind of a table; None where neither its title nor its headings nor the names of its rows are known."""
    squeezed = squeeze(title)
    if squeezed:
        for kind in kinds():
            if kind.fits_title(squeezed):
                return kind
    short = [c for c in cells if len(c.text) < _LONGEST_HEADING]
    headings = "".join(squeeze(c.text) for c in short if c.row <= max(header_rows, _HEADING_ROWS))
    told = next((kind for kind in kinds() if kind.fits_headings(headings)), None)
    if told is not None:
        return told
    names = {bare(c.text) for c in short}
    return next((kind for kind in kinds() if kind.fits_names(names)), None)
