"""The sitemap: one file, or an index of several where there are more pages than one may name."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

MOST = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(addresses: Iterable[str], site_url: str, most: int = MOST) -> Iterator[tuple[str, str]]:
    """Name and text of each file; nothing where the site's address is not known, for a sitemap names whole ones."""
    if not site_url:
        return
    root = _root(site_url)
    ordered = sorted(set(addresses))
    parts = [ordered[start : start + most] for start in range(0, len(ordered), most)]
    if len(parts) == 1:
        yield "sitemap.xml", _urls(root, parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    rows = "".join(f"<sitemap><loc>{escape(root + name)}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f"{_HEAD}<sitemapindex {_SPACE}>\n{rows}</sitemapindex>\n"
    yield from ((name, _urls(root, part)) for name, part in zip(names, parts, strict=True))


def robots(site_url: str) -> str:
    """All may read everything; where the sitemap is, as far as it is known."""
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {_root(site_url)}sitemap.xml\n" if site_url else "")


def _root(site_url: str) -> str:
    return site_url if site_url.endswith("/") else f"{site_url}/"


def _urls(root: str, addresses: Iterable[str]) -> str:
    rows = "".join(f"<url><loc>{escape(root + address)}</loc></url>\n" for address in addresses)
    return f"{_HEAD}<urlset {_SPACE}>\n{rows}</urlset>\n"
