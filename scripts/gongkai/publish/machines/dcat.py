"""The catalogue of open data, as DCAT-AP 3 in JSON-LD: in one file, or in one for each fiscal year."""

from collections.abc import Iterable
from typing import Any

from gongkai.export import File
from gongkai.publish.machines.api import json_text
from gongkai.publish.machines.digest import Digest
from gongkai.publish.machines.linked import (
    ABOUT,
    ABOUT_EN,
    LICENCES,
    NAME,
    NAME_EN,
    described,
    media_type,
    without_nothing,
)

#: The catalogue, from the site's root.
PATH = "catalogue.jsonld"
_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"


def path_of(year: int) -> str:
    """The catalogue of the disclosures of a fiscal year, 0 for those of none, from the site's root."""
    return f"catalogue/{year}.jsonld"


def catalogue(datasets: Iterable[str], database: Iterable[File], site_url: str, parts: Iterable[int] = ()) -> bytes:
    """The catalogue: of the database, of disclosures as `dataset_text` gives them, and of the years `parts`."""
    inner = [_catalogue(site_url, path_of(year), *_titled(year)) for year in parts]
    top = _catalogue(site_url, PATH, _both(NAME, NAME_EN), _both(ABOUT, ABOUT_EN))
    return _encoded(without_nothing({**top, "dcat:catalog": inner}), [json_text(_whole(database, site_url)), *datasets])


def catalogue_of_year(year: int, datasets: Iterable[str], site_url: str) -> bytes:
    """The catalogue of a fiscal year."""
    return _encoded(_catalogue(site_url, path_of(year), *_titled(year)), datasets)


def dataset_text(digest: Digest, site_url: str) -> str:
    """A disclosure in the catalogue."""
    return json_text(_dataset(digest, site_url)).rstrip("\n")


def _encoded(about: dict[str, Any], datasets: Iterable[str]) -> bytes:
    words = json_text({"@context": _CONTEXT, **about, "dcat:dataset": []}).removesuffix("]}\n")
    return (words + ",".join(each.rstrip("\n") for each in datasets) + "]}\n").encode()


def _titled(year: int) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    zh, en = (f"{year} 年", f"fiscal year {year}") if year else ("年度不详", "no fiscal year")
    return _both(f"{NAME}：{zh}", f"{NAME_EN}: {en}"), _both(ABOUT, ABOUT_EN)


def _catalogue(root: str, path: str, title: list[dict[str, str]], description: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "@id": f"{root}{path}",
        "@type": "dcat:Catalog",
        "dct:title": title,
        "dct:description": description,
        "dct:publisher": {"@id": f"{root}#publisher", "@type": "foaf:Agent", "foaf:name": _both(NAME, NAME_EN)},
        "dct:license": {"@id": LICENCES["CC-BY-4.0"]},
        "dct:language": [
            {"@id": f"http://publications.europa.eu/resource/authority/language/{code}"} for code in ("ZHO", "ENG")
        ],
        "foaf:homepage": {"@id": root or "./"},
        "dcat:themeTaxonomy": {"@id": "http://publications.europa.eu/resource/authority/data-theme"},
    }


def _whole(database: Iterable[File], root: str) -> dict[str, Any]:
    return {
        "@id": f"{root}#database",
        "@type": "dcat:Dataset",
        "dct:title": _both("公开数据库", "The database"),
        "dct:description": _both(ABOUT, ABOUT_EN),
        "dct:publisher": {"@id": f"{root}#publisher"},
        "dcat:theme": {"@id": _THEME},
        "dcat:distribution": [_distribution(root, file.path, file.size) for file in database],
    }


def _dataset(digest: Digest, root: str) -> dict[str, Any]:
    folder = f"{digest.page}data/"
    year = digest.fiscal_year
    return without_nothing(
        {
            "@id": f"{root}{digest.page}",
            "@type": "dcat:Dataset",
            "dct:identifier": digest.id,
            "dct:title": {"@value": digest.title, "@language": "zh"},
            "dct:description": {"@value": described(digest), "@language": "zh"},
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


def _both(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def _distribution(root: str, path: str, size: int | None = None) -> dict[str, Any]:
    return without_nothing(
        {
            "@id": f"{root}{path}",
            "@type": "dcat:Distribution",
            "dcat:accessURL": {"@id": f"{root}{path}"},
            "dcat:downloadURL": {"@id": f"{root}{path}"},
            "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type(path)}"},
            "dcat:byteSize": {"@value": str(size), "@type": "xsd:nonNegativeInteger"} if size else None,
            "dct:license": {"@id": LICENCES["CC-BY-4.0"]},
        }
    )
