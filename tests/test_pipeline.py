"""From datapackage/ to build/: what is unchanged is not done again, and a build that breaks off costs nothing."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import gongkai
from exports import export, table
from gongkai.errors import BuildError, NotADisclosureError, ReadError, RegistrationError
from gongkai.package import read_package, validate_package, write_package
from gongkai.pipeline import Limits, build, building, extract_file
from gongkai.pipeline.extraction import extract_registered
from gongkai.pipeline.together import hold_packages_together
from gongkai.registry import FILE_NAME, read_entry
from paper import Paper

CHECKOUT = Path(__file__).resolve().parents[1]
ID = "shili-2026-budget"

ENTRY = """title = "示例局2026年部门预算"
issuer = "示例局"
region_code = "50"
level = "province"
fiscal_year = 2026
phase = "budget"
scope = "department"

[[sources]]
file = "source.txt"
"""
EXPORT = export(
    "示例局2026年部门预算",
    "2026年一般公共预算财政拨款支出3.00万元，比2025年增加1.00万元。",
    table(
        "一般公共预算财政拨款支出预算表",
        "科目编码|科目名称|小计|基本支出|项目支出\n合计||3.00|1.00|2.00\n201|一般公共服务支出|3.00|1.00|2.00",
    ),
)


def _silent(zh, en):
    pass


def _root(home):
    """A checkout with the project's own site and one disclosure."""
    root = home / "checkout"
    shutil.copytree(CHECKOUT / "site", root / "site")
    shutil.copytree(CHECKOUT / "datapackage" / "schemas", root / "datapackage" / "schemas")
    shutil.copy(CHECKOUT / "metadata.yml", root / "metadata.yml")
    folder = root / "datapackage" / ID
    folder.mkdir()
    (folder / FILE_NAME).write_text(ENTRY, "utf-8")
    (folder / "source.txt").write_text(EXPORT, "utf-8")
    return root


# Times and inodes of files, by which they are known again.
_OF_THIS_MACHINE = ("_files.json", "_entries.json", "holdings.json")


def _shown(tree):
    """What of the tree of a build is shown or kept; not what only spares the next build work, and may be lost."""
    return {n: h for n, h in tree.items() if not n.startswith(("cache/", "store/spare/"))}


def _tree(folder):
    """What stands in a folder: contents by name, links by their target; not what holds for this machine and folder alone."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file() and path.name not in _OF_THIS_MACHINE and path.suffix != ".cache":
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A first build, not to be changed by tests."""
    root = _root(tmp_path_factory.mktemp("first"))
    return root, build(root, _silent)


@pytest.fixture
def built(first, tmp_path):
    """A copy of the first build, to be changed."""
    root = tmp_path / "checkout"
    shutil.copytree(first[0], root, symlinks=True)
    return root


def test_a_build_gives_site_database_and_metadata(first):
    root, done = first
    assert (done.fresh, done.disclosures) == (True, 1)
    assert (done.site / "index.html").is_file()
    assert (done.site / "disclosures" / ID / "index.html").is_file()
    assert done.metadata.is_file()
    with closing(sqlite3.connect(f"file:{done.database}?mode=ro", uri=True)) as database:
        assert database.execute("select sum(amount_fen) from lines where is_total").fetchone() == (6_00_00_00,)
    assert done.site == root / "build" / "site"


def test_what_is_built_may_be_read_by_all(first):
    root, _ = first
    for path in (root / "build").rglob("*"):
        if not path.is_symlink() and "cache" not in path.parts:
            assert path.stat().st_mode & 0o044 == 0o044, path


def test_the_package_stands_beside_the_source_and_is_valid(first):
    root, done = first
    folder = root / "datapackage" / ID
    assert validate_package(folder) == ()
    assert read_package(folder).disclosure["issuer"] == "示例局"
    assert (folder / FILE_NAME).read_text("utf-8") == ENTRY
    (report,) = done.reports
    assert (report.folder, report.lines, report.failed, report.blocked) == (ID, 6, 0, 0)


