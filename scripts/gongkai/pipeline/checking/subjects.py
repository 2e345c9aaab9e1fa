"""What `gongkai check` is given: files, folders of them, packages, registered disclosures by folder or id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import ReadError
from gongkai.registry import FILE_NAME, is_id

_DESCRIPTOR = "datapackage.json"
# What a folder is searched for; a file that is named is read whatever it is called.
_READ = frozenset(
    [
        ".pdf",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".ods",
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".odt",
        ".html",
        ".htm",
        ".xml",
        ".txt",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    ]
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """Files to be read, packages to be taken as they are, and folders of registered disclosures."""

    files: tuple[Path, ...]
    packages: tuple[Path, ...]
    registered: tuple[Path, ...]


def subjects(given: Iterable[str], root: Path | None) -> Subjects:
    """What is meant by the arguments, each once, in order; `root` is the project in which ids are looked up.

    Raises ReadError for an argument that is no file, folder or id, and for a folder that holds nothing to check.
    """
    files: dict[Path, None] = {}
    packages: dict[Path, None] = {}
    registered: dict[Path, None] = {}
    for argument in given:
        path = Path(argument)
        if not path.exists() and root and is_id(argument) and (root / "datapackage" / argument / FILE_NAME).is_file():
            path = root / "datapackage" / argument
        if path.is_dir():
            found = list(_in_folder(path))
            if not found:
                raise ReadError(argument, zh="文件夹里没有可以检查的文件", en="a folder with nothing in it to check")
        else:
            found = [path]  # one that is not there is told of as a file that cannot be read
        for each in found:
            kind = files if not each.is_dir() else registered if (each / FILE_NAME).is_file() else packages
            kind[each] = None
    return Subjects(tuple(files), tuple(packages), tuple(registered))


def _in_folder(folder: Path) -> Iterator[Path]:
    if (folder / FILE_NAME).is_file() or (folder / _DESCRIPTOR).is_file():
        yield folder
        return
    if (folder / "site" / "mkdocs.yml").is_file() and (folder / "datapackage").is_dir():
        folder = folder / "datapackage"  # a project: what it registers, and nothing of what it built
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _in_folder(path)
        elif path.suffix.lower() in _READ and path.is_file():
            yield path
