"""Commands that change what the project keeps: its disclosures and its code lists."""

import sys
from pathlib import Path

import click

from gongkai import limits
from gongkai.cli import options
from gongkai.cli.ending import UNREADABLE
from gongkai.cli.project import home_of, short
from gongkai.messages import one_line, say


@click.command(
    help=say(
        "登记一份公开文件：在 datapackage/ 中建立文件夹，放入来源和待核对的 disclosure.toml。\n\n\b\n"
        "例：gongkai add 预算.pdf --id chongqing-shuiliju-2026-budget",
        "Registers a disclosure: a folder in datapackage/ with the source and a disclosure.toml to check.\n\n\b\n"
        "Example: gongkai add budget.pdf --id chongqing-shuiliju-2026-budget",
    )
)
@click.argument("given", metavar="FILE|URL")
@click.option("--id", "id_", default="", help=say("编号，即文件夹名", "the id, which is the folder's name"))
@options.in_project
@click.option(
    "--seconds",
    type=click.IntRange(1),
    default=limits.SECONDS,
    show_default=True,
    help=say("下载和读取各自的时间上限（秒）", "time to fetch it, and to read it, seconds"),
)
@click.option(
    "--bytes",
    "bytes_",
    type=click.IntRange(1),
    default=limits.FILE_BYTES,
    show_default=f"{limits.FILE_BYTES // 1024**2} MB",
    help=say("文件的大小上限（字节）", "size of the file, bytes"),
)
def add(given: str, id_: str, root: Path | None, seconds: int, bytes_: int) -> None:
    from gongkai.pipeline.adding import add as register  # noqa: PLC0415
    from gongkai.sandbox import Limits  # noqa: PLC0415

    done = register(home_of(root), given, id_, Limits(seconds=seconds, file_bytes=bytes_))
    entry = short(done.folder / "disclosure.toml")
    click.echo(say(f"已登记　{short(done.folder)}", f"registered {short(done.folder)}"))
    if done.missing:
        fields = ", ".join(done.missing)
        click.echo(say(f"待填写　{entry}：{fields}", f"fill in    {entry}: {fields}"))
    click.echo(say(f"请核对　{entry}", f"check      {entry}"))
    click.echo(say("然后　　make（即 gongkai build）", "then       make (that is, gongkai build)"))


@click.command(
    help=say(
        "由公开文件核对和更新科目编码表：读取数据包或文件，列出新的编码、新的名称和与财政部调整不符之处。\n\n"
        "不给路径就读 datapackage/ 中的全部数据包；--check 只核对，不写入，编码表过时则以 1 结束。\n\n\b\n"
        "例：gongkai codes out/ --check",
        "Keeps the code lists up to date from disclosures: reads packages or files, tells new codes, new names and "
        "what contradicts the ministry's changes.\n\n"
        "Without a path, all packages in datapackage/ are read; --check writes nothing and exits 1 where the lists "
        "are out of date.\n\n\b\nExample: gongkai codes out/ --check",
    )
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PACKAGE|FILE|FOLDER]...")
@click.option("--check", is_flag=True, help=say("只核对，不写入", "write nothing, only tell"))
@options.in_project
@options.workers(1)
def codes(paths: tuple[Path, ...], check: bool, root: Path | None, workers: int) -> None:
    from gongkai.pipeline import Limits  # noqa: PLC0415
    from gongkai.pipeline.attesting import inputs_of, observe, updated, write  # noqa: PLC0415

    home = home_of(root)
    folder = home / "scripts" / "gongkai" / "codes"
    seen = list(observe(inputs_of(paths or (home / "datapackage",)), Limits(), workers))
    for one in seen:
        if one.error:
            click.echo(f"gongkai: {one.error}", err=True)
    update = updated(folder, seen)
    for scheme, code, name in update.new_codes:
        click.echo(one_line(say(f"新的编码　{scheme} {code} {name}", f"new code   {scheme} {code} {name}")))
    for scheme, code, name in update.new_names:
        click.echo(one_line(say(f"新的名称　{scheme} {code} {name}", f"new name   {scheme} {code} {name}")))
    for told, year, state in update.contradicted:
        why = say("尚未启用" if state == "not_yet" else "已停用", "not yet in use" if state == "not_yet" else "ended")
        line = f"{told.scheme} {told.code} {told.name} {year} ({told.document})"
        click.echo(one_line(say(f"与调整不符 {line}：{why}", f"contradicts {line}: {why}")))
    count = f"{update.codes} / {update.names}"
    click.echo(say(f"编码 / 名称　{count}", f"codes / names  {count}"))
    if not check:
        write(folder, update)
    if update.stale:
        files = ", ".join(update.stale)
        click.echo(
            say(f"编码表已过时：{files}", f"out of date: {files}")
            if check
            else say(f"已写入 {files}", f"written: {files}")
        )
    else:
        click.echo(say("编码表没有变化", "the lists are up to date"))
    if any(one.error for one in seen):
        sys.exit(UNREADABLE)
    if check and update.stale:
        sys.exit(1)
