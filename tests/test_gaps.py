"""What counts as missing: by issuer, between its first year and its last, and no account before it is due."""

import dataclasses

import pytest

from gongkai.package import read_package, write_package
from gongkai.publish.gaps import accounts_due, counts, gaps, issuers, wholly_read
from gongkai.publish.shelves import departments
from gongkai.publish.summary import Summary, summary
from sample import ID, sample


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    folder = tmp_path_factory.mktemp("gaps") / ID
    write_package(sample(), folder)
    return summary(read_package(folder))


def of(one: Summary, year: int, phase: str = "budget", issuer: str = "甲局") -> Summary:
    return dataclasses.replace(one, id=f"{issuer}-{year}-{phase}", issuer=issuer, fiscal_year=year, phase=phase)


def missing(*summaries: Summary) -> list[tuple[str, int, str, str]]:
    return [
        (each.department.issuer, *slot, why) for each, slot, why in gaps(issuers(departments(summaries), summaries))
    ]


def test_an_account_is_missing_where_the_budget_is_here_and_accounts_of_its_year_are_due(one: Summary) -> None:
    others = of(one, 2024, "final", "乙局"), of(one, 2024, "budget", "乙局")
    assert missing(of(one, 2024), *others) == [("甲局", 2024, "final", "no_final")]


def test_no_account_is_missing_before_anybody_can_have_published_one(one: Summary) -> None:
    assert missing(of(one, 2025), of(one, 2026)) == []
    assert accounts_due([of(one, 2025), of(one, 2026)]) == 2024


def test_a_budget_of_two_years_on_makes_an_account_due(one: Summary) -> None:
    assert missing(of(one, 2024), of(one, 2025), of(one, 2026)) == [("甲局", 2024, "final", "no_final")]


def test_a_budget_is_missing_where_the_account_of_its_year_is_here(one: Summary) -> None:
    assert missing(of(one, 2024, "final")) == [("甲局", 2024, "budget", "no_budget")]


def test_a_year_between_two_that_are_here_is_a_gap_of_that_issuer_though_others_have_it(one: Summary) -> None:
    found = missing(of(one, 2024), of(one, 2026), of(one, 2025, issuer="乙局"))
    assert ("甲局", 2025, "budget", "gap") in found
    assert not any(issuer == "乙局" for issuer, *_ in found)


def test_the_counts_are_of_issuers_and_tell_the_newest_year_first(one: Summary) -> None:
    every = [of(one, 2024), of(one, 2024, "final", "乙局"), of(one, 2025, issuer="乙局")]
    found = counts(issuers(departments(every), every))
    assert list(found) == [(2025, "budget"), (2024, "budget"), (2024, "final")]
    told = found[2024, "budget"]
    assert (told.published, told.missing) == (1, 1)


def test_a_table_that_was_not_recognised_makes_a_disclosure_partly_read(one: Summary) -> None:
    assert not wholly_read(one)
    clean = dataclasses.replace(one.coverage, unrecognised=0, incomplete=0)
    assert wholly_read(dataclasses.replace(one, coverage=clean, outcomes=(0, 0, 0, 0)))
    assert counts(issuers(departments([one]), [one]))[2026, "budget"].unread == 1
