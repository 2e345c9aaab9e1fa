"""The database as Datasette asks it: sealed, in time, in bounds, and never cut without a word."""

import asyncio
import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, Results
from datasette.views.base import DatasetteError

from gongkai.serve.context import ASKED, Work

#: Milliseconds that a question may take, and that counting the rows of a page may take: a page asks both.
TIME_LIMIT = 700
_COUNT_LIMIT = 250
#: Bytes of a result: all of it is held in memory while the page is made.
RESULT_LIMIT = 8_000_000
_STEPS = 500  # of SQLite's machine between two looks at the clock

_COUNTS = re.compile(r"\s*select\s+(?:\(\s*select\s+)?count\(\*\)\s", re.IGNORECASE)
_SECONDS = TIME_LIMIT / 1000
_TOO_LONG = (
    f"查询超过 {_SECONDS} 秒，已停止；请加条件，或下载完整数据（/downloads/）在自己的电脑上查询"
    f" | The question took more than {_SECONDS} s and was stopped: narrow it, or take the whole data (/downloads/)"
)
_READING = frozenset(
    {"view-instance", "view-database", "view-database-download", "view-table", "view-query", "execute-sql"}
)
_REFUSED = {
    "not authorized": "只能查询，不能写入、附加数据库、读取文件或加载扩展 | Questions only: no writing, no attaching, "
    "no files, no extensions",
    "too big": "文字或数据太长，已拒绝 | A text or blob is too long and was refused",
    "out of memory": "内存不够，已拒绝；请缩小查询 | More memory was needed than is allowed; ask for less",
}


def workers() -> ThreadPoolExecutor:
    """The threads in which SQL of strangers runs: two, after all others in turn where the system lets us say so."""
    return ThreadPoolExecutor(2, thread_name_prefix="sql", initializer=_stand_back)


class OpenDatasette(Datasette):  # type: ignore[misc]
    """Datasette where everybody may read everything, its own database apart, and nobody more.

    Its own rules ask all metadata for each table of a page.
    """

    async def permission_allowed(
        self, actor: object, action: str, resource: object = None, default: bool = False
    ) -> bool:
        """Whether `action` on `resource` is one of reading."""
        del actor, default
        own = resource == "_internal" or (isinstance(resource, (tuple, list)) and resource[0] == "_internal")
        return action in _READING and not own


class SealedDatabase(Database):  # type: ignore[misc]
    """Datasette's database with our own way to run SQL; `strangers` are the threads for SQL of the asker's own."""

    def __init__(self, datasette: Any, path: str, strangers: ThreadPoolExecutor) -> None:
        super().__init__(datasette, path=path, is_mutable=False)
        self._strangers = strangers
        self._local = threading.local()

    def connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if not hasattr(self._local, "connection"):
            self._local.connection = self.connect()
            self.ds._prepare_connection(self._local.connection, self.name)  # noqa: SLF001 - there is no other way
        connection: sqlite3.Connection = self._local.connection
        return connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Runs `fn` with a connection, in a thread."""
        executor = self.ds.executor if ASKED.get().work is Work.PAGE else self._strangers
        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(
            executor, lambda: context.run(lambda: fn(self.connection()))
        )

    async def execute(
        self,
        sql: str,
        params: Mapping[str, Any] | None = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,  # noqa: ARG002 - Datasette's signature; what strangers mistype is not logged
    ) -> Results:
        """The rows. Raises QueryInterrupted out of time, sqlite3.OperationalError for what SQLite refuses."""
        counting = ASKED.get().work is Work.PAGE and _COUNTS.match(sql) is not None
        limit = min(custom_time_limit or TIME_LIMIT, _COUNT_LIMIT if counting else TIME_LIMIT)
        most = self.ds.max_returned_rows + (page_size == self.ds.max_returned_rows) if truncate else None
        try:
            return await self.execute_fn(lambda connection: _rows(connection, sql, params, limit, most))
        except QueryInterrupted:
            if counting or custom_time_limit:  # Datasette goes on without a count or a facet
                raise
            raise _refusal(_TOO_LONG) from None
        except sqlite3.OperationalError as problem:
            raise _refusal(str(problem)) from problem


def _rows(
    connection: sqlite3.Connection, sql: str, params: Mapping[str, Any] | None, limit: int, most: int | None
) -> Results:
    try:
        with _in_time(connection, limit):
            cursor = connection.execute(sql, params or {})
            rows, size = [], 0
            for row in cursor:
                size += sum(len(value) if isinstance(value, (str, bytes)) else 8 for value in row)
                if size > RESULT_LIMIT:
                    raise sqlite3.OperationalError(
                        "结果太大，已拒绝；请选较少的列或行 | The result is too large; ask for fewer columns or rows"
                    )
                rows.append(row)
                if most is not None and len(rows) > most:
                    break
    except (sqlite3.DatabaseError, MemoryError) as problem:
        if problem.args == ("interrupted",):
            raise QueryInterrupted(problem, sql, params) from problem
        raise sqlite3.OperationalError(_said(problem)) from problem
    cut = most is not None and len(rows) > most
    if cut and not ASKED.get().can_say_cut:
        raise sqlite3.OperationalError(
            f"结果超过 {most} 行，这种格式说不出它被截断，故拒绝；请加条件，或下载完整文件（/downloads/）"
            f" | More than {most} rows, and this format cannot say that they are cut: narrow it, or take the whole "
            "files (/downloads/)"
        )
    return Results(rows[:most] if cut else rows, cut, cursor.description)


def _refusal(text: str) -> Exception:
    # A form that has no room for words would answer an error with nothing, and call it well.
    return sqlite3.OperationalError(text) if ASKED.get().can_say_cut else DatasetteError(text, status=400)


def _said(problem: BaseException) -> str:
    text = "out of memory" if isinstance(problem, MemoryError) else str(problem)
    return next((words for sign, words in _REFUSED.items() if sign in text), text)


@contextmanager
def _in_time(connection: sqlite3.Connection, milliseconds: int) -> Iterator[None]:
    deadline = time.perf_counter() + milliseconds / 1000
    connection.set_progress_handler(lambda: time.perf_counter() >= deadline, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, _STEPS)


def _stand_back() -> None:
    # On Linux a thread has a niceness of its own; elsewhere it would be that of the process.
    if os.uname().sysname == "Linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
