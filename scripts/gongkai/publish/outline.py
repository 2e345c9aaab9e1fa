"""Summaries without what grows with their tables: what lists of ten thousand disclosures are made from."""

from dataclasses import replace

from gongkai.publish.figures import Breakdown, Figure
from gongkai.publish.summary import Summary


def outline(whole: Summary) -> Summary:
    """The summary with the figures that lists show, and the biggest difference alone; sums and rules are left out."""
    shown = whole.headlines
    headlines = replace(
        shown,
        income=_plain(shown.income),
        expenditure=_plain(shown.expenditure),
        basic=None,
        project=None,
        personnel=None,
        office=None,
        three_public=Breakdown((), _plain(shown.three_public.total)),
        by_class=Breakdown((), None),
    )
    return replace(
        whole, headlines=headlines, functional=(), economic=(), by_rule=(), differences=whole.differences[:1]
    )


def _plain(figure: Figure | None) -> Figure | None:
    return figure and replace(figure, before=None)
