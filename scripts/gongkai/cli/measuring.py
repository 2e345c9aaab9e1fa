"""The command that measures: reading, a large database, a large site, pages."""

import json
from pathlib import Path

import click

from gongkai.cli import options
from gongkai.cli.project import home_of
from gongkai.messages import say


@click.command(
    help=say(
        "测量读取的速度和质量，并与 pdfplumber 比较（同一次运行，同样的页）。\n\n\b\n例：gongkai bench --every 12",
        "Measures how fast and how well PDFs are read, beside pdfplumber on the same pages.\n\n\b\n"
        "Example: gongkai bench --every 12",
    )
)
@options.in_project
@click.option(
    "--every",
    type=click.IntRange(1),
    default=6,
    show_default=True,
    help=say("每几份取一份与 pdfplumber 比较", "compare every n-th file with pdfplumber"),
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=say("结果的格式", "format of the result"),
)
@click.option(
    "--lines",
    type=click.IntRange(1),
    default=None,
    help=say(
        "改为测量有这么多行金额的数据库和服务器（一千万行约占 9 GB 磁盘）",
        "measure a database of so many lines and its server instead (ten million take about 9 GB of disk)",
    ),
)
@click.option(
    "--site",
    "disclosures",
    type=click.IntRange(1),
    default=None,
    help=say(
        "改为测量生成网站：虚构这么多份公开，从头生成，改动一份，再生成",
        "measure the building of a site instead: of so many made-up disclosures, and again after one changed",
    ),
)
@click.option(
    "--rows",
    type=click.IntRange(1),
    default=None,
    help=say(
        "与 --site 合用：每张表只留这么多行，像小单位的公开",
        "with --site: only so many rows of each table, as small units have them",
    ),
)
@click.option(
    "--pages",
    is_flag=True,
    help=say(
        "改为测量页面：在慢下来的 Chromium 里第一次打开每一种页面要多久（需要 playwright）",
        "measure pages instead: how soon each kind is there in a slowed Chromium, nothing cached (needs playwright)",
    ),
)
def bench(
    root: Path | None,
    every: int,
    format_: str,
    lines: int | None,
    disclosures: int | None,
    rows: int | None,
    *,
    pages: bool,
) -> None:
    if pages:
        _bench_pages(home_of(root), format_)
        return
    if lines is not None:
        _bench_database(home_of(root), lines)
        return
    if disclosures is not None:
        _bench_site(home_of(root), disclosures, rows, format_)
        return
    from gongkai.bench import bench as measure  # noqa: PLC0415
    from gongkai.bench import bench_files, table  # noqa: PLC0415
    from gongkai.precision import precision_in, sample  # noqa: PLC0415
    from gongkai.precision import table as prose_table  # noqa: PLC0415

    home = home_of(root)
    files = bench_files(home)
    found = measure(files, every, lambda zh, en: click.echo(say(zh, en) + " …", err=True))
    prose = precision_in(sample(home / "tests" / "statements.csv"), files[0].parent)
    if format_ == "json":
        told = {"statements_labelled": prose.labelled, "precision": prose.precision, "recall": prose.recall}
        click.echo(json.dumps({**found.as_json(), **told}, indent=2))
    else:
        for line in (*table(found), *prose_table(prose)):
            click.echo(line)


def _bench_database(home: Path, lines: int) -> None:
    from gongkai import bench_database  # noqa: PLC0415

    borne = bench_database.bear(
        home / "build" / "gongkai.db", lines, home / "build" / "scale", lambda zh, en: click.echo(say(zh, en) + " …")
    )
    for line in bench_database.table(borne):
        click.echo(line)


def _bench_site(home: Path, disclosures: int, rows: int | None, format_: str) -> None:
    from gongkai.bench_site import measure_site  # noqa: PLC0415
    from gongkai.bench_site import table as site_table  # noqa: PLC0415

    scaled = measure_site(home, disclosures, 2, lambda zh, en: click.echo(say(zh, en) + " …", err=True), rows)
    if format_ == "json":
        click.echo(json.dumps(scaled.as_json(), indent=2))
    else:
        for line in site_table(scaled):
            click.echo(line)


def _bench_pages(home: Path, format_: str) -> None:
    from gongkai.bench_page import measure_pages  # noqa: PLC0415
    from gongkai.bench_page import table as page_table  # noqa: PLC0415

    found = measure_pages(home / "build" / "site", 3, lambda zh, en: click.echo(say(zh, en) + " …", err=True))
    if format_ == "json":
        click.echo(json.dumps([page.as_json() for page in found], indent=2))
    else:
        for line in page_table(found):
            click.echo(line)
