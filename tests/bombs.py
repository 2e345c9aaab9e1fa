"""Files that are made to hurt: small ones that ask for endless time, memory or paper."""

import io
import zipfile
import zlib

_HEAD = b"%PDF-1.7\n"


def pdf(objects, root=1):
    """A PDF written by hand, of numbered objects, for what no library would write."""
    out = bytearray(_HEAD)
    at = []
    for number, body in enumerate(objects, start=1):
        at.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in at)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, table)
    return bytes(out)


def stream(content, extra=b""):
    """A compressed stream object."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %b >>\nstream\n%b\nendstream" % (len(packed), extra, packed)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
# A text layer: with it nobody takes the page for a scan.
_FONT = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_TEXT = b"BT /F 9 Tf 10 10 Td (text) Tj ET "
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def page(contents, resources=b""):
    """A document of one page that draws `contents` (a stream object, number 4)."""
    head = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> >>" % resources
    return [_CATALOG, _PAGES, head, contents]


def flate_bomb(megabytes):
    """A content stream that inflates to many megabytes of lines."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 9 9 l S\n" * 75_000
    packed = b"".join([packer.compress(piece) for _ in range(megabytes)]) + packer.flush()
    return pdf(page(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)))


def twice_packed(megabytes):
    """A stream packed twice: a few hundred bytes of file for megabytes of drawing."""
    packer = zlib.compressobj(9)
    inner = b"".join([packer.compress(b" " * 1_000_000) for _ in range(megabytes)]) + packer.flush()
    packed = zlib.compress(inner, 9)
    return pdf(
        page(b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (len(packed), packed))
    )


def nested_forms(depth=9, draws=10):
    """Forms that draw forms that draw forms: draws ** depth of them."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
    objects = page(stream(b"/F0 Do\n" * draws), b"/XObject << /F0 5 0 R >>")
    for level in range(depth):
        inner = b"/Resources << /XObject << /F0 %d 0 R >> >>" % (6 + level)
        objects.append(stream(b"/F0 Do\n" * draws, form + inner))
    objects.append(stream(b"BT (x) Tj ET 0 0 m 9 9 l S", form))
    return pdf(objects)


def form_in_itself():
    """A form that draws itself."""
    inner = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F0 5 0 R >> >>"
    return pdf([*page(stream(_TEXT + b"/F0 Do"), _FONT + b"/XObject << /F0 5 0 R >>"), stream(b"/F0 Do /F0 Do", inner)])


def many_objects(count):
    """A document with very many objects that nothing refers to."""
    return pdf([*page(stream(_TEXT), _FONT), *([b"[[[]]]"] * count)])


def deep_pages(depth):
    """A page tree of one branch, `depth` nodes deep, and no page at its end."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 1, n - 1) for n in range(2, depth)]
    return pdf([_CATALOG, *nodes, b"<< /Type /Pages /Kids [] /Count 0 >>"])


def pages_in_a_circle():
    """A page tree whose nodes are each other's children."""
    return pdf(
        [
            _CATALOG,
            b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2000000000 >>",
            b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000000 /Parent 2 0 R >>",
        ]
    )


def streams_in_a_circle():
    """Contents whose length is the contents, and an object that is a reference to itself."""
    return pdf(
        [
            _CATALOG,
            _PAGES,
            b"<< /Type /Page /Parent 3 0 R /MediaBox 6 0 R /Contents [4 0 R 5 0 R 5 0 R]"
            b" /Resources << %b >> >>" % _FONT,
            b"<< /Length 4 0 R >>\nstream\n%b\nendstream" % _TEXT,
            b"[5 0 R 5 0 R 5 0 R]",
            b"6 0 R",
        ]
    )


def many_pages(count):
    """A document of very many pages, all the same object's text."""
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(count))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    leaf = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R /Resources << /Font << /F %b >> >> >>" % font
    )
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return pdf([_CATALOG, tree, stream(b"BT /F 1 Tf (x) Tj ET"), *([leaf] * count)])


def many_letters(count):
    """A page with very many letters in very many places."""
    line = b"BT /F 9 Tf 10 10 Td (%b) Tj ET\n" % (b"1,234.56 " * 1000)
    return pdf(page(stream(line * (count // 9000)), _FONT))


def many_rules(count):
    """A page ruled into a grid of count x count cells."""
    lines = [b"0 %d.%03d m 500 %d.%03d l S" % (*divmod(n * 700, 1000), *divmod(n * 700, 1000)) for n in range(count)]
    lines += [b"%d.%03d 0 m %d.%03d 500 l S" % (*divmod(n * 700, 1000), *divmod(n * 700, 1000)) for n in range(count)]
    return pdf(page(stream(_TEXT + b"\n".join(lines)), _FONT))


def packed(parts):
    """A ZIP of parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_KINDS = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}


def office(part, content):
    """An office file whose main part is `content`."""
    types = f'<Types><Override PartName="/{part}" ContentType="{_KINDS[part]}"/></Types>'
    return packed({"[Content_Types].xml": types, part: content})


def laughs(levels=10):
    """XML whose entities stand for ten of each other: 10 ** levels."""
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{names}]><x>&l{levels - 1};</x>'


def outside(address):
    """XML that wants a file of the reader's machine in its text."""
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY o SYSTEM "{address}">]><x>&o;</x>'


def deep_tags(depth):
    """A page of tags in tags in tags."""
    return b"<html><body>" + b"<div>" * depth + b"x" + b"</div>" * depth + b"</body></html>"
