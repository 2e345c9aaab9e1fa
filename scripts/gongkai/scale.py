"""How the database and its server bear ten million lines: copies of what is published, each with names of its own.

A copy is a budget or a final account of one of ten years of an office that does not exist; its amounts differ.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from gongkai.errors import BuildError
from gongkai.load import copied
from gongkai.messages import say
from gongkai.schema import metadata, metadata_file

#: What each question of metadata.yml is asked with, beside nothing at all.
_ANSWERS = {
    "issuer": "第00042局",
    "year": "2026",
    "phase": "budget",
    "code": "2010301",
    "words": "公务",
    "place": "重庆",
    "disclosure_id": "copy-000042",
    "table_no": "2",
    "row": "5",
    "column": "3",
}
_PAGES = (
    "lines",
    "lines?_next=copy-000042%2C2%2C5%2C3",
    "lines?code=2010301",
    "lines?label__contains=%E6%8E%A5%E5%BE%85",
    "lines?_sort_desc=amount_fen&measure=total",
    "cells",
    "figures",
    "disclosures",
    "checks?status=fail",
    "expenditure_by_function",
    "expenditure_by_function?_sort_desc=total_fen",
    "expenditure_by_function?fiscal_year=2026&_facet=class_name",
    "search_entries?_search=%E4%B8%89%E5%85%AC",
    "search_entries?_search=%E5%85%AC",
    "search_entries?_search=%E5%85%AC%E5%8A%A1%E7%94%A8%E8%BD%A6",
    "search_entries?_search=%E6%94%AF%E5%87%BA%E4%B8%89%E5%85%AC",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An address, the seconds that it took the second time, its status, and why it was refused where it was."""

    path: str
    seconds: float
    status: int
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Borne:
    """What the measure found: `memory_mb` is the most that the server took, 0 where the system does not tell."""

    lines: int
    database_mb: int
    copying_seconds: float
    memory_mb: int
    answers: tuple[Answer, ...]


def bear(database: Path, lines: int, folder: Path, progress: Callable[[str, str], None]) -> Borne:
    """Copies the rows of `database` until there are `lines` lines, in `folder`, and asks a server over them.

    Raises BuildError where the database is not built. What is made in `folder` is removed in the end.
    """
    if not database.is_file():
        raise BuildError(str(database), zh="还没有生成；请先运行 make", en="is not built yet; run make first")
    folder.mkdir(parents=True, exist_ok=True)
    large = folder / "scale.db"
    try:
        progress(f"复制到 {lines:,} 行金额", f"copying until there are {lines:,} lines")
        start = time.perf_counter()
        shutil.copyfile(database, large)
        count = copied(large, lines)
        seconds = time.perf_counter() - start
        size = large.stat().st_size // 1_000_000
        progress(f"逐页查询（{size} MB）", f"asking page by page ({size} MB)")
        with _server(large, folder) as (address, process):
            answers = tuple(_asked(address, path) for path in _paths())
            memory = _memory(process)
        return Borne(count, size, seconds, memory, answers)
    finally:
        large.unlink(missing_ok=True)


def table(borne: Borne) -> Iterator[str]:
    """The figures as lines to print, the slowest answers first."""
    slow = [answer for answer in borne.answers if answer.seconds >= 1 and not answer.refused]
    refused = [answer for answer in borne.answers if answer.refused]
    yield _row(f"{borne.lines:,}", "行金额", "lines")
    yield _row(f"{borne.database_mb}", "MB 数据库", "MB of database")
    yield _row(f"{borne.copying_seconds:.0f}", "秒生成", "s to make it")
    yield _row(f"{borne.memory_mb}", "MB 内存（服务器最多时）", "MB of memory at the most, of the server")
    yield _row(f"{len(borne.answers)}", "个地址", "addresses")
    yield _row(f"{len(refused)}", "个被拒绝并说明原因", "refused with a reason")
    yield _row(f"{len(slow)}", "个超过一秒", "took more than a second")
    for answer in sorted(borne.answers, key=lambda each: -each.seconds):
        yield f"{answer.seconds:>10.3f} s  {answer.status}  {answer.path}" + (
            f"  — {answer.refused[:90]}" if answer.refused else ""
        )


def _row(value: str, zh: str, en: str) -> str:
    return f"{value:>12} {say(zh, en)}"


def _paths() -> Iterator[str]:
    queries: Mapping[str, Any] = metadata()["databases"]["gongkai"]["queries"]
    yield from _PAGES
    for name, query in queries.items():
        yield name
        given = {key: value for key, value in _ANSWERS.items() if f":{key}" in query["sql"]}
        if given:
            yield f"{name}?{urlencode(given)}"
    for words in ("三公", "公", "公务用车", "支出三公", "2010301"):
        yield f"search?words={quote(words)}"


def _asked(address: str, path: str) -> Answer:
    for _ in range(2):
        # An address of its own each time, so that no cache answers: what is measured is the work.
        mark = "&" if "?" in path else "?"
        url = f"{address}data/gongkai/{path}{mark}_asked={time.perf_counter_ns()}"
        start = time.perf_counter()
        try:
            with urlopen(url, timeout=60) as response:  # noqa: S310 - our own server
                status, body = response.status, response.read()
        except HTTPError as error:
            with error:
                status, body = error.code, error.read()
        seconds = time.perf_counter() - start
    refused = ""
    text = body.decode()
    if 'class="message-error"' in text:
        refused = text.partition('class="message-error"')[2].partition(">")[2].partition("<")[0].strip()
    return Answer(path, seconds, status, refused)


@contextmanager
def _server(database: Path, site: Path) -> Iterator[tuple[str, int]]:
    """A server in a process of its own: its address, and the process."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there, database, site, metadata_file()))
    process.start()
    try:
        if not here.poll(120):
            raise BuildError(str(database), zh="服务器没有启动", en="the server did not start")
        assert process.pid is not None
        yield here.recv(), process.pid
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection, database: Path, site: Path, words: Path) -> None:
    from gongkai.serve import serve  # noqa: PLC0415 - in the process that serves

    serve(database, site, words, port=0, started=told.send)


def _memory(process: int) -> int:
    status = Path(f"/proc/{process}/status")
    if os.name != "posix" or not status.is_file():
        return 0
    found: Sequence[str] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(found[0].split()[1]) // 1000
