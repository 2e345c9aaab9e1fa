"""A page per kind of finding: what the rule asks, and which disclosures do not hold it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai.publish.findings import STATUSES
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import current, paged_by_rows

if TYPE_CHECKING:
    from gongkai.publish.summary import Difference, Summary

_FAIL = STATUSES.index("fail")


def together(whole: Whole) -> Iterator[Page]:
    """The page of each rule: where it was broken, and how often it held."""
    listed = current(whole.summaries)
    broken: defaultdict[str, list[tuple[Summary, int, list[Difference]]]] = defaultdict(list)
    for summary in listed:
        for counted in summary.by_rule:
            if counted.counts[_FAIL]:
                differences = [each for each in summary.differences if each.rule == counted.rule]
                broken[counted.rule].append((summary, counted.counts[_FAIL], differences))
    for name in sorted(whole.rules):
        rows = sorted(broken[name], key=lambda row: (-row[1], row[0].id))
        rule = whole.rules[name]
        yield from paged_by_rows(f"rules/{name}/", "rule.html", rows, {"rule": rule}, dict(rule))
