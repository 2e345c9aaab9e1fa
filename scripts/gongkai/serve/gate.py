"""The gate before Datasette: how many may ask at once, and what they are told who must wait."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from gongkai.serve.asgi import App, Receive, Scope, Send, respond
from gongkai.serve.context import ASKED, Asked, Work

_BUSY = (
    "现在查询的人太多，请稍后再试；完整数据在 /downloads/，不受限制。\n"
    "Too many questions at once: try again in a few seconds. The whole data is at /downloads/, without limits.\n"
)
#: A table's own rows in another order or fewer of them are a page; a condition in SQL is the asker's own.
_OWN_SQL = frozenset({"sql", "_where", "_facet", "_facet_array", "_facet_date"})
_SAY_CUT = frozenset({"", "objects"})


@dataclass
class _Places:
    """How many of a kind run, and how many more may wait, for how many seconds."""

    running: int
    waiting: int
    seconds: float
    semaphore: asyncio.Semaphore = field(init=False)
    queue: int = 0

    def __post_init__(self) -> None:
        self.semaphore = asyncio.Semaphore(self.running)

    async def enter(self) -> bool:
        """Takes a place; False where none comes free in time."""
        if self.semaphore.locked() and self.queue >= self.waiting:
            return False
        self.queue += 1
        try:
            await asyncio.wait_for(self.semaphore.acquire(), self.seconds)
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self.queue -= 1


class Gate:
    """Lets so many requests to `app` run at once: others wait, and are answered 429 with Retry-After in the end."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._places = {
            Work.PAGE: _Places(24, 400, 10.0),
            Work.SQL: _Places(2, 6, 3.0),
            Work.EXPORT: _Places(2, 2, 3.0),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, asked = _asked(scope)
        places = self._places[asked.work]
        if not await places.enter():
            headers = {"retry-after": "5", "content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
            await respond(send, 429, headers, _BUSY.encode())
            return
        try:
            with _asking(asked):
                await self._app(scope, receive, send)
        finally:
            places.semaphore.release()


def _asked(scope: Scope) -> tuple[Scope, Asked]:
    """The request and what it asks; a table as CSV is the whole table unless a page of it is asked for."""
    pairs = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    arguments = dict(pairs)
    form = scope["path"].rpartition("/")[2].rpartition(".")[2]
    table = scope["path"].count("/") - scope.get("root_path", "").count("/") >= 3
    work = Work.SQL if _OWN_SQL & set(arguments) else Work.PAGE
    if form == "csv" and table and work is Work.PAGE and not {"_size", "_next", "_stream"} & set(arguments):
        pairs += [("_stream", "on"), ("_size", "max")]
        scope = {**scope, "query_string": urlencode(pairs).encode()}
    if form == "csv" and {"_stream", "_size"} <= {name for name, _ in pairs} and work is Work.PAGE:
        work = Work.EXPORT
    tells = form != "csv" and (form != "json" or arguments.get("_shape", "") in _SAY_CUT)
    return scope, Asked(work, arguments.get("_search") or arguments.get("words") or "", tells)


@contextmanager
def _asking(asked: Asked) -> Iterator[None]:
    token = ASKED.set(asked)
    try:
        yield
    finally:
        ASKED.reset(token)
