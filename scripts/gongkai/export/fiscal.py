"""The mapping to Fiscal Data Package: amounts of the finest codes as one table, with its model and column types.

The column types are those of the OpenSpending taxonomy (os-types), which version 1 of the specification took over; the
`model` is that of version 0.3, the last with a schema. So one descriptor is valid Data Package v2 and valid 0.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from gongkai.package import describe_resource
from gongkai.schema import FISCAL, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.package import Package, Row, Value

_LEVELS = {
    "functional": (("functional_class", 3), ("functional_subclass", 5), ("functional_item", 7)),
    "economic": (("economic_class", 3), ("economic_subclass", 5)),
    "government_economic": (("economic_class", 3), ("economic_subclass", 5)),
}
#: What must be the same where one code contains another.
_WITHIN = ("table_no", "side", "scheme", "project_code", "measure", "fund", "period")
_COLUMNS = tuple(str(field["name"]) for field in schema(FISCAL)["fields"])


def fiscal_rows(package: Package) -> Iterator[Row]:
    """The rows of a package with a code that no finer code divides; totals and of-which rows are left out."""
    row = package.disclosure
    kinds = {table["table_no"]: table["kind"] for table in package.rows["tables"]}
    names = {(code["scheme"], code["year"], code["code"]): code["name"] for code in package.rows["codes"]}
    lines = [
        line for line in package.rows["lines"] if line["code"] and not line["is_total"] and not line["is_of_which"]
    ]
    divided = {
        (*(line[column] for column in _WITHIN), code[:end])
        for line in lines
        for code in (str(line["code"]),)
        for end in range(3, len(code), 2)
    }
    of_disclosure = {
        "disclosure_id": row["id"],
        **{name: row[name] for name in ("fiscal_year", "phase", "issuer", "region_code")},
        "currency": "CNY",
    }
    for line in lines:
        if (*(line[column] for column in _WITHIN), str(line["code"])) not in divided:
            found: dict[str, Value] = {
                **dict.fromkeys(_COLUMNS),
                **{name: line[name] for name in line if name in _COLUMNS},
                **of_disclosure,
                "kind": kinds[line["table_no"]],
                "direction": line["side"],
            }
            yield found | dict(_levels(line, names))


def _levels(line: Row, names: Mapping[tuple[Value, Value, Value], Value]) -> Iterator[tuple[str, Value]]:
    scheme, code = cast("str", line["scheme"]), str(line["code"])
    for name, end in _LEVELS[scheme]:
        if len(code) >= end:
            yield f"{name}_code", code[:end]
            yield f"{name}_name", names.get((scheme, line["code_year"], code[:end]))


def describe_fiscal(
    whole: Mapping[str, Any], sha256: str, size: int, rows: int, years: Sequence[int]
) -> dict[str, Any]:
    """The descriptor of the fiscal package: what it takes from the package of everything, and its model.

    `years` are the fiscal years of its rows.
    """
    resource = describe_resource(FISCAL, sha256, size, rows)
    about = {key: value for key, value in whole.items() if key not in ("resources", "name", "title", "title_en")}
    period = {"start": f"{min(years)}-01-01", "end": f"{max(years)}-12-31"} if years else None
    return {
        **about,
        "name": "gongkai-fiscal",
        "title": "公开：财政数据（Fiscal Data Package）",
        "title_en": "Gongkai: fiscal data (Fiscal Data Package)",
        "description": f"{resource['description']}\n\n{resource['description_en']}",
        "profile": "tabular-data-package",
        "countryCode": "CN",
        "granularity": "aggregated",
        **({"fiscalPeriod": period} if period else {}),
        "model": _model(),
        "resources": [{**resource, "profile": "tabular-data-resource"}],
    }


def _model() -> dict[str, Any]:
    """Measures and dimensions, by the columns of the table."""
    return {
        "measures": {"amount": {"source": "amount_yuan", "resource": FISCAL, "currency": "CNY", "factor": 1}},
        "dimensions": {
            "year": _dimension("datetime", "fiscal_year"),
            "phase": _dimension("other", "phase"),
            "issuer": _dimension("entity", "issuer"),
            "place": _dimension("location", "region_code"),
            "functional": _classification("functional", "class", "subclass", "item"),
            "economic": _classification("economic", "class", "subclass"),
            "project": _dimension("activity", "project_code"),
            "direction": _dimension("other", "direction"),
            "table": _dimension("other", "kind"),
            "measure": _dimension("other", "measure"),
            "fund": _dimension("other", "fund"),
            "period": _dimension("other", "period"),
            "cell": _dimension("fact", "disclosure_id", "table_no", "row", "column"),
        },
    }


def _dimension(kind: str, *attributes: str) -> dict[str, Any]:
    return {
        "dimensionType": kind,
        "primaryKey": attributes[0] if len(attributes) == 1 else list(attributes),
        "attributes": {name: {"source": name, "resource": FISCAL} for name in attributes},
    }


def _classification(scheme: str, *levels: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    above = None
    for level in levels:
        code, name = f"{scheme}_{level}_code", f"{scheme}_{level}_name"
        attributes[code] = {"source": code, "resource": FISCAL, **({"parent": above} if above else {})}
        attributes[name] = {"source": name, "resource": FISCAL, "labelfor": code}
        above = code
    return {
        "dimensionType": "classification",
        "classificationType": scheme,
        "primaryKey": [name for name in attributes if name.endswith("_code")],
        "attributes": attributes,
    }