def test_a_second_build_does_nothing(built):
    before = _tree(built)
    again = build(built, _silent)
    assert (again.fresh, again.reports) == (False, ())
    assert _tree(built) == before


def test_a_changed_entry_is_built_again(built):
    entry = built / "datapackage" / ID / FILE_NAME
    entry.write_text(ENTRY.replace("示例局2026年部门预算", "示例局2026年部门预算公开"), "utf-8")
    again = build(built, _silent)
    assert again.fresh
    assert len(again.reports) == 1
    assert "部门预算公开" in (again.site / "disclosures" / ID / "index.html").read_text("utf-8")
    assert len(list((built / "build").glob("out-*"))) == 1


def test_a_package_that_was_changed_by_hand_is_made_again(built):
    lines = built / "datapackage" / ID / "lines.csv"
    right = lines.read_bytes()
    lines.write_text(lines.read_text("utf-8").replace("30000.00", "40000.00"), "utf-8")
    build(built, _silent)
    assert lines.read_bytes() == right


def test_a_changed_page_of_the_site_does_not_read_the_sources_again(built):
    page = built / "site" / "pages" / "use.md"
    page.write_text(page.read_text("utf-8") + "\n又一段。\n", "utf-8")
    again = build(built, _silent)
    assert (again.fresh, again.reports) == (True, ())
    assert "又一段。" in (again.site / "use" / "index.html").read_text("utf-8")


def test_two_folders_give_the_same_bytes(first, tmp_path):
    root = _root(tmp_path)
    build(root, _silent)
    one, other = _tree(first[0]), _tree(root)
    assert {n: h for n, h in one.items() if n.startswith("datapackage/")} == {
        n: h for n, h in other.items() if n.startswith("datapackage/")
    }
    assert [n for n in one.keys() | other.keys() if one.get(n) != other.get(n)] == []


@pytest.mark.parametrize("step", ["build_database", "publish_site", "open_package"])
@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt])
def test_a_build_that_breaks_off_leaves_the_former_one(built, monkeypatch, step, stop):
    shutil.rmtree(built / "build" / "store" / "united")  # or the database would be taken over
    before = _tree(built / "build")
    (built / "site" / "pages" / "use.md").write_text("# 新\n", "utf-8")

    def broken(*arguments, **options):
        raise stop("broken off")

    with monkeypatch.context() as patched:
        patched.setattr(building, step, broken)
        with pytest.raises(stop):
            build(built, _silent)
    after = _tree(built / "build")
    assert {name: after.get(name) for name in _shown(before)} == _shown(before)
    # What the store has got by then is whole, and the next build takes it.
    assert [name for name in after.keys() - before.keys() if not name.startswith("store/") or "/.work-" in name] == []
    again = build(built, _silent)
    assert again.fresh
    assert (again.site / "disclosures" / ID / "index.html").is_file()


def test_a_site_that_is_broken_off_half_written_is_never_shown(built, monkeypatch):
    before = _tree(built / "build")
    (built / "site" / "pages" / "use.md").write_text("# 新\n", "utf-8")

    def half(folders, database, out, **options):
        out.mkdir()
        (out / "index.html").write_text("half", "utf-8")
        raise RuntimeError("broken off")

    with monkeypatch.context() as patched:
        patched.setattr(building, "publish_site", half)
        with pytest.raises(RuntimeError):
            build(built, _silent)
    assert _tree(built / "build") == before


