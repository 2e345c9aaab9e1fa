"""The unit of a table that prints none: what the prose says of its own figures proves it, and nothing else does."""

import re
from collections.abc import Iterable, Mapping, Sequence

from gongkai.model import Paragraph, Table
from gongkai.money import is_amount

_SAID = re.compile(r"(\d[\d,]*\.\d+|\d{4,})\s*(亿元|百万元|万元|千元|元)")
_TELLING = 4  # digits: 12.5 may be any figure, 1234.56 is that of the table
_ENOUGH = 2  # different figures that must agree


def said_amounts(paragraphs: Iterable[Paragraph]) -> Mapping[str, str]:
    """Each telling figure of the prose, without separators, with its unit; figures said in two units are left out."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for number, unit in _SAID.findall(paragraph.text):
            bare = number.replace(",", "")
            if len(bare.replace(".", "").strip("0")) >= _TELLING:
                found[bare] = unit if found.get(bare, unit) == unit else ""
    return {number: unit for number, unit in found.items() if unit}


def proven_unit(table: Table, said: Mapping[str, str]) -> str:
    """The one unit in which the prose repeats at least two different figures of the table, as printed; or ""."""
    figures = {cell.text.strip().replace(",", "") for cell in table.cells if is_amount(cell.text)}
    units: Sequence[str] = [said[figure] for figure in figures if figure in said]
    return units[0] if len(units) >= _ENOUGH and len(set(units)) == 1 else ""
