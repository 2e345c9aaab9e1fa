"""What of disclosures can be compared, as the static API answers it; the page for comparing reads these files alone.

Amounts are texts here: a program that reads JSON numbers in binary would round them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gongkai.package import Package
from gongkai.publish.fields import cell_key, text, whole
from gongkai.publish.machines.api import ROOT, json_text
from gongkai.publish.measures import exact_text, measured
from gongkai.publish.shelves import Department
from gongkai.publish.spots import NOWHERE
from gongkai.publish.summary import Sum, Summary


def figures_of(package: Package, summary: Summary) -> tuple[str, str]:
    """Path and text of the figures by which a disclosure is compared: measures, sums by function and by economy."""
    kinds = {whole(table, "table_no"): text(table, "kind") for table in package.rows["tables"]}
    printed = {(part.table_no, part.row, part.column) for part in (*summary.functional, *summary.economic)}
    funds = {key: text(line, "fund") for line in package.rows["lines"] if (key := cell_key(line)) in printed}
    answer = {
        "disclosure": summary.id,
        "issuer": summary.issuer or None,
        "region_code": summary.region_code or None,
        "fiscal_year": summary.fiscal_year,
        "phase": summary.phase or None,
        "scope": summary.scope or None,
        "page": f"disclosures/{summary.id}/",
        "measures": {
            name: {
                "amount": exact_text(figure.yuan),
                "fund": figure.fund,
                "kind": kinds[figure.table_no],
                "anchor": figure.anchor,
            }
            for name, figure in measured(summary.headlines)
        },
        "functional": [_sum(part, kinds, funds) for part in summary.functional],
        "economic": [_sum(part, kinds, funds) for part in summary.economic],
    }
    return f"{ROOT}/disclosures/{summary.id}/figures.json", json_text(answer)


def departments_by_place(departments: Sequence[Department]) -> Iterator[tuple[str, str]]:
    """Path and text of the departments of each place, with what they published; superseded disclosures are not in."""
    by_place: defaultdict[str, list[Department]] = defaultdict(list)
    for department in departments:
        by_place[department.region_code or NOWHERE].append(department)
    for region, own in sorted(by_place.items()):
        answer = {
            "region_code": None if region == NOWHERE else region,
            "places": list(own[0].places),
            "departments": [described(department) for department in own],
        }
        yield f"{ROOT}/departments/{region}.json", json_text(answer)


def described(department: Department) -> dict[str, Any]:
    """A department and its disclosures, the oldest first."""
    return {
        "key": department.key,
        "issuer": department.issuer,
        "page": f"departments/{department.key}/",
        "disclosures": [
            {"id": each.id, "fiscal_year": each.fiscal_year, "phase": each.phase or None, "scope": each.scope or None}
            for each in in_time(department.summaries)
        ],
    }


def in_time(summaries: Sequence[Summary]) -> list[Summary]:
    """The oldest year first, within a year the budget before the account."""
    return sorted(summaries, key=lambda each: (each.fiscal_year or 0, each.phase, each.scope, each.id))


def names(departments: Sequence[Department]) -> str:
    """All departments by place, as short as it goes: what the page for comparing looks names up in."""
    places: dict[str, list[str]] = {}
    by_place: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for department in departments:
        region, _, named = department.key.rpartition("-")
        places.setdefault(region, list(department.places))
        by_place[region].append((department.issuer, named))
    return json_text({"places": places, "departments": dict(by_place)})


def _sum(part: Sum, kinds: Mapping[int, str], funds: Mapping[tuple[int, int, int], str]) -> dict[str, Any]:
    return {
        "code": part.code,
        "name": part.name,
        "amount": exact_text(part.yuan),
        "fund": funds[part.table_no, part.row, part.column],
        "kind": kinds[part.table_no],
        "anchor": part.anchor,
    }
