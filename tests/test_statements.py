"""Prose to statements: each amount with what it is said of, and how it compares with the year before."""

from decimal import Decimal

import pytest

from gongkai.model import Paragraph, Place
from gongkai.normalise.statements import statements


def _said(text, year=2026):
    return statements((Paragraph(text, Place("text.txt", 3)),), year)


def _wan(amount):
    return Decimal(amount) * 10_000


def test_an_amount_is_bound_to_its_subject():
    (found,) = _said("2026年“三公”经费预算1,371万元。")
    assert (found.kind, found.measure, found.row_label, found.year) == ("three_public", "total", "total", 2026)
    assert (found.amount_yuan, found.step_yuan) == (_wan(1371), _wan(1))
    assert (found.printed, found.unit, found.page, found.paragraph_no) == ("1,371", "万元", 3, 1)


def test_the_offsets_are_those_of_the_printed_number():
    text = "2026年“三公”经费预算1,371万元，其中公务接待费 33.5 万元。"
    assert [text[found.start : found.end] for found in _said(text)] == ["1,371", "33.5"]


@pytest.mark.parametrize(
    ("text", "amount", "change", "direction", "compared"),
    [
        ("三公经费预算9万元，比2025年增加1.5万元。", "9", "1.5", "increase", 2025),
        ("三公经费预算9万元，较上年减少2万元。", "9", "-2", "decrease", 2025),
        ("三公经费预算9万元，比2024年下降了2万元。", "9", "-2", "decrease", 2024),
        ("三公经费预算9万元，与2025年金额相同。", "9", "0", "unchanged", 2025),
        ("三公经费预算9万元，与上年持平。", "9", "0", "unchanged", 2025),
        ("三公经费预算9万元。", "9", None, "", None),
    ],
)
def test_a_comparison_belongs_to_the_amount_before_it(text, amount, change, direction, compared):
    (found,) = _said(text)
    assert found.amount_yuan == _wan(amount)
    assert found.change_yuan == (None if change is None else _wan(change))
    assert (found.direction, found.compared_year) == (direction, compared)


def test_a_change_without_an_amount_is_a_statement_of_its_own():
    (found,) = _said("收入预算较2025年减少10863.87万元。")
    assert found.amount_yuan is None
    assert found.change_yuan == -_wan("10863.87")
    assert (found.kind, found.side) == ("department_summary", "income")


def test_the_reason_for_a_change_is_no_second_change():
    found = _said("三公经费预算9万元，比2025年减少2万元，主要原因是合并，减少2万元。")
    assert len(found) == 1
    assert found[0].change_yuan == -_wan(2)


def test_a_percentage_belongs_to_the_change():
    (found,) = _said("三公经费预算9万元，比上年增加1万元，增长12.5%。")
    assert (found.percent, found.direction) == (Decimal("12.5"), "increase")


def test_items_stay_within_the_table_of_their_context():
    text = "支出预算：2026年年初预算数22790.19万元，其中：教育支出预算177万元，国防支出预算60.66万元。"
    total, education, defence = _said(text)
    assert (total.kind, total.side, total.row_label) == ("department_summary", "expenditure", "total")
    for item, name in ((education, "教育支出"), (defence, "国防支出")):
        assert (item.kind, item.side, item.row_label) == ("department_summary", "expenditure", name)


def test_basic_and_project_expenditure_stay_within_the_fund_of_their_context():
    text = "2026年一般公共预算财政拨款支出30万元，其中：基本支出20万元，项目支出10万元。"
    total, basic, project = _said(text)
    assert total.fund == basic.fund == project.fund == "general_public"
    assert [x.measure for x in (total, basic, project)] == ["total", "basic_expenditure", "project_expenditure"]
    assert {x.kind for x in (total, basic, project)} == {"general_public_expenditure"}


def test_the_three_public_expenses_are_told_apart():
    text = "其中：因公出国（境）费用199.8万元；公务接待费1033万元；公务用车运行维护费90.2万元；公务用车购置费48万元。"
    assert [(x.measure, x.amount_yuan) for x in _said(text)] == [
        ("overseas_travel", _wan("199.8")),
        ("official_reception", _wan(1033)),
        ("vehicle_operation", _wan("90.2")),
        ("vehicle_purchase", _wan(48)),
    ]


def test_the_year_of_a_sentence_is_the_one_that_it_speaks_of():
    (found,) = _said("2025年“三公”经费支出8万元。")
    assert found.year == 2025
    (found,) = _said("比2025年相比，三公经费预算9万元。")
    assert found.year == 2026


def test_an_amount_that_names_nothing_is_kept_unbound():
    (found,) = _said("另有12万元待定。")
    assert (found.kind, found.measure, found.row_label) == ("", "", "")
    assert found.amount_yuan == _wan(12)


@pytest.mark.parametrize(("unit", "yuan"), [("元", 1), ("千元", 1000), ("万元", 10_000), ("亿元", 100_000_000)])
def test_the_unit_behind_a_number_counts(unit, yuan):
    (found,) = _said(f"三公经费预算1,234.5{unit}。")
    assert found.amount_yuan == Decimal("1234.5") * yuan
    assert found.step_yuan == Decimal("0.1") * yuan


def test_numbers_that_are_no_money_are_no_statements():
    assert _said("共有车辆21辆，其中一般公务用车17辆，内设机构18个，2026年1月29日报送。") == ()


def test_statements_are_numbered_over_all_paragraphs():
    place = Place("text.txt", 1)
    found = statements(
        (Paragraph("三公经费9万元。", place), Paragraph("无。", place), Paragraph("收入预算7万元。", place)), 2026
    )
    assert [(x.statement_no, x.paragraph_no) for x in found] == [(1, 1), (2, 3)]


def test_without_a_fiscal_year_last_year_is_unknown():
    (found,) = _said("三公经费预算9万元，比上年增加1万元。", year=None)
    assert (found.year, found.compared_year, found.change_yuan) == (None, None, _wan(1))


def test_prose_without_a_number_says_nothing():
    assert _said("本部门无政府性基金预算安排的支出。") == ()
    assert statements((), 2026) == ()
