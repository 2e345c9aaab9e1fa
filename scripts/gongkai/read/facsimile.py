"""What pages look like, as small pictures: to show a figure where it is printed.

Print is drawn in sixteen shades without loss, which is sharper and smaller than a photograph's compression; a page
that is a photograph itself (a scan) is compressed as one. A PDF's fonts that it names but does not contain are drawn
with the font that is given, so that every machine draws the same.
"""

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.errors import ReadError
from gongkai.read import formats, native
from gongkai.read.opening import opened
from gongkai.read.paper import points_a_pixel

_DPI = 150  # A4 in 1240 pixels: the smallest print of a table can be read
_LONGEST = 2400  # pixels of a side: a page of A3
_SHADE = 17  # between two of sixteen shades of grey
_PHOTOGRAPH = 160_000  # bytes: print is smaller
_QUALITY = 45  # of a photograph: its print stays legible


class Drawn(NamedTuple):
    """A page that was drawn: its number from 1, its size as displayed in points, the name of its WebP file."""

    page: int
    width: float
    height: float
    file: str


def draw_pages(file: Path, out: Path, font: Path | None, most: int) -> tuple[Drawn, ...]:
    """Draws the first `most` pages of a PDF, or frames of a picture, each to `out`/N.webp; none of other formats.

    `out` is a new folder, `font` a file with the characters that a PDF may leave to its reader. Call it in a process
    of its own, where nothing was read: PDFium takes a font once. Raises ReadError.
    """
    with opened(file) as stream:
        data = stream.read()
    kind = formats.media_type(data, file.name)
    if kind == formats.PDF:
        pictures = _pdf(data, file.name, font)
    elif kind in formats.IMAGES:
        pictures = _frames(data, file.name)
    else:
        return ()
    out.mkdir(parents=True)
    drawn = []
    for number, (width, height, image) in enumerate(pictures, start=1):
        if number > most:
            break
        if image is not None:
            name = f"{number}.webp"
            (out / name).write_bytes(_webp(image))
            drawn.append(Drawn(number, round(width, 2), round(height, 2), name))
    return tuple(drawn)


def _pdf(data: bytes, name: str, font: Path | None) -> Iterator[tuple[float, float, Any]]:
    if font is not None:
        native.use_font(font.read_bytes())
    try:
        document = native.Document(data)
    except native.PdfiumError as error:
        raise ReadError(name, zh="PDF 无法打开", en="the PDF cannot be opened") from error
    try:
        for index in range(len(document)):
            try:
                page = document[index]
            except native.PdfiumError:
                yield 0.0, 0.0, None
                continue
            width, height = page.get_size()
            bitmap = page.render(scale=_scale(width, height), grayscale=True)
            yield width, height, bitmap.to_pil()
            bitmap.close()
            page.close()
    finally:
        document.close()


def _frames(data: bytes, name: str) -> Iterator[tuple[float, float, Any]]:
    from PIL import Image, ImageOps  # noqa: PLC0415 - only where there is a picture

    try:
        with Image.open(io.BytesIO(data)) as image:
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                dpi = float(image.info.get("dpi", (0, 0))[0])
                upright = ImageOps.exif_transpose(image).convert("L")
                points = points_a_pixel(*upright.size, dpi)
                width, height = upright.width * points, upright.height * points
                scale = _scale(width, height)
                size = max(1, round(width * scale)), max(1, round(height * scale))
                yield width, height, upright.resize(size)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ReadError(name, zh="图像无法打开", en="the picture cannot be opened") from error


def _scale(width: float, height: float) -> float:
    """Pixels a point."""
    longest = max(width, height, 1.0)
    return min(_DPI / 72, _LONGEST / longest, math.sqrt(_LONGEST * _LONGEST / max(1.0, width * height)))


def _webp(image: Any) -> bytes:
    grey = image.convert("L")
    print_ = _saved(grey.point([round(value / _SHADE) * _SHADE for value in range(256)]), lossless=True, quality=20)
    if len(print_) <= _PHOTOGRAPH:
        return print_
    photograph = _saved(grey, quality=_QUALITY)
    return min(print_, photograph, key=len)


def _saved(image: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", method=2, **options)
    return out.getvalue()
