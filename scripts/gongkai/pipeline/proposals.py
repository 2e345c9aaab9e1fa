"""Lines for the vocabulary, proposed for what was not understood: TOML for somebody to judge, never applied by itself.

Each word stands under the known term whose words share most characters with it; words near to none stand in comments.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.messages import say
from gongkai.pipeline.unknown import CODED_NAME, Met, Unknown
from gongkai.vocabulary import form_words, heading_words, kinds, phrases, squeeze, terms

_NEAR = 0.5  # of the characters shared: half of both words
_HEADING_THEMES = ("measure", "fund", "period", "generic", "label", "other", "code")
_MONEY_THEMES = ("measure", "fund", "period", "generic")
_TELLING_HEADINGS = 3  # headings that tell a kind of table without a title
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Near:
    """The known word that shares most characters with a new one; `key` is what it stands for, `share` 0 to 1."""

    word: str
    key: str
    share: float


def nearest(word: str, known: Iterable[tuple[str, str]]) -> Near | None:
    """The nearest of known words (word, what it stands for), or None where less than half is shared."""
    best: Near | None = None
    for other, key in known:
        common = sum((Counter(word) & Counter(other)).values())
        share = 2 * common / (len(word) + len(other)) if word and other else 0.0
        if share >= _NEAR and (best is None or share > best.share):
            best = Near(other, key, share)
    return best


def proposals(unknown: Unknown) -> dict[str, str]:
    """TOML to add, by vocabulary file; only files for which there is something to add."""
    made = {
        "kinds.toml": _kinds(unknown.tables),
        "headings.toml": _headings(unknown),
        "forms.toml": _forms(unknown.fields),
        "phrases.toml": _phrases(unknown.phrases),
    }
    return {name: "\n".join(lines) + "\n" for name, lines in made.items() if lines}


def _kinds(tables: Sequence[Met]) -> list[str]:
    titles = [(squeeze(terms()["kind"][kind.term][0]), kind.term) for kind in kinds()]
    titles += [("".join(group), kind.term) for kind in kinds() for group in kind.title]
    heads = [("".join(group), kind.term) for kind in kinds() for group in kind.headings]
    lines: list[str] = []
    apart: list[str] = []
    for met in tables:
        group = [met.words] if met.words else [h for h in met.detail if len(h) > 1][:_TELLING_HEADINGS]
        if not group:
            continue
        near = nearest("".join(group), titles if met.words else heads)
        said = f"[[{', '.join(map(_quoted, group))}]]"
        field = "title" if met.words else "headings"
        if near is None:
            apart.append(f"# {field} = {said}  {_met(met, words=False)}")
            continue
        lines += [f"# {_met(met)}{_near(near)}", "[[kind]]", f"term = {_quoted(near.key)}", f"{field} = {said}", ""]
    if lines:
        lines.insert(
            0,
            say(
                "# 同名的 [[kind]] 已在文件里：把这一组加进它的 title 或 headings，不要另立一节。",
                "# Where a [[kind]] of this term is in the file, add the group to its title or headings.",
            ),
        )
    return [*lines, *_under_a_note(apart)]


def _headings(unknown: Unknown) -> list[str]:
    # In the order of the themes, so that of two equally near words the one that says more is taken.
    words = {theme: heading_words(theme).terms for theme in _HEADING_THEMES}
    near_all = [(word, f"{theme} {term}") for theme in _HEADING_THEMES for word, term in words[theme].items()]
    near_money = [entry for entry in near_all if entry[1].split()[0] in _MONEY_THEMES]
    found = [(met, nearest(met.words, near_all)) for met in unknown.headings if met.words]
    found += [(met, nearest(met.words, near_money)) for met in unknown.columns if met.words]
    lines: list[str] = []
    placed = [(met, near) for met, near in found if near]
    for theme in _HEADING_THEMES:
        own = [(met, near, near.key.split()[1]) for met, near in placed if near.key.split()[0] == theme]
        if not own:
            continue
        lines.append(f"[{theme}]")
        for term in dict.fromkeys(term for _, _, term in own):
            key = "words" if term == theme else term
            lines += _array(key, [(met, near) for met, near, of in own if of == term])
        lines.append("")
    return lines + _apart(met for met, near in found if not near)


def _forms(fields: Sequence[Met]) -> list[str]:
    found = [(met, nearest(met.words, form_words().terms.items())) for met in fields]
    lines: list[str] = []
    for field in dict.fromkeys(near.key for _, near in found if near):
        lines += _array(field, [(met, near) for met, near in found if near and near.key == field])
    return lines + _apart(met for met, near in found if not near)


def _phrases(met_phrases: Sequence[Met]) -> list[str]:
    subjects: list[Mapping[str, Any]] = [*phrases()["subject"]]
    known = [(squeeze(word), str(number)) for number, subject in enumerate(subjects) for word in subject["words"]]
    # What the headings know, prose may say as well: a measure is said of its total, a fund of its row.
    for dimension, row in (("measure", "total"), ("fund", "fund")):
        words = heading_words(dimension).terms
        for term in dict.fromkeys(words.values()):
            known += [(word, str(len(subjects))) for word, of in words.items() if of == term]
            subjects.append({dimension: term, "row": row})
    # A word that is known and stands too far from its amount is no word to add.
    said = {CODED_NAME, *(squeeze(word) for subject in phrases()["subject"] for word in subject["words"])}
    found = [(met, nearest(met.words, known)) for met in met_phrases if met.words not in said]
    lines: list[str] = []
    for number in dict.fromkeys(near.key for _, near in found if near):
        subject = subjects[int(number)]
        own = [(met, near) for met, near in found if near and near.key == number]
        lines += ["[[subject]]", *_array("words", own)]
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in subject.items() if key != "words"
        ]
        lines.append("")
    return lines + _apart(met for met, near in found if not near)


def _array(key: str, found: Iterable[tuple[Met, Near]]) -> list[str]:
    entries = {met.words: f"    {_quoted(met.words)},  # {_met(met, words=False)}{_near(near)}" for met, near in found}
    return [f"{key} = [", *entries.values(), "]"]


def _apart(met: Iterable[Met]) -> list[str]:
    return _under_a_note([f"# {_quoted(one.words)}  {_met(one, words=False)}" for one in met])


def _under_a_note(comments: Iterable[str]) -> list[str]:
    lines = list(dict.fromkeys(comments))
    if not lines:
        return []
    return [
        say("# 没有相近的已知用词，请人决定它们说的是什么：", "# Near to no known word, for somebody to decide:"),
        *lines,
    ]


def _met(met: Met, *, words: bool = True) -> str:
    often = f"×{met.times}" + (say(f"，{met.files} 份", f", {met.files} files") if met.files > 1 else "")
    parts = (met.words if words else "", often, met.example, met.where)
    return _plain(" · ".join(part for part in parts if part))


def _near(near: Near | None) -> str:
    if near is None:
        return ""
    return say(f" · 近“{near.word}”", f" · near “{near.word}”")


def _plain(text: str) -> str:
    """Text for a comment: TOML allows no control characters there."""
    return _CONTROL.sub(" ", text)


def _quoted(text: str) -> str:
    return json.dumps(_CONTROL.sub(" ", text), ensure_ascii=False)
