"""A folder of what was made, in folders named by a hash of all that went in; each is whole or not there.

Below each, `files/` has the paths of the site, and `made.json` what to know of them.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from hashlib import sha256
from pathlib import Path

from gongkai.publish.links import SPARE
from gongkai.publish.records import to_json

_MADE = "made.json"


def name_of(*parts: str) -> str:
    """The name in the store of what is made of these."""
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def names(folder: Path) -> set[str]:
    """What stands in a folder; nothing where it is none."""
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - names alone, ten thousand of them
    except (FileNotFoundError, NotADirectoryError):
        return set()


def is_kept(home: Path) -> bool:
    """Whether the store has this folder, whole."""
    return (home / _MADE).is_file()


def keep(home: Path, write: Callable[[Path], object]) -> str:
    """What `write` gave when it filled this folder of the store, as JSON; it is called where the folder is not there.

    The folder is made in one step.
    """
    if not is_kept(home):
        fill(home, write)
    return known(home)


def fill(home: Path, write: Callable[[Path], object]) -> None:
    """Makes a folder of the store in one step: `write` fills it, and gives what to know of it."""
    home.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=home.parent))
    try:
        (work / _MADE).write_text(to_json(write(work)), "utf-8")
        work.chmod(0o755)  # made for us alone; what is published is for all
        work.rename(home)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def known(home: Path) -> str:
    """What to know of a folder of the store, as JSON."""
    return (home / _MADE).read_text("utf-8")


def prune(store: Path, kept: Collection[str]) -> None:
    """Removes all folders but those `kept` (`<kind>/<name>`), and what a killed build left."""
    for kind in store.iterdir():
        if kind.name == SPARE:
            continue
        for name in names(kind):
            if f"{kind.name}/{name}" not in kept:
                shutil.rmtree(kind / name, ignore_errors=True)
