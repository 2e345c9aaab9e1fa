"""The files of the site as a server gives them."""

import asyncio

from gongkai.serve.site import StaticSite


def answer(site, path):
    """Status and body of a request."""
    sent = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    asyncio.run(site(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_a_build_that_is_swapped_in_is_shown_at_once(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "site").mkdir(parents=True)
        (tmp_path / name / "site" / "index.html").write_text(name, "utf-8")
    current = tmp_path / "current"
    current.symlink_to("one")
    site = StaticSite(current / "site")
    assert answer(site, "/") == (200, b"one")
    current.unlink()
    current.symlink_to("two")
    assert answer(site, "/") == (200, b"two")
    (tmp_path / "two" / "site" / "secret").symlink_to(tmp_path / "one" / "site" / "index.html")
    assert answer(site, "/secret")[0] == 404
