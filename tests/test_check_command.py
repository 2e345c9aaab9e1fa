"""`gongkai check`: what it is given, what it prints in which form, which rows it shows, and how it ends."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from exports import export, table
from gongkai.check.across import registry as across_registry
from gongkai.cli import main
from gongkai.model import Finding
from gongkai.pipeline.checking import Checked, Choice, chosen, known_rules
from gongkai.pipeline.checking.formats import as_github, as_markdown
from paper import Paper
from sample import sample

_ROWS = """科目编码|科目名称|合计|基本支出|项目支出
合计||{total}|1.00|2.00
201|一般公共服务支出|3.00|1.00|2.00"""
_TWO_YEARS = """科目编码|科目名称|2025年预算数|2026年预算数
201|一般公共服务支出|{before}|26.00
205|教育支出|6.00|7.00"""
_LAST_YEAR = "科目编码|科目名称|2025年预算数\n201|一般公共服务支出|24.00\n205|教育支出|6.00"


def _text(total="3.00", year=2026, office="示例局"):
    return export(f"{office}{year}年部门预算", table("部门支出总表", _ROWS.format(total=total)))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder outside of any project, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def clean(folder):
    return _written(folder / "clean.txt", _text())


@pytest.fixture
def broken(folder):
    return _written(folder / "broken.txt", _text("3.10"))


def _written(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def _check(*arguments):
    return CliRunner().invoke(main, ["check", *map(str, arguments)], catch_exceptions=False)


def _json(*arguments):
    done = _check(*arguments, "--format", "json")
    return json.loads(done.stdout), done


# How it ends.


def test_a_clean_file_ends_with_0_and_the_counts(clean):
    done = _check("clean.txt")
    assert (done.exit_code, done.stderr) == (0, "")
    counts = (
        r"1 disclosures: 0 errors, 0 differences, 0 notes; [1-9]\d* hold, 0 could not be checked, \d+ do not apply\n"
    )
    assert re.fullmatch(counts, done.stdout)


def test_an_error_ends_with_1(broken):
    assert _check("broken.txt").exit_code == 1


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("difference", 1), ("note", 1), ("never", 0)])
def test_what_is_as_grave_as_fail_on_ends_with_1(folder, level, code):
    _two_years(folder, "24.10")
    assert _check("2025.txt", "2026.txt", "--fail-on", level).exit_code == code


def test_a_note_ends_with_1_only_where_notes_count(folder):
    _two_years(folder, "24.01")
    assert _check("2025.txt", "2026.txt", "--fail-on", "difference").exit_code == 0
    assert _check("2025.txt", "2026.txt", "--fail-on", "note").exit_code == 1


@pytest.mark.parametrize("given", ["missing.pdf", "note.txt"])
def test_a_file_that_cannot_be_read_ends_with_2_and_the_others_are_checked(broken, folder, given):
    _written(folder / "note.txt", "会议通知，与预算无关。")
    done = _check("broken.txt", given)
    assert done.exit_code == 2
    assert "broken.txt" in done.stdout
    assert "1 could not be read" in done.stdout
    assert given in done.stderr


def test_an_empty_folder_ends_with_2(folder):
    (folder / "empty").mkdir()
    done = _check("empty")
    assert done.exit_code == 2
    assert "nothing in it to check" in done.stderr


def test_a_rule_that_breaks_down_ends_with_3_and_is_named(clean, monkeypatch):
    def trip(volume, shelf, rule):
        raise ZeroDivisionError("tripped")

    entries = across_registry._ENTRIES
    monkeypatch.setattr(across_registry, "_ENTRIES", {**entries, "re-issue": replace(entries["re-issue"], check=trip)})
    done = _check("clean.txt")
    assert done.exit_code == 3
    assert "clean.txt: rule re-issue: the rule failed" in done.stderr
    assert "tripped" in done.stderr
    assert re.search(r"[1-9]\d* hold, 1 could not be checked", done.stdout)


def test_an_unknown_rule_ends_with_2_and_names_the_rules(clean):
    done = _check("clean.txt", "--rule", "row-totals")
    assert done.exit_code == 2
    assert "row-total, " in done.stderr


# What it is given.


def _two_years(folder, before):
    for year, rows in ((2025, _LAST_YEAR), (2026, _TWO_YEARS.format(before=before))):
        title = "一般公共预算财政拨款支出预算表"
        _written(folder / f"{year}.txt", export(f"示例局{year}年部门预算", table(title, rows)))


def test_files_given_together_are_held_against_each_other(folder):
    _two_years(folder, "24.10")
    report, _ = _json("2026.txt", "2025.txt")
    found = [row for one in report["documents"] for row in one["findings"]]
    assert [(row["rule"], row["file"], row["row"], row["difference_yuan"]) for row in found] == [
        ("last-year-column", "2026.txt", 2, "1000.00")
    ]
    assert found[0]["operands"] == ["1:2:3", "2025#1:2:3"]


def test_a_file_alone_is_held_against_its_own_rules_only(folder):
    _two_years(folder, "24.10")
    assert _check("2026.txt", "--fail-on", "note").exit_code == 0


def test_a_folder_is_searched_for_what_can_be_read(broken, folder):
    _written(folder / "in" / "deep" / "a.txt", _text("3.10"))
    _written(folder / "in" / "b.txt", _text(office="另一局"))
    _written(folder / "in" / ".hidden.txt", _text("9.99"))
    _written(folder / "in" / "photo.raw", "no document")
    report, done = _json("in")
    assert [one["file"] for one in report["documents"]] == ["in/b.txt", "in/deep/a.txt"]
    assert done.exit_code == 1


def test_a_package_is_checked_as_it_is(broken, folder):
    assert CliRunner().invoke(main, ["extract", "broken.txt", "--out", "out"]).exit_code == 0
    report, done = _json("out/broken")
    (one,) = report["documents"]
    assert (one["file"], one["issuer"], done.exit_code) == ("out/broken", "示例局", 1)


_ENTRY = """title = "示例局2026年部门预算"
issuer = "示例局"
level = "city"
fiscal_year = 2026
phase = "budget"
scope = "department"

