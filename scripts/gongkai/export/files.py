"""Files to download: written whole, measured and hashed while they are written."""

import gzip
import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gongkai.export.archive import LEVEL

#: The earliest time that a zip can hold: an archive tells its content, not its day.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_ZIP_MODE = 0o644 << 16
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file to download: `path` from the folder that all paths start from, bytes, SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


class Sink:
    """Takes text or bytes for one file and counts and hashes them on the way."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> int:
        self._hash.update(content)
        self.size += len(content)
        return self._stream.write(content)

    def text(self, content: str) -> None:
        """Writes text in UTF-8."""
        self.write(content.encode())

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def sink(root: Path, path: str) -> Iterator[Sink]:
    """A new file below `root`, with the folders that it needs."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        yield Sink(stream)


def put(root: Path, path: str, content: bytes) -> File:
    """Writes a whole file below `root`."""
    with sink(root, path) as out:
        out.write(content)
    return File(path, out.size, out.sha256)


def put_pieces(root: Path, path: str, pieces: Iterable[bytes]) -> File:
    """Writes a file below `root` piece by piece."""
    with sink(root, path) as out:
        for piece in pieces:
            out.write(piece)
    return File(path, out.size, out.sha256)


def measured(root: Path, path: str) -> File:
    """A file that lies below `root` already."""
    with (root / path).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return File(path, (root / path).stat().st_size, digest)


def copied(source: Path, root: Path, path: str) -> File:
    """Copies a file to `path` below `root`, block by block."""
    with source.open("rb") as content, sink(root, path) as out:
        while block := content.read(_BLOCK):
            out.write(block)
    return File(path, out.size, out.sha256)


@contextmanager
def gzipped(out: Sink) -> Iterator[gzip.GzipFile]:
    """A stream that packs what is written to it; neither a name nor a time gets in."""
    stream: Any = out
    with gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=stream, mtime=0) as packed:
        yield packed


def put_gzipped(source: Path, root: Path, path: str) -> File:
    """Packs a file to `path` below `root`, block by block."""
    with source.open("rb") as content, sink(root, path) as out, gzipped(out) as packed:
        while block := content.read(_BLOCK):
            packed.write(block)
    return File(path, out.size, out.sha256)


def put_zip(root: Path, path: str, top: str, members: Mapping[str, Path | bytes]) -> File:
    """A zip of files and bytes by their names below the folder `top` of the archive, in the order of the names."""
    with zipfile.ZipFile(root / path, "w", allowZip64=True) as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(f"{top}/{name}", ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = _ZIP_MODE
            content = members[name]
            if isinstance(content, bytes):
                archive.writestr(member, content)
                continue
            member.file_size = content.stat().st_size  # tells zipfile whether it needs 64 bits
            with content.open("rb") as stream, archive.open(member, "w") as target:
                while block := stream.read(_BLOCK):
                    target.write(block)
    return measured(root, path)
