"""PDFs drawn for tests: text and ruled tables where one wants them, measured from the top left of the page as shown."""

import io
from collections.abc import Iterable, Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gongkai.model import Document, Grid, Paragraph, Source
from gongkai.read import read_document

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0  # A4 upright
COVERED_LEFT, COVERED_ABOVE = None, "^"

Rows = Sequence[Sequence[str | None]]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Paper:
    """A PDF in the making. Coordinates are points from the top left of the page as displayed, also when it is turned.

    `lying` turns by so many degrees against the clock what is drawn, and not the page: it is displayed on its side.
    """

    def __init__(self, *, rotate: int = 0, lying: int = 0, password: str = "", owner: str = "") -> None:
        self._rotate = rotate
        self._lying = lying
        self._out = io.BytesIO()
        across, down = (WIDTH, HEIGHT) if rotate % 180 == 0 else (HEIGHT, WIDTH)
        lock = StandardEncryption(password, ownerPassword=owner or None) if password or owner else None
        # reportlab takes the size as displayed and turns the page itself.
        self._canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=lock)
        self._media = (across, down)
        self._begin()

    def _begin(self) -> None:
        across, down = self._media
        self._canvas.setPageRotation(self._rotate)
        turned = {0: (0, down, 0), 90: (0, 0, 90), 180: (across, 0, 180), 270: (across, down, -90)}
        x, y, angle = turned[self._rotate]
        self._canvas.translate(x, y)
        self._canvas.rotate(angle)
        if self._lying:
            wide, high = WIDTH, HEIGHT
            x, y = {90: (0, -high), 180: (wide, -high), 270: (wide, 0)}[self._lying]
            self._canvas.translate(x, y)
            self._canvas.rotate(self._lying)

    def page(self) -> "Paper":
        """Ends the page and begins the next."""
        self._canvas.showPage()
        self._begin()
        return self

    def text(self, x: float, top: float, text: str, size: float = 9) -> "Paper":
        """Prints a line with its top at `top`."""
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(x, -(top + 0.85 * size), text)
        return self

    def slanted(self, x: float, top: float, angle: float, text: str, size: float, grey: float = 0.8) -> "Paper":
        """Prints a line that rises by an angle, in degrees: a watermark."""
        self._canvas.saveState()
        self._canvas.setFillGray(grey)
        self._canvas.translate(x, -top)
        self._canvas.rotate(angle)
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(0, 0, text)
        self._canvas.restoreState()
        return self

    def circle(self, x: float, top: float, radius: float) -> "Paper":
        """The ring of a seal."""
        self._canvas.setLineWidth(2)
        self._canvas.circle(x, -top, radius)
        return self

    def right(self, x: float, top: float, text: str, size: float = 9) -> "Paper":
        """Prints a line that ends at `x`."""
        return self.text(x - pdfmetrics.stringWidth(text, FONT, size), top, text, size)

    def box(self, x0: float, top: float, x1: float, bottom: float, grey: float) -> "Paper":
        """A filled rectangle without an outline; grey 1 is white."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x0, -bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self._canvas.setFillGray(0)
        return self

    def rule(self, x0: float, top: float, x1: float, bottom: float, *, filled: bool = False) -> "Paper":
        """A ruling line, drawn as a stroke or as a thin filled rectangle."""
        if filled:
            half = 0.25
            return self.box(min(x0, x1) - half, min(top, bottom) - half, max(x0, x1) + half, max(top, bottom) + half, 0)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(x0, -top, x1, -bottom)
        return self

    def grid(
        self, x: float, top: float, widths: Sequence[float], rows: Rows, *, high: float = 20, filled: bool = False
    ) -> "Paper":
        """A ruled table. In `rows` None is covered by the cell on its left, "^" by the one above.

        A newline breaks a cell's text. Each side of each cell is drawn by itself, as office programs do.
        """
        xs = [x + sum(widths[:k]) for k in range(len(widths) + 1)]
        ys = [top + high * r for r in range(len(rows) + 1)]
        for r, k, down, across, text in _spans(rows):
            x0, y0, x1, y1 = xs[k], ys[r], xs[k + across], ys[r + down]
            for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                self.rule(*side, filled=filled)
            pieces = text.split("\n")
            size = 9 if len(pieces) == 1 else 8
            first = (y0 + y1 - size * len(pieces)) / 2
            for n, piece in enumerate(pieces):
                number = piece.replace(",", "").replace(".", "").isdigit() and k > 0
                where = self.right if number else self.text
                where(x1 - 3 if number else x0 + 3, first + size * n, piece, size)
        return self

    def bytes(self) -> bytes:
        """The finished file."""
        self._canvas.save()
        return self._out.getvalue()


def _spans(rows: Rows) -> Iterable[tuple[int, int, int, int, str]]:
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            if text is COVERED_LEFT or text == COVERED_ABOVE:
                continue
            across = down = 1
            while k + across < len(row) and row[k + across] is COVERED_LEFT:
                across += 1
            while r + down < len(rows) and rows[r + down][k] == COVERED_ABOVE:
                down += 1
            yield r, k, down, across, text


def read(paper: "Paper | bytes", engine: str = "pdfium") -> Document:
    """The document that a reader makes of it."""
    data = paper.bytes() if isinstance(paper, Paper) else paper
    return read_document(data, "paper.pdf", engine)


def grids(document: Document) -> list[Grid]:
    """The grids of a document, in order."""
    return [block for block in document.blocks if isinstance(block, Grid)]


def prose(document: Document) -> list[str]:
    """The paragraphs of a document, in order."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def printed(grid: Grid) -> list[list[str | None]]:
    """A grid written as `Paper.grid` takes it: covered positions are None (left) or "^" (above)."""
    rows: list[list[str | None]] = [["?"] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for r in range(cell.row - 1, cell.row - 1 + cell.row_span):
            for k in range(cell.column - 1, cell.column - 1 + cell.column_span):
                rows[r][k] = COVERED_LEFT if r == cell.row - 1 else COVERED_ABOVE
        rows[cell.row - 1][cell.column - 1] = cell.text
    return rows


def unnamed(document: Document) -> Document:
    """The document without the bytes it came from, to compare what was read of it."""
    return Document(Source("", "", ""), document.blocks)
