"""Pictures of printed pages, as the pipeline laid them: a folder with `made.json` and, below `files/`, the pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai.publish.records import from_json, to_json

FILES = "files"
_MADE = "made.json"


@dataclass(frozen=True, slots=True)
class Facsimile:
    """A page as a picture: its number from 1, its size in points as displayed, the name of its file, its bytes."""

    page: int
    width: float
    height: float
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class _Made:
    pages: tuple[Facsimile, ...]


def keep_facsimiles(folder: Path, pages: Iterable[Facsimile]) -> None:
    """Says of a folder what pictures it holds; one without any is a file that has none."""
    folder.joinpath(_MADE).write_text(to_json(_Made(tuple(pages))), "utf-8")


def facsimiles(folder: Path) -> Mapping[int, Facsimile]:
    """The pictures of a folder by the numbers of their pages."""
    made = from_json(_Made, folder.joinpath(_MADE).read_text("utf-8"))
    return {each.page: each for each in made.pages}
