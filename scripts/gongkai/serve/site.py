"""Static files over ASGI: a folder, and nothing outside of it; text goes out packed to those who accept that."""

import asyncio
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from gongkai.serve.asgi import Receive, Scope, Send, respond
from gongkai.serve.kept import Kept
from gongkai.serve.packing import LEAST, accepts_gzip, is_text, packed
from gongkai.serve.ranges import UNSATISFIABLE, asked_range

#: Named here, and not asked of the system, whose answers differ from machine to machine.
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".db": "application/vnd.sqlite3",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_UNKNOWN = "application/octet-stream"
_PIECE = 1 << 18  # bytes read at a time
#: Larger files are downloads, which are to be taken up again where they broke off: that needs their length and ranges.
_LARGEST_PACKED = 4_000_000
_KEPT_BYTES = 32_000_000


class StaticSite:
    """The files of a folder as an ASGI application.

    A folder is answered with its `index.html`, after a redirect to the address with a slash; what is not
    there with `404.html`. The ETag is the SHA-256 of the content, so that it says the same on every machine.
    Symbolic links lead no further than the folder and those in `stores`, which keep what does not change.
    """

    def __init__(self, folder: Path, *stores: Path) -> None:
        self._named = folder
        self._stores = tuple(store.resolve() for store in stores)
        self._packed: Kept[str, bytes] = Kept(_KEPT_BYTES)

    @property
    def folder(self) -> Path:
        """Where the folder is now: a build that is done meanwhile puts another in its place."""
        return self._named.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        names = _names(scope["path"])
        found = None if names is None else self._find(names)
        if names is None or found is None:
            await self._send_file(scope, send, 404, self.folder / "404.html")
        elif found.is_dir():
            # Built from the checked names, never from the address: //host/ would lead to another site.
            address = "/" + "".join(f"{quote(name)}/" for name in names)
            query = scope.get("query_string", b"").decode("ascii", "replace")
            location = f"{address}?{query}" if query else address
            await respond(send, 308, {"location": location, "content-length": "0"})
        else:
            await self._send_file(scope, send, 200, found)

    def _find(self, names: tuple[str, ...]) -> Path | None:
        """The file of an address, the folder that it should redirect to, or None."""
        wants_folder = not names or names[-1] == ""
        try:
            home = self.folder
            path = home.joinpath(*names).resolve()
            if not any(path.is_relative_to(root) for root in (home, *self._stores)):
                return None
            if wants_folder:
                path /= "index.html"
            elif path.is_dir():
                return path if (path / "index.html").is_file() else None
            return path if path.is_file() else None
        except OSError:  # a name that the file system refuses
            return None

    async def _send_file(self, scope: Scope, send: Send, status: int, file: Path) -> None:
        headers = {"x-content-type-options": "nosniff", "cache-control": "no-cache"}
        try:
            stat = await asyncio.to_thread(file.stat)
            tag = f'"{await asyncio.to_thread(_sha256, file, stat.st_mtime_ns, stat.st_size)}"'
            opened = await asyncio.to_thread(file.open, "rb")
        except OSError:
            body = "没有这个页面 · Not found\n".encode()
            headers |= {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
            await respond(send, 404, headers, b"" if scope["method"] == "HEAD" else body)
            return
        with opened:
            media_type = _MEDIA_TYPES.get(file.suffix.lower(), _UNKNOWN)
            headers |= {"content-type": media_type, "etag": tag}
            packs = False
            if is_text(media_type) and LEAST < stat.st_size <= _LARGEST_PACKED:
                headers["vary"] = "accept-encoding"
                packs = _asks_whole(scope) and accepts_gzip(scope["headers"])
            if packs:
                # Other bytes, another tag: a range is never asked of the packed ones.
                headers["etag"] = f'{tag[:-1]}-gzip"'
            if status == 200 and headers["etag"] in _tags(scope):
                await respond(send, 304, headers)
            elif packs:
                body = await self._pack(tag, opened)
                headers |= {"content-encoding": "gzip", "content-length": str(len(body))}
                await respond(send, status, headers, body)
            else:
                await _send_bytes(scope, send, status, headers, opened, stat.st_size)

    async def _pack(self, tag: str, opened: BinaryIO) -> bytes:
        body = self._packed.get(tag)
        if body is None:
            body = await asyncio.to_thread(lambda: packed(opened.read()))
            self._packed.keep(tag, body, len(body))
        return body


def _asks_whole(scope: Scope) -> bool:
    """Whether a request asks for a file and not for some bytes of it, or for its head alone."""
    return scope["method"] == "GET" and all(name != b"range" for name, _ in scope["headers"])


async def _send_bytes(
    scope: Scope, send: Send, status: int, headers: dict[str, str], opened: BinaryIO, size: int
) -> None:
    """The file as it is, or the bytes of it that are asked for."""
    first, length = 0, size
    if status == 200:
        headers["accept-ranges"] = "bytes"
        asked = asked_range(scope["headers"], size, headers["etag"])
        if asked is UNSATISFIABLE:
            await respond(send, 416, {**headers, "content-range": f"bytes */{length}", "content-length": "0"})
            return
        if asked is not None:
            status, first, length = 206, asked.start, len(asked)
            headers["content-range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
    headers["content-length"] = str(length)
    if scope["method"] == "HEAD":
        await respond(send, status, headers)
    else:
        await respond(send, status, headers, more=True)
        opened.seek(first)
        await _stream(opened, length, send)


def _names(path: str) -> tuple[str, ...] | None:
    """The names of an address's folders and file, decoded once; None where one could lead out of the site.

    The last is "" for an address that ends in a slash.
    """
    names = tuple(path.removeprefix("/").split("/"))
    for position, name in enumerate(names):
        empty = name == "" and position < len(names) - 1
        if empty or name.startswith(".") or "\\" in name or "\0" in name or ":" in name:
            return None
    return names


def _tags(scope: Scope) -> set[str]:
    """The ETags that the browser has, weak marks taken off."""
    given = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    return {tag.strip().removeprefix("W/") for tag in given.decode("latin-1").split(",")}


@lru_cache(maxsize=4096)
def _sha256(file: Path, _changed: int, _size: int) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


async def _stream(opened: BinaryIO, length: int, send: Send) -> None:
    while length and (piece := await asyncio.to_thread(opened.read, min(length, _PIECE))):
        length -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
