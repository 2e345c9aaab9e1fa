"""How well narratives are read: statements against a sample that was labelled by hand.

A number is right where its role and all that the label says of it are: what it is said of, measure, fund, side, period,
year, direction, the year compared with, and code. Precision is the share of the numbers that were bound that are right;
recall the share of those that a careful reader binds. The head of the sample says how it was drawn and labelled.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from re import compile as pattern

from gongkai.messages import say
from gongkai.model import Disclosure, Paragraph
from gongkai.normalise.prose import Mark, passages, read
from gongkai.normalise.prose.names import names_in
from gongkai.normalise.prose.passages import plain
from gongkai.pipeline.extraction import extract_unregistered
from gongkai.vocabulary import squeeze

_NUMBER = pattern(r"\d[\d,，]*(?:\.\d+)?")
_BEFORE = 8  # characters before a number that tell it from the same number elsewhere on its page
_MOST_PAGES = 3000

Key = tuple[int, str, str, int]  # page, hash of what stands before, the printed number, the how-manieth of those


@dataclass(frozen=True, slots=True)
class Precision:
    """What was counted over the documents of the sample that are here."""

    documents: int = 0
    labelled: int = 0
    bound: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of the bound numbers that are right; 0 where none is bound."""
        return self.right / self.bound if self.bound else 0.0

    @property
    def recall(self) -> float:
        """The share of the labelled numbers that are bound and right; 0 where none is labelled."""
        return self.right / self.labelled if self.labelled else 0.0


def sample(path: Path) -> tuple[Mapping[str, str], ...]:
    """The rows of a sample; lines that begin with # explain it. Empty where there is no such file."""
    if not path.is_file():
        return ()
    lines = path.read_text("utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


def precision_in(rows: Sequence[Mapping[str, str]], folder: Path) -> Precision:
    """The sample against the documents in a folder; those that are not there are left out."""
    found = Precision()
    for document in sorted({row["document"] for row in rows}):
        if (folder / document).is_file():
            disclosure = extract_unregistered(folder / document, "pdfium", _MOST_PAGES)
            own = [row for row in rows if row["document"] == document]
            one = scored(own, disclosure)
            found = Precision(
                found.documents + 1, found.labelled + one.labelled, found.bound + one.bound, found.right + one.right
            )
    return found


def scored(rows: Iterable[Mapping[str, str]], disclosure: Disclosure) -> Precision:
    """The rows of one document against its reading."""
    marks = _marks(disclosure)
    places = keyed(disclosure.paragraphs)
    labelled = bound = right = 0
    for row in rows:
        if row["role"] == "again":
            continue
        key = (int(row["page"]), row["before"], row["printed"], int(row["n"]))
        mark, same = marks.get(places.get(key, (0, 0)), (None, None))
        is_bound = mark is not None and mark.bound.subject != ""
        bound += is_bound
        if row["role"] != "none":
            labelled += 1
            right += is_bound and mark is not None and not any(_wrong(row, mark, same))
    return Precision(1, labelled, bound, right)


def table(found: Precision) -> Iterator[str]:
    """The figures as lines to print, values before their names; none where no document of the sample is here."""
    if not found.documents:
        return
    where = say(
        f"个手工标注的文中数字（{found.documents} 份文件）", f"numbers of prose labelled ({found.documents} documents)"
    )
    yield f"{found.labelled:>9} {where}"
    yield f"{100 * found.precision:>8.1f}% {say('文字的准确率', 'precision of what prose is bound to')}"
    yield f"{100 * found.recall:>8.1f}% {say('文字的召回率', 'recall of what prose is bound to')}"


def keyed(paragraphs: Sequence[Paragraph]) -> Mapping[Key, tuple[int, int]]:
    """Every number of a narrative by its key: the paragraph, counted from 1, and the offset in it."""
    found: dict[Key, tuple[int, int]] = {}
    met: Counter[tuple[int, str, str]] = Counter()
    said = ""
    for number, paragraph in enumerate(paragraphs, start=1):
        for printed in _NUMBER.finditer(paragraph.text):
            before = (said + plain(paragraph.text[: printed.start()]))[-_BEFORE:]
            own = (paragraph.place.page or 0, sha256(before.encode()).hexdigest()[:8], printed[0])
            met[own] += 1
            found[*own, met[own]] = (number, printed.start())
        said = (said + plain(paragraph.text))[-_BEFORE:]
    return found


def _marks(disclosure: Disclosure) -> Mapping[tuple[int, int], tuple[Mark, Mark | None]]:
    """The marks of a narrative by their places, each with the mark that says that it is as the year before."""
    registration = disclosure.registration
    names = names_in(disclosure.lines)
    found: dict[tuple[int, int], tuple[Mark, Mark | None]] = {}
    for passage, marks in read(passages(disclosure.paragraphs), registration.fiscal_year, registration.phase, names):
        same = {id(mark.of): mark for mark in marks if mark.role == "unchanged"}
        for mark in marks:
            number, start, _ = passage.place(mark.start, mark.end)
            if mark.role != "unchanged":
                found[number, start] = (mark, same.get(id(mark)))
    return found


def _wrong(row: Mapping[str, str], mark: Mark, same: Mark | None) -> Iterator[bool]:
    """For each field of a label whether the reading says otherwise."""
    moved = same if mark.role == "amount" else mark
    yield mark.role != row["role"]
    yield squeeze(row["subject"]) not in squeeze(mark.bound.subject) and row["measure"] in ("*", "total")
    said = {
        "measure": mark.bound.measure,
        "fund": mark.bound.fund,
        "side": mark.bound.side,
        "period": mark.bound.period,
        "year": str(mark.year),
        "code": mark.bound.code,
        "direction": moved.direction if moved is not None else "",
        "compared_year": str(moved.compared_year) if moved is not None else "",
    }
    for column, value in said.items():
        yield row[column] not in ("*", value)
