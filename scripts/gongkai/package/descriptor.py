"""The descriptor of a package: `datapackage.json`, Data Package v2."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from gongkai.model import Disclosure, Registration, Source
from gongkai.schema import LISTS, TABLES, schema, words

#: The official profile of Data Package v2.
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_ABOUT = "部门公开的预算或决算：印出的表格、每一个金额和它的含义、文字、绩效目标和检查记录。"
_ABOUT_EN = (
    "A published budget or final account: the printed tables, every amount and what it means, "
    "the text, performance targets and checks."
)

_ABOUT_ALL = "部门公开的预算和决算，每份一个数据包，这里是合在一起的表。lines 中有合计和各级科目，不可一起相加。"
_ABOUT_ALL_EN = (
    "Published budgets and final accounts. Each disclosure is a data package; these are their tables united. "
    "The table lines holds totals and all levels of codes, which must not be summed together."
)

_ABOUT_LISTS = "政府收支分类科目的编码、名称、上下级和年度，由公开文件归纳，财政部的调整另行编列；GB/T 2260 行政区划。"
_ABOUT_LISTS_EN = (
    "Codes of the government's classifications with their names, parents and years, drawn from published documents, "
    "with the changes that the Ministry of Finance made; places of GB/T 2260."
)


_LIST_SOURCES = [
    {"title": "公开的部门预算和部门决算 Published budgets and final accounts of departments"},
    {"title": "财政部《政府收支分类科目》 The Ministry of Finance's classifications of revenue and expenditure"},
    {"title": "GB/T 2260 中华人民共和国行政区划代码 Codes for the administrative divisions of China"},
]


#: Data Package 2.0, "URL or Path": no absolute path, no path upwards.
_PATH = re.compile(r"(?![./~])(?!file:)[^\\\n]+")


def describe(disclosure: Disclosure, files: Mapping[str, tuple[str, int, int]]) -> dict[str, Any]:
    """The descriptor for tables with, by name, the SHA-256 of their CSV file, its bytes and its rows."""
    registration = disclosure.registration
    about = {
        "$schema": PROFILE,
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
        "version": f"{registration.revision}.0.0",
        "licenses": [_LICENCE],
        "contributors": [
            *([{"title": registration.issuer, "roles": ["publisher"]}] if registration.issuer else []),
            {"title": "Gongkai contributors", "roles": ["wrangler"]},
        ],
        "sources": [_source(source) for source in disclosure.sources],
    }
    day = _day(registration)
    if day:
        about["created"] = f"{day}T00:00:00Z"
    if disclosure.corrections:
        about["corrections"] = [asdict(each) for each in disclosure.corrections]
    if disclosure.leftovers:
        about["leftovers"] = list(disclosure.leftovers)
    return {**about, "resources": [describe_resource(name, *files[name]) for name in TABLES]}


def describe_all(
    files: Mapping[str, tuple[str, int, int]], *, sources: Sequence[Mapping[str, Any]], newest: str
) -> dict[str, Any]:
    """The descriptor of the tables of all disclosures, from the SHA-256, bytes and rows of each table's CSV file.

    `sources` are those of the packages, `newest` is the day (YYYY-MM-DD) of the newest of them, "" where none has one:
    the version and the time of the whole follow from it, and not from the clock.
    """
    about: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "gongkai",
        "title": "公开：部门预算决算，全部数据",
        "title_en": "Gongkai: budgets and final accounts of government departments, all data",
        "description": f"{_ABOUT_ALL}\n\n{_ABOUT_ALL_EN}",
        "version": ".".join(str(int(part)) for part in newest.split("-")) if newest else "0.0.0",
        "licenses": [_LICENCE],
        "contributors": [{"title": "Gongkai contributors", "roles": ["wrangler"]}],
        "sources": list(sources),
    }
    if newest:
        about["created"] = f"{newest}T00:00:00Z"
    return {**about, "resources": [describe_resource(name, *files[name]) for name in TABLES]}


def descriptor_text(descriptor: Mapping[str, Any]) -> bytes:
    """The bytes of a descriptor's file."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _source(source: Source) -> dict[str, str]:
    path = source.url or source.file
    return {
        "title": source.file,
        # The title tells a file of a name that is no path of a package: ../a.pdf, a name on two lines.
        **({"path": path} if source.url or _PATH.fullmatch(path) else {}),
        "mediatype": source.media_type,
        "hash": f"sha256:{source.sha256}",
        **({"retrieved_on": source.retrieved_on} if source.retrieved_on else {}),
    }


def _day(registration: Registration) -> str:
    """The day on which it was published, or else that on its cover; "" where neither is known to the day."""
    return registration.published_on or (registration.dated if registration.dated.count("-") == 2 else "")


def describe_lists(files: Mapping[str, tuple[str, int, int]], newest: int) -> dict[str, Any]:
    """The descriptor of the code lists, from the SHA-256, bytes and rows of each list's CSV file.

    `newest` is the latest year that the lists know of, and their version.
    """
    return {
        "$schema": PROFILE,
        "name": "codes",
        "title": "科目编码表和行政区划",
        "title_en": "Code lists and places",
        "description": f"{_ABOUT_LISTS}\n\n{_ABOUT_LISTS_EN}",
        "version": f"{newest}.0.0",
        "licenses": [_LICENCE],
        "contributors": [{"title": "Gongkai contributors", "roles": ["wrangler"]}],
        "sources": _LIST_SOURCES,
        "resources": [describe_resource(name, *files[name]) for name in LISTS],
    }


def describe_resource(name: str, sha256: str, size: int, rows: int) -> dict[str, Any]:
    """What a descriptor says of a table, from the SHA-256, bytes and rows of its CSV file."""
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
