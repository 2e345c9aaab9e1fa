"""A page per kind of finding: what the rule asks, and which disclosures do not hold it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from gongkai.package import Row
from gongkai.publish.holdings import Holdings
from gongkai.publish.outputs import Page, Whole


def together(whole: Whole) -> Iterator[Page]:
    """The page of each rule: where it was broken most often, and what differs most."""
    assert whole.held is not None
    broken = whole.held.rules()
    for name in sorted(whole.rules):
        head = broken.get(name)
        total = head.total if head else 0
        shown = partial(_shown, whole.held, whole.rules[name], total)
        also = f"{dict(whole.rules[name])} {head.told if head else ''}"
        yield Page(f"rules/{name}/", "rule.html", shown, (), also=also)


def _shown(held: Holdings, rule: Row, total: int) -> dict[str, Any]:
    rows = [(held.by_id[each.id], each.times, each.differences) for each in held.breaking(str(rule["rule"]))]
    return {"rule": rule, "rows": rows, "total": total}
