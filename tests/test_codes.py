"""The code lists: what a code is called in a year, where that comes from, and how the lists are kept up to date."""

import csv
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from exports import export, facts, table
from gongkai.check import ledger
from gongkai.cli import main
from gongkai.codes import codes_of, name_of, region_named, regions_of
from gongkai.codes.building import Attestation, Document, Seen, built, contradictions, together
from gongkai.codes.files import read_evidence, texts_of
from gongkai.codes.lists import Change, changes, listed, name_in, names, validity
from gongkai.codes.naming import Printed, canonical, likeness, with_names
from gongkai.codes.places import places
from gongkai.errors import BuildError
from gongkai.package import list_rows, write_lists
from test_publish import build

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "scripts" / "gongkai" / "codes"
FUNCTIONAL, ECONOMIC, GOVERNMENT = "functional", "economic", "government_economic"
LENGTHS = {1: 3, 2: 5, 3: 7, 4: 9}


# The files that come with the project


def test_the_generated_lists_are_what_their_evidence_gives():
    for name, text in texts_of(read_evidence(FOLDER)).items():
        assert (FOLDER / name).read_text("utf-8") == text, name


def test_a_code_stands_once_and_right_under_the_code_that_begins_it():
    rows = [tuple(row.values()) for row in csv.DictReader((FOLDER / "codes.csv").read_text("utf-8").splitlines())]
    assert len({row[:2] for row in rows}) == len(rows) > 800
    for (scheme, code), entry in listed().items():
        assert code.startswith({FUNCTIONAL: "2", ECONOMIC: "3", GOVERNMENT: "5"}[scheme])
        assert len(code) == LENGTHS[entry.level]
        assert (entry.parent == "") == (entry.level == 1)
        if entry.parent:
            assert code.startswith(entry.parent)
            assert (scheme, entry.parent) in listed()


def test_every_code_has_one_name_and_its_other_names_are_others():
    for key, found in names().items():
        assert [name.name for name in found if name.relation == "name"] == [listed()[key].name]
        assert len({name.name for name in found}) == len(found)
        assert all(canonical(name.name) == name.name for name in found if name.relation != "other")


def test_years_are_in_order_and_only_changes_of_the_ministry_give_validity():
    told = {(c.scheme, code) for c in changes() for code in (c.from_code, c.to_code) if c.source != "observed"}
    for key, entry in listed().items():
        assert (entry.valid_from or 0) <= (entry.valid_to or 9999)
        assert (entry.first_year or 0) <= (entry.last_year or 9999)
        assert key in told or entry.valid_from is entry.valid_to is None


@pytest.mark.parametrize("change", changes(), ids=lambda c: f"{c.relation}-{c.from_code}-{c.to_code}")
def test_a_change_has_the_sides_that_its_kind_asks_for_and_a_source_that_is_told(change):
    left, right = (
        (change.from_year, change.from_code, change.from_name),
        (change.to_year, change.to_code, change.to_name),
    )
    assert all(left) or (change.relation == "new" and not any(left))
    assert all(right) or (change.relation == "abolished" and not any(right))
    if change.relation in ("same", "renamed"):
        assert change.from_code == change.to_code
        assert (change.from_name == change.to_name) == (change.relation == "same")
    if all(left) and all(right):
        assert change.from_year < change.to_year
        assert change.source in ("observed", "mof-yearly") or change.to_year == change.from_year + 1
    assert {(change.scheme, code) for code in (change.from_code, change.to_code) if code} <= set(listed())
    assert f"`{change.source}`" in (FOLDER / "SOURCES.md").read_text("utf-8")


def test_no_document_at_hand_contradicts_the_changes():
    evidence = read_evidence(FOLDER)
    found = contradictions(evidence.attestations, evidence.documents, lambda *key: validity(*key).state)
    assert found == []


# Years


