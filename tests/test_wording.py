"""What the narrative says of its own figures: each rule holds on a clean sentence, and fires when one figure changes."""

import pytest

from cases_prose import CASES
from gongkai.check import Facts, ledger, rules
from gongkai.model import Paragraph, Place
from gongkai.normalise.statements import statements

RULES = tuple(dict.fromkeys(case.rule for case in CASES))


def _facts(text, phase="budget"):
    paragraphs = (Paragraph(text, Place("text.pdf", 7)),)
    said = statements(paragraphs, 2026, phase)
    return Facts((), (), said, (), paragraphs, 2026, phase)


def _outcomes(text, phase="budget"):
    return {rule: [f.status for f in ledger(_facts(text, phase)) if f.rule == rule] for rule in RULES}


def _failing(text, phase="budget"):
    return {rule for rule, found in _outcomes(text, phase).items() if "fail" in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_clean_text_passes(case):
    found = _outcomes(case.text, case.phase)
    assert "pass" in found[case.rule]
    assert _failing(case.text, case.phase) == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_one_changed_figure_makes_exactly_its_rule_fire(case):
    assert case.text.count(case.printed) == 1
    assert _failing(case.text.replace(case.printed, case.changed), case.phase) == {case.rule}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_finding_names_its_statements_its_page_and_both_figures(case):
    broken = _facts(case.text.replace(case.printed, case.changed), case.phase)
    (found,) = [f for f in ledger(broken) if f.status == "fail"]
    assert found.place.startswith("p.7 ")
    assert found.message != found.message_en
    assert found.operands
    assert set(found.operands) <= {f"s{s.statement_no}" for s in broken.statements}


@pytest.mark.parametrize("rule", RULES)
def test_a_text_without_such_sentences_is_none_that_the_rule_applies_to(rule):
    (found,) = [f for f in ledger(_facts("公务接待费3万元。")) if f.rule == rule]
    assert found.status == "not_applicable"


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_registered_in_both_languages(rule):
    (own,) = [r for r in rules() if r.rule == rule]
    assert all((own.title, own.title_en, own.rationale, own.rationale_en))


@pytest.mark.parametrize(
    "text",
    [
        "收入预算3.3万元，比上年增加0.3万元，增长10.0%。",
        "收入预算3.3万元，比上年增加0.3万元，增长9.2%。",
        "收入预算5万元，比上年增加5万元，增长100%。",
    ],
)
def test_what_the_rounding_of_the_figures_leaves_open_is_no_finding(text):
    assert _failing(text) == set()


def test_nothing_grows_by_a_percentage_of_nothing():
    assert "fail" not in _outcomes("收入预算5万元，比上年增加5万元，增长100%。")["text-growth"]


def test_a_digit_that_was_cut_off_is_a_note():
    (found,) = [
        f for f in ledger(_facts("收入预算1,115.85万元，比上年减少2,233.13万元，下降66.69%。")) if f.status == "fail"
    ]
    assert (found.rule, found.severity) == ("text-growth", "note")


def test_nearly_as_budgeted_may_be_a_little_more_or_less():
    text = "公务接待费年初预算为100.00万元，支出决算为{}万元。决算数与预算数基本持平。"
    assert _failing(text.format("98.00"), "final") == set()
    assert _failing(text.format("60.00"), "final") == {"text-outcome"}


def test_shares_of_a_list_that_does_not_add_up_are_not_judged():
    text = "支出预算10.00万元，其中：基本支出7.00万元，占80%；项目支出2.00万元，占20%。"
    assert _outcomes(text)["text-share"] == ["not_applicable"]


def test_the_reason_for_a_difference_is_looked_for_on_the_next_line_too():
    paragraphs = tuple(
        Paragraph(text, Place("text.pdf", 7))
        for text in ("公务接待费年初预算为80.00万元，支出决算为76.00万元。决", "算数大于预算数的主要原因是节约。")
    )
    said = statements(paragraphs, 2026, "final")
    found = list(ledger(Facts((), (), said, (), paragraphs, 2026, "final")))
    assert {f.rule for f in found if f.status == "fail"} == {"text-outcome"}
