"""Pages about several disclosures: what belongs together, what can be compared, and what a list's pages hold."""

import dataclasses

import pytest

from gongkai.package import Package, read_package, write_package
from gongkai.publish.families import spending
from gongkai.publish.holding_file import holdings_of
from gongkai.publish.holdings import Holdings
from gongkai.publish.machines import digest_of
from gongkai.publish.made import Made
from gongkai.publish.outputs import Whole
from gongkai.publish.paging import paged, paged_by_rows
from gongkai.publish.shelves import change, current, department_key, departments
from gongkai.publish.spots import spots
from gongkai.publish.summary import Summary, summary
from sample import ID, sample


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("shelves") / ID
    write_package(sample(), folder)
    return read_package(folder)


@pytest.fixture(scope="module")
def one(package: Package) -> Summary:
    return summary(package)


def of_year(one: Summary, year: int, **other: object) -> Summary:
    return dataclasses.replace(one, id=f"shili-{year}-{other.get('phase', one.phase)}", fiscal_year=year, **other)  # type: ignore[arg-type]


def test_what_is_superseded_is_not_listed(one: Summary) -> None:
    again = dataclasses.replace(one, id="again", supersedes=one.id)
    assert [each.id for each in current([one, again])] == ["again"]


def test_a_department_is_its_name_in_its_place_with_the_newest_year_first(one: Summary) -> None:
    elsewhere = dataclasses.replace(one, id="elsewhere", region_code="110000")
    found = departments([of_year(one, 2025), of_year(one, 2026), elsewhere])
    years = {department.key: [each.fiscal_year for each in department.summaries] for department in found}
    assert years == {department_key(elsewhere): [2026], department_key(one): [2026, 2025]}


def test_a_department_superseded_under_another_name_keeps_its_page(one: Summary) -> None:
    renamed = dataclasses.replace(one, id="renamed", issuer="更名局", supersedes=one.id)
    assert {department.key for department in departments([one, renamed])} == {
        department_key(one),
        department_key(renamed),
    }


def test_only_the_year_before_in_the_same_phase_and_scope_is_compared(one: Summary) -> None:
    now = of_year(one, 2026)
    assert change(now, [now, of_year(one, 2024), of_year(one, 2025, phase="final")]) is None
    assert change(now, [of_year(one, 2025, scope="unit")]) is None
    found = change(now, [of_year(one, 2025)])
    assert found is not None
    assert found.yuan == 0


def test_a_place_holds_what_lies_in_it(one: Summary) -> None:
    inner = dataclasses.replace(one, id="inner", region_codes=("500000", "500112"), places=("重庆市", "渝北区"))
    outer = dataclasses.replace(one, id="outer", region_codes=("500000",), places=("重庆市",))
    found = {spot.code: [each.id for each in spot.summaries] for spot in spots([inner, outer])}
    assert found == {"500000": ["inner", "outer"], "500112": ["inner"]}


@pytest.mark.parametrize(("rows", "sizes"), [(0, [0]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
def test_a_long_list_takes_several_pages_and_the_first_has_its_plain_address(rows: int, sizes: list[int]) -> None:
    pages = list(paged("places/500000/", "place.html", [(number,) for number in range(rows)], {}, ()))
    assert [len(page.shown()["rows"]) for page in pages] == sizes
    assert [page.path for page in pages[:2]] == ["places/500000/", "places/500000/2/"][: len(pages)]


def test_a_page_of_a_list_is_made_of_its_own_rows_and_of_what_it_says_of_the_list(one: Summary) -> None:
    rows = [(of_year(one, number), number) for number in range(250)]
    pages = list(paged_by_rows("rules/x/", "rule.html", rows, {}, "x"))
    assert [len(page.made_of or ()) for page in pages] == [100, 100, 50]
    assert pages[1].made_of == tuple(summary for summary, _ in rows[100:200])
    longer = list(paged_by_rows("rules/x/", "rule.html", [*rows, rows[0]], {}, "x"))
    other = list(paged_by_rows("rules/x/", "rule.html", [*rows[:150], (rows[150][0], -1), *rows[151:]], {}, "x"))
    assert [a.also == b.also for a, b in zip(pages, longer, strict=True)] == [False, False, False]
    assert [a.also == b.also for a, b in zip(pages, other, strict=True)] == [True, False, True]


def test_a_code_that_only_a_superseded_disclosure_prints_has_a_page_and_nobody_on_it(
    package: Package, one: Summary
) -> None:
    without = dataclasses.replace(one, id="again", supersedes=one.id, functional=one.functional[1:])
    gone = one.functional[0].code
    held = _held(package, one, without)
    whole = Whole(held.summaries, {}, (), None, None, "", "", held)  # type: ignore[arg-type]
    pages = {page.path: page.shown()["rows"] for page in spending.together(whole)}
    assert pages[f"codes/functional/{gone}/"] == []
    assert [row[0].id for row in pages[f"codes/functional/{one.functional[1].code}/"]] == ["again"]


def _held(package: Package, *summaries: Summary) -> Holdings:
    digest = digest_of(package, summaries[0])
    return holdings_of(
        {each.id: Made(each, each.id, dataclasses.replace(digest, id=each.id), (), ()) for each in summaries}
    )
