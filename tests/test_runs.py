"""Long runs: they show where they are, may be interrupted, go on from there, and read nothing twice."""

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from exports import export, table
from gongkai.package import read_package, validate_package
from gongkai.pipeline import Limits, extract_files, packages, seals
from gongkai.pipeline.kinship import Kin, pairs
from gongkai.pipeline.seals import SEAL

_BODY = table(
    "部门支出总表",
    "科目编码|科目名称|合计|基本支出|项目支出\n合计||{a}|1.00|2.00\n201|一般公共服务支出|{a}|1.00|2.00",
)


def _text(office="示例局", amount="3.00"):
    return export(f"{office}2026年部门预算", _BODY.format(a=amount))


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    paths = [folder / f"{name}.txt" for name in ("a", "b", "c")]
    for path in paths:
        path.write_text(_text(), "utf-8")
    return paths


def _extract(files, out, **options):
    return list(extract_files(files, out, **{"engine": "pdfium", "workers": 1, "limits": Limits(), **options}))


def _tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def reads(monkeypatch):
    """The files that are given to a child process to be read."""
    given = []
    isolated = packages.Run.job

    def job(self, files):
        given.append([file.name for file in files])
        return isolated(self, files)

    monkeypatch.setattr(packages.Run, "job", job)
    return given


# Nothing is read twice.


def test_a_second_run_reads_nothing_and_reports_the_same(files, tmp_path, reads):
    first = _extract(files, tmp_path / "out")
    before = _tree(tmp_path / "out")
    assert len(reads) == 3
    second = _extract(files, tmp_path / "out")
    assert len(reads) == 3
    assert [replace(found, unchanged=False) for found in second] == first
    assert all(found.unchanged for found in second)
    assert _tree(tmp_path / "out") == before


def test_a_changed_file_is_read_again_and_only_that(files, tmp_path, reads):
    _extract(files, tmp_path / "out")
    files[1].write_text(_text("另一局"), "utf-8")
    found = _extract(files, tmp_path / "out")
    assert reads[3:] == [["b.txt"]]
    assert [(each.issuer, each.unchanged) for each in found] == [("示例局", True), ("另一局", False), ("示例局", True)]


@pytest.mark.parametrize("harm", ["changed", "missing", "no seal", "half a seal", "a list", "other key"])
def test_a_package_that_is_not_as_it_was_made_is_made_again(files, tmp_path, reads, harm):
    _extract(files[:1], tmp_path / "out")
    folder = tmp_path / "out" / "a"
    before = _tree(folder)
    seal = folder / SEAL
    if harm == "changed":
        lines = folder / "lines.csv"
        lines.write_text(lines.read_text("utf-8").replace("30000.00", "40000.00"), "utf-8")
    elif harm == "missing":
        (folder / "cells.csv").unlink()
    elif harm == "no seal":
        seal.unlink()
    elif harm == "half a seal":
        seal.write_bytes(seal.read_bytes()[:100])
    elif harm == "a list":
        seal.write_text("[" * 100_000, "utf-8")
    else:
        seal.write_text(json.dumps({**json.loads(seal.read_text("utf-8")), "inputs": "0" * 64}), "utf-8")
    (found,) = _extract(files[:1], tmp_path / "out")
    assert not found.unchanged
    assert len(reads) == 2
    assert _tree(folder) == before


def test_again_reads_all_anew(files, tmp_path, reads):
    _extract(files, tmp_path / "out")
    assert not any(found.unchanged for found in _extract(files, tmp_path / "out", again=True))
    assert len(reads) == 6


def test_another_engine_reads_anew(files, tmp_path, reads):
    _extract(files[:1], tmp_path / "out")
    _extract(files[:1], tmp_path / "out", engine="pdfplumber")
    assert len(reads) == 2


@pytest.mark.parametrize("part", ["code", "libraries", "metadata_file"])
def test_other_code_vocabulary_or_libraries_read_anew(files, tmp_path, reads, monkeypatch, part):
    _extract(files[:1], tmp_path / "out")
    seals._reading.cache_clear()
    (tmp_path / "other.toml").write_text("[new]", "utf-8")
    monkeypatch.setattr(seals, part, lambda: ["lxml 0"] if part == "libraries" else tmp_path / "other.toml")
    key = seals.Origin("a", "pdfium", ()).key
    monkeypatch.undo()
    seals._reading.cache_clear()
    assert key != seals.Origin("a", "pdfium", ()).key


