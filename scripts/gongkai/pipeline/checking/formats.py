"""The reports of a check for programs and pull requests: JSON, GitHub's workflow commands, Markdown."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from gongkai.messages import one_line, say
from gongkai.money import canonical
from gongkai.pipeline.checking.check import Checked
from gongkai.pipeline.checking.counts import counts, summed
from gongkai.pipeline.checking.spots import Choice, Spot, chosen

_COMMANDS = {"error": "error", "difference": "warning", "note": "notice"}
_MOST_LETTERS = 60_000  # GitHub takes comments of 65,536
_SHOWN_PATHS = 80


def as_json(found: Sequence[Checked], choice: Choice) -> str:
    """All that is shown, with amounts as exact decimal texts in yuan."""
    documents = [_document(one, choice) for one in found]
    report = {"documents": documents, "counts": dict(counts(found, choice.rules))}
    return json.dumps(report, ensure_ascii=False, indent=2)


def _document(one: Checked, choice: Choice) -> dict[str, Any]:
    if one.disclosure is None:
        return {"file": one.name, "error": one.error, "findings": []}
    told = one.disclosure.registration
    return {
        "file": one.name,
        "error": "",
        "id": told.id,
        "issuer": told.issuer,
        "fiscal_year": told.fiscal_year,
        "phase": told.phase,
        "findings": [_row(spot) for spot in chosen(one, choice)],
    }


def _row(spot: Spot) -> dict[str, Any]:
    values = asdict(spot.finding)
    return {
        **{name: str(canonical(v)) if isinstance(v, Decimal) else v for name, v in values.items()},
        "file": spot.file,
        "page": spot.page,
        "table_no": spot.table_no,
        "row": spot.row,
        "column": spot.column,
        "paragraph_no": spot.paragraph_no,
        "box": spot.box,
    }


def as_github(found: Sequence[Checked], choice: Choice) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the files of a pull request."""
    for one in found:
        if one.disclosure is None:
            yield _command("error", one.name, say("未能读取", "not read"), one.error)
        for spot in chosen(one, choice):
            finding = spot.finding
            if finding.status == "fail":
                title = f"{finding.rule} {spot.at.removeprefix(spot.file).lstrip(':')}".strip()
                message = say(finding.message, finding.message_en)
                yield _command(_COMMANDS[finding.severity], spot.file or one.name, title, message)
            elif finding.status == "blocked":
                yield _command("error", one.name, finding.rule, say(finding.message, finding.message_en))


def _command(kind: str, file: str, title: str, message: str) -> str:
    return f"::{kind} file={_property(file)},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    """The text of a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_markdown(found: Sequence[Checked], choice: Choice) -> str:
    """A comment for a pull request: the counts, and a table of findings for each document, as far as it goes."""
    parts = [f"**{_escaped(summed(found, choice.rules))}**"]
    parts += [f"❌ {_escaped(one.error)}" for one in found if one.error]
    letters = sum(map(len, parts))
    left_out = 0
    for one in found:
        rows = [_line(spot) for spot in chosen(one, choice)]
        if not rows:
            continue
        head = [
            f"### {_escaped(one.name)}",
            "",
            say("| 位置 | 程度 | 规则 | 结论 |", "| Place | Severity | Rule | Finding |"),
            "|---|---|---|---|",
        ]
        letters += sum(map(len, head))
        shown = []
        for row in rows:
            letters += len(row) + 1
            if letters > _MOST_LETTERS:
                break
            shown.append(row)
        left_out += len(rows) - len(shown)
        if shown:
            parts.append("\n".join((*head, *shown)))
    if left_out:
        parts.append(say(f"另有 {left_out} 项没有列出。", f"{left_out} more are not listed."))
    return "\n\n".join(parts)


def _line(spot: Spot) -> str:
    finding = spot.finding
    level = finding.severity if finding.status == "fail" else finding.status
    at = spot.at.rsplit("/", 1)[-1]
    cells = (at[-_SHOWN_PATHS:], level, f"`{finding.rule}`", say(finding.message, finding.message_en))
    return "| " + " | ".join(cell if cell.startswith("`") else _escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    """Text that a document may have written, as text in Markdown: no table, link, mention or tag of its own."""
    plain = one_line(text)
    for mark in "\\`*_{}[]()#+!|~":
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
