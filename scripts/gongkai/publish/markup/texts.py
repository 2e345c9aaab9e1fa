"""Texts and numbers as HTML has them."""

from collections.abc import Mapping
from html import escape
from typing import TypeVar

import markupsafe

_Key = TypeVar("_Key")


class Escaped(dict[str, str]):
    """Texts by themselves, with nothing in them that HTML would take for markup: what comes again is escaped once."""

    def __missing__(self, words: str) -> str:
        made = self[words] = escape(words)
        return made


class Broken(dict[str, str]):
    """The same with the line breaks shown, and no space around the whole."""

    def __missing__(self, words: str) -> str:
        made = self[words] = "<br>".join(escape(line) for line in words.strip().splitlines())
        return made


class Points(dict[float, str]):
    """Lengths on a page, to a hundredth of a point: 12.5."""

    def __missing__(self, length: float) -> str:
        made = self[length] = f"{length:.2f}".rstrip("0").rstrip(".")
        return made


def written(words: Mapping[_Key, str]) -> dict[_Key, str]:
    """Words that a template hands over, escaped where they are not marked safe."""
    return {name: str(markupsafe.escape(said)) for name, said in words.items()}
