"""The static API, version 1: JSON files at addresses that stay. `site/api.json` describes it, in OpenAPI 3.1."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from gongkai.package import Row, list_rows
from gongkai.publish.machines.digest import Digest, Found, Place

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


def of_everything(digests: Sequence[Digest], places: Mapping[str, Place], site: str) -> Iterator[tuple[str, str]]:
    """Path and text of the answers about all; `places` those of the disclosures by code."""
    listed = [_listed(digest) for digest in digests]
    years: defaultdict[int, list[Any]] = defaultdict(list)
    for digest, each in zip(digests, listed, strict=True):
        years[digest.fiscal_year].append(each)
    rules: defaultdict[str, defaultdict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for digest in digests:
        for check in digest.findings:
            rules[check.rule][digest.fiscal_year].append({"disclosure": digest.id, **_finding(check)})
    top = {
        "name": "Gongkai",
        "version": "1",
        "site": site,
        "licence": "CC-BY-4.0",
        "disclosures": len(digests),
        "links": {
            name: f"{ROOT}/{name}.json"
            for name in ("openapi", "disclosures", "departments", "places", "codes", "findings")
        }
        | {"package": "datapackage.json", "catalogue": "catalogue.jsonld"},
    }
    answers: dict[str, dict[str, Any]] = {
        "index": top,
        "disclosures": {"disclosures": listed},
        "departments": {"departments": list(_departments(digests))},
        "places": {"places": list(_places(digests, places))},
        "codes": {"codes": [_code(row) for row in list_rows("code_list")]},
        "findings": {
            "rules": [
                {
                    "rule": rule,
                    "findings": sum(map(len, of_rule.values())),
                    "years": [
                        {"fiscal_year": year, "findings": len(found), "details": _findings_path(rule, year)}
                        for year, found in sorted(of_rule.items())
                    ],
                }
                for rule, of_rule in sorted(rules.items())
            ]
        },
    }
    yield from ((f"{ROOT}/{name}.json", json_text(answer)) for name, answer in answers.items())
    for year, of_year in sorted(years.items()):
        yield f"{ROOT}/years/{year}.json", json_text({"fiscal_year": year, "disclosures": of_year})
    for rule, of_rule in sorted(rules.items()):
        for year, found in sorted(of_rule.items()):
            yield _findings_path(rule, year), json_text({"rule": rule, "fiscal_year": year, "findings": found})


def _findings_path(rule: str, year: int) -> str:
    return f"{ROOT}/findings/{rule}/{year}.json"


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


def _departments(digests: Iterable[Digest]) -> Iterator[dict[str, Any]]:
    """A department is known by its name and place: no register of departments gives them a number."""
    found: defaultdict[tuple[str, str], list[Digest]] = defaultdict(list)
    for digest in digests:
        if digest.issuer:
            found[digest.region_code, digest.issuer].append(digest)
    for (region, issuer), own in sorted(found.items()):
        yield {
            "issuer": issuer,
            "region_code": region or None,
            "years": sorted({digest.fiscal_year for digest in own}),
            "disclosures": [digest.id for digest in own],
        }


def _places(digests: Iterable[Digest], places: Mapping[str, Place]) -> Iterator[dict[str, Any]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for digest in digests:
        found[digest.region_code].append(digest.id)
    for code, row in sorted(places.items()):
        yield {"code": code, "name": row.name, "parent": row.parent or None, "disclosures": found.get(code, [])}


_CODE = ("scheme", "code", "name", "name_en", "parent", "level", "valid_from", "valid_to")


def _code(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _CODE}
