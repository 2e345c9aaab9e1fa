"""Writes pages and files below a folder: pages in both languages, or those of a former build where they hold."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from gongkai.publish.environment import LANGUAGES, Address
from gongkai.publish.frames import Frames
from gongkai.publish.outputs import Output, Page

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
            else:
                self._write(output.path, output.content)

    def _page(self, page: Page) -> None:
        key = self._key(page)
        for language in LANGUAGES:
            address = Address(language, page.path)
            path = f"{address.url}index.html"
            if page.in_sitemap:
                self.addresses.append(address.url)
            if key:
                self.keys[path] = key
                if self.former is not None and self.former_keys.get(path) == key:
                    (self.out / path).parent.mkdir(parents=True, exist_ok=True)
                    os.link(self.former / path, self.out / path)
                    continue
            shown = self.frames.page(page.template, page.shown(), address)
            self._write(path, shown.encode())
            self.rendered += 1

    def _write(self, path: str, content: bytes) -> None:
        """Raises FileExistsError where two families write one path."""
        target = f"{self.out}/{path}"
        try:
            file = os.open(target, _NEW, 0o666)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - by the ten thousand
            file = os.open(target, _NEW, 0o666)
        with open(file, "wb", buffering=0) as stream:  # noqa: PTH123
            stream.write(content)

    def _key(self, page: Page) -> str:
        """A hash of all that decides on the page's bytes; "" for a page that does not say what it is made of."""
        if page.made_of is None:
            return ""
        parts = (self.made_with, page.template, page.also, *(self.digests[summary.id] for summary in page.made_of))
        return sha256("\n".join(parts).encode()).hexdigest()