def test_a_file_that_could_not_be_read_is_tried_again(files, tmp_path, reads):
    files[0].write_text("王先生：\n来信收到。\n", "utf-8")
    for _ in range(2):
        assert [bool(found.error) for found in _extract(files, tmp_path / "out")] == [True, False, False]
    assert reads == [["a.txt"], ["b.txt"], ["c.txt"], ["a.txt"]]


def test_the_seal_is_the_same_wherever_the_file_lies(files, tmp_path):
    _extract(files[:1], tmp_path / "out")
    (tmp_path / "elsewhere").mkdir()
    other = files[0].rename(tmp_path / "elsewhere" / "a.txt")
    (found,) = _extract([other], tmp_path / "out")
    assert (found.unchanged, found.file) == (True, str(other))
    _extract([other], tmp_path / "new")
    assert _tree(tmp_path / "out") == _tree(tmp_path / "new")


def test_a_sealed_package_is_valid_and_read(files, tmp_path):
    _extract(files[:1], tmp_path / "out")
    assert validate_package(tmp_path / "out" / "a") == ()
    assert read_package(tmp_path / "out" / "a").disclosure["issuer"] == "示例局"


def test_reports_come_in_the_order_of_the_files_whichever_is_done_first(tmp_path):
    paths = []
    for n, repeats in enumerate((60, 1, 1, 1)):
        path = tmp_path / f"{n}.txt"
        path.write_text("\n\n".join([_text()] * repeats), "utf-8")
        paths.append(path)
    told = []
    found = _extract(
        [*paths, tmp_path / "none"], tmp_path / "out", workers=2, step=lambda r, size: told.append((r.file, size))
    )
    assert [each.file for each in found] == [*map(str, paths), str(tmp_path / "none")]
    assert sorted(told) == sorted([*((str(p), p.stat().st_size) for p in paths), (str(tmp_path / "none"), 0)])


# Interrupted, and gone on with.


def _command(files, out, *more):
    return [sys.executable, "-m", "gongkai", "extract", *map(str, files), "--out", str(out), *more]


def _environment(**more):
    return {**os.environ, "GONGKAI_LANG": "en", "PYTHONUTF8": "1", "COLUMNS": "100", "TERM": "xterm", **more}


def _wait(path):
    end = time.monotonic() + 30
    while not path.is_file() and time.monotonic() < end:
        os.sched_yield()
    assert path.is_file()


