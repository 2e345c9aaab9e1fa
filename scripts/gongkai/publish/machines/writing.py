"""The files that machines read about everything."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from gongkai.export import UNITED, File
from gongkai.package import DESCRIPTOR
from gongkai.publish.holdings import Holdings
from gongkai.publish.machines import api, dcat
from gongkai.publish.machines.everything import of_everything
from gongkai.publish.machines.feeds import FEEDS, MOST, feeds
from gongkai.publish.machines.sitemap import robots, sitemaps
from gongkai.publish.machines.whole import describe_everything
from gongkai.publish.outputs import Output, Whole

#: The description of the API, among the sources of the site.
DESCRIPTION = "api.json"
_IN_ONE = 1_000  # disclosures


def machines(whole: Whole, held: Holdings, addresses: Iterable[str], out: Path, site_sources: Path) -> Iterator[Output]:
    """All that is about everything, after the united package has been written below `out`."""
    united = json.loads((out / UNITED / DESCRIPTOR).read_text("utf-8"))
    everything = describe_everything(united, UNITED, whole.summaries, whole.database)
    yield Output(DESCRIPTOR, api.json_text(everything).encode())
    yield from _catalogues(held, whole.database, whole.site_url)
    yield Output(f"{api.ROOT}/openapi.json", (site_sources / DESCRIPTION).read_text("utf-8").encode())
    yield from of_everything(held, whole.site_url)
    yield from _feeds(held, whole.site_url)
    for path, words in (*sitemaps(addresses, whole.site_url), ("robots.txt", robots(whole.site_url))):
        yield Output(path, words.encode())


def _catalogues(held: Holdings, database: Sequence[File], site_url: str) -> Iterator[Output]:
    """One catalogue, or where that would be long one of the catalogues of years."""
    if len(held.summaries) <= _IN_ONE:
        yield Output(dcat.PATH, dcat.catalogue(held.texts("dataset"), database, site_url))
        return
    years = list(held.by_year("dataset"))
    parts = [year.fiscal_year for year in years]
    yield Output(dcat.PATH, dcat.catalogue((), database, site_url, parts))
    for year in years:
        words = partial(dcat.catalogue_of_year, year.fiscal_year, year.texts, site_url)
        yield Output(dcat.path_of(year.fiscal_year), words, told=year.told)


def _feeds(held: Holdings, site_url: str) -> Iterator[Output]:
    """A feed has the last entries: it is made of the disclosures that can be among them."""
    every, failing = held.latest(MOST)
    last = sorted({*every, *failing})
    told = sha256("\n".join(held.told[each] for each in last).encode()).hexdigest()
    made: dict[str, str] = {}

    def words(path: str) -> bytes:
        made.update(made or feeds([held.digest(each) for each in last], site_url))
        return made[path].encode()

    for path in FEEDS:
        yield Output(path, partial(words, path), told=told)
