"""How the command ends: with which exit code, and with one clear line where it cannot go on."""

import sys
from typing import NoReturn

import click

from gongkai.errors import GongkaiError

#: A finding is as grave as one asked to be told.
FOUND = 1
#: A file could not be read.
UNREADABLE = 2
#: A rule failed.
BLOCKED = 3
#: As a shell says of a program that Ctrl+C ended.
INTERRUPTED = 130


class Commands(click.Group):
    """Ends with one clear line and the right exit code where we cannot go on."""

    def invoke(self, ctx: click.Context) -> object:
        """What the command gives."""
        try:
            return super().invoke(ctx)
        except GongkaiError as error:
            fail(str(error), error.exit_code)


def fail(message: str, code: int) -> NoReturn:
    """Says why, and ends."""
    click.echo(f"gongkai: {message}", err=True)
    sys.exit(code)
