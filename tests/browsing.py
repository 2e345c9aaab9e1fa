"""A real browser for tests: the machine's own Chromium, driven by Playwright; and a server that shows a folder."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gongkai.publish import brought, locked

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


@contextmanager
def watched(started: Any, address: str, **settings: Any) -> Iterator[Any]:
    """A page of the site at `address`; fails if it asks anything of others or in vain, or says anything on the console.

    `settings` are those of a browser context.
    """
    context = started.new_context(**settings)
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda asked: None if asked.url.startswith((address, "blob:")) else wrong.append(asked.url))
    page.on("response", lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert wrong == []


def axe() -> str:
    """The code of axe-core; skips where set-up could not bring it, and fails in continuous integration."""
    root = Path(__file__).parents[1]
    [foreign] = locked(root / ".ci" / "axe.lock")
    pieces = brought(foreign, root / ".venv" / "browser")
    if pieces is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("no axe-core here: .venv/bin/gongkai browser-code --lock .ci/axe.lock says why")
    return pieces["axe.js"].decode()


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