[[sources]]
file = "source.txt"
"""


@pytest.fixture
def project(folder):
    """A project with one registered disclosure that does not add up."""
    _written(folder / "site" / "mkdocs.yml", "")
    home = folder / "datapackage" / "shili-2026"
    _written(home / "source.txt", _text("3.10"))
    _written(home / "disclosure.toml", _ENTRY)
    return folder


def _tree(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("given", [(), ("shili-2026",), ("datapackage/shili-2026",), ("datapackage",), (".",)])
def test_what_is_registered_is_checked_and_nothing_is_written_beside_it(project, given):
    before = _tree(project / "datapackage")
    report, done = _json(*given)
    (one,) = report["documents"]
    assert (one["file"], one["id"], done.exit_code) == ("datapackage/shili-2026", "shili-2026", 1)
    assert {row["file"] for row in one["findings"]} == {"datapackage/shili-2026/source.txt"}
    assert _tree(project / "datapackage") == before


def test_a_source_that_is_given_beside_its_registered_disclosure_is_no_second_publication(project):
    report, _ = _json("datapackage/shili-2026/source.txt", "shili-2026", "--rule", "same-publication", "--verbose")
    assert [one["id"] for one in report["documents"]] == ["source", "shili-2026"]
    assert {row["status"] for one in report["documents"] for row in one["findings"]} == {"not_applicable"}


def test_what_a_build_left_unchanged_is_not_read_again(project, monkeypatch):
    from gongkai.pipeline import updating  # noqa: PLC0415

    root = Path(__file__).resolve().parents[1]
    shutil.rmtree(project / "site")
    shutil.copytree(root / "site", project / "site")
    shutil.copytree(root / "datapackage" / "schemas", project / "datapackage" / "schemas")
    shutil.copy(root / "metadata.yml", project / "metadata.yml")
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    asked = []
    isolated = updating.isolated
    monkeypatch.setattr(updating, "isolated", lambda f, jobs, *more: asked.extend(jobs) or isolated(f, jobs, *more))
    assert _check().exit_code == 1
    assert asked == []
    _written(project / "datapackage" / "shili-2026" / "source.txt", _text())
    assert _check().exit_code == 0
    assert len(asked) == 1


def test_a_wrong_entry_ends_with_2(project):
    _written(project / "datapackage" / "shili-2026" / "disclosure.toml", _ENTRY + 'colour = "red"\n')
    done = _check()
    assert done.exit_code == 2
    assert "colour" in done.stderr


def test_a_file_of_a_project_is_read_once(project, monkeypatch):
    from gongkai.pipeline import packages  # noqa: PLC0415

    _written(project / "new.txt", _text())
    assert _check("new.txt").exit_code == 0
    monkeypatch.setattr(packages.Run, "job", None)
    assert _check("new.txt").exit_code == 0


def test_without_a_project_something_must_be_given(folder):
    done = _check()
    assert done.exit_code == 2
    assert "not a Gongkai checkout" in done.stderr


# What it prints.


def test_rows_are_grouped_by_document_with_file_page_and_row(broken, folder):
    done = _check("broken.txt")
    heading, *lines = done.stdout.splitlines()
    assert heading == "broken.txt  示例局 2026 budget"
    assert any(line.startswith("  broken.txt:t1:2  error  ") and line.endswith("  total-of-classes") for line in lines)


def test_a_row_of_a_pdf_has_its_page(folder):
    paper = Paper()
    paper.text(60, 60, "示例局2026年部门预算", size=18)
    rows = [row.split("|") for row in _ROWS.format(total="3.10").splitlines()]
    paper.text(60, 100, "部门支出总表")
    paper.text(400, 100, "单位：万元")
    paper.grid(60, 120, [90] * 5, rows)
    (folder / "a.pdf").write_bytes(paper.bytes())
    report, _ = _json("a.pdf")
    row = report["documents"][0]["findings"][0]
    assert (row["file"], row["page"], row["row"]) == ("a.pdf", 1, 2)
    assert len(row["box"]) == 4
    assert "a.pdf:1:2" in _check("a.pdf").stdout


def test_severities_have_colours_on_a_terminal_only(broken, monkeypatch):
    assert "\x1b[" not in _check("broken.txt").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror\x1b[0m" in _check("broken.txt").stdout


def test_it_speaks_chinese_to_a_chinese_reader(broken, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", "zh")
    done = _check("broken.txt")
    assert "错误" in done.stdout
    assert "1 份公开：" in done.stdout


def test_verbose_also_lists_what_holds_and_why_rules_do_not_apply(clean):
    chosen_rules = ("--rule", "row-total", "--rule", "summary-balance")
    assert "holds" not in _check("clean.txt", *chosen_rules).stdout
    done = _check("clean.txt", *chosen_rules, "--verbose").stdout
    assert done.count("  holds  ") == 2
    assert "  not applicable  no summary table" in done


@pytest.mark.parametrize(("severity", "shown"), [("error", 0), ("difference", 0), ("note", 1)])
def test_severity_chooses_what_is_listed(folder, severity, shown):
    _two_years(folder, "24.01")
    report, _ = _json("2025.txt", "2026.txt", "--severity", severity)
    assert sum(len(one["findings"]) for one in report["documents"]) == shown
    assert report["counts"]["note"] == 1


def test_one_rule_is_listed_counted_and_decides_alone(broken):
    report, done = _json("broken.txt", "--rule", "code-hierarchy", "--rule", "year-change")
    assert report["documents"][0]["findings"] == []
    assert report["counts"]["error"] == 0
    assert done.exit_code == 0
    assert _check("broken.txt", "--rule", "row-total").exit_code == 1


def test_json_has_exact_amounts_as_texts(broken):
    report, _ = _json("broken.txt", "--rule", "total-of-classes")
    (row,) = report["documents"][0]["findings"]
    assert (row["printed_yuan"], row["computed_yuan"]) == ("31000.00", "30000.00")
    assert (row["difference_yuan"], row["tolerance_yuan"]) == ("1000.00", "100.00")


# SARIF 2.1.0


def _sarif(*arguments):
    log = json.loads(_check(*arguments, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    return run


def test_sarif_names_every_rule_once_with_help_in_both_languages(broken):
    driver = _sarif("broken.txt")["tool"]["driver"]
    assert driver["name"] == "gongkai"
    assert [rule["id"] for rule in driver["rules"]] == [rule.rule for rule in known_rules()]
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for rule, known in zip(driver["rules"], known_rules(), strict=True):
        for words in (known.title, known.title_en, known.rationale, known.rationale_en):
            assert words in rule["help"]["text"]
            assert words in rule["help"]["markdown"]
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_sarif_places_each_result_in_an_artifact_with_page_table_and_row(broken):
    run = _sarif("broken.txt", "--rule", "total-of-classes")
    (result,) = run["results"]
    assert (result["level"], result["kind"]) == ("error", "fail")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "total-of-classes"
    assert result["message"]["text"]
    physical = result["locations"][0]["physicalLocation"]
    artifact = run["artifacts"][physical["artifactLocation"]["index"]]
    assert artifact["location"]["uri"] == physical["artifactLocation"]["uri"] == "broken.txt"
    assert re.fullmatch("[0-9a-f]{64}", artifact["hashes"]["sha-256"])
    assert physical["region"] == {"startLine": 2, "properties": {"table_no": 1, "row": 2, "column": 3}}
    assert result["properties"]["difference_yuan"] == "1000.00"


def test_sarif_uris_are_valid_whatever_a_file_is_called(folder):
    _written(folder / "预算 50%#1.txt", _text("3.10"))
    run = _sarif("预算 50%#1.txt")
    (artifact,) = run["artifacts"]
    assert artifact["location"]["uri"] == "%E9%A2%84%E7%AE%97%2050%25%231.txt"


def test_sarif_says_what_could_not_be_read(clean):
    run = _sarif("clean.txt", "missing.pdf")
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "missing.pdf" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert run["results"] == []


def test_sarif_of_all_rows_gives_those_that_hold_no_level(clean):
    results = _sarif("clean.txt", "--verbose")["results"]
    assert {(r["kind"], r["level"]) for r in results} == {("pass", "none"), ("notApplicable", "none")}


def test_a_fingerprint_stays_when_other_findings_come_and_go(folder):
    one = _written(folder / "a.txt", _text("3.10"))
    before = {r["partialFingerprints"]["place/v1"] for r in _sarif("a.txt")["results"]}
    extra = table("政府采购预算表", "采购项目|预算数\n合计|9.00\n货物|3.00\n服务|5.00")
    _written(one, _text("3.10") + "\n\n" + export(extra))
    after = {r["partialFingerprints"]["place/v1"] for r in _sarif("a.txt")["results"]}
    assert before < after


# GitHub and Markdown


def _checked(message):
    """A sample with one row that says `message`, of a file with a name as it may come from anywhere."""
    row = Finding("row-total", "fail", "difference", "", message, message, operands=("2:3:3",))
    file = sample().sources[0].file
    return Checked("a,b:c%.pdf", replace(sample(), findings=(row,)), {file: Path("a,b:c%.pdf")})


def test_workflow_commands_carry_the_level_and_escape_what_ends_them():
    (line,) = as_github([_checked("50%\r\n::error::x, y: z")], Choice())
    assert line.startswith("::warning file=a%2Cb%3Ac%25.pdf,title=row-total ")
    assert line.endswith("::50%25%0D%0A::error::x, y: z")
    assert "\n" not in line


def test_workflow_commands_tell_of_what_was_not_read(clean):
    done = _check("missing.pdf", "--format", "github")
    assert done.stdout.startswith("::error file=missing.pdf,title=not read::")
    assert done.exit_code == 2


def test_markdown_shows_a_table_for_each_document_and_lets_nothing_in():
    text = as_markdown([_checked("a | b <img src=x> [x](y) @everyone `c`\nd")], Choice())
    assert "| Place | Severity | Rule | Finding |" in text
    row = next(line for line in text.splitlines() if "row-total" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    assert "<img" not in row
    assert "@everyone" not in row
    assert "\\[x\\]\\(y\\)" in row


def test_markdown_stays_within_what_a_comment_may_hold():
    one = _checked("x" * 900)
    many = replace(one, disclosure=replace(one.disclosure, findings=one.disclosure.findings * 200))
    text = as_markdown([many], Choice())
    assert len(text) < 65_536
    assert re.search(r"\d+ more are not listed", text)


def test_rows_of_a_sentence_have_their_paragraph():
    one = _checked("x")
    said = replace(one.disclosure.findings[0], operands=("s1", "2:3:3"))
    (spot,) = chosen(replace(one, disclosure=replace(one.disclosure, findings=(said,))), Choice())
    statement = one.disclosure.statements[0]
    assert spot.at == f"a,b:c%.pdf:{statement.page}:¶{statement.paragraph_no}"


def test_a_finding_on_a_paragraph_has_its_page_and_number():
    one = _checked("x")
    row = replace(one.disclosure.findings[0], status="fail", operands=("p2",))
    (spot,) = chosen(replace(one, disclosure=replace(one.disclosure, findings=(row,))), Choice())
    assert spot.paragraph_no == 2
    assert spot.at.endswith("¶2")
