"""Ink on paper: the one module that knows reportlab. Points, with the origin at the top left of the page."""

from pathlib import Path
from typing import Any

from gongkai.errors import BuildError

_NOT_EMBEDDED = "STSong-Light"  # the Chinese font that every PDF viewer brings or replaces
_NAME = "gongkai-typeset"
_HAIRLINE = 0.5


class Ink:
    """A PDF being written; pages are added one after the other. `save` puts it in place, whole."""

    def __init__(self, font: Path | None, *, title: str, author: str, subject: str) -> None:
        """`font` is a TrueType file, of which the characters used are embedded; None for the standard font.

        Raises BuildError where reportlab is not installed or the font cannot be used.
        """
        self._name, self._has = _register(font)
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

        self._canvas: Any = Canvas("", pageCompression=1, invariant=1, lang="zh-CN", initialFontName=self._name)
        _undated(self._canvas, title=title, author=author, subject=subject)
        self._height = 0.0
        self._open = False

    def lacks(self, texts: tuple[str, ...]) -> str:
        """The characters of `texts` that the font cannot print, each once, in order of code point."""
        return "".join(sorted({char for text in texts for char in text if not char.isspace() and not self._has(char)}))

    def measure(self, text: str, size: float) -> float:
        """The width of a text in points."""
        from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

        return float(stringWidth(text, self._name, size))

    def page(self, width: float, height: float) -> None:
        """Begins a page of a size."""
        if self._open:
            self._canvas.showPage()
        self._canvas.setPageSize((width, height))
        self._height = height
        self._open = True

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False, red: bool = False) -> None:
        """Prints a text with its baseline at `y`. There is one font; bold is its outline made thicker."""
        run = self._canvas.beginText(x, self._height - y)
        run.setFont(self._name, size)
        colour = (0.70, 0.10, 0.10) if red else (0, 0, 0)
        run.setFillColorRGB(*colour)
        if bold:
            self._canvas.setLineWidth(size * 0.018)
            run.setStrokeColorRGB(*colour)
            run.setTextRenderMode(2)
        run.textOut(text)
        if bold:
            run.setTextRenderMode(0)
        self._canvas.drawText(run)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draws a straight line."""
        self._canvas.setLineWidth(_HAIRLINE)
        self._canvas.setStrokeColorRGB(0, 0, 0)
        self._canvas.setLineCap(2)  # squared: corners close
        self._canvas.line(x0, self._height - y0, x1, self._height - y1)

    def save(self, out: Path) -> None:
        """Writes the file under a temporary name beside `out`, then puts it in place."""
        self._canvas.showPage()
        whole = self._canvas.getpdfdata()
        temporary = out.with_name(out.name + ".part")
        try:
            temporary.write_bytes(whole)
            temporary.replace(out)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise BuildError(
                str(out), zh=f"无法写入（{error.strerror}）", en=f"cannot be written ({error.strerror})"
            ) from error


def _register(font: Path | None) -> tuple[str, Any]:
    try:
        from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
        from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: PLC0415
    except ImportError as error:
        raise BuildError(
            "reportlab",
            zh="没有安装；排版需要它：pip install 'gongkai[typeset]'",
            en="is not installed; typesetting needs it: pip install 'gongkai[typeset]'",
        ) from error
    if font is None:
        pdfmetrics.registerFont(UnicodeCIDFont(_NOT_EMBEDDED))
        return _NOT_EMBEDDED, _in_adobe_gb1
    try:
        embedded = TTFont(_NAME, str(font), subfontIndex=0)
    except (TTFError, OSError) as error:
        raise BuildError(
            str(font),
            zh="不是可以嵌入的 TrueType 字体（.ttf 或 .ttc）",
            en="is not a TrueType font (.ttf or .ttc) that can be embedded",
        ) from error
    pdfmetrics.registerFont(embedded)
    glyphs = embedded.face.charToGlyph
    return _NAME, lambda char: ord(char) in glyphs


def _in_adobe_gb1(char: str) -> bool:
    # What GB 18030 writes in one or two bytes is what the CMap UniGB-UCS2-H maps.
    try:
        return len(char.encode("gb18030")) <= 2
    except UnicodeEncodeError:
        return False


def _undated(canvas: Any, **words: str) -> None:
    # The same figures give the same bytes, and a false date would be no better than none.
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFString  # noqa: PLC0415

    info = canvas._doc.info  # noqa: SLF001  there is no public way to leave the dates out
    entries = {name.capitalize(): PDFString(word) for name, word in words.items()}
    entries["Creator"] = PDFString("Gongkai")
    info.format = PDFDictionary(entries).format
