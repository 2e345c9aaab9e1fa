"""What a family of pages gives: pages to render in both languages, and files that are the same in both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gongkai.export import Downloads, Everything, File, Formats
from gongkai.package import Package, Row
from gongkai.publish.findings import Ledger
from gongkai.publish.foreign import Foreign
from gongkai.publish.machines.digest import Digest
from gongkai.publish.machines.pictures import Painter
from gongkai.publish.origins import PrintedPage
from gongkai.publish.shelves import Department, current, departments
from gongkai.publish.summary import Summary

if TYPE_CHECKING:
    from gongkai.publish.holdings import Holdings

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its address in both languages ("" or ending in a slash), its template, what that shows.

    `context` may be a function, which is called only where the page is rendered. `made_of` are the summaries that
    the page shows, `also` what else decides on it; where they are what they were, a page of a former build stands.
    None is: render it always. `in_sitemap` is False for pages that are found from others.
    """

    path: str
    template: str
    context: Context | Callable[[], Context] = field(default_factory=dict)
    made_of: Sequence[Summary] | None = None
    in_sitemap: bool = True
    also: str = ""

    def shown(self) -> Context:
        return self.context() if callable(self.context) else self.context


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site that is no page: a feed, JSON, a picture. `path` is from the site's root.

    Where `told` is what it was, the file of a former build stands; "" is: write it always. Then `content` may be a
    function, which is called only where the file is written.
    """

    path: str
    content: bytes | Callable[[], bytes]
    told: str = ""

    def bytes(self) -> "bytes":
        return self.content() if callable(self.content) else self.content


@dataclass(frozen=True, slots=True)
class Prose:
    """The hand-written pages: their addresses, and what mkdocs.yml says that every page needs.

    The address of the site and that of its sources are "" where they are not known yet.
    """

    site_url: str
    repo_url: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """What pages about several disclosures are made from. `summaries` are outlines, in the order of their ids.

    `listed` are those that no later one supersedes, the newest year first, and `departments` theirs.

    `held` has what else is known of them. `engine` is the database engine for the browser, None where set-up did not
    bring it; `awaiting` disclosures have changed since `database` and `everything` were made.
    """

    summaries: Sequence[Summary]
    rules: Mapping[str, Row]
    database: Sequence[File]
    everything: Everything
    lists: Formats
    site_url: str
    repo_url: str
    held: "Holdings | None" = None
    engine: Foreign | None = None
    awaiting: int = 0

    @cached_property
    def listed(self) -> Sequence[Summary]:
        return current(self.summaries)

    @cached_property
    def departments(self) -> Sequence[Department]:
        return departments(self.listed)

    def of(self, summary: Summary) -> Summary:
        """All of a summary of which an outline is given."""
        return self.held.whole(summary.id) if self.held else summary


@dataclass(frozen=True, slots=True)
class One:
    """What the pages of one disclosure are made from. Every path of theirs has a folder named by its id.

    `printed` are the pages of its files, in their order.
    """

    package: Package
    summary: Summary
    ledger: Ledger
    downloads: Downloads
    site_url: str
    repo_url: str
    digest: Digest
    painter: Painter
    printed: Sequence[PrintedPage] = ()
