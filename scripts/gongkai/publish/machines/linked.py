"""Linked data: schema.org for search engines, DCAT for catalogues of open data."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.export import Downloads, File
from gongkai.publish.machines.api import json_text
from gongkai.publish.machines.digest import Digest

_LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
_THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
_FORMATS = {"csv": "text/csv", "json": "application/json", "zip": "application/zip", "db": "application/vnd.sqlite3"}
_PACKED = "application/gzip"
_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NAME, _NAME_EN = "公开 Gongkai", "Gongkai"
_ABOUT = "部门预算和决算公开文件的开放数据，逐分可信。"
_ABOUT_EN = "Published budgets and final accounts of Chinese government departments as open data, right to the figure."


def script_text(data: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def dataset_ld(digest: Digest, downloads: Downloads, root: str) -> dict[str, Any]:
    """A schema.org Dataset; `root` leads to the site's root, absolutely or from the page."""
    files = [("application/json", downloads.descriptor), ("application/zip", downloads.package)]
    files += [("text/csv", each.csv) for each in downloads.resources]
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": digest.title,
            "description": _described(digest),
            "url": f"{root}{digest.page}",
            "identifier": digest.id,
            "version": str(digest.revision),
            "inLanguage": "zh-Hans",
            "isAccessibleForFree": True,
            "license": _LICENCES.get(digest.licence, digest.licence),
            "datePublished": digest.published_on,
            "temporalCoverage": str(digest.fiscal_year or ""),
            "spatialCoverage": {"@type": "Place", "name": "".join(digest.places)} if digest.places else None,
            "creator": {"@type": "GovernmentOrganization", "name": digest.issuer} if digest.issuer else None,
            "isBasedOn": [source.url for source in digest.sources if source.url],
            "variableMeasured": ["收入 income", "支出 expenditure"],
            "includedInDataCatalog": {"@type": "DataCatalog", "name": _NAME, "url": root},
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
        "name": _NAME,
        "description": f"{_ABOUT}{_ABOUT_EN}",
        "url": root,
        "inLanguage": ["zh-Hans", "en"],
        "license": _LICENCES["CC-BY-4.0"],
        "dataset": {
            "@type": "Dataset",
            "name": "公开数据库 · the database",
            "description": f"{count} 份公开的全部表、金额、文字和检查。"
            "All tables, amounts, texts and checks of all disclosures.",
            "license": _LICENCES["CC-BY-4.0"],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": _media_type(file.path), "contentUrl": f"{root}{file.path}"}
                for file in database
            ],
        },
    }


def dcat(digests: Iterable[Digest], database: Iterable[File], site_url: str) -> dict[str, Any]:
    """A DCAT catalogue (DCAT-AP 3) of all disclosures and of the database."""
    root = site_url
    publisher = {"@id": f"{root}#publisher", "@type": "foaf:Agent", "foaf:name": _both(_NAME, _NAME_EN)}
    whole = {
        "@id": f"{root}#database",
        "@type": "dcat:Dataset",
        "dct:title": _both("公开数据库", "The database"),
        "dct:description": _both(_ABOUT, _ABOUT_EN),
        "dct:publisher": {"@id": publisher["@id"]},
        "dcat:theme": {"@id": _THEME},
        "dcat:distribution": [_distribution(root, file.path, file.size) for file in database],
    }
    return {
        "@context": _CONTEXT,
        "@id": f"{root}catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _both(_NAME, _NAME_EN),
        "dct:description": _both(_ABOUT, _ABOUT_EN),
        "dct:publisher": publisher,
        "dct:license": {"@id": _LICENCES["CC-BY-4.0"]},
        "dct:language": [
            {"@id": f"http://publications.europa.eu/resource/authority/language/{code}"} for code in ("ZHO", "ENG")
        ],
        "foaf:homepage": {"@id": root or "./"},
        "dcat:themeTaxonomy": {"@id": "http://publications.europa.eu/resource/authority/data-theme"},
        "dcat:dataset": [whole, *(_dataset(digest, root) for digest in digests)],
    }


def dcat_text(datasets: Iterable[str], database: Iterable[File], site_url: str) -> str:
    """The same catalogue as text, of disclosures as `dataset_text` gives them."""
    return ",".join([json_text(dcat((), database, site_url)).removesuffix("]}\n"), *datasets]) + "]}\n"


def dataset_text(digest: Digest, site_url: str) -> str:
    """A disclosure in the catalogue."""
    return json_text(_dataset(digest, site_url)).rstrip("\n")


def _dataset(digest: Digest, root: str) -> dict[str, Any]:
    folder = f"{digest.page}data/"
    year = digest.fiscal_year
    return _without_nothing(
        {
            "@id": f"{root}{digest.page}",
            "@type": "dcat:Dataset",
            "dct:identifier": digest.id,
            "dct:title": {"@value": digest.title, "@language": "zh"},
            "dct:description": {"@value": _described(digest), "@language": "zh"},
            "dct:publisher": {"@type": "foaf:Agent", "foaf:name": digest.issuer} if digest.issuer else None,
            "dct:issued": {"@value": digest.published_on, "@type": "xsd:date"} if digest.published_on else None,
            "dct:temporal": {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": {"@value": f"{year}-01-01", "@type": "xsd:date"},
                "dcat:endDate": {"@value": f"{year}-12-31", "@type": "xsd:date"},
            }
            if year
            else None,
            "dct:spatial": {"@type": "dct:Location", "dct:title": "".join(digest.places)} if digest.places else None,
            "dcat:version": str(digest.revision),
            "dcat:theme": {"@id": _THEME},
            "dcat:landingPage": {"@id": f"{root}{digest.page}"},
            "dct:source": [{"@id": source.url} for source in digest.sources if source.url],
            "dcat:distribution": [
                _distribution(root, f"{folder}datapackage.json"),
                _distribution(root, f"{folder}{digest.id}.zip"),
                _distribution(root, f"{folder}lines.csv"),
            ],
        }
    )


def _distribution(root: str, path: str, size: int | None = None) -> dict[str, Any]:
    return _without_nothing(
        {
            "@id": f"{root}{path}",
            "@type": "dcat:Distribution",
            "dcat:accessURL": {"@id": f"{root}{path}"},
            "dcat:downloadURL": {"@id": f"{root}{path}"},
            "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{_media_type(path)}"},
            "dcat:byteSize": {"@value": str(size), "@type": "xsd:nonNegativeInteger"} if size else None,
            "dct:license": {"@id": _LICENCES["CC-BY-4.0"]},
        }
    )


def _described(digest: Digest) -> str:
    """At least fifty characters, as search engines ask of a description."""
    figures = "、".join(f"{count} 行 {name}" for name, count in digest.rows if name in ("tables", "lines", "checks"))
    return " ".join(
        part
        for part in (
            f"{digest.title}：印出的表格、每一个金额和它的含义、文字、绩效目标和核对记录（{figures}）。",
            "The printed tables, every amount and what it means, the text, performance targets and checks.",
            digest.note,
        )
        if part
    )


def _both(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def _media_type(path: str) -> str:
    ending = path.rpartition(".")[2]
    return _PACKED if ending == "gz" else _FORMATS[ending]


def _without_nothing(value: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in value.items() if each not in (None, "", [], "0")}
