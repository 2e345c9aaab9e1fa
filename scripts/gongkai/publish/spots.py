"""The places that disclosures name, each with all that lies in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.publish.summary import Summary

#: In addresses, for what names no place.
NOWHERE = "unknown"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with all that lies in it; `inside` are the places right below it that have disclosures.

    `codes` and `names` lead to it from the widest place.
    """

    code: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    summaries: tuple[Summary, ...]
    inside: tuple[tuple[str, str, int], ...]

    @property
    def depth(self) -> int:
        return len(self.names)


def spots(summaries: Sequence[Summary]) -> tuple[Spot, ...]:
    """Every place that a disclosure names, in the order of the codes."""
    found: dict[str, list[Summary]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    names: dict[str, tuple[str, ...]] = {}
    below: dict[str, set[str]] = {}
    for summary in summaries:
        for place, code in enumerate(summary.region_codes):
            found.setdefault(code, []).append(summary)
            codes[code] = summary.region_codes[: place + 1]
            names[code] = summary.places[: place + 1]
            if place:
                below.setdefault(summary.region_codes[place - 1], set()).add(code)
    return tuple(
        Spot(
            code,
            codes[code],
            names[code],
            tuple(found[code]),
            tuple((inner, names[inner][-1], len(found[inner])) for inner in sorted(below.get(code, ()))),
        )
        for code in sorted(found)
    )
