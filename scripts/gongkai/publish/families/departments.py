"""A page per department over the years."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from gongkai.publish.figures import CLASS_CODE_LENGTH
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import Department, change, departments
from gongkai.publish.summary import Sum, Summary

_BAR = 300


def together(whole: Whole) -> Iterator[Page]:
    """The page of each department over its years."""
    for department in departments(whole.summaries):
        shown = partial(_shown, whole, department)
        yield Page(f"departments/{department.key}/", "department.html", shown, made_of=department.summaries)


def _shown(whole: Whole, department: Department) -> dict[str, object]:
    own = tuple(map(whole.of, department.summaries))
    amounts = [summary.headlines.main.yuan for summary in own if summary.headlines.main]
    greatest = max(amounts, default=Decimal(0))
    return {
        "department": department,
        "years": [(summary, change(summary, own), _bar(summary, greatest)) for summary in own],
        "classes": _classes(own),
    }


def _bar(summary: Summary, greatest: Decimal) -> str:
    main = summary.headlines.main
    if main is None or greatest <= 0 or main.yuan <= 0:
        return "0"
    return str((main.yuan / greatest * _BAR).quantize(Decimal("0.1")))


def _classes(summaries: tuple[Summary, ...]) -> list[tuple[str, str, list[Sum | None]]]:
    """Code and name of each functional class, and what each disclosure prints for it; None is: not printed."""
    printed = [
        {part.code: part for part in summary.functional if len(part.code) == CLASS_CODE_LENGTH} for summary in summaries
    ]
    names = {code: part.name for own in reversed(printed) for code, part in own.items()}
    return [(code, names[code], [own.get(code) for own in printed]) for code in sorted(names)]
