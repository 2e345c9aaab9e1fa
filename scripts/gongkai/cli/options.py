"""Options that several commands have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gongkai.messages import say

Command = TypeVar("Command", bound=Callable[..., Any])

#: Of every command that works on a project; without it the project is the one around the working folder.
in_project = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help=say("项目文件夹", "the project's folder"),
)

engine = click.option(
    "--engine",
    type=click.Choice(["pdfium", "pdfplumber"]),
    default="pdfium",
    show_default=True,
    help=say("PDF 引擎", "PDF engine"),
)


def workers(count: int) -> Callable[[Command], Command]:
    """How many files are read at once; so many where nobody says."""
    return click.option(
        "--workers",
        type=click.IntRange(1, 64),
        default=count,
        show_default=True,
        help=say("同时读几个文件", "files read at once"),
    )


def report_format(*forms: str) -> Callable[[Command], Command]:
    """The form of the report, the first where nobody says."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=say("报告的格式", "format of the report"),
    )
