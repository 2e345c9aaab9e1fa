"""Hostile files: each costs one clear line, never the run, another file's package, or the machine."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bombs
import office
from gongkai.errors import GongkaiError, PackageError, ReadError
from gongkai.messages import one_line
from gongkai.pipeline import Limits, extract_file, extract_files
from gongkai.pipeline.staging import must_be_ours
from gongkai.read import legacy, opened
from gongkai.sandbox import isolated
from paper import Paper

_TABLE = (
    "示例局2026年部门预算\n\n部门支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    "合计\t\t3.00\t1.00\t2.00\n201\t一般公共服务支出\t3.00\t1.00\t2.00\n"
)
_DIED = r"died \(code -\d+\): a damaged or hostile file, or one that takes more than 1024 MB of memory"
_STOPPED = r"stopped after \d+ seconds|more than 1024 MB of memory"
_NOTHING = r"no text layer|damaged or cut off|none of a budget|" + _DIED
_UNPACKS = r"unpacks to \d+ parts and \d+ MB from \d+ kB, not opened"
_ENTITIES = r"document type or entities of its own, not read for safety"
_SECRET = "geheim"  # noqa: S105 - it locks a test file

# A file's name, what it holds, and what is said of it. No file name is a path: the folder is made for each.
HOSTILE = {
    "flate.pdf": (lambda: bombs.flate_bomb(150), f"{_STOPPED}|{_DIED}"),
    "twice.pdf": (lambda: bombs.twice_packed(700), f"{_STOPPED}|{_DIED}"),
    "nested.pdf": (bombs.nested_forms, f"{_STOPPED}|{_DIED}"),
    "itself.pdf": (bombs.form_in_itself, f"{_NOTHING}|{_STOPPED}"),
    "objects.pdf": (lambda: bombs.many_objects(1_000_000), f"{_NOTHING}|{_STOPPED}"),
    "deep.pdf": (lambda: bombs.deep_pages(50_000), f"{_NOTHING}|{_STOPPED}"),
    "circle.pdf": (bombs.pages_in_a_circle, "damaged or cut off"),
    "streams.pdf": (bombs.streams_in_a_circle, f"{_NOTHING}|{_STOPPED}"),
    "no-page.pdf": (
        lambda: bombs.pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
        "the PDF ",
    ),
    "pages.pdf": (lambda: bombs.many_pages(10_000), "more than 3000 pages, not read; --pages allows more"),
    "letters.pdf": (lambda: bombs.many_letters(900_000), "none of a budget"),
    "rules.pdf": (lambda: bombs.many_rules(300), "none of a budget"),
    "encrypted.pdf": (lambda: Paper(password=_SECRET).text(72, 80, "部门预算").bytes(), "encrypted"),
    "cut-off.pdf": (lambda: Paper().text(72, 80, "部门预算").bytes()[:400], "damaged or cut off"),
    "really-a-workbook.pdf": (lambda: bombs.office("xl/workbook.xml", "<workbook/>"), "workbook"),
    "bomb.xlsx": (lambda: bombs.office("xl/workbook.xml", b" " * 60_000_000), _UNPACKS),
    "bomb.docx": (lambda: bombs.office("word/document.xml", b" " * 60_000_000), _UNPACKS),
    "laughs.xlsx": (lambda: bombs.office("xl/workbook.xml", bombs.laughs()), _ENTITIES),
    "laughs.docx": (lambda: bombs.office("word/document.xml", bombs.laughs()), _ENTITIES),
    "outside.xlsx": (lambda: bombs.office("xl/workbook.xml", bombs.outside("file:///etc/passwd")), _ENTITIES),
    "outside.docx": (lambda: bombs.office("word/document.xml", bombs.outside("http://127.0.0.1:9/")), _ENTITIES),
    "tags.html": (lambda: bombs.deep_tags(1_000_000), "."),
    "line\nbreak.pdf": (lambda: b"%PDF-1.7\n", "damaged or cut off"),
    "\x1b[31mred\x07.pdf": (lambda: b"%PDF-1.7\n", "damaged or cut off"),
    "\u202efdp.exe": (lambda: b"\x00\x01\x02", "neither text nor a known format"),
}
ODD_NAMES = {
    "a" * 246 + ".txt": "a" * 231 + "-",
    "示例局二〇二六年度部门预算公开文本.txt": "示例局二〇二六年度部门预算公开文本",
    "..txt.": "txt",
    "two\nlines.txt": "two-nlines",
    " ~'\"$(id);&|<>*?.txt": "-'--(id);&-----",
    "--out.txt": "--out",
    "..\\..\\windows.txt": "-..-windows",
}


def _environment():
    return {**os.environ, "GONGKAI_LANG": "en", "PYTHONUTF8": "1"}


def _run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=_environment(),
        check=False,
        timeout=120,
        **options,
    )


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(_TABLE, "utf-8")
    return path


# One run over all of them.


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory):
    """Every hostile file between two good ones, and what is no file at all."""
    home = tmp_path_factory.mktemp("hostile")
    files = home / "files"
    files.mkdir()
    for name in ("first.txt", "last.txt"):
        (files / name).write_text(_TABLE, "utf-8")
    for name, (content, _) in HOSTILE.items():
        (files / name).write_bytes(content())
    os.mkfifo(files / "pipe.pdf")
    (files / "zero.pdf").symlink_to("/dev/zero")
    with (files / "huge.pdf").open("wb") as huge:
        huge.truncate(600 * 1024 * 1024)  # takes no room on the disk
    names = ["first.txt", *HOSTILE, "pipe.pdf", "zero.pdf", "huge.pdf", "last.txt"]
    limits = ("--memory", 1024, "--cpu", 2, "--seconds", 40)
    done = _run("extract", *(files / name for name in names), "--out", home / "out", "--workers", 2, *limits)
    return home, done


def test_hostile_files_end_with_exit_code_2(hostile_run):
    _, done = hostile_run
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *((name, reason) for name, (_, reason) in HOSTILE.items()),
        ("pipe.pdf", r"no regular file \(a pipe, a device or a socket\), not opened"),
        ("zero.pdf", r"no regular file \(a pipe, a device or a socket\), not opened"),
        ("huge.pdf", r"the file has 600 MB, more than 512 MB, not read; --bytes allows more"),
    ],
)
def test_each_costs_one_clear_line_that_names_it(hostile_run, name, reason):
    _, done = hostile_run
    lines = [line for line in done.stderr.splitlines() if f"{one_line(name)}:" in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("gongkai: ")
    assert re.search(reason, lines[0])


def test_nothing_else_is_said(hostile_run):
    _, done = hostile_run
    assert len(done.stderr.splitlines()) == len(HOSTILE) + 3
    assert "Traceback" not in done.stderr
    assert not any(ord(sign) < 32 for sign in done.stderr.replace("\n", ""))


def test_the_good_files_are_read_and_nothing_else_is_left(hostile_run):
    home, _ = hostile_run
    assert {path.name for path in (home / "out").iterdir()} == {"first", "last"}
    for name in ("first", "last"):
        assert len((home / "out" / name / "lines.csv").read_text("utf-8").splitlines()) == 7


def test_no_child_took_more_memory_than_allowed(hostile_run):
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert 10 < peak < 1100


@pytest.mark.parametrize("name", ["nested.pdf", "streams.pdf", "flate.pdf"])
def test_the_other_engine_is_held_too(tmp_path, good, name):
    (tmp_path / name).write_bytes(HOSTILE[name][0]())
    done = _run(
        *("extract", tmp_path / name, good, "--out", tmp_path / "out", "--engine", "pdfplumber", "--workers", 2),
        *("--memory", 1024, "--cpu", 1, "--seconds", 40),
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert re.search(f"{name}: ({_STOPPED}|{_DIED})", done.stderr)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good"]


# Names.


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_an_odd_name_has_a_folder_inside_of_out(tmp_path, name):
    from gongkai.package import validate_package  # noqa: PLC0415

    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    path.write_text(_TABLE, "utf-8")
    done = _run("extract", "--out", tmp_path / "out", "--", path)
    assert (done.returncode, done.stderr) == (0, "")
    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name.startswith(ODD_NAMES[name])
    assert len(done.stdout.splitlines()) == 3
    assert validate_package(folder) == ()


def test_a_name_that_is_no_text_is_read_too(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(path)).write_text(_TABLE, "utf-8")
    done = _run("extract", os.fsdecode(path), "--out", tmp_path / "out", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["-udcff-udcfe"]


def test_a_path_that_climbs_writes_nowhere_but_into_out(tmp_path):
    (tmp_path / "x.txt").write_text(_TABLE, "utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)
    done = _run("extract", "../../x.txt", "--out", "out", cwd=tmp_path / "a" / "b")
    assert done.returncode == 0
    assert [path.name for path in (tmp_path / "a" / "b" / "out").iterdir()] == ["x"]
    assert {path.name for path in tmp_path.iterdir()} == {"a", "x.txt"}


def test_a_folder_that_is_no_package_is_never_replaced(tmp_path, good):
    (tmp_path / "out" / "good").mkdir(parents=True)
    (tmp_path / "out" / "good" / "letters.txt").write_text("mine", "utf-8")
    done = _run("extract", good, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "no data package stands here and is not replaced" in done.stderr
    assert [path.name for path in (tmp_path / "out" / "good").iterdir()] == ["letters.txt"]


def test_a_link_is_never_replaced(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(PackageError, match="not replaced"):
        must_be_ours(tmp_path / "link")


def test_where_nothing_can_be_written_one_line_says_so(tmp_path, good):
    (tmp_path / "out").write_text("a file", "utf-8")
    with pytest.raises(PackageError, match="cannot be written to: File exists"):
        list(extract_files([good], tmp_path / "out", engine="pdfium", workers=1, limits=Limits()))


# Scripts on a page are text of no interest, and nothing of them runs or is fetched.


def test_scripts_of_a_page_are_not_read(tmp_path):
    page = office.html("示例局2026年部门预算", [office.Printed("部门支出总表", "万元", _ROWS)]).decode()
    evil = (
        "<script>document.write('<p>9,999.99</p>')</script><img src='http://127.0.0.1:9/x.png' onerror='alert(1)'>"
        "<iframe src='file:///etc/passwd'></iframe><style>p:after{content:'8,888.88'}</style><svg onload=alert(2)></svg>"
    )
    (tmp_path / "page.html").write_text(page.replace("<body>", f"<body>{evil}"), "utf-8")
    done = _run("extract", tmp_path / "page.html", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    published = "".join(path.read_text("utf-8") for path in (tmp_path / "out" / "page").glob("*.csv"))
    assert "3.00" in published
    assert not any(word in published for word in ("9,999", "8,888", "alert", "passwd", "127.0.0.1"))


_ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["合计", None, "3.00", "1.00", "2.00"],
    ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
]


# Limits, each by itself.


def _spin(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"


def _write(folder, megabytes):
    (Path(folder) / "large").write_bytes(b"\0" * (megabytes * 1024 * 1024))


def _hold(megabytes):
    return len(bytearray(megabytes * 1024 * 1024))


_kept = []


def _leak(megabytes):
    _kept.append(bytearray(megabytes * 1024 * 1024))
    return os.getpid()


def _told(function, arguments, **limits):
    ((_, result),) = isolated(function, [("a.pdf", arguments)], Limits(**limits))
    assert isinstance(result, ReadError)
    return str(result)


def test_the_processor_time_is_limited_and_said():
    assert _told(_spin, (60,), cpu_seconds=1) == "a.pdf: stopped after 1 seconds of processor time; --cpu allows more"


def test_the_time_by_the_clock_is_limited_and_said():
    assert _told(signal.pause, (), seconds=1) == "a.pdf: stopped after 1 seconds; --seconds allows more"


def test_the_size_of_what_is_written_is_limited_and_said(tmp_path):
    said = _told(_write, (tmp_path, 2), output_mb=1)
    assert said == "a.pdf: what was read fills more than 1 MB, stopped; --output allows more"
    assert (tmp_path / "large").stat().st_size <= 1024 * 1024


def test_the_memory_is_limited_and_said():
    said = _told(_hold, (2000,), memory_mb=512)
    assert said == "a.pdf: reading takes more than 512 MB of memory; --memory allows more"


def test_the_processor_time_of_former_files_does_not_count():
    """The limit is each file's, also where one process reads many."""
    jobs = [(str(n), (0.6,)) for n in range(4)]
    assert [result for _, result in isolated(_spin, jobs, Limits(cpu_seconds=2))] == ["done"] * 4


