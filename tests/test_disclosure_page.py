"""The page of a disclosure: what it says of last year, tables that can be sorted, findings where they belong."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from gongkai.codes import TRANSLATION, english_name, english_names
from gongkai.codes.lists import listed
from gongkai.package import Package
from gongkai.publish.amounts import signed_percent
from gongkai.publish.earlier import in_table, in_text
from gongkai.publish.fields import grouped, text, whole
from gongkai.publish.findings import ledger, placed_checks
from gongkai.publish.grid import PrintedTable, printed_table
from gongkai.publish.narrative import projects
from sample import ID, packaged


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return packaged(tmp_path_factory.mktemp("page") / ID)


def line(**other: Any) -> dict[str, Any]:
    return {
        "table_no": 3,
        "row": 2,
        "column": 4,
        "side": "expenditure",
        "measure": "total",
        "fund": "all",
        "amount_yuan": Decimal(227902000),
        "step_yuan": Decimal(100),
        **other,
    }


def sentence(**other: Any) -> dict[str, Any]:
    return {
        "statement_no": 7,
        "kind": "department_summary",
        "side": "expenditure",
        "measure": "total",
        "fund": "",
        "amount_yuan": Decimal(227901900),
        "step_yuan": Decimal(100),
        "change_yuan": Decimal(-108638700),
        "compared_year": 2025,
        **other,
    }


def saying(package: Package, *sentences: dict[str, Any]) -> Package:
    row = {**package.rows["disclosures"][0], "fiscal_year": 2026}
    return dataclasses.replace(package, rows={**package.rows, "disclosures": (row,), "statements": sentences})


def test_last_year_is_what_the_table_prints_beside_it() -> None:
    said = in_table(line(), [line(column=3, amount_yuan=Decimal(200000000))], ("table_no", "row", "side"))
    assert said is not None
    assert (said.yuan, said.change, said.anchor, said.table_no) == (200000000, 27902000, "t3-r2-c3", 3)


def test_two_different_figures_of_last_year_are_none() -> None:
    twice = [line(column=3, amount_yuan=Decimal(1)), line(column=5, amount_yuan=Decimal(2))]
    assert in_table(line(), twice, ("table_no", "row")) is None


def test_last_year_is_what_a_sentence_says_of_the_same_amount(package: Package) -> None:
    said = in_text(saying(package, sentence()))(line(), "department_summary")
    assert said is not None
    assert (said.yuan, said.change, said.year, said.anchor, said.fund) == (336540600, -108638700, 2025, "s7", "")


@pytest.mark.parametrize(
    "other",
    [
        {"amount_yuan": Decimal(227901800)},
        {"compared_year": 2024},
        {"change_yuan": None},
        {"kind": "government_procurement"},
        {"measure": "basic_expenditure"},
        {"side": "income"},
    ],
)
def test_a_sentence_about_something_else_says_nothing_of_it(package: Package, other: dict[str, Any]) -> None:
    assert in_text(saying(package, sentence(**other)))(line(), "department_summary") is None


def test_sentences_that_contradict_each_other_say_nothing(package: Package) -> None:
    both = saying(package, sentence(), sentence(change_yuan=Decimal(5)))
    assert in_text(both)(line(), "department_summary") is None


def test_a_sentence_about_a_part_of_the_money_names_its_fund(package: Package) -> None:
    said = in_text(saying(package, sentence(fund="general_public")))(line(), "department_summary")
    assert said is not None
    assert said.fund == "general_public"
    other_fund = line(fund="government_fund")
    assert in_text(saying(package, sentence(fund="general_public")))(other_fund, "department_summary") is None


def test_a_change_has_its_sign_and_none_where_nothing_was_before() -> None:
    assert signed_percent(Decimal(-108638700), Decimal(336540600)) == "−32.3%"
    assert signed_percent(Decimal(12), Decimal(36)) == "+33.3%"
    assert signed_percent(Decimal(12), Decimal(0)) == ""


def shown(package: Package, number: int, **kwargs: Any) -> PrintedTable:
    table = next(row for row in package.rows["tables"] if whole(row, "table_no") == number)
    cells, lines = (grouped(package.rows[name], "table_no").get(number, ()) for name in ("cells", "lines"))
    return printed_table(table, cells, lines, **kwargs)


def cell(number: int, column: int, words: str, **other: Any) -> dict[str, Any]:
    return {
        "table_no": 1,
        "row": number,
        "column": column,
        "row_span": 1,
        "column_span": 1,
        "text": words,
        "page": 1,
        **other,
    }


def table_of(*rows: tuple[str, str, bool], head: tuple[str, str] = ("科目", "金额")) -> PrintedTable:
    cells = [cell(1, column, words) for column, words in enumerate(head, 1)]
    lines = []
    for number, (label, amount, is_total) in enumerate(rows, 2):
        cells += [cell(number, 1, label), cell(number, 2, amount)]
        if amount.replace(".", "").isdigit():
            of_row = {"table_no": 1, "row": number, "column": 2, "side": "expenditure", "label": label}
            lines.append({**of_row, "is_total": is_total, "code": "", "amount_yuan": Decimal(amount)})
    return printed_table({"header_rows": 1, "rows": len(rows) + 1, "columns": 2}, cells, lines)


FOUR = tuple((f"科目{number}", f"{number}.00", False) for number in range(4))


def test_a_table_sorts_by_each_heading_of_its_own_with_totals_at_the_ends() -> None:
    table = table_of(("合计", "6.00", True), *FOUR)
    assert table.is_sortable
    assert [one.text for one in table.head[0].cells if one.sorts] == ["科目", "金额"]


def test_a_table_with_totals_between_its_rows_does_not_sort() -> None:
    assert not table_of(*FOUR, ("小计", "6.00", True), ("科目5", "5.00", False)).is_sortable


def test_a_heading_printed_again_on_a_new_page_is_no_row_to_sort() -> None:
    table = table_of(*FOUR, ("科 目", "金\n额", False), ("科目5", "5.00", False))
    assert table.is_sortable
    assert [row.is_again for row in table.body] == [False] * 4 + [True, False]


def test_a_table_of_two_sides_holds_no_labels_and_does_not_sort(package: Package) -> None:
    two_sided = [table for table in package.rows["tables"] if text(table, "kind") == "department_summary"]
    assert two_sided
    for table in two_sided:
        grid = shown(package, whole(table, "table_no"))
        assert not grid.is_one_sided
        assert not grid.is_sortable


def test_cells_of_a_check_that_does_not_hold_are_marked_and_no_others(package: Package) -> None:
    placed = placed_checks(ledger(package))
    assert placed.doubted
    marked = {
        one.anchor
        for table in package.rows["tables"]
        for row in shown(package, whole(table, "table_no"), doubted=placed.doubted).body
        for one in row.cells
        if one.is_doubted
    }
    assert marked == placed.doubted


def test_every_check_that_does_not_hold_is_told_once(package: Package) -> None:
    made = ledger(package)
    placed = placed_checks(made)
    told = [check.number for checks in placed.told.values() for check in checks]
    told += [check.number for check in placed.elsewhere]
    assert sorted(told) == sorted(check.number for check in made.failed)


def test_targets_stand_below_the_levels_of_their_form(package: Package) -> None:
    row = {
        "table_no": 9,
        "row": 1,
        "column": 1,
        "scope": "project",
        "project_code": "1",
        "project_name": "甲",
        "budget_yuan": None,
        "unit": "%",
        "core": None,
    }
    goals = [
        {"section": "产出\n指标 / 数量指标", "indicator": "个数", "weight": "30", "comparator": "≥", "value": "5"},
        {"section": "产出指标 / 质量指标", "indicator": "合格率", "weight": "15", "comparator": "=", "value": "100"},
        {"section": "效益指标", "indicator": "影响", "weight": "重要", "comparator": "定性", "value": "优"},
    ]
    targets = tuple({**row, **goal} for goal in goals)
    (project,) = projects(dataclasses.replace(package, rows={**package.rows, "targets": targets}))
    assert [(goal.place, goal.levels) for goal in project.goals] == [
        (0, ("产出指标", "数量指标")),
        (0, ("产出指标", "质量指标")),
        (1, ("效益指标",)),
    ]
    assert [(goal.bar, goal.is_told) for goal in project.goals] == [("100.0", False), ("50.0", False), ("", True)]
    assert [goal.demand for goal in project.goals][:2] == ["≥ 5%", "= 100%"]


def test_english_names_are_of_listed_codes_and_say_whose_words_they_are() -> None:
    assert set(english_names()) <= set(listed())
    assert {name.source for name in english_names().values()} == {"mof", "nbs", TRANSLATION}
    assert all(name.name == name.name.strip() and name.name.isascii() for name in english_names().values())
    assert english_name("functional", "213") == "Agriculture, forestry and water conservancy"


@pytest.mark.parametrize("scheme", ["functional", "economic", "government_economic"])
def test_every_class_and_subclass_has_a_name_in_english(scheme: str) -> None:
    upper = {code for of, code in listed() if of == scheme and len(code) <= len("20101")}
    assert not {code for code in upper if not english_name(scheme, code)}
