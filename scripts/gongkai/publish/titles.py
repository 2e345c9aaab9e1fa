"""The titles of pages as written, for the search."""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SITE_NAME = re.compile(r"\s*·\s*(?:公开 Gongkai|Gongkai)\s*$")
_HEAD_BYTES = 8192


def titles(out: Path, addresses: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Address and titles, Chinese and English, of each page that is about no single disclosure."""
    for address in sorted(set(addresses)):
        if address.startswith("en/") or (address.startswith("disclosures/") and address != "disclosures/"):
            continue
        both = dict.fromkeys(_title(out / language / address / "index.html") for language in ("", "en"))
        yield address, " · ".join(title for title in both if title)


def _title(page: Path) -> str:
    with page.open(encoding="utf-8") as opened:
        found = _TITLE.search(opened.read(_HEAD_BYTES))
    return _SITE_NAME.sub("", html.unescape(" ".join(found[1].split()))) if found else ""
