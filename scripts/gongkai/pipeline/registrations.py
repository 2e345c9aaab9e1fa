"""Entries of registered folders, and the sources of their packages, read again only where a file has changed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from gongkai.package import read_rows
from gongkai.pipeline.remembered import is_fresh, stamped, write_whole
from gongkai.registry import FILE_NAME, Entry, kept_entry, read_entry


class Registrations:
    """What was read of entries and sources, kept in `file` between runs of the same `code`."""

    def __init__(self, file: Path, code: str) -> None:
        self._file, self._code = file, code
        self._entries: dict[str, list[str]] = {}
        self._sources: dict[str, list[object]] = {}
        self._changed = False
        try:
            found = json.loads(file.read_text("utf-8"))
            if found["code"] == code:
                self._entries.update(found["entries"])
                self._sources.update(found["sources"])
        except (OSError, ValueError, TypeError, KeyError):
            self._entries, self._sources = {}, {}

    def entry(self, folder: Path) -> Entry:
        """The entry of a folder. Raises RegistrationError as `read_entry` does."""
        stamp, newest = stamped(folder, [FILE_NAME])
        entry = self._kept(folder, stamp)
        if entry is None:
            entry = read_entry(folder)
            self._entries.pop(folder.name, None)
            if stamp and not is_fresh(newest):
                self._entries[folder.name] = [stamp, entry.model_dump_json()]
            self._changed = True
        return entry

    def sources(self, folder: Path, outputs: str) -> Sequence[tuple[str, str]]:
        """The names and hashes of the files of a package, which has the hash `outputs`."""
        kept = self._sources.get(folder.name)
        if isinstance(kept, list) and kept[:1] == [outputs]:
            return [(str(file), str(sha256)) for file, sha256 in kept[1]]  # type: ignore[attr-defined]
        found = [(str(row["file"]), str(row["sha256"])) for row in read_rows(folder, "sources")]
        self._sources[folder.name] = [outputs, found]
        self._changed = True
        return found

    def save(self, kept: Sequence[Path]) -> None:
        """Writes what is known of these folders."""
        if not self._changed:
            return
        folders = {folder.name for folder in kept}
        tables: Mapping[str, dict[str, object]] = {"entries": {**self._entries}, "sources": {**self._sources}}
        known = {name: {key: row for key, row in rows.items() if key in folders} for name, rows in tables.items()}
        write_whole(self._file, {"code": self._code, **known})
        self._changed = False

    def _kept(self, folder: Path, stamp: str) -> Entry | None:
        """What was read of the entry before; None where the entry or a file that it names may be another."""
        kept = self._entries.get(folder.name)
        if not (isinstance(kept, list) and stamp and kept[:1] == [stamp]):
            return None
        entry = kept_entry(kept[-1])
        return entry if entry and stamped(folder, (source.file for source in entry.sources))[0] else None
