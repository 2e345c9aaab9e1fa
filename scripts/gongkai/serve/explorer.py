"""Datasette over the built database, read-only."""

from importlib import import_module
from pathlib import Path

from gongkai.errors import BuildError
from gongkai.schema import parse_metadata
from gongkai.serve.asgi import App, Receive, Scope, Send

_SETTINGS = {
    # Suggesting facets asks a question for each column: on large tables that is most of the time.
    "suggest_facets": False,
    "sql_time_limit_ms": 3000,
    "max_returned_rows": 2000,
    "allow_download": True,
}


def make_explorer(database: Path, metadata: Path, base_url: str) -> App:
    """Datasette as an ASGI application that answers under `base_url`, the database called `gongkai`.

    Raises BuildError where `metadata` cannot be read, PackageError where it is not valid.
    """
    # 0.8 s, for the command that serves only.
    from datasette.app import Datasette  # noqa: PLC0415
    from datasette.database import Database  # noqa: PLC0415

    # Where rich is installed, Datasette 0.65 prints a traceback with all variables for each wrong address,
    # and answers 500 where it should answer 404. Without rich it does what it documents.
    import_module("datasette.handle_exception").rich = None  # type: ignore[attr-defined]
    try:
        words = parse_metadata(metadata.read_text("utf-8"))
    except OSError as problem:
        raise BuildError(
            str(metadata), zh=f"读不到：{problem.strerror}", en=f"cannot be read: {problem.strerror}"
        ) from problem
    datasette = Datasette(
        metadata=words,
        template_dir=str(Path(__file__).parent / "templates"),
        settings={**_SETTINGS, "base_url": base_url},
    )
    # Named here, and not after its file: the metadata speaks of `gongkai`.
    datasette.add_database(Database(datasette, path=str(database), is_mutable=False), name="gongkai")
    app: App = datasette.app()

    async def explorer(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)
        if scope["type"] == "lifespan":
            # The server is done: Datasette itself leaves its connections to the garbage collector.
            for name in (*datasette.databases, "_internal"):
                datasette.get_database(name).close()

    return explorer
