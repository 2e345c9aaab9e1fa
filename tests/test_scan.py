"""Scans and pictures: read cell by cell inside the ruled grid, where the extra `ocr` is installed."""

from collections import Counter
from importlib.util import find_spec

import pytest

from gongkai.errors import ReadError
from gongkai.pipeline.extraction import extract_unregistered
from gongkai.read import read_document

_OCR = all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))
_PAGES = 3000


def _told(disclosure):
    kinds = {table.table_no: table.kind for table in disclosure.tables}
    return Counter(
        (kinds[line.table_no], line.code, line.label, line.measure, line.fund, line.side, line.amount_yuan)
        for line in disclosure.lines
    )


@pytest.mark.skipif(_OCR, reason="the extra `ocr` is installed: pictures are read")
def test_a_picture_is_refused_with_the_way_to_read_it():
    with pytest.raises(ReadError, match=r"gongkai\[ocr\]"):
        read_document(b"\x89PNG\r\n\x1a\n" + bytes(64), "page.png")


@pytest.mark.corpus
@pytest.mark.skipif(not _OCR, reason="the extra `ocr` is not installed: pip install 'gongkai[ocr]'")
def test_a_scan_gives_the_lines_of_the_document_that_was_scanned(corpus):
    """At least 99 % of the amounts with their codes and names; what is doubtful says so."""
    scan = extract_unregistered(corpus / "documents" / "liangjiang-2026-scanned.pdf", "pdfium", _PAGES)
    print_ = extract_unregistered(corpus / "documents" / "liangjiang-2026.pdf", "pdfium", _PAGES)
    amounts = Counter({key[-1]: 0 for key in _told(print_)})
    amounts.update(line.amount_yuan for line in print_.lines)
    read = Counter(line.amount_yuan for line in scan.lines)
    assert sum((amounts & read).values()) >= 0.99 * len(print_.lines)
    assert sum((_told(print_) & _told(scan)).values()) >= 0.98 * len(print_.lines)
    sure = [cell.confidence for table in scan.tables for cell in table.cells if cell.text]
    assert all(value is not None and 0 <= value <= 1 for value in sure)
