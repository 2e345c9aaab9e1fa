"""Datasette over the built database, read-only, in one language."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.errors import BuildError
from gongkai.schema import parse_metadata
from gongkai.serve.asgi import App, Receive, Scope, Send
from gongkai.serve.delivery import Delivery

NAME = "gongkai"
_TEMPLATES = Path(__file__).parent / "templates"
_SETTINGS = {
    # Suggesting facets asks a question for each column: on large tables that is most of the time.
    "suggest_facets": False,
    "facet_time_limit_ms": 200,
    "default_facet_size": 20,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "max_csv_mb": 200,
    "cache_size_kb": 4000,
    "truncate_cells_html": 300,
    "num_sql_threads": 3,
    "allow_download": True,
}


def read_words(metadata: Path) -> dict[str, Any]:
    """The words of `metadata.yml`. Raises BuildError where it cannot be read, PackageError where it is not valid."""
    try:
        return parse_metadata(metadata.read_text("utf-8"))
    except OSError as problem:
        raise BuildError(
            str(metadata), zh=f"读不到：{problem.strerror}", en=f"cannot be read: {problem.strerror}"
        ) from problem


def inspect(database: Path) -> dict[str, Any]:
    """What Datasette need not find out again of a database that does not change: its hash, size and counts.

    ANALYZE has counted the rows already, of each table with an index.
    """
    with database.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    with closing(sqlite3.connect(f"file:{database}?immutable=1", uri=True)) as connection:
        counted = {
            name: int(stat.split()[0]) for name, stat in connection.execute("SELECT tbl, stat FROM sqlite_stat1")
        }
        tables = {}
        for name, root in connection.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"):
            # The index of the search holds no rows of its own that could be counted.
            tables[name] = {"count": counted.get(name) or (_count(connection, name) if root else 0)}
    return {NAME: {"hash": digest, "size": database.stat().st_size, "file": database.name, "tables": tables}}


def edition(found: Mapping[str, Any], metadata: Path) -> str:
    """Eight digits that differ where an answer may differ: of the data, the words and the look."""
    digest = hashlib.sha256(found[NAME]["hash"].encode() + metadata.read_bytes())
    for template in sorted(_TEMPLATES.rglob("*.html")):
        digest.update(template.read_bytes())
    return digest.hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Explorer:
    """An ASGI application, and what it leaves open until it is closed."""

    app: App
    datasette: Any

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def close(self) -> None:
        """Datasette itself leaves its connections and threads to the garbage collector."""
        self.datasette.executor.shutdown(wait=True)
        for name in (*self.datasette.databases, "_internal"):
            self.datasette.get_database(name).close()


def make_explorer(
    database: Path,
    words: Mapping[str, Any],
    base_url: str,
    found: Mapping[str, Any],
    strangers: ThreadPoolExecutor,
    said: Mapping[str, Any],
    marked: str,
) -> "Explorer":
    """Datasette as an ASGI application that answers under `base_url`, the database called `gongkai`.

    `words` are those of metadata.yml, of which the language `said["language"]` is taken; `found` is from `inspect`,
    `marked` the edition. SQL of strangers runs in `strangers`. `said` is what templates are told beside that.
    """
    # 0.8 s, for the command that serves only.
    from gongkai.serve import hooks  # noqa: PLC0415
    from gongkai.serve.database import OpenDatasette, SealedDatabase  # noqa: PLC0415

    hooks.register()
    # Where rich is installed, Datasette 0.65 prints a traceback with all variables for each wrong address,
    # and answers 500 where it should answer 404. Without rich it does what it documents.
    import_module("datasette.handle_exception").rich = None  # type: ignore[attr-defined]
    told = _in_language(words, said["language"])
    datasette = OpenDatasette(
        metadata=told,
        template_dir=str(_TEMPLATES),
        inspect_data=found,
        settings={**_SETTINGS, "base_url": base_url},
    )
    datasette.gongkai = said  # its own way to configure plugins goes through all metadata, for each cell of a page
    # Without files of its own, Datasette adds an empty database in which anybody may ask anything.
    datasette.remove_database("_memory")
    # Named here, and not after its file: the metadata speaks of `gongkai`.
    added = datasette.add_database(SealedDatabase(datasette, str(database), strangers), name=NAME)
    added.route = f"{NAME}-{marked}"
    app: App = Delivery(datasette.app(), base_url, NAME, marked)

    return Explorer(app, datasette)


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - a name of the database's own
    return int(count)


def _in_language(value: Any, language: str) -> Any:
    """The same words in one language: what stands before " | " is Chinese, what stands behind it English."""
    if isinstance(value, dict):
        return {name: part if name == "sql" else _in_language(part, language) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_in_language(part, language) for part in value]
    if isinstance(value, str) and " | " in value:
        return value.split(" | ")[language == "en"]
    return value
