"""What is known of the ties between packages from the build before, in a file of the cache."""

import json
from collections.abc import Mapping
from pathlib import Path

from gongkai.check.across import Ties

Known = Mapping[str, tuple[str, Ties]]


def read_ties(file: Path) -> tuple[str, Known]:
    """The state of all packages when they were held against each other, and of each its own state and its ties.

    Nothing is known where the file is not there or is not what `write_ties` wrote: then all is done again.
    """
    try:
        state, known = json.loads(file.read_text("utf-8"))
        return str(state), {
            str(name): (str(own_state), Ties(tuple(own), tuple(asked)))
            for name, (own_state, own, asked) in known.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return "", {}


def write_ties(file: Path, state: str, known: Known) -> None:
    """Keeps them for the next build."""
    rows = {name: (own_state, *told) for name, (own_state, told) in known.items()}
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps([state, rows], ensure_ascii=False, separators=(",", ":")), "utf-8")
    part.replace(file)
