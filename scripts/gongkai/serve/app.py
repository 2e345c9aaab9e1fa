"""One application: Datasette under `/data/`, the static site under everything else."""

from pathlib import Path

from gongkai.errors import BuildError
from gongkai.serve.asgi import App, Receive, Scope, Send, respond
from gongkai.serve.explorer import make_explorer
from gongkai.serve.site import StaticSite

#: Where Datasette is mounted.
DATA = "/data/"


def make_app(database: Path, site: Path, metadata: Path) -> App:
    """The ASGI application for a built `database` and `site` folder; `metadata` is `metadata.yml`.

    The database is opened immutable: it is never written, and a new build is seen after a restart.
    Raises BuildError where the database or the site has not been built.
    """
    for what, exists in ((database, database.is_file()), (site, site.is_dir())):
        if not exists:
            raise BuildError(
                str(what),
                zh="还没有生成；请先运行 make 或 gongkai build",
                en="is not built yet; run make or gongkai build first",
            )
    explorer = make_explorer(database, metadata, DATA)
    pages = StaticSite(site)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await explorer(scope, receive, send)
        elif scope["type"] != "http":
            return
        elif scope["method"] not in ("GET", "HEAD"):
            # Nothing here can be changed, so nothing else is answered.
            await respond(send, 405, {"allow": "GET, HEAD", "content-length": "0"})
        elif scope["path"] == DATA.rstrip("/"):
            await respond(send, 308, {"location": DATA, "content-length": "0"})
        elif scope["path"].startswith(DATA):
            await explorer(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return app
