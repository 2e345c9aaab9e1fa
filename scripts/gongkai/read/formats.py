"""What a file is, told by its content: names and endings are often wrong (an .xls that is a web page)."""

import re

from gongkai.errors import ReadError
from gongkai.read import ole
from gongkai.read.archive import Archive, locked

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
XML_2003_SHEET = "application/vnd.ms-excel.2003+xml"
XML_2003_TEXT = "application/vnd.ms-word.2003+xml"
HTML = "text/html"
MHTML = "multipart/related"
TEXT = "text/plain"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
IMAGES = (PNG, JPEG, TIFF)

_PDF_MARK = b"%PDF-"
_PDF_WITHIN = 1024  # bytes: what readers in the field accept before the mark
_MARKUP_WITHIN = 65_536
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|tr|div|p|span|center)\b", re.IGNORECASE)
_MHTML = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.IGNORECASE)
_PICTURES = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"II*\x00": TIFF, b"MM\x00*": TIFF}
_OTHER_PICTURES = {b"GIF8": "GIF", b"BM": "BMP"}
_PACKED = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}


def short(media_type: str) -> str:
    """What people call a media type: PDF, PNG."""
    return media_type.rpartition("/")[2].upper()


def media_type(data: bytes, name: str) -> str:
    """The media type of a file that can be read, `TEXT` where nothing says otherwise.

    Raises ReadError, which says what the file is and what to give instead, for one that cannot.
    """
    if _PDF_MARK in data[:_PDF_WITHIN]:
        return PDF
    if data.startswith(b"PK"):
        return _zipped(Archive(data, name))
    if data.startswith(ole.MARK[:4]):
        return _in_ole(data, name)
    if data.lstrip()[:5] == b"{\\rtf":
        return RTF
    for mark, type_ in _PICTURES.items():
        if data.startswith(mark):
            return type_
    for mark, format_ in (_OTHER_PICTURES | _PACKED).items():
        if data.startswith(mark) and (len(mark) > 2 or b"\x00" in data[:64]):
            raise _refused(name, format_, packed=mark in _PACKED)
    if _MHTML.match(data[:_PDF_WITHIN]) and b"text/html" in data[:_MARKUP_WITHIN].lower():
        return MHTML
    return _written(data, name)


def _zipped(archive: Archive) -> str:
    if "mimetype" in archive:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        for known in (ODS, ODT):
            if said in (known, f"{known}-template"):
                return known
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive else b""
    if b"spreadsheetml.sheet.main+xml" in types or b"sheet.macroEnabled.main+xml" in types:
        return XLSX
    if b"wordprocessingml.document.main+xml" in types or b"document.macroEnabled.main+xml" in types:
        return DOCX
    if "xl/workbook.xml" in archive:
        return XLSX
    if "word/document.xml" in archive:
        return DOCX
    if "OFD.xml" in archive:
        raise ReadError(
            archive.name,
            zh="还不能读 OFD；请用 OFD 阅读器另存为 PDF",
            en="OFD cannot be read; save it as PDF with an OFD reader",
        )
    if "xl/workbook.bin" in archive:
        raise ReadError(archive.name, zh="还不能读 XLSB；请另存为 XLSX", en="XLSB cannot be read; save it as XLSX")
    raise _refused(archive.name, "ZIP", packed=True)


def _in_ole(data: bytes, name: str) -> str:
    names = ole.stream_names(data)
    if "EncryptedPackage" in names:
        raise locked(name)
    if names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return XLS
    if "WordDocument" in names:
        return DOC
    raise ReadError(
        name,
        zh="是旧式 Office 容器，里面没有工作簿或文档，或已损坏；请另存为 XLSX、DOCX 或 PDF",
        en="an old Office container without a workbook or document, or damaged; save it as XLSX, DOCX or PDF",
    )


def _written(data: bytes, name: str) -> str:
    head = data[:_MARKUP_WITHIN]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", "replace").lstrip("\ufeffï»¿ \t\r\n")
    if not text.startswith("<"):
        return TEXT
    if "urn:schemas-microsoft-com:office:spreadsheet" in text and "<html" not in text.lower():
        return XML_2003_SHEET
    if "schemas.microsoft.com/office/word/2003/wordml" in text or "<pkg:package" in text:
        return XML_2003_TEXT
    if _TAG.search(text):
        return HTML
    if text.startswith("<?xml"):
        raise ReadError(
            name,
            zh="是 XML，但不是认得的文档格式；请用 XLSX、DOCX、HTML 或 PDF",
            en="XML of no known document format; give XLSX, DOCX, HTML or PDF",
        )
    return TEXT


def _refused(name: str, format_: str, *, packed: bool) -> ReadError:
    if packed:
        return ReadError(
            name,
            zh=f"是 {format_} 压缩包；请解开后逐个给出里面的文件",
            en=f"a {format_} archive; unpack it and give the files in it",
        )
    return ReadError(
        name,
        zh=f"还不能读 {format_}；请另存为 PNG，或用 PDF",
        en=f"{format_} cannot be read; save it as PNG, or give the PDF",
    )
