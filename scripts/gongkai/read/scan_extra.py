"""The extra `ocr`: what sees a page where it is installed, what is said where it is not, or not whole."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from types import ModuleType

from gongkai.errors import ReadError
from gongkai.model import Document, Source
from gongkai.read import formats
from gongkai.read.page import Page
from gongkai.read.pdf import Content, assembled

_INSTALL = "pip install 'gongkai[ocr]'"
_SOMETHING = 0.1  # of a page without text: a smaller picture is an emblem


def pdf_document(data: bytes, source: Source, contents: Sequence[Content]) -> Document:
    """A PDF whose text layer gave `contents`; what only its pictures show is added, or its pages are named.

    Raises ReadError where there is no text at all, and nobody to recognise any.
    """
    has_text = any(content.lines or content.grids for content in contents)
    if not has_text:
        # What draws its letters shows no picture, and is one nevertheless.
        seen = [replace(content, seen=content.seen or content.page) for content in contents]
    else:
        seen = [
            content if content.seen and _shows(content.seen) else replace(content, seen=None) for content in contents
        ]
    unread = tuple(content.page.number for content in seen if content.seen)
    if not unread:
        return assembled(seen, source)
    scan = _scan()
    if scan:
        found: Document = scan.read_pages(data, source, seen)
        return found
    if has_text:
        return replace(assembled(seen, source), unread_pages=unread)
    raise ReadError(
        source.file,
        zh=f"共 {len(contents)} 页，没有文字层（扫描件）；要识别文字，请先安装：{_INSTALL}",
        en=f"{len(contents)} pages and no text layer (a scan); to recognise it: {_INSTALL}",
    )


def image_document(data: bytes, source: Source, most_pages: int) -> Document:
    """What an image file shows. Raises ReadError where there is nobody to recognise it, and as `read_scan` does."""
    scan = _scan()
    if scan:
        found: Document = scan.read_scan(data, source, most_pages)
        return found
    kind = formats.short(source.media_type)
    raise ReadError(
        source.file,
        zh=f"是图像（{kind}）；要识别文字，请先安装：{_INSTALL}",
        en=f"a picture ({kind}); to recognise its text: {_INSTALL}",
    )


def _shows(page: Page) -> bool:
    return bool(page.runs) or page.pictured >= _SOMETHING


def _scan() -> ModuleType | None:
    """The reader of scans; none where a library that it needs is missing, or broken."""
    try:
        return import_module("gongkai.read.scan")
    # What is left of a library that was removed is a folder without its functions.
    except (ImportError, AttributeError, OSError):
        return None
