"""The folders of disclosures in the site: links into the store, kept from one site to the next.

Of the site that is no longer shown the folders of links are put aside, and the next site takes them: of ten thousand
links only those are made that are not there or lead elsewhere.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

SPARE = "spare"  # no kind of what the store holds is called so


def place(folders: Iterable[tuple[str, Sequence[str]]], store: Path, out: Path, *, linked: bool) -> None:
    """Puts folders of the site into `out`, new, each with the name of its pages in `store`: as links, or moved."""
    home = store / "pages"
    wanted: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, own in folders:
        for folder in own:
            parent, _, last = folder.rpartition("/")
            wanted[parent][last] = f"{name}/files/{folder}"
    for parent, leading in sorted(wanted.items()):
        if linked:
            _link(leading, home, out / parent, store / SPARE / _called(parent))
        else:
            (out / parent).mkdir(parents=True, exist_ok=True)
            for last, path in leading.items():
                (home / path).rename(out / parent / last)


def put_aside(site: Path, store: Path) -> None:
    """Keeps the folders of links of a site that is no longer shown for the next one."""
    spare = store / SPARE
    shutil.rmtree(spare, ignore_errors=True)
    for parent in _PARENTS:
        with suppress(OSError):  # a site of another shape has no such folder: then links are made
            spare.mkdir(parents=True, exist_ok=True)
            (site / parent).rename(spare / _called(parent))


_PARENTS = ("api/v1/disclosures", "en/disclosures", "disclosures")


def _called(parent: str) -> str:
    return parent.replace("/", "-")


def _link(leading: Mapping[str, str], home: Path, folder: Path, spare: Path) -> None:
    """Makes `folder` hold these links and nothing else, beginning with what was put aside."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        spare.rename(folder)
    folder.mkdir(exist_ok=True)
    up, place_ = os.path.relpath(home, folder), str(folder)
    there = set(os.listdir(folder))  # noqa: PTH208 - names alone, ten thousand of them
    for name in there - leading.keys():
        _remove(folder / name)
    for name, path in leading.items():
        target, link = f"{up}/{path}", f"{place_}/{name}"
        if name in there:
            if _leads_to(link) == target:
                continue
            _remove(folder / name)
        os.symlink(target, link)  # noqa: PTH211


def _leads_to(link: str) -> str:
    try:
        return os.readlink(link)  # noqa: PTH115
    except OSError:
        return ""


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
