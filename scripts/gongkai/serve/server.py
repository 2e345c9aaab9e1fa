"""Runs the application in uvicorn."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.serve.app import make_app

if TYPE_CHECKING:
    import socket

    import uvicorn


def serve(
    database: Path,
    site: Path,
    metadata: Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    *,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serves the site and the database at one address until it is interrupted.

    `started` is called once with the address when it answers; with port 0 the system chooses a free one.
    Raises BuildError where nothing is built; uvicorn ends the process where the port is taken.
    """
    make_server(database, site, metadata, host, port, started=started).run()


def make_server(
    database: Path,
    site: Path,
    metadata: Path,
    host: str,
    port: int,
    *,
    started: Callable[[str], None] | None = None,
) -> "uvicorn.Server":
    """The server, not running yet: `run()` runs it, `should_exit = True` ends it."""
    import uvicorn  # noqa: PLC0415 - for the command that serves only

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: "list[socket.socket] | None" = None) -> None:
            await super().startup(sockets=sockets)
            if self.started and started is not None:
                name, chosen = self.servers[0].sockets[0].getsockname()[:2]
                started(f"http://[{name}]:{chosen}/" if ":" in name else f"http://{name}:{chosen}/")

    config = uvicorn.Config(
        make_app(database, site, metadata),
        host=host,
        port=port,
        ws="none",
        log_level="warning",
        server_header=False,
    )
    return Announcing(config)
