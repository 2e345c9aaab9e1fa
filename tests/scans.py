"""Scans that are made here: pages of the shipped example as pictures, and tables drawn with a font that Pillow brings.

No font of the machine is needed: the example embeds its own.
"""

import io
import random
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

EXAMPLE = Path(__file__).resolve().parent.parent / "datapackage/liangjiang-2026-budget/source.pdf"
DPI = 200


@cache
def page(number, dpi=DPI):
    """A page of the example in grey, as a scanner at `dpi` sees it. Not to be drawn on."""
    document = pypdfium2.PdfDocument(EXAMPLE)
    try:
        return document[number - 1].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def image(picture, kind="PNG", dpi=DPI, **how):
    """The bytes of an image file."""
    out = io.BytesIO()
    picture.save(out, kind, dpi=(dpi, dpi), **how)
    return out.getvalue()


def turned(picture, degrees):
    """The picture laid askew on the glass, its corners cut off."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def specked(picture, specks, seed=7):
    """The picture with dust on the glass."""
    made = picture.copy()
    draw, chance = ImageDraw.Draw(made), random.Random(seed)  # noqa: S311 - dust, no secret
    for _ in range(specks):
        x, y = chance.randrange(made.width), chance.randrange(made.height)
        draw.rectangle((x, y, x + chance.randrange(2), y + chance.randrange(2)), fill=chance.randrange(120))
    return made


def faded(picture, black, white):
    """The picture with ink and paper of other greys."""
    return picture.point(lambda grey: black + grey * (white - black) // 255)


def font(points, dpi=DPI):
    return ImageFont.load_default(points * dpi / 72)


def table(rows, *, wide=1200, high=70, dots=0, fills=(), points=10, ruled=True):
    """A sheet with a ruled table of Latin words and figures, in grey; the boxes of its cells by row and column.

    `dots` draws the rules as dots with gaps of so many pixels; `fills` are the greys behind the first rows.
    """
    columns = len(rows[0])
    sheet = Image.new("L", (1654, 400 + high * len(rows)), 255)
    draw = ImageDraw.Draw(sheet)
    boxes = {}
    left, top, step = 200, 200, wide // columns
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            box = (left + k * step, top + r * high, left + (k + 1) * step, top + (r + 1) * high)
            boxes[r, k] = box
            if r < len(fills):
                draw.rectangle(box, fill=fills[r])
            draw.text((box[0] + 12, (box[1] + box[3]) / 2), text, fill=0, font=font(points), anchor="lm")
    for at in range(columns + 1) if ruled else ():
        _line(draw, left + at * step, top, left + at * step, top + high * len(rows), dots)
    for at in range(len(rows) + 1) if ruled else ():
        _line(draw, left, top + at * high, left + step * columns, top + at * high, dots)
    return sheet, boxes


def _line(draw, x0, y0, x1, y1, dots):
    if not dots:
        draw.line((x0, y0, x1, y1), fill=0, width=2)
        return
    across = y0 == y1
    for at in range(x0 if across else y0, x1 if across else y1, 2 * dots):
        box = (at, y0, at + dots - 1, y0 + 1) if across else (x0, at, x0 + 1, at + dots - 1)
        draw.rectangle(box, fill=0)


def pdf(*pictures, text=(), dpi=DPI):
    """A PDF of one picture a page; `text` is what each page says besides: (text, x, y, points) from the top left.

    It is invisible, as the text layer that a scanner's software puts behind the picture.
    """
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for n, picture in enumerate(pictures):
        width, height = (side * 72 / dpi for side in picture.size)
        canvas.setPageSize((width, height))
        for said, x, y, points in text[n] if n < len(text) else ():
            line = canvas.beginText(x, height - y)
            line.setTextRenderMode(3)
            line.setFont("Helvetica", points)
            line.textOut(said)
            canvas.drawText(line)
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
