"""The project that a command works on, and how its paths are told."""

from pathlib import Path

from gongkai.errors import BuildError


def home_or_none() -> Path | None:
    """The project around the working folder, None where there is none."""
    try:
        return home_of(None)
    except BuildError:
        return None


def home_of(root: Path | None) -> Path:
    """The folder that holds datapackage/ and site/: the one given, or the nearest above."""
    start = (root or Path.cwd()).resolve()
    for folder in (start, *start.parents) if root is None else (start,):
        if (folder / "datapackage").is_dir() and (folder / "site" / "mkdocs.yml").is_file():
            return folder
    raise BuildError(
        str(start),
        zh="不是公开（Gongkai）的项目文件夹：没有 datapackage/ 和 site/；可用 --root 指定",
        en="not a Gongkai checkout: no datapackage/ and site/; give one with --root",
    )


def short(path: Path) -> str:
    """The path as one types it here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
