"""Browser code that others wrote: named by a lock with its hashes, brought by set-up, never committed.

The lock, `site/browser.lock`, names no host: a package, its version, the hash of its archive, and of each file that
the site takes from it. What is not there, or is not what the lock says, is not published, and the page that needs it
says so.
"""

import hashlib
import tarfile
import tomllib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from gongkai.errors import BuildError

LOCK = "browser.lock"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a package: where it lies in the archive, the name it gets, the SHA-256 of its content."""

    inside: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A package of the lock: `folder` is its place among the site's assets."""

    folder: str
    package: str
    version: str
    integrity: str
    licence: str
    pieces: tuple[Piece, ...]


def locked(lock: Path) -> tuple[Foreign, ...]:
    """The packages of a lock. Raises BuildError where it cannot be read."""
    try:
        entries = tomllib.loads(lock.read_text("utf-8"))
        return tuple(
            Foreign(
                folder=folder,
                package=entry["package"],
                version=entry["version"],
                integrity=entry["integrity"],
                licence=entry["licence"],
                pieces=tuple(Piece(inside, piece["name"], piece["sha256"]) for inside, piece in entry["files"].items()),
            )
            for folder, entry in entries.items()
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BuildError(
            str(lock), zh=f"不是浏览器代码的锁定文件：{problem!r}", en=f"is not a lock of browser code: {problem!r}"
        ) from problem


def unpacked(foreign: Foreign, archive: bytes) -> Mapping[str, bytes]:
    """The content of each piece by its name, from the package's archive (a gzipped tar).

    Raises BuildError where the archive, or a file in it, is not the one that the lock names.
    """
    if f"sha512-{b64encode(hashlib.sha512(archive).digest()).decode()}" != foreign.integrity:
        raise _differs(f"{foreign.package} {foreign.version}")
    found = {}
    with tarfile.open(fileobj=BytesIO(archive), mode="r:gz") as members:
        for piece in foreign.pieces:
            member = members.extractfile(f"package/{piece.inside}")
            content = member.read() if member else b""
            if hashlib.sha256(content).hexdigest() != piece.sha256:
                raise _differs(f"{foreign.package} {foreign.version} {piece.inside}")
            found[piece.name] = content
    return found


def brought(foreign: Foreign, folder: Path) -> Mapping[str, bytes] | None:
    """The content of each piece as set-up laid it under `folder`; None where one is missing or is another."""
    found = {}
    for piece in foreign.pieces:
        try:
            content = (folder / foreign.folder / piece.name).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() != piece.sha256:
            return None
        found[piece.name] = content
    return found


def _differs(what: str) -> BuildError:
    return BuildError(
        what,
        zh="与锁定的哈希不符，没有使用",
        en="is not what the lock's hash says, and is not used",
    )
