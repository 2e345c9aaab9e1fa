"""The default engine, with the second one behind it: what PDFium cannot read is asked of pdfplumber."""

from collections.abc import Iterator
from itertools import chain

from gongkai.errors import ReadError
from gongkai.read import pdfium, plumber
from gongkai.read.page import Page


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF, one after the other. Raises ReadError where neither engine can open it.

    A page that PDFium cannot load, or find the text of, is pdfplumber's; so is a file that PDFium cannot open, if
    there is text on one of its pages: what pdfplumber saves of a damaged file is often nothing but empty pages.
    """
    found = pdfium.pages(data, name, plumber.page_of(data))
    try:
        first = next(found)
    except ReadError as error:
        yield from _saved(data, name, error)
        return
    yield first
    yield from found


def _saved(data: bytes, name: str, error: ReadError) -> Iterator[Page]:
    found = plumber.pages(data, name)
    empty: list[Page] = []
    try:
        for page in found:
            if page.runs:
                yield from chain(empty, [page], found)
                return
            empty.append(page)
    except ReadError:
        pass
    raise error
