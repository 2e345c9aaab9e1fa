"""What is known of the registered folders from the build before: whose package is as it was made from what is there."""

import json
import os
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from gongkai.package import DESCRIPTOR
from gongkai.pipeline.digests import code, digest
from gongkai.pipeline.registrations import Registrations
from gongkai.pipeline.remembered import Remembered
from gongkai.registry import FILE_NAME, Entry


class Known:
    """The seals of packages in the folder `cache`, and the hashes of files, each taken once while nothing changes."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._files = Remembered(cache / "_files.json")  # no id begins so
        self._outputs: dict[Path, str] = {}
        self.code = _code()
        self._registrations = Registrations(cache / "_entries.json", self.code)

    def entry(self, folder: Path) -> Entry:
        """The entry of a folder. Raises RegistrationError as `read_entry` does."""
        return self._registrations.entry(folder)

    def sources(self, folder: Path) -> Sequence[tuple[str, str]]:
        """The files that the package in the folder was made from, each with its SHA-256."""
        return self._registrations.sources(folder, self.outputs(folder))

    def is_current(self, folder: Path, entry: Entry) -> bool:
        """Whether the package in the folder is what its entry and sources give, and nobody has changed it."""
        return self._sealed(folder) == {"inputs": self.inputs(folder, entry), "outputs": self.outputs(folder)}

    def inputs(self, folder: Path, entry: Entry) -> str:
        """What the package is made from, as a hash: entry, sources, code."""
        return f"{self._files.digest(folder, [FILE_NAME, *(s.file for s in entry.sources)])} {self.code}"

    def outputs(self, folder: Path) -> str:
        """The package as it is, as a hash."""
        seen = self._outputs.get(folder)
        if seen is None:
            tables = sorted(name for name in os.listdir(folder) if name.endswith(".csv"))  # noqa: PTH208 - names alone
            seen = self._outputs[folder] = self._files.digest(folder, [DESCRIPTOR, *tables])
        return seen

    def descriptor(self, file: Path) -> str:
        """The hash of a descriptor, from that of the package, which is another whenever this is."""
        return self.outputs(file.parent)

    def state(self, folders: Sequence[Path]) -> str:
        """All packages as they are, and the code that held them against each other, as a hash."""
        words = "".join(f" {folder.name} {self.outputs(folder)}" for folder in folders)
        return sha256(f"{self.code}{words}".encode()).hexdigest()

    def seal(self, folder: Path, inputs: str) -> None:
        """Notes that the package in the folder was made from these inputs as it is now."""
        self._files.look_again(folder, DESCRIPTOR)
        self._outputs.pop(folder, None)
        seal = {"inputs": inputs, "outputs": self.outputs(folder)}
        (self._cache / f"{folder.name}.json").write_text(json.dumps(seal), "utf-8")

    def sealed_inputs(self, folder: Path) -> str:
        """What the package was made from when it was sealed."""
        made = self._sealed(folder)
        return str(made["inputs"]) if isinstance(made, dict) else ""

    def save(self, folders: Sequence[Path]) -> None:
        """Keeps the hashes for the next build."""
        self._files.save(folders)
        self._registrations.save(folders)

    def _sealed(self, folder: Path) -> object:
        try:
            with open(f"{self._cache}/{folder.name}.json", "rb") as file:  # noqa: PTH123 - ten thousand of them
                return json.loads(file.read())
        except (OSError, ValueError):
            return None


@cache
def _code() -> str:
    return digest([code()])
