"""Bytes to Document: one module per format, one signature; the format is told by the content."""

import hashlib
from pathlib import Path

from gongkai.errors import ReadError
from gongkai.model import Document, Source
from gongkai.read.pdf import ENGINES, read_pdf
from gongkai.read.text_export import read_text

__all__ = ["ENGINES", "read_document", "read_file"]

_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024  # bytes: what readers in the field accept before the mark
_MOST_PAGES = 3000  # the longest disclosures that we have seen have some hundred
_CONTAINERS = {
    b"PK\x03\x04": "ZIP (XLSX, DOCX, ODS)",
    b"\xd0\xcf\x11\xe0": "OLE (XLS, DOC)",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
}


def read_file(path: Path, engine: str = "pdfium", pages: int = _MOST_PAGES) -> Document:
    """The document that a file holds. Raises ReadError where there is no file, or no reading it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(str(path), zh="没有这个文件", en="no such file") from error
    except IsADirectoryError as error:
        raise ReadError(str(path), zh="是文件夹，不是文件", en="a folder, not a file") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(str(path), zh=f"无法打开：{reason}", en=f"cannot be opened: {reason}") from error
    return read_document(data, path.name, engine, pages)


def read_document(data: bytes, name: str, engine: str = "pdfium", pages: int = _MOST_PAGES) -> Document:
    """The document in `data`; `name` is what places call the file. Raises ReadError.

    A PDF of more than `pages` pages is not read.
    """
    if not data.strip():
        raise ReadError(name, zh="文件是空的", en="the file is empty")
    sha256 = hashlib.sha256(data).hexdigest()
    if _PDF_MARK in data[:_PDF_MARK_WITHIN]:
        return read_pdf(data, Source(name, sha256, "application/pdf"), engine, pages)
    for mark, format_ in _CONTAINERS.items():
        if data.startswith(mark):
            raise ReadError(
                name,
                zh=f"还不能读 {format_}；请用 PDF（有文字层）或文本",
                en=f"{format_} cannot be read; give the PDF with its text layer, or text",
            )
    return read_text(data, Source(name, sha256, "text/plain"))
