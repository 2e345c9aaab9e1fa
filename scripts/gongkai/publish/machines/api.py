"""The static API, version 1: JSON files at addresses that stay. `site/api.json` describes it, in OpenAPI 3.1."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from gongkai.publish.machines.digest import Digest, Found

ROOT = "api/v1"
_MARK = "\ue000"
_FINDING = (
    "place",
    "severity",
    "printed_yuan",
    "computed_yuan",
    "difference_yuan",
    "message",
    "message_en",
    "operands",
)


def of_disclosure(digest: Digest) -> Iterator[tuple[str, str]]:
    """Path and text of the answers about one disclosure."""
    folder = f"{ROOT}/disclosures/{digest.id}"
    yield f"{folder}/index.json", json_text(_whole(digest))
    yield (
        f"{folder}/findings.json",
        json_text({"disclosure": digest.id, "findings": list(map(_finding, digest.findings))}),
    )


def listed_text(digest: Digest) -> str:
    """What lists of disclosures tell of one."""
    return json_text(_listed(digest)).rstrip("\n")


def finding_text(identity: str, found: Found) -> str:
    """What lists of findings tell of one, with the disclosure that it is about."""
    return json_text({"disclosure": identity, **_finding(found)}).rstrip("\n")


def json_text(value: object) -> str:
    """JSON in which a decimal is a number of exactly its digits; the same value gives the same text."""
    # The C encoder knows no decimals: they stand in marks, which no text of the data may have.
    marked = 0

    def mark(number: object) -> str:
        nonlocal marked
        assert isinstance(number, Decimal), repr(number)
        marked += 1
        return f"{_MARK}{number:f}{_MARK}"

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=mark)
    if text.count(_MARK) != 2 * marked:
        return _json(value) + "\n"
    return text.replace(f'"{_MARK}', "").replace(f'{_MARK}"', "") + "\n"


def _json(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{encode_basestring(str(key))}:{_json(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_json, value)) + "]"
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    assert isinstance(value, (int, Decimal)), repr(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _listed(digest: Digest) -> dict[str, Any]:
    return {
        "id": digest.id,
        "title": digest.title,
        "issuer": digest.issuer or None,
        "region_code": digest.region_code or None,
        "fiscal_year": digest.fiscal_year or None,
        "phase": digest.phase or None,
        "scope": digest.scope or None,
        "published_on": digest.published_on or None,
        "revision": digest.revision,
        "income_yuan": digest.income_yuan,
        "expenditure_yuan": digest.expenditure_yuan,
        "checks": dict(digest.checks),
        "details": f"{ROOT}/disclosures/{digest.id}/index.json",
        "page": digest.page,
    }


def _whole(digest: Digest) -> dict[str, Any]:
    folder = f"{digest.page}data"
    return {
        **_listed(digest),
        "places": list(digest.places),
        "supersedes": digest.supersedes or None,
        "licence": digest.licence or None,
        "note": digest.note or None,
        "note_en": digest.note_en or None,
        "sources": [
            {"file": s.file, "url": s.url or None, "sha256": s.sha256, "media_type": s.media_type}
            for s in digest.sources
        ],
        "corrections": [{"cell": cell, "reason": reason} for cell, reason in digest.corrections],
        "findings": f"{ROOT}/disclosures/{digest.id}/findings.json",
        "package": f"{folder}/datapackage.json",
        "archive": f"{folder}/{digest.id}.zip",
        "tables": {
            name: {"rows": rows, "json": f"{folder}/{name}.json", "csv": f"{folder}/{name}.csv"}
            for name, rows in digest.rows
        },
    }


def _finding(found: Found) -> dict[str, Any]:
    return {name: value if value != "" else None for name, value in found._asdict().items()}
