"""One application: Datasette under `/data/` and, in English, `/en/data/`; the static site under everything else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongkai.errors import BuildError
from gongkai.serve.asgi import App, Receive, Scope, Send, respond
from gongkai.serve.explorer import edition, inspect, make_explorer, read_words
from gongkai.serve.gate import Gate
from gongkai.serve.site import StaticSite

#: Where Datasette is mounted, by language.
DATA = {"zh": "/data/", "en": "/en/data/"}
#: Beside the folder of a build: what the folders of disclosures lead into.
_STORE = "store"
#: Programs that follow every link are kept to the site, which holds the same.
_ROBOTS = b"User-agent: *\nDisallow: /data/\nDisallow: /en/data/\n"
_HEALTH = "/-/health"
#: On the site alone this script does nothing; here it shows the links to Datasette.
_LINKS = "/assets/server.js"


def make_app(database: Path, site: Path, metadata: Path) -> App:
    """The ASGI application for a built `database` and `site` folder; `metadata` is `metadata.yml`.

    The database is opened immutable: it is never written, and a new build is seen after a restart.
    Raises BuildError where the database or the site has not been built.
    """
    from gongkai.serve.database import workers  # noqa: PLC0415 - imports Datasette, 0.8 s

    for what, exists in ((database, database.is_file()), (site, site.is_dir())):
        if not exists:
            raise BuildError(
                str(what),
                zh="还没有生成；请先运行 make 或 gongkai build",
                en="is not built yet; run make or gongkai build first",
            )
    words, found, strangers = read_words(metadata), inspect(database), workers()
    files, marked = _files(site), edition(found, metadata)
    explorers = {
        base: make_explorer(
            database, words, base, found, strangers, {"language": language, "files": files, "bases": DATA}, marked
        )
        for language, base in DATA.items()
    }

    async def explore(scope: Scope, receive: Receive, send: Send) -> None:
        base = next(base for base in explorers if scope["path"].startswith(base))
        await explorers[base](scope, receive, send)

    def close() -> None:
        strangers.shutdown(wait=True, cancel_futures=True)
        for explorer in explorers.values():
            explorer.close()

    links = (Path(__file__).parent / "server.js").read_bytes()
    gate, pages = Gate(explore), StaticSite(site, site.parent.parent / _STORE)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(close, receive, send)
            return
        if scope["type"] != "http":
            return
        path = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            # Nothing here can be changed, so nothing else is answered.
            await respond(send, 405, {"allow": "GET, HEAD", "content-length": "0"})
        elif f"{path}/" in explorers:
            await respond(send, 308, {"location": f"{path}/", "content-length": "0"})
        elif path.startswith(tuple(explorers)):
            await gate(scope, receive, send)
        elif path == "/robots.txt" and not (site / "robots.txt").is_file():
            await _plain(scope, send, _ROBOTS)
        elif path == _LINKS:
            await _plain(scope, send, links, "text/javascript; charset=utf-8")
        elif path == _HEALTH:
            await _plain(scope, send, f"ok {marked}\n".encode())
        else:
            await pages(scope, receive, send)

    return app


async def _plain(scope: Scope, send: Send, body: bytes, media_type: str = "text/plain; charset=utf-8") -> None:
    headers = {"content-type": media_type, "cache-control": "no-cache", "x-content-type-options": "nosniff"}
    headers["content-length"] = str(len(body))
    await respond(send, 200, headers, b"" if scope["method"] == "HEAD" else body)


async def _live(close: Callable[[], None], receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    close()
    await send({"type": "lifespan.shutdown.complete"})


def _files(site: Path) -> dict[str, Any]:
    """The complete files for download, by the table that they hold; "" for the whole database."""
    found: dict[str, list[tuple[str, int]]] = {}
    for file in sorted((site / "downloads").rglob("*")) if (site / "downloads").is_dir() else ():
        if file.is_file():
            table = file.name.partition(".")[0]
            found.setdefault(table, []).append((file.relative_to(site).as_posix(), file.stat().st_size))
    return found
