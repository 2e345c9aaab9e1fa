"""How fast a site of many disclosures is built, from nothing and after one of them changed, and in how much memory."""

import csv
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from gongkai.load import build_database, disclosure_database
from gongkai.messages import say
from gongkai.package import DESCRIPTOR, csv_line, descriptor_text, open_package
from gongkai.pipeline.updating import registered
from gongkai.publish import Published, Reuse, publish_site
from gongkai.synthetic import write_synthetic

Progress = Callable[[str, str], None]


@dataclass
class _Watch:
    """Seconds of wall time by step, in the words of the step."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    _step: str = ""
    _since: float = 0.0

    def __call__(self, zh: str, en: str) -> None:
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = en, now
        if en:
            self.progress(zh, en)


@dataclass(frozen=True, slots=True)
class Scaled:
    """What was measured. Seconds of wall time by step: from nothing; of the pages after a change; of all after it.

    `memory_mb` is the most that a single process took.
    """

    disclosures: int
    workers: int
    fresh: dict[str, float]
    changed: dict[str, float]
    united: dict[str, float]
    remade_disclosures: int
    rerendered_pages: int
    memory_mb: int

    def as_json(self) -> dict[str, object]:
        """The figures as JSON values, seconds to hundredths."""
        return {
            "disclosures": self.disclosures,
            "workers": self.workers,
            "fresh_seconds": {step: round(taken, 2) for step, taken in self.fresh.items()},
            "changed_seconds": {step: round(taken, 2) for step, taken in self.changed.items()},
            "united_seconds": {step: round(taken, 2) for step, taken in self.united.items()},
            "remade_disclosures": self.remade_disclosures,
            "rerendered_pages": self.rerendered_pages,
            "memory_mb": self.memory_mb,
        }


def measure_site(root: Path, disclosures: int, workers: int, progress: Progress, rows: int | None = None) -> Scaled:
    """Builds a site of so many made-up disclosures three times; with `rows`, of small ones (see write_synthetic).

    From nothing; after one of them changed the pages alone; then the united files, the database and the search too.
    The models are the packages of the project. All is written to a temporary folder, about 7 MB for a disclosure, 2 MB
    for a small one.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as place:
        folder = Path(place)
        progress(f"虚构 {disclosures} 份公开", f"making up {disclosures} disclosures")
        packages = list(write_synthetic(registered(root), disclosures, folder / "packages", rows))

        def publish(name: str, former: str, *, pages_only: bool = False) -> tuple[Published, dict[str, float]]:
            watch = _Watch(progress)
            watch("写出说明文字", "writing the prose")
            database = folder / name / "gongkai.db"
            database.parent.mkdir()

            def make_database() -> None:
                watch("建立数据库", "building the database")
                build_database(map(open_package, packages), database)
                watch("写出汇总文件", "writing the files of everything")

            reuse = Reuse(folder / "store", "code", "made with", folder / former / "site", pages_only, make_database)
            published = publish_site(
                packages,
                database,
                folder / name / "site",
                site_sources=root / "site",
                database_of=disclosure_database,
                reuse=reuse,
                workers=workers,
                progress=watch,
            )
            watch("", "")
            return published, watch.seconds

        _, fresh = publish("first", "none")
        _correct(packages[disclosures // 2])
        second, changed = publish("second", "first", pages_only=True)
        _, united = publish("third", "second")
    return Scaled(
        disclosures=disclosures,
        workers=workers,
        fresh=fresh,
        changed=changed,
        united=united,
        remade_disclosures=second.disclosures,
        rerendered_pages=second.pages,
        memory_mb=_memory_mb(),
    )


def table(scaled: Scaled) -> Iterator[str]:
    """The figures as lines for a terminal."""
    yield say(
        f"{scaled.disclosures} 份公开，{scaled.workers} 个进程，单个进程最多 {scaled.memory_mb} MB",
        f"{scaled.disclosures} disclosures, {scaled.workers} workers, at most {scaled.memory_mb} MB a process",
    )
    for zh, en, steps in (
        ("从头生成", "from nothing", scaled.fresh),
        ("改动一份之后的网站", "the site after a change", scaled.changed),
        ("之后的汇总文件、数据库和搜索", "united files, database and search after it", scaled.united),
    ):
        told = ", ".join(f"{step} {taken:.2f} s" for step, taken in steps.items())
        yield f"  {say(zh, en)}: {sum(steps.values()):.2f} s ({told})"
    yield say(
        f"  改动一份之后重做 {scaled.remade_disclosures} 份公开、{scaled.rerendered_pages} 个总览页面",
        f"  after the change {scaled.remade_disclosures} disclosures and {scaled.rerendered_pages} other pages made",
    )


def _correct(folder: Path) -> None:
    """Changes a package as much as a correction can: all its figures are others."""
    descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    for table in descriptor["resources"]:
        file = folder / table["path"]
        content = "".join(_doubled(file)).encode()
        file.write_bytes(content)
        table |= {"bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
    (folder / DESCRIPTOR).write_bytes(descriptor_text(descriptor))


def _doubled(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as stream:
        records = csv.reader(stream, strict=True)
        columns = next(records)
        yield csv_line(columns)
        for record in records:
            yield csv_line(
                format(2 * Decimal(text), "f") if text and column.endswith("_yuan") else text
                for column, text in zip(columns, record, strict=True)
            )


def _memory_mb() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