@pytest.mark.parametrize("at", ["reading", "building the database", "building the site"])
def test_a_killed_build_leaves_the_former_one_and_the_next_goes_through(built, at):
    entry = built / "datapackage" / ID / FILE_NAME
    entry.write_text(ENTRY.replace("示例局2026年", "示例局2026年度"), "utf-8")
    before = _tree(built / "build")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "gongkai", "build", "--root", str(built)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "GONGKAI_LANG": "en"},
        start_new_session=True,
    )
    with process:
        assert any(line.startswith(at) for line in process.stdout)
        os.killpg(process.pid, signal.SIGKILL)
    after = _tree(built / "build")
    assert {n: after.get(n) for n in _shown(before)} == _shown(before)
    assert (built / "build" / "site" / "index.html").is_file()
    again = build(built, _silent)
    assert again.fresh
    assert (again.site / "disclosures" / ID / "index.html").is_file()
    assert {p.name for p in (built / "build").iterdir() if not p.name.startswith("out-")} == {
        "cache",
        "current",
        "gongkai.db",
        "site",
        "store",
    }
    assert {p.name for p in (built / "build" / "cache").iterdir()} == {
        "_entries.json",
        "_files.json",
        "_together",
        "holdings.db",
        "holdings.json",
        f"{ID}.json",
        "templates",
    }


def test_a_source_that_cannot_be_read_leaves_package_and_build(built):
    (built / "datapackage" / ID / "source.txt").write_bytes(b"\x00\x01\x02")
    before = _tree(built)
    with pytest.raises(ReadError, match="neither text nor a known format"):
        build(built, _silent)
    assert _tree(built) == before


def test_a_wrong_entry_leaves_package_and_build(built):
    (built / "datapackage" / ID / FILE_NAME).write_text(ENTRY + 'link = "x"\n', "utf-8")
    before = _tree(built)
    with pytest.raises(RegistrationError, match=r"sources\.1\.link"):
        build(built, _silent)
    assert _tree(built) == before


def test_a_source_whose_hash_is_not_the_registered_one_is_refused(built):
    (built / "datapackage" / ID / FILE_NAME).write_text(ENTRY + f'sha256 = "{"0" * 64}"\n', "utf-8")
    with pytest.raises(RegistrationError, match=r"not the one that disclosure\.toml registers"):
        build(built, _silent)


def test_nothing_registered_is_told(tmp_path):
    (tmp_path / "datapackage").mkdir()
    with pytest.raises(BuildError, match="no registered disclosure"):
        build(tmp_path, _silent)


# Corrections repair our reading, and only as long as it is the one that was checked.

_CORRECTION = """
[[corrections]]
table_no = 1
row = 3
column = 2
read = "{read}"
printed = "一般公共服务"
reason = "the export adds a word"
checked_by = "a reader"
"""


def _corrected(tmp_path, read):
    folder = tmp_path / ID
    folder.mkdir()
    (folder / FILE_NAME).write_text(ENTRY + _CORRECTION.format(read=read), "utf-8")
    (folder / "source.txt").write_text(EXPORT, "utf-8")
    return extract_registered(folder, read_entry(folder), "pdfium", 10)


def test_a_correction_replaces_what_is_read(tmp_path):
    disclosure = _corrected(tmp_path, "一般公共服务支出")
    assert {line.label for line in disclosure.lines} == {"合计", "一般公共服务"}


def test_a_correction_of_what_is_no_longer_read_fails(tmp_path):
    with pytest.raises(RegistrationError, match="the source changed, check it again"):
        _corrected(tmp_path, "公共安全支出")


def test_a_correction_of_a_table_that_is_not_there_fails(tmp_path):
    folder = tmp_path / ID
    folder.mkdir()
    text = ENTRY + _CORRECTION.format(read="x").replace("table_no = 1", "table_no = 9")
    (folder / FILE_NAME).write_text(text, "utf-8")
    (folder / "source.txt").write_text(EXPORT, "utf-8")
    with pytest.raises(RegistrationError, match="9:3:2"):
        extract_registered(folder, read_entry(folder), "pdfium", 10)


# One file, from Python.


