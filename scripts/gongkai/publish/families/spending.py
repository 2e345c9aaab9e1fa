"""A page per code: who spends on this, and how much."""

from collections.abc import Iterator

from gongkai.codes import name_of
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import current, paged_by_rows
from gongkai.publish.summary import Sum, Summary

_Row = tuple[Summary, Sum]
SCHEMES = ("functional", "economic")


def together(whole: Whole) -> Iterator[Page]:
    """The pages of codes: who spends on this, and how much."""
    listed = current(whole.summaries)
    for scheme in SCHEMES:
        spent: dict[str, list[_Row]] = {}
        for summary in listed:
            for part in summary.functional if scheme == "functional" else summary.economic:
                spent.setdefault(part.code, []).append((summary, part))
        for code, rows in sorted(spent.items()):
            rows.sort(key=lambda row: (-(row[0].fiscal_year or 0), -row[1].yuan, row[0].id))
            context = {
                "scheme": scheme,
                "code": code,
                "name": name_of(scheme, code) or rows[0][1].name,
                "above": [
                    (upper, name_of(scheme, upper) or spent[upper][0][1].name)
                    for upper in (code[:3], code[:5])
                    if upper in spent and len(upper) < len(code)
                ],
                "below": [
                    (lower, name_of(scheme, lower) or spent[lower][0][1].name)
                    for lower in sorted(spent)
                    if lower.startswith(code) and len(lower) == len(code) + 2
                ],
            }
            yield from paged_by_rows(f"codes/{scheme}/{code}/", "code.html", rows, context, context)
