"""How fast pages are there on a slow phone: headless Chromium, its processor and network slowed, its cache empty.

The conditions are those under which Lighthouse measures a phone: a quarter of the processor, 1.6 Mbit/s, 150 ms before
each answer. The server compresses texts with gzip, as the web servers do before which the site's files are laid.
"""

import gzip
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from gongkai.errors import BuildError
from gongkai.messages import say

Progress = Callable[[str, str], None]

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SLOWER = 4
_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
_PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
_QUIET_MS = 1000
#: Kinds of page, and where one of each is; of several the longest is measured.
_KINDS = (
    ("start", "首页", ""),
    ("disclosure", "一份公开", "disclosures/*/"),
    ("checks", "检查台账", "disclosures/*/checks/"),
    ("printed", "印出的一页", "disclosures/*/pages/*/"),
    ("department", "部门", "departments/*/"),
    ("catalogue", "目录", "disclosures/"),
    ("compare", "比较", "compare/"),
    ("coverage", "覆盖", "coverage/"),
    ("search", "搜索", "search/"),
    ("sql", "SQL", "sql/"),
    ("prose", "说明文字", "use/"),
)
_WATCH = """
window.measured = { fcp: 0, lcp: 0, cls: 0, tasks: [] };
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({ type, buffered: true });
watch("paint", (entry) => { if (entry.name === "first-contentful-paint") measured.fcp = entry.startTime; });
watch("largest-contentful-paint", (entry) => { measured.lcp = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) measured.cls += entry.value; });
watch("longtask", (entry) => { measured.tasks.push([entry.startTime, entry.duration]); });
"""

_SIZES = """performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .map((entry) => entry.transferSize)"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How a page was there: milliseconds to the first and the largest paint, and those for which it was deaf.

    `cls` is the sum of all layout shifts, `tbt_ms` what tasks after the first paint took beyond 50 ms each,
    `transferred` the bytes of all answers as they came, heads included.
    """

    fcp_ms: float
    lcp_ms: float
    cls: float
    tbt_ms: float
    transferred: int
    requests: int


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page, the address that stands for it, and the medians of its loads."""

    kind: str
    kind_zh: str
    path: str
    loads: int
    found: Loaded

    def as_json(self) -> dict[str, object]:
        """The figures as JSON values."""
        rounded = {k: round(v, 3 if k == "cls" else 0) for k, v in asdict(self.found).items()}
        return {"kind": self.kind, "path": self.path, "loads": self.loads, **rounded}


def measure_pages(site: Path, loads: int, progress: Progress) -> tuple[Page, ...]:
    """Loads a page of each kind so many times, each time as if for the first time.

    Raises BuildError where the site is not built, or where there is no Playwright or Chromium.
    """
    if not (site / "index.html").is_file():
        raise BuildError(str(site), zh="还没有生成；请先运行 make", en="is not built yet; run make first")
    measured = []
    with served(site, Packing) as address, browser() as started:
        for kind, kind_zh, pattern in _KINDS:
            path = _longest(site, pattern)
            if path is None:
                continue
            progress(f"打开 {path or '首页'}", f"loading {path or 'the start page'}")
            found = [_loaded(started, address + path) for _ in range(loads)]
            middle = {name: median(asdict(each)[name] for each in found) for name in Loaded.__slots__}
            measured.append(Page(kind, kind_zh, path, loads, Loaded(**middle)))
    return tuple(measured)


def table(pages: Sequence[Page]) -> Iterator[str]:
    """The figures as lines for a terminal."""
    yield say(
        "模拟较慢的手机：处理器慢到四分之一，每秒 1.6 Mbit，每次请求 150 毫秒，没有缓存；中位数",
        "as on a slow phone: a quarter of the processor, 1.6 Mbit/s, 150 ms a request, nothing cached; medians",
    )
    yield f"{'FCP ms':>8} {'LCP ms':>8} {'CLS':>6} {'TBT ms':>8} {'kB':>8} {say('请求', 'requests'):>8}"
    for page in pages:
        it = page.found
        yield (
            f"{it.fcp_ms:>8.0f} {it.lcp_ms:>8.0f} {it.cls:>6.3f} {it.tbt_ms:>8.0f} {it.transferred / 1000:>8.1f} "
            f"{it.requests:>8.0f}  {say(page.kind_zh, page.kind)}  /{page.path}"
        )


def _longest(site: Path, pattern: str) -> str | None:
    found = sorted(site.glob(f"{pattern}index.html"), key=lambda page: (page.stat().st_size, page.as_posix()))
    return found[-1].relative_to(site).as_posix().removesuffix("index.html") if found else None


def _loaded(started: Any, address: str) -> Loaded:
    context = started.new_context(**_PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.add_init_script(_WATCH)
    page.goto(address, wait_until="networkidle", timeout=120_000)
    page.wait_for_timeout(_QUIET_MS)
    told, sizes = page.evaluate("measured"), page.evaluate(_SIZES)
    context.close()
    deaf = sum(max(0.0, took - 50) for began, took in told["tasks"] if began + took > told["fcp"])
    return Loaded(told["fcp"], told["lcp"], told["cls"], deaf, sum(sizes), len(sizes))


def chromium() -> str:
    """The command of the machine's own Chromium; BuildError where there is none, or nothing that drives it."""
    command = os.environ.get("GONGKAI_CHROMIUM") or next((c for c in map(shutil.which, _COMMANDS) if c), None)
    if find_spec("playwright") is None:
        raise BuildError("playwright", zh="没有安装，测不了页面", en="is not installed: pages cannot be measured")
    if command is None:
        raise BuildError(
            "Chromium",
            zh="没有找到；请安装，或在 GONGKAI_CHROMIUM 中写明它在哪里",
            en="was not found; install it, or name it in GONGKAI_CHROMIUM",
        )
    return command


@contextmanager
def browser() -> Iterator[Any]:
    """A browser without a window; pages that it opens are in no profile. Raises as `chromium` does."""
    command = chromium()
    # A tool of developers, which others do not have.
    with import_module("playwright.sync_api").sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=command, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        try:
            yield started
        finally:
            started.close()


class Plain(SimpleHTTPRequestHandler):
    """Files of a folder as they are."""

    def log_message(self, *_: object) -> None:
        pass


class Packing(Plain):
    """Files of a folder; texts are compressed."""

    protocol_version = "HTTP/1.1"
    _TEXTS = (".html", ".css", ".js", ".json", ".svg", ".wasm", ".xml")

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if (
            file.suffix not in self._TEXTS
            or not file.is_file()
            or not self.path.split("?")[0].endswith(("/", file.suffix))
        ):
            return super().send_head()
        body = gzip.compress(file.read_bytes(), 6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


@contextmanager
def served(folder: Path, handler: type[SimpleHTTPRequestHandler] = Plain) -> Iterator[str]:
    """The address of `folder` on a server that knows nothing of ranges."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