def test_the_memory_that_former_files_left_behind_does_not_count():
    jobs = [(str(n), (250,)) for n in range(4)]
    results = [result for _, result in isolated(_leak, jobs, Limits(memory_mb=600))]
    assert all(isinstance(result, int) for result in results)
    assert len(set(results)) > 1


def test_a_worker_is_kept_for_many_files():
    jobs = [(str(n), (1,)) for n in range(20)]
    assert len({result for _, result in isolated(_leak, jobs, Limits())}) == 1


def _silly(kind):
    if kind == "text":
        raise ValueError("x" * 100_000 + "\nsecond line")
    os.write(2, b"muttered\n")
    os.kill(os.getpid(), signal.SIGSEGV)


def test_an_error_of_a_library_is_told_shortly_and_in_one_line(capfd):
    said = _told(_silly, ("text",))
    assert len(said) < 400
    assert "\n" not in said
    assert "died (code -11)" in _told(_silly, ("crash",))
    assert capfd.readouterr() == ("", "")


def test_every_limit_is_an_option_of_extract(tmp_path, good):
    done = _run("extract", good, "--out", tmp_path / "out", "--bytes", 100)
    assert done.returncode == 2
    assert re.search(r"good\.txt: the file has \d+ B, more than 100 B, not read; --bytes allows more", done.stderr)
    told = _run("extract", "--help").stdout
    assert all(f"--{name} INTEGER" in told for name in ("memory", "seconds", "cpu", "pages", "output", "bytes"))