@pytest.mark.parametrize(
    ("scheme", "code", "year", "state"),
    [
        (FUNCTIONAL, "20138", 2018, "not_yet"),
        (FUNCTIONAL, "20138", 2019, "holds"),
        (FUNCTIONAL, "2013801", 2018, "not_yet"),  # a child is no older than its parent
        (FUNCTIONAL, "20115", 2018, "holds"),
        (FUNCTIONAL, "20115", 2019, "ended"),
        (FUNCTIONAL, "2011599", 2019, "ended"),
        (FUNCTIONAL, "224", 2018, "not_yet"),
        (FUNCTIONAL, "203", 2026, "holds"),
        (FUNCTIONAL, "226", 2026, "unknown"),
        (ECONOMIC, "30104", 2017, "holds"),
        (ECONOMIC, "30104", 2018, "ended"),
        (ECONOMIC, "30307", 2018, "holds"),  # a part of it went elsewhere, and it stays
        (ECONOMIC, "30102", 2017, "holds"),  # others were merged into it
        (ECONOMIC, "30311", 2017, "holds"),
        (ECONOMIC, "30311", 2020, "unknown"),  # the number was given away again, nobody says when
        (ECONOMIC, "30311", 2024, "holds"),
        (GOVERNMENT, "50101", 2017, "not_yet"),
        (GOVERNMENT, "50101", 2018, "holds"),
        (FUNCTIONAL, "2089901", 2019, "holds"),
        (FUNCTIONAL, "2089901", 2026, "unknown"),  # only documents show that it ended: no proof
        (FUNCTIONAL, "2089999", 2018, "unknown"),
        (FUNCTIONAL, "2999999", 2026, "unknown"),
    ],
)
def test_a_code_holds_in_the_years_that_are_known_of_it(scheme, code, year, state):
    assert validity(scheme, code, year).state == state


@pytest.mark.parametrize(
    ("scheme", "code", "year", "name"),
    [
        (FUNCTIONAL, "20805", 2019, "行政事业单位离退休"),
        (FUNCTIONAL, "20805", 2020, "行政事业单位养老支出"),
        (FUNCTIONAL, "210", 2018, "医疗卫生与计划生育支出"),
        (FUNCTIONAL, "210", 2026, "卫生健康支出"),
        (ECONOMIC, "30307", 2017, "医疗费"),
        (ECONOMIC, "30307", 2018, "医疗费补助"),
        (FUNCTIONAL, "2999999", 2026, ""),
    ],
)
def test_a_code_is_called_as_in_its_year(scheme, code, year, name):
    assert name_in(scheme, code, year) == name


def test_the_codes_of_a_document_have_the_names_of_its_year_and_those_that_no_list_has_their_own():
    text = "科目编码|科目名称|合计\n20805|行政事业单位离退休|1.00\n2080588|示例科目|1.00"
    found = {code.code: code for code in codes_of(facts(export(table("部门支出总表", text)), year=2019).lines)}
    assert (found["20805"].name, found["20805"].attested) == ("行政事业单位离退休", "list")
    assert (found["2080588"].name, found["2080588"].attested) == ("示例科目", "document")
    assert (found["2080588"].parent, found["20805"].parent) == ("20805", "208")
    assert name_of(FUNCTIONAL, "2080588") == ""


# Names


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("维修(护) 费", "维修（护）费"),
        ("因公出国（境）\n费用", "因公出国（境）费用"),
        ("“三西”建设", "“三西”建设"),
        ('"三西"建设', "“三西”建设"),
        ("\u3000行政运行", "行政运行"),
    ],
)
def test_a_name_is_compared_without_what_printing_does_to_it(printed, name):
    assert canonical(printed) == name


@pytest.mark.parametrize(
    ("printed", "name", "how"),
    [
        ("行政运行", "行政运行", "same"),
        ("机关事业单位基本养老", "机关事业单位基本养老保险缴费", "cut"),
        ("对个人和家庭补助", "对个人和家庭的补助", "near"),
        ("水费", "电费", "other"),
        ("维修", "维修（护）费", "other"),  # too short to tell what was cut off
    ],
)
def test_names_are_alike_or_not(printed, name, how):
    assert likeness(printed, name) == how
    assert likeness(name, printed) == how


def _printed(*rows):
    return [Printed(1, n, FUNCTIONAL, code, 2026, name) for n, (code, name) in enumerate(rows, start=1)]


def test_a_list_of_units_under_codes_prints_no_names_of_codes():
    units = _printed(("2080501", "甲中心"), ("2080501", "乙中心"), ("2080502", "丙中心"))
    projects = _printed(("2080501", "楼宇修缮"), ("2080502", "绿化养护"), ("2101101", "医疗费"))
    assert with_names(units) == {}
    assert with_names(projects) == {}


