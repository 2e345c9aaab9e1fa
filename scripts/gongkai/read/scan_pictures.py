"""The pictures to recognise: pages of a PDF as displayed, or the frames of an image file."""

import io
import math
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gongkai.errors import ReadError
from gongkai.read import native
from gongkai.read.paper import points_a_pixel
from gongkai.read.vision import Pixels, cv2, np

_DPI = 200  # what offices scan at, and what the recogniser reads best
MOST_PIXELS = 40_000_000  # a sheet of A1 at 200 dpi is less
_ORIENTATION = 0x0112  # of EXIF: how the camera was held


class Picture(NamedTuple):
    """A page as displayed, in grey; `scale` is pixels a point."""

    number: int
    pixels: Pixels
    scale: float

    @property
    def width(self) -> float:
        """Points."""
        return float(self.pixels.shape[1] / self.scale)

    @property
    def height(self) -> float:
        """Points."""
        return float(self.pixels.shape[0] / self.scale)


def pdf_pictures(data: bytes, numbers: Iterable[int]) -> Iterator[Picture]:
    """Pages of a PDF that opens, by their numbers, one after the other; one that PDFium cannot load is blank."""
    document = native.Document(data)
    try:
        for index in (number - 1 for number in numbers):
            try:
                page = document[index]
            except native.PdfiumError:
                yield Picture(index + 1, np.full((1, 1), 255, np.uint8), 1.0)
                continue
            width, height = page.get_size()
            scale = _scale(width, height)
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
            pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
            bitmap.close()
            page.close()
            yield Picture(index + 1, pixels, scale)
    finally:
        document.close()


def image_pictures(data: bytes, name: str, kind: str) -> Iterator[Picture]:
    """The frames of an image file of a `kind` (PNG). Raises ReadError for one that is damaged or too large."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only where an image is read

    try:
        with warnings.catch_warnings():
            # Our own limit is stricter than that of which Pillow warns, and says what to do.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        with image:
            frames = getattr(image, "n_frames", 1)
            for n in range(frames):
                image.seek(n)
                if image.width * image.height > MOST_PIXELS * 2:
                    raise _too_large(name, f"{image.width}×{image.height}")
                dpi = float(image.info.get("dpi", (0, 0))[0])
                yield _picture(n + 1, _grey(image), dpi)
    except Image.DecompressionBombError as error:
        raise _too_large(name, ">10⁸") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadError(
            name,
            zh=f"图像（{kind}）已损坏或不完整，无法读取；请重新扫描或下载",
            en=f"the picture ({kind}) is damaged or cut off; scan or download it again",
        ) from error


def _too_large(name: str, pixels: str) -> ReadError:
    return ReadError(
        name,
        zh=f"图像有 {pixels} 像素，太大；请以 {_DPI} dpi 重新扫描",
        en=f"the picture has {pixels} pixels, too many; scan it at {_DPI} dpi",
    )


def _grey(image: Any) -> Pixels:
    """An image of any mode as its reader sees it."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    turned = ImageOps.exif_transpose(image) if image.getexif().get(_ORIENTATION) else image
    if turned.mode.startswith("I"):  # 16 bits of grey
        return (np.array(turned).clip(0, 65535) // 257).astype(np.uint8)
    if turned.has_transparency_data:
        # What is transparent shows the paper.
        flat = Image.new("RGBA", turned.size, "white")
        flat.alpha_composite(turned.convert("RGBA"))
        turned = flat
    return np.array(turned.convert("L"))


def _picture(number: int, pixels: Pixels, dpi: float) -> Picture:
    high, wide = pixels.shape
    points = points_a_pixel(wide, high, dpi)
    wanted = _scale(wide * points, high * points)
    size = max(1, round(wide * points * wanted)), max(1, round(high * points * wanted))
    if size != (wide, high):
        shrinks = size[0] < wide
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return Picture(number, pixels, wanted)


def _scale(width: float, height: float) -> float:
    return min(_DPI / 72, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
