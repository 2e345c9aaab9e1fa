"""Text and Markdown exports -> Document: tab-separated or piped lines are tables, the others paragraphs.

An export has lost the merging of cells: a blank in the headings belongs to the heading on its left or above.
"""

import re
from collections.abc import Iterator, Sequence

from gongkai.errors import ReadError
from gongkai.model import Cell, Document, Grid, Paragraph, Place, Source
from gongkai.money import is_amount

_TOTALS = ("合计", "总计")
_HEADING = re.compile(r"^#{1,6}\s+")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")


def read_text(data: bytes, source: Source) -> Document:
    """The grids and paragraphs of a text export, in order; places name the file alone.

    Raises ReadError where the bytes are no text in UTF-8, UTF-16 with a mark, or GB 18030.
    """
    text = _decoded(data, source.file)
    place = Place(source.file)
    blocks: list[Paragraph | Grid] = []
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        cells = _cells(line)
        if cells is None:
            if rows:
                blocks.append(_grid(rows, place))
                rows = []
            if line.strip():
                indent = len(line) - len(line.lstrip())
                blocks.append(Paragraph(_HEADING.sub("", line.strip()), place, float(indent)))
        elif cells:
            rows.append(cells)
    return Document(source, tuple(blocks))


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ReadError(
        name,
        zh="不是文本，也不是认得的格式；可以读 PDF（有文字层）和文本（UTF-8、GB 18030）",
        en="neither text nor a known format; PDF with a text layer and text (UTF-8, GB 18030) can be read",
    )


def _cells(line: str) -> list[str] | None:
    """The cells of a table line; None for prose, an empty list for a Markdown rule."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") > 2:
        if _PIPE_RULE.fullmatch(stripped):
            return []
        return [cell.strip() for cell in stripped.strip("|").split("|")]
    return None


def _grid(rows: Sequence[Sequence[str]], place: Place) -> Grid:
    columns = max(len(row) for row in rows)
    padded = [[*row, *[""] * (columns - len(row))] for row in rows]
    heads = _heading_rows(padded)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(padded):
        for k, text in enumerate(row):
            owner[r, k] = (r, k) if text or r >= heads else _covering(padded, owner, r, k)
    return Grid(len(padded), columns, tuple(_merged(padded, owner, place)), place)


def _heading_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many first rows hold headings alone: those above the first number or total."""
    for r, row in enumerate(rows):
        texts = [text for text in row if text]
        if any(is_amount(text) for text in texts) or (len(texts) == 1 and texts[0] in _TOTALS):
            return r
    return len(rows)


def _covering(
    rows: Sequence[Sequence[str]], owner: dict[tuple[int, int], tuple[int, int]], r: int, k: int
) -> tuple[int, int]:
    """The heading that a blank belongs to: the one above where it is narrow or all blank below, else the left."""
    above = owner.get((r - 1, k))
    if above is not None and rows[above[0]][above[1]]:
        across = [c for c in range(len(rows[r])) if owner.get((r - 1, c)) == above]
        if all(not rows[r][c] for c in across):
            return above
        if k > across[0]:
            return owner[r, k - 1]
        return (r, k)
    if above is None and k > 0 and rows[owner[r, k - 1][0]][owner[r, k - 1][1]]:
        return owner[r, k - 1]
    return (r, k)


def _merged(
    rows: Sequence[Sequence[str]], owner: dict[tuple[int, int], tuple[int, int]], place: Place
) -> Iterator[Cell]:
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for (r, k), anchor in owner.items():
        bottom, right = reach.get(anchor, anchor)
        reach[anchor] = (max(bottom, r), max(right, k))
    for (r, k), (bottom, right) in sorted(reach.items()):
        yield Cell(r + 1, k + 1, rows[r][k], place, bottom - r + 1, right - k + 1)
