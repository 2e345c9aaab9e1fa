"""A page per code: who spends on this, and how much."""

from collections.abc import Iterator

from gongkai.codes import name_of
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import current, paged_by_rows
from gongkai.publish.summary import Sum, Summary

_Row = tuple[Summary, Sum]
SCHEMES = ("functional", "economic")


def together(whole: Whole) -> Iterator[Page]:
    """The pages of codes: who spends on this, and how much.

    A code that only superseded disclosures print has a page too, which their pages lead to, and nobody on it.
    """
    for scheme in SCHEMES:
        spent: dict[str, list[_Row]] = {}
        names: dict[str, str] = {}
        for summary in whole.summaries:
            for part in getattr(summary, scheme):
                spent.setdefault(part.code, [])
                names.setdefault(part.code, name_of(scheme, part.code) or part.name)
        for summary in current(whole.summaries):
            for part in getattr(summary, scheme):
                spent[part.code].append((summary, part))
        for code, rows in sorted(spent.items()):
            rows.sort(key=lambda row: (-(row[0].fiscal_year or 0), -row[1].yuan, row[0].id))
            context = {
                "scheme": scheme,
                "code": code,
                "name": names[code],
                "above": [
                    (upper, names[upper]) for upper in (code[:3], code[:5]) if upper in spent and len(upper) < len(code)
                ],
                "below": [
                    (lower, names[lower])
                    for lower in sorted(spent)
                    if lower.startswith(code) and len(lower) == len(code) + 2
                ],
            }
            yield from paged_by_rows(f"codes/{scheme}/{code}/", "code.html", rows, context, context)
