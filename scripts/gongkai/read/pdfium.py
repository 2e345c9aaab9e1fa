"""The default PDF engine: PDFium's glyphs and paths, by its C interface."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, compress, repeat
from typing import Any, NamedTuple

from gongkai.errors import ReadError
from gongkai.read import native
from gongkai.read.drawing import rules
from gongkai.read.overprint import is_slanted, quarter_of
from gongkai.read.page import Page, Run, printed_character, runs_of
from gongkai.read.view import View, ordered


def pages(data: bytes, name: str, otherwise: Callable[[int], Page | None] = lambda _: None) -> Iterator[Page]:
    """The pages of a PDF, one after the other. Raises ReadError for an encrypted, damaged or empty file.

    `otherwise` is asked for a page, by its number, that PDFium cannot load or find the text of.
    """
    with _opened(data, name) as document:
        for index in range(len(document)):
            # A page that nobody can load shows nothing in a viewer either.
            yield _page(document, index) or otherwise(index + 1) or Page(index + 1, 0.0, 0.0, (), (), ())


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    native.use_stand_in_font()
    try:
        document = native.Document(data)
    except native.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ReadError(
                name,
                zh="PDF 有密码，无法读取；请先解除密码再试",
                en="the PDF is encrypted; remove the password first",
            ) from error
        raise ReadError(
            name,
            zh="PDF 已损坏或不完整，无法读取；请重新下载",
            en="the PDF is damaged or cut off; download it again",
        ) from error
    try:
        if len(document) == 0:
            raise ReadError(name, zh="PDF 没有一页", en="the PDF has no page")
        yield document
    finally:
        document.close()


def _page(document: Any, index: int) -> Page | None:
    try:
        page = document[index]
    except native.PdfiumError:
        return None
    try:
        view = View(page)
        found = _runs(page, view)
        if found is not None and found.lying:
            view = View(page, found.lying)
            found = _runs(page, view)
        if found is None:
            return None
        horizontal, vertical, pictured = rules(page, view)
        share = pictured / max(1.0, view.width * view.height)
        size = view.width, view.height
        return Page(index + 1, *size, found.runs, horizontal, vertical, share, found.over, view.quarters)
    finally:
        page.close()


class _Found(NamedTuple):
    """The text of a page, what is printed slanted over it, and by how many quarters it lies on its side."""

    runs: tuple[Run, ...]
    over: tuple[Run, ...] = ()
    lying: int = 0


def _runs(page: Any, view: View) -> _Found | None:
    text = native.load_text(native.address(page))
    if not text:
        return None
    try:
        printed = list(map(_PRINTED.__getitem__, _characters(text)))
        shown = [i for i, char in enumerate(printed) if char]
        boxes, (addresses, *_) = native.table("f", len(shown), 4)
        told = list(map(native.box_at, repeat(text), shown, addresses))
        left, top, right, bottom = (boxes[k::4].tolist() for k in range(4))
        if not all(told):
            shown, left, top, right, bottom = (list(compress(v, told)) for v in (shown, left, top, right, bottom))
        across, up = ((bottom, top), (left, right)) if view.turned else ((left, right), (bottom, top))
        x0, x1 = ordered(*map(view.xs, across))

        def lines(starts: Sequence[int]) -> Iterable[tuple[float, float, float]]:
            # Characters with the same two sides stand on the same line.
            sides = [(up[0][n], up[1][n]) for n in starts]
            ones = dict(zip(sides, starts, strict=True))
            origins, addresses = native.table("d", len(ones), 2)
            list(map(native.origin_at, repeat(text), [shown[n] for n in ones.values()], *addresses))
            baselines = view.ys(origins[0 if view.turned else 1 :: 2].tolist())
            top, bottom = ordered(*(view.ys(values) for values in zip(*ones, strict=True)))
            known = dict(zip(ones, zip(top, bottom, baselines, strict=True), strict=True))
            return map(known.__getitem__, sides)

        runs = runs_of([printed[i] for i in shown], x0, x1, *up, lines)
        angles = _angles(text, shown, runs)
        lying = (quarter_of(angles.values()) - view.quarter) % 4 if 2 * len(angles) > len(shown) else 0
        over = {n: runs[n] for n, angle in angles.items() if is_slanted(angle)}
        kept = tuple(run for n, run in enumerate(runs) if n not in over) if over else runs
        return _Found(kept, tuple(over.values()), lying)
    finally:
        native.close_text(text)


def _angles(text: int, shown: Sequence[int], runs: Sequence[Run]) -> dict[int, float]:
    """The angles of the runs that have one glyph: text that is not upright has no other, each on a line of its own."""
    starts = accumulate((len(run.glyphs) for run in runs), initial=0)
    alone = [(n, start) for n, (run, start) in enumerate(zip(runs, starts, strict=False)) if len(run.glyphs) == 1]
    # PDFium measures them with the clock.
    return {n: -native.angle_at(text, shown[start]) for n, start in alone}


class _Printed(dict[str, str]):
    def __missing__(self, char: str) -> str:
        text = self[char] = printed_character(ord(char))
        return text


_PRINTED = _Printed()
_NO_CHARACTER = "\ufffe"


def _characters(text: int) -> Sequence[str]:
    """The characters of a page by their index; one that is the first half of a pair is NUL, which shows nothing."""
    count = max(0, native.count_characters(text))
    buffer, ((start, *_),) = native.table("H", count + 1, 1)
    if native.text_of(text, 0, count, start) == count + 1:
        try:
            characters = buffer[:count].tobytes().decode("utf-16")
        except UnicodeDecodeError:
            characters = ""
        # The text leaves out what has no character: only where it is complete, its order is that of the indices.
        # A hyphen at the end of a line is no character in it.
        if len(characters) == count and _NO_CHARACTER not in characters:
            return characters
    high = 0
    found: list[str] = []
    for code in map(native.code_at, repeat(text), range(count)):
        if 0xD800 <= code < 0xDC00:
            high = code
            found.append("\0")
        elif 0xDC00 <= code < 0xE000:
            found.append(chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)) if high else "\ufffd")
        else:
            found.append(chr(min(code, 0x10FFFF)))
    return found
