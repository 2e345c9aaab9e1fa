"""Lists over as many pages as they need."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gongkai.publish.outputs import Page
from gongkai.publish.summary import Summary

ON_A_PAGE = 100


def paged(
    path: str, template: str, rows: Sequence[Any], context: Mapping[str, Any], made_of: Sequence[Summary] | None
) -> Iterator[Page]:
    """A list over as many pages as it needs: `path`, then `path` and the number of the page."""
    count = max(1, -(-len(rows) // ON_A_PAGE))
    for number in range(1, count + 1):
        part = rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        turning = {"rows": part, "first": path, "number": number, "count": count, "total": len(rows)}
        yield Page(path if number == 1 else f"{path}{number}/", template, {**context, **turning}, made_of)


def paged_by_rows(
    path: str, template: str, rows: Sequence[tuple[Any, ...]], context: Mapping[str, Any], also: object
) -> Iterator[Page]:
    """As `paged`, with pages that are each made of their own rows: a row is a summary and what is told of it.

    `also` is what the template shows of `context`, as values whose `repr` tells them apart.
    """
    for page in paged(path, template, rows, context, ()):
        shown = page.shown()
        part = shown["rows"]
        also_shown = repr((also, [row[1:] for row in part], shown["count"], len(rows)))
        yield replace(page, made_of=tuple(row[0] for row in part), also=also_shown)
