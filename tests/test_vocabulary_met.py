"""Every word of the vocabulary is met in a real disclosure, or listed with the reason why it is kept."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from gongkai.errors import GongkaiError
from gongkai.model import Grid, Paragraph
from gongkai.read import read_file
from gongkai.sandbox import Limits, isolated
from gongkai.vocabulary import squeeze

UNMET = Path(__file__).with_name("vocabulary_unmet.txt")
_SEPARATED = "\x00"
_WHOLE_UNDER = 4  # letters: shorter words of measures, funds and periods must be a heading by themselves
_LONGEST_HEADING = 40
_HEADING_ROWS = 8
_UNSAID = re.compile(r"^(?:其中|当年|本级|年)|20\d{2}年?度?|(?:单位)?(?:亿|百万|万|千)?元$")


@dataclass(frozen=True)
class Printed:
    """What the corpus prints, squeezed: cells by themselves, and run together what may be headings and all texts."""

    cells: frozenset[str]
    headings: str
    all: str


def _printed(cells: set[str], texts: set[str]) -> Printed:
    cells = cells | {_UNSAID.sub("", cell) for cell in cells if len(cell) < _LONGEST_HEADING}
    headings = _SEPARATED.join(cell for cell in cells if len(cell) < _LONGEST_HEADING)
    return Printed(frozenset(cells), headings, _SEPARATED.join((*cells, *texts)))


def _texts(path: Path) -> tuple[set[str], set[str]]:
    """In the child process: the squeezed texts of cells, and of paragraphs and headings of a table run together.

    Of a file without a text layer there are none.
    """
    try:
        blocks = read_file(path).blocks
    except GongkaiError:
        return set(), set()
    return _cells(blocks), _runs(blocks)


def _cells(blocks: Sequence[Paragraph | Grid]) -> set[str]:
    return {squeeze(cell.text) for block in blocks if isinstance(block, Grid) for cell in block.cells}


def _runs(blocks: Sequence[Paragraph | Grid]) -> set[str]:
    runs = {squeeze(block.text) for block in blocks if isinstance(block, Paragraph)}
    for block in blocks:
        if isinstance(block, Grid):
            first = [c.text for c in block.cells if c.row <= _HEADING_ROWS and len(c.text) < _LONGEST_HEADING]
            runs.add("".join(map(squeeze, first)))
    return runs


@pytest.fixture(scope="session")
def printed(corpus: Path) -> Printed:
    # A scan prints what its text does, and takes minutes to read.
    paths = sorted(path for path in (corpus / "documents").iterdir() if not path.stem.endswith("-scanned"))
    cells: set[str] = set()
    runs: set[str] = set()
    for _, result in isolated(_texts, [(str(path), (path,)) for path in paths], Limits(), 2):
        assert not isinstance(result, GongkaiError), result
        cells |= result[0]
        runs |= result[1]
    return _printed(cells, runs)


def _toml(name: str) -> dict:
    return tomllib.loads(files("gongkai.vocabulary").joinpath(f"{name}.toml").read_text("utf-8"))


def _words() -> Iterator[tuple[str, str, str]]:
    """Every word: where it stands in the vocabulary, how it is looked for (whole, heading or inside), itself."""
    for kind in _toml("kinds")["kind"]:
        for group in (*kind.get("title", ()), *kind.get("headings", ()), kind.get("without", ())):
            for word in group:
                yield f"kinds {kind['term']}", "inside", word
        for word in (word for group in kind.get("names", ()) for word in group):
            yield f"kinds {kind['term']} names", "whole", word
    for theme, said in _toml("headings").items():
        for term, words in said.items():
            place = f"headings {theme}" + ("" if term == "words" else f" {term}")
            for word in words:
                partly = theme == "memo" or (term != "words" and len(squeeze(word)) >= _WHOLE_UNDER)
                yield place, "heading" if partly else "whole", word
    for field, words in _toml("forms").items():
        for word in words:
            yield f"forms {field}", "whole", word
    for subject in _toml("phrases")["subject"]:
        for word in subject["words"]:
            yield "phrases subject", "inside", word
    for change, words in _toml("phrases")["change"].items():
        for word in words:
            yield f"phrases {change}", "inside", word


def _listed() -> dict[str, str]:
    """The words that the list excuses, as 'place word', each with its reason."""
    rows = [line for line in UNMET.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    split = [row.partition(" — ") for row in rows]
    return {word.strip(): reason.strip() for word, _, reason in split}


def _unmet(printed: Printed) -> set[str]:
    searched = {
        "whole": printed.cells.__contains__,
        "heading": printed.headings.__contains__,
        "inside": printed.all.__contains__,
    }
    return {f"{place} {word}" for place, how, word in _words() if not searched[how](squeeze(word))}


@pytest.mark.corpus
@pytest.mark.timeout(600)
def test_every_word_is_met_in_the_corpus_or_listed_with_a_reason_and_no_listed_word_is_met(printed):
    unmet = _unmet(printed)
    assert len(printed.cells) > 10_000
    listed = set(_listed())
    assert sorted(unmet - listed) == [], "met nowhere: give the reason in vocabulary_unmet.txt"
    assert sorted(listed - unmet) == [], "met by now, or no longer in the vocabulary: take it off vocabulary_unmet.txt"


def test_every_listed_word_has_a_reason_and_is_listed_once():
    rows = [line for line in UNMET.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert len(rows) == len(_listed())
    assert [word for word, reason in _listed().items() if len(reason) < 4] == []


def test_every_listed_word_is_in_the_vocabulary():
    known = {f"{place} {word}" for place, _, word in _words()}
    assert sorted(set(_listed()) - known) == []
