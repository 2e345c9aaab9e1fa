"""Linked data for search engines: schema.org."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.export import Downloads, File
from gongkai.publish.machines.digest import Digest

LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
_FORMATS = {"csv": "text/csv", "json": "application/json", "zip": "application/zip", "db": "application/vnd.sqlite3"}
_PACKED = "application/gzip"
NAME, NAME_EN = "公开 Gongkai", "Gongkai"
ABOUT = "部门预算和决算公开文件的开放数据，逐分可信。"
ABOUT_EN = "Published budgets and final accounts of Chinese government departments as open data, right to the figure."


def script_text(data: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def dataset_ld(digest: Digest, downloads: Downloads, root: str) -> dict[str, Any]:
    """A schema.org Dataset; `root` leads to the site's root, absolutely or from the page."""
    files = [("application/json", downloads.descriptor), ("application/zip", downloads.package)]
    files += [("text/csv", each.csv) for each in downloads.resources]
    return without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": digest.title,
            "description": described(digest),
            "url": f"{root}{digest.page}",
            "identifier": digest.id,
            "version": str(digest.revision),
            "inLanguage": "zh-Hans",
            "isAccessibleForFree": True,
            "license": LICENCES.get(digest.licence, digest.licence),
            "datePublished": digest.published_on,
            "temporalCoverage": str(digest.fiscal_year or ""),
            "spatialCoverage": {"@type": "Place", "name": "".join(digest.places)} if digest.places else None,
            "creator": {"@type": "GovernmentOrganization", "name": digest.issuer} if digest.issuer else None,
            "isBasedOn": [source.url for source in digest.sources if source.url],
            "variableMeasured": ["收入 income", "支出 expenditure"],
            "includedInDataCatalog": {"@type": "DataCatalog", "name": NAME, "url": root},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": kind,
                    "contentUrl": f"{root}{file.path}",
                    "contentSize": f"{file.size} B",
                }
                for kind, file in files
            ],
        }
    )


def catalogue_ld(count: int, database: Iterable[File], root: str) -> dict[str, Any]:
    """The schema.org DataCatalog of the start page."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": NAME,
        "description": f"{ABOUT}{ABOUT_EN}",
        "url": root,
        "inLanguage": ["zh-Hans", "en"],
        "license": LICENCES["CC-BY-4.0"],
        "dataset": {
            "@type": "Dataset",
            "name": "公开数据库 · the database",
            "description": f"{count} 份公开的全部表、金额、文字和检查。"
            "All tables, amounts, texts and checks of all disclosures.",
            "license": LICENCES["CC-BY-4.0"],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": media_type(file.path), "contentUrl": f"{root}{file.path}"}
                for file in database
            ],
        },
    }


def described(digest: Digest) -> str:
    """At least fifty characters, as search engines ask of a description."""
    figures = "、".join(f"{count} 行 {name}" for name, count in digest.rows if name in ("tables", "lines", "checks"))
    return " ".join(
        part
        for part in (
            f"{digest.title}：印出的表格、每一个金额和它的含义、文字、绩效目标和检查记录（{figures}）。",
            "The printed tables, every amount and what it means, the text, performance targets and checks.",
            digest.note,
        )
        if part
    )


def media_type(path: str) -> str:
    """The kind of a file by its name."""
    ending = path.rpartition(".")[2]
    return _PACKED if ending == "gz" else _FORMATS[ending]


def without_nothing(value: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: each for name, each in value.items() if each not in (None, "", [], "0")}
