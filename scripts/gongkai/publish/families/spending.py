"""A page per code: who spends on this, and how much."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from gongkai.codes import name_of
from gongkai.publish.holding_tables import SCHEMES
from gongkai.publish.holdings import Holdings
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.summary import Summary


def together(whole: Whole) -> Iterator[Page]:
    """The pages of codes: who spends on this, and how much; of a long list its head.

    A code that only superseded disclosures print has a page too, which their pages lead to, and nobody on it.
    """
    assert whole.held is not None
    once = _Once()
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
            shown = partial(_shown, whole.held, {**context, "once": once})
            yield Page(f"codes/{scheme}/{code}/", "code.html", shown, (), also=f"{context} {head.told}")


class _Once:
    """What a template says of a disclosure that is on the lists of many codes, said once in each language."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], str] = {}

    def __call__(self, language: str, say: Callable[[Summary], str], summary: Summary) -> str:
        key = language, summary.id
        if key not in self._said:
            self._said[key] = say(summary)
        return self._said[key]


def _shown(held: Holdings, context: dict[str, Any]) -> dict[str, Any]:
    return {**context, "rows": list(held.spenders(context["scheme"], context["code"]))}
