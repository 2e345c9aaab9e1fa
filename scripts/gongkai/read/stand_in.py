"""The font that stands in for those a PDF names but does not contain, so that no machine reads otherwise than another.

PDFium looks for such fonts among those installed, takes the boxes of characters from what it finds, and leaves out
text that has no extent: where no Chinese font is installed it loses text, and where another than the publisher's is,
boxes overlap that do not overlap in print. Nobody looks at what we read, so one glyph is enough: a bar on the
baseline, narrower than any character and within its line. How wide characters are, the PDF itself says.

Source: OpenType 1.9, chapters "OpenType font file", cmap (format 13, many to one), glyf, head, hhea, hmtx, loca, maxp.
"""

import struct
from collections.abc import Iterator, Mapping

_EM = 1000
_ASCENT, _DESCENT = 880, -120  # where the em box of Chinese fonts lies on the baseline
_LEFT, _BOTTOM, _RIGHT, _TOP = 0, 0, 40, 300  # the bar: a full stop is wider
_ADVANCE = 500
_GLYPHS = 2  # the first stands for what is missing: it is the same bar
_LAST_CHARACTER = 0x10FFFF
_VERSION = 0x00010000
_ENTRY = 16  # bytes of a table's entry in the directory


def stand_in_font() -> bytes:
    """A TrueType font in which every character of Unicode is the same narrow bar."""
    bar = _bar()
    return b"".join(
        _file(
            {
                b"cmap": _every_character(),
                b"glyf": bar * _GLYPHS,
                b"head": _head(),
                b"hhea": struct.pack(">I3hH11hH", _VERSION, _ASCENT, _DESCENT, 0, _ADVANCE, *(0,) * 11, 1),
                b"hmtx": struct.pack(">Hhh", _ADVANCE, _LEFT, _LEFT),
                b"loca": struct.pack(">3H", *(n * len(bar) // 2 for n in range(_GLYPHS + 1))),
                b"maxp": struct.pack(">I14H", _VERSION, _GLYPHS, 4, 1, 0, 0, 2, *(0,) * 8),
            }
        )
    )


def _bar() -> bytes:
    """One closed contour of four points on the curve, each told by its distance from the one before."""
    head = struct.pack(">5h2H", 1, _LEFT, _BOTTOM, _RIGHT, _TOP, 3, 0)
    across = struct.pack(">4h", _LEFT, 0, _RIGHT - _LEFT, 0)
    up = struct.pack(">4h", _BOTTOM, _TOP - _BOTTOM, 0, _BOTTOM - _TOP)
    return _padded(head + b"\1\1\1\1" + across + up)


def _head() -> bytes:
    box = (_LEFT, _BOTTOM, _RIGHT, _TOP)
    return struct.pack(">4I2H2Q4h2H3h", _VERSION, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *box, 0, 8, 2, 0, 0)


def _every_character() -> bytes:
    group = struct.pack(">3I", 0, _LAST_CHARACTER, 1)
    many_to_one = struct.pack(">2H3I", 13, 0, 16 + len(group), 0, 1) + group
    return struct.pack(">4HI", 0, 1, 3, 10, 12) + many_to_one


def _file(tables: Mapping[bytes, bytes]) -> Iterator[bytes]:
    count = len(tables)
    power = 1 << count.bit_length() - 1
    yield struct.pack(">I4H", _VERSION, count, 16 * power, count.bit_length() - 1, 16 * (count - power))
    place = 12 + _ENTRY * count
    for tag, content in sorted(tables.items()):
        yield struct.pack(">4s3I", tag, 0, place, len(content))  # nobody here compares check sums
        place += len(_padded(content))
    for _, content in sorted(tables.items()):
        yield _padded(content)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)
