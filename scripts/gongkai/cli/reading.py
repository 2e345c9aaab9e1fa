"""Commands that read any files: into packages, or to tell what was not understood."""

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai import limits
from gongkai.cli import options
from gongkai.cli.ending import BLOCKED, INTERRUPTED, UNREADABLE, fail
from gongkai.cli.telling import summed, told
from gongkai.messages import one_line, say

if TYPE_CHECKING:
    from gongkai.pipeline import FileReport


@click.command(
    help=say(
        "读取任意文件，每个写成一个数据包文件夹。\n\n\b\n例：gongkai extract 预算.pdf 决算.txt --out out",
        "Reads any files and writes a package folder for each.\n\n\b\nExample: gongkai extract budget.pdf --out out",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=say("写到哪里", "where to write"),
)
@options.engine
@options.workers(1)
@options.report_format("text", "json")
@click.option(
    "--memory",
    type=click.IntRange(256),
    default=limits.MEMORY_MB,
    show_default=True,
    help=say("每个文件的内存上限（MB）", "memory for a file, MB"),
)
@click.option(
    "--seconds",
    type=click.IntRange(1),
    default=limits.SECONDS,
    show_default=True,
    help=say("每个文件的时间上限（秒）", "time for a file, seconds"),
)
@click.option(
    "--pages",
    type=click.IntRange(1),
    default=limits.PAGES,
    show_default=True,
    help=say("每个文件的页数上限", "pages of a file"),
)
@click.option(
    "--cpu",
    type=click.IntRange(1),
    default=limits.CPU_SECONDS,
    show_default=True,
    help=say("每个文件占用处理器的时间上限（秒）", "processor time for a file, seconds"),
)
@click.option(
    "--output",
    type=click.IntRange(1),
    default=limits.OUTPUT_MB,
    show_default=True,
    help=say("写出的每个表的大小上限（MB）", "size of each table that is written, MB"),
)
@click.option(
    "--bytes",
    "bytes_",
    type=click.IntRange(1),
    default=limits.FILE_BYTES,
    show_default=f"{limits.FILE_BYTES // 1024**2} MB",
    help=say("文件本身的大小上限（字节）", "size of a file itself, bytes"),
)
@click.option(
    "--again",
    is_flag=True,
    help=say("全部重新读取，不管上次的结果", "read all anew, whatever a former run left"),
)
@click.option(
    "--join",
    is_flag=True,
    help=say("同一公开的说明和报表合成一个数据包", "put the text and the tables of one disclosure into one package"),
)
def extract(
    files: tuple[Path, ...],
    out: Path,
    engine: str,
    workers: int,
    format_: str,
    memory: int,
    seconds: int,
    pages: int,
    cpu: int,
    output: int,
    bytes_: int,
    again: bool,
    join: bool,
) -> None:
    from gongkai.pipeline import Limits, extract_files  # noqa: PLC0415 - --help needs none of it
    from gongkai.pipeline.progress import progress  # noqa: PLC0415

    bounds = Limits(memory, seconds, pages, cpu, output, bytes_)
    reports: list[FileReport] = []
    done = 0
    try:
        with progress(files, shown=format_ == "text") as step:

            def counted(found: "FileReport", size: int) -> None:
                nonlocal done
                done += not found.error
                step(found, size)

            running = extract_files(
                files, out, engine=engine, workers=workers, limits=bounds, again=again, join=join, step=counted
            )
            with closing(running):
                for found in running:
                    reports.append(found)
                    if found.error:
                        click.echo(f"gongkai: {found.error}", err=True)
                    elif format_ == "text":
                        for line in told(found):
                            click.echo(one_line(line))
    except KeyboardInterrupt:
        fail(
            say(
                f"已中断：{len(files)} 个文件中 {done} 个已完成，留在 {out}；再次运行同样的命令即从这里继续",
                f"interrupted: {done} of {len(files)} files are done and stay in {out}; the same command goes on there",
            ),
            INTERRUPTED,
        )
    if format_ == "json":
        text = json.dumps([r.as_json() for r in reports], ensure_ascii=False, indent=2)
        # A name of bytes that are no text stays an escape, which JSON has too.
        click.echo(text.encode("utf-8", "backslashreplace"))
    elif len(reports) > 1:
        click.echo(summed(reports))
    if any(r.error for r in reports):
        sys.exit(UNREADABLE)
    if any(r.blocked for r in reports):
        sys.exit(BLOCKED)


@click.command(
    help=say(
        "读取文件，说明其中有什么没有看懂，并拟出可以加进词汇文件的行；不改动任何东西。\n\n\b\n"
        "例：gongkai unknown 预算.pdf",
        "Tells what in files was not understood and proposes lines for the vocabulary; changes nothing.\n\n\b\n"
        "Example: gongkai unknown budget.pdf",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@options.engine
@options.workers(1)
@click.option(
    "--least",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help=say("至少见到几次的词才列出", "list only words met at least so often"),
)
@options.report_format("text", "json")
def unknown(files: tuple[Path, ...], engine: str, workers: int, least: int, format_: str) -> None:
    from gongkai.pipeline import Limits  # noqa: PLC0415
    from gongkai.pipeline.proposals import proposals  # noqa: PLC0415
    from gongkai.pipeline.telling import proposed, summed, told  # noqa: PLC0415
    from gongkai.pipeline.unknown import met_often, together, unknown_in  # noqa: PLC0415

    found = []
    for one in unknown_in(files, engine=engine, workers=workers, limits=Limits()):
        found.append(one)
        if one.error:
            click.echo(f"gongkai: {one.error}", err=True)
        elif format_ == "text":
            click.echo(summed(one))
    everything = met_often(together(found), least)
    made = proposals(everything)
    if format_ == "json":
        report = {"files": [one.as_json() for one in found], "together": everything.as_json(), "proposals": made}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for line in (*told(everything), *proposed(made)):
            click.echo(line)
    if any(one.error for one in found):
        sys.exit(UNREADABLE)
