"""A real browser for tests: the machine's own Chromium, driven by Playwright; and what pages say while it shows them."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from gongkai import bench_page
from gongkai.errors import BuildError
from gongkai.publish import brought, locked

Look = Callable[..., AbstractContextManager[Any]]


def needs_chromium() -> None:
    """Skips the test where there is no Chromium, or nothing that drives it."""
    try:
        bench_page.chromium()
    except BuildError as missing:
        pytest.skip(f"{missing} (apt install chromium)")


@contextmanager
def browser() -> Iterator[Any]:
    """The browser that pages are measured in."""
    needs_chromium()
    with bench_page.browser() as started:
        yield started


@contextmanager
def watched(started: Any, address: str, **settings: Any) -> Iterator[Any]:
    """A page of the site at `address`; fails if it asks anything of others or in vain, or says anything on the console.

    `settings` are those of a browser context, which is the page's own.
    """
    context = started.new_context(**settings)
    page = context.new_page()
    with _innocent(page, address):
        try:
            yield page
        finally:
            context.close()


def until(page: Any, expression: str, seconds: float = 30.0) -> None:
    """Waits until a page says that something is so; fails where it does not in time.

    Playwright's own way asks again from within the page, where the site's policy forbids it to run texts.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


@contextmanager
def looking(started: Any, address: str) -> Iterator[Look]:
    """What watches as `watched` does, on one page for each of the settings: for tests that only look.

    Such a test begins by going somewhere, and leaves nothing that outlasts its going elsewhere.
    """
    pages: dict[str, Any] = {}

    @contextmanager
    def look(**settings: Any) -> Iterator[Any]:
        key = json.dumps(settings, sort_keys=True)
        if key not in pages:
            pages[key] = started.new_context(**settings).new_page()
        page = pages[key]
        with _innocent(page, address):
            yield page
            page.goto("about:blank")

    try:
        yield look
    finally:
        for page in pages.values():
            page.context.close()


@contextmanager
def _innocent(page: Any, address: str) -> Iterator[None]:
    wrong: list[str] = []
    heard: dict[str, Callable[[Any], None]] = {
        "request": lambda asked: None if asked.url.startswith((address, "blob:")) else wrong.append(asked.url),
        "response": lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None,
        "console": lambda said: wrong.append(said.text),
        "pageerror": lambda error: wrong.append(str(error)),
    }
    for event, hear in heard.items():
        page.on(event, hear)
    try:
        yield
    finally:
        for event, hear in heard.items():
            page.remove_listener(event, hear)
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
