"""A page per code: who spends on this, and how much."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from gongkai.codes import name_of
from gongkai.publish.holdings import Holdings
from gongkai.publish.outputs import Page, Whole

SCHEMES = ("functional", "economic")


def together(whole: Whole) -> Iterator[Page]:
    """The pages of codes: who spends on this, and how much; of a long list its head.

    A code that only superseded disclosures print has a page too, which their pages lead to, and nobody on it.
    """
    assert whole.held is not None
    for scheme in SCHEMES:
        lists = {head.name: head for head in whole.held.spending(scheme)}
        names = {code: name_of(scheme, code) or head.label for code, head in lists.items()}
        below: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for code, name in names.items():
            below[code[:-2]].append((code, name))
        for code, head in lists.items():
            context = {
                "scheme": scheme,
                "code": code,
                "name": names[code],
                "above": [
                    (upper, names[upper]) for upper in (code[:3], code[:5]) if upper in lists and len(upper) < len(code)
                ],
                "below": below[code],
                "total": head.total,
            }
            shown = partial(_shown, whole.held, context)
            yield Page(f"codes/{scheme}/{code}/", "code.html", shown, (), also=f"{context} {head.told}")


def _shown(held: Holdings, context: dict[str, Any]) -> dict[str, Any]:
    return {**context, "rows": list(held.spenders(context["scheme"], context["code"]))}
