"""Parquet, through duckdb where it is installed: amounts as exact decimals, texts as texts."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from gongkai.errors import BuildError
from gongkai.export.columns import number_of
from gongkai.export.files import File, measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: 38 digits are what a DECIMAL can hold: 32 before the point is beyond any budget, 6 behind it is finer than any print.
AMOUNT = "DECIMAL(38, 6)"
#: What to tell where duckdb is not installed, in Chinese and English.
WITHOUT_PARQUET = (
    "没有安装 duckdb，不生成 Parquet 文件；要生成请装 gongkai[parquet]",
    "duckdb is not installed, no Parquet files are written; install gongkai[parquet] to have them",
)
_MEMORY = "192MB"
_LONGEST = 1 << 24  # bytes of a line of CSV; duckdb would take a buffer of 16 times that unless told
_SHORTEST = 1 << 16
_SMALL = 1 << 20
_ROW_GROUP = 30_720  # rows that are held in memory while they are written
_FINER = r"\.\d{6}\d*[1-9]"
_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE", "number": AMOUNT}


@cache
def _engine() -> Any:
    with suppress(ImportError):
        import duckdb  # noqa: PLC0415 - the extra `parquet`; 66 MB that not everybody wants

        # One thread: rows in the order of the file, the same bytes each time. The limit is for what duckdb keeps of a
        # file that it has read already; a row group needs a tenth of it.
        engine = duckdb.connect(config={"threads": 1, "memory_limit": _MEMORY})
        engine.execute("SET preserve_insertion_order = true")
        # What it knows of a file must not outlast it: the next of the same name may be of the same size and second.
        engine.execute("SET enable_external_file_cache = false")
        return engine
    return None


def can_write_parquet() -> bool:
    """Whether duckdb is installed."""
    return _engine() is not None


def write_parquet(source: Path, schema: Mapping[str, Any], root: Path, path: str) -> File | None:
    """A CSV file of the package as Parquet at `path` below `root`; None where duckdb is not installed.

    Raises BuildError where a value does not fit its type: nothing is rounded to make it fit.
    """
    engine = _engine()
    if engine is None:
        return None
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    # No line is longer than its file, and the buffer costs its size however short the file is.
    longest = min(_LONGEST, max(source.stat().st_size, _SHORTEST))
    with _told(source):
        if _has_finer(source):
            _exact(engine, _read(source, schema, longest), schema, source)
        engine.execute(_copy(source, schema, root / path, longest))
    return measured(root, path)


def write_small(source: Path, content: bytes, schema: Mapping[str, Any], root: Path, path: str) -> File | None:
    """The same for one of thousands of small files; `content` is what is in it.

    To duckdb the way from a question to a plan is longer than such a table. So it makes the plan once for a schema, of
    two names that stay, and that lead to the files that are meant.
    """
    engine = _engine()
    if engine is None:
        return None
    if len(content) >= _SMALL or re.search(_FINER.encode(), content):
        return write_parquet(source, schema, root, path)
    target = (root / path).absolute()
    with _told(source), _leading(source.absolute(), target.parent) as (origin, written):
        number = number_of(schema)
        if number not in _planned:
            engine.execute(f"PREPARE table_{number} AS {_copy(origin, schema, written, _SMALL)}")
            _planned.add(number)
        engine.execute(f"EXECUTE table_{number}")
        written.rename(target)
    return measured(root, path)


_planned: set[int] = set()


@cache
def _place() -> Path:
    """A folder of a name that nobody else has; it is there only while a file is written."""
    place = Path(mkdtemp(prefix="gongkai-"))
    place.rmdir()
    return place


@contextmanager
def _leading(origin: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Two names, the same each time: one leads to a file, the other to a new one in a folder."""
    place = _place()
    place.mkdir(0o700)
    try:
        (place / "in.csv").symlink_to(origin)
        (place / "out").symlink_to(folder)
        yield place / "in.csv", place / "out" / ".new.parquet"
    finally:
        for name in ("in.csv", "out"):
            (place / name).unlink(missing_ok=True)
        place.rmdir()


@contextmanager
def _told(source: Path) -> Iterator[None]:
    try:
        yield
    except engine_errors() as problem:
        raise BuildError(
            str(source),
            zh=f"不能写成 Parquet：{problem}",
            en=f"cannot be written as Parquet: {problem}",
        ) from problem


def _read(source: Path, schema: Mapping[str, Any], longest: int) -> str:
    columns = ", ".join(f"{_text(field['name'])}: 'VARCHAR'" for field in schema["fields"])
    return (
        f"read_csv({_text(source)}, columns = {{{columns}}}, header = true, auto_detect = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', new_line = '\\n', parallel = false, "
        f"max_line_size = {longest}, buffer_size = {2 * longest})"
    )


def _copy(source: Path, schema: Mapping[str, Any], target: Path, longest: int) -> str:
    chosen = ", ".join(f"{_cast(field)} AS {_name(field['name'])}" for field in schema["fields"])
    how = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}"
    return f"COPY (SELECT {chosen} FROM {_read(source, schema, longest)}) TO {_text(target)} ({how})"  # noqa: S608


def engine_errors() -> tuple[type[Exception], ...]:
    """What duckdb raises."""
    import duckdb  # noqa: PLC0415 - there, or we are not here

    return (duckdb.Error,)


def _exact(engine: Any, read: str, schema: Mapping[str, Any], source: Path) -> None:
    """DECIMAL rounds what is finer than its scale: that such a number is there stops the build."""
    numbers = [field["name"] for field in schema["fields"] if field["type"] == "number"]
    if not numbers:
        return
    finer = " OR ".join(f"regexp_matches({_name(name)}, '{_FINER}')" for name in numbers)
    if engine.execute(f"SELECT count(*) FROM {read} WHERE {finer}").fetchone()[0]:  # noqa: S608
        raise BuildError(
            str(source),
            zh=f"有小数超过六位的数，{AMOUNT} 容不下",
            en=f"holds a number of more than six decimals, which {AMOUNT} cannot hold",
        )


def _has_finer(source: Path) -> bool:
    """Whether anything in the file, of whatever column, looks like such a number."""
    with source.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        return re.search(_FINER.encode(), content) is not None


def _cast(field: Mapping[str, Any]) -> str:
    return f"CAST({_name(field['name'])} AS {_TYPES[field['type']]})"


def _name(name: object) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
