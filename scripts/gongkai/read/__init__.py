"""Bytes to Document: one module per format, one signature; the format is told by the content."""

import hashlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from gongkai.errors import ReadError
from gongkai.messages import one_line
from gongkai.model import Document, Source
from gongkai.read import formats
from gongkai.read.legacy import converted
from gongkai.read.ods import read_ods
from gongkai.read.opening import opened
from gongkai.read.pdf import ENGINES, NoTextLayerError, read_pdf
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
        try:
            return read_pdf(data, source, engine, pages)
        except NoTextLayerError:
            if not _recognises():
                raise
        return _recognised(data, source, pages)
    if kind in formats.IMAGES:
        if not _recognises():
            raise ReadError(
                name,
                zh=f"是图像（{kind[6:].upper()}）；要识别文字，请先安装：pip install 'gongkai[ocr]'",
                en=f"a picture ({kind[6:].upper()}); to recognise its text: pip install 'gongkai[ocr]'",
            )
        return _recognised(data, source, pages)
    if kind in _CONVERTED:
        suffix, to = _CONVERTED[kind]
        made = converted(data, name, suffix=suffix, to=to)
        return (read_docx if to == "docx" else read_xlsx)(made, source)
    return _READERS[kind](data, source)


def _recognises() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(find_spec(package) for package in ("rapidocr", "onnxruntime"))


def _recognised(data: bytes, source: Source, pages: int) -> Document:
    from gongkai.read.scan import read_scan  # noqa: PLC0415 - only where the extra `ocr` is installed

    return read_scan(data, source, pages)
