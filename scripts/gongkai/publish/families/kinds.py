"""A page per kind of finding: what the rule asks, and which disclosures do not hold it."""

from collections.abc import Iterator

from gongkai.publish.findings import STATUSES
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import current, paged

_FAIL = STATUSES.index("fail")


def together(whole: Whole) -> Iterator[Page]:
    """The page of each rule: where it was broken, and how often it held."""
    listed = current(whole.summaries)
    for name in sorted(whole.rules):
        rows = [
            (summary, counted.counts[_FAIL], [each for each in summary.differences if each.rule == name])
            for summary in listed
            for counted in summary.by_rule
            if counted.rule == name and counted.counts[_FAIL]
        ]
        rows.sort(key=lambda row: (-row[1], row[0].id))
        made_of = tuple(row[0] for row in rows)
        yield from paged(f"rules/{name}/", "rule.html", rows, {"rule": whole.rules[name]}, made_of or None)
