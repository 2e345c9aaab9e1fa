"""The command line: what it says, in which language, and with which exit code it ends."""

import json
from inspect import signature

import pytest
from click.testing import CliRunner

from exports import export, table
from gongkai.cli import main
from gongkai.pipeline import Limits, build

COMMANDS = sorted(main.commands)

_TABLE = export(
    "示例局2026年部门预算",
    table(
        "部门支出总表",
        "科目编码|科目名称|合计|基本支出|项目支出\n合计||3.00|1.00|2.00\n201|一般公共服务支出|3.00|1.00|2.00",
    ),
)


def _run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "示例局.txt"
    path.write_text(_TABLE, "utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    done = _run(command, "--help")
    assert done.exit_code == 0
    assert f"gongkai {command}" in done.output


def test_the_version_is_told(monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", {"gongkai": "9.8.7"}.__getitem__)
    done = _run("--version")
    assert done.exit_code == 0
    assert "9.8.7" in done.output


def test_extract_writes_a_package_and_says_what_it_holds(file, tmp_path):
    done = _run("extract", file, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "示例局 2026 budget: 1 tables (1 recognised), 6 amounts (6 in an identity that holds)" in done.stdout
    assert (tmp_path / "out" / "示例局" / "datapackage.json").is_file()


def test_extract_speaks_chinese_to_a_chinese_reader(file, tmp_path, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", "zh")
    done = _run("extract", file, "--out", tmp_path / "out")
    assert "示例局 2026 预算：1 张表（认出 1），6 个金额" in done.stdout


def test_extract_reports_in_json(file, tmp_path):
    done = _run("extract", file, tmp_path / "missing.pdf", "--out", tmp_path / "out", "--format", "json")
    assert done.exit_code == 2
    good, bad = json.loads(done.stdout)
    assert (good["issuer"], good["fiscal_year"], good["phase"]) == ("示例局", 2026, "budget")
    assert (good["tables"], good["recognised"], good["lines"], good["error"]) == (1, 1, 6, "")
    assert "no such file" in bad["error"]


def test_both_files_of_one_stem_have_a_folder_of_their_own(file, tmp_path):
    other = tmp_path / "b" / file.name
    other.parent.mkdir()
    other.write_text(_TABLE, "utf-8")
    done = _run("extract", file, other, "--out", tmp_path / "out", "--workers", 2)
    assert done.exit_code == 0
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert "2 files" in done.stdout


def test_extract_twice_gives_the_same_bytes(file, tmp_path):
    for out in ("a", "b", "b"):
        assert _run("extract", file, "--out", tmp_path / out).exit_code == 0
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / out / "示例局").iterdir()} for out in ("a", "b"))
    assert first == second


def test_the_extracted_package_is_valid(file, tmp_path):
    _run("extract", file, "--out", tmp_path / "out")
    done = _run("validate", tmp_path / "out" / "示例局")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "valid" in done.stdout


def test_a_broken_package_is_told_with_exit_code_1(file, tmp_path):
    _run("extract", file, "--out", tmp_path / "out")
    lines = tmp_path / "out" / "示例局" / "lines.csv"
    lines.write_text(lines.read_text("utf-8").replace("30000.00", "dreißig"), "utf-8")
    done = _run("validate", tmp_path / "out" / "示例局")
    assert done.exit_code == 1
    assert "dreißig" in done.stderr


@pytest.mark.parametrize("option", [("--engine", "word"), ("--workers", "0"), ("--pages", "0"), ("--format", "xml")])
def test_a_wrong_option_ends_with_exit_code_2_and_names_what_is_allowed(file, tmp_path, option):
    done = _run("extract", file, "--out", tmp_path / "out", *option)
    assert done.exit_code == 2
    assert option[0] in done.stderr
    assert option[1] in done.stderr


def test_extract_without_a_file_ends_with_exit_code_2(tmp_path):
    assert _run("extract", "--out", tmp_path / "out").exit_code == 2


@pytest.mark.parametrize("command", ["build", "serve"])
def test_outside_of_a_checkout_the_way_in_is_told(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = _run(command)
    assert done.exit_code == 2
    assert "not a Gongkai checkout" in done.stderr
    assert "--root" in done.stderr


def test_serving_what_is_not_built_says_what_to_do(tmp_path):
    (tmp_path / "datapackage").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mkdocs.yml").touch()
    done = _run("serve", "--root", tmp_path)
    assert done.exit_code == 2
    assert "run make (gongkai build) first" in done.stderr


def test_building_nothing_says_what_is_missing(tmp_path):
    (tmp_path / "datapackage").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mkdocs.yml").touch()
    done = _run("build", "--root", tmp_path)
    assert done.exit_code == 2
    assert "no registered disclosure here" in done.stderr


def test_a_rule_that_fails_in_the_run_is_reported_with_exit_code_3(file, tmp_path, monkeypatch):
    from gongkai import pipeline  # noqa: PLC0415
    from gongkai.pipeline import FileReport  # noqa: PLC0415

    found = FileReport(file="a.txt", folder="a", tables=1, blocked=2)
    monkeypatch.setattr(pipeline, "extract_files", lambda *_, **__: (each for each in [found]))
    done = _run("extract", file, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert "2 rules failed" in done.stdout


def test_typeset_writes_a_pdf_that_is_read_again(file, tmp_path):
    _run("extract", file, "--out", tmp_path / "out")
    pdf = tmp_path / "again.pdf"
    assert _run("typeset", tmp_path / "out" / "示例局", "--out", pdf).exit_code == 0
    done = _run("extract", pdf, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert "1 tables (1 recognised), 6 amounts" in done.stdout


def test_what_the_command_line_shows_as_the_limits_is_what_is_kept_to_where_nobody_says():
    shown = {option.name: option.default for option in main.commands["extract"].params}
    names = ("memory", "seconds", "pages", "cpu", "output", "bytes_")
    assert Limits(*(shown[name] for name in names)) == Limits()
    (pictures,) = (option.default for option in main.commands["build"].params if option.name == "page_images")
    assert pictures == signature(build).parameters["pictures_mb"].default
