"""How Datasette's answers go out: under an address that says which data, compressed, cached, open to other sites."""

import gzip
import re
from collections import OrderedDict
from collections.abc import Mapping

from gongkai.serve.asgi import App, Message, Receive, Scope, Send, respond

_KEPT_BYTES = 12_000_000
_LARGEST_KEPT = 300_000
_COMPRESSED = re.compile(rb"text/|application/json|javascript|xml")
_FOREVER = b"public, max-age=31536000, immutable"
_OPEN = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"link"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex, nofollow"),
    (
        b"content-security-policy",
        (
            b"default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
    ),
)

_Answer = tuple[int, list[tuple[bytes, bytes]], bytes]


class Delivery:
    """Datasette's answers, sent as they should be.

    The database `name` is addressed as `name-<edition>`, so that an answer is right for ever and may be kept by
    every cache on the way; the name alone, or with another edition, leads there. `base` is where Datasette lies.
    """

    def __init__(self, app: App, base: str, name: str, edition: str) -> None:
        self._app, self._base = app, base
        self._current = f"{name}-{edition}"
        self._other = re.compile(rf"{re.escape(base + name)}(?:-[0-9a-f]+)?(?P<rest>(?:[./].*)?)", re.DOTALL)
        self._kept: OrderedDict[tuple[str, bytes, bool], _Answer] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
        current = path.startswith((self._base + self._current + "/", self._base + self._current + "."))
        current = current or path == self._base + self._current
        moved = None if current else self._other.fullmatch(path)
        if moved is not None:
            query = scope.get("query_string", b"").decode("latin-1")
            location = self._base + self._current + moved["rest"] + (f"?{query}" if query else "")
            headers = {"location": location, "cache-control": "public, max-age=60", "content-length": "0"}
            await respond(send, 302, {**headers, "access-control-allow-origin": "*"})
            return
        packed = b"gzip" in dict(scope["headers"]).get(b"accept-encoding", b"")
        key = (path, scope.get("query_string", b""), packed)
        if key in self._kept:
            self._kept.move_to_end(key)
            await _answer(send, self._kept[key], scope["method"])
            return
        await self._ask(scope, receive, send, key if current else None, packed=packed)

    async def _ask(
        self, scope: Scope, receive: Receive, send: Send, key: tuple[str, bytes, bool] | None, *, packed: bool
    ) -> None:
        head: Message = {}
        parts: list[bytes] = []
        streamed = False

        async def collect(message: Message) -> None:
            nonlocal streamed
            if message["type"] == "http.response.start":
                head.update(message)
                return
            parts.append(message.get("body", b""))
            if streamed or (message.get("more_body") and sum(map(len, parts)) > _LARGEST_KEPT):
                if not streamed:
                    streamed = True
                    await send({**head, "headers": [*_lasting(head, key is not None), *_OPEN]})
                body = b"".join(parts)
                parts.clear()
                await send({"type": "http.response.body", "body": body, "more_body": message.get("more_body", False)})

        # A HEAD is the answer without its body: Datasette is asked the same.
        await self._app({**scope, "method": "GET"}, receive, collect)
        if streamed:
            return
        headers, body = [*_lasting(head, key is not None), *_OPEN], b"".join(parts)
        if packed and len(body) > 500 and _COMPRESSED.search(dict(headers).get(b"content-type", b"")):
            body = gzip.compress(body, 5, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
        headers += [(b"content-length", str(len(body)).encode()), (b"vary", b"accept-encoding")]
        answer = (head["status"], headers, body)
        if key is not None and head["status"] == 200 and len(body) < _LARGEST_KEPT and b"sql=" not in key[1]:
            self._keep(key, answer)
        await _answer(send, answer, scope["method"])

    def _keep(self, key: tuple[str, bytes, bool], answer: _Answer) -> None:
        if key in self._kept:
            return
        self._kept[key] = answer
        self._size += len(answer[2])
        while self._size > _KEPT_BYTES:
            _, (_, _, oldest) = self._kept.popitem(last=False)
            self._size -= len(oldest)


def _lasting(head: Mapping[str, object], current: bool) -> list[tuple[bytes, bytes]]:
    """Datasette's own headers, but for those that are ours to say."""
    ours = {b"content-length", b"cache-control", b"transfer-encoding", *(name for name, _ in _OPEN)}
    given = head["headers"]
    assert isinstance(given, list)
    headers = [(name.lower(), value) for name, value in given if name.lower() not in ours]
    lasting = current and head["status"] == 200
    return [*headers, (b"cache-control", _FOREVER if lasting else b"no-cache")]


async def _answer(send: Send, answer: _Answer, method: str) -> None:
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
