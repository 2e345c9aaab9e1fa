"""The titles of pages as written, for the search."""

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SITE_NAME = re.compile(r"\s*·\s*(?:公开 Gongkai|Gongkai)\s*$")
_HEAD_BYTES = 8192
_CLOSED = (("disclosures",), ("catalogue",), ("coverage",))


def titles(out: Path) -> Iterator[tuple[str, str]]:
    """Address and titles, Chinese and English, of each page below `out` that is about no single disclosure."""
    for page in sorted(_pages(out)):
        address = page.relative_to(out).as_posix().removesuffix("index.html")
        both = dict.fromkeys(_title(out / language / address / "index.html") for language in ("", "en"))
        yield address, " · ".join(title for title in both if title)


def _pages(out: Path) -> Iterator[Path]:
    """Chinese pages; the folders of disclosures, ten thousand of them, and pages of long lists are not looked into."""
    for folder, below, files in os.walk(out):
        inside = Path(folder).relative_to(out).parts
        below[:] = [] if inside in _CLOSED else [name for name in below if name != "en" or inside]
        if "index.html" in files:
            yield Path(folder, "index.html")


def _title(page: Path) -> str:
    if not page.is_file():
        return ""
    with page.open(encoding="utf-8") as opened:
        found = _TITLE.search(opened.read(_HEAD_BYTES))
    return _SITE_NAME.sub("", html.unescape(" ".join(found[1].split()))) if found else ""
