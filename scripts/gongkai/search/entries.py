"""What can be searched for in a package, and in the code lists."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.package import Package, Row, file_numbers, list_rows, page_name
from gongkai.search.folding import folded

#: What an entry is, from the widest to the narrowest.
KINDS = ("disclosure", "table", "heading", "project", "item", "indicator", "paragraph", "code")

_FIGURE = re.compile(r"[-+−－\d,，.．%％\s]*")


class Entry(NamedTuple):
    """Something that can be found.

    `place` is written as the operands of checks are: `table_no:row:column` for a cell; the name of its page, `/p`
    and a number for a paragraph, the number alone for a table; a code for an entry of the code lists, whose
    `disclosure_id` is ""; "" for the disclosure itself. `title` says what the text stands in: a table, a disclosure,
    a classification.
    """

    kind: str
    disclosure_id: str
    place: str
    title: str
    text: str


def entries(package: Package) -> Iterator[Entry]:
    """The entries of a package, in the order of the document, each place once."""
    row = package.disclosure
    identity, title = str(row["id"]), str(row["title"] or row["id"])
    yield Entry("disclosure", identity, "", title, _joined(title, row["issuer"]))
    tables = {number: _title(table) for table in package.rows["tables"] if (number := table["table_no"])}
    for number, table_title in tables.items():
        if table_title:
            yield Entry("table", identity, str(number), title, table_title)
    for kind, key, text in sorted((*_targets(package), *_items(package)), key=lambda found: found[1]):
        yield Entry(kind, identity, ":".join(map(str, key)), tables[key[0]] or title, text)
    numbers = file_numbers(package.rows["sources"])
    for paragraph in package.rows["paragraphs"]:
        page = paragraph["page"] if isinstance(paragraph["page"], int) else None
        place = f"{page_name(numbers.get(str(paragraph['source']), 1), page)}/p{paragraph['paragraph_no']}"
        yield Entry("paragraph", identity, place, title, str(paragraph["text"]))


def code_entries() -> Iterator[Entry]:
    """The entries of the code lists: each code with its names, `title` the term of its classification."""
    for row in list_rows("code_list"):
        text = " ".join(str(row[column]) for column in ("code", "name", "name_en") if row[column])
        yield Entry("code", "", str(row["code"]), str(row["scheme"]), text)


def address(place: str) -> str:
    """The address of a place from the page of its disclosure; "" for the page itself.

    Raises ValueError for what is no place.
    """
    if not place:
        return ""
    found = re.fullmatch(r"(?P<cell>\d+:\d+:\d+)|(?P<page>[\w-]+)/(?P<text>p\d+)|(?P<number>\d+)", place)
    if found is None:
        raise ValueError(f"{place!r} is no place")
    if found["cell"]:
        table_no, row, column = place.split(":")
        return f"#t{table_no}-r{row}-c{column}"
    return f"pages/{found['page']}/#{found['text']}" if found["text"] else f"#table-{place}"


_Key = tuple[int, int, int]


def _targets(package: Package) -> Iterator[tuple[str, _Key, str]]:
    """Each indicator at its cell, with its value; each project once in its table, at the first of its indicators."""
    named: set[tuple[int, str]] = set()
    for target in package.rows["targets"]:
        key = _key(target)
        project = _joined(target["project_code"], target["project_name"])
        if project and (key[0], project) not in named:
            named.add((key[0], project))
            yield "project", key, project
        value = "".join(str(target[column] or "") for column in ("comparator", "value", "unit"))
        yield "indicator", key, _joined(target["indicator"], value)


def _items(package: Package) -> Iterator[tuple[str, _Key, str]]:
    """Each name that a row of figures has, at the first of them; then headings, and the words that no name holds."""
    named: dict[tuple[int, int, str], _Key] = {}
    told: defaultdict[tuple[int, int], str] = defaultdict(str)
    for kind, key, text in _targets(package):
        told[key[:2]] += f"{kind} {text}\n"
    for line in package.rows["lines"]:
        key = _key(line)
        name = _joined(line["code"] or line["project_code"], line["label"])
        if name and (*key[:2], name) not in named:
            named[*key[:2], name] = key
            told[key[:2]] += f"{name}\n"
    yield from (("item", key, name) for (_, _, name), key in named.items())
    heads = {table["table_no"]: int(str(table["header_rows"])) for table in package.rows["tables"]}
    rest: defaultdict[tuple[int, int], list[tuple[_Key, str]]] = defaultdict(list)
    for cell in package.rows["cells"]:
        key, text = _key(cell), str(cell["text"] or "")
        if key[1] <= heads[key[0]]:
            if not _FIGURE.fullmatch(text):
                yield "heading", key, text
        elif key[:2] not in told:
            rest[key[:2]].append((key, text))
        elif not _FIGURE.fullmatch(text) and text not in told[key[:2]] and folded(text) not in folded(told[key[:2]]):
            yield "item", key, text
    for cells in rest.values():
        worded = next((key for key, text in cells if not _FIGURE.fullmatch(text)), None)
        if worded:
            yield "item", worded, _joined(*(text for _, text in cells))


def _key(row: Row) -> _Key:
    table_no, number, column = row["table_no"], row["row"], row["column"]
    assert isinstance(table_no, int)
    assert isinstance(number, int)
    assert isinstance(column, int)
    return table_no, number, column


def _title(table: Row) -> str:
    return _joined(table["printed_no"], table["title"])


def _joined(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)
