"""What documents say, as data: kinds of tables, words of headings, phrases of prose, and our terms for them."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

__all__ = [
    "Kind",
    "Words",
    "bare",
    "form_field",
    "form_words",
    "heading_words",
    "is_counted",
    "kind_sequence",
    "kinds",
    "phrases",
    "publications",
    "rule_words",
    "squeeze",
    "terms",
    "without_left_out",
]

_MOST_MET = 1 << 14  # headings and names whose meaning is remembered
_LONGEST_FIELD = 14  # letters of a field's name
_PUNCTUATION = re.compile(r"[\W_]+")
_LAST_BRACKETS = re.compile(r"[（(\[【]([^（(\[【]*)[）)\]】]\s*[:：]?\s*$")
_IN_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")
# What a name says that it leaves out: 事业收入（不含教育收费）.
_LEFT_OUT = re.compile(r"[（(\[【](?:不含|不包括|不包含|扣除|除)[^（(\[【）)\]】]*[）)\]】]")
_ORDINAL = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百]+[）)]?\s*[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}\s*[、.．)](?!\d))\s*"
)


@lru_cache(maxsize=1 << 14)
def squeeze(text: str) -> str:
    """A heading or name as it is compared: no width, blanks or punctuation, in NFKC."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """A row's name without its numbering: 一、 (二) 3. go; what it leaves out goes too; what remains is squeezed."""
    return squeeze(_ORDINAL.sub("", without_left_out(text.strip())))


@lru_cache(maxsize=1 << 14)
def without_left_out(text: str) -> str:
    """A name or heading without what it says in brackets that it leaves out: that is what it does not mean."""
    return _LEFT_OUT.sub("", text) or text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table, and how its title and headings tell it. See kinds.toml for what each field means."""

    term: str
    title: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...]
    fund: str
    period: str
    scheme: str
    rows: str
    whole: str
    form: bool
    counts: bool

    def fits_title(self, title: str) -> bool:
        """Whether a squeezed title is this kind's."""
        return any(all(w in title for w in group) for group in self.title) and not any(w in title for w in self.without)

    def fits_headings(self, headings: str) -> bool:
        """Whether the squeezed headings of a table, run together, are this kind's."""
        return any(all(w in headings for w in group) for group in self.headings)

    def fits_names(self, names: AbstractSet[str]) -> bool:
        """Whether the names of a table's rows, bare, are this kind's."""
        return any(set(group) <= names for group in self.names)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of headings, squeezed, and the term each stands for."""

    terms: Mapping[str, str]
    _met: dict[tuple[str, int], str] = field(default_factory=dict, compare=False, repr=False)

    def exact(self, squeezed: str) -> str:
        """The term of a heading that is one of the words, or ""."""
        return self.terms.get(squeezed, "")

    def going_on(self, over: str, leaf: str) -> str:
        """The term of a name that goes on from the one over it, or "": 购置费 below 公务用车购置及运行费."""
        heads = (over[:end] for end in range(2, len(over)))
        return next((term for head in heads if (term := self.terms.get(head + leaf, ""))), "")

    def within(self, squeezed: str, shortest: int = 4) -> str:
        """The term of the longest word inside a heading, or ""; words under `shortest` letters must be whole."""
        found = self._met.get((squeezed, shortest))
        if found is None:
            best = squeezed if squeezed in self.terms else ""
            for word in () if best else self.terms:
                if len(best) < len(word) >= shortest and word in squeezed:
                    best = word
            found = self.terms.get(best, "")
            if len(self._met) < _MOST_MET:
                self._met[squeezed, shortest] = found
        return found


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))


@cache
def terms() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Our terms by dimension (kind, measure, fund …): term -> (Chinese name, English name)."""
    return {
        dimension: {term: (names[0], names[1]) for term, names in entries.items()}
        for dimension, entries in _load("terms.toml").items()
    }


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of tables, in the order in which they are tried."""
    return tuple(
        Kind(
            entry["term"],
            tuple(tuple(map(squeeze, group)) for group in entry.get("title", ())),
            tuple(map(squeeze, entry.get("without", ()))),
            tuple(tuple(map(squeeze, group)) for group in entry.get("headings", ())),
            tuple(tuple(map(squeeze, group)) for group in entry.get("names", ())),
            entry.get("fund", ""),
            entry.get("period", ""),
            entry.get("scheme", ""),
            entry.get("rows", ""),
            entry.get("whole", ""),
            entry.get("form", False),
            entry.get("counts", False),
        )
        for entry in _load("kinds.toml")["kind"]
    )


@cache
def kind_sequence() -> tuple[str, ...]:
    """The kinds of tables in the order in which a disclosure prints them."""
    return tuple(_load("kinds.toml")["sequence"]["terms"])


@cache
def heading_words(theme: str) -> Words:
    """The words of one theme of headings.toml: measure, fund, period map to terms; the others to their theme."""
    entries = _load("headings.toml")[theme]
    if "words" in entries:
        return Words({squeeze(word): theme for word in entries["words"]})
    return Words({squeeze(word): term for term, words in entries.items() for word in words})


@cache
def form_words() -> Words:
    """The fields of performance forms, squeezed, and what each says: indicator, value, budget."""
    return Words({squeeze(word): field for field, words in _load("forms.toml").items() for word in words})


@lru_cache(maxsize=_MOST_MET)
def form_field(text: str) -> str:
    """The field of a form that a cell names, or "".

    What it says in brackets does not count; what stands before the name makes it narrower: 年度|绩效指标值.
    """
    words = form_words()
    exact = words.exact(squeeze(text))
    if exact:
        return exact
    said = squeeze(_IN_BRACKETS.sub("", text))
    ends = (said[start:] for start in range(max(0, len(said) - 2))) if len(said) <= _LONGEST_FIELD else ()
    return next((field for end in ends if (field := words.exact(end))), "")


@lru_cache(maxsize=_MOST_MET)
def is_counted(text: str) -> bool:
    """Whether a heading or a row's name is of counts, shares or remarks and so of no money: （辆）, 增减%, 人数."""
    if "%" in text or "％" in text or "‰" in text:
        return True
    match = _LAST_BRACKETS.search(text)
    if match and heading_words("counted").exact(squeeze(match[1].removeprefix("单位"))):
        return True
    said = squeeze(_IN_BRACKETS.sub("", text)) or squeeze(text)
    other = heading_words("other")
    return bool(other.exact(said)) or any(said.endswith(word) for word in other.terms if len(word) > 1)


@cache
def phrases() -> Mapping[str, Any]:
    """The phrases of prose: phrases.toml as it stands."""
    return _load("phrases.toml")


@cache
def rule_words() -> Mapping[str, Any]:
    """The words that rules look for in prose and forms: rules.toml as it stands."""
    return _load("rules.toml")


@cache
def publications() -> Mapping[str, Any]:
    """What counts where several disclosures are held against each other: publications.toml as it stands."""
    return _load("publications.toml")
