"""The rules: each holds on a clean document, and fires, alone, when one figure of it is changed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases_codes
from cases import all_cases
from cases_tables import (
    APPROPRIATION,
    BASIC,
    EXPENDITURE,
    GENERAL,
    INCOME,
    NESTED_LIST,
    ONE_BASIC,
    ONE_GENERAL,
    ONE_INCOME,
    ONE_ITEM,
    ONE_TOTAL,
    ONLY_EXPENDITURE,
    ONLY_INCOME,
    OUTLINE,
    PROSE,
    THREE,
    both,
)
from exports import export, facts, outcomes, table
from gongkai.check import Facts, ledger, rules
from gongkai.check import registry as rule_registry
from gongkai.check.arithmetic import holds, tolerance
from whole import BUDGET, FINAL

CASES = all_cases()


def _failing(ledger_rows):
    return {finding.rule for finding in ledger_rows if finding.status == "fail"}


def test_every_rule_has_a_case_of_its_own():
    assert sorted({case.rule for case in CASES}) == [rule.rule for rule in rules()]


def _read(case, text):
    return facts(export(text), phase=case.phase)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_clean_document_passes(case):
    found = list(ledger(_read(case, case.text)))
    assert "pass" in {f.status for f in found if f.rule == case.rule}
    assert {f.status for f in found} <= {"pass", "not_applicable"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_one_changed_figure_makes_exactly_its_rule_fire(case):
    found = list(ledger(_read(case, case.broken)))
    assert _failing(found) == {case.rule}
    assert not [f for f in found if f.status == "blocked"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_finding_says_what_was_printed_what_was_computed_and_where(case):
    broken = _read(case, case.broken)
    places = {f"{t.table_no}:{c.row}:{c.column}" for t in broken.tables for c in t.cells}
    places |= {f"s{x.statement_no}" for x in broken.statements}
    places |= {f"p{number}" for number, _ in enumerate(broken.paragraphs, start=1)}
    for finding in ledger(broken):
        if finding.status != "fail":
            continue
        if finding.computed_yuan is not None:
            assert finding.printed_yuan - finding.computed_yuan == finding.difference_yuan
            assert abs(finding.difference_yuan) >= finding.tolerance_yuan
            # One statement says both an amount and its change.
            alone = finding.printed_yuan == finding.difference_yuan or finding.operands[0].startswith("s")
            assert len(finding.operands) >= 2 or alone
        assert finding.place
        assert finding.message != finding.message_en
        assert finding.operands
        assert set(finding.operands) <= places


@pytest.mark.parametrize("case", cases_codes.CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_finding_on_a_code_names_the_cells_that_print_it_and_no_amount(case):
    broken = _read(case, case.broken)
    cells = {f"{t.table_no}:{c.row}:{c.column}" for t in broken.tables for c in t.cells}
    amounts = {f"{x.table_no}:{x.row}:{x.column}" for x in broken.lines}
    for finding in ledger(broken):
        if finding.status == "fail":
            assert finding.operands
            assert set(finding.operands) <= cells - amounts
            assert finding.printed_yuan is finding.difference_yuan is None
            assert finding.place
            assert finding.message != finding.message_en


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_a_rule_without_its_tables_says_that_it_does_not_apply(case):
    (finding,) = [f for f in ledger(Facts((), (), (), (), (), 2026, "budget")) if f.rule == case.rule]
    assert finding.status == "not_applicable"
    assert finding.message
    assert finding.message_en


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.rule)
def test_every_rule_says_what_it_holds_why_and_when_in_both_languages(rule):
    assert all((rule.title, rule.title_en, rule.rationale, rule.rationale_en))
    assert all((rule.precondition, rule.precondition_en))
    assert all((rule.source, rule.source_en))
    assert rule.title != rule.title_en
    assert rule.severity in ("error", "difference", "note")


WHOLE = {"budget": BUDGET, "final": FINAL}


@pytest.mark.parametrize("phase", WHOLE)
def test_a_whole_disclosure_is_clean_and_every_rule_that_applies_holds(phase):
    found = outcomes(export(WHOLE[phase]), phase=phase)
    assert {status for statuses in found.values() for status in statuses} == {"pass", "not_applicable"}


def test_every_rule_applies_to_a_whole_budget_or_to_a_whole_final_account():
    applied = {
        rule
        for phase, text in WHOLE.items()
        for rule, statuses in outcomes(export(text), phase=phase).items()
        if "pass" in statuses
    }
    assert applied == {rule.rule for rule in rules()}


# What is not printed, or not read, is never taken as zero.


_BETWEEN = (
    "summary-expenditure",
    "summary-income",
    "summary-expenditure-class",
    "appropriation-general-public",
    "basic-expenditure",
    "performance-budget",
    "three-public-basic",
    "summary-balance",
    "text-table",
)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.rule in _BETWEEN], ids=lambda case: f"{case.rule}-{case.changed}"
)
def test_a_figure_that_was_not_read_is_compared_with_nothing(case):
    clean = _read(case, case.text)
    for gone in clean.lines:
        rest = replace(clean, lines=tuple(line for line in clean.lines if line is not gone))
        assert not _failing(ledger(rest)).intersection(_BETWEEN)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (both(ONLY_EXPENDITURE, ONE_TOTAL.replace("合计||30.00", "合计||")), "summary-expenditure"),
        (both(ONLY_INCOME, ONE_INCOME.replace("合计||30.00", "合计||")), "summary-income"),
        (both(GENERAL, ONE_BASIC.replace("合计||20.00", "合计||")), "basic-expenditure"),
        (both(APPROPRIATION, ONE_GENERAL.replace("合计||28.00", "合计||")), "appropriation-general-public"),
        (both(THREE.replace("|3.00|3.00", "|3.00|"), ONE_ITEM), "three-public-basic"),
        (both(PROSE, THREE.replace("9.00|1.00", "|1.00")), "text-table"),
    ],
)
def test_a_blank_where_a_rule_looks_is_compared_with_nothing(text, rule):
    assert outcomes(export(text))[rule] == {"not_applicable"}


def test_a_row_whose_total_is_blank_is_not_added_up():
    text = export(EXPENDITURE.replace("2050803|培训支出|6.00|4.00|2.00", "2050803|培训支出||4.00|2.00"))
    found = [f for f in ledger(facts(text)) if f.rule == "row-total"]
    assert len(found) == 7
    assert {f.status for f in found} == {"pass"}


def test_a_table_whose_front_is_lost_is_not_added_up_to_its_total():
    clean = facts(export(INCOME))
    lost = replace(clean, tables=tuple(replace(t, lost="front") for t in clean.tables))
    (finding,) = [f for f in ledger(lost) if f.rule == "total-of-classes"]
    assert finding.status == "not_applicable"


def test_receptions_may_be_less_in_basic_expenditure_than_in_all_and_the_ledger_says_why():
    (finding,) = [f for f in ledger(facts(export(both(THREE, ONE_ITEM)))) if f.rule == "three-public-basic"]
    assert finding.status == "pass"
    assert "1.00" in finding.message
    assert "differ in scope" in finding.message_en


# The tolerance is what the printing leaves, never a chosen one.


def _rounded(total):
    return export(
        table(
            "部门支出总表", f"科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|{total}|1.04|2.04", "万元"
        )
    )


@pytest.mark.parametrize(
    ("total", "status"),
    [
        ("3.08", "pass"),
        ("3.07", "pass"),  # 0.01 off, three half steps of 0.01 allow less than 0.015
        ("3.09", "pass"),
        ("3.10", "fail"),
        ("3.06", "fail"),
        ("3.1", "pass"),  # printed to one decimal: 0.02 off, 0.06 allowed
        ("3", "pass"),  # 0.08 off, 0.51 allowed
        ("4", "fail"),
    ],
)
def test_the_tolerance_is_half_the_printed_steps_of_all_amounts(total, status):
    assert outcomes(_rounded(total))["row-total"] == {status}


def test_the_ledger_states_the_tolerance_in_yuan():
    (finding,) = [f for f in ledger(facts(_rounded("3.07"))) if f.rule == "row-total"]
    assert finding.tolerance_yuan == Decimal("150.00")
    assert finding.difference_yuan == Decimal("-100.00")


def test_two_tables_may_differ_by_less_than_a_step_of_the_coarser_one():
    pair = both(ONLY_EXPENDITURE, ONE_TOTAL)
    assert outcomes(export(pair.replace("合计||30.00", "合计||30.01")))["summary-expenditure"] == {"fail"}
    assert outcomes(export(pair.replace("合计||30.00", "合计||30.0")))["summary-expenditure"] == {"pass"}


_steps = st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(100), Decimal(10000)])


@given(st.lists(_steps, min_size=1, max_size=9))
def test_a_difference_of_the_full_tolerance_does_not_hold(steps):
    allowed = tolerance(*steps)
    assert allowed == sum(steps) / 2
    assert not holds(allowed, allowed)
    assert not holds(-allowed, allowed)
    assert holds(allowed - min(steps) / 100, allowed)
    assert holds(Decimal(0), Decimal(0))


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=12), st.integers(0, 3))
def test_a_sum_of_rounded_amounts_always_holds_against_its_rounded_total(amounts, places):
    """True amounts in fen, printed in a coarser step: rounding alone never breaks an identity."""
    step = Decimal(10) ** places
    exact = [Decimal(a) for a in amounts]
    rounded = [(a / step).to_integral_value() * step for a in exact]
    total = (sum(exact) / step).to_integral_value() * step
    difference = total - sum(rounded)
    allowed = tolerance(*([step] * (len(amounts) + 1)))
    assert abs(difference) <= allowed
    assert holds(difference, allowed) or abs(difference) == allowed


# A rule that trips is reported, and costs the others nothing.


def test_a_rule_that_raises_is_blocked_and_the_others_go_on(monkeypatch):
    entries = dict(rule_registry._ENTRIES)

    def trip(facts, rule):
        yield from entries["row-total"].check(facts, rule)
        raise ZeroDivisionError("tripped")

    broken = replace(entries["row-total"], check=trip)
    monkeypatch.setattr(rule_registry, "_ENTRIES", {**entries, "row-total": broken})
    found = outcomes(export(EXPENDITURE))
    assert found["row-total"] == {"blocked"}
    assert found["code-hierarchy"] == found["total-of-classes"] == {"pass"}
    assert set(found) == {rule.rule for rule in rules()}
    (finding,) = [f for f in ledger(facts(export(EXPENDITURE))) if f.status == "blocked"]
    assert "ZeroDivisionError" in finding.message_en


def test_a_rule_is_registered_once():
    with pytest.raises(AssertionError, match="row-total"):
        rule_registry.rule(
            "row-total",
            title=("", ""),
            rationale=("", ""),
            severity="error",
            without=("", ""),
            precondition=("", ""),
            source=("", ""),
        )(list)


@pytest.mark.parametrize(
    "amounts",
    [
        ("3.00", "1.00", "2.00", "4.00"),  # the first is by chance the sum of the two that follow
        ("10.00", "4.00", "6.00", "2.00", "4.00"),  # nested twice
        ("4.00", "1.50", "2.50", "6.00", "6.00"),
    ],
)
def test_a_list_holds_whether_it_is_flat_or_nested(amounts):
    rows = "\n".join(f"项目{n}|{amount}" for n, amount in enumerate(amounts))
    assert outcomes(export(table("政府采购预算表", f"采购项目|预算数\n合计|10.00\n{rows}")))["list-total"] == {"pass"}


def test_a_long_list_takes_no_long_time():
    """Lists of thousands of amounts that nest in many ways, or one in the other, are read in one pass."""
    for amount in (lambda n: n * 7 % 13 + 1, lambda n: 10**6 - n):
        rows = "\n".join(f"项目{n}|{amount(n)}.00" for n in range(1500))
        found = outcomes(export(table("政府采购预算表", f"采购项目|预算数\n合计|10.00\n{rows}")))
        assert "blocked" not in found["list-total"]


def test_the_ledger_is_the_same_each_time():
    whole = facts(export(both(PROSE, OUTLINE, INCOME, EXPENDITURE, THREE)))
    assert list(ledger(whole)) == list(ledger(whole))


def test_a_nested_list_adds_up_and_proves_no_error_where_it_does_not():
    assert outcomes(export(NESTED_LIST))["list-total"] == {"pass"}
    assert NESTED_LIST.count("服务|7.00") == 1
    # Which rows are subtotals, only the sums tell: a list of several levels that does not add up is not judged.
    assert outcomes(export(NESTED_LIST.replace("服务|7.00", "服务|7.10")))["list-total"] == {"not_applicable"}


def test_a_figure_that_could_not_be_read_blocks_the_sums_that_need_it():
    assert BASIC.count("30211|差旅费|3.00||3.00") == 1
    read = facts(export(BASIC.replace("30211|差旅费|3.00||3.00", "30211|差旅费|3,0.00||3.00")))
    assert len(read.unread) == 1
    found = list(ledger(read))
    assert not [f for f in found if f.status == "fail"]
    assert {f.rule for f in found if f.status == "blocked"} >= {"code-hierarchy"}
