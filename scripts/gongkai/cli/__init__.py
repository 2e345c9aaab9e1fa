"""The command `gongkai`: from files to packages, from packages to a site, and what they say of themselves.

Commands import what they work with when they run: `--help` needs none of it.
"""

import click

from gongkai.cli.building import browser_code, build, typeset
from gongkai.cli.checking import check, validate
from gongkai.cli.ending import Commands
from gongkai.cli.measuring import bench
from gongkai.cli.reading import extract, unknown
from gongkai.cli.registering import add, codes
from gongkai.cli.serving import serve
from gongkai.messages import say


@click.group(
    cls=Commands,
    help=say(
        "把部门预算、决算的公开文件变成可核对的开放数据。",
        "Published budgets and final accounts as open data that can be checked.",
    ),
)
@click.version_option(package_name="gongkai")
def main() -> None:
    """The command itself does nothing but know its commands."""


for command in (extract, unknown, add, codes, check, validate, build, browser_code, typeset, serve, bench):
    main.add_command(command)
