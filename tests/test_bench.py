"""The benchmark measures what it says: files, pages and amounts are counted, and no timing is ever a test."""

import json
import re

import pytest
from click.testing import CliRunner

from gongkai import bench as module
from gongkai.bench import Measured, bench, bench_files, table
from gongkai.cli import main
from gongkai.errors import BuildError
from paper import Paper

ROWS = [
    ["功能分类科目", None, "2026年预算数", None, None],
    ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
    ["合计", None, "1,162.75", "102.55", "1,060.20"],
    ["201", "一般公共服务支出", "1,160.25", "100.05", "1,060.20"],
    ["205", "教育支出", "2.50", "2.50", ""],
]

FOUND = Measured(
    compared_files=2,
    compared_pages=60,
    compared_seconds=0.2,
    plumber_seconds=2.5,
    files=9,
    unread=1,
    pages=240,
    tables=80,
    recognised=79,
    lines=2000,
    covered=1900,
    memory_mb=84,
    one_worker_seconds=6.0,
    two_workers_seconds=3.0,
)


def _disclosure(issuer):
    paper = Paper().text(150, 60, f"{issuer}2026年部门预算", 16).page()
    paper.text(250, 60, "部门支出总表", 14).right(530, 90, "单位：万元")
    return paper.grid(60, 110, [60, 150, 80, 80, 80], ROWS).bytes()


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "pdfs"
    home.mkdir()
    for name in ("a", "b", "c"):
        (home / f"{name}.pdf").write_bytes(_disclosure("示例市统计局"))
    (home / "blank.pdf").write_bytes(Paper().bytes())
    return home


@pytest.fixture
def named(folder, monkeypatch):
    monkeypatch.setenv("GONGKAI_CORPUS", str(folder))
    return folder


def test_every_file_is_counted_and_one_without_text_is_named_unread(named):
    told = []
    found = bench(bench_files(named), 3, lambda zh, en: told.append((zh, en)))
    assert (found.files, found.unread, found.pages) == (4, 1, 6)
    assert (found.tables, found.recognised) == (3, 3)
    assert found.lines == 3 * 8
    assert 0 <= found.covered <= found.lines
    # The first and the fourth of a, b, blank, c.
    assert (found.compared_files, found.compared_pages) == (2, 4)
    assert min(found.compared_seconds, found.plumber_seconds, found.memory_mb, found.one_worker_seconds) > 0
    assert len(told) == 3
    assert all(zh != en for zh, en in told)


def test_the_command_prints_json_that_a_program_can_read(named, monkeypatch):
    monkeypatch.setattr(module, "bench", lambda files, every, progress: FOUND)  # noqa: ARG005
    answer = CliRunner().invoke(main, ["bench", "--format", "json"])
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    assert said["times_plumber"] == 12.5
    assert said["pages_per_second"] == 300.0
    assert said["plumber_pages_per_second"] == 24.0
    assert (said["lines"], said["covered"]) == (2000, 1900)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_tells_speed_counts_and_memory_in_the_readers_language(language, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", language)
    lines = list(table(FOUND))
    assert [line.split()[0].rstrip("%") for line in lines] == [
        "300", "24", "12.5", "8", "240", "80", "2000", "95.0", "84", "6.0", "3.0",
    ]  # fmt: skip
    assert all(bool(re.search(r"[\u4e00-\u9fff]", line)) == (language == "zh") for line in lines if "MB" not in line)


def test_nothing_measured_is_no_division_by_nothing():
    empty = Measured(*[0] * 14)
    assert (empty.pages_per_second, empty.times_plumber) == (0.0, 0.0)
    assert list(table(empty))


def test_the_corpus_beside_the_checkout_is_measured_where_no_folder_is_named(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("GONGKAI_CORPUS", raising=False)
    beside = tmp_path / "shared" / "corpus"
    beside.mkdir(parents=True)
    folder.rename(beside / "documents")
    root = tmp_path / "checkout"
    assert [f.name for f in bench_files(root)] == ["a.pdf", "b.pdf", "blank.pdf", "c.pdf"]


def test_without_a_corpus_the_registered_disclosures_are_measured(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("GONGKAI_CORPUS", raising=False)
    root = tmp_path / "checkout"
    home = root / "datapackage" / "example-2026-budget"
    home.mkdir(parents=True)
    (folder / "a.pdf").rename(home / "source.pdf")
    assert bench_files(root) == (home / "source.pdf",)


def test_without_any_pdf_the_message_says_how_to_name_a_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("GONGKAI_CORPUS", raising=False)
    with pytest.raises(BuildError, match="GONGKAI_CORPUS"):
        bench_files(tmp_path / "checkout")
