"""Text goes out as gzip to those who accept it, whole; ranges, heads and what is packed already go out as they are."""

import asyncio
import gzip

import pytest

from gongkai.serve.kept import Kept
from gongkai.serve.packing import Packer, accepts_gzip, is_text, packed
from gongkai.serve.site import StaticSite

TEXT = "<p>公开</p>".encode() * 400
DATABASE = b"SQLite format 3\0" * 200


@pytest.fixture
def site(tmp_path):
    for name, body in {
        "index.html": TEXT,
        "404.html": TEXT + b"!",
        "short.txt": b"short",
        "lines.csv": TEXT,
        "gongkai.db": DATABASE,
        "all.zip": TEXT,
        "large.csv": TEXT * 1000,
    }.items():
        (tmp_path / name).write_bytes(body)
    return StaticSite(tmp_path)


def ask(app, path, method="GET", **headers):
    """Status, headers and body of what an application answers."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(app({"type": "http", "method": method, "path": path, "headers": pairs}, receive, send))
    head, *pieces = sent
    answered = {name.decode(): value.decode() for name, value in head["headers"]}
    return head["status"], answered, b"".join(piece["body"] for piece in pieces)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("*", True),
        ("identity;q=0.5, *;q=0.7", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("*;q=0", False),
        ("identity, gzip;q=0.5", False),
        ("gzip;q=much", False),
        ("x-gzipped", False),
    ],
)
def test_gzip_is_for_those_who_name_it_with_a_weight(header, expected):
    assert accepts_gzip([(b"accept-encoding", header.encode())]) is expected
    assert accepts_gzip([]) is False


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("text/html; charset=utf-8", True),
        ("application/json", True),
        ("application/ld+json", True),
        ("application/xml", True),
        ("image/svg+xml", True),
        ("application/wasm", True),
        ("application/zip", False),
        ("application/gzip", False),
        ("application/pdf", False),
        ("application/vnd.sqlite3", False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
        ("image/webp", False),
        ("application/octet-stream", False),
    ],
)
def test_text_is_packed_and_what_is_packed_already_is_not(media_type, expected):
    assert is_text(media_type) is expected


def test_a_page_goes_out_packed_with_a_tag_of_its_own(site):
    plain, small = ask(site, "/"), ask(site, "/", accept_encoding="gzip")
    assert (small[0], small[1]["content-encoding"], small[1]["vary"]) == (200, "gzip", "accept-encoding")
    assert int(small[1]["content-length"]) == len(small[2]) < len(TEXT) / 4
    assert gzip.decompress(small[2]) == plain[2] == TEXT
    assert "content-encoding" not in plain[1]
    assert plain[1]["vary"] == "accept-encoding"
    assert small[1]["etag"] == plain[1]["etag"][:-1] + '-gzip"'
    assert "accept-ranges" not in small[1]
    assert ask(site, "/", accept_encoding="gzip")[2] == small[2]


def test_who_has_the_packed_page_is_not_sent_it_again_and_who_has_the_plain_one_is(site):
    tags = {each: ask(site, "/", accept_encoding=each)[1]["etag"] for each in ("gzip", "identity")}
    for asked, had, status in (
        ("gzip", "gzip", 304),
        ("identity", "identity", 304),
        ("gzip", "identity", 200),
        ("identity", "gzip", 200),
    ):
        answered, headers, body = ask(site, "/", accept_encoding=asked, if_none_match=tags[had])
        assert (answered, headers["etag"], bool(body)) == (status, tags[asked], status == 200)
        assert headers["vary"] == "accept-encoding"


def test_what_changed_is_packed_anew(site, tmp_path):
    ask(site, "/", accept_encoding="gzip")
    (tmp_path / "index.html").write_bytes(TEXT * 2)
    assert gzip.decompress(ask(site, "/", accept_encoding="gzip")[2]) == TEXT * 2


def test_bytes_of_a_file_are_those_of_the_file_itself(site):
    whole = ask(site, "/lines.csv")[1]["etag"]
    status, headers, body = ask(site, "/lines.csv", accept_encoding="gzip", range="bytes=3-12")
    assert (status, headers["content-range"], body) == (206, f"bytes 3-12/{len(TEXT)}", TEXT[3:13])
    assert (headers["etag"], headers["vary"], "content-encoding" in headers) == (whole, "accept-encoding", False)
    small = ask(site, "/lines.csv", accept_encoding="gzip")[1]["etag"]
    for tag, expected in ((whole, 206), (small, 200)):
        status, headers, _ = ask(site, "/lines.csv", accept_encoding="gzip", range="bytes=3-12", if_range=tag)
        assert (status, "content-encoding" in headers) == (expected, False)


def test_the_database_is_answered_in_its_own_bytes(site):
    status, headers, body = ask(site, "/gongkai.db", accept_encoding="gzip", range="bytes=16-47")
    assert (status, headers["content-range"]) == (206, f"bytes 16-47/{len(DATABASE)}")
    assert body == DATABASE[16:48]
    status, headers, body = ask(site, "/gongkai.db", accept_encoding="gzip")
    assert (status, headers["accept-ranges"], body) == (200, "bytes", DATABASE)
    assert {"content-encoding", "vary"} & set(headers) == set()


@pytest.mark.parametrize("path", ["/all.zip", "/short.txt", "/large.csv"])
def test_archives_short_answers_and_large_downloads_go_out_as_they_are(site, path, tmp_path):
    _, headers, body = ask(site, path, accept_encoding="gzip")
    assert body == (tmp_path / path[1:]).read_bytes()
    assert int(headers["content-length"]) == len(body)
    assert "content-encoding" not in headers


def test_a_head_tells_of_the_page_as_it_is(site):
    status, headers, body = ask(site, "/", "HEAD", accept_encoding="gzip")
    assert (status, int(headers["content-length"]), body) == (200, len(TEXT), b"")
    assert "content-encoding" not in headers


def test_the_page_for_what_is_not_there_is_packed_too(site):
    status, headers, body = ask(site, "/nothing", accept_encoding="gzip")
    assert (status, headers["content-encoding"], gzip.decompress(body)) == (404, "gzip", TEXT + b"!")


def test_pieces_are_packed_into_what_the_whole_is():
    packer = Packer()
    pieces = [packer.piece(TEXT, last=False), packer.piece(b"end", last=False), packer.piece(b"", last=True)]
    assert gzip.decompress(b"".join(pieces)) == TEXT + b"end"
    assert packed(TEXT) == packed(TEXT)


def test_what_was_not_asked_for_longest_is_no_longer_kept():
    kept = Kept(10)
    kept.keep("a", 1, 4)
    kept.keep("b", 2, 4)
    assert kept.get("a") == 1
    kept.keep("c", 3, 4)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]
    kept.keep("huge", 4, 11)
    assert kept.get("huge") is None
