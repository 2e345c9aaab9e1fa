"""Atom feeds: disclosures, new and corrected, and what does not add up. Their dates are those of the documents."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from gongkai.publish.machines.digest import Digest

#: Entries of a feed.
MOST = 200
_NAMES = uuid.UUID("6f4f2c0a-8d0e-5f5e-9a55-9b1d2c7f3a10")
_TITLES = {
    ("disclosures", "zh"): "公开 Gongkai：新的和更正的公开",
    ("disclosures", "en"): "Gongkai: disclosures, new and corrected",
    ("findings", "zh"): "公开 Gongkai：对不上的数",
    ("findings", "en"): "Gongkai: what does not add up",
}
#: What each feed is of, and its language, by its path.
FEEDS = {
    f"{'en/' if language == 'en' else ''}feeds/{name}.xml": (name, language)
    for language in ("zh", "en")
    for name in ("disclosures", "findings")
}


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: what its id is made of, its day (YYYY-MM-DD), its words, and the page from the site's root."""

    identity: str
    day: str
    title: str
    summary: str
    page: str


def feeds(digests: Sequence[Digest], site_url: str) -> Iterator[tuple[str, str]]:
    """Path and text of each feed. What has no day at all is in none: a feed cannot say when it was new."""
    dated = sorted((digest for digest in digests if digest.told_on), key=lambda each: (each.told_on, each.id))[::-1]
    for path, (name, language) in FEEDS.items():
        items = _disclosures(dated, language) if name == "disclosures" else _findings(dated, language)
        yield path, _atom(path, _TITLES[name, language], language, items, site_url)


def _disclosures(digests: Iterable[Digest], language: str) -> Iterator[Item]:
    for digest in digests:
        corrected = digest.revision > 1 or bool(digest.supersedes)
        mark = ("更正：" if language == "zh" else "Corrected: ") if corrected else ""
        reasons = "; ".join(reason for _, reason in digest.corrections)
        held = dict(digest.checks)
        summary = (
            f"{digest.issuer}，{held['pass']} 项检查成立，{held['fail']} 项不成立。{reasons}"
            if language == "zh"
            else f"{digest.issuer}: {held['pass']} checks hold, {held['fail']} do not. {reasons}"
        )
        identity = f"{digest.id}#{digest.revision}"
        yield Item(identity, digest.told_on, f"{mark}{digest.title}", summary.strip(), digest.page)


def _findings(digests: Iterable[Digest], language: str) -> Iterator[Item]:
    for digest in digests:
        for check in digest.findings:
            message = check.message_en if language == "en" else check.message
            identity = f"{digest.id}#{digest.revision}#{check.rule}#{check.operands}"
            yield Item(
                identity,
                digest.told_on,
                f"{digest.title}: {check.rule}",
                message or check.message,
                f"{digest.page}checks/#check-{check.check_no}",
            )


def _atom(path: str, title: str, language: str, items: Iterable[Item], site_url: str) -> str:
    """Links are absolute where the site knows its address, else they lead from the feed to the page."""
    root = site_url or "../" * path.count("/")
    shown = [item for item, _ in zip(items, range(MOST), strict=False)]
    updated = max((item.day for item in shown), default="1970-01-01")
    prefix = "en/" if language == "en" else ""
    entries = "".join(_entry(item, f"{root}{prefix}{item.page}") for item in shown)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{"en" if language == "en" else "zh-Hans"}">\n'
        f"<title>{escape(title)}</title>\n"
        f"<id>{_urn(path)}</id>\n"
        f"<updated>{updated}T00:00:00Z</updated>\n"
        "<author><name>Gongkai</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(root + path)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{root}{prefix}" or "./")}/>\n'
        f"{entries}</feed>\n"
    )


def _entry(item: Item, address: str) -> str:
    return (
        f"<entry>\n<title>{escape(_plain(item.title))}</title>\n<id>{_urn(item.identity)}</id>\n"
        f"<updated>{item.day}T00:00:00Z</updated>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>\n'
        f"<summary>{escape(_plain(item.summary))}</summary>\n</entry>\n"
    )


def _urn(identity: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMES, identity)}"


def _plain(words: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(character for character in words if character >= " " or character in "\t\n")
