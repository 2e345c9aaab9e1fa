"""A published file from its address: over HTTP and HTTPS only, no further than asked, no larger than allowed."""

from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from gongkai.errors import ReadError

_AGENT = "gongkai (open data of published budgets and final accounts)"
_SECONDS = 30  # without a byte; the whole is limited by the process that fetches
_PIECE = 1 << 16


class _Redirects(HTTPRedirectHandler):
    """Follows to HTTP and HTTPS only, and from HTTPS never back to HTTP."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        before, after = urlsplit(req.full_url).scheme, urlsplit(newurl).scheme
        if after not in ("http", "https") or (before, after) == ("https", "http"):
            raise ReadError(
                req.full_url,
                zh=f"被转到“{newurl}”，那里不是安全的网页地址，没有跟随",
                en=f"redirected to “{newurl}”, which is no address that may be followed",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str, to: Path, most_bytes: int) -> None:
    """Writes what is at `url` to the file `to`. Raises ReadError where it cannot be had or is too large."""
    # Each handler by name: the default opener also opens files, data and FTP.
    opener = OpenerDirector()
    for handler in (
        *(ProxyHandler(), HTTPHandler(), HTTPSHandler()),
        *(HTTPDefaultErrorHandler(), HTTPErrorProcessor(), _Redirects()),
    ):
        opener.add_handler(handler)
    request = Request(checked(url), headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})  # noqa: S310 - just checked
    try:
        with opener.open(request, timeout=_SECONDS) as response, to.open("xb") as file:
            size = 0
            while piece := response.read(_PIECE):
                size += len(piece)
                if size > most_bytes:
                    raise ReadError(
                        url,
                        zh=f"超过 {most_bytes:,} 字节，没有下载；可用 --bytes 放宽",
                        en=f"more than {most_bytes:,} bytes, not fetched; --bytes allows more",
                    )
                file.write(piece)
    except HTTPError as error:
        error.close()
        raise ReadError(
            url, zh=f"服务器回答 {error.code} {error.reason}", en=f"the server answers {error.code} {error.reason}"
        ) from error
    except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", None) or error
        raise ReadError(url, zh=f"无法下载：{reason}", en=f"cannot be fetched: {reason}") from error


def checked(url: str) -> str:
    """The address, if it is one of the web and holds no password. Raises ReadError."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isascii() and url.isprintable()
    except ValueError:
        fine = False
    if not fine or " " in url:
        raise ReadError(
            url,
            zh="只能从 http:// 或 https:// 地址下载（中文须写成 %E4 的形式）",
            en="only http:// and https:// addresses are fetched (other letters written as %E4)",
        )
    if "@" in parts.netloc:
        raise ReadError(
            parts.hostname or url,
            zh="地址中有用户名或密码，它会被公开；请去掉",
            en="the address holds a user name or password, which would be published; leave it out",
        )
    return url
