"""The page for comparing departments, and the files that it reads."""

from collections.abc import Iterator
from typing import Any

from gongkai.codes import name_of
from gongkai.publish.comparison import drawn, ready, unlike
from gongkai.publish.figures import CLASS_CODE_LENGTH
from gongkai.publish.holding_tables import SCHEMES
from gongkai.publish.machines.comparable import departments_by_place, described, figures_of, names
from gongkai.publish.machines.linked import script_text
from gongkai.publish.measures import MEASURES
from gongkai.publish.outputs import One, Output, Page, Whole
from gongkai.publish.shelves import Department
from gongkai.vocabulary import terms

_DIMENSIONS = ("phase", "scope", "fund", "kind")


def together(whole: Whole) -> Iterator[Page | Output]:
    """The page with a comparison made beforehand, the names of all departments, and the departments of each place."""
    listed = whole.departments
    groups = ready(listed)
    context = {
        "groups": groups,
        "drawings": drawn(groups),
        "unlike": list(unlike(groups)),
        "measures": MEASURES,
        "classes": {scheme: _classes(whole, scheme) for scheme in SCHEMES},
        "ready": script_text({"departments": [_placed(group.department) for group in groups]}),
        "terms": {language: script_text(_terms(place)) for place, language in enumerate(("zh", "en"))},
    }
    yield Page("compare/", "compare.html", context)
    yield Output("compare/departments.json", names(listed).encode())
    for path, words in departments_by_place(listed):
        yield Output(path, words.encode())


def alone(one: One) -> Iterator[Output]:
    """The figures by which the disclosure is compared."""
    path, words = figures_of(one.package, one.summary)
    yield Output(path, words.encode())


def _placed(department: Department) -> dict[str, Any]:
    return {**described(department), "places": list(department.places)}


def _classes(whole: Whole, scheme: str) -> list[tuple[str, str]]:
    """Code and name of the classes that any disclosure prints."""
    assert whole.held is not None
    found = ((head.name, head.label) for head in whole.held.spending(scheme))
    return [(code, name_of(scheme, code) or name) for code, name in found if len(code) == CLASS_CODE_LENGTH]


def _terms(place: int) -> dict[str, dict[str, str]]:
    known = terms()
    return {dimension: {term: both[place] for term, both in known[dimension].items()} for dimension in _DIMENSIONS}
