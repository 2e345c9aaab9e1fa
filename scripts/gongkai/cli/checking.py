"""Commands that hold files, disclosures and packages against rules."""

import sys
from pathlib import Path

import click

from gongkai.cli import options
from gongkai.cli.ending import BLOCKED, FOUND, UNREADABLE
from gongkai.cli.project import home_of, home_or_none
from gongkai.messages import one_line, say


@click.command(
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
@options.in_project
@options.report_format("text", "json", "sarif", "markdown", "github")
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
@options.engine
@options.workers(2)
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
    home = home_of(root) if root or not given else home_or_none()
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
        sys.exit(UNREADABLE)
    if broken:
        sys.exit(BLOCKED)
    if grave(found, fail_on, choice.rules):
        sys.exit(FOUND)


@click.command(
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
