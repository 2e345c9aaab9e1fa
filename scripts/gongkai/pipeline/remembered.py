"""Hashes of files, taken again only where a file is not what it was: by size, times and inode, as git does it."""

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from gongkai.pipeline.digests import digest

_FRESH_NS = 2_000_000_000  # a file so young may change again within the tick of its clock


class Remembered:
    """The hashes of groups of files, kept in `file` between runs. In a run each group is looked at once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, list[object]] = {}
        try:
            found = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            found = {}
        if isinstance(found, Mapping):
            self._known.update(found)
        self._seen: dict[str, str] = {}
        self._changed = False

    def digest(self, folder: Path, names: Sequence[str]) -> str:
        """The hash over names and contents of these files of a folder, the first of which names the group."""
        key = f"{folder}/{names[0]}"
        if key in self._seen:
            return self._seen[key]
        stamp, newest = stamped(folder, names)
        known = self._known.get(key)
        if known is not None and stamp and known[:1] == [stamp]:
            self._seen[key] = str(known[1])
            return self._seen[key]
        found = self._seen[key] = digest([folder / name for name in names])
        self._known.pop(key, None)
        if stamp and not is_fresh(newest):
            self._known[key] = [stamp, found]
        self._changed = True
        return found

    def look_again(self, folder: Path, first: str) -> None:
        """Forgets what was seen in this run of the group that this file names: it has been written to."""
        self._seen.pop(f"{folder}/{first}", None)

    def save(self, kept: Iterable[Path]) -> None:
        """Writes what is known of the files below the folders `kept`."""
        if not self._changed:
            return
        folders = {str(folder) for folder in kept}
        known = {key: value for key, value in self._known.items() if os.path.dirname(key) in folders}  # noqa: PTH120
        write_whole(self._file, known)
        self._changed = False


def stamped(folder: Path, names: Iterable[str]) -> tuple[str, int]:
    """What tells that none of the files has changed, and when the last did; "" where one cannot be looked at."""
    home, told, times = str(folder), [], [0]
    try:
        for name in names:
            found = os.stat(f"{home}/{name}")  # noqa: PTH116 - a hundred thousand of them
            modified, changed = found.st_mtime_ns, found.st_ctime_ns
            told.append((name, found.st_size, modified, changed, found.st_ino))
            times += modified, changed
    except OSError:
        return "", 0
    return sha256(repr(told).encode()).hexdigest()[:32], max(times)


def is_fresh(newest: int) -> bool:
    """Whether a file of that time may have changed since without its time telling so."""
    return newest > time.time_ns() - _FRESH_NS


def write_whole(file: Path, known: object) -> None:
    """Writes JSON in one step."""
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps(known, ensure_ascii=False, separators=(",", ":")), "utf-8")
    part.replace(file)
