"""The command `gongkai`: from files to packages, from packages to a site, and what they say of themselves."""

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from gongkai.errors import BuildError, GongkaiError
from gongkai.messages import one_line, say

if TYPE_CHECKING:
    from gongkai.pipeline import FileReport

_FOUND = 1
_UNREADABLE = 2
_BLOCKED = 3
_INTERRUPTED = 130  # as a shell says of a program that Ctrl+C ended


class _Commands(click.Group):
    """Ends with one clear line and the right exit code where we cannot go on."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except GongkaiError as error:
            _fail(str(error), error.exit_code)


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"gongkai: {message}", err=True)
    sys.exit(code)


@click.group(
    cls=_Commands,
    help=say(
        "把部门预算、决算的公开文件变成可核对的开放数据。",
        "Published budgets and final accounts as open data that can be checked.",
    ),
)
@click.version_option(package_name="gongkai")
def main() -> None: ...


#: Of every command that works on a project; without it the project is the one around the working folder.
_in_project = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help=say("项目文件夹", "the project's folder"),
)


@main.command(
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
@click.option(
    "--engine",
    type=click.Choice(["pdfium", "pdfplumber"]),
    default="pdfium",
    show_default=True,
    help=say("PDF 引擎", "PDF engine"),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help=say("同时读几个文件", "files read at once"),
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=say("报告的格式", "format of the report"),
)
@click.option(
    "--memory",
    type=click.IntRange(256),
    default=3072,
    show_default=True,
    help=say("每个文件的内存上限（MB）", "memory for a file, MB"),
)
@click.option(
    "--seconds",
    type=click.IntRange(1),
    default=180,
    show_default=True,
    help=say("每个文件的时间上限（秒）", "time for a file, seconds"),
)
@click.option(
    "--pages",
    type=click.IntRange(1),
    default=3000,
    show_default=True,
    help=say("每个文件的页数上限", "pages of a file"),
)
@click.option(
    "--cpu",
    type=click.IntRange(1),
    default=360,
    show_default=True,
    help=say("每个文件占用处理器的时间上限（秒）", "processor time for a file, seconds"),
)
@click.option(
    "--output",
    type=click.IntRange(1),
    default=256,
    show_default=True,
    help=say("写出的每个表的大小上限（MB）", "size of each table that is written, MB"),
)
@click.option(
    "--bytes",
    "bytes_",
    type=click.IntRange(1),
    default=512 * 1024 * 1024,
    show_default="512 MB",
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

    limits = Limits(memory, seconds, pages, cpu, output, bytes_)
    reports: list[FileReport] = []
    done = 0
    try:
        with progress(files, shown=format_ == "text") as step:

            def counted(found: "FileReport", size: int) -> None:
                nonlocal done
                done += not found.error
                step(found, size)

            running = extract_files(
                files, out, engine=engine, workers=workers, limits=limits, again=again, join=join, step=counted
            )
            with closing(running):
                for found in running:
                    reports.append(found)
                    if found.error:
                        click.echo(f"gongkai: {found.error}", err=True)
                    elif format_ == "text":
                        for line in _told(found):
                            click.echo(one_line(line))
    except KeyboardInterrupt:
        _fail(
            say(
                f"已中断：{len(files)} 个文件中 {done} 个已完成，留在 {out}；再次运行同样的命令即从这里继续",
                f"interrupted: {done} of {len(files)} files are done and stay in {out}; the same command goes on there",
            ),
            _INTERRUPTED,
        )
    if format_ == "json":
        text = json.dumps([r.as_json() for r in reports], ensure_ascii=False, indent=2)
        # A name of bytes that are no text stays an escape, which JSON has too.
        click.echo(text.encode("utf-8", "backslashreplace"))
    elif len(reports) > 1:
        click.echo(_sum(reports))
    if any(r.error for r in reports):
        sys.exit(_UNREADABLE)
    if any(r.blocked for r in reports):
        sys.exit(_BLOCKED)


def _told(found: "FileReport") -> Iterable[str]:
    phase = {"budget": say("预算", "budget"), "final": say("决算", "final account")}.get(found.phase, "?")
    pages = say(f"{found.pages} 页，", f"{found.pages} pages, ") if found.pages else ""
    unchanged = say("（未变，没有重读）", " (unchanged, not read again)") if found.unchanged else ""
    yield f"{found.file} → {found.folder}{unchanged}"
    if found.part_of:
        yield say(f"  与 {found.part_of} 同属一份公开", f"  of one disclosure with {found.part_of}")
        return
    yield say(
        f"  {found.issuer or '发布单位未读出'} {found.fiscal_year or '年度未读出'} {phase}：{pages}"
        f"{found.tables} 张表（认出 {found.recognised}），{found.lines} 个金额（{found.covered} 个在成立的等式中），"
        f"{found.targets} 个绩效目标，文字中 {found.statements} 个金额",
        f"  {found.issuer or 'issuer not read'} {found.fiscal_year or 'year not read'} {phase}: {pages}"
        f"{found.tables} tables ({found.recognised} recognised), {found.lines} amounts "
        f"({found.covered} in an identity that holds), {found.targets} targets, {found.statements} amounts in prose",
    )
    yield say(
        f"  检查：{found.passed} 个成立，{found.failed} 个不成立"
        + (f"，{found.blocked} 条规则出错" if found.blocked else ""),
        f"  checks: {found.passed} hold, {found.failed} do not"
        + (f", {found.blocked} rules failed" if found.blocked else ""),
    )
    for field, registered, said in found.differences:
        yield say(
            f"  登记与文件不同：{field} 登记为“{registered}”，文件说“{said}”",
            f"  {field}: registered as “{registered}”, the document says “{said}”",
        )
    for field, read, said in found.misnamed:
        yield say(
            f"  文件名与内容不同：{field} 读出的是“{read}”，文件名说“{said}”",
            f"  {field}: the document says “{read}”, the name of the file “{said}”",
        )
    for lost in found.lost:
        yield say(f"  前面的部分遗失：{lost}", f"  its front is lost: {lost}")
    for leftover in found.leftovers:
        yield say(f"  没有认出，按原样发布：{leftover}", f"  not recognised, published as printed: {leftover}")


def _sum(reports: Iterable["FileReport"]) -> str:
    done = [r for r in reports if not r.error]
    kept = sum(r.unchanged for r in done)
    tables, known = sum(r.tables for r in done), sum(r.recognised for r in done)
    pages = sum(r.pages or 0 for r in done)
    lines, covered = sum(r.lines for r in done), sum(r.covered for r in done)
    return say(
        f"共 {len(done)} 份，{pages} 页，{tables} 张表（认出 {known}），{lines} 个金额（{covered} 个在成立的等式中）"
        + (f"；其中 {kept} 份未变，没有重读" if kept else ""),
        f"{len(done)} files, {pages} pages, {tables} tables ({known} recognised), "
        f"{lines} amounts ({covered} in an identity that holds)"
        + (f"; {kept} of them unchanged and not read again" if kept else ""),
    )


@main.command(
    help=say(
        "读取 datapackage/ 里登记的公开文件，生成数据库和网站。\n\n"
        "公开很多时，--pages 先让网站在几秒内跟上改动；汇总文件、数据库和搜索含有全部的行，留给不带它的下一次。\n\n\b\n"
        "例：gongkai build --pages",
        "Builds the database and the site from the disclosures in datapackage/.\n\n"
        "Of many disclosures, --pages lets the site follow a change within seconds; united files, database and search "
        "hold all rows and are left to the next build without it.\n\n\b\nExample: gongkai build --pages",
    )
)
@_in_project
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help=say("同时读几个文件", "files read at once"),
)
@click.option(
    "--page-images",
    type=click.IntRange(0),
    default=500,
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

    home = _home(root)
    built = build_all(
        home,
        lambda zh, en: click.echo(say(zh, en) + " …"),
        workers=workers,
        pages_only=pages_only,
        pictures_mb=page_images,
    )
    for found in built.reports:
        for line in _told(found):
            click.echo(line)
    if not built.fresh:
        click.echo(say("没有变化，无需重建。", "Nothing changed, nothing to do."))
    click.echo(say(f"网站　　{_short(built.site)}/index.html", f"site      {_short(built.site)}/index.html"))
    click.echo(say(f"数据库　{_short(built.database)}", f"database  {_short(built.database)}"))
    click.echo(say("查看　　make serve（即 gongkai serve）", "look      make serve (that is, gongkai serve)"))
    if any(r.blocked for r in built.reports):
        sys.exit(_BLOCKED)


@main.command(
    help=say(
        "检查文件、文件夹或已登记的公开（编号），不写出任何数据；不给参数时检查项目里登记的全部。\n\n"
        "一起给出的各份还会互相核对：上年数、年初预算、结转、所属单位、同一公开的几个文件。\n\n"
        "结束代码：0 没有达到 --fail-on 的发现；1 有；2 有文件不能读；3 有规则出错。\n\n\b\n"
        "例：gongkai check 预算.pdf 决算.pdf --format sarif",
        "Checks files, folders or registered disclosures (ids) and writes no data; all that the project registers "
        "where nothing is given.\n\n"
        "What is given together is also held against each other: last year's figures, the initial budget, balances, "
        "units, the files of one disclosure.\n\n"
        "Exit codes: 0 no finding as grave as --fail-on, 1 there is one, 2 a file cannot be read, 3 a rule failed."
        "\n\n\b\nExample: gongkai check budget.pdf account.pdf --format sarif",
    )
)
@click.argument("given", nargs=-1, metavar="[FILE|FOLDER|ID]...")
@_in_project
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif", "markdown", "github"]),
    default="text",
    show_default=True,
    help=say("报告的格式", "format of the report"),
)
@click.option("--rule", "rules", multiple=True, help=say("只看这条规则（可重复）", "only this rule (repeatable)"))
@click.option(
    "--severity",
    type=click.Choice(["error", "difference", "note"]),
    default="note",
    show_default=True,
    help=say("只列出至少这么重的", "list only what is at least so grave"),
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "difference", "note", "never"]),
    default="error",
    show_default=True,
    help=say("有这么重的发现就以 1 结束", "end with 1 where a finding is so grave"),
)
@click.option(
    "--verbose",
    is_flag=True,
    help=say("也列出成立的、不适用的和未能检查的", "also list what holds, does not apply or could not be checked"),
)
@click.option(
    "--engine",
    type=click.Choice(["pdfium", "pdfplumber"]),
    default="pdfium",
    show_default=True,
    help=say("PDF 引擎", "PDF engine"),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help=say("同时读几个文件", "files read at once"),
)
def check(
    given: tuple[str, ...],
    root: Path | None,
    format_: str,
    rules: tuple[str, ...],
    severity: str,
    fail_on: str,
    verbose: bool,
    engine: str,
    workers: int,
) -> None:
    from gongkai.pipeline.checking import Choice, check_given, grave, known_rules, printed, raised  # noqa: PLC0415

    known = [rule.rule for rule in known_rules()]
    for name in rules:
        if name not in known:
            what = say(f"没有规则“{name}”，有的是：", f"no rule {name!r}; the rules are ") + ", ".join(known)
            raise click.BadParameter(what, param_hint="--rule")
    # Files are checked anywhere; a project only remembers what was read, and knows the ids.
    home = _home(root) if root or not given else _home_or_none()
    choice = Choice(frozenset(rules), severity, verbose)
    found = check_given(given, root=home, engine=engine, workers=workers, shown=format_ == "text")
    printed(found, choice, format_)
    for one in found:
        if one.error:
            click.echo(f"gongkai: {one.error}", err=True)
    broken = raised(found)
    for name, finding in broken:
        said = say(f"规则 {finding.rule} 出错：{finding.message}", f"rule {finding.rule}: {finding.message_en}")
        click.echo(f"gongkai: {one_line(name)}: {said}", err=True)
    if any(one.error for one in found):
        sys.exit(_UNREADABLE)
    if broken:
        sys.exit(_BLOCKED)
    if grave(found, fail_on, choice.rules):
        sys.exit(_FOUND)


@main.command(
    help=say(
        "登记一份公开文件：在 datapackage/ 中建立文件夹，放入来源和待核对的 disclosure.toml。\n\n\b\n"
        "例：gongkai add 预算.pdf --id chongqing-shuiliju-2026-budget",
        "Registers a disclosure: a folder in datapackage/ with the source and a disclosure.toml to check.\n\n\b\n"
        "Example: gongkai add budget.pdf --id chongqing-shuiliju-2026-budget",
    )
)
@click.argument("given", metavar="FILE|URL")
@click.option("--id", "id_", default="", help=say("编号，即文件夹名", "the id, which is the folder's name"))
@_in_project
@click.option(
    "--seconds",
    type=click.IntRange(1),
    default=180,
    show_default=True,
    help=say("下载和读取各自的时间上限（秒）", "time to fetch it, and to read it, seconds"),
)
@click.option(
    "--bytes",
    "bytes_",
    type=click.IntRange(1),
    default=512 * 1024 * 1024,
    show_default="512 MB",
    help=say("文件的大小上限（字节）", "size of the file, bytes"),
)
def add(given: str, id_: str, root: Path | None, seconds: int, bytes_: int) -> None:
    from gongkai.pipeline.adding import add as register  # noqa: PLC0415
    from gongkai.sandbox import Limits  # noqa: PLC0415

    done = register(_home(root), given, id_, Limits(seconds=seconds, file_bytes=bytes_))
    entry = _short(done.folder / "disclosure.toml")
    click.echo(say(f"已登记　{_short(done.folder)}", f"registered {_short(done.folder)}"))
    if done.missing:
        fields = ", ".join(done.missing)
        click.echo(say(f"待填写　{entry}：{fields}", f"fill in    {entry}: {fields}"))
    click.echo(say(f"请核对　{entry}", f"check      {entry}"))
    click.echo(say("然后　　make（即 gongkai build）", "then       make (that is, gongkai build)"))


@main.command(
    help=say(
        "在一个网址上查看网站和数据库（Datasette 在 /data/）。\n\n\b\n例：gongkai serve --port 8001",
        "Shows site and database at one address (Datasette at /data/).\n\n\b\nExample: gongkai serve --port 8001",
    )
)
@_in_project
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

    out = built or _home(root) / "build" / "current"
    database, site, metadata = out / "gongkai.db", out / "site", out / "metadata.yml"
    if not (database.is_file() and site.is_dir() and metadata.is_file()):
        raise BuildError(
            _short(out),
            zh="还没有生成；请先运行 make（即 gongkai build）",
            en="not built yet; run make (gongkai build) first",
        )
    serve_all(database.resolve(), site.absolute(), metadata.resolve(), host, port, started=_started)


@main.command(
    name="browser-code",
    help=say(
        "按 site/browser.lock 取来网站用到的、他人所写的浏览器代码，核对哈希，放到 .venv/browser；已有的不再取。"
        "建立环境时会自动运行。\n\n\b\n例：gongkai browser-code",
        "Brings the browser code of others that the site uses, as site/browser.lock names it, checks its hashes and "
        "lays it under .venv/browser; what is there is not fetched again. Set-up runs this.\n\n\b\n"
        "Example: gongkai browser-code",
    ),
)
@_in_project
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

    home = _home(root)
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
        sys.exit(_UNREADABLE)


def _started(address: str) -> None:
    click.echo(say(f"网站　　　{address}", f"site       {address}"))
    click.echo(say(f"Datasette　{address}data/", f"Datasette  {address}data/"))
    click.echo(say("按 Ctrl+C 结束", "Ctrl+C ends it"))


@main.command(
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


@main.command(
    help=say(
        "检验数据包：结构、约束、主键和外键。\n\n\b\n例：gongkai validate datapackage/liangjiang-2026-budget",
        "Validates packages: structure, constraints, keys.\n\n\b\n"
        "Example: gongkai validate datapackage/liangjiang-2026-budget",
    )
)
@click.argument("packages", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
def validate(packages: tuple[Path, ...]) -> None:
    from gongkai.package import validate_package  # noqa: PLC0415

    problems = 0
    for package in packages:
        found = validate_package(package)
        problems += len(found)
        for line in found:
            click.echo(f"{package}: {line}", err=True)
        if not found:
            click.echo(say(f"{package}：有效", f"{package}: valid"))
    if problems:
        sys.exit(1)


@main.command(
    help=say(
        "测量读取的速度和质量，并与 pdfplumber 比较（同一次运行，同样的页）。\n\n\b\n例：gongkai bench --every 12",
        "Measures how fast and how well PDFs are read, beside pdfplumber on the same pages.\n\n\b\n"
        "Example: gongkai bench --every 12",
    )
)
@_in_project
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
    "--pages",
    is_flag=True,
    help=say(
        "改为测量页面：在慢下来的 Chromium 里第一次打开每一种页面要多久（需要 playwright）",
        "measure pages instead: how soon each kind is there in a slowed Chromium, nothing cached (needs playwright)",
    ),
)
def bench(
    root: Path | None, every: int, format_: str, lines: int | None, disclosures: int | None, *, pages: bool
) -> None:
    if pages:
        _bench_pages(_home(root), format_)
        return
    if lines is not None:
        _bench_database(_home(root), lines)
        return
    if disclosures is not None:
        _bench_site(_home(root), disclosures, format_)
        return
    from gongkai.bench import bench as measure  # noqa: PLC0415
    from gongkai.bench import bench_files, table  # noqa: PLC0415
    from gongkai.precision import precision_in, sample  # noqa: PLC0415
    from gongkai.precision import table as prose_table  # noqa: PLC0415

    home = _home(root)
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


def _bench_site(home: Path, disclosures: int, format_: str) -> None:
    from gongkai.bench_site import measure_site  # noqa: PLC0415
    from gongkai.bench_site import table as site_table  # noqa: PLC0415

    scaled = measure_site(home, disclosures, 2, lambda zh, en: click.echo(say(zh, en) + " …", err=True))
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


def _home_or_none() -> Path | None:
    try:
        return _home(None)
    except BuildError:
        return None


def _home(root: Path | None) -> Path:
    """The folder that holds datapackage/ and site/: the one given, or the nearest above."""
    start = (root or Path.cwd()).resolve()
    for folder in (start, *start.parents) if root is None else (start,):
        if (folder / "datapackage").is_dir() and (folder / "site" / "mkdocs.yml").is_file():
            return folder
    raise BuildError(
        str(start),
        zh="不是公开（Gongkai）的项目文件夹：没有 datapackage/ 和 site/；可用 --root 指定",
        en="not a Gongkai checkout: no datapackage/ and site/; give one with --root",
    )


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@main.command(
    help=say(
        "读取文件，说明其中有什么没有看懂，并拟出可以加进词汇文件的行；不改动任何东西。\n\n\b\n"
        "例：gongkai unknown 预算.pdf",
        "Tells what in files was not understood and proposes lines for the vocabulary; changes nothing.\n\n\b\n"
        "Example: gongkai unknown budget.pdf",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--engine",
    type=click.Choice(["pdfium", "pdfplumber"]),
    default="pdfium",
    show_default=True,
    help=say("PDF 引擎", "PDF engine"),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help=say("同时读几个文件", "files read at once"),
)
@click.option(
    "--least",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help=say("至少见到几次的词才列出", "list only words met at least so often"),
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=say("报告的格式", "format of the report"),
)
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
        sys.exit(_UNREADABLE)


@main.command(
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
@_in_project
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help=say("同时读几个文件", "files read at once"),
)
def codes(paths: tuple[Path, ...], check: bool, root: Path | None, workers: int) -> None:
    from gongkai.pipeline import Limits  # noqa: PLC0415
    from gongkai.pipeline.attesting import inputs_of, observe, updated, write  # noqa: PLC0415

    home = _home(root)
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
        sys.exit(_UNREADABLE)
    if check and update.stale:
        sys.exit(1)
