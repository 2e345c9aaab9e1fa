"""Commands that make what is published, and what that needs."""

import sys
from pathlib import Path

import click

from gongkai import limits
from gongkai.cli import options
from gongkai.cli.ending import BLOCKED, UNREADABLE
from gongkai.cli.project import home_of, short
from gongkai.cli.telling import told
from gongkai.messages import say


@click.command(
    help=say(
        "读取 datapackage/ 里登记的公开文件，生成数据库和网站。\n\n"
        "公开很多时，--pages 先让网站在几秒内跟上改动；汇总文件、数据库和搜索含有全部的行，留给不带它的下一次。\n\n\b\n"
        "例：gongkai build --pages",
        "Builds the database and the site from the disclosures in datapackage/.\n\n"
        "Of many disclosures, --pages lets the site follow a change within seconds; united files, database and search "
        "hold all rows and are left to the next build without it.\n\n\b\nExample: gongkai build --pages",
    )
)
@options.in_project
@options.workers(2)
@click.option(
    "--page-images",
    type=click.IntRange(0),
    default=limits.PICTURES_MB,
    show_default=True,
    metavar="MB",
    help=say("页面图像一共最多多大，新的年度在先；0 为不要图像", "most size of all page images, newest first; 0: none"),
)
@click.option(
    "--pages",
    "pages_only",
    is_flag=True,
    help=say(
        "汇总文件、数据库和搜索先不更新，网站会注明",
        "leave united files, database and search as they are; the site says so",
    ),
)
def build(root: Path | None, workers: int, page_images: int, *, pages_only: bool) -> None:
    from gongkai.pipeline import build as build_all  # noqa: PLC0415

    home = home_of(root)
    built = build_all(
        home,
        lambda zh, en: click.echo(say(zh, en) + " …"),
        workers=workers,
        pages_only=pages_only,
        pictures_mb=page_images,
    )
    for found in built.reports:
        for line in told(found):
            click.echo(line)
    if not built.fresh:
        click.echo(say("没有变化，无需重建。", "Nothing changed, nothing to do."))
    click.echo(say(f"网站　　{short(built.site)}/index.html", f"site      {short(built.site)}/index.html"))
    click.echo(say(f"数据库　{short(built.database)}", f"database  {short(built.database)}"))
    click.echo(say("查看　　make serve（即 gongkai serve）", "look      make serve (that is, gongkai serve)"))
    if any(r.blocked for r in built.reports):
        sys.exit(BLOCKED)


@click.command(
    name="browser-code",
    help=say(
        "按 site/browser.lock 取来网站用到的、他人所写的浏览器代码，核对哈希，放到 .venv/browser；已有的不再取。"
        "建立环境时会自动运行。\n\n\b\n例：gongkai browser-code",
        "Brings the browser code of others that the site uses, as site/browser.lock names it, checks its hashes and "
        "lays it under .venv/browser; what is there is not fetched again. Set-up runs this.\n\n\b\n"
        "Example: gongkai browser-code",
    ),
)
@options.in_project
@click.option(
    "--lock",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help=say("另一份锁定文件", "another lock than site/browser.lock"),
)
def browser_code(root: Path | None, lock: Path | None) -> None:
    from gongkai.pipeline.bringing import bring, npm_command  # noqa: PLC0415
    from gongkai.pipeline.building import BROWSER_CODE  # noqa: PLC0415
    from gongkai.publish import LOCK  # noqa: PLC0415

    home = home_of(root)
    missing = False
    names = lock or home / "site" / LOCK
    for foreign, error in bring(names, home / BROWSER_CODE, npm_command(home / ".venv" / "node")):
        if error:
            missing = True
            click.echo(f"gongkai: {error}", err=True)
        else:
            words = f"{foreign.package} {foreign.version} ({foreign.licence})"
            click.echo(say(f"已取来 {words}", f"brought {words}"))
    if missing:
        sys.exit(UNREADABLE)


@click.command(
    help=say(
        "把一个数据包排成 PDF（原样的表格，注明为重新排印）。\n\n\b\n"
        "例：gongkai typeset out/liangjiang-2026 --text text.md --out source.pdf",
        "Sets a package as a PDF, labelled as typeset again.\n\n\b\n"
        "Example: gongkai typeset out/liangjiang-2026 --text text.md --out source.pdf",
    )
)
@click.argument("package", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("写成哪个文件", "the file to write"),
)
@click.option(
    "--font",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help=say("TrueType 中文字体（嵌入其中用到的字）", "a TrueType font with Chinese, embedded as a subset"),
)
@click.option(
    "--text",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help=say("排在表格前的文字（Markdown）", "prose to stand before the tables, Markdown"),
)
def typeset(package: Path, out: Path, font: Path | None, text: Path | None) -> None:
    from gongkai.package import read_package  # noqa: PLC0415
    from gongkai.typeset import paragraphs  # noqa: PLC0415
    from gongkai.typeset import typeset as set_package  # noqa: PLC0415

    prose = paragraphs(text.read_text("utf-8")) if text else ()
    set_package(read_package(package), out, font=font, text=prose)
    click.echo(str(out))
