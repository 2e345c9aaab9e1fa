"""How to cite a disclosure: BibTeX, and the Citation File Format 1.2.0."""

import json

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


def cff(package: Package, site_url: str) -> str:
    """A CITATION.cff of type dataset. Strings are quoted as in JSON, which YAML reads alike."""
    row = package.disclosure
    identity = text(row, "id")
    fields = {
        "title": text(row, "title") or identity,
        "version": text(row, "revision"),
        "date-released": text(row, "published_on"),
        "url": f"{site_url.rstrip('/')}/disclosures/{identity}/" if site_url else "",
        "license": "CC-BY-4.0",
    }
    author = text(row, "issuer") or "Gongkai"
    lines = "".join(f"{name}: {_quoted(value)}\n" for name, value in fields.items() if value)
    return (
        f'cff-version: "1.2.0"\nmessage: {_quoted("Please cite this dataset as below.")}\ntype: dataset\n'
        f"authors:\n  - name: {_quoted(author)}\n{lines}"
    )


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _braced(words: str) -> str:
    """Inner braces keep a Chinese name whole: it has no parts to reorder and no case to change."""
    return f"{{{words.translate(_SPECIAL)}}}"
