"""The families of pages, a module each; the engine takes every module of this folder.

A module has `together(whole)`, which gives the pages and files about several disclosures, or `alone(one)`, which
gives those of one disclosure, or both. Each is a pure function. What `alone` gives lies in a folder named by the
disclosure's id (`disclosures/<id>/…`, `api/v1/disclosures/<id>/…`): that folder is what a build replaces.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from gongkai.publish.outputs import One, Output, Page, Whole

Together = Callable[[Whole], Iterator[Page | Output]]
Alone = Callable[[One], Iterator[Page | Output]]


def together() -> tuple[Together, ...]:
    """The functions that give pages about several disclosures, in the order of their modules' names."""
    return tuple(module.together for module in _modules() if hasattr(module, "together"))


def alone() -> tuple[Alone, ...]:
    """The functions that give the pages of one disclosure, in the order of their modules' names."""
    return tuple(module.alone for module in _modules() if hasattr(module, "alone"))


def _modules() -> tuple[object, ...]:
    return tuple(
        import_module(f"{__name__}.{found.name}")
        for found in sorted(iter_modules(__path__), key=lambda found: found.name)
    )
