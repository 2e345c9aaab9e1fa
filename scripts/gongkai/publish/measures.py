"""What disclosures are compared by: the figures that all of them may print, each with what it counts."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from gongkai.money import canonical
from gongkai.publish.figures import Figure, Headlines

#: Measures in the order in which they are offered, with their names in Chinese and English.
MEASURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "expenditure": ("支出合计", "Total expenditure"),
        "income": ("收入合计", "Total income"),
        "basic_expenditure": ("基本支出", "Basic expenditure"),
        "project_expenditure": ("项目支出", "Project expenditure"),
        "personnel": ("人员经费", "Personnel"),
        "office_costs": ("公用经费", "Office costs"),
        "three_public": ("“三公”经费合计", "Three public expenses, total"),
        "overseas_travel": ("因公出国（境）费", "Official travel abroad"),
        "vehicle_purchase": ("公务用车购置费", "Purchase of official vehicles"),
        "vehicle_operation": ("公务用车运行维护费", "Operation of official vehicles"),
        "official_reception": ("公务接待费", "Official receptions"),
    }
)


def measured(shown: Headlines) -> Iterator[tuple[str, Figure]]:
    """The measures that a disclosure prints, by name and figure, in their order."""
    parts = {part.name: part for part in shown.three_public.parts}
    found = {
        "expenditure": shown.expenditure,
        "income": shown.income,
        "basic_expenditure": shown.basic,
        "project_expenditure": shown.project,
        "personnel": shown.personnel,
        "office_costs": shown.office,
        "three_public": shown.three_public.total,
    }
    for name in MEASURES:
        figure = found.get(name) or parts.get(name)
        if figure is not None:
            yield name, figure


def exact_text(yuan: Decimal) -> str:
    """The amount as programs read it that know no decimals: digits of yuan, a point and at least two more."""
    return f"{canonical(yuan):f}"
