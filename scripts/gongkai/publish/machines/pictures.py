"""The picture that goes with a link to a disclosure: who, when, how much. The one place that draws with Pillow.

Sixteen shades, so that a picture is some 15 kB. Where no Chinese font was brought, or it lacks a character, the
picture holds what can be set in Latin letters and figures; a box instead of a character is never drawn.
"""

import zlib
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from gongkai.publish.amounts import exact_yuan, rounded
from gongkai.publish.foreign import LOCK, brought, locked
from gongkai.publish.machines.digest import Digest

SIZE = (1200, 630)
_GROUND, _INK, _ACCENT = (252, 251, 248), (26, 32, 36), (11, 85, 104)
_SHADES = 14  # from ground to ink; the last two of sixteen are the accent and the ground on it
_MARGIN = 72
_ELLIPSIS = "…"
_PHASES = {"budget": ("预算", "Budget"), "final": ("决算", "Final account")}


def font_file(site_sources: Path, browser_code: Path | None) -> Path | None:
    """The file of the Chinese font that set-up brought, as locked; None where it is not there."""
    for foreign in locked(site_sources / LOCK):
        if foreign.folder == "font" and browser_code is not None and brought(foreign, browser_code):
            return browser_code / foreign.folder / foreign.pieces[0].name
    return None


def find_font(site_sources: Path, browser_code: Path | None) -> bytes | None:
    """The content of that font."""
    file = font_file(site_sources, browser_code)
    return file.read_bytes() if file else None


@dataclass(frozen=True, slots=True)
class _Words:
    issuer: str
    what: str
    amount: str
    unit: str
    below: str
    exact: str


class Painter:
    """Draws pictures with one font, Chinese where there is one."""

    def __init__(self, font: bytes | None) -> None:
        self._chinese = font
        self._fonts: dict[tuple[bool, int], Any] = {}
        self._bands: dict[bool, Any] = {}
        self._has: dict[str, bool] = {" ": True, "\u3000": True}

    def picture(self, digest: Digest) -> bytes:
        """The PNG of a disclosure; the same digest and font give the same bytes."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 - 0.1 s, for the build only

        chinese = self._can_set(_words(digest, chinese=True))
        words = _words(digest, chinese=chinese)
        image = Image.new("L", SIZE, 0)
        draw = ImageDraw.Draw(image)
        width = SIZE[0] - 2 * _MARGIN
        draw.text((_MARGIN, 170), self._fitted(draw, words.issuer, chinese, 60, width), 255, self._font(chinese, 60))
        draw.text((_MARGIN, 256), self._fitted(draw, words.what, chinese, 38, width), 200, self._font(chinese, 38))
        if words.amount:
            big = self._font(chinese, 132)
            draw.text((_MARGIN, 470), words.amount, 255, big, anchor="ls")
            after = _MARGIN + draw.textlength(words.amount, big) + 24
            draw.text((after, 470), words.unit, 200, self._font(chinese, 48), anchor="ls")
            draw.text((_MARGIN, 500), words.exact, 170, self._font(chinese, 30))
        draw.text((_MARGIN, 566), self._fitted(draw, words.below, chinese, 28, width), 170, self._font(chinese, 28))
        return _png(image, self._band(chinese))

    def _band(self, chinese: bool) -> Any:
        """The head of all pictures, in the last two of the shades."""
        from PIL import Image, ImageDraw  # noqa: PLC0415

        if chinese not in self._bands:
            band = Image.new("L", (SIZE[0], _BAND), 0)
            brand = "公开 Gongkai" if chinese else "Gongkai"
            ImageDraw.Draw(band).text((_MARGIN, 34), brand, 255, self._font(chinese, 40))
            self._bands[chinese] = band.point([15 if value > 127 else 14 for value in range(256)])
        return self._bands[chinese]

    def _font(self, chinese: bool, size: int) -> Any:
        from PIL import ImageFont  # noqa: PLC0415

        key = (chinese, size)
        if key not in self._fonts:
            self._fonts[key] = (
                ImageFont.truetype(BytesIO(self._chinese), size)
                if chinese and self._chinese
                else ImageFont.load_default(size)
            )
        return self._fonts[key]

    def _can_set(self, words: _Words) -> bool:
        if not self._chinese:
            return False
        font = self._font(chinese=True, size=20)
        used = set(f"{words.issuer}{words.what}{words.amount}{words.unit}{words.below}{words.exact}")
        for character in used - self._has.keys():
            self._has[character] = bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))
        return all(map(self._has.__getitem__, used))

    def _fitted(self, draw: Any, words: str, chinese: bool, size: int, width: int) -> str:
        font = self._font(chinese, size)
        if draw.textlength(words, font) <= width:
            return words
        while words and draw.textlength(words + _ELLIPSIS, font) > width:
            words = words[:-1]
        return words + _ELLIPSIS


_BAND = 104


def _words(digest: Digest, *, chinese: bool) -> _Words:
    amount = digest.expenditure_yuan if digest.expenditure_yuan is not None else digest.income_yuan
    number, unit, exact = _amount(amount, "zh" if chinese else "en")
    held = dict(digest.checks)
    phase = _PHASES.get(digest.phase, ("", ""))
    if chinese:
        kind = "支出合计" if digest.expenditure_yuan is not None else "收入合计"
        what = " ".join(part for part in ("".join(digest.places), f"{digest.fiscal_year} 年", phase[0]) if part)
        below = f"{kind if number else ''}　{held['pass']} 项检查成立，{held['fail']} 项不成立".strip()
        return _Words(digest.issuer or digest.title, what, number, unit, below, exact and f"{exact} 元")
    kind = "Total expenditure" if digest.expenditure_yuan is not None else "Total income"
    what = " ".join(part for part in (str(digest.fiscal_year or ""), phase[1], digest.region_code) if part)
    below = f"{f'{kind}. ' if number else ''}{held['pass']} checks hold, {held['fail']} do not"
    return _Words(digest.id, what, number, unit, below, exact and f"{exact} yuan")


def _amount(yuan: Decimal | None, language: str) -> tuple[str, str, str]:
    if yuan is None:
        return "", "", ""
    shown = rounded(yuan, language)
    # Signs as the fonts have them.
    return shown.number.replace("−", "-"), shown.unit, exact_yuan(yuan).replace("−", "-")


def _png(image: Any, band: Any) -> bytes:
    """Ink on the ground below, the ground's colour on the accent in the `band` above, in sixteen shades."""
    from PIL import Image  # noqa: PLC0415

    shades = image.point([value * (_SHADES - 1) // 255 for value in range(256)])
    shades.paste(band, (0, 0))
    palette: list[int] = []
    for step in range(_SHADES):
        palette += [g + (i - g) * step // (_SHADES - 1) for g, i in zip(_GROUND, _INK, strict=True)]
    palette += [*_ACCENT, *_GROUND]
    shown = Image.frombytes("P", SIZE, shades.tobytes())
    shown.putpalette(palette)
    out = BytesIO()
    # Runs of one shade: 3 ms and as small as the 80 ms of a full search for matches.
    shown.save(out, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return out.getvalue()
