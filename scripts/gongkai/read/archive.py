"""The ZIP container of office files, opened with care: its names are keys, never paths; its sizes are checked first."""

import zipfile
import zlib
from io import BytesIO
from typing import Any

from gongkai.errors import ReadError
from gongkai.read.markup import xml_root

_MOST_PARTS = 10_000
_MOST_BYTES = 256 * 1024 * 1024
_FREE_BYTES = 32 * 1024 * 1024  # below this, a high ratio does no harm
_HIGHEST_RATIO = 150  # office XML packs 5 to 40 times; deflate can do 1,032
_ENCRYPTED = 0x1


class Archive:
    """The parts of an office file by name. Raises ReadError for a bomb, a damaged or an encrypted container."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self.damaged(str(error)) from error
        parts = self._zip.infolist()
        size = sum(part.file_size for part in parts)
        bomb = size > _FREE_BYTES and size > _HIGHEST_RATIO * len(data)
        if len(parts) > _MOST_PARTS or size > _MOST_BYTES or bomb:
            raise ReadError(
                name,
                zh=f"展开后有 {len(parts)} 个部件、{size // 1_000_000} MB（文件 {len(data) // 1000} kB），没有打开",
                en=f"unpacks to {len(parts)} parts and {size // 1_000_000} MB from {len(data) // 1000} kB, not opened",
            )
        self._parts = {part.filename: part for part in parts}

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the order of the file."""
        return tuple(self._parts)

    def read(self, part: str) -> bytes:
        """The bytes of a part, never more than it declares."""
        info = self._parts.get(part)
        if info is None:
            raise self.damaged(part)
        if info.flag_bits & _ENCRYPTED:
            raise locked(self.name)
        try:
            with self._zip.open(info) as stream:
                # With a size, the packer's own output is bounded too; without one it is not.
                return stream.read(info.file_size)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error) as error:
            raise self.damaged(f"{part}: {error}") from error

    def xml(self, part: str) -> Any:
        """The root element of an XML part."""
        return xml_root(self.read(part), f"{self.name}: {part}")

    def damaged(self, reason: str) -> ReadError:
        """The error for a container that is not what it should be."""
        return ReadError(self.name, zh=f"文件已损坏：{reason}", en=f"the file is damaged: {reason}")


def locked(name: str) -> ReadError:
    """The error for a file that asks for a password."""
    return ReadError(
        name,
        zh="文件设有密码；请用密码打开后另存为不加密的文件",
        en="protected by a password; open it and save it without one",
    )
