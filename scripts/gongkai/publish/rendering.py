"""Writes pages and files below a folder: pages in both languages, or those of a former build where they hold."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from gongkai.publish.environment import LANGUAGES, Address
from gongkai.publish.frames import Frames
from gongkai.publish.outputs import Output, Page


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
                target = self._target(output.path)
                target.write_bytes(output.content)

    def _page(self, page: Page) -> None:
        key = self._key(page)
        for language in LANGUAGES:
            address = Address(language, page.path)
            path = f"{address.url}index.html"
            target = self._target(path)
            if page.in_sitemap:
                self.addresses.append(address.url)
            if key:
                self.keys[path] = key
                if self.former is not None and self.former_keys.get(path) == key:
                    os.link(self.former / path, target)
                    continue
            shown = self.frames.page(page.template, page.shown(), address)
            target.write_text(shown, encoding="utf-8", newline="\n")
            self.rendered += 1

    def _target(self, path: str) -> Path:
        target = self.out / path
        assert not target.exists(), f"{path} is written by two families"
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _key(self, page: Page) -> str:
        """A hash of all that decides on the page's bytes; "" for a page that does not say what it is made of."""
        if page.made_of is None:
            return ""
        parts = (self.made_with, page.template, page.also, *(self.digests[summary.id] for summary in page.made_of))
        return sha256("\n".join(parts).encode()).hexdigest()