def test_a_file_is_extracted_in_five_lines_of_python(tmp_path):
    path = tmp_path / "budget.txt"
    path.write_text(EXPORT, "utf-8")
    disclosure = gongkai.extract(path)
    assert [(x.code, x.measure, str(x.amount_yuan)) for x in disclosure.lines][3:] == [
        ("201", "total", "30000.00"),
        ("201", "basic_expenditure", "10000.00"),
        ("201", "project_expenditure", "20000.00"),
    ]
    assert disclosure.registration.issuer == "示例局"


def test_a_package_is_opened_in_a_line_of_python(tmp_path):
    path = tmp_path / "budget.txt"
    path.write_text(EXPORT, "utf-8")
    folder = tmp_path / "package"
    folder.mkdir()
    write_package(gongkai.extract(path), folder)
    assert gongkai.open_package(folder).disclosure["fiscal_year"] == 2026


def test_what_is_no_disclosure_raises(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(Paper().text(72, 80, "来信收到，谢谢。").bytes())
    with pytest.raises(NotADisclosureError, match=r"letter\.pdf"):
        extract_file(path)


def test_limits_hold_from_python_too(tmp_path):
    path = tmp_path / "long.pdf"
    path.write_bytes(Paper().text(72, 80, "一。").page().text(72, 80, "二。").bytes())
    with pytest.raises(ReadError, match="more than 1 pages"):
        extract_file(path, limits=Limits(pages=1))


def test_a_disclosure_in_text_and_pdf_has_the_same_lines(tmp_path):
    from gongkai.pipeline.extraction import extract_unregistered  # noqa: PLC0415

    rows = [
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
        ["合计", None, "3.00", "1.00", "2.00"],
        ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
    ]
    paper = Paper().text(200, 30, "示例局2026年部门预算", 16).text(180, 60, "一般公共预算财政拨款支出预算表", 14)
    paper.right(510, 90, "单位：万元").grid(60, 110, [60, 150, 80, 80, 80], rows)
    (tmp_path / "a.pdf").write_bytes(paper.bytes())
    (tmp_path / "a.txt").write_text(EXPORT, "utf-8")
    pdf, text = (extract_unregistered(tmp_path / name, "pdfium", 10).lines for name in ("a.pdf", "a.txt"))
    assert len(pdf) == 6
    assert pdf == text


# The examples that the project ships.

_REGISTERED = sorted(path.parent for path in (CHECKOUT / "datapackage").glob(f"*/{FILE_NAME}"))


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory):
    """The folders of all registered packages, read again and held against each other, by name."""
    alone, together = tmp_path_factory.mktemp("alone"), tmp_path_factory.mktemp("together")
    for folder in _REGISTERED:
        (alone / folder.name).mkdir()
        write_package(extract_registered(folder, read_entry(folder), "pdfium", 3000), alone / folder.name)
    changed, _ = hold_packages_together([alone / folder.name for folder in _REGISTERED], together)
    return {folder.name: (together if folder in changed else alone) / folder.name for folder in sorted(alone.iterdir())}


@pytest.mark.parametrize("folder", _REGISTERED, ids=lambda folder: folder.name)
def test_a_registered_package_is_what_its_source_gives(folder, made_anew):
    """Fails where code, source or entry changed and `make` did not run since: the package is part of the change."""
    files = sorted(made_anew[folder.name].iterdir())
    assert len(files) > 10
    assert [path.name for path in files if path.read_bytes() != (folder / path.name).read_bytes()] == []


def test_a_year_of_an_issuer_is_held_against_the_year_before_where_that_is_there(made_anew):
    without = "没有同一单位上一年度同阶段的公开一起核对"
    first, second = (
        (made_anew[f"putuo-wanli-{year}-budget"] / "checks.csv").read_text("utf-8") for year in (2023, 2024)
    )
    assert without in first
    assert without not in second


@pytest.mark.parametrize("folder", _REGISTERED, ids=lambda folder: folder.name)
def test_a_registered_package_is_valid(folder):
    assert validate_package(folder) == ()
