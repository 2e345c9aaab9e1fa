"""Which bytes a request asks for (RFC 9110, section 14): one range; several at once are answered with the whole."""

import re
from collections.abc import Iterable
from typing import Final

_ASKED = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)

#: What is asked for does not lie in the file.
UNSATISFIABLE: Final = range(0)


def asked_range(headers: Iterable[tuple[bytes, bytes]], size: int, tag: str) -> range | None:
    """The positions of the bytes asked for, None for the whole file, UNSATISFIABLE where none of them exists.

    `headers` have lower-case names, as ASGI gives them. A Range that cannot be read counts as none, and so does one
    under an If-Range that names another file than that of `tag`.
    """
    given = {name: value.decode("latin-1") for name, value in headers if name in (b"range", b"if-range")}
    asked = _ASKED.fullmatch(given.get(b"range", ""))
    if asked is None or given.get(b"if-range", tag) != tag:
        return None
    first, last = asked.groups()
    if first:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < int(first):
            return None
    elif last:
        start, stop = max(size - int(last), 0), size
    else:
        return None
    return range(start, stop) if start < stop else UNSATISFIABLE
