"""What a Table Schema cannot say: rows that contradict each other."""

from collections.abc import Iterator
from pathlib import Path

from gongkai.errors import AmountError
from gongkai.messages import say
from gongkai.money import parse_amount
from gongkai.package.content import Package, Row
from gongkai.package.reading import stream_rows


def contradictions(package: Package) -> Iterator[str]:
    """One line per contradiction."""
    yield from _one_disclosure(package)
    yield from _known_kinds(package)
    yield from _printed_amounts(package)
    yield from _operands(package)


#: Codes that name their parents by a part of their key: frictionless compares a key of which a part is empty.
_PARENTS = {"codes": ("scheme", "year"), "code_list": ("scheme",), "region_list": ()}


def orphans(folder: Path, name: str) -> Iterator[str]:
    """One line for each code of a table or list whose parent is not in it."""
    if name not in _PARENTS:
        return
    by, file = _PARENTS[name], folder / f"{name}.csv"
    known = {(*(row[column] for column in by), row["code"]) for row in stream_rows(file, name)}
    for number, row in enumerate(stream_rows(file, name), start=2):
        if row["parent"] is not None and (*(row[column] for column in by), row["parent"]) not in known:
            yield _line(
                name, number, f"上级“{row['parent']}”不在表中", f"the parent {row['parent']!r} is not in the table"
            )


def _one_disclosure(package: Package) -> Iterator[str]:
    own = package.disclosure["id"]
    for name, rows in package.rows.items():
        for number, row in enumerate(rows, start=2):
            if row.get("disclosure_id", own) != own:
                yield _line(
                    name,
                    number,
                    f"属于“{row['disclosure_id']}”，不属于“{own}”",
                    f"belongs to {row['disclosure_id']!r}, not to {own!r}",
                )


def _known_kinds(package: Package) -> Iterator[str]:
    known = {row["term"] for row in package.rows["terms"] if row["dimension"] == "kind"}
    for number, row in enumerate(package.rows["tables"], start=2):
        kind = row["kind"]
        if kind is not None and kind not in known:
            yield _line("tables", number, f"种类“{kind}”不在 terms 中", f"kind {kind!r} is not in terms")
        if row["recognised"] is not (kind is not None):
            yield _line(
                "tables",
                number,
                "recognised 与 kind 不符：认出的表才有种类",
                "recognised does not fit kind: a recognised table has one",
            )


def _printed_amounts(package: Package) -> Iterator[str]:
    for number, row in enumerate(package.rows["lines"], start=2):
        found = _worth(row)
        if found is not None and found != (row["amount_yuan"], row["step_yuan"]):
            yield _line(
                "lines",
                number,
                f"印出的“{row['printed']}”（{row['unit']}）是 {found[0]} 元、末位 {found[1]} 元，"
                f"不是 {row['amount_yuan']} 和 {row['step_yuan']}",
                f"printed {row['printed']!r} in {row['unit']} is {found[0]} yuan with a step of {found[1]}, "
                f"not {row['amount_yuan']} and {row['step_yuan']}",
            )


def _worth(row: Row) -> tuple[object, object] | None:
    try:
        amount = parse_amount(str(row["printed"]), str(row["unit"]))
    except AmountError:  # a corrected figure: what is printed is no amount
        return None
    return amount.yuan, amount.step


def _operands(package: Package) -> Iterator[str]:
    places = {f"{row['table_no']}:{row['row']}:{row['column']}" for row in package.rows["cells"]}
    places |= {f"s{row['statement_no']}" for row in package.rows["statements"]}
    places |= {f"p{row['paragraph_no']}" for row in package.rows["paragraphs"]}
    for number, row in enumerate(package.rows["checks"], start=2):
        for operand in str(row["operands"] or "").split(";"):
            # What stands in another disclosure is held by the build, which has them all.
            if operand and "#" not in operand and operand not in places:
                yield _line(
                    "checks",
                    number,
                    f"operands 中的“{operand}”不是格、文中金额或段落",
                    f"operand {operand!r} is no cell, statement or paragraph",
                )


def _line(name: str, number: int, zh: str, en: str) -> str:
    return f"{name}.csv r{number}: {say(zh, en)}"
