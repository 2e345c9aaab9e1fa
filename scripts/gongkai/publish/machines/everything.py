"""The answers of the API about all disclosures, put together from what is kept of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from gongkai.package import Row, list_rows
from gongkai.publish.holdings import Holdings, Year
from gongkai.publish.machines.api import ROOT, json_text
from gongkai.publish.outputs import Output
from gongkai.publish.summary import Summary

_CODE = ("scheme", "code", "name", "name_en", "parent", "level", "valid_from", "valid_to")


def of_everything(held: Holdings, site: str) -> Iterator[Output]:
    """The answers about all, and those about a year, or a rule in a year."""
    listed = list(held.texts("listed"))
    top = {
        "name": "Gongkai",
        "version": "1",
        "site": site,
        "licence": "CC-BY-4.0",
        "disclosures": len(listed),
        "links": {
            name: f"{ROOT}/{name}.json"
            for name in ("openapi", "disclosures", "departments", "places", "codes", "findings")
        }
        | {"package": "datapackage.json", "catalogue": "catalogue.jsonld"},
    }
    answers: dict[str, dict[str, Any]] = {
        "index": top,
        "departments": {"departments": list(_departments(held.summaries))},
        "places": {"places": list(_places(held))},
        "codes": {"codes": [_code(row) for row in list_rows("code_list")]},
        "findings": {"rules": list(_rules(held))},
    }
    yield from (Output(f"{ROOT}/{name}.json", json_text(answer).encode()) for name, answer in answers.items())
    yield Output(f"{ROOT}/disclosures.json", _list_text({}, "disclosures", listed).encode())
    yield from (
        Output(f"{ROOT}/years/{year.fiscal_year}.json", partial(_of_year, year), told=year.told)
        for year in held.by_year("listed")
    )
    for rule, year, head in held.findings():
        named = {"rule": rule, "fiscal_year": year}
        words = partial(_found, held, named)
        yield Output(_findings_path(rule, year), words, told=head.told)


def _of_year(year: Year) -> bytes:
    return _list_text({"fiscal_year": year.fiscal_year}, "disclosures", year.texts).encode()


def _found(held: Holdings, named: dict[str, Any]) -> bytes:
    return _list_text(named, "findings", held.found(named["rule"], named["fiscal_year"])).encode()


def _list_text(first: dict[str, Any], name: str, items: Iterable[str]) -> str:
    """The JSON of `first` and of a list of what is JSON already."""
    return json_text({**first, name: []}).removesuffix("]}\n") + ",".join(items) + "]}\n"


def _findings_path(rule: str, year: int) -> str:
    return f"{ROOT}/findings/{rule}/{year}.json"


def _rules(held: Holdings) -> Iterator[dict[str, Any]]:
    years: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for rule, year, head in held.findings():
        years[rule].append((year, head.total))
    for rule, own in sorted(years.items()):
        yield {
            "rule": rule,
            "findings": sum(total for _, total in own),
            "years": [
                {"fiscal_year": year, "findings": total, "details": _findings_path(rule, year)}
                for year, total in sorted(own)
            ],
        }


def _departments(summaries: Iterable[Summary]) -> Iterator[dict[str, Any]]:
    """A department is known by its name and place: no register of departments gives them a number."""
    found: defaultdict[tuple[str, str], list[Summary]] = defaultdict(list)
    for summary in summaries:
        if summary.issuer:
            found[summary.region_code, summary.issuer].append(summary)
    for (region, issuer), own in sorted(found.items()):
        yield {
            "issuer": issuer,
            "region_code": region or None,
            "years": sorted({each.fiscal_year or 0 for each in own}),
            "disclosures": [each.id for each in own],
        }


def _places(held: Holdings) -> Iterator[dict[str, Any]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for summary in held.summaries:
        found[summary.region_code].append(summary.id)
    for code, place in sorted(held.places().items()):
        yield {"code": code, "name": place.name, "parent": place.parent or None, "disclosures": found.get(code, [])}


def _code(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _CODE}
