"""The report of a check on the terminal, as good linters print theirs."""

import sys
from collections.abc import Sequence

from gongkai.messages import one_line, say
from gongkai.pipeline.checking.check import Checked
from gongkai.pipeline.checking.counts import counts, summed
from gongkai.pipeline.checking.spots import Choice, Spot, chosen

_COLOURS = {"error": "bold red", "difference": "yellow", "note": "cyan", "blocked": "bold magenta", "pass": "green"}


def print_text(found: Sequence[Checked], choice: Choice) -> None:
    """Documents with their rows, and the counts, on standard output; coloured where that is a terminal."""
    from rich.console import Console  # noqa: PLC0415 - slow to import, and for this report only

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for one in found:
        spots = list(chosen(one, choice))
        if not spots or one.disclosure is None:
            continue
        console.print(one_line(_heading(one)), style="bold")
        for spot in spots:
            mark, colour = _mark(spot)
            console.print("  ", end="")
            console.print(one_line(spot.at), style="dim" if spot.finding.status != "fail" else None, end="  ")
            console.print(mark, style=colour, end="  ")
            console.print(one_line(say(spot.finding.message, spot.finding.message_en)), end="  ")
            console.print(spot.finding.rule, style="dim")
        console.print()
    total = counts(found, choice.rules)
    grave = "error" if total["error"] else "difference" if total["difference"] else "pass"
    console.print(summed(found, choice.rules), style=_COLOURS[grave])


def _heading(one: Checked) -> str:
    assert one.disclosure is not None
    told = one.disclosure.registration
    phase = {"budget": say("预算", "budget"), "final": say("决算", "final account")}.get(told.phase, "")
    who = " ".join(part for part in (told.issuer, str(told.fiscal_year or ""), phase) if part)
    return f"{one.name}  {who}" if who else one.name


def _mark(spot: Spot) -> tuple[str, str]:
    """The word for an outcome in the reader's language, and its colour."""
    finding = spot.finding
    if finding.status == "fail":
        words = {"error": ("错误", "error"), "difference": ("差异", "difference"), "note": ("提示", "note")}
        return say(*words[finding.severity]), _COLOURS[finding.severity]
    words = {
        "pass": ("成立", "holds"),
        "blocked": ("未能检查", "not checked"),
        "not_applicable": ("不适用", "not applicable"),
    }
    return say(*words[finding.status]), _COLOURS.get(finding.status, "dim")
