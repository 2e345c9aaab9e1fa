"""Writes what machines read about everything."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from gongkai.export import UNITED, File
from gongkai.package import DESCRIPTOR
from gongkai.publish.machines import api
from gongkai.publish.machines.digest import Digest
from gongkai.publish.machines.feeds import feeds
from gongkai.publish.machines.linked import dcat
from gongkai.publish.machines.sitemap import robots, sitemaps
from gongkai.publish.machines.whole import describe_everything

#: The description of the API, among the sources of the site.
DESCRIPTION = "api.json"


def write_machines(
    digests: Sequence[Digest],
    database: Sequence[File],
    addresses: Iterable[str],
    out: Path,
    *,
    site_sources: Path,
    site_url: str,
) -> None:
    """All that is about everything, after the united package has been written below `out`."""
    places = {place.code: place for digest in digests for place in digest.regions}
    united = json.loads((out / UNITED / DESCRIPTOR).read_text("utf-8"))
    everything = describe_everything(united, UNITED, digests, database)
    _put(out, DESCRIPTOR, api.json_text(everything))
    _put(out, "catalogue.jsonld", api.json_text(dcat(digests, database, site_url)))
    _put(out, f"{api.ROOT}/openapi.json", (site_sources / DESCRIPTION).read_text("utf-8"))
    for path, words in (
        *api.of_everything(digests, places, site_url),
        *feeds(digests, site_url),
        *sitemaps(addresses, site_url),
        ("robots.txt", robots(site_url)),
    ):
        _put(out, path, words)


def _put(out: Path, path: str, words: str) -> None:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(words, encoding="utf-8", newline="\n")
