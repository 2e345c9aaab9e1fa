"""Which answers go out as gzip, and to whom (RFC 9110, sections 8.4 and 12.5.3): text, to those who accept it."""

import re
import zlib
from collections.abc import Iterable

#: Shorter ones gain nothing.
LEAST = 500
_LEVEL = 5
_GZIP = 16 + zlib.MAX_WBITS  # zlib's way to say: with the frame of gzip, whose time it leaves at zero
_TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript|toml|wasm)\b|image/svg\+xml")
_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def is_text(media_type: str) -> bool:
    """Whether content of this type becomes much smaller; archives, pictures and workbooks are packed already."""
    return _TEXT.match(media_type) is not None


def accepts_gzip(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request names gzip, or all codings, with a weight above none and not below that of plain text."""
    weights: dict[str, float] = {}
    for name, value in headers:
        if name == b"accept-encoding":
            for coding in value.decode("latin-1").lower().split(","):
                word, _, weight = (part.strip() for part in coding.partition(";"))
                weights[word] = _weight(weight)
    packed = weights.get("gzip", weights.get("*", 0.0))
    return packed > 0 and packed >= weights.get("identity", 0.0)


def _weight(text: str) -> float:
    found = _WEIGHT.fullmatch(text)
    return 1.0 if not text else float(found[1]) if found else 0.0


class Packer:
    """Packs an answer piece by piece; the same pieces are packed into the same bytes."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)

    def piece(self, body: bytes, *, last: bool) -> bytes:
        """What can be sent of it by now, which may be nothing but for the last."""
        packed = self._stream.compress(body)
        return packed + self._stream.flush() if last else packed


def packed(body: bytes) -> bytes:
    """A whole answer as gzip."""
    return Packer().piece(body, last=True)
