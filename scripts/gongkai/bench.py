"""How fast and how well disclosures are read: against pdfplumber on the same pages, in the same run."""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gongkai.errors import BuildError, GongkaiError
from gongkai.messages import say
from gongkai.model import Paragraph
from gongkai.normalise import normalise
from gongkai.pipeline import FileReport
from gongkai.pipeline.extraction import extract_unregistered
from gongkai.pipeline.reports import failure, report
from gongkai.read import read_file
from gongkai.read.plumber import tables_alone
from gongkai.recognise import identity_of, recognised_tables
from gongkai.sandbox import collect_seldom

if TYPE_CHECKING:
    from types import ModuleType

_MOST_PAGES = 3000

Progress = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a bench found. Seconds are CPU time in `compared_*`, wall time with one and two workers.

    `covered` counts lines in an identity that holds; `memory_mb` is the most that the process that reads took.
    """

    compared_files: int
    compared_pages: int
    compared_seconds: float
    plumber_seconds: float
    files: int
    unread: int
    pages: int
    tables: int
    recognised: int
    lines: int
    covered: int
    memory_mb: int
    one_worker_seconds: float
    two_workers_seconds: float

    @property
    def pages_per_second(self) -> float:
        """Pages from bytes to lines in a second of CPU time."""
        return _ratio(self.compared_pages, self.compared_seconds)

    @property
    def times_plumber(self) -> float:
        """How many times as fast as pdfplumber's `extract_tables` alone."""
        return _ratio(self.plumber_seconds, self.compared_seconds)

    def as_json(self) -> dict[str, Any]:
        """The figures as JSON values, seconds and ratios rounded to milliseconds and hundredths."""
        rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in asdict(self).items()}
        return {
            **rounded,
            "pages_per_second": round(self.pages_per_second, 1),
            "plumber_pages_per_second": round(_ratio(self.compared_pages, self.plumber_seconds), 1),
            "times_plumber": round(self.times_plumber, 2),
        }


def bench_files(root: Path) -> tuple[Path, ...]:
    """The PDFs to measure with: GONGKAI_CORPUS, else the corpus beside `root`, else those under datapackage/.

    Raises BuildError where there is none.
    """
    folders = (os.environ.get("GONGKAI_CORPUS") or root.parent / "shared" / "corpus", root / "datapackage")
    for folder in map(Path, folders):
        files = tuple(sorted((folder / "documents").glob("*.pdf")) or sorted(folder.rglob("*.pdf")))
        if files:
            return files
    raise BuildError(
        str(root),
        zh="没有可供测量的 PDF；用 GONGKAI_CORPUS 指定一个放有 PDF 的文件夹",
        en="no PDF to measure with; name a folder of PDFs in GONGKAI_CORPUS",
    )


def bench(files: Sequence[Path], every: int, progress: Progress) -> Measured:
    """Measures reading: every `every`-th file against pdfplumber, then all of them."""
    sample = files[::every]
    progress(f"与 pdfplumber 比较（{len(sample)} 份）", f"comparing with pdfplumber ({len(sample)} files)")
    pages, ours, theirs, compared = _compared(sample)
    progress(f"一个进程读 {len(files)} 份", f"reading {len(files)} files with one worker")
    one_worker, found, memory = _read_all(files, 1)
    progress(f"两个进程读 {len(files)} 份", f"reading {len(files)} files with two workers")
    two_workers, _, _ = _read_all(files, 2)
    done = [r for r in found if not r.error]
    return Measured(
        compared_files=compared,
        compared_pages=pages,
        compared_seconds=ours,
        plumber_seconds=theirs,
        files=len(files),
        unread=len(found) - len(done),
        pages=sum(r.pages or 0 for r in done),
        tables=sum(r.tables for r in done),
        recognised=sum(r.recognised for r in done),
        lines=sum(r.lines for r in done),
        covered=sum(r.covered for r in done),
        memory_mb=memory,
        one_worker_seconds=one_worker,
        two_workers_seconds=two_workers,
    )


