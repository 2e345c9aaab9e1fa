"""Hashes of files, taken again only where a file is not what it was: by size, times and inode, as git does it."""

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gongkai.pipeline.digests import digest

_FRESH_NS = 2_000_000_000  # a file so young may change again within the tick of its clock


class Remembered:
    """The hashes of groups of files, kept in `file` between runs."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, list[object]] = {}
        try:
            found = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            found = {}
        if isinstance(found, Mapping):
            self._known.update(found)
        self._changed = False

    def digest(self, paths: Sequence[Path]) -> str:
        """The hash over names and contents of these files, the first of which names the group."""
        key, stamp = str(paths[0]), _stamp(paths)
        known = self._known.get(key)
        if known is not None and stamp and known[:1] == [stamp]:
            return str(known[1])
        found = digest(paths)
        self._known.pop(key, None)
        if stamp and not _is_fresh(paths):
            self._known[key] = [stamp, found]
        self._changed = True
        return found

    def save(self, kept: Iterable[Path]) -> None:
        """Writes what is known of the files below the folders `kept`."""
        if not self._changed:
            return
        folders = {str(folder) for folder in kept}
        known = {key: value for key, value in self._known.items() if os.path.dirname(key) in folders}  # noqa: PTH120
        part = self._file.with_name(f"{self._file.name}.part")
        part.write_text(json.dumps(known, separators=(",", ":")), "utf-8")
        part.replace(self._file)
        self._changed = False


def _stamp(paths: Iterable[Path]) -> str:
    """What tells that none of the files has changed; "" where one is no plain file."""
    parts = []
    for path in paths:
        try:
            told = os.stat(path)  # noqa: PTH116 - a hundred thousand of them
        except OSError:
            return ""
        parts.append(f"{path.name} {told.st_size} {told.st_mtime_ns} {told.st_ctime_ns} {told.st_ino}")
    return "\n".join(parts)


def _is_fresh(paths: Iterable[Path]) -> bool:
    newest = max(max(told.st_mtime_ns, told.st_ctime_ns) for told in map(os.stat, paths))
    return newest > time.time_ns() - _FRESH_NS
