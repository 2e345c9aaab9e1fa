"""Headings -> levels: what a heading, or the lead of a list, says of all that stands under it."""

import re
from dataclasses import dataclass, replace

from gongkai.normalise.prose.marks import NOTHING, Bound
from gongkai.normalise.prose.names import Names
from gongkai.normalise.prose.passages import Passage
from gongkai.normalise.prose.patterns import patterns
from gongkai.normalise.prose.subjects import path, phrase
from gongkai.vocabulary import heading_words, squeeze

_ROOT = -1.0


@dataclass(frozen=True, slots=True)
class Level:
    """What a heading, or the lead of a list, says of all that stands under it.

    `depth` counts from 0 for 第一部分; a lead without a number of its own stands half a step under its heading.
    """

    depth: float
    scope: Bound = NOTHING
    item: Bound = NOTHING
    path: tuple[str, ...] = ()


#: Above all headings.
ROOT = Level(_ROOT)


def headed(passage: Passage, above: Level, names: Names) -> Level:
    """The level that a heading opens: its fund and table, and the item that it names."""
    depth = float(passage.level or 0)
    full = patterns().about.sub("", passage.plain[passage.opening :])
    text = patterns().heading.sub("", full)
    found = path(text, above.path, names, above.scope)
    if found is not None:
        return replace(above, depth=depth, path=found[0].path, item=found[0])
    said = phrase(full, NOTHING) or phrase(text, NOTHING)
    if said is None:
        fund = heading_words("fund").within(squeeze(text))
        return Level(depth, Bound(fund=fund) if fund else above.scope, NOTHING, above.path)
    bound, context = said
    several = re.search(r"[、及和与]", text.removesuffix(bound.subject)) is not None
    # What a heading names is what its section is about, unless it names several things.
    scope = replace(bound, subject="", row="", measure="", period="") if context or bound.fund else above.scope
    return Level(depth, scope, NOTHING if several else bound, above.path)


def led(passage: Passage, above: Level, scope: Bound) -> Level:
    """The level that a passage opens that ends in a colon: what stands under it is within its scope."""
    depth = above.depth + 0.5 if passage.level is None else float(passage.level)
    return replace(above, depth=depth, scope=scope, item=NOTHING)
