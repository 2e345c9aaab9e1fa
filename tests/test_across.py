"""Rules over several disclosures: each holds on clean ones, and fires, alone, when one figure of one is changed."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from exports import export, facts, table
from gongkai.check import ledger
from gongkai.check.across import ledgers, rules
from gongkai.check.across import registry as across_registry
from gongkai.codes import codes_of
from gongkai.model import Cell, Disclosure, Registration, Source
from gongkai.package import disclosure_of, read_package, validate_package, write_package
from gongkai.pipeline import build
from gongkai.pipeline.extraction import extract_together
from gongkai.pipeline.together import held_together
from sample import sample

OFFICE = "示例市示例局"


def disclosure(id_, text, *, issuer=OFFICE, year=2026, phase="budget", scope="", **registered):
    """A disclosure made of a text export, with its own ledger."""
    read = facts(text, year=year, phase=phase)
    tables = [replace(t, cells=tuple(_moved(cell, f"{id_}.txt") for cell in t.cells)) for t in read.tables]
    return Disclosure(
        Registration(id_, issuer=issuer, fiscal_year=year, phase=phase, scope=scope, **registered),
        (Source(f"{id_}.txt", sha256(id_.encode()).hexdigest(), "text/plain"),),
        tuple(_moved(paragraph, f"{id_}.txt") for paragraph in read.paragraphs),
        tuple(tables),
        tuple(read.lines),
        tuple(read.statements),
        (),
        (),
        (),
        tuple(ledger(read)),
    )


def _moved(found, file):
    place = found.place._replace(source=file)
    return found._replace(place=place) if isinstance(found, Cell) else replace(found, place=place)


def rows(*disclosures):
    """All rows, by the disclosure that has them."""
    return {d.registration.id: found for d, found in zip(disclosures, ledgers(disclosures), strict=True)}


def statuses(found, rule):
    return [row.status for row in found if row.rule == rule]


def failing(found):
    return {row.rule for row in found if row.status == "fail"}


_HEAD = "科目编码|科目名称|小计|基本支出|项目支出"
_GENERAL = table(
    "一般公共预算财政拨款支出预算表",
    f"""{_HEAD}
    合计||30.00|20.00|10.00
    201|一般公共服务支出|24.00|16.00|8.00
    20103|政府办公厅（室）及相关机构事务|24.00|16.00|8.00
    2010301|行政运行|16.00|16.00|
    2010302|一般行政管理事务|8.00||8.00
    205|教育支出|6.00|4.00|2.00""",
)
_TWO_YEARS = table(
    "一般公共预算财政拨款支出预算表",
    """科目编码|科目名称|2025年预算数|2026年预算数
    201|一般公共服务支出|24.00|26.00
    205|教育支出|6.00|7.00""",
)
_LAST_YEAR = table(
    "一般公共预算财政拨款支出预算表",
    """科目编码|科目名称|2025年预算数
    201|一般公共服务支出|24.00
    205|教育支出|6.00""",
)
_THREE = table(
    "一般公共预算“三公”经费支出表",
    "合计|因公出国（境）费|公务用车购置及运行费|公务接待费\n9.00|1.00|5.00|3.00",
)
_THREE_BEFORE = table(
    "一般公共预算“三公”经费支出表",
    "合计|因公出国（境）费|公务用车购置及运行费|公务接待费\n10.00|2.00|5.00|3.00",
)
_CHANGE = "2026年“三公”经费预算9.00万元，比2025年预算减少1.00万元。"
_BALANCES = table(
    "收入支出决算总表",
    """收入||支出|
    项目|决算数|项目|决算数
    一般公共预算财政拨款收入|29.00|一般公共服务支出|28.00
    年初结转和结余|1.00|年末结转和结余|2.00
    收入总计|30.00|支出总计|30.00""",
)
_BALANCES_BEFORE = table(
    "收入支出决算总表",
    """收入||支出|
    项目|决算数|项目|决算数
    一般公共预算财政拨款收入|21.00|一般公共服务支出|22.00
    年初结转和结余|2.00|年末结转和结余|1.00
    收入总计|23.00|支出总计|23.00""",
)
_ITEM_IN_TEXT = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为16.00万元，支出决算为15.00万元。"
_TOTAL_IN_TEXT = "2026年度一般公共预算财政拨款支出年初预算为30.00万元，支出决算为29.00万元。"
_BY_UNIT = table(
    "部门支出总表", "单位名称|合计|基本支出|项目支出\n示例市示例所|3.00|1.00|2.00\n示例市示例站|4.00|3.00|1.00"
)
_OF_UNIT = table(
    "部门支出总表",
    "科目编码|科目名称|合计|基本支出|项目支出\n合计||3.00|1.00|2.00\n201|一般公共服务支出|3.00|1.00|2.00",
)
_OF_OTHER_UNIT = _OF_UNIT.replace("3.00|1.00|2.00", "4.00|3.00|1.00")
_UNITS = table(
    "部门所属单位一览表",
    "序号|单位名称|备注\n1|示例市示例所|\n2|示例市示例站|\n3|示例市示例中心|预算不单列，并入本级",
    unit="",
)
_OF_DEPARTMENT = _OF_UNIT.replace("3.00|1.00|2.00", "7.00|4.00|3.00")


def _final(text):
    return text.replace("预算表", "决算表")


class Case(NamedTuple):
    """Two or more clean disclosures, the last of which has the row; and the figure in it that breaks the rule."""

    rule: str
    earlier: tuple
    later: tuple
    printed: str
    changed: str

    def made(self, *, broken):
        *before, text, options = (*self.earlier, *self.later)
        assert not broken or text.count(self.printed) == 1, self.printed
        text = text.replace(self.printed, self.changed) if broken else text
        pairs = list(zip(before[::2], before[1::2], strict=True))
        found = [disclosure(f"d{n}", export(t), **o) for n, (t, o) in enumerate(pairs)]
        return (*found, disclosure("later", export(text), **options))


def _year(year, phase="budget", **more):
    return {"year": year, "phase": phase, **more}


CASES = (
    Case("last-year-column", (_LAST_YEAR, _year(2025)), (_TWO_YEARS, _year(2026)), "支出|24.00", "支出|24.10"),
    Case(
        "change-in-text",
        (_THREE_BEFORE, _year(2025)),
        (f"{_CHANGE}\n\n{_THREE}", _year(2026)),
        "减少1.00",
        "减少1.10",
    ),
    Case(
        "opening-balance",
        (_BALANCES_BEFORE, _year(2025, "final")),
        (_BALANCES, _year(2026, "final")),
        "年初结转和结余|1.00",
        "年初结转和结余|1.10",
    ),
    Case(
        "opening-budget",
        (_GENERAL, _year(2026)),
        (_ITEM_IN_TEXT, _year(2026, "final")),
        "年初预算为16.00",
        "年初预算为16.10",
    ),
    Case(
        "opening-budget",
        (_GENERAL, _year(2026)),
        (_TOTAL_IN_TEXT, _year(2026, "final")),
        "年初预算为30.00",
        "年初预算为30.10",
    ),
    Case(
        "same-publication",
        (_GENERAL, _year(2026)),
        (_GENERAL, _year(2026)),
        "2010302|一般行政管理事务|8.00||8.00",
        "2010302|一般行政管理事务|8.10||8.00",
    ),
    Case(
        "re-issue",
        (_GENERAL, _year(2026)),
        (_GENERAL, _year(2026, revision=2)),
        "2010302|一般行政管理事务|8.00||8.00",
        "2010302|一般行政管理事务|8.10||8.00",
    ),
    Case(
        "department-unit",
        (_OF_UNIT, _year(2026, issuer="示例市示例所", scope="unit")),
        (_BY_UNIT, _year(2026, scope="department")),
        "示例市示例所|3.00",
        "示例市示例所|3.10",
    ),
    Case(
        "department-sum",
        (
            *(_OF_UNIT, _year(2026, issuer="示例市示例所", scope="unit")),
            *(_OF_OTHER_UNIT, _year(2026, issuer="示例市示例站", scope="unit")),
        ),
        (f"{_UNITS}\n\n{_OF_DEPARTMENT}", _year(2026, scope="department")),
        "合计||7.00",
        "合计||7.10",
    ),
)
_each = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")


@_each
def test_clean_disclosures_hold_and_only_the_later_one_says_so(case):
    found = rows(*case.made(broken=False))
    assert statuses(found["later"], case.rule)
    assert set(statuses(found["later"], case.rule)) == {"pass"}
    for own in found.values():
        assert {row.status for row in own} <= {"pass", "not_applicable"}
    assert set(statuses(found["d0"], case.rule)) == {"not_applicable"}


@_each
def test_one_changed_figure_makes_exactly_its_rule_fire(case):
    found = rows(*case.made(broken=True))
    assert failing(found["later"]) == {case.rule}
    assert {status for id_, own in found.items() if id_ != "later" for status in (r.status for r in own)} <= {
        "pass",
        "not_applicable",
    }


@_each
def test_a_finding_names_the_cells_on_both_sides_and_the_difference(case):
    made = case.made(broken=True)
    by_id = {d.registration.id: d for d in made}
    (finding,) = [row for row in rows(*made)["later"] if row.status == "fail"]
    assert finding.printed_yuan - finding.computed_yuan == finding.difference_yuan
    assert abs(finding.difference_yuan) == 1000
    assert abs(finding.difference_yuan) >= finding.tolerance_yuan > 0
    assert finding.message != finding.message_en
    assert finding.place
    own, *others = finding.operands
    assert own in _keys(by_id["later"])
    assert others
    for operand in others:
        id_, _, key = operand.partition("#")
        assert key in _keys(by_id[id_])


def _keys(found):
    return {f"{x.table_no}:{x.row}:{x.column}" for x in found.lines} | {f"s{s.statement_no}" for s in found.statements}


@_each
def test_a_disclosure_alone_says_of_every_rule_why_it_does_not_apply(case):
    *_, later = case.made(broken=True)
    (alone,) = ledgers([later])
    assert [(row.rule, row.status) for row in alone] == [(rule.rule, "not_applicable") for rule in rules()]
    assert all(row.message and row.message_en and row.message != row.message_en for row in alone)


@_each
def test_another_body_is_held_against_nothing(case):
    *before, later = case.made(broken=True)
    if case.rule.startswith("department"):
        before = [replace(d, registration=replace(d.registration, issuer="示例市另一所")) for d in before]
    else:
        later = replace(later, registration=replace(later.registration, issuer="示例市另一局"))
    assert {row.status for row in rows(*before, later)["later"]} == {"not_applicable"}


@_each
def test_a_figure_that_was_not_read_is_compared_with_nothing(case):
    *before, later = case.made(broken=False)
    for gone in later.lines:
        rest = replace(later, lines=tuple(line for line in later.lines if line is not gone))
        assert not [f for f in rows(*before, rest)["later"] if f.status == "fail" and f.severity != "note"]


@_each
def test_the_order_in_which_disclosures_come_decides_nothing(case):
    made = case.made(broken=True)
    assert rows(*made) == rows(*reversed(made))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.rule)
def test_every_rule_says_what_it_holds_and_why_in_both_languages_and_has_a_case(rule):
    assert all((rule.title, rule.title_en, rule.rationale, rule.rationale_en))
    assert rule.severity in ("error", "difference", "note")
    assert rule.rule in {case.rule for case in CASES}


def test_a_rule_that_raises_is_blocked_and_the_others_go_on(monkeypatch):
    def trip(volume, shelf, rule):
        raise ZeroDivisionError("tripped")

    entries = across_registry._ENTRIES
    broken = {**entries, "re-issue": replace(entries["re-issue"], check=trip)}
    monkeypatch.setattr(across_registry, "_ENTRIES", broken)
    (found,) = ledgers([disclosure("one", export(_GENERAL))])
    assert statuses(found, "re-issue") == ["blocked"]
    assert {row.status for row in found if row.rule != "re-issue"} == {"not_applicable"}
    assert "tripped" in next(row for row in found if row.status == "blocked").message_en


# Which disclosures belong together.


def _last_year_rows(before, after):
    text_before, text_after = export(_LAST_YEAR), export(_TWO_YEARS)
    return statuses(
        rows(disclosure("a", text_before, **{"year": 2025, **before}), disclosure("b", text_after, **after))["b"],
        "last-year-column",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"issuer": "示例市 示例局"}, {"issuer": "示例市示例局"}),
        ({"issuer": "中国共产党示例市委员会办公室"}, {"issuer": "中共示例市委办公室"}),
        ({"issuer": "重庆市水利局", "region_code": "50"}, {"issuer": "水利局", "region_code": "50"}),
        (
            {"issuer": "上海市普陀区财政局", "region_code": "310107"},
            {"issuer": "上海市普陀区财政局", "region_code": "31"},
        ),
        ({"scope": "department"}, {"scope": ""}),
    ],
)
def test_one_body_written_in_two_ways_is_one(before, after):
    assert _last_year_rows(before, after) == ["pass", "pass"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"issuer": "水利局", "region_code": "50"}, {"issuer": "水利局", "region_code": "31"}),
        ({"issuer": "重庆市水利局", "region_code": "50"}, {"issuer": "水利局"}),
        ({"scope": "department"}, {"scope": "unit"}),
        ({"issuer": ""}, {"issuer": ""}),
        ({"phase": "final"}, {"phase": "budget"}),
        ({"year": 2024}, {}),
    ],
)
def test_what_may_be_two_bodies_or_other_years_is_not_compared(before, after):
    assert _last_year_rows(before, after) == ["not_applicable"]


def test_a_column_of_what_was_spent_last_year_is_no_budget():
    text = export(_TWO_YEARS.replace("2025年预算数", "2025年执行数"))
    found = rows(disclosure("a", export(_LAST_YEAR), year=2025), disclosure("b", text))
    assert statuses(found["b"], "last-year-column") == ["not_applicable"]


def test_a_change_against_what_was_spent_is_no_change_against_the_budget():
    text = export(_CHANGE.replace("比2025年预算", "比2025年执行数"), _THREE)
    found = rows(disclosure("a", export(_THREE_BEFORE), year=2025), disclosure("b", text))
    assert statuses(found["b"], "change-in-text") == ["not_applicable"]


def test_the_latest_revision_of_last_year_counts():
    old = disclosure("a", export(_LAST_YEAR.replace("24.00", "99.00")), year=2025)
    new = disclosure("a-2", export(_LAST_YEAR), year=2025, revision=2, supersedes="a")
    assert statuses(rows(old, new, disclosure("b", export(_TWO_YEARS)))["b"], "last-year-column") == ["pass", "pass"]


def test_a_difference_of_one_in_the_last_digit_is_a_note():
    changed = export(_TWO_YEARS.replace("支出|24.00", "支出|24.01"))
    found = rows(disclosure("a", export(_LAST_YEAR), year=2025), disclosure("b", changed))["b"]
    assert [(f.status, f.severity, f.difference_yuan) for f in found if f.status == "fail"] == [
        ("fail", "note", Decimal("100.00"))
    ]


# One disclosure in several files, and again.


def test_two_disclosures_that_share_less_than_half_of_their_figures_are_not_one():
    other = export(_GENERAL.replace("6.00", "9.00").replace("8.00", "7.00").replace("24.00", "23.00"))
    found = rows(disclosure("a", export(_GENERAL)), disclosure("b", other))
    assert statuses(found["b"], "same-publication") == ["not_applicable"]


def test_a_department_and_its_own_office_are_not_one_publication():
    other = export(_OF_UNIT.replace("合计||3.00|1.00|2.00", "合计||4.00|1.00|3.00"), _GENERAL)
    found = rows(disclosure("a", export(_OF_UNIT, _GENERAL)), disclosure("b", other))
    assert statuses(found["b"], "same-publication") == ["not_applicable"]


def test_the_text_of_a_disclosure_lacks_no_tables():
    tables = export(_GENERAL, _THREE, _OF_UNIT, _BALANCES)
    found = rows(disclosure("a", tables), disclosure("b", export(_THREE)))["b"]
    assert statuses(found, "same-publication") == ["pass"]


def test_a_table_that_only_one_of_the_files_has_is_noted():
    found = rows(disclosure("a", export(_GENERAL, _THREE)), disclosure("b", export(_GENERAL)))["b"]
    (missing,) = [row for row in found if row.status == "fail"]
    assert (missing.rule, missing.severity) == ("same-publication", "note")
    assert "三公" in missing.message
    assert missing.operands == ("a#2:2:1",)


def test_the_files_of_one_disclosure_are_held_against_each_other(tmp_path):
    for name, amount in (("a.txt", "8.00"), ("b.txt", "8.10")):
        text = export("示例局2026年部门预算", _GENERAL.replace("事务|8.00||8.00", f"事务|{amount}||8.00"))
        (tmp_path / name).write_text(text, "utf-8")
    found = extract_together([tmp_path / "a.txt", tmp_path / "b.txt"], "pdfium", 10)
    (finding,) = [f for f in found.findings if f.rule == "same-publication" and f.status == "fail"]
    assert finding.operands == ("2:6:3", "1:6:3")
    assert finding.difference_yuan == 1000


def test_a_change_that_a_notice_tells_of_is_none_in_silence():
    notice = "更正说明：本单位对已公开的预算表作了更正。"
    changed = _GENERAL.replace("事务|8.00||8.00", "事务|8.10||8.00")
    found = rows(
        disclosure("a", export(_GENERAL)), disclosure("a-2", export(notice, changed), revision=2, supersedes="a")
    )["a-2"]
    (told,) = [row for row in found if row.rule == "re-issue"]
    assert told.status == "pass"
    assert "1 figures differ" in told.message_en
    assert statuses(found, "same-publication") == ["not_applicable"]


def test_a_disclosure_that_supersedes_another_is_the_later_one_whatever_it_is_called():
    first = disclosure("z", export(_GENERAL))
    again = disclosure("a", export(_GENERAL), supersedes="z")
    found = rows(first, again)
    assert statuses(found["a"], "re-issue") == ["pass"]
    assert statuses(found["z"], "re-issue") == ["not_applicable"]


def test_the_sum_of_units_waits_until_all_of_them_are_there():
    one = disclosure("a", export(_OF_UNIT), issuer="示例市示例所", scope="unit")
    department = disclosure("d", export(_UNITS, _OF_DEPARTMENT), scope="department")
    (row,) = [row for row in rows(one, department)["d"] if row.rule == "department-sum"]
    assert row.status == "not_applicable"
    assert row.message_en == "of the 2 units on its list, 1 were checked with it"


# From packages and back.


def test_a_package_gives_the_disclosure_that_it_was_written_from(tmp_path):
    write_package(sample(), tmp_path / "a")
    again = disclosure_of(read_package(tmp_path / "a"))
    write_package(again, tmp_path / "b")
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    assert again.lines == sample().lines
    assert again.statements == sample().statements


def test_rows_across_disclosures_are_valid_in_a_package_and_written_once(tmp_path):
    before, after = disclosure("a", export(_LAST_YEAR), year=2025), disclosure("b", export(_TWO_YEARS))
    after = replace(after, rules=rules(), findings=(), codes=codes_of(after.lines))
    once = held_together([before, after])
    assert held_together(once) == once
    write_package(once[1], tmp_path / "b")
    assert validate_package(tmp_path / "b") == ()
    assert [row["operands"] for row in read_package(tmp_path / "b").rows["checks"] if row["status"] == "pass"] == [
        "1:2:3;a#1:2:3",
        "1:3:3;a#1:3:3",
    ]


# In the build.

_ENTRY = """title = "示例局{year}年部门预算"
issuer = "示例局"
level = "province"
region_code = "50"
fiscal_year = {year}
phase = "budget"
scope = "department"

