"""How many rows of which outcome: the last line of a report."""

from collections import Counter
from collections.abc import Mapping, Sequence

from gongkai.messages import say
from gongkai.pipeline.checking.check import Checked
from gongkai.pipeline.checking.spots import LEVELS


def counts(found: Sequence[Checked], rules: frozenset[str] = frozenset()) -> Mapping[str, int]:
    """Failing rows by severity, the others by status."""
    total: Counter[str] = Counter(dict.fromkeys((*LEVELS, "blocked", "pass", "not_applicable"), 0))
    for one in found:
        for finding in one.disclosure.findings if one.disclosure else ():
            if not rules or finding.rule in rules:
                total[finding.severity if finding.status == "fail" else finding.status] += 1
    return total


def summed(found: Sequence[Checked], rules: frozenset[str] = frozenset()) -> str:
    """The counts in a sentence."""
    n = counts(found, rules)
    read = sum(one.disclosure is not None for one in found)
    unread = len(found) - read
    return say(
        f"{read} 份公开：{n['error']} 个错误，{n['difference']} 个差异，{n['note']} 个提示；{n['pass']} 个成立，"
        f"{n['blocked']} 个未能检查，{n['not_applicable']} 条不适用" + (f"；{unread} 份未能读取" if unread else ""),
        f"{read} disclosures: {n['error']} errors, {n['difference']} differences, {n['note']} notes; "
        f"{n['pass']} hold, {n['blocked']} could not be checked, {n['not_applicable']} do not apply"
        + (f"; {unread} could not be read" if unread else ""),
    )
