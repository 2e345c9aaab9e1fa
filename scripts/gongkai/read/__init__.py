"""Bytes to Document: one module per format, one signature; the format is told by the content."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from gongkai.errors import ReadError
from gongkai.messages import one_line
from gongkai.model import Document, Source
from gongkai.read import formats
from gongkai.read.legacy import converted
from gongkai.read.ods import read_ods
from gongkai.read.opening import opened
from gongkai.read.pdf import ENGINES, read_pdf
from gongkai.read.scan_extra import image_document, pdf_document
from gongkai.read.text_export import read_text
from gongkai.read.webpage import read_html, read_mhtml
from gongkai.read.word import read_docx
from gongkai.read.xls import read_xls
from gongkai.read.xlsx import read_xlsx

__all__ = ["ENGINES", "opened", "read_document", "read_file"]

_MOST_PAGES = 3000  # the longest disclosures that we have seen have some hundred

_READERS: dict[str, Callable[[bytes, Source], Document]] = {
    formats.XLSX: read_xlsx,
    formats.XLS: read_xls,
    formats.ODS: read_ods,
    formats.DOCX: read_docx,
    formats.HTML: read_html,
    formats.MHTML: read_mhtml,
    formats.TEXT: read_text,
}
# What LibreOffice is to take the file for, and what it is to make of it.
_CONVERTED = {
    formats.DOC: ("doc", "docx"),
    formats.RTF: ("rtf", "docx"),
    formats.ODT: ("odt", "docx"),
    formats.XML_2003_TEXT: ("xml", "docx"),
    formats.XML_2003_SHEET: ("xml", "xlsx"),
}


def read_file(path: Path, engine: str = "pdfium", pages: int = _MOST_PAGES) -> Document:
    """The document that a file holds. Raises ReadError where there is no file, or no reading it."""
    with opened(path) as file:
        data = file.read()
    return read_document(data, one_line(path.name), engine, pages)


def read_document(data: bytes, name: str, engine: str = "pdfium", pages: int = _MOST_PAGES) -> Document:
    """The document in `data`; `name` is what places call the file. Raises ReadError.

    A PDF of more than `pages` pages is not read. What has no text is recognised where the extra `ocr` is installed.
    """
    if not data.strip():
        raise ReadError(name, zh="文件是空的", en="the file is empty")
    kind = formats.media_type(data, name)
    source = Source(name, hashlib.sha256(data).hexdigest(), kind)
    if kind == formats.PDF:
        return pdf_document(data, source, read_pdf(data, source, engine, pages))
    if kind in formats.IMAGES:
        return image_document(data, source, pages)
    if kind in _CONVERTED:
        suffix, to = _CONVERTED[kind]
        made = converted(data, name, suffix=suffix, to=to)
        return (read_docx if to == "docx" else read_xlsx)(made, source)
    return _READERS[kind](data, source)
