"""`gongkai add`: a file or an address becomes a folder in datapackage/ that is to be looked over by hand."""

import http.server
import io
import subprocess
import sys
import threading
import tomllib
from functools import partial
from http.client import HTTPMessage
from urllib.request import Request

import pytest
from click.testing import CliRunner

from exports import export, table
from gongkai.cli import main
from gongkai.errors import ReadError, RegistrationError
from gongkai.pipeline import Limits
from gongkai.pipeline.adding import add
from gongkai.pipeline.fetching import _Redirects
from gongkai.registry import FILE_NAME, read_entry
from paper import Paper

_TEXT = export(
    "重庆市示例局2026年部门预算",
    table(
        "部门支出总表",
        "科目编码|科目名称|合计|基本支出|项目支出\n合计||3.00|1.00|2.00\n201|一般公共服务支出|3.00|1.00|2.00",
    ),
)


_SECRET = "geheim"  # noqa: S105 - it locks a test file


@pytest.fixture
def root(tmp_path):
    home = tmp_path / "checkout"
    (home / "datapackage").mkdir(parents=True)
    (home / "site").mkdir()
    (home / "site" / "mkdocs.yml").touch()
    return home


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "预算.txt"
    path.write_text(_TEXT, "utf-8")
    return path


def _run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


def _tree(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_file_is_registered_with_what_it_says_of_itself(root, file):
    done = _run("add", file, "--id", "shili-2026-budget", "--root", root)
    assert (done.exit_code, done.stderr) == (0, "")
    folder = root / "datapackage" / "shili-2026-budget"
    assert _tree(folder) == [FILE_NAME, "source.txt"]
    assert (folder / "source.txt").read_bytes() == file.read_bytes()
    entry = read_entry(folder)
    assert (entry.issuer, entry.fiscal_year, entry.phase, entry.scope) == ("重庆市示例局", 2026, "budget", "department")
    assert entry.region_code == "50"
    assert entry.sources[0].sha256
    assert "make (that is, gongkai build)" in done.stdout
    assert _tree(root / "build") == []


def test_what_the_document_does_not_say_is_left_to_be_filled_in(root, tmp_path):
    path = tmp_path / "tables.txt"
    path.write_text(_TEXT.replace("重庆市示例局2026年部门预算", "部门报表"), "utf-8")
    done = _run("add", path, "--root", root)
    assert done.exit_code == 0
    assert f"tables/{FILE_NAME}: title, issuer, region_code, level, fiscal_year, phase, scope" in done.stdout
    folder = root / "datapackage" / "tables"
    text = (folder / FILE_NAME).read_text("utf-8")
    assert "# level =   # 文件中没有读出，必须填写 · not read, to be filled in (central | province |" in text
    assert set(tomllib.loads(text)) == {"licence", "sources"}
    with pytest.raises(RegistrationError, match="“issuer” is missing"):
        read_entry(folder)


def test_what_is_registered_already_is_never_touched(root, file):
    assert _run("add", file, "--id", "one", "--root", root).exit_code == 0
    entry = root / "datapackage" / "one" / FILE_NAME
    entry.write_text("mine", "utf-8")
    done = _run("add", file, "--id", "one", "--root", root)
    assert done.exit_code == 2
    assert "datapackage/one: registered already, nothing was changed; --id gives another id" in done.stderr
    assert entry.read_text("utf-8") == "mine"


@pytest.mark.parametrize("id_", ["../x", "A", "a/b", ".a", "a b", "预算"])
def test_an_id_that_is_none_is_refused(root, file, id_):
    with pytest.raises(RegistrationError, match="lower-case letters"):
        add(root, str(file), id_)
    assert _tree(root / "datapackage") == []


def test_without_an_id_one_is_made_of_the_name_or_of_what_is_read(root, file, tmp_path):
    named = tmp_path / "Shili-2026.txt"
    named.write_text(_TEXT, "utf-8")
    assert add(root, str(named)).folder.name.startswith("shili-2026")
    made = add(root, str(file)).folder.name
    assert made.startswith("50-")
    assert made.endswith("-2026-budget")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b"\0\1\2", "neither text"), (Paper(password=_SECRET).bytes(), "encrypted")]
)
def test_what_cannot_be_read_leaves_nothing(root, tmp_path, content, reason):
    (tmp_path / "bad.pdf").write_bytes(content)
    with pytest.raises(ReadError, match=reason):
        add(root, str(tmp_path / "bad.pdf"))
    assert _tree(root / "datapackage") == []
    assert _tree(root / "build") == []


def test_a_registered_file_is_built_with_the_others(root, file):
    from gongkai.pipeline.known import Known  # noqa: PLC0415
    from gongkai.pipeline.updating import bring_up_to_date  # noqa: PLC0415

    folder = add(root, str(file), "shili").folder
    reports = bring_up_to_date(
        {folder: read_entry(folder)}, root / "build", Known(root / "build"), Limits(), 1, lambda *_: None
    )
    assert [(found.lines, found.differences) for found in reports] == [(6, ())]


