"""What is made of all disclosures at once: the united files and the whole database, kept until they change.

They hold every row, so any change of any disclosure costs all of them. A build of the pages alone takes those over that
the former site offers, and the site says how many disclosures have changed since.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.export import Everything, File, Formats, write_code_lists, write_database, write_everything
from gongkai.package import read_package
from gongkai.publish.making import Job
from gongkai.publish.records import from_json
from gongkai.publish.setting import Setting
from gongkai.publish.store import is_kept, keep, name_of

#: Beside a site: what of all disclosures it offers.
OFFERED = "united.json"
_FOLDERS = ("everything", "fiscal")


@dataclass(frozen=True, slots=True)
class United:
    """The united files and those of the database; `of` names what they were made of, by the ids of disclosures."""

    everything: Everything
    database: tuple[File, ...]
    of: Mapping[str, str]

    def awaiting(self, jobs: Mapping[str, Job]) -> int:
        """How many disclosures are new, changed or gone since."""
        return sum(one.data != self.of.get(identity) for identity, one in jobs.items()) + len(self.of.keys() - jobs)


def unite(
    jobs: Mapping[str, Job],
    setting: Setting,
    database: Path,
    make_database: Callable[[], None],
    last: str | None = None,
) -> tuple[str, United]:
    """The files of all disclosures and their name in the store: those of `last`, else those of today.

    `make_database` is called where they are made anew; it writes the SQLite file `database`.
    """
    name = last or name_of(setting.code, *(f"{identity} {one.data}" for identity, one in jobs.items()))

    def write(home: Path) -> United:
        make_database()
        return United(
            write_everything((read_package(one.folder) for one in jobs.values()), home / "files"),
            write_database(database, home / "files"),
            {identity: one.data for identity, one in jobs.items()},
        )

    return name, from_json(United, keep(setting.store / "united" / name, write))


def place_united(name: str, setting: Setting, out: Path) -> None:
    """Puts the files of all disclosures into the site at `out`."""
    home = setting.store / "united" / name / "files" / "downloads"
    (out / "downloads").mkdir(exist_ok=True)
    for folder in _FOLDERS:
        setting.put(home / folder, out / "downloads" / folder)
    for file in home.glob("gongkai.db*"):
        os.link(file, out / "downloads" / file.name)


def place_lists(setting: Setting, out: Path) -> Formats:
    """Puts the code lists in all formats into the site: they change with the code alone."""
    home = setting.store / "lists" / name_of(setting.code)
    lists = from_json(Formats, keep(home, lambda work: write_code_lists(work / "files")))
    shutil.copytree(home / "files", out, copy_function=os.link, dirs_exist_ok=True)
    return lists


def offered(former: Path | None, setting: Setting) -> Mapping[str, str]:
    """The names of what the former site offers of all disclosures, as far as the store still has it."""
    if former is None or not (former / ".." / OFFERED).is_file():
        return {}
    told: dict[str, str] = json.loads((former / ".." / OFFERED).read_text("utf-8"))
    return {kind: name for kind, name in told.items() if is_kept(setting.store / kind / name)}


def kept_names(names: Mapping[str, str], setting: Setting) -> Sequence[str]:
    """The folders of the store that a site uses besides those of disclosures."""
    return (*(f"{kind}/{name}" for kind, name in names.items()), f"lists/{name_of(setting.code)}")
