"""XML and HTML parsed with care: no document type, no entities of its own, no network, bounded depth."""

import codecs
import re
from typing import Any

from gongkai.errors import ReadError

_DOCTYPE = re.compile(rb"\x00?".join(b"<!DOCTYPE"[i : i + 1] for i in range(9)))  # also in UTF-16
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHARSET_WITHIN = 4096  # bytes; browsers look at 1,024, some pages name it later
_CHINESE = ("gb2312", "gbk", "gb_2312-80", "x-gbk")  # GB 18030 contains them, and pages use more than they say


def xml_root(data: bytes, where: str) -> Any:
    """The root element of an XML document (lxml). Raises ReadError for broken XML and for any document type."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - only where a file is XML

    if _DOCTYPE.search(data):
        raise _declares(where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(where, zh=f"XML 已损坏：{error}", en=f"the XML is damaged: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares(where)
    return root


def _declares(where: str) -> ReadError:
    return ReadError(
        where,
        zh="XML 自带文档类型或实体声明，出于安全没有读",
        en="the XML declares a document type or entities of its own, not read for safety",
    )


def html_root(data: bytes, where: str) -> Any:
    """The root element of an HTML page (lxml), in the encoding that the page says, or else in the one that fits."""
    from lxml import etree  # noqa: PLC0415 - only where a file is HTML

    text = _decoded(data)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(where, zh=f"网页已损坏：{error}", en=f"the page is damaged: {error}") from error
    if root is None:
        raise ReadError(where, zh="网页是空的", en="the page is empty")
    return root


def _decoded(data: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    said = _CHARSET.search(data[:_CHARSET_WITHIN])
    named = said[1].decode("ascii").lower() if said else "utf-8"
    for encoding in ("gb18030" if named in _CHINESE else named, "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode("gb18030" if named in _CHINESE else "utf-8", "replace")