def test_a_difference_to_what_the_document_says_is_reported_and_no_error(root, file):
    from gongkai.pipeline.known import Known  # noqa: PLC0415
    from gongkai.pipeline.updating import bring_up_to_date  # noqa: PLC0415

    folder = add(root, str(file), "shili").folder
    entry = folder / FILE_NAME
    entry.write_text(
        entry.read_text("utf-8").replace("2026\nphase", "2025\nphase").replace("市示例局", "市样例局"), "utf-8"
    )
    (found,) = bring_up_to_date(
        {folder: read_entry(folder)}, root / "build", Known(root / "build"), Limits(), 1, lambda *_: None
    )
    assert [tuple(each) for each in found.differences] == [
        ("issuer", "重庆市样例局", "重庆市示例局"),
        ("fiscal_year", "2025", "2026"),
    ]
    from gongkai.cli.telling import told  # noqa: PLC0415

    assert "  fiscal_year: registered as “2025”, the document says “2026”" in list(told(found))


# From an address.


class _Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        path, _, rest = self.path.partition("?")
        if path == "/to":
            self.send_response(302)
            self.send_header("Location", rest)
            self.end_headers()
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            while not self.server.over.wait(0.05):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return
        elif path == "/none":
            self.send_error(404)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 100_000 if path == "/large" else _TEXT.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def web():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        server.asked, server.over, server.daemon_threads = [], threading.Event(), True
        thread = threading.Thread(target=partial(server.serve_forever, 0.05))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def test_a_file_is_fetched_from_its_address(root, web):
    address, server = web
    done = _run("add", f"{address}/2026/yusuan.txt", "--root", root)
    assert (done.exit_code, done.stderr) == (0, "")
    entry = read_entry(root / "datapackage" / "yusuan")
    assert entry.sources[0].url == f"{address}/2026/yusuan.txt"
    assert entry.sources[0].retrieved_on
    assert entry.sources[0].file == "source.txt"
    assert server.asked == [("/2026/yusuan.txt", "gongkai (open data of published budgets and final accounts)")]


def test_a_redirect_within_the_web_is_followed(root, web):
    address, _ = web
    assert add(root, f"{address}/to?/file.txt", "shili").registration.issuer == "重庆市示例局"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x", "gopher://127.0.0.1/"])
def test_a_redirect_out_of_the_web_is_not_followed(root, web, to):
    address, _ = web
    with pytest.raises(ReadError, match=r"no address that may be followed|is not allowed"):
        add(root, f"{address}/to?{to}", "shili")
    assert _tree(root / "datapackage") == []


@pytest.mark.parametrize(("to", "followed"), [("http", False), ("https", True), ("ftp", False)])
def test_a_redirect_from_https_stays_with_https(to, followed):
    asked = (Request("https://a.example/x"), io.BytesIO(), 302, "Found", HTTPMessage())
    if followed:
        assert _Redirects().redirect_request(*asked, f"{to}://a.example/y").full_url == "https://a.example/y"
    else:
        with pytest.raises(ReadError, match="no address that may be followed"):
            _Redirects().redirect_request(*asked, f"{to}://a.example/y")


@pytest.mark.parametrize(
    ("path", "limits", "reason"),
    [
        ("/none", Limits(), "the server answers 404"),
        ("/large", Limits(file_bytes=1000), "more than 1,000 bytes, not fetched; --bytes allows more"),
        ("/drip", Limits(seconds=1), "stopped after 1 seconds; --seconds allows more"),
        ("/to?/to?/to", Limits(), "the server answers|redirect"),
    ],
)
def test_what_cannot_be_fetched_is_told_and_leaves_nothing(root, web, path, limits, reason):
    address, _ = web
    with pytest.raises(ReadError, match=reason):
        add(root, address + path, "shili", limits)
    assert _tree(root / "datapackage") == []
    assert _tree(root / "build") == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/a.pdf", "http://", "http://[", "http://a b/", "HTTPX://a"]
)
def test_only_addresses_of_the_web_are_fetched(root, url):
    with pytest.raises(ReadError, match="only http:// and https://"):
        add(root, url, "shili")


def test_a_password_in_an_address_is_not_published(root):
    with pytest.raises(ReadError, match="would be published") as caught:
        add(root, "https://someone:geheim@127.0.0.1/a.pdf", "shili")
    assert "geheim" not in str(caught.value)


def test_a_server_that_is_not_there_is_told_in_one_line(root):
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "add", "http://127.0.0.1:9/a.pdf", "--root", str(root)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "http://127.0.0.1:9/a.pdf" in done.stderr


def test_the_way_on_is_told_in_chinese_too(root, file, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", "zh")
    done = _run("add", file, "--id", "shili", "--root", root)
    assert "已登记" in done.stdout
    assert "gongkai build" in done.stdout
