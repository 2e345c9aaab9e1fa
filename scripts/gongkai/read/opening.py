"""A file from its path, with care: what is no regular file is never opened, for a pipe or a device has no end."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from gongkai.errors import ReadError

_MB = 1024 * 1024


def opened(path: Path, most_bytes: int | None = None) -> BinaryIO:
    """The file, opened to be read. Raises ReadError where there is none, it is no file, or larger than `most_bytes`."""
    try:
        _checked(path, path.stat(), most_bytes)
        # Between the look and the opening somebody may put a pipe there: opening it must not wait for a writer.
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")
        try:
            _checked(path, os.fstat(file.fileno()), most_bytes)
        except ReadError:
            file.close()
            raise
    except FileNotFoundError as error:
        raise ReadError(str(path), zh="没有这个文件", en="no such file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(str(path), zh=f"无法打开：{reason}", en=f"cannot be opened: {reason}") from error
    return file


def _checked(path: Path, status: os.stat_result, most_bytes: int | None) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(str(path), zh="是文件夹，不是文件", en="a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(
            str(path),
            zh="不是普通文件（而是管道、设备或套接字），没有打开",
            en="no regular file (a pipe, a device or a socket), not opened",
        )
    if most_bytes is not None and status.st_size > most_bytes:
        raise ReadError(
            str(path),
            zh=f"文件有 {_size(status.st_size)}，超过 {_size(most_bytes)}，没有读；可用 --bytes 放宽",
            en=f"the file has {_size(status.st_size)}, more than {_size(most_bytes)}, not read; --bytes allows more",
        )


def _size(size: int) -> str:
    return f"{-(-size // _MB)} MB" if size >= 10 * _MB else f"{size:,} B"
