"""The part of a text where a query is found, cut to what a reader takes in at a glance."""

from typing import NamedTuple

from gongkai.search.folding import origins, words


class Piece(NamedTuple):
    """A piece of a snippet; `hit` where it is what was looked for."""

    text: str
    hit: bool


def snippet(text: str, query: str, around: int = 30) -> tuple[Piece, ...]:
    """The surroundings of the first place where a word of the query is found, all hits in them marked.

    `around` characters are kept on each side; "…" stands where the text goes on. Where nothing is found, the
    beginning of the text.
    """
    hits = _hits(text, words(query))
    first, last = hits[0] if hits else (0, 0)
    start, end = max(0, first - around), min(len(text), last + around)
    start, end = (start if start > 1 else 0), (end if end < len(text) - 1 else len(text))
    pieces, at = [Piece("…", hit=False)] if start else [], start
    for begin, stop in hits:
        if begin >= end:
            break
        pieces += [Piece(text[at:begin], hit=False), Piece(text[begin : min(stop, end)], hit=True)]
        at = min(stop, end)
    pieces.append(Piece(text[at:end] + ("…" if end < len(text) else ""), hit=False))
    return tuple(piece for piece in pieces if piece.text)


def _hits(text: str, wanted: tuple[str, ...]) -> list[tuple[int, int]]:
    """From where to where in the text words are found: in order, none over another."""
    among, positions = origins(text)
    found = []
    for word in wanted:
        at = among.find(word)
        while at >= 0:
            found.append((positions[at], positions[at + len(word) - 1] + 1))
            at = among.find(word, at + len(word))
    apart: list[tuple[int, int]] = []
    for begin, stop in sorted(found):
        if apart and begin < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(stop, apart[-1][1]))
        else:
            apart.append((begin, stop))
    return apart