def test_a_table_of_codes_that_nobody_knows_is_taken_at_its_word():
    rows = _printed(("2999901", "示例一"), ("2999902", "示例二"))
    assert with_names(rows) == {1: tuple(rows)}


# The lists from what documents print


def _documents(*rows):
    return {key: Document(key, year, "budget", publication) for key, year, publication in rows}


def test_the_majority_name_counts_and_all_others_are_kept_with_what_they_are():
    seen = [
        Seen(FUNCTIONAL, "20106", "财政事务", 9, 2024, 2026),
        Seen(FUNCTIONAL, "20106", "财政事务支", 1, 2019, 2019),
        Seen(FUNCTIONAL, "20106", "万元", 2, None, None),
        Seen(FUNCTIONAL, "201", "一般公共服务支出", 9, 2017, 2026),
    ]
    lists = built(seen, ())
    assert [(c.code, c.name, c.parent, c.documents) for c in lists.codes] == [
        ("201", "一般公共服务支出", "", 9),
        ("20106", "财政事务", "201", 9),
    ]
    assert [(n.name, n.relation) for n in lists.names[1:]] == [
        ("财政事务", "name"),
        ("万元", "other"),
        ("财政事务支", "cut"),
    ]
    assert (lists.codes[1].first_year, lists.codes[1].last_year) == (2019, 2026)


def test_the_name_of_another_code_is_no_wording_of_this_one():
    seen = [
        Seen(ECONOMIC, "30202", "印刷费", 9, None, None),
        Seen(ECONOMIC, "30202", "咨询费", 2, None, None),
        Seen(ECONOMIC, "30203", "咨询费", 9, None, None),
    ]
    found = {(n.code, n.name): n.relation for n in built(seen, ()).names}
    assert found["30202", "咨询费"] == "other"


def test_what_the_ministry_calls_a_code_outweighs_what_more_documents_print():
    renamed = Change(FUNCTIONAL, "renamed", 2019, "20805", "旧名", 2020, "20805", "新名", "mof-2020")
    seen = [Seen(FUNCTIONAL, "20805", "旧名", 9, 2017, 2019), Seen(FUNCTIONAL, "20805", "新名", 1, 2020, 2020)]
    lists = built(seen, [renamed])
    assert lists.codes[0].name == "新名"
    assert [(n.name, n.relation, n.valid_from, n.valid_to) for n in lists.names] == [
        ("新名", "name", 2020, None),
        ("旧名", "former", None, 2019),
    ]


def test_a_document_adds_years_and_the_seed_is_not_counted_twice():
    seed = [Seen(FUNCTIONAL, "20106", "财政事务", 5, 2022, None)]
    told = [Attestation(FUNCTIONAL, "20106", "财政事务", key) for key in ("a", "b", "c")]
    (one,) = together(seed, told, _documents(("a", 2018, "p"), ("b", 2026, "p"), ("c", 2026, "q")))
    assert (one.documents, one.first_year, one.last_year) == (5, 2018, 2026)


def test_files_of_one_publication_attest_a_name_once():
    told = [Attestation(FUNCTIONAL, "20106", "财政事务", key) for key in ("a", "b", "c")]
    (one,) = together([], told, _documents(("a", 2026, "p"), ("b", 2026, "p"), ("c", 2026, "q")))
    assert one.documents == 2


# The command


