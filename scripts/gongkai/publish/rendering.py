"""Writes pages and files below a folder: pages in both languages, or those of a former build where they hold."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from gongkai.publish.environment import LANGUAGES, Address
from gongkai.publish.frames import Frames
from gongkai.publish.outputs import Context, Output, Page

T = TypeVar("T")

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


@dataclass
class Rendering:
    """Pages that are written below `out`, and what each was made of.

    `frames` are kept from one to the next. `made_with` stands for code and templates, `digests` for each summary by its
    id. `former` is the folder of a former site, `former_keys` what its pages were made of; a page made of the same is
    linked from there.
    """

    frames: Frames
    out: Path
    made_with: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    former: Path | None = None
    former_keys: Mapping[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    rendered: int = 0

    def write(self, outputs: Iterable[Page | Output]) -> None:
        """Writes them all. An address is written once: a second one of the same is an error of its family."""
        for output in outputs:
            if isinstance(output, Page):
                self._page(output)
            elif not self._is_taken_over(output.path, self._hash(output.told) if output.told else ""):
                self._write(output.path, output.bytes())

    def _page(self, page: Page) -> None:
        key = self._key(page)
        shown: Context | None = None  # the same in both languages, and only for a page that is not there yet
        for language in LANGUAGES:
            address = Address(language, page.path)
            path = f"{address.url}index.html"
            if page.in_sitemap:
                self.addresses.append(address.url)
            if self._is_taken_over(path, key):
                continue
            shown = page.shown() if shown is None else shown
            self._write(path, self.frames.page(page.template, shown, address).encode())
            self.rendered += 1

    def _is_taken_over(self, path: str, key: str) -> bool:
        """Whether the file of the former site stands at this path; `key` is "" for one that is always made anew."""
        if key:
            self.keys[path] = key
        if not key or self.former is None or self.former_keys.get(path) != key:
            return False
        self._placed(path, lambda target: os.link(f"{self.former}/{path}", target))
        return True

    def _write(self, path: str, content: bytes) -> None:
        """Raises FileExistsError where two families write one path."""
        file = self._placed(path, lambda target: os.open(target, _NEW, 0o666))
        with open(file, "wb", buffering=0) as stream:  # noqa: PTH123
            stream.write(content)

    def _placed(self, path: str, place: Callable[[str], T]) -> T:
        """What `place` gives for a path of the site, whose folder is made where it is not there."""
        target = f"{self.out}/{path}"
        try:
            return place(target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - by the ten thousand
            return place(target)

    def _hash(self, *parts: str) -> str:
        return sha256("\n".join((self.made_with, *parts)).encode()).hexdigest()

    def _key(self, page: Page) -> str:
        """A hash of all that decides on the page's bytes; "" for a page that does not say what it is made of."""
        if page.made_of is None:
            return ""
        return self._hash(page.template, page.also, *(self.digests[summary.id] for summary in page.made_of))
