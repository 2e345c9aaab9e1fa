"""Prose to statements: each amount with what it is said of, and how it compares with the year before."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.model import Line, Paragraph, Place
from gongkai.normalise.statements import statements
from gongkai.precision import Precision, sample, scored


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


def _over(*texts, year=2026, phase="budget", lines=()):
    """The statements of several paragraphs, as lines and headings follow each other on a page."""
    paragraphs = tuple(Paragraph(text, Place("text.pdf", 3)) for text in texts)
    return statements(paragraphs, year, phase, lines)


def _row(label, code, scheme="functional"):
    amount = Decimal("1.00")
    return Line(
        1, 1, 1, label, "total", "all", "this_year", amount, amount, "1", "元", scheme=scheme, code_year=2026, code=code
    )


@pytest.mark.parametrize(
    "text",
    [
        "1.“教育支出（类）普通教育（款）小学教育（项）”科目12.50万元，主要用于办学。",
        "1、教育支出（205类）普通教育（02款）小学教育（02项）12.50万元。主要用于：办学。",
        "“教育支出-普通教育-小学教育”科目12.50万元，主要用于办学。",
        "（一）小学教育（2050202）12.50万元，主要用于办学。",
        "（一）2050202-小学教育12.50万元。主要用于办学。",
    ],
)
def test_an_item_is_named_by_its_path_or_its_code(text):
    (found,) = _said(text)
    assert (found.subject, found.scheme, found.code) == ("小学教育", "functional", "2050202")
    assert (found.amount_yuan, found.side) == (_wan("12.50"), "expenditure")


def test_the_class_of_an_item_may_stand_in_the_heading_above():
    (found,) = _over("（二）教育支出（类）", "1．普通教育（款）小学教育（项）支出7万元，与上年预算数相同。")
    assert (found.subject, found.code, found.direction) == ("小学教育", "2050202", "unchanged")


def test_a_class_is_called_by_its_name_with_expenditure_or_without():
    for text in ("教育（类）支出7万元。", "教育支出（类）7万元。"):
        (found,) = _said(text)
        assert found.code == "205"


def test_an_item_that_the_list_lacks_has_the_code_that_the_tables_print():
    text = "教育支出（类）普通教育（款）夜校教育（项）7万元。"
    assert _over(text)[0].code == ""
    assert _over(text, lines=(_row("夜校教育", "2050298"),))[0].code == "2050298"


def test_an_item_that_the_tables_print_under_two_codes_has_none():
    lines = (_row("甲种补助", "2050211"), _row("甲种补助", "2070211"))
    assert _over("甲种补助7万元。", lines=lines)[0].code == ""
    assert _over("甲种补助7万元。", lines=lines[:1])[0].code == "2050211"


def test_a_number_without_a_name_of_its_own_is_of_the_item_of_its_paragraph():
    text = (
        "2、教育支出（类）普通教育（款）小学教育（项）。主要用于：学校的基本支出。年初预算为10万元，支出决算为9万元。"
    )
    first, second = _over(text, year=2024, phase="final")
    assert first.subject == second.subject == "小学教育"
    assert (first.period, second.period) == ("initial_budget", "")


def test_a_budget_tells_no_initial_budget_from_its_own():
    (found,) = _said("收入预算：2026年年初预算数5万元。")
    assert found.period == ""


def test_a_number_without_a_name_of_its_own_is_of_the_item_of_its_heading():
    (found,) = _over("（一）公务接待费", "2026年预算数6万元，主要用于来访交流。")
    assert (found.measure, found.amount_yuan) == ("official_reception", _wan(6))


def test_a_section_gives_its_fund_to_what_it_lists():
    texts = ("五、一般公共预算财政拨款基本支出情况说明", "（一）人员经费8万元。主要包括：基本工资、津贴补贴。")
    (found,) = _over(*texts)
    assert (found.measure, found.fund) == ("personnel", "general_public")
    (found,) = _over(*texts, "六、支出预算情况说明", "公用经费2万元。")[1:]
    assert (found.measure, found.fund) == ("office_costs", "")


def test_a_list_in_paragraphs_of_its_own_stays_within_the_whole_that_opens_it():
    whole, part = _over("一般公共预算财政拨款支出30万元，其中：", "1.基本支出20万元；")
    assert (whole.fund, part.fund) == ("general_public", "general_public")


def test_a_paragraph_that_begins_with_of_which_goes_on_with_the_one_before():
    _, part = _over("2026年收入预算30万元。", "其中：一般公共预算拨款收入30万元，占100%。")
    assert (part.kind, part.side, part.fund) == ("department_summary", "income", "general_public")


def test_a_sentence_is_read_over_lines_and_the_number_keeps_its_place():
    texts = ("7、教育支出（类）普通教育（款）小学教育（项）。年初预算为", "161.62万元，支出决算为160.75万", "元。")
    first, second = _over(*texts, year=2024, phase="final")
    assert (first.paragraph_no, first.start, first.printed) == (2, 0, "161.62")
    assert (second.paragraph_no, texts[1][second.start : second.end]) == (2, "160.75")
    assert first.subject == second.subject == "小学教育"


def test_a_title_is_no_part_of_the_sentence_before_it():
    (found,) = _over("三、政府采购预算情况", "政府采购预算7万元。")
    assert (found.kind, found.paragraph_no) == ("government_procurement", 2)


def test_a_share_says_what_part_of_a_whole_an_amount_is():
    first, second = _said("支出预算10万元，其中：基本支出8万元，占80%；项目支出2万元，占20%。")[1:]
    assert (first.percent, first.percent_of, first.direction) == (Decimal(80), "share", "")
    assert (second.percent, second.percent_of) == (Decimal(20), "share")


@pytest.mark.parametrize("words", ["完成年初预算的98.2%", "为年初预算的98.2%", "预算完成率98.2%"])
def test_completion_says_how_much_of_a_budget_was_spent(words):
    (found,) = _over(f"财政拨款支出决算为9万元，{words}。", year=2024, phase="final")
    assert (found.percent, found.percent_of) == (Decimal("98.2"), "completion")


def test_a_second_percentage_is_a_statement_of_its_own_of_the_same_thing():
    first, second = _said("项目支出3万元，比上年增加1万元，增长50%，占30%。")
    assert (first.percent_of, second.percent_of) == ("change", "share")
    assert first.subject == second.subject
    assert (second.amount_yuan, second.unit) == (None, "%")


def test_a_growth_without_an_amount_is_kept_where_its_subject_is_known():
    (found,) = _said("基本支出较上年增长3.5%。")
    assert (found.measure, found.percent, found.direction, found.compared_year) == (
        "basic_expenditure", Decimal("3.5"), "increase", 2025,
    )  # fmt: skip


def test_a_percentage_of_the_work_is_no_statement():
    assert _said("全年力争社会消费品零售总额增长5.5%左右，绿色建筑占比达到70%。") == ()


def test_a_percentage_in_brackets_belongs_to_the_change_before_it():
    (found,) = _said("公务接待费3万元，较上年减少1万元（25%）。")
    assert (found.change_yuan, found.percent, found.percent_of) == (-_wan(1), Decimal(25), "change")


def test_the_figure_that_is_compared_with_is_of_the_same_thing_in_its_own_year():
    this, last = _said("2026年支出预算30万元，比2025年年初预算数28万元增加2万元，增长7.14%。")
    assert (this.year, this.amount_yuan, this.change_yuan) == (2026, _wan(30), _wan(2))
    assert (last.year, last.amount_yuan, last.change_yuan) == (2025, _wan(28), None)
    assert this.subject == last.subject


def test_a_comparison_behind_a_list_is_of_its_whole():
    whole, *parts = _said("口岸业务9万元，主要包括：养护6万元，用于维护；保障3万元。较2025年年初预算增加1万元。")
    assert whole.change_yuan == _wan(1)
    assert [part.change_yuan for part in parts] == [None, None]


def test_a_comparison_in_a_sentence_of_its_own_is_of_the_amount_before():
    (found,) = _said("教育支出（类）支出7万元，主要用于办学。与上年相比增加2万元，增长40%。")
    assert (found.change_yuan, found.percent) == (_wan(2), Decimal(40))


def test_a_change_that_names_its_own_subject_is_no_change_of_the_amount_before():
    income, basic = _said("收入预算10万元。主要是基本支出增加1万元。")
    assert income.change_yuan is None
    assert (basic.measure, basic.amount_yuan, basic.change_yuan) == ("basic_expenditure", None, _wan(1))


def test_a_part_of_a_change_is_named_behind_the_word():
    whole, part = _said("收入预算10万元，比上年增加3万元，主要原因是增加了校舍维修经费2万元。")
    assert whole.change_yuan == _wan(3)
    assert (part.subject, part.change_yuan, part.direction) == ("校舍维修经费", _wan(2), "increase")


def test_a_change_against_the_budget_is_against_no_year():
    (found,) = _over("财政拨款支出决算为9万元，比年初预算减少1万元。", year=2024, phase="final")
    assert (found.change_yuan, found.compared_year) == (-_wan(1), None)


def test_a_form_that_nobody_filled_in_says_neither_more_nor_less():
    (_, found) = _said("公务接待费3万元。与上年相比增加（减少）1万元。")
    assert (found.subject, found.change_yuan, found.direction) == ("", None, "")


@pytest.mark.parametrize("words", ["较上年无增减", "与上年基本持平", "与2025年预算数相同", "较上年无变化"])
def test_unchanged_is_said_in_many_words(words):
    (found,) = _said(f"公务接待费3万元，{words}。")
    assert (found.direction, found.compared_year, found.change_yuan) == ("unchanged", 2025, 0)


def test_as_much_as_the_budget_is_not_as_much_as_last_year():
    (found,) = _over("公务接待费支出决算为3万元，决算数与预算数基本持平。", year=2024, phase="final")
    assert found.direction == ""


@pytest.mark.parametrize(
    "text",
    [
        "单价100万元（含）以上设备0台。",
        "购置单位价值20万元以上的设备2台（套）。",
        "每人每天补助标准180元。",
        "会议费综合定额550元/人。",
    ],
)
def test_a_price_or_a_limit_is_no_figure_of_the_budget(text):
    (found,) = _said(text)
    assert (found.measure, found.subject, found.row_label) == ("threshold", "", "")


def test_money_carried_in_is_told_from_that_of_the_year():
    (found,) = _said("上年结转结余471.96万元。")
    assert found.period == "carried_in"
    (found,) = _said("上年结转结余的政府性基金预算收入2万元。")
    assert (found.period, found.fund, found.side) == ("carried_in", "government_fund", "income")


def test_a_name_that_nobody_knows_is_bound_to_its_own_words_alone():
    (found,) = _said("3.航道疏浚项目40万元，用于清淤。")
    assert (found.subject, found.kind, found.row_label, found.code) == ("航道疏浚项目", "", "", "")


def test_the_money_behind_a_name_is_not_its_subject():
    (found,) = _said("2026年差旅费财政拨款预算20万元。")
    assert (found.subject, found.fund) == ("差旅费", "fiscal_appropriation")


def test_the_parts_of_an_item_that_is_but_a_name_are_rows_of_no_table():
    _, part = _over(
        "支出预算90万元，包括：", "1.综合业务40万元，主要包括：行政运行30万元。", lines=(_row("行政运行", "2010301"),)
    )[1:]
    assert (part.subject, part.code, part.row_label) == ("行政运行", "", "")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024年当年预算执行数为3万元。", 2024),
        ("三公经费预算9万元（去年预算数为3万元）。", 2025),
        ("同比2025年基建预算3万元。", 2025),
        ("公务接待费3万元，2024年和2025年均无此项；运行经费3万元。", 2026),
    ],
)
def test_the_year_of_an_amount_is_the_one_beside_it(text, year):
    assert _said(text)[-1].year == year


def test_a_change_behind_last_years_amount_is_of_this_years():
    this, last = _said("培训费100万元，2025年预算数为90万元，增加10万元，增长11.11%。")
    assert (this.change_yuan, this.percent, this.year) == (_wan(10), Decimal("11.11"), 2026)
    assert (last.change_yuan, last.percent, last.year) == (None, None, 2025)


def test_growth_needs_no_year_where_it_says_that_it_is_year_on_year():
    (found,) = _said("支出预算30万元，同比下降7.49%。")
    assert (found.percent, found.direction, found.compared_year) == (Decimal("7.49"), "decrease", 2025)


def test_what_was_counted_before_its_worth_is_what_the_amount_is_of():
    first, _, second = _said("共有房屋5000平方米，价值120万元；单价50万元以上通用设备2台，账面价值150万元。")
    assert "房屋" in first.subject
    assert second.subject == "单价50万元以上通用设备"


def test_what_stands_in_brackets_is_said_in_passing():
    vehicles, purchase, operation = _said(
        "公务用车购置及运行费10万元（其中：公务用车购置费0万元，公务用车运行维护费10万元），比上年增加2万元。"
    )
    assert vehicles.change_yuan == _wan(2)
    assert (purchase.change_yuan, operation.change_yuan) == (None, None)


def test_a_comparison_behind_an_enumeration_is_of_its_whole():
    whole, *parts = _said("预算收入30万元，其中：一般公共预算拨款20万元、其他收入10万元，较上年减少5万元。")
    assert whole.change_yuan == -_wan(5)
    assert [part.change_yuan for part in parts] == [None, None]


@pytest.mark.corpus
def test_prose_is_bound_as_a_careful_reader_binds_it(disclosure_of):
    rows = sample(Path(__file__).parent / "statements.csv")
    found = Precision()
    for document in ("jiangsu-gaojirenminfayuangaojiren-2019-budget.pdf", "xian-gonganju-2026-budget.pdf"):
        one = scored([row for row in rows if row["document"] == document], disclosure_of(document))
        found = replace(
            found, labelled=found.labelled + one.labelled, bound=found.bound + one.bound, right=found.right + one.right
        )
    assert found.labelled > 20
    assert found.precision >= 0.98
    assert found.recall >= 0.90


def test_in_a_list_of_funds_an_item_is_no_part_of_the_table_of_the_fund_before_it_and_none_is_guessed():
    text = "预算支出105590万元，其中政府性基金拨款支出0万元、事业收入支出226万元、其他收入支出0万元。"
    _, fund, business, other = _said(text)
    assert fund.kind == "government_fund_expenditure"
    assert [(said.fund, said.kind) for said in (business, other)] == [
        ("business_income", ""),
        ("other_income", ""),
    ]