@pytest.fixture
def endless(tmp_path):
    """A file whose reading waits for a converter that never ends."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\nexec sleep 1000\n", "utf-8")
    program.chmod(0o755)
    path = tmp_path / "in" / "endless.rtf"
    path.write_bytes(b"{\\rtf1 text}")
    return path, tmp_path / "started", f"{program.parent}:{os.environ['PATH']}"


@pytest.mark.parametrize(("stop", "workers"), [(signal.SIGINT, "1"), (signal.SIGINT, "2"), (signal.SIGKILL, "1")])
def test_a_run_that_is_stopped_keeps_what_is_done_and_the_next_goes_on(files, endless, tmp_path, stop, workers):
    path, started, search = endless
    out = tmp_path / "out"
    command = _command([*files[:2], path, files[2]], out, "--workers", workers)
    with subprocess.Popen(
        command, env=_environment(PATH=search), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        _wait(started)
        _wait(out / "a" / SEAL)
        _wait(out / "b" / SEAL)
        # As a terminal does: to all processes of the run.
        os.killpg(run.pid, stop) if stop == signal.SIGINT else run.kill()
        _, said = run.communicate(timeout=30)
    if stop == signal.SIGINT:
        assert run.returncode == 130
        assert b"Traceback" not in said
        assert b"of 4 files are done and stay in" in said
        assert b"the same command goes on there" in said
        assert said.count(b"\n") == 1
        assert not any(each.name.startswith(".") for each in out.iterdir())
    before = {name: (out / name / SEAL).stat().st_ino for name in ("a", "b")}
    path.write_text(_text(), "utf-8")
    done = subprocess.run(command, env=_environment(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"(unchanged, not read again)") >= 2
    assert {name: (out / name / SEAL).stat().st_ino for name in before} == before
    assert {each.name for each in out.iterdir()} == {"a", "b", "c", "endless"}


# On a terminal.


def _on_a_terminal(command, *, stdout=None):
    """What a command prints on a terminal, and its exit code."""
    master, slave = pty.openpty()
    said = io.BytesIO()
    with subprocess.Popen(command, stdin=slave, stdout=stdout or slave, stderr=slave, env=_environment()) as run:
        os.close(slave)

        def listen():
            while select.select([master], [], [], 60)[0]:
                try:
                    data = os.read(master, 65536)
                except OSError:  # Linux: the other side is closed
                    return
                if not data:
                    return
                said.write(data)

        listener = threading.Thread(target=listen)
        listener.start()
        run.wait(60)
        listener.join()
    os.close(master)
    return run.returncode, said.getvalue().decode()


def test_a_terminal_is_shown_files_rate_and_time_left(files, tmp_path):
    code, said = _on_a_terminal(_command(files, tmp_path / "out"))
    assert code == 0
    assert "3/3 files" in said
    assert "pages/s" in said
    assert "0:00:00" in said
    for path in files:
        assert path.stem in said


def test_the_report_goes_to_its_file_and_only_progress_to_the_terminal(files, tmp_path):
    with (tmp_path / "report").open("wb") as report:
        _, said = _on_a_terminal(_command(files, tmp_path / "out"), stdout=report)
    assert "3/3 files" in said
    assert "amounts" not in said
    lines = (tmp_path / "report").read_text("utf-8").splitlines()
    assert len(lines) == 10
    assert not any("\x1b" in line for line in lines)


def test_json_is_shown_without_progress(files, tmp_path):
    _, said = _on_a_terminal(_command(files, tmp_path / "out", "--format", "json"))
    assert "3/3" not in said
    assert "\x1b" not in said
    assert len(json.loads(said)) == 3


def test_what_is_no_terminal_is_shown_no_progress(files, tmp_path):
    done = subprocess.run(
        _command(files, tmp_path / "out"), env=_environment(), capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout


# Two files of one disclosure.

_TOTALS = ("1234.56", "234.56", "1000.00", "345.67", "456.78", "567.89")


def _prose(amounts=_TOTALS, head="示例局2026年部门预算情况说明"):
    said = [
        f"2026年收入预算{amounts[0]}万元，比2025年{amounts[3]}万元增加{amounts[4]}万元。",
        f"2026年支出预算{amounts[0]}万元，其中基本支出{amounts[1]}万元，项目支出{amounts[5]}万元。",
        f"2026年“三公”经费预算{amounts[3]}万元，其中公务接待费{amounts[4]}万元。",
    ]
    return export(head, *said)


def _tables(amounts=_TOTALS, head="部门预算报表"):
    rows = "\n".join(f"2010{n}|支出项目{n}|{a}|0.00|{a}" for n, a in enumerate(amounts, start=1))
    return export(head, table("部门支出总表", f"科目编码|科目名称|合计|基本支出|项目支出\n{rows}"))


@pytest.fixture
def halves(tmp_path):
    folder = tmp_path / "halves"
    folder.mkdir()
    for name, text in (("1", _prose()), ("2", _text("别的局")), ("3", _tables())):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return sorted(folder.iterdir())


def test_text_and_tables_of_one_disclosure_stay_two_packages_by_default(halves, tmp_path):
    found = _extract(halves, tmp_path / "out")
    assert [each.folder for each in found] == ["1", "2", "3"]


def test_text_and_tables_of_one_disclosure_are_joined_on_request(halves, tmp_path, reads):
    out = tmp_path / "out"
    text, other, tables = _extract(halves, out, join=True)
    assert {path.name for path in out.iterdir()} == {"1", "2"}
    assert (text.folder, text.with_files, text.tables) == ("1", (str(halves[2]),), 1)
    assert text.lines > 0
    assert text.statements > 0
    assert (tables.folder, tables.part_of, tables.lines, tables.issuer) == ("1", str(halves[0]), 0, "示例局")
    assert (other.folder, other.with_files, other.part_of) == ("2", (), "")
    package = read_package(out / "1")
    assert [row["file"] for row in package.rows["sources"]] == ["1.txt", "3.txt"]
    assert validate_package(out / "1") == ()
    # And again: nothing is read, and the same is reported.
    before, count = _tree(out), len(reads)
    again = _extract(halves, out, join=True)
    assert len(reads) == count
    assert [replace(each, unchanged=False) for each in again] == [text, other, tables]
    assert _tree(out) == before


def test_what_was_read_alone_is_not_read_alone_again_to_be_joined(halves, tmp_path, reads):
    _extract(halves, tmp_path / "out")
    _extract(halves, tmp_path / "out", join=True)
    assert reads[3:] == [["1.txt", "3.txt"]]


def test_joined_and_single_runs_give_the_same_bytes_each_time(halves, tmp_path):
    for name in ("x", "y"):
        _extract(halves, tmp_path / name)
        _extract(halves, tmp_path / name, join=True)
    _extract(halves, tmp_path / "z", join=True)
    assert _tree(tmp_path / "x") == _tree(tmp_path / "y") == _tree(tmp_path / "z")


def _kin(amounts, *, prose=False, issuer="", year=2026, phase="budget", scope=""):
    return Kin(issuer, year, phase, scope, prose, tuple((Decimal(a), Decimal("0.01")) for a in sorted(amounts)))


_FIGURES = (1234, 2345, 3456, 4567, 5678)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES)], [(0, 1)]),
        ([_kin(_FIGURES), _kin(_FIGURES, prose=True)], [(1, 0)]),
        ([_kin(_FIGURES, prose=True), None, _kin((*_FIGURES, 9999))], [(0, 2)]),
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES, year=None, phase="")], [(0, 1)]),
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES, year=2025)], []),
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES, phase="final")], []),
        ([_kin(_FIGURES, prose=True, issuer="甲局"), _kin(_FIGURES, issuer="乙局")], []),
        ([_kin(_FIGURES, prose=True, scope="unit"), _kin(_FIGURES, scope="department")], []),
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES), _kin(_FIGURES)], []),
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES, prose=True), _kin(_FIGURES)], []),
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES[:4]), _kin(_FIGURES)], [(0, 2)]),
        ([_kin(_FIGURES, prose=True), _kin(_FIGURES[:3])], []),
        ([_kin((*_FIGURES, *range(6001, 6009)), prose=True), _kin(_FIGURES)], []),
        ([_kin(_FIGURES), _kin(_FIGURES)], []),
    ],
)
def test_only_a_text_and_the_tables_that_it_speaks_of_are_of_one_disclosure(files, found):
    assert pairs(files) == found


def test_a_rounded_amount_in_the_text_is_that_of_the_tables():
    exact = [_kin([Decimal(f) + Decimal("0.004") for f in _FIGURES])]
    assert pairs([_kin(_FIGURES, prose=True), *exact]) == [(0, 1)]
    off = [_kin([Decimal(f) + Decimal("0.006") for f in _FIGURES])]
    assert pairs([_kin(_FIGURES, prose=True), *off]) == []


@pytest.mark.corpus
def test_the_two_files_of_each_disclosure_of_one_place_find_each_other(corpus, disclosure_of):
    from gongkai.pipeline.kinship import kin  # noqa: PLC0415

    names = sorted(path.name for path in (corpus / "documents").glob("beijing-*.pdf"))
    found = pairs([kin(disclosure_of(name)) for name in names])
    assert [(names[a], names[b]) for a, b in found] == [
        (name, name.replace("narrative", "tables")) for name in names if "narrative" in name
    ]


def test_each_file_of_a_run_that_joins_is_told_once(halves, tmp_path):
    told = []
    for _ in range(2):
        _extract([*halves, Path("/dev/zero")], tmp_path / "out", join=True, step=lambda r, _: told.append(r.file))
    assert sorted(told) == sorted([*map(str, halves), "/dev/zero"] * 2)
