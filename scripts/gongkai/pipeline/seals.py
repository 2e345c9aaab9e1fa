"""What a package folder was made from, kept inside of it: a second run knows by it what there is nothing to do for."""

import errno
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from gongkai.pipeline.digests import code, digest, libraries
from gongkai.pipeline.kinship import Kin
from gongkai.pipeline.reports import FileReport
from gongkai.schema import TABLES, metadata_file, schema

SEAL = ".gongkai.json"  # neither Frictionless nor a pattern over *.csv and *.json takes notice of it
_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """What decides on a package: its name, the engine, and its files by name with the SHA-256 of each."""

    name: str
    engine: str
    files: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """One hash over it and over the code, vocabulary and libraries that read it."""
        return sha256(json.dumps([self.name, self.engine, self.files, _reading()]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Seal:
    """What a package keeps of its making: its files, the report, and what decides on the kinship of its file."""

    files: tuple[tuple[str, str], ...]
    report: FileReport
    kin: Kin


@cache
def _reading() -> str:
    schemas = [schema(name) for name in TABLES]
    return digest([code(), metadata_file()]) + json.dumps([libraries(), schemas], sort_keys=True)


def write_seal(folder: Path, origin: Origin, seal: Seal) -> None:
    """Seals a finished package. Raises OSError (EFBIG) where more is left to report than anybody reads."""
    kin = {**asdict(seal.kin), "amounts": [[str(a), str(b)] for a, b in seal.kin.amounts]}
    values = {
        "inputs": origin.key,
        "outputs": _outputs(folder),
        "files": seal.files,
        "report": seal.report.as_json(),
        "kin": kin,
    }
    text = (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")
    if len(text) > _MOST_BYTES:
        raise OSError(errno.EFBIG, "the report is too large")
    (folder / SEAL).write_bytes(text)


def read_seal(folder: Path, origin: Origin | None = None) -> Seal | None:
    """The seal of a package that is as it was made, and made from `origin` where one is given; None otherwise."""
    try:
        file = folder / SEAL
        if file.stat().st_size > _MOST_BYTES:
            return None
        found = json.loads(file.read_bytes())
        if found["outputs"] != _outputs(folder) or (origin and found["inputs"] != origin.key):
            return None
        return Seal(
            tuple((name, hash_) for name, hash_ in found["files"]),
            FileReport(**_frozen(found["report"])),
            _kin(found["kin"]),
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError, InvalidOperation):
        return None


def _kin(values: Mapping[str, Any]) -> Kin:
    return Kin(**{**values, "amounts": tuple((Decimal(a), Decimal(b)) for a, b in values["amounts"])})


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def _outputs(folder: Path) -> str:
    return digest([*(folder / f"{name}.csv" for name in TABLES), folder / "datapackage.json"])
