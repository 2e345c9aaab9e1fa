"""Texts for people, Chinese first: each is written in both languages where it is used."""

import os
import re

# Controls, marks that turn the direction of writing, lines that end otherwise, bytes that are no text.
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def prefers_chinese() -> bool:
    """Whether this locale reads Chinese; a locale that says nothing (C, POSIX, unset) does.

    `GONGKAI_LANG` (zh or en) decides where it is set.
    """
    locale = (
        os.environ.get("GONGKAI_LANG")
        or os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or ""
    ).lower()
    return locale.startswith(("zh", "c.", "posix")) or locale in ("", "c")


def say(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return zh if prefers_chinese() else en


def one_line(text: str) -> str:
    """The text with what would break or disguise a line written as an escape: a name from outside may hold anything."""
    return _NOT_SHOWN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
