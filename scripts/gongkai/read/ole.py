"""The OLE container of old office files: which streams it holds, told from its directory alone.

Source: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory entries).
"""

import struct

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_SHIFTS = (9, 12)  # sectors of 512 or 4,096 bytes
_NONE = 0xFFFFFFF0  # this and above are no sectors
_NO_ENTRY = 0xFFFFFFFF
_IN_HEADER = 109  # FAT sectors that the header names
_MOST_SECTORS = 1_000  # of a directory: tens of thousands of streams


def stream_names(data: bytes) -> frozenset[str]:
    """The names at the top of the container; embedded objects lie deeper. Empty where it is damaged."""
    try:
        return frozenset(_names(data))
    except (struct.error, IndexError, UnicodeDecodeError):
        return frozenset()


def _names(data: bytes) -> set[str]:
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SHIFTS:
        return set()
    size = 1 << shift
    (first,) = struct.unpack_from("<I", data, 48)
    directory = b""
    sector = first
    for _ in range(_MOST_SECTORS):
        if sector >= _NONE:
            break
        directory += _sector(data, sector, size)
        sector = _next(data, sector, size)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]]
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen or number >= len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        (length,) = struct.unpack_from("<H", entry, 64)
        names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le"))
        waiting.extend(struct.unpack_from("<II", entry, 68))
    return names


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _next(data: bytes, number: int, size: int) -> int:
    """The sector that follows in the file allocation table."""
    per = size // 4
    index = number // per
    if index < _IN_HEADER:
        (table,) = struct.unpack_from("<I", data, 76 + 4 * index)
    else:
        # Beyond 7 MB the places of the table are themselves chained.
        (block,) = struct.unpack_from("<I", data, 68)
        for _ in range((index - _IN_HEADER) // (per - 1)):
            (block,) = struct.unpack_from("<I", _sector(data, block, size), size - 4)
        (table,) = struct.unpack_from("<I", _sector(data, block, size), 4 * ((index - _IN_HEADER) % (per - 1)))
    (following,) = struct.unpack_from("<I", _sector(data, table, size), 4 * (number % per))
    return int(following)
