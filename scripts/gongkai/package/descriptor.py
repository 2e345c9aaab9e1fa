"""The descriptor of a package: `datapackage.json`, Data Package v2."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gongkai.model import Disclosure
from gongkai.schema import LISTS, TABLES, schema, words

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_ABOUT = "部门公开的预算或决算：印出的表格、每一个金额和它的含义、文字、绩效目标和核对记录。"
_ABOUT_EN = (
    "A published budget or final account: the printed tables, every amount and what it means, "
    "the text, performance targets and checks."
)

_ABOUT_LISTS = "政府收支分类科目的编码、名称、上下级和年度，由公开文件归纳，财政部的调整另行编列；GB/T 2260 行政区划。"
_ABOUT_LISTS_EN = (
    "Codes of the government's classifications with their names, parents and years, drawn from published documents, "
    "with the changes that the Ministry of Finance made; places of GB/T 2260."
)


def describe(disclosure: Disclosure, files: Mapping[str, tuple[str, int, int]]) -> dict[str, Any]:
    """The descriptor for tables with, by name, the SHA-256 of their CSV file, its bytes and its rows."""
    registration = disclosure.registration
    about = {
        "$schema": _PROFILE,
        "name": registration.id,
        "title": registration.title or registration.id,
        "description": "\n\n".join(
            part
            for part in (
                _ABOUT,
                registration.note,
                _ABOUT_EN,
                registration.note_en,
            )
            if part
        ),
        "version": str(registration.revision),
        "licenses": [_LICENCE],
        "contributors": [
            *([{"title": registration.issuer, "roles": ["publisher"]}] if registration.issuer else []),
            {"title": "Gongkai contributors", "roles": ["wrangler"]},
        ],
        "sources": [{"title": source.file, "path": source.url or source.file} for source in disclosure.sources],
    }
    if registration.published_on:
        about["created"] = f"{registration.published_on}T00:00:00Z"
    if disclosure.corrections:
        about["corrections"] = [asdict(each) for each in disclosure.corrections]
    if disclosure.leftovers:
        about["leftovers"] = list(disclosure.leftovers)
    return {**about, "resources": [_resource(name, *files[name]) for name in TABLES]}


def describe_lists(files: Mapping[str, tuple[str, int, int]]) -> dict[str, Any]:
    """The descriptor of the code lists, from the SHA-256, bytes and rows of each list's CSV file."""
    return {
        "$schema": _PROFILE,
        "name": "codes",
        "title": "科目编码表和行政区划",
        "title_en": "Code lists and places",
        "description": f"{_ABOUT_LISTS}\n\n{_ABOUT_LISTS_EN}",
        "licenses": [_LICENCE],
        "contributors": [{"title": "Gongkai contributors", "roles": ["wrangler"]}],
        "resources": [_resource(name, *files[name]) for name in LISTS],
    }


def _resource(name: str, sha256: str, size: int, rows: int) -> dict[str, Any]:
    table = words(name)
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "title": table.title_zh,
        "title_en": table.title_en,
        "description": table.description_zh,
        "description_en": table.description_en,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{sha256}",
        "bytes": size,
        "rows": rows,
        "schema": schema(name),
    }
