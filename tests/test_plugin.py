"""The Frictionless plugin: found by Frictionless, on anybody's package, exact, with the tolerance of the printing."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from frictionless import Checklist, Package, system

from frictionless_gongkai import GongkaiPlugin, HierarchySum

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"

SPENDING = """code,name,total,wages,goods
,Total,30.00,20.00,10.00
1,Offices,24.00,16.00,8.00
11,Parks,20.00,14.00,6.00
12,Roads,4.00,2.00,2.00
2,Schools,6.00,4.00,2.00
"""
SUMMARY = "item,amount\nincome,30.00\nexpenditure,30.00\n"
HIERARCHY = {"type": "hierarchy-sum", "resourceName": "spending", "code": "code", "amount": ["total", "wages", "goods"]}
ROWS = {"type": "row-sum", "resourceName": "spending", "total": "total", "parts": ["wages", "goods"]}
ACROSS = {
    "type": "resource-sum",
    "resourceName": "spending",
    "amount": "total",
    "where": {"name": "Total"},
    "equals": {"resourceName": "summary", "amount": "amount", "where": {"item": "expenditure"}},
}
TYPES = {"code": "string", "name": "string", "item": "string", "unit": "string"}


def resource(name, text, **types):
    header = text.split("\n", 1)[0].split(",")
    fields = [{"name": column, "type": {**TYPES, **types}.get(column, "number")} for column in header]
    return {"name": name, "type": "table", "path": f"{name}.csv", "schema": {"fields": fields}}


def package(folder, spending=SPENDING, summary=SUMMARY, **types):
    resources = []
    for name, text in (("spending", spending), ("summary", summary)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
        resources.append(resource(name, text, **types))
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"name": "town", "resources": resources}), "utf-8")
    return path


def found(path, *checks):
    """Types, rows and notes of the errors that checks find in a package."""
    report = Package(str(path)).validate(Checklist.from_descriptor({"checks": list(checks)}))
    assert not report.errors
    return [
        (task.name, error.type, getattr(error, "row_number", None), error.note)
        for task in report.tasks
        for error in task.errors
    ]


def kinds(path, *checks):
    return [(type_, row) for _, type_, row, _ in found(path, *checks)]


# On the command line, as anybody has it.


def _frictionless(folder, *checks):
    (folder / "checklist.json").write_text(json.dumps({"checks": checks}), "utf-8")
    command = "import frictionless.console, sys; sys.argv[0] = 'frictionless'; frictionless.console.console()"
    arguments = ["validate", "datapackage.json", "--checklist", "checklist.json", "--json"]
    return subprocess.run(
        [sys.executable, "-c", command, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(SCRIPTS), "PATH": "/usr/bin:/bin"},
        check=False,
        capture_output=True,
        text=True,
    )


def test_frictionless_finds_the_checks_by_itself_and_a_clean_package_is_valid(tmp_path):
    package(tmp_path)
    done = _frictionless(tmp_path, HIERARCHY, ROWS, ACROSS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["valid"] is True


def test_frictionless_tells_what_does_not_add_up_with_row_and_amounts(tmp_path):
    package(tmp_path, SPENDING.replace("12,Roads,4.00", "12,Roads,4.10"))
    done = _frictionless(tmp_path, HIERARCHY, ROWS, ACROSS)
    assert done.returncode == 1
    errors = [error for task in json.loads(done.stdout)["tasks"] for error in task["errors"]]
    assert [(error["type"], error["rowNumber"]) for error in errors] == [("hierarchy-sum", 3), ("row-sum", 5)]
    assert '"total" of "1" is 24.00, 2 below it make 24.10, tolerance 0.015' in errors[0]["message"]


def test_the_plugin_is_light():
    code = "import sys, frictionless; before = set(sys.modules); import frictionless_gongkai; print(*set(sys.modules) - before)"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SCRIPTS), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert {name for name in loaded if name.startswith("gongkai")} == {
        "gongkai",
        "gongkai.errors",
        "gongkai.messages",
        "gongkai.money",
    }


def test_the_plugin_is_known_to_the_system_and_leaves_other_checks_alone():
    assert isinstance(system.plugins["gongkai"], GongkaiPlugin)
    assert system.select_check_class("hierarchy-sum") is HierarchySum
    assert system.select_check_class("row-constraint").__module__.startswith("frictionless.")
    assert system.select_error_class("row-sum").type == "row-sum"
    assert system.select_error_class("blank-row").type == "blank-row"


# Each check: a clean table, and one changed figure.


@pytest.mark.parametrize(
    ("check", "printed", "changed", "error"),
    [
        (HIERARCHY, "11,Parks,20.00,14.00,6.00", "11,Parks,20.00,14.10,6.00", ("hierarchy-sum", 3)),
        (ROWS, "2,Schools,6.00,4.00,2.00", "2,Schools,6.00,4.00,2.10", ("row-sum", 6)),
        (ACROSS, ",Total,30.00", ",Total,30.10", ("resource-sum", None)),
    ],
)
def test_one_changed_figure_is_one_error(tmp_path, check, printed, changed, error):
    assert kinds(package(tmp_path), check) == []
    assert kinds(package(tmp_path, SPENDING.replace(printed, changed)), check) == [error]


def test_a_check_without_a_resource_is_held_against_each_that_has_its_columns(tmp_path):
    check = {key: value for key, value in ROWS.items() if key != "resourceName"}
    told = found(package(tmp_path, SPENDING.replace("2,Schools,6.00", "2,Schools,6.10")), check)
    assert [(name, type_) for name, type_, _, _ in told] == [
        ("spending", "row-sum"),
        *[("summary", "sum-setting")] * 3,
    ]


def test_amounts_are_exact_where_floating_point_is_not(tmp_path):
    rows = "".join(f"9{n},x,0.1,0.1,0.0\n" for n in range(10))
    text = SPENDING + "9,Ten,1.0,1.0,0.0\n" + rows
    assert kinds(package(tmp_path, text), HIERARCHY) == []
    big = SPENDING + "9,Big,90071992547409930.01,1.0,0.0\n91,a,90071992547409930.05,1.0,0.0\n"
    assert kinds(package(tmp_path, big), HIERARCHY) == [("hierarchy-sum", 7)]


@pytest.mark.parametrize(
    ("total", "errors"), [("24.00", 0), ("24.01", 0), ("24.02", 1), ("24.0", 0), ("24.1", 1), ("24", 0), ("25", 1)]
)
def test_the_tolerance_is_half_the_printed_steps_of_all(tmp_path, total, errors):
    text = SPENDING.replace("1,Offices,24.00", f"1,Offices,{total}")
    assert len(kinds(package(tmp_path, text), {**HIERARCHY, "amount": "total"})) == errors


def test_numbers_of_a_spreadsheet_are_as_fine_as_the_finest_of_their_column(tmp_path):
    book = openpyxl.Workbook()
    for row in (("code", "total"), ("1", 3.3), ("11", 1.25), ("12", 2.0)):
        book.active.append(row)
    book.save(tmp_path / "spending.xlsx")
    fields = [{"name": "code", "type": "string"}, {"name": "total", "type": "number"}]
    described = {"name": "spending", "type": "table", "path": "spending.xlsx", "schema": {"fields": fields}}
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"name": "town", "resources": [described]}), "utf-8")
    (error,) = found(path, {**HIERARCHY, "amount": "total"})
    assert "is 3.3, 2 below it make 3.25, tolerance 0.015" in error[3]


def test_amounts_that_are_kept_as_text_are_read_as_they_are_printed(tmp_path):
    text = 'code,total\n1,"1,234.50"\n11,"1,000.00"\n12,234.50\n2,(3.00)\n21,-3.00\n'
    assert kinds(package(tmp_path, text, total="string"), {**HIERARCHY, "amount": "total"}) == []
    told = kinds(
        package(tmp_path, text.replace("12,234.50", "12,n/a"), total="string"), {**HIERARCHY, "amount": "total"}
    )
    assert ("hierarchy-sum", 4) in told


# Nothing missing is taken as zero.


def test_a_blank_total_and_blank_parts_are_not_judged(tmp_path):
    blank = SPENDING.replace("1,Offices,24.00,16.00,8.00", "1,Offices,,16.00,8.00")
    assert kinds(package(tmp_path, blank), HIERARCHY, ROWS) == []
    parts = SPENDING.replace("11,Parks,20.00", "11,Parks,").replace("12,Roads,4.00", "12,Roads,")
    assert kinds(package(tmp_path, parts), HIERARCHY, ROWS) == []


def test_a_sum_of_nothing_is_compared_with_nothing(tmp_path):
    no_rows = {**ACROSS, "where": {"name": "Nobody"}}
    assert kinds(package(tmp_path), no_rows) == []
    other = {**ACROSS, "equals": {**ACROSS["equals"], "where": {"item": "nothing"}}}
    assert kinds(package(tmp_path), other) == []


def test_a_code_that_stands_twice_is_not_judged_unless_groups_keep_it_apart(tmp_path):
    text = "unit,code,total\na,1,3.00\na,11,3.00\nb,1,5.00\nb,11,4.00\n"
    check = {**HIERARCHY, "amount": "total"}
    assert kinds(package(tmp_path, text), check) == []
    assert kinds(package(tmp_path, text), {**check, "by": "unit"}) == [("hierarchy-sum", 4)]
    assert kinds(package(tmp_path, text), {**check, "where": {"unit": ["b"]}}) == [("hierarchy-sum", 4)]
    assert kinds(package(tmp_path, text), {**check, "where": {"unit": "a"}}) == []


def test_a_sum_may_be_held_against_other_rows_of_the_same_table(tmp_path):
    check = {
        **ACROSS,
        "where": {"name": ["Offices", "Schools"]},
        "equals": {"amount": "total", "where": {"name": "Total"}},
    }
    assert kinds(package(tmp_path), check) == []
    assert kinds(package(tmp_path, SPENDING.replace("2,Schools,6.00", "2,Schools,6.10")), check) == [
        ("resource-sum", None)
    ]


# Settings


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({**HIERARCHY, "code": "kode"}, 'has no column "kode"'),
        ({**HIERARCHY, "where": {"yeer": "2026"}}, 'has no column "yeer"'),
        ({**ROWS, "parts": ["wages", "gods"]}, 'has no column "gods"'),
        ({**ACROSS, "equals": {"resourceName": "sumary", "amount": "amount"}}, 'no resource "sumary"'),
        ({**ACROSS, "equals": {"resourceName": "summary", "amount": "amont"}}, 'has no column "amont"'),
    ],
)
def test_a_wrong_name_is_told(tmp_path, check, said):
    (error,) = found(package(tmp_path), check)
    assert error[1] == "sum-setting"
    assert said in error[3]


@pytest.mark.parametrize("check", [{"type": "hierarchy-sum"}, {**ROWS, "parts": []}, {**ACROSS, "equals": {"sum": 1}}])
def test_a_checklist_that_lacks_a_setting_is_refused(check):
    with pytest.raises(Exception, match="not valid"):
        Checklist.from_descriptor({"checks": [check]})


def test_the_checks_hold_on_a_package_of_our_own():
    folder = Path(__file__).resolve().parents[1] / "datapackage" / "liangjiang-2026-budget"
    check = {
        "type": "hierarchy-sum",
        "resourceName": "lines",
        "code": "code",
        "amount": "amount_yuan",
        "by": ["table_no", "measure", "fund", "side", "period"],
        "where": {"scheme": "functional", "is_of_which": "false"},
    }
    assert found(folder / "datapackage.json", check) == []


@pytest.mark.parametrize("page", ["checking.md", "en/checking.md"])
def test_the_checklist_of_the_handbook_is_one_that_frictionless_takes(tmp_path, page):
    text = (Path(__file__).resolve().parents[1] / "site" / "pages" / page).read_text("utf-8")
    (example,) = [block.split("```", 1)[0] for block in text.split("```json\n")[1:]]
    checks = json.loads(example)["checks"]
    assert {check["type"] for check in checks} == {"hierarchy-sum", "row-sum", "resource-sum"}
    assert kinds(package(tmp_path), *checks) == []
    assert kinds(package(tmp_path, SPENDING.replace(",Total,30.00", ",Total,30.10")), *checks) == [
        ("row-sum", 2),
        ("resource-sum", None),
    ]
