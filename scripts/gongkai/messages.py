"""Texts for people, Chinese first: each is written in both languages where it is used."""

import os


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
