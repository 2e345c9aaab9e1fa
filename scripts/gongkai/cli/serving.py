"""The command that shows what was built."""

from pathlib import Path

import click

from gongkai.cli import options
from gongkai.cli.project import home_of, short
from gongkai.errors import BuildError
from gongkai.messages import say


@click.command(
    help=say(
        "在一个网址上查看网站和数据库（Datasette 在 /data/）。\n\n\b\n例：gongkai serve --port 8001",
        "Shows site and database at one address (Datasette at /data/).\n\n\b\nExample: gongkai serve --port 8001",
    )
)
@options.in_project
@click.option(
    "--built",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help=say(
        "生成结果的文件夹（gongkai.db、site、metadata.yml），不需要项目",
        "a folder with gongkai.db, site and metadata.yml, without a project",
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=say("地址", "address"))
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help=say("端口", "port"))
def serve(root: Path | None, built: Path | None, host: str, port: int) -> None:
    from gongkai.serve import serve as serve_all  # noqa: PLC0415

    out = built or home_of(root) / "build" / "current"
    database, site, metadata = out / "gongkai.db", out / "site", out / "metadata.yml"
    if not (database.is_file() and site.is_dir() and metadata.is_file()):
        raise BuildError(
            short(out),
            zh="还没有生成；请先运行 make（即 gongkai build）",
            en="not built yet; run make (gongkai build) first",
        )
    serve_all(database.resolve(), site.absolute(), metadata.resolve(), host, port, started=_started)


def _started(address: str) -> None:
    click.echo(say(f"网站　　　{address}", f"site       {address}"))
    click.echo(say(f"Datasette　{address}data/", f"Datasette  {address}data/"))
    click.echo(say("按 Ctrl+C 结束", "Ctrl+C ends it"))