def table(found: Measured) -> Iterable[str]:
    """The figures as lines to print, values before their names."""
    plumber = _ratio(found.compared_pages, found.plumber_seconds)
    speed = _ratio(found.one_worker_seconds, found.two_workers_seconds)
    sample_zh = f"从字节到金额（{found.compared_files} 份，{found.compared_pages} 页，CPU 时间）"
    sample_en = f"from bytes to lines ({found.compared_files} files, {found.compared_pages} pages, CPU time)"
    yield _row(f"{found.pages_per_second:.0f}", f"页/秒：{sample_zh}", f"pages/s {sample_en}")
    yield _row(
        f"{plumber:.0f}", "页/秒：pdfplumber 只做 extract_tables", "pages/s with pdfplumber's extract_tables alone"
    )
    yield _row(f"{found.times_plumber:.1f}", "倍于 pdfplumber", "times pdfplumber")
    yield _row(
        f"{found.files - found.unread}",
        f"份读出，{found.unread} 份没有（扫描件不在此列）",
        f"files read, {found.unread} not (scans are not measured)",
    )
    yield _row(f"{found.pages}", "页", "pages")
    yield _row(f"{found.tables}", f"张表，认出 {found.recognised}", f"tables, {found.recognised} recognised")
    yield _row(
        f"{found.lines}",
        f"个金额，{found.covered} 个在成立的等式中",
        f"amounts, {found.covered} in an identity that holds",
    )
    share = 100 * _ratio(found.covered, found.lines)
    yield _row(f"{share:.1f}%", "的金额在成立的等式中", "of the amounts are in an identity that holds")
    yield _row(f"{found.memory_mb}", "MB 内存（最多时）", "MB of memory at the most")
    yield _row(f"{found.one_worker_seconds:.1f}", "秒：一个进程读完并检查", "s to read and check all with one worker")
    yield _row(
        f"{found.two_workers_seconds:.1f}",
        f"秒：两个进程，快到 {speed:.2f} 倍",
        f"s with two workers, {speed:.2f} times as fast",
    )


def _row(value: str, zh: str, en: str) -> str:
    return f"{value:>9} {say(zh, en)}"


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _compared(files: Sequence[Path]) -> tuple[int, float, float, int]:
    """Pages, our CPU seconds, pdfplumber's, and the number of files.

    Ours are the mean of a pass before and a pass after pdfplumber's: a machine that slows down favours neither, and
    each runs on as it does in use.
    """
    with _workers(1) as reader, _process(1, None) as plumber:
        # What either imports once is not what a page takes: the shortest file is read before the time runs.
        for file in sorted(files, key=lambda each: each.stat().st_size)[:1]:
            reader.submit(_timed, file).result()
            plumber.submit(_timed_plumber, file).result()
        before = list(reader.map(_timed, files))
        read = [file for file, (pages, _) in zip(files, before, strict=True) if pages]
        theirs = sum(plumber.map(_timed_plumber, read))
        after = list(reader.map(_timed, read))
    ours = (sum(seconds for _, seconds in before) + sum(seconds for _, seconds in after)) / 2
    return sum(pages for pages, _ in before), ours, theirs, len(read)


def _read_all(files: Sequence[Path], workers: int) -> tuple[float, list[FileReport], int]:
    """Wall seconds, the report of each file, and the most memory in MB that a worker took."""
    with _workers(workers) as pool:
        # The workers are up, and what they import is imported, before the time runs.
        list(pool.map(_ready, range(2 * workers)))
        start = time.perf_counter()
        found = list(pool.map(_reported, sorted(files, key=lambda file: -file.stat().st_size)))
        seconds = time.perf_counter() - start
    return seconds, [r for r, _ in found], max((memory for _, memory in found), default=0)


def _workers(count: int) -> ProcessPoolExecutor:
    return _process(count, _begin)


def _process(count: int, begin: Callable[[], None] | None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=begin)


def _begin() -> None:
    """As in the processes that read what comes from outside, but for scans: recognising letters is another measure."""
    collect_seldom()
    sys.modules["gongkai.read.vision"] = cast("ModuleType", None)


def _ready(_: int) -> None:
    time.sleep(0.1)


def _timed(file: Path) -> tuple[int, float]:
    """Pages, and the CPU seconds from bytes to lines; no pages where the file cannot be read."""
    start = time.process_time()
    try:
        document = read_file(file)
    except GongkaiError:
        return 0, 0.0
    identity = identity_of(document)
    paragraphs = tuple(block for block in document.blocks if isinstance(block, Paragraph))
    normalise(recognised_tables(document), paragraphs, identity.fiscal_year, identity.phase)
    return document.source.pages or 0, time.process_time() - start


def _timed_plumber(file: Path) -> float:
    start = time.process_time()
    tables_alone(file.read_bytes())
    return time.process_time() - start


def _reported(file: Path) -> tuple[FileReport, int]:
    try:
        found = report(file.name, file.stem, extract_unregistered(file, "pdfium", _MOST_PAGES))
    except GongkaiError as error:
        found = failure(file.name, error)
    # Linux counts in kB, macOS in bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
