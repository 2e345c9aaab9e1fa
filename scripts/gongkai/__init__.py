"""Gongkai (公开): published budgets and final accounts as open data.

>>> import gongkai
>>> data = gongkai.open("gongkai.db")                   # doctest: +SKIP
>>> data["liangjiang-2026-budget"].lines().frame()      # doctest: +SKIP
>>> disclosure = gongkai.extract("budget.pdf")          # doctest: +SKIP
>>> for line in disclosure.lines:                       # doctest: +SKIP
...     print(line.code, line.label, line.measure, line.amount_yuan)
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.dataset import Dataset
    from gongkai.model import Disclosure
    from gongkai.package import Package

__all__ = ["extract", "open", "open_package"]


def extract(file: str | Path) -> "Disclosure":
    """Everything that one published file holds, read, recognised, normalised and checked.

    Raises ReadError where the file cannot be read, NotADisclosureError where it holds no budget table.
    """
    from gongkai.pipeline import extract_file  # noqa: PLC0415 - `import gongkai` stays light

    return extract_file(Path(file))


def open(path: str | Path) -> "Dataset":  # noqa: A001 - gongkai.open, as in other libraries
    """What is published at `path`: the folder or `datapackage.json` of a package, or a SQLite database.

    Raises PackageError where there is none.
    """
    from gongkai.dataset import open_dataset  # noqa: PLC0415

    return open_dataset(Path(path))


def open_package(folder: str | Path) -> "Package":
    """The rows of a data package, typed by its schema. Raises PackageError where it breaks it."""
    from gongkai.package import read_package  # noqa: PLC0415

    return read_package(Path(folder))