def test_a_pipe_is_refused_from_python_too(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match="no regular file"):
        extract_file(tmp_path / "pipe")
    with pytest.raises(ReadError, match="cannot be opened"):
        opened(Path("a\0b"))


@pytest.mark.parametrize(
    ("language", "word"), [("zh", "不是普通文件（而是管道、设备或套接字），没有打开"), ("en", "no regular file")]
)
def test_what_is_refused_is_told_in_the_readers_language(monkeypatch, language, word):
    monkeypatch.setenv("GONGKAI_LANG", language)
    with pytest.raises(GongkaiError, match=word):
        opened(Path("/dev/zero"))


# What a child starts ends with it, and what a run leaves is cleaned.


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):  # it went before it was looked at, or meanwhile
        return False


def _gone(pid, within=60.0):
    end = time.monotonic() + within
    while _alive(pid) and time.monotonic() < end:
        os.sched_yield()
    return not _alive(pid)


def _pids(file, count):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = file.read_text("ascii").split() if file.is_file() else []
        if len(found) == count:
            return [int(pid) for pid in found]
        os.sched_yield()
    raise AssertionError(f"{file} never had {count} numbers")


@pytest.fixture
def converter(tmp_path, monkeypatch):
    """A LibreOffice that never ends: it starts a process of its own, and both write down their numbers."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    numbers = tmp_path / "numbers"
    program.write_text(f"#!/bin/sh\nsleep 1000 &\necho $! $$ >> {numbers}\nwait\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    old = tmp_path / "old.rtf"
    old.write_bytes(b"{\\rtf1 text}")
    return old, numbers


def test_what_a_child_started_ends_with_it_when_its_time_is_up(tmp_path, converter):
    old, numbers = converter
    done = _run("extract", old, "--out", tmp_path / "out", "--seconds", 2)
    assert "old.rtf: stopped after 2 seconds" in done.stderr
    assert all(_gone(pid) for pid in _pids(numbers, 2))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_killed_run_takes_its_children_along_and_the_next_cleans_up(tmp_path, converter, good):
    old, numbers = converter
    out = tmp_path / "out"
    arguments = [sys.executable, "-m", "gongkai", "extract", str(good), str(old), "--out", str(out), "--workers", "2"]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, env=_environment()) as run:
        pids = _pids(numbers, 2)
        children = [int(pid) for pid in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text("ascii").split()]
        run.kill()
    assert children
    assert all(_gone(pid) for pid in (*pids, *children))
    (left,) = out.glob(".gongkai-*")
    assert any(left.rglob("*.rtf")), "what the conversion made lies with the rest of the run"
    assert _run("extract", good, "--out", out).returncode == 0
    assert [path.name for path in out.iterdir()] == ["good"]


def test_a_run_leaves_the_workplace_of_another_that_is_at_work(tmp_path, converter, good):
    old, numbers = converter
    out = tmp_path / "out"
    arguments = [sys.executable, "-m", "gongkai", "extract", str(old), "--out", str(out)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment()) as run:
        _pids(numbers, 2)
        (theirs,) = out.glob(".gongkai-*")
        assert _run("extract", good, "--out", out).returncode == 0
        assert theirs.is_dir()
        run.send_signal(signal.SIGINT)
        _, said = run.communicate()
    assert run.returncode == 130
    assert said.count(b"\n") == 1
    assert [path.name for path in out.iterdir()] == ["good"]


def test_a_conversion_that_ends_leaves_no_guard_behind(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\ncp {tmp_path}/made.docx $PWD/out/ 2>/dev/null\nexit 1\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program) if name == "soffice" else None)
    before = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii")
    with pytest.raises(ReadError, match="cannot open"):
        legacy.converted(b"x", "a.doc", suffix="doc", to="docx")
    assert Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii") == before