[[sources]]
file = "source.txt"
"""
_CHECKOUT = Path(__file__).resolve().parents[1]


def _register(root, year, text):
    folder = root / "datapackage" / f"shili-{year}"
    folder.mkdir(exist_ok=True)
    (folder / "disclosure.toml").write_text(_ENTRY.format(year=year), "utf-8")
    (folder / "source.txt").write_text(export(f"示例局{year}年部门预算", text), "utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A checkout with two years of one office, built."""
    root = tmp_path_factory.mktemp("across") / "checkout"
    shutil.copytree(_CHECKOUT / "site", root / "site")
    shutil.copytree(_CHECKOUT / "datapackage" / "schemas", root / "datapackage" / "schemas")
    shutil.copy(_CHECKOUT / "metadata.yml", root / "metadata.yml")
    _register(root, 2025, _LAST_YEAR)
    _register(root, 2026, _TWO_YEARS.replace("支出|24.00", "支出|24.10"))
    return root, build(root, lambda *_: None)


def _told(root):
    checks = read_package(root / "datapackage" / "shili-2026").rows["checks"]
    return [(row["status"], row["operands"]) for row in checks if row["rule"] == "last-year-column"]


def test_a_build_puts_the_rows_into_package_database_and_site(home):
    root, built = home
    assert _told(root) == [("fail", "1:2:3;shili-2025#1:2:3"), ("pass", "1:3:3;shili-2025#1:3:3")]
    assert next(r.failed for r in built.reports if r.folder == "shili-2026") == 1
    with closing(sqlite3.connect(built.database)) as database:
        found = database.execute(
            'SELECT operand_disclosure_id, table_no, "row", "column" FROM check_operands '
            "JOIN checks USING (disclosure_id, check_no) WHERE rule = 'last-year-column' AND status = 'fail'"
        ).fetchall()
    assert sorted(found) == [("shili-2025", 1, 2, 3), ("shili-2026", 1, 2, 3)]
    page = (built.site / "disclosures/shili-2026/checks/index.html").read_text("utf-8")
    assert "disclosures/shili-2025/#t1-r2-c3" in page
    assert 'id="t1-r2-c3"' in (built.site / "disclosures/shili-2025/index.html").read_text("utf-8")


