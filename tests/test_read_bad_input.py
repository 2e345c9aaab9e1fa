"""Bad input: one clear line that names the file, exit code 2, and all former output as it was."""

import hashlib
import io
import os
import random
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from paper import Paper

_TABLE = (
    "示例局2026年部门预算\n\n部门支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    "合计\t\t3.00\t1.00\t2.00\n201\t一般公共服务支出\t3.00\t1.00\t2.00\n"
)


def _good_pdf():
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["合计", None, "3.00", "1.00", "2.00"],
        ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
    ]
    paper = Paper().text(200, 40, "示例局2026年部门预算", 16).text(250, 60, "部门支出总表", 14)
    return paper.right(520, 90, "单位：万元").grid(60, 110, [60, 150, 80, 80, 80], rows).bytes()


def _archive(name="xl/workbook.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>")
        archive.writestr(zipfile.ZipInfo(name), "<workbook/>")
    return out.getvalue()


def _pdf(objects, size=None):
    """A PDF written by hand, for what no library would write."""
    out = b"%PDF-1.7\n"
    at = []
    for number, body in enumerate(objects, start=1):
        at.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in at)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def _no_page():
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def _bomb(megabytes):
    """A page whose content stream inflates to many megabytes of lines."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 9 9 l S\n" * 75_000
    stream = b"".join([packer.compress(piece) for _ in range(megabytes)]) + packer.flush()
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        ]
    )


def _letter():
    paper = Paper().text(72, 80, "王先生：", 11).text(94, 100, "来信收到，所问之事已转有关部门办理，谢谢。", 11)
    return paper.text(72, 130, "此致敬礼", 11).bytes()


_SECRET = "geheim"  # noqa: S105 - it locks a test file
_NOISE = random.Random(7).randbytes(4096)  # noqa: S311 - the same noise each time

BAD = {
    "empty.pdf": (b"", "the file is empty"),
    "blank.txt": (b" \r\n\t\n", "the file is empty"),
    "encrypted.pdf": (Paper(password=_SECRET).text(72, 80, "部门预算").bytes(), "encrypted"),
    "cut-off.pdf": (_good_pdf()[:700], "damaged or cut off"),
    "only-a-head.pdf": (b"%PDF-1.7\n", "damaged or cut off"),
    "scrambled.pdf": (b"%PDF-1.4\n" + _NOISE, "damaged or cut off"),
    "no-page.pdf": (_no_page(), "the PDF "),
    "no-text.pdf": (Paper().box(100, 100, 300, 300, 0.5).bytes(), "no text layer (a scan)"),
    "workbook.pdf": (_archive(), "workbook"),
    "legacy.pdf": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n" + _NOISE, "PNG"),
    "noise.bin": (_NOISE, "neither text nor a known format"),
    "nulls.txt": (bytes(64), "neither text nor a known format"),
    "letter.pdf": (_letter(), "none of a budget or final account"),
    "letter.txt": ("王先生：\n来信收到，谢谢。\n".encode(), "none of a budget or final account"),
    "foreign-table.txt": ("姓名\t电话\n王\t67573757\n李\t67573758\n".encode(), "none of a budget or final account"),
}


def _run(*arguments, language="en", **options):
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "GONGKAI_LANG": language, "PYTHONUTF8": "1"},
        check=False,
        timeout=120,
        **options,
    )


def _tree(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def bad_run(tmp_path_factory):
    """One run over all bad files with a good one before and after them, into a folder with former output."""
    home = tmp_path_factory.mktemp("bad")
    out = home / "out"
    files = home / "files"
    files.mkdir()
    (files / "good.txt").write_text(_TABLE, "utf-8")
    (files / "last.pdf").write_bytes(_good_pdf())
    for name, (data, _) in BAD.items():
        (files / name).write_bytes(data)
        former = out / Path(name).stem
        if not former.exists():
            former.mkdir(parents=True)
            (former / "datapackage.json").write_text(f"former {name}", "utf-8")
    (files / "folder.pdf").mkdir()
    before = _tree(out)
    names = ["good.txt", *BAD, "folder.pdf", "missing.pdf", "last.pdf"]
    done = _run("extract", *(files / name for name in names), "--out", out, "--workers", 2)
    return files, out, before, done


def test_a_bad_file_ends_with_exit_code_2(bad_run):
    *_, done = bad_run
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *((name, reason) for name, (_, reason) in BAD.items()),
        ("folder.pdf", "a folder, not a file"),
        ("missing.pdf", "no such file"),
    ],
)
def test_one_clear_line_names_the_file_and_the_reason(bad_run, name, reason):
    *_, done = bad_run
    lines = [line for line in done.stderr.splitlines() if f"{name}:" in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("gongkai: ")
    assert reason in lines[0]


def test_nothing_else_is_said_on_stderr(bad_run):
    *_, done = bad_run
    assert len(done.stderr.splitlines()) == len(BAD) + 2
    assert "Traceback" not in done.stderr


def test_former_output_of_bad_files_is_untouched(bad_run):
    _, out, before, _ = bad_run
    after = _tree(out)
    assert {name: after.get(name) for name in before} == before


def test_the_good_files_of_the_run_are_written_whole(bad_run):
    _, out, _, done = bad_run
    for name in ("good", "last"):
        assert (out / name / "datapackage.json").is_file()
        assert len((out / name / "lines.csv").read_text("utf-8").splitlines()) == 7
    assert "2 files" in done.stdout


def test_no_temporary_file_is_left(bad_run):
    files, out, _, _ = bad_run
    stems = {Path(name).stem for name in BAD}
    assert {path.name for path in out.iterdir()} == {*stems, "good", "last"}
    assert {path.name for path in files.iterdir()} == {*BAD, "good.txt", "last.pdf", "folder.pdf"}


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", [name for name in BAD if name.endswith(".pdf")])
def test_both_engines_say_what_is_wrong_in_one_line(tmp_path, name, engine):
    from gongkai.errors import GongkaiError  # noqa: PLC0415
    from gongkai.pipeline.extraction import extract_unregistered  # noqa: PLC0415

    data, _ = BAD[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(GongkaiError) as caught:
        extract_unregistered(tmp_path / name, engine, 3000)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(("language", "word"), [("zh", "没有这个文件"), ("en", "no such file")])
def test_the_message_is_in_the_readers_language(tmp_path, language, word):
    done = _run("extract", tmp_path / "missing.pdf", "--out", tmp_path / "out", language=language)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert word in done.stderr


def test_a_file_that_takes_too_long_is_stopped(tmp_path):
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(_bomb(150))
    assert bomb.stat().st_size < 1_000_000
    done = _run("extract", bomb, "--out", tmp_path / "out", "--seconds", 1)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "bomb.pdf: stopped after 1 seconds; --seconds allows more" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_takes_too_much_memory_is_stopped_and_the_others_go_on(tmp_path):
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(_bomb(150))
    good = tmp_path / "good.txt"
    good.write_text(_TABLE, "utf-8")
    done = _run("extract", bomb, good, "--out", tmp_path / "out", "--memory", 256, "--seconds", 20)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "bomb.pdf" in done.stderr
    assert "256 MB" in done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"good"}


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path):
    paper = Paper(owner="geheim").text(200, 40, "示例局2026年部门预算", 16).text(250, 60, "部门支出总表", 14)
    paper.grid(60, 110, [60, 80, 80], [["科目编码", "科目名称", "合计"], ["201", "公共服务", "3.00"]])
    (tmp_path / "locked.pdf").write_bytes(paper.bytes())
    done = _run("extract", tmp_path / "locked.pdf", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_with_more_pages_than_allowed_is_not_read(tmp_path):
    paper = Paper().text(72, 80, "一。")
    for _ in range(3):
        paper.page().text(72, 80, "又一页。")
    (tmp_path / "long.pdf").write_bytes(paper.bytes())
    done = _run("extract", tmp_path / "long.pdf", "--out", tmp_path / "out", "--pages", 3)
    assert done.returncode == 2
    assert "more than 3 pages" in done.stderr
