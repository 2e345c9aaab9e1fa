"""The map of the start page: a tile for each of the 34 divisions at the level of provinces, as if on a chequered sheet.

`provinces.csv` says where each stands, from the north down and from the west: neighbours are near each other, all are
of one size, and nothing is said of borders. `letters` are the alphabetic code of GB/T 2260.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Units of the drawing from one tile to the next.
PITCH = 80
_ROUND = (1, 2, 5)
#: Which of the four tones, from light to dark, so many steps take.
_TONES = ((), (4,), (2, 4), (2, 3, 4), (1, 2, 3, 4))


@dataclass(frozen=True, slots=True)
class Province:
    """A division and its tile: the upper left corner in units of the drawing; names are the short ones."""

    code: str
    name: str
    name_en: str
    letters: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Step:
    """Counts that are painted alike, from `first` to `last`; `tone` is 1 for the lightest to 4 for the darkest."""

    first: int
    last: int
    tone: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """The map: every division with its count and the tone of its tile (0 where nothing is there), in reading order."""

    width: int
    height: int
    tiles: tuple[tuple[Province, int, int], ...]
    steps: tuple[Step, ...]

    @property
    def present(self) -> int:
        """How many divisions have something."""
        return sum(count > 0 for _, count, _ in self.tiles)


@cache
def provinces() -> Mapping[str, Province]:
    """The divisions by code, row by row."""
    text = files(__package__).joinpath("provinces.csv").read_text("utf-8")
    return {row["code"]: _province(row) for row in csv.DictReader(text.splitlines())}


def tile_map(counts: Mapping[str, int]) -> TileMap:
    """The map of what is counted by division; what is counted elsewhere is not on it."""
    every = tuple(provinces().values())
    steps = _steps(max((counts.get(each.code, 0) for each in every), default=0))
    tiles = tuple((each, counts.get(each.code, 0), _tone(counts.get(each.code, 0), steps)) for each in every)
    return TileMap(max(each.x for each in every) + PITCH, max(each.y for each in every) + PITCH, tiles, steps)


def _province(row: Mapping[str, str]) -> Province:
    x, y = ((int(row[name]) - 1) * PITCH for name in ("column", "row"))
    return Province(row["code"], row["name"], row["name_en"], row["letters"], x, y)


def _steps(most: int) -> tuple[Step, ...]:
    """Up to four steps that begin at round numbers (1, 2, 5, 10, 20 …), spread over all of them up to the greatest."""
    marks = [digit * 10**zeros for zeros in range(len(str(most))) for digit in _ROUND if digit * 10**zeros <= most]
    count = min(len(marks), len(_TONES) - 1)
    firsts = [marks[place * (len(marks) - 1) // max(count - 1, 1)] for place in range(count)]
    lasts = [*(first - 1 for first in firsts[1:]), most]
    return tuple(map(Step, firsts, lasts, _TONES[count]))


def _tone(count: int, steps: tuple[Step, ...]) -> int:
    return next((step.tone for step in reversed(steps) if count >= step.first), 0)
