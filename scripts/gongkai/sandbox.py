"""A file from outside is hostile until read: it is opened in a child process with hard limits."""

import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, TypeVar

from gongkai.errors import GongkaiError, ReadError

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: address space in MB, wall time in seconds, pages."""

    memory_mb: int = 3072
    seconds: int = 180
    pages: int = 3000


def isolated(
    function: Callable[..., Result],
    jobs: Sequence[tuple[str, tuple[Any, ...]]],
    limits: Limits,
    workers: int = 1,
) -> Iterator[tuple[int, Result | GongkaiError]]:
    """Runs `function(*arguments)` for each job (name, arguments) in child processes; yields as they come, in order.

    A job that fails, dies, or takes more than the limits gives its error and costs no other job anything.
    """
    from pebble import ProcessExpired, ProcessPool  # noqa: PLC0415 - only where a file is read

    # A fresh interpreter each: what a hostile file does to its process ends with it.
    context = get_context("spawn")
    with ProcessPool(
        max_workers=min(workers, max(1, len(jobs))),
        context=context,
        initializer=_limit,
        initargs=(limits.memory_mb,),
    ) as pool:
        futures = [pool.schedule(function, args=arguments, timeout=limits.seconds) for _, arguments in jobs]
        for index, (future, (name, _)) in enumerate(zip(futures, jobs, strict=True)):
            try:
                yield index, future.result()
            except GongkaiError as error:
                yield index, error
            except TookTooLong:
                yield (
                    index,
                    ReadError(
                        name,
                        zh=f"读取超过 {limits.seconds} 秒，已中止；可用 --seconds 放宽",
                        en=f"stopped after {limits.seconds} seconds; --seconds allows more",
                    ),
                )
            except MemoryError:
                yield index, _too_large(name, limits)
            except ProcessExpired as error:
                yield index, _expired(name, error.exitcode, limits)
            except Exception as error:  # noqa: BLE001 - whatever a file does to a parser, the run goes on
                yield (
                    index,
                    ReadError(
                        name,
                        zh=f"读取时出错（{type(error).__name__}: {error}）；文件可能已损坏",
                        en=f"reading failed ({type(error).__name__}: {error}); the file may be damaged",
                    ),
                )


def _limit(memory_mb: int) -> None:
    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _too_large(name: str, limits: Limits) -> ReadError:
    return ReadError(
        name,
        zh=f"读取需要的内存超过 {limits.memory_mb} MB，已中止；可用 --memory 放宽",
        en=f"reading takes more than {limits.memory_mb} MB of memory; --memory allows more",
    )


def _expired(name: str, exitcode: int | None, limits: Limits) -> ReadError:
    return ReadError(
        name,
        zh=f"读取它的进程中断（代码 {exitcode}），文件可能已损坏、有意构造，或需要超过 {limits.memory_mb} MB 内存",
        en=f"the process reading it died (code {exitcode}): a damaged or hostile file, or one that takes more than "
        f"{limits.memory_mb} MB of memory",
    )
