"""How much a page weighs before its images: what a browser must have before it paints, as a server compresses it."""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from showing import LANGUAGES

START, DISCLOSURE = 100_000, 150_000


class _Needs(HTMLParser):
    """The styles and scripts that a page names, and what they would preload."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "modulepreload", "icon"):
            self.found.append(given["href"] or "")
        elif tag == "script" and given.get("src"):
            self.found.append(given["src"] or "")


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6, mtime=0))


@cache
def _part(file: Path) -> tuple[int, frozenset[Path]]:
    """Compressed bytes of a style, font or script, which many pages share, and the files that it imports."""
    content = file.read_bytes()
    named: list[str] = []
    if file.suffix in (".css", ".js"):
        named = re.findall(r"""(?:url\(|\bfrom\s*|^import\s*)["']?(\.[^"')]+)""", content.decode(), re.MULTILINE)
    return _packed(content), frozenset((file.parent / name).resolve() for name in named)


def weight(page: Path) -> int:
    """Compressed bytes of a page with the styles, fonts and scripts that it names, and those that these import."""
    content = page.read_bytes()
    files = {(page.parent / name).resolve() for name in _Needs(content.decode()).found}
    waiting = list(files)
    while waiting:
        _, imported = _part(waiting.pop())
        waiting += imported - files
        files |= imported
    return _packed(content) + sum(_part(file)[0] for file in files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_weighs_less_than_100_kb(exhibit, language):
    assert 5_000 < weight(exhibit.file(language)) < START


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_every_shipped_disclosure_weighs_less_than_150_kb(exhibit, language):
    weights = {address: weight(exhibit.file(address)) for address in exhibit.addresses("disclosure.html", language)}
    assert len(weights) >= 8
    assert {address: each for address, each in weights.items() if not 10_000 < each < DISCLOSURE} == {}


def test_no_other_page_weighs_more_than_a_disclosure_may(exhibit):
    every = [
        address
        for template, made in exhibit.made_of.items()
        for address in made
        if template != "404.html" and not address.startswith("en/")
    ]
    assert {address: each for address in every if (each := weight(exhibit.file(address))) >= DISCLOSURE} == {}
