"""A file from outside is hostile until read: it is opened in a child process with hard limits."""

import ctypes
import errno
import gc
import os
import resource
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from gongkai.errors import GongkaiError, ReadError
from gongkai.limits import CPU_SECONDS, FILE_BYTES, MEMORY_MB, OUTPUT_MB, PAGES, SECONDS

Result = TypeVar("Result")
Job = tuple[str, tuple[Any, ...]]

_MB = 1024 * 1024
_WORN = 75  # a worker's exit code: a former file left it too little room
_PR_SET_PDEATHSIG = 1
_VALUES_BETWEEN_COLLECTIONS = 50_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take.

    Address space in MB, seconds by the clock, pages, seconds of a processor (of all of them together), MB of each
    file that is written, bytes of the file itself.
    """

    memory_mb: int = MEMORY_MB
    seconds: int = SECONDS
    pages: int = PAGES
    cpu_seconds: int = CPU_SECONDS
    output_mb: int = OUTPUT_MB
    file_bytes: int = FILE_BYTES


def isolated(
    function: Callable[..., Result],
    jobs: Iterable[Job],
    limits: Limits,
    workers: int = 1,
    scratch: Path | None = None,
) -> Generator[tuple[int, Result | GongkaiError], None, None]:
    """Runs `function(*arguments)` for each job (name, arguments) in child processes; yields as they are done.

    A result comes with the number of its job, from 0. A job that fails, dies, or takes more than the limits gives
    its error and costs no other job anything. `jobs` may be an iterator; it is asked for a few at a time. What a
    job writes to a temporary place goes to `scratch` where it is given.
    """
    from pebble import ProcessPool  # noqa: PLC0415 - only where a file is read

    pool = ProcessPool(
        max_workers=workers,
        # A fresh interpreter each: what a hostile file does to its process ends with it.
        context=get_context("spawn"),
        initializer=_begin,
        # The function goes along for its imports: no file pays for them.
        initargs=(limits, os.getpid(), str(scratch or ""), function),
    )
    done: SimpleQueue[Future[Result]] = SimpleQueue()
    under_way: dict[Future[Result], tuple[int, Job]] = {}

    def start(number: int, job: Job) -> None:
        with _interrupts_ignored():
            future = pool.schedule(_bounded, args=(limits, function, job[1]), timeout=limits.seconds)
        under_way[future] = (number, job)
        future.add_done_callback(done.put)

    waiting = enumerate(jobs)
    try:
        # A few more than there are workers, so that none waits for us.
        for number, job in islice(waiting, 2 * workers):
            start(number, job)
        while under_way:
            future = done.get()
            number, job = under_way.pop(future)
            error = future.exception()
            if getattr(error, "exitcode", None) == _WORN:
                start(number, job)
                continue
            for following, next_job in islice(waiting, 1):
                start(following, next_job)
            yield number, future.result() if error is None else _told(job[0], error, limits)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """A process that is started meanwhile ignores Ctrl+C for good: it is for us to end it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(limits: Limits, parent: int, scratch: str, _: object) -> None:
    """In the child process, once: the limits that hold for its life."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked to be told
            os._exit(1)
        with suppress(OSError):  # where memory gets scarce nevertheless, we are the ones to go
            Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    # What libraries mutter about a file is for nobody: what counts comes back as a result or an error.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    # To be ended at once, also in the middle of a library's own loop.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    size = limits.memory_mb * _MB
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_mb * _MB, limits.output_mb * _MB))
    if scratch:
        os.environ["TMPDIR"] = tempfile.tempdir = scratch
    collect_seldom()


def collect_seldom() -> None:
    """Tells this process that nearly all it makes of a file is kept until the file is done.

    Python would look through it for garbage every 700 values; what is imported is not looked through at all.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_VALUES_BETWEEN_COLLECTIONS, 20, 50)


_jobs_done = 0


def _bounded(limits: Limits, function: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
    """In the child process, for each job: the processor time counts from here."""
    global _jobs_done  # noqa: PLW0603 - the process is the worker, and this is its age
    if _jobs_done and _address_space() > limits.memory_mb * _MB // 2:
        gc.collect()
        if sys.platform == "linux":
            ctypes.CDLL(None).malloc_trim(0)
        if _address_space() > limits.memory_mb * _MB // 2:
            os._exit(_WORN)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds, most))
    try:
        return function(*arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        _jobs_done += 1


def _address_space() -> int:
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:  # not Linux: a worker is never found worn
        return 0
    return int(pages) * resource.getpagesize()


def _told(name: str, error: BaseException, limits: Limits) -> GongkaiError:
    """What a job ended with, as an error that says which limit it met and what allows more."""
    from pebble import ProcessExpired  # noqa: PLC0415

    if isinstance(error, GongkaiError):
        return error
    if isinstance(error, TookTooLong):
        return ReadError(
            name,
            zh=f"读取超过 {limits.seconds} 秒，已中止；可用 --seconds 放宽",
            en=f"stopped after {limits.seconds} seconds; --seconds allows more",
        )
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return ReadError(
            name,
            zh=f"读取需要的内存超过 {limits.memory_mb} MB，已中止；可用 --memory 放宽",
            en=f"reading takes more than {limits.memory_mb} MB of memory; --memory allows more",
        )
    if isinstance(error, ProcessExpired):
        return _expired(name, error.exitcode, limits)
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return ReadError(
            name,
            zh=f"读出的内容超过 {limits.output_mb} MB，已中止；可用 --output 放宽",
            en=f"what was read fills more than {limits.output_mb} MB, stopped; --output allows more",
        )
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return ReadError(name, zh=f"无法写出：{error.strerror}", en=f"cannot be written: {error.strerror}")
    return ReadError(
        name,
        zh=f"读取时出错（{type(error).__name__}: {str(error)[:200]}）；文件可能已损坏",
        en=f"reading failed ({type(error).__name__}: {str(error)[:200]}); the file may be damaged",
    )


def _expired(name: str, exitcode: int | None, limits: Limits) -> ReadError:
    if exitcode == -signal.SIGXCPU:
        return ReadError(
            name,
            zh=f"读取占用处理器超过 {limits.cpu_seconds} 秒，已中止；可用 --cpu 放宽",
            en=f"stopped after {limits.cpu_seconds} seconds of processor time; --cpu allows more",
        )
    return ReadError(
        name,
        zh=f"读取它的进程中断（代码 {exitcode}），文件可能已损坏、有意构造，或需要超过 {limits.memory_mb} MB 内存",
        en=f"the process reading it died (code {exitcode}): a damaged or hostile file, or one that takes more than "
        f"{limits.memory_mb} MB of memory",
    )
