"""Answers that are kept because they are asked for again: the last ones used, as many bytes as there is room for."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values of up to `most` bytes in all. Not for several threads at once."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """What was kept under `key`, None where nothing is any more."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def keep(self, key: Key, value: Value, size: int) -> None:
        """Keeps a value of so many bytes; those unused for longest go."""
        if key in self._values:
            return
        self._values[key] = value, size
        self._size += size
        while self._size > self._most:
            _, (_, oldest) = self._values.popitem(last=False)
            self._size -= oldest
