"""The comparison that is made beforehand, what it tells of figures that are not alike, and the files it reads."""

import dataclasses
import json
from decimal import Decimal

import pytest

from gongkai.package import Package, read_package, write_package
from gongkai.publish.comparison import drawn, ready, unlike
from gongkai.publish.families import catalogue
from gongkai.publish.machines.comparable import departments_by_place, figures_of, names
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.shelves import departments
from gongkai.publish.summary import Summary, summary
from sample import ID, sample


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("comparison") / ID
    write_package(sample(), folder)
    return read_package(folder)


@pytest.fixture(scope="module")
def one(package: Package) -> Summary:
    return summary(package)


def spending(one: Summary, issuer: str, year: int, yuan: str, **other: object) -> Summary:
    figure = one.headlines.expenditure
    assert figure is not None
    shown = dataclasses.replace(one.headlines, expenditure=dataclasses.replace(figure, yuan=Decimal(yuan)))
    changed = {"id": f"{issuer}-{year}-{other.get('phase', 'budget')}", "issuer": issuer, "fiscal_year": year, **other}
    return dataclasses.replace(one, headlines=shown, **changed)  # type: ignore[arg-type]


def test_departments_with_most_years_come_in_and_the_greatest_stands_first(one: Summary) -> None:
    few = [spending(one, f"局{number}", 2026, "900.00") for number in range(8)]
    many = [spending(one, "老局", year, "100.00") for year in (2025, 2026)]
    groups = ready(departments([*few, *many]))
    assert len(groups) == 6
    assert groups[-1].department.issuer == "老局"
    assert [row.summary.fiscal_year for row in groups[-1].rows] == [2025, 2026]


def test_bars_are_on_one_scale_and_nothing_is_drawn_for_a_negative_amount(one: Summary) -> None:
    told = [
        spending(one, "甲", 2026, "400.00"),
        spending(one, "乙", 2026, "100.00"),
        spending(one, "丙", 2026, "-5.00"),
    ]
    marks = drawn(ready(departments(told)))["narrow"].marks
    assert [mark.length for mark in marks if mark.row] == ["350.0", "87.5", "0"]


def test_figures_of_different_stages_and_scopes_are_told_apart(one: Summary) -> None:
    alike = [spending(one, "甲", 2026, "4.00"), spending(one, "乙", 2026, "1.00")]
    assert list(unlike(ready(departments(alike)))) == []
    mixed = [*alike, spending(one, "丙", 2025, "1.00", phase="final", scope="unit")]
    assert dict(unlike(ready(departments(mixed)))) == {
        "phase": [("budget", 2), ("final", 1)],
        "scope": [("department", 2), ("unit", 1)],
    }


def test_the_figures_to_compare_are_exact_texts_and_say_their_fund_and_table(package: Package, one: Summary) -> None:
    path, words = figures_of(package, one)
    answer = json.loads(words, parse_float=pytest.fail)
    assert path == f"api/v1/disclosures/{ID}/figures.json"
    assert one.headlines.expenditure is not None
    told = answer["measures"]["expenditure"]
    assert Decimal(told["amount"]) == one.headlines.expenditure.yuan
    assert (told["fund"], told["kind"]) == (one.headlines.expenditure.fund, "department_summary")
    assert {each["kind"] for each in answer["economic"]} == {"general_public_basic_expenditure"}


def test_a_department_is_found_in_the_file_of_its_place_and_by_its_name(one: Summary) -> None:
    listed = departments([one, dataclasses.replace(one, id="nowhere", region_code="", places=())])
    files = dict(departments_by_place(listed))
    assert sorted(files) == ["api/v1/departments/500112.json", "api/v1/departments/unknown.json"]
    for department in listed:
        region, _, named = department.key.rpartition("-")
        assert [one.issuer, named] in json.loads(names(listed))["departments"][region]
        [told] = json.loads(files[f"api/v1/departments/{region}.json"])["departments"]
        assert told["key"] == department.key


def whole(summaries: list[Summary]) -> Whole:
    return Whole(summaries, {}, (), None, None, "", "")  # type: ignore[arg-type]


def test_the_catalogue_takes_pages_of_a_hundred_of_which_one_is_made_again_when_one_disclosure_changes(
    one: Summary,
) -> None:
    summaries = [dataclasses.replace(one, id=f"d{number:03}") for number in range(250)]
    pages = [each for each in catalogue.together(whole(summaries)) if isinstance(each, Page)]
    assert [page.path for page in pages] == ["disclosures/", "catalogue/2/", "catalogue/3/"]
    assert [len(page.made_of or ()) for page in pages] == [100, 100, 50]
    more = [*summaries, dataclasses.replace(one, id="a-last", published_on="")]
    again = [each for each in catalogue.together(whole(more)) if isinstance(each, Page)]
    assert [page.made_of for page in again[:2]] == [page.made_of for page in pages[:2]]
    assert all(page.also != before.also for page, before in zip(again, pages, strict=True))
