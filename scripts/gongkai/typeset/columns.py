"""How wide the columns of a table are: figures whole, labels as wide as the page lets them."""

from gongkai.typeset.sheet import Sheet
from gongkai.typeset.wrap import Measure, widest_piece

#: Points between a rule and the text beside it.
PADDING = 3.0
_LABEL_EM = 16.0  # a label may wrap beyond this many characters
_HEADING_EM = 6.0
_NARROWEST_EM = 2.5  # an empty column is still a column that one can see


def column_widths(sheet: Sheet, width: float, size: float, measure: Measure) -> tuple[float, ...] | None:
    """Widths in points that add up to `width`; None where the text cannot be set so narrow."""
    least, wished = _least_and_wished(sheet, size, measure)
    if sum(least) > width:
        return None
    if sum(wished) <= width:
        spare = width - sum(wished)
        return tuple(wish + spare * wish / sum(wished) for wish in wished)
    share = (width - sum(least)) / (sum(wished) - sum(least))
    return tuple(low + (wish - low) * share for low, wish in zip(least, wished, strict=True))


def fits_with_ease(sheet: Sheet, width: float, size: float, measure: Measure) -> bool:
    """Whether every column gets the width it asks for."""
    return sum(_least_and_wished(sheet, size, measure)[1]) <= width


def least_width(sheet: Sheet, size: float, measure: Measure) -> float:
    """The width in points below which the table cannot be set."""
    return sum(_least_and_wished(sheet, size, measure)[0])


def _least_and_wished(sheet: Sheet, size: float, measure: Measure) -> tuple[list[float], list[float]]:
    least = [_NARROWEST_EM * size] * sheet.columns
    wished = list(least)
    for box in sheet.boxes:
        if box.columns > 1 or not box.text:
            continue
        whole = max(measure(line, size) for line in box.text.split("\n")) + 2 * PADDING
        longest = _HEADING_EM if box.row < sheet.header_rows else _LABEL_EM
        piece = widest_piece(box.text, size, measure) + 2 * PADDING
        least[box.column] = max(least[box.column], piece)
        wished[box.column] = max(wished[box.column], piece, min(whole, longest * size))
    for box in sheet.boxes:
        if box.columns > 1 and box.text:
            _widen(least, box.column, box.columns, widest_piece(box.text, size, measure) + 2 * PADDING)
    return least, [max(pair) for pair in zip(least, wished, strict=True)]


def _widen(widths: list[float], first: int, count: int, needed: float) -> None:
    lacking = needed - sum(widths[first : first + count])
    if lacking > 0:
        for column in range(first, first + count):
            widths[column] += lacking / count
