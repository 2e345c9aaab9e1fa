"""The report of a check as SARIF 2.1.0, which code hosts and editors show beside the files.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from gongkai.messages import prefers_chinese, say
from gongkai.model import Finding, Rule
from gongkai.money import canonical
from gongkai.pipeline.checking.check import Checked
from gongkai.pipeline.checking.spots import Choice, Spot, chosen

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "difference": "warning", "note": "note"}
_KINDS = {"fail": "fail", "pass": "pass", "not_applicable": "notApplicable", "blocked": "open"}


def as_sarif(found: Sequence[Checked], choice: Choice, rules: Sequence[Rule]) -> str:
    """A log of one run: rules with help in both languages, results for what is shown, notes of what was not read."""
    files = _artifacts(found)
    numbers = {rule.rule: number for number, rule in enumerate(rules)}
    results = [_result(one, spot, numbers, files) for one in found for spot in chosen(one, choice)]
    run = {
        "tool": {
            "driver": {
                "name": "gongkai",
                "version": version("gongkai"),
                "language": "zh-CN" if prefers_chinese() else "en",
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "invocations": [_invocation(found)],
        "artifacts": [artifact for _, artifact in files.values()],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    both = f"{rule.title}。{rule.rationale}\n\n{rule.title_en}. {rule.rationale_en}"
    marked = f"**{rule.title}**\n\n{rule.rationale}\n\n**{rule.title_en}**\n\n{rule.rationale_en}"
    return {
        "id": rule.rule,
        "shortDescription": {"text": say(rule.title, rule.title_en)},
        "fullDescription": {"text": say(rule.rationale, rule.rationale_en)},
        "help": {"text": both, "markdown": marked},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _artifacts(found: Sequence[Checked]) -> dict[str, tuple[int, dict[str, Any]]]:
    """The files by their path as spots have it."""
    known: dict[str, tuple[int, dict[str, Any]]] = {}
    for one in found:
        for source in one.disclosure.sources if one.disclosure else ():
            path = one.path(source.file)
            if path not in known:
                told = {
                    "location": {"uri": _uri(path)},
                    "mimeType": source.media_type,
                    "hashes": {"sha-256": source.sha256},
                }
                known[path] = (len(known), told)
    return known


def _uri(path: str) -> str:
    pure = PurePath(path)
    # A name of bytes that are no text is quoted byte by byte.
    quoted = quote(pure.as_posix(), safe="/", encoding="utf-8", errors="surrogateescape")
    return f"file://{quoted}" if pure.is_absolute() else quoted


def _invocation(found: Sequence[Checked]) -> dict[str, Any]:
    errors = [{"level": "error", "message": {"text": one.error}} for one in found if one.error]
    return {"executionSuccessful": not errors, "toolExecutionNotifications": errors}


def _result(
    one: Checked, spot: Spot, numbers: Mapping[str, int], files: Mapping[str, tuple[int, dict[str, Any]]]
) -> dict[str, Any]:
    finding = spot.finding
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "kind": _KINDS[finding.status],
        # Only what fails has a level: https://docs.oasis-open.org/sarif/sarif/v2.1.0, 3.27.10
        "level": _LEVELS[finding.severity] if finding.status == "fail" else "none",
        "message": {"text": say(finding.message, finding.message_en)},
        "partialFingerprints": {"place/v1": _fingerprint(one, finding)},
        "properties": _properties(finding),
    }
    if spot.file in files:
        number, artifact = files[spot.file]
        location = {"uri": artifact["location"]["uri"], "index": number}
        physical = {"artifactLocation": location, **_region(spot)}
        result["locations"] = [{"physicalLocation": physical}]
    return result


def _region(spot: Spot) -> dict[str, Any]:
    """Where it is printed. SARIF knows lines, which pages have not: the row stands for one, the truth is beside it."""
    if not spot.row and not spot.paragraph_no:
        return {}
    where = {
        "page": spot.page,
        "table_no": spot.table_no,
        "row": spot.row,
        "column": spot.column,
        "paragraph_no": spot.paragraph_no,
        "box_pt": spot.box,
    }
    told = {name: value for name, value in where.items() if value is not None}
    return {"region": {"startLine": spot.row or spot.paragraph_no, "properties": told}}


def _fingerprint(one: Checked, finding: Finding) -> str:
    """The same for the same check of the same disclosure, whatever else changes."""
    assert one.disclosure is not None
    said = "\n".join((one.disclosure.registration.id, finding.rule, *finding.operands))
    return sha256(said.encode()).hexdigest()


def _properties(finding: Finding) -> dict[str, Any]:
    amounts = {
        "printed_yuan": finding.printed_yuan,
        "computed_yuan": finding.computed_yuan,
        "difference_yuan": finding.difference_yuan,
        "tolerance_yuan": finding.tolerance_yuan,
    }
    told: dict[str, Any] = {name: str(canonical(v)) for name, v in amounts.items() if isinstance(v, Decimal)}
    return {**told, "message_en": finding.message_en, "operands": list(finding.operands)}
