"""CREATE TABLE and CREATE INDEX from the schemas of the package."""

from collections.abc import Iterator
from typing import Any

from gongkai.load.columns import columns_of

#: What a Table Schema cannot say of a table and SQLite can.
_ALSO = {
    "lines": 'CHECK (("scheme" IS NULL) = ("code_year" IS NULL) AND ("scheme" IS NULL) = ("code" IS NULL))',
}
#: Indexes for the questions that views and queries ask, beside those for the foreign keys.
_ASKED = {
    "disclosures": (("issuer",), ("fiscal_year", "phase")),
    "tables": (("kind", "disclosure_id"),),
    "lines": (
        ("disclosure_id", "table_no", "measure", "code"),
        ("measure", "amount_fen"),
        ("label",),
    ),
    "checks": (("rule", "status", "disclosure_id"),),
    "targets": (("project_name",),),
}
#: Findings are asked for by their size.
_BY_SIZE = 'CREATE INDEX "checks_by_status_difference" ON "checks" ("status", abs("difference_fen"))'


def create_table(name: str, schema: dict[str, Any]) -> str:
    """The statement that makes table `name`, with its keys and constraints."""
    parts = [f'"{column.name}" {column.definition}' for field in schema["fields"] for column in columns_of(field)]
    parts.append(f"PRIMARY KEY ({_names(schema['primaryKey'])})")
    parts += [f"UNIQUE ({_names(key)})" for key in schema.get("uniqueKeys", ())]
    for key in schema.get("foreignKeys", ()):
        target = key["reference"]
        referenced = f'"{target.get("resource", name)}" ({_names(target["fields"])})'
        parts.append(f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {referenced}")
    if name in _ALSO:
        parts.append(_ALSO[name])
    return f'CREATE TABLE "{name}" (\n  ' + ",\n  ".join(parts) + "\n) STRICT"


def create_indexes(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """The statements that make the indexes of table `name`; a key that begins another needs none."""
    keys = [tuple(schema["primaryKey"]), *(tuple(key) for key in schema.get("uniqueKeys", ()))]
    wanted = [tuple(key["fields"]) for key in schema.get("foreignKeys", ())] + list(_ASKED.get(name, ()))
    for columns in dict.fromkeys(wanted):
        longer = [*keys, *(other for other in wanted if other != columns)]
        if not any(other[: len(columns)] == columns for other in longer):
            yield f'CREATE INDEX "{name}_by_{"_".join(columns)}" ON "{name}" ({_names(columns)})'
    if name == "checks":
        yield _BY_SIZE


def _names(columns: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
