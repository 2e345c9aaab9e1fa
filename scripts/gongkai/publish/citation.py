"""How to cite a disclosure in BibTeX."""

from gongkai.package import Package
from gongkai.publish.fields import text

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "&%$#_{}"})


def bibtex(package: Package, site_url: str) -> str:
    """A `@misc` entry; the hash of the source stands in for the address of a file that may move."""
    row = package.disclosure
    identity = text(row, "id")
    sources = package.rows["sources"]
    fields = {
        "author": _braced(text(row, "issuer")),
        "title": _braced(text(row, "title") or identity),
        "year": text(row, "published_on")[:4] or text(row, "fiscal_year"),
        "publisher": "Gongkai",
        "version": text(row, "revision"),
        "url": f"{site_url.rstrip('/')}/disclosures/{identity}/" if site_url else "",
        "note": f"Source file SHA-256 {text(sources[0], 'sha256')}" if sources else "",
    }
    lines = "".join(f"  {name:<9} = {{{value}}},\n" for name, value in fields.items() if value.strip("{}"))
    return f"@misc{{gongkai-{identity},\n{lines}}}"


def _braced(words: str) -> str:
    """Inner braces keep a Chinese name whole: it has no parts to reorder and no case to change."""
    return f"{{{words.translate(_SPECIAL)}}}"
