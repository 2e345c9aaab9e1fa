"""How Datasette's answers go out: under an address that says which data, compressed, cached, open to other sites."""

import re
from collections.abc import Mapping

from gongkai.serve.asgi import App, Message, Receive, Scope, Send, respond
from gongkai.serve.kept import Kept
from gongkai.serve.packing import LEAST, Packer, accepts_gzip, is_text, packed

_KEPT_BYTES = 12_000_000
_LARGEST_KEPT = 300_000
_FOREVER = b"public, max-age=31536000, immutable"
_VARIES = (b"vary", b"accept-encoding")
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

_Headers = list[tuple[bytes, bytes]]
_Answer = tuple[int, _Headers, bytes]


class Delivery:
    """Datasette's answers, sent as they should be.

    The database `name` is addressed as `name-<edition>`, so that an answer is right for ever and may be kept by
    every cache on the way; the name alone, or with another edition, leads there. `base` is where Datasette lies.
    """

    def __init__(self, app: App, base: str, name: str, edition: str) -> None:
        self._app, self._base = app, base
        self._current = f"{name}-{edition}"
        self._other = re.compile(rf"{re.escape(base + name)}(?:-[0-9a-f]+)?(?P<rest>(?:[./].*)?)", re.DOTALL)
        self._kept: Kept[tuple[str, bytes, bool], _Answer] = Kept(_KEPT_BYTES)

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
        packs = scope["method"] != "HEAD" and accepts_gzip(scope["headers"])
        key = (path, scope.get("query_string", b""), packs)
        kept = self._kept.get(key)
        if kept is not None:
            await _answer(send, kept, scope["method"])
            return
        await self._ask(scope, receive, send, key if current else None, packs=packs)

    async def _ask(
        self, scope: Scope, receive: Receive, send: Send, key: tuple[str, bytes, bool] | None, *, packs: bool
    ) -> None:
        head: Message = {}
        parts: list[bytes] = []
        streamed = False
        packer: Packer | None = None

        async def collect(message: Message) -> None:
            nonlocal streamed, packer
            if message["type"] == "http.response.start":
                head.update(message)
                return
            more = message.get("more_body", False)
            parts.append(message.get("body", b""))
            if streamed or (more and sum(map(len, parts)) > _LARGEST_KEPT):
                if not streamed:
                    streamed = True
                    headers = _lasting(head, key is not None)
                    packer = Packer() if packs and _is_text(headers) else None
                    await send({**head, "headers": [*headers, *_coded(packer is not None), *_OPEN]})
                body = b"".join(parts)
                parts.clear()
                body = packer.piece(body, last=not more) if packer else body
                await send({"type": "http.response.body", "body": body, "more_body": more})

        # A HEAD is the answer without its body: Datasette is asked the same.
        await self._app({**scope, "method": "GET"}, receive, collect)
        if streamed:
            return
        headers, body = _lasting(head, key is not None), b"".join(parts)
        small = packs and len(body) > LEAST and _is_text(headers)
        body = packed(body) if small else body
        headers += [*_coded(small), *_OPEN, (b"content-length", str(len(body)).encode())]
        answer = (head["status"], headers, body)
        if key is not None and head["status"] == 200 and len(body) < _LARGEST_KEPT and b"sql=" not in key[1]:
            self._kept.keep(key, answer, len(body))
        await _answer(send, answer, scope["method"])


def _is_text(headers: _Headers) -> bool:
    return is_text(dict(headers).get(b"content-type", b"").decode("latin-1"))


def _coded(packs: bool) -> _Headers:
    return [(b"content-encoding", b"gzip"), _VARIES] if packs else [_VARIES]


def _lasting(head: Mapping[str, object], current: bool) -> _Headers:
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