def test_a_second_build_does_nothing_and_a_changed_neighbour_changes_the_ledger(home, tmp_path):
    root = tmp_path / "checkout"
    shutil.copytree(home[0], root, symlinks=True)
    assert not build(root, lambda *_: None).fresh
    _register(root, 2025, _LAST_YEAR.replace("24.00", "24.10"))
    again = build(root, lambda *_: None)
    assert [status for status, _ in _told(root)] == ["pass", "pass"]
    assert [r.folder for r in again.reports] == ["shili-2025"]
    assert not build(root, lambda *_: None).fresh
    shutil.rmtree(root / "datapackage" / "shili-2025")
    build(root, lambda *_: None)
    assert [status for status, _ in _told(root)] == ["not_applicable"]


# Real disclosures.


@pytest.mark.corpus
def test_what_real_texts_say_of_the_year_before_is_what_was_published_then(disclosure_of):
    names = ("putuo-doc-2023", "putuo-wanlijiedaobanshichu-2024", "putuo-wanlijiedaobanshichu-2025")
    found = rows(*(disclosure_of(f"{name}-budget.pdf") for name in names))
    told = [row for own in found.values() for row in own if row.rule == "change-in-text"]
    assert [row.status for row in told].count("pass") >= 12
    assert {row.status for row in told} <= {"pass", "not_applicable"}


@pytest.mark.corpus
def test_a_real_disclosure_is_the_same_in_pdf_and_text(disclosure_of):
    pdf = disclosure_of("liangjiang-2026.pdf")
    text = disclosure_of("liangjiang-2026.txt")
    text = replace(text, registration=replace(text.registration, id="liangjiang-2026-text"))
    found = [row for row in rows(pdf, text)["liangjiang-2026-text"] if row.rule == "same-publication"]
    assert found
    assert {row.status for row in found} == {"pass"}


@pytest.mark.corpus
def test_the_draft_of_a_real_final_account_lacks_the_table_that_it_lacks(disclosure_of):
    final, draft = (disclosure_of(f"putuo-caizhengju{name}-2024-final.pdf") for name in ("", "ceshiwentibanben"))
    found = [row for row in rows(final, draft)[draft.registration.id] if row.rule == "same-publication"]
    (missing,) = [row for row in found if row.status == "fail"]
    assert missing.severity == "note"
    assert "支出决算表" in missing.message
