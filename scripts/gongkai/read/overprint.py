"""Text that is printed over a page and is none of its own: watermarks, slanted or far too large, and seals."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import degrees, hypot
from statistics import median_high

from gongkai.model import Paragraph, Place
from gongkai.read.page import Page, Run
from gongkai.read.ruling import Frame

_LEAST_SLANT = 8.0  # degrees from upright: a page laid askew on a scanner is less
_FEWEST = 40  # glyphs that show how a page lies
_TOO_LARGE = 2.5  # times the usual height of the text of a table
_NEXT = 2.0  # of the size of a glyph: so near stands the next one of a slanted text


def is_slanted(radians: float) -> bool:
    """Whether text at an angle stands neither upright nor at a right angle to that."""
    off = degrees(radians) % 90.0
    return min(off, 90.0 - off) > _LEAST_SLANT


def quarter_of(radians: Iterable[float]) -> int:
    """By how many quarters, against the clock, most of the text at some angles is turned; 0 where there is little."""
    counts = Counter(round(degrees(angle) / 90.0) % 4 for angle in radians if not is_slanted(angle))
    return max(counts, key=counts.__getitem__) if counts.total() >= _FEWEST else 0


def without_oversized(page: Page, frames: Iterable[Frame]) -> Page:
    """The page without text inside its frames that is far larger than theirs: that goes to what is printed over it."""
    heights = [run.bottom - run.top for run in page.runs]
    if not heights or max(heights) <= _TOO_LARGE * median_high(heights):
        return page
    over: set[int] = set()
    for frame in frames:
        inside = [n for n, run in enumerate(page.runs) if _stands_in(run, frame)]
        usual = median_high([heights[n] for n in inside for _ in page.runs[n].glyphs]) if inside else 0.0
        over.update(n for n in inside if heights[n] > _TOO_LARGE * usual)
    if not over:
        return page
    return page._replace(
        runs=tuple(run for n, run in enumerate(page.runs) if n not in over),
        over=(*page.over, *(page.runs[n] for n in sorted(over))),
    )


def _stands_in(run: Run, frame: Frame) -> bool:
    return frame.xs[0] < run.x1[-1] and run.x0[0] < frame.xs[-1] and frame.ys[0] < run.baseline < frame.ys[-1]


def overprinted(pages: Iterable[Page], name: str) -> Iterator[Paragraph]:
    """What is printed over the pages, each text once, where it stands first."""
    seen: set[str] = set()
    for page in pages:
        for runs in _texts(page.over):
            text = "".join(glyph for run in runs for glyph in run.glyphs)
            if text not in seen:
                seen.add(text)
                x0, x1 = min(run.x0[0] for run in runs), max(run.x1[-1] for run in runs)
                top, bottom = min(run.top for run in runs), max(run.bottom for run in runs)
                yield Paragraph(text, page.displayed(Place(name, page.number, x0, top, x1, bottom)))


def _texts(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs that follow each other in the file, and on the page, in whatever direction."""
    held: list[Run] = []
    for run in runs:
        if held and not _follows(held[-1], run):
            yield held
            held = []
        held.append(run)
    if held:
        yield held


def _follows(before: Run, run: Run) -> bool:
    size = max(before.bottom - before.top, run.bottom - run.top)
    across = (run.x0[0] + run.x1[0]) / 2 - (before.x0[-1] + before.x1[-1]) / 2
    down = (run.top + run.bottom - before.top - before.bottom) / 2
    return hypot(across, down) < _NEXT * size
