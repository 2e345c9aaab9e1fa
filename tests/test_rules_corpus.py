"""The rules over real disclosures: what reviewers found is found, what was planted is found, and little else."""

from collections import Counter

import pytest

pytestmark = pytest.mark.corpus

CLEAN = (
    "chongqing-shuiliju-2026-budget.pdf",
    "guangzhou-xinfangju-2026-budget.pdf",
    "wuxi-tongjiju-2026-budget.pdf",
    "shanghai-caizhengju-2025-budget.pdf",
    "quanzhou-bangongshibenji-2026-budget.pdf",
)


def failed(disclosure):
    return Counter(finding.rule for finding in disclosure.findings if finding.status == "fail")


def messages(disclosure, rule):
    return [finding.message for finding in disclosure.findings if (finding.rule, finding.status) == (rule, "fail")]


def test_what_the_districts_reviewers_found_is_found(disclosure_of):
    disclosure = disclosure_of("putuo-deptbudge-2026-budget.pdf")
    found = failed(disclosure)
    assert found["compared-year"] == 5
    (repeated,) = messages(disclosure, "item-amount")
    assert "208.8万元 ≠ 预算安排 201.50万元" in repeated
    (name,) = messages(disclosure, "text-code-name")
    assert "210" in name
    assert "卫生健康支出" in name
    marks = " ".join(messages(disclosure, "punctuation"))
    assert "重复" in marks
    assert "没有成对" in marks
    assert "没有句号" in marks


def test_what_was_planted_is_found_and_the_original_has_none_of_it(disclosure_of):
    planted = {
        "as-of-date",
        "contents-tables",
        "empty-table-amount",
        "placeholder",
        "punctuation",
        "tables-present",
        "title-year",
    }
    assert set(failed(disclosure_of("putuo-caizhengjuceshiwentibanben-2024-final.pdf"))) >= planted
    assert not planted & set(failed(disclosure_of("putuo-caizhengju-2024-final.pdf")))


def test_a_unit_that_does_not_fit_and_a_plan_for_a_year_gone_by_are_found(disclosure_of):
    disclosure = disclosure_of("liangjiang-2026.pdf")
    (unit,) = messages(disclosure, "target-unit")
    assert "万件" in unit
    assert all("2024" in message for message in messages(disclosure, "planned-year"))
    assert failed(disclosure)["planned-year"] == 2


def test_assets_in_yuan_that_are_said_to_be_ten_thousand_yuan_are_found(disclosure_of):
    (message,) = messages(disclosure_of("guangzhou-xuanchuanbu-2026-budget.pdf"), "amount-magnitude")
    assert "302,475,975.31" in message


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_disclosure_has_no_error(disclosure_of, name):
    findings = disclosure_of(name).findings
    assert [f.message for f in findings if f.status == "fail" and f.severity == "error"] == []
    assert [f.message for f in findings if f.status == "blocked"] == []
    assert sum(f.status == "pass" for f in findings) > 100
