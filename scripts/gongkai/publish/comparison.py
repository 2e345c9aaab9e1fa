"""A comparison drawn when the site is built: bars grouped by department over the years, and what is not alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.publish.charts import tenths
from gongkai.publish.figures import Figure
from gongkai.publish.machines.comparable import in_time
from gongkai.publish.shelves import Change, Department, change
from gongkai.publish.summary import Summary

_MOST = 6
#: What a drawing takes, in its units: height of a name, of a row, of the gap behind a group; the longest bar.
_WIDE = (30, 28, 14, 440)
_NARROW = (28, 44, 12, 350)


@dataclass(frozen=True, slots=True)
class Row:
    """A disclosure in the comparison; `figure` is None where it prints none. `change` is against the year before."""

    summary: Summary
    figure: Figure | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class Group:
    """A department with its disclosures, the oldest first."""

    department: Department
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a name (`row` is None) or a row stands in a drawing, and how long its bar is."""

    y: int
    department: Department
    row: Row | None
    length: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The marks of a drawing and its height, in its units."""

    marks: tuple[Mark, ...]
    height: int


def ready(departments: Sequence[Department]) -> tuple[Group, ...]:
    """The expenditure of a few departments: of those with most years here, the ones that spend most."""
    told = [
        (department, [each for each in in_time(department.summaries) if each.headlines.expenditure])
        for department in departments
    ]
    ranked = sorted(
        ((department, own) for department, own in told if own),
        key=lambda pair: (-len(pair[1]), -_spent(pair[1][-1]), pair[0].key),
    )[:_MOST]
    ranked.sort(key=lambda pair: (-_spent(pair[1][-1]), pair[0].key))
    return tuple(
        Group(department, tuple(Row(each, each.headlines.expenditure, change(each, own)) for each in own))
        for department, own in ranked
    )


def drawn(groups: Sequence[Group]) -> dict[str, Drawing]:
    """The comparison as bars, for wide and narrow screens."""
    return {"wide": _drawing(groups, *_WIDE), "narrow": _drawing(groups, *_NARROW)}


def unlike(groups: Sequence[Group]) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """What the figures differ in besides the department and the year: the dimension, and how many are of each kind."""
    rows = [(row.summary, row.figure) for group in groups for row in group.rows if row.figure]
    counted = {
        "phase": Counter(summary.phase for summary, _ in rows),
        "scope": Counter(summary.scope for summary, _ in rows),
        "fund": Counter(figure.fund for _, figure in rows),
    }
    for dimension, counts in counted.items():
        if len(counts) > 1:
            yield dimension, sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _spent(summary: Summary) -> Decimal:
    assert summary.headlines.expenditure is not None
    return summary.headlines.expenditure.yuan


def _drawing(groups: Sequence[Group], name: int, row: int, gap: int, longest: int) -> Drawing:
    greatest = max((one.figure.yuan for group in groups for one in group.rows if one.figure), default=Decimal(0))
    marks, y = [], 0
    for group in groups:
        marks.append(Mark(y, group.department, None, "0"))
        y += name
        for one in group.rows:
            marks.append(Mark(y, group.department, one, _length(one.figure, greatest, longest)))
            y += row
        y += gap
    return Drawing(tuple(marks), max(y - gap, 0))


def _length(figure: Figure | None, greatest: Decimal, longest: int) -> str:
    if figure is None or figure.yuan <= 0 or greatest <= 0:
        return "0"
    return tenths(figure.yuan / greatest * longest)
