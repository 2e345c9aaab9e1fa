"""The cases of the rules: for each rule a clean document, and the one figure or word that breaks it.

A rule is proven by a line of CASES in any module tests/cases_*.py: test_check.py finds them all.
"""

from importlib import import_module
from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """A clean document, and the one figure or word that breaks it; `phase` is the document's."""

    rule: str
    text: str
    printed: str
    changed: str
    phase: str = "budget"

    @property
    def broken(self) -> str:
        """The document with the one figure or word changed."""
        assert self.text.count(self.printed) == 1, self.printed
        return self.text.replace(self.printed, self.changed)


def all_cases() -> tuple[Case, ...]:
    """The cases of every module of cases, in the order of the modules' names."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("cases_*.py"))
    return tuple(case for name in names for case in import_module(name).CASES)