@pytest.fixture
def home(tmp_path):
    root = tmp_path / "home"
    shutil.copytree(
        FOLDER, root / "scripts" / "gongkai" / "codes", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    (root / "datapackage").mkdir()
    (root / "site").mkdir()
    (root / "site" / "mkdocs.yml").touch()
    return root


@pytest.fixture
def disclosure(tmp_path):
    rows = "科目编码|科目名称|合计\n20106|财政事务|1.00\n2010688|示例科目|1.00\n20115|工商行政管理事务|2.00"
    file = tmp_path / "budget.txt"
    file.write_text(export("示例局2026年部门预算", table("部门支出总表", rows)), "utf-8")
    return file


def _run(home, *arguments):
    return CliRunner().invoke(main, ["codes", "--root", str(home), *map(str, arguments)])


def _texts(home):
    return {file.name: file.read_bytes() for file in (home / "scripts" / "gongkai" / "codes").glob("*.csv")}


def test_the_command_tells_what_is_new_or_contradicts_and_writes_it_once(home, disclosure):
    first = _run(home, disclosure)
    assert first.exit_code == 0, first.output
    assert "new code   functional 2010688 示例科目" in first.output
    assert "contradicts functional 20115 工商行政管理事务 2026" in first.output
    assert "2010688,示例科目,20106,3,,,2026,2026,1" in _texts(home)["codes.csv"].decode()
    before = _texts(home)
    again = _run(home, disclosure)
    assert "new code" not in again.output
    assert "up to date" in again.output
    assert _texts(home) == before


def test_a_check_writes_nothing_and_ends_with_1_where_the_lists_are_out_of_date(home, disclosure):
    before = _texts(home)
    found = _run(home, disclosure, "--check")
    assert found.exit_code == 1
    assert "out of date" in found.output
    assert _texts(home) == before
    _run(home, disclosure)
    assert _run(home, disclosure, "--check").exit_code == 0


def test_a_document_read_again_replaces_what_it_was_known_to_print(home, disclosure):
    _run(home, disclosure)
    attestations = home / "scripts" / "gongkai" / "codes" / "attestations.csv"
    attestations.write_text(attestations.read_text("utf-8").replace("示例科目", "误读科目"), "utf-8")
    _run(home, disclosure)
    assert "误读" not in "".join(text.decode() for text in _texts(home).values())


def test_packages_and_folders_of_files_are_read_alike(home, disclosure, tmp_path):
    CliRunner().invoke(main, ["extract", str(disclosure), "--out", str(tmp_path / "out")])
    assert _run(home, tmp_path / "out").exit_code == 0
    by_package = _texts(home)["attestations.csv"]
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(disclosure, folder)
    assert _run(home, folder, "--check").exit_code == 0
    assert _texts(home)["attestations.csv"] == by_package


def test_a_file_that_cannot_be_read_is_told_and_costs_the_others_nothing(home, disclosure, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no PDF")
    found = _run(home, broken, disclosure)
    assert found.exit_code == 2
    assert "broken.pdf" in found.output
    assert "2010688" in _texts(home)["codes.csv"].decode()


def test_a_folder_of_nothing_is_an_error_that_names_it(home, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    found = _run(home, empty)
    assert found.exit_code == 2
    assert "empty: holds no package and no file to read" in found.output


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("seed.csv", "scheme,code\n", "has the header"),
        ("seed.csv", "scheme,code,name,documents,first_year\nfunctional,201,x,many,\n", "is no whole number"),
        ("documents.csv", "document,year,phase,publication\nabc\n", "has 1 values, not 4"),
        ("attestations.csv", "scheme,code,name,document\nfunctional,201,x,nobody\n", "is not in documents.csv"),
        ("changes.csv", None, "cannot be read"),
    ],
)
def test_a_list_that_is_damaged_is_one_clear_error(home, disclosure, name, text, said):
    file = home / "scripts" / "gongkai" / "codes" / name
    if text is None:
        file.unlink()
    else:
        file.write_text(text, "utf-8")
    with pytest.raises(BuildError, match=said):
        read_evidence(file.parent)
    found = _run(home, disclosure)
    assert found.exit_code == 2
    assert name in found.output


# Rules: what they say, and of what they say nothing


def _found(rows, rule, *, year=2026, title="部门支出总表"):
    made = facts(export(table(title, f"科目编码|科目名称|合计\n{rows}")), year=year)
    return [f for f in ledger(made) if f.rule == rule]


def _failed(*given, **options):
    return [(f.severity, f.message_en) for f in _found(*given, **options) if f.status == "fail"]


def test_a_code_that_ended_is_an_error_that_says_what_took_its_place():
    rows = "20106|财政事务|1.00\n20115|工商行政管理事务|1.00"
    ((severity, said),) = _failed(rows, "code-year")
    assert severity == "error"
    assert said.endswith("20115 (工商行政管理事务) ended with 2018, before 2026; since then 20138 市场监督管理事务")
    assert _failed(rows, "code-year", year=2018) == []


def test_a_code_that_had_not_come_is_an_error():
    ((severity, said),) = _failed("20106|财政事务|1.00\n2013801|行政运行|1.00", "code-year", year=2018)
    assert severity == "error"
    assert "20138 (市场监督管理事务) came in 2019, not yet in 2018" in said


def test_a_former_code_beside_last_year_s_money_alone_is_no_error():
    rows = "科目编码|科目名称|2024年预算数|2023年预算数\n20106|财政事务|1.00|1.00\n2010308|信访事务||1.00"
    made = facts(export(table("部门支出总表", rows)), year=2024)
    assert {f.status for f in ledger(made) if f.rule == "code-year"} == {"pass"}


def test_a_class_that_no_list_has_is_a_note_and_a_finer_code_is_only_said_to_be_unknown():
    ((severity, said),) = _failed("20106|财政事务|1.00\n226|示例支出|1.00", "code-year")
    assert (severity, "no class 226" in said) == ("note", True)
    found = _found("20106|财政事务|1.00\n2010688|示例科目|1.00", "code-year")
    assert [f.status for f in found] == ["pass", "not_applicable"]
    assert "2010688" in found[1].message


def test_a_name_before_its_renaming_is_no_finding_and_after_it_a_note():
    rows = "208|社会保障和就业支出|1.00\n20805|行政事业单位离退休|1.00"
    assert _failed(rows, "code-name", year=2019) == []
    ((severity, said),) = _failed(rows, "code-name", year=2022)
    assert (severity, "since 2020" in said) == ("note", True)


@pytest.mark.parametrize(
    "name", ["机关事业单位基本养老", "机关事业单位基本养老保险缴费 支出", "机关事业单位基本养老保险缴费"]
)
def test_a_name_cut_off_or_wrapped_is_no_finding(name):
    assert _failed(f"20805|行政事业单位养老支出|1.00\n2080505|{name}|1.00", "code-name") == []


def test_an_unknown_wording_is_a_note():
    ((severity, _),) = _failed("20106|财政事务|1.00\n20805|行政事业单位养老支岀|1.00", "code-name")
    assert severity == "note"


def test_an_unknown_code_with_the_name_of_the_code_beside_it_is_a_difference():
    rows = "20805|行政事业单位养老支出|1.00\n2080575|机关事业单位职业年金缴费支出|1.00"
    ((severity, said),) = _failed(rows, "code-name")
    assert severity == "difference"
    assert "the name of 2080506" in said


def test_a_code_that_was_recognised_from_a_picture_is_never_more_than_a_note():
    rows = "科目编码|科目名称|合计\n20106|财政事务|1.00\n20115|工商行政管理事务|1.00"
    made = facts(export(table("部门支出总表", rows)))
    (only,) = made.tables
    scanned = replace(only, cells=tuple(cell._replace(confidence=0.99) for cell in only.cells))
    failed = [f for f in ledger(replace(made, tables=(scanned,))) if f.status == "fail"]
    assert [(f.rule, f.severity) for f in failed] == [("code-year", "note")]


def test_a_missing_parent_is_told_where_the_other_rows_have_theirs():
    rows = "205|教育支出|1.00\n20501|教育管理事务|1.00\n20502|普通教育|1.00\n20503|职业教育|1.00\n20805|行政事业单位养老支出|1.00"
    ((severity, said),) = _failed(rows, "code-parent")
    assert severity == "difference"
    assert "208, to which 20805 belongs, is not listed" in said


def test_a_table_that_lists_items_alone_has_no_parents_to_miss():
    rows = "2050803|培训支出|1.00\n2080505|机关事业单位基本养老保险缴费支出|1.00\n2210201|住房公积金|1.00"
    assert {f.status for f in _found(rows, "code-parent")} == {"not_applicable"}


def test_codes_level_by_level_in_another_order_are_under_nobody_wrong():
    rows = "205|教育支出|1.00\n208|社会保障和就业支出|1.00\n20501|教育管理事务|1.00\n20502|普通教育|1.00\n20805|行政事业单位养老支出|1.00"
    assert _failed(rows, "code-parent") == []


# Places


def test_a_place_stands_once_and_lies_in_a_place_that_begins_its_code():
    rows = list(csv.DictReader((FOLDER / "regions.csv").read_text("utf-8").splitlines()))
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert len(codes) > 3200
    for code, place in places().items():
        parent = place.region.parent
        assert (parent == "") == (len(code) == 2)
        assert not parent or (parent in places() and code.startswith(parent))
        assert len(code) in (2, 4, 6)
        assert {s for s in place.successors if places()[s].valid_to is not None} == set()
        assert bool(place.successors) == (place.valid_to is not None)


def test_a_place_has_a_name_of_its_own_among_those_beside_it_today():
    today = [(p.region.parent, p.region.name) for p in places().values() if p.valid_to is None]
    assert [a for a, b in pairwise(sorted(today)) if a == b] == []


@pytest.mark.parametrize(
    ("code", "name"), [("500157", "两江新区"), ("500112", "渝北区"), ("71", "台湾省"), ("82", "澳门特别行政区")]
)
def test_places_of_today_and_of_the_years_of_the_documents_are_listed(code, name):
    assert regions_of(code)[-1].name == name


@pytest.mark.parametrize(
    ("texts", "year", "code"),
    [
        (("重庆市江北区财政局",), 2024, "500105"),
        (("重庆市江北区财政局",), 2026, "50"),  # abolished, and no other 江北区 lies in 重庆
        (("宁波市江北区财政局",), 2026, "330205"),
        (("江北区财政局",), 2024, ""),  # 重庆 or 宁波: not guessed
        (("济南市钢城区财政局",), 2026, "370117"),
        (("钢城区财政局",), 2026, "370117"),
        (("杭州市下城区教育局",), None, "330103"),
    ],
)
def test_a_place_is_named_as_of_its_year(texts, year, code):
    assert region_named(*texts, year=year) == code


# As they are published


def test_the_lists_are_a_package_that_the_standard_takes(tmp_path):
    import frictionless  # noqa: PLC0415 - slow to import

    write_lists(tmp_path / "codes")
    report = frictionless.Package(str(tmp_path / "codes" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["fieldName", "rowNumber", "message"])
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        name: len(list_rows(name)) for name in ("code_list", "code_names", "code_changes", "region_list")
    }


def test_the_page_of_codes_has_every_code_at_its_own_address_with_its_former_names(tmp_path):
    built_site = build(tmp_path)
    for page in (built_site.pages["codes/index.html"], built_site.pages["en/codes/index.html"]):
        assert {f"c{code}" for _, code in listed()} <= set(page.ids)
    told = (built_site.out / "codes" / "index.html").read_text("utf-8")
    assert "行政事业单位离退休 –2019" in told
    led = set(re.findall(r'href="\.\./codes/(\w+)/(\d+)/"', told))
    assert led == {page.parts[-3:-1] for page in built_site.out.glob("codes/*/*/index.html")} & set(listed())
    assert led
    for name in ("code_list.csv", "code_names.csv", "code_changes.csv", "region_list.csv", "datapackage.json"):
        assert f"downloads/codes/{name}" in told
        assert (built_site.out / "downloads" / "codes" / name).is_file()


# The real documents


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("jiangsu-weiweibangongtingbiaoge-2017-budget.pdf", 10),  # codes and names of before the reforms
        ("jiangsu-weiweibangongtingbiaoge-2019-budget.pdf", 10),
        ("xian-jiaotongyunshuju-2022-budget.pdf", 30),  # projects and units listed under codes
        ("xian-gonganju-2026-budget.pdf", 15),
        ("shenzhen-jiaotongyunshuju-2026-budget.pdf", 40),  # many codes that no other document prints
    ],
)
def test_real_codes_are_held_against_the_lists_and_none_is_wrong(disclosure_of, name, codes):
    found = disclosure_of(name)
    rows = [f for f in found.findings if f.rule in ("code-year", "code-name", "code-parent")]
    assert [f.message for f in rows if f.status in ("fail", "blocked")] == []
    assert {f.rule for f in rows if f.status == "pass"} == {"code-year", "code-name", "code-parent"}
    assert len({line.code for line in found.lines if line.code}) >= codes
