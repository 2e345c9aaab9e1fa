"""Grams and the texts that have them, gathered in bounded memory: runs on disk, merged in the order of grams.

A posting list is a row of varints (seven bits a byte, the last without the high bit). One character: the difference to
the number of the text before. Two characters: twice that difference, plus one where the gram stands there more than
once, then how often; then its positions, each as the difference to the one before.
"""

import heapq
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path

_RUN_BYTES = 24 << 20
_COST = 130  # bytes that a gram costs in memory besides its postings
_HEAD = struct.Struct("<IIII")


@dataclass(slots=True)
class _List:
    last: int = 0
    first: int = 0
    count: int = 0
    data: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True)
class Posting:
    """The texts that have a gram: how many, and their numbers and positions."""

    gram: str
    count: int
    data: bytes


class Postings:
    """Takes texts in the order of their numbers, then gives the postings of each gram once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs: list[Path] = []
        self._lists: dict[str, _List] = {}
        self._size = 0

    def add(self, number: int, text: str) -> None:
        """Takes the folded `text` of that number; numbers only grow."""
        lists = self._lists
        places: dict[str, list[int]] = {}
        before = text[0]
        for position, character in enumerate(text[1:]):
            gram = before + character
            before = character
            if gram in places:
                places[gram].append(position)
            else:
                places[gram] = [position]
        for character in set(text):
            places[character] = []
        added = 0
        for gram, positions in places.items():
            found = lists.get(gram)
            if found is None:
                found = lists[gram] = _List(last=number, first=number)
                added += _COST
                difference = 0  # the first is written when runs are merged: only then its difference is known
            else:
                difference = number - found.last
                found.last = number
            found.count += 1
            data = found.data
            size = len(data)
            if not positions:
                _varint(data, difference)
            elif len(positions) == 1:
                _varint(data, difference << 1)
                _varint(data, positions[0])
            else:
                _varint(data, (difference << 1) + 1)
                _varint(data, len(positions))
                last = 0
                for position in positions:
                    _varint(data, position - last)
                    last = position
            added += len(data) - size
        self._size += added
        if self._size > _RUN_BYTES:
            self._spill()

    def merged(self) -> Iterator[Posting]:
        """The postings of each gram, grams in the order of their characters."""
        self._spill()
        for gram, parts in groupby(heapq.merge(*map(_read, self._runs), key=itemgetter(0, 1)), itemgetter(0)):
            data, last, count = bytearray(), 0, 0
            for _, first, final, number, content in parts:
                # Each part begins with a difference of nothing: here it becomes the difference to the part before.
                shift = 0 if len(gram) == 1 else 1
                _varint(data, ((first - last) << shift) + (content[0] & 1 if shift else 0))
                data += content[1:]
                last, count = final, count + number
            yield Posting(gram, count, bytes(data))

    def _spill(self) -> None:
        if not self._lists:
            return
        run = self._folder / f"run-{len(self._runs)}"
        with run.open("wb") as out:
            for gram in sorted(self._lists):
                found, name = self._lists[gram], gram.encode("utf-8", "surrogatepass")
                out.write(bytes([len(name)]) + name)
                out.write(_HEAD.pack(found.first, found.last, found.count, len(found.data)))
                out.write(found.data)
        self._runs.append(run)
        self._lists, self._size = {}, 0


def _read(run: Path) -> Iterator[tuple[str, int, int, int, bytes]]:
    with run.open("rb") as content:
        while length := content.read(1):
            gram = content.read(length[0]).decode("utf-8", "surrogatepass")
            first, last, count, size = _HEAD.unpack(content.read(_HEAD.size))
            yield gram, first, last, count, content.read(size)


def _varint(data: bytearray, number: int) -> None:
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
