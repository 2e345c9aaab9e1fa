"""How far a long run is: files, pages per second and time left, on a terminal only."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from gongkai.messages import say
from gongkai.pipeline.packages import Step
from gongkai.pipeline.reports import FileReport


@contextmanager
def progress(files: Sequence[Path], *, shown: bool) -> Iterator[Step]:
    """A line on stderr that `step` moves on; nothing where `shown` is false, stderr is no terminal, or a file only."""
    if not shown or len(files) < 2 or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and for terminals only
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn("{task.fields[files]}"),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[rate]}"),
        # The time left goes by bytes: they are known before a file is read, its pages are not.
        TimeRemainingColumn(),
        console=Console(stderr=True, highlight=False),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
    )
    sizes = sum(_size(file) for file in files)
    began = time.monotonic()
    done = pages = 0
    with bar:
        task = bar.add_task("", total=sizes, files=_files(0, len(files)), rate="")

        def step(found: FileReport, size: int) -> None:
            nonlocal done, pages
            done += 1
            pages += 0 if found.unchanged else found.pages or 0
            seconds = max(time.monotonic() - began, 0.001)
            rate = say(f"{pages / seconds:.0f} 页/秒", f"{pages / seconds:.0f} pages/s")
            bar.update(task, advance=size, files=_files(done, len(files)), rate=rate)

        yield step


def _files(done: int, total: int) -> str:
    return say(f"{done}/{total} 个文件", f"{done}/{total} files")


def _size(file: Path) -> int:
    with suppress(OSError, ValueError):
        return file.stat().st_size
    return 0
