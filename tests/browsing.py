"""A real browser for tests: the machine's own Chromium, driven by Playwright; and a server that shows a folder."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

#: In the order in which they are tried.
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The command of a Chromium; skips the test where there is none."""
    asked = os.environ.get("GONGKAI_CHROMIUM")
    found = asked or next((path for path in map(shutil.which, COMMANDS) if path), None)
    if found is None:
        pytest.skip("no Chromium here: install one (apt install chromium), or name it in GONGKAI_CHROMIUM")
    return found


@contextmanager
def browser():
    """A browser without a window; pages that it opens are in no profile."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield started
        finally:
            started.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of `folder` on a plain server, which knows nothing of ranges."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
