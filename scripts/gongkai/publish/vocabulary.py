"""The vocabulary as a page shows it: words as its files write them, with the comments that explain them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from gongkai.vocabulary import terms

_FIELD = re.compile(r"(\w+(?:, \w+)*)\s+(.+ / .+)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

#: The same in Chinese and English.
Both = tuple[str, str]
_NOTHING: Both = ("", "")
_CHANGES: Mapping[str, Both] = {
    "increase": ("增加", "More"),
    "decrease": ("减少", "Less"),
    "unchanged": ("持平", "Unchanged"),
}
# Which names of terms.toml a field's value stands for.
_DIMENSIONS = {
    "fund": "fund",
    "scheme": "scheme",
    "period": "period",
    "whole": "measure",
    "kind": "kind",
    "measure": "measure",
}
_VALUES: Mapping[tuple[str, str], Both] = {
    ("rows", "fund"): ("资金来源", "Source of the money"),
    ("rows", "measure"): ("经费项目", "Item of expenses"),
    ("row", "total"): ("合计行", "Total row"),
    ("row", "fund"): ("资金来源的行", "Row of the source of money"),
    ("row", "name"): ("同名的行", "Row of that name"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A file's opening comment: what it holds, its source, and what its fields mean."""

    about: Both
    source: Both
    fields: tuple[tuple[str, Both], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Words, and the term that they give with its name; term and name are "" where the theme says it all."""

    term: str
    name: Both
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of headings, and what its words tell of a column."""

    name: str
    about: Both
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class KindEntry:
    """A kind of table: groups of words of which each tells it, words that rule it out, and what else is said of it."""

    term: str
    name: Both
    title: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...]
    says: tuple[tuple[str, Both], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Words of prose, and what an amount behind them is: field and value, by name where the value is a term."""

    words: tuple[str, ...]
    says: tuple[tuple[str, Both], ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All four files of words; `explained` by the name of the file without its ending."""

    explained: Mapping[str, Explained]
    kinds: tuple[KindEntry, ...]
    sequence: tuple[Entry, ...]
    themes: tuple[Theme, ...]
    fields: tuple[Entry, ...]
    subjects: tuple[Subject, ...]
    changes: tuple[Entry, ...]


def vocabulary() -> Vocabulary:
    """The vocabulary in the order of its files."""
    kinds, phrases = _toml("kinds"), _toml("phrases")
    return Vocabulary(
        explained={name: explained(_text(name)) for name in ("kinds", "headings", "forms", "phrases")},
        kinds=tuple(_kind(entry) for entry in kinds["kind"]),
        sequence=tuple(Entry(term, _name("kind", term), ()) for term in kinds["sequence"]["terms"]),
        themes=tuple(_themes()),
        fields=tuple(Entry(field, about, tuple(words)) for field, about, words in _commented("forms")),
        subjects=tuple(
            Subject(tuple(entry["words"]), _says(entry, frozenset(("words",)))) for entry in phrases["subject"]
        ),
        changes=tuple(
            Entry(change, _CHANGES.get(change, (change, change)), tuple(words))
            for change, words in phrases["change"].items()
        ),
    )


def explained(text: str) -> Explained:
    """The opening comment of a vocabulary file: Chinese and English lines, 来源 and Source, and its fields."""
    about, source = ["", ""], ["", ""]
    fields: list[tuple[str, Both]] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        said = line.lstrip("# ").rstrip()
        field = _FIELD.fullmatch(said)
        if field:
            fields.append((field[1], both(field[2])))
        elif said.startswith("来源："):
            source[0] = said.removeprefix("来源：")
        elif said.startswith("Source: "):
            source[1] = said.removeprefix("Source: ")
        elif said:
            language = 0 if _CHINESE.match(said) else 1
            about[language] = f"{about[language]} {said}".strip()
    return Explained((about[0], about[1]), (source[0], source[1]), tuple(fields))


def both(comment: str) -> Both:
    """A comment as files write it, Chinese / English."""
    zh, _, en = comment.partition(" / ")
    return zh.strip(), (en or zh).strip()


def _text(name: str) -> str:
    return files("gongkai.vocabulary").joinpath(f"{name}.toml").read_text("utf-8")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _name(dimension: str, term: str) -> Both:
    return terms().get(dimension, {}).get(term, (term, term))


def _commented(name: str) -> Iterator[tuple[str, Both, Any]]:
    """The entries of a file with the comment on their line, or on the line above."""
    lines = _text(name).splitlines()
    for key, value in _toml(name).items():
        at = next(n for n, line in enumerate(lines) if re.match(rf"\[?{key}(?:\]|\s*=)", line))
        # A '#' inside of a word would be a word's own, so only what follows the closing bracket is a comment.
        own = re.search(r"\]\s*#\s*([^\"]+)$", lines[at])
        above = lines[at - 1] if at and lines[at - 1].startswith("#") else ""
        said = own[1] if own else above.lstrip("# ")
        yield key, both(said) if " / " in said else _NOTHING, value


def _themes() -> Iterator[Theme]:
    for theme, about, said in _commented("headings"):
        if "words" in said:
            yield Theme(theme, about, (Entry("", _NOTHING, tuple(said["words"])),))
        else:
            named = (Entry(term, _name(theme, term), tuple(words)) for term, words in said.items())
            yield Theme(theme, about, tuple(named))


def _kind(entry: Mapping[str, Any]) -> KindEntry:
    return KindEntry(
        entry["term"],
        _name("kind", entry["term"]),
        tuple(tuple(group) for group in entry.get("title", ())),
        tuple(entry.get("without", ())),
        tuple(tuple(group) for group in entry.get("headings", ())),
        tuple(tuple(group) for group in entry.get("names", ())),
        _says(entry, frozenset(("term", "title", "without", "headings", "names"))),
    )


def _says(entry: Mapping[str, Any], shown: frozenset[str]) -> tuple[tuple[str, Both], ...]:
    """The other fields of an entry with their values by name; those that are only true or false come without one."""
    return tuple(
        (field, _NOTHING if isinstance(value, bool) else _value(field, str(value)))
        for field, value in entry.items()
        if field not in shown and value
    )


def _value(field: str, value: str) -> Both:
    return _VALUES.get((field, value)) or _name(_DIMENSIONS.get(field, field), value)
