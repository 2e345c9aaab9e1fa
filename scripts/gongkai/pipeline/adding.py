"""A new disclosure: its folder in datapackage/ with the source and a disclosure.toml to be looked over by hand."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from gongkai.errors import GongkaiError, RegistrationError
from gongkai.messages import one_line
from gongkai.model import Registration, Source
from gongkai.pipeline.extraction import disclosure_id, registration_in
from gongkai.pipeline.fetching import checked, fetch
from gongkai.pipeline.staging import staging
from gongkai.read import formats, opened
from gongkai.registry import FILE_NAME, is_id
from gongkai.sandbox import Limits, isolated

Result = TypeVar("Result")

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_SUFFIXES = {
    formats.PDF: ".pdf",
    formats.XLSX: ".xlsx",
    formats.XLS: ".xls",
    formats.ODS: ".ods",
    formats.DOCX: ".docx",
    formats.DOC: ".doc",
    formats.HTML: ".html",
}
_ASKED = ("title", "issuer", "region_code", "level", "fiscal_year", "phase", "scope")
_ALLOWED = {
    "region_code": "GB/T 2260, 50, 5001, 500157",
    "level": "central | province | city | county | township",
    "phase": "budget | final",
    "scope": "department | unit",
    "fiscal_year": "2026",
}


@dataclass(frozen=True, slots=True)
class Added:
    """Where a disclosure was registered, and what its document does not say and has to be filled in by hand."""

    folder: Path
    registration: Registration
    missing: tuple[str, ...]


def add(root: Path, given: str, id_: str = "", limits: Limits | None = None) -> Added:
    """Registers the disclosure in a file or at an address: `root`/datapackage/<id> with source and disclosure.toml.

    Raises ReadError where it cannot be read, RegistrationError where the id is none or taken. Nothing is left then.
    """
    bounds = limits or Limits()
    if id_:
        _free(root, id_)
    is_url = bool(_URL.match(given))
    name = _name(checked(given)) if is_url else Path(given).name
    with staging(root / "build") as place:
        file = place / "source"
        if is_url:
            room = replace(bounds, output_mb=bounds.file_bytes // (1024 * 1024) + 1)
            _alone(fetch, given, (given, file, bounds.file_bytes), room, place)
        else:
            with opened(Path(given), bounds.file_bytes) as source, file.open("xb") as copy:
                shutil.copyfileobj(source, copy)
        kept = place / one_line(name)[-100:]
        file.rename(kept)
        said, source_of = _alone(registration_in, given, (kept, "pdfium", bounds.pages), bounds, place)
        target = _free(root, id_ or _id(name, said))
        new = place / "new"
        new.mkdir()
        published = f"source{_suffix(name, source_of.media_type)}"
        kept.rename(new / published)
        text = "\n".join(_entry(said, source_of, published, given if is_url else ""))
        (new / FILE_NAME).write_text(text + "\n", "utf-8")
        new.rename(target)
    return Added(target, said, tuple(field for field in _ASKED if not getattr(said, field)))


def _alone(
    function: Callable[..., Result], name: str, arguments: tuple[object, ...], limits: Limits, place: Path
) -> Result:
    ((_, result),) = isolated(function, [(name, arguments)], limits, scratch=place)
    if isinstance(result, GongkaiError):
        raise result
    return result


def _free(root: Path, id_: str) -> Path:
    if not is_id(id_):
        raise RegistrationError(
            id_,
            zh="编号只能用小写字母、数字和 . _ -，以字母或数字开头",
            en="an id has lower-case letters, digits and . _ - only, and begins with a letter or digit",
        )
    target = root / "datapackage" / id_
    if target.exists() or target.is_symlink():
        raise RegistrationError(
            f"datapackage/{id_}",
            zh="已经登记，没有改动；可用 --id 另取编号",
            en="registered already, nothing was changed; --id gives another id",
        )
    return target


def _name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or "index.html"


def _suffix(name: str, media_type: str) -> str:
    """The ending that the content asks for; an address often has none, or one of a script."""
    suffix = Path(name).suffix.lower()
    return _SUFFIXES.get(media_type) or (suffix if _SUFFIX.fullmatch(suffix) else "")


def _id(name: str, said: Registration) -> str:
    """The file's name where it is one that can be read, else what is known of the disclosure."""
    stem = Path(name).stem
    if stem.isascii() and re.search(r"[A-Za-z]{3}", stem):
        return disclosure_id(stem)
    issuer = sha256((said.issuer or name).encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return "-".join(str(part) for part in (said.region_code, issuer, said.fiscal_year, said.phase) if part)


def _entry(said: Registration, source: Source, published: str, url: str) -> Iterator[str]:
    """The lines of a disclosure.toml: what the document says, and what is to be filled in."""
    yield "# 手工维护的登记。下面的值是从文件中读出的，请逐项核对；字段说明见网站“参与”一页。"
    yield "# Kept by hand. The values were read from the document: check each; the page “Contribute” explains the keys."
    yield ""
    for field in _ASKED:
        value = getattr(said, field)
        hint = f" ({_ALLOWED[field]})" if field in _ALLOWED else ""
        if value:
            yield f"{field} = {_toml(value)}"
        elif field == "region_code":
            yield f'# {field} = ""  # 文件中没有读出；知道就填 · not read, fill in if known{hint}'
        else:
            yield f"# {field} =   # 文件中没有读出，必须填写 · not read, to be filled in{hint}"
    yield 'licence = "CC-BY-4.0"'
    yield "# published_on = 2026-02-10  # 公布日期 · the day it was published"
    yield '# note = ""  # 需要说明的事 · what a reader has to know'
    yield ""
    yield "[[sources]]"
    yield f"file = {_toml(published)}"
    if url:
        yield f"url = {_toml(url)}"
        yield f"retrieved_on = {date.today().isoformat()}"  # noqa: DTZ011 - the day on the maintainer's calendar
    else:
        yield '# url = "https://"  # 公布的网址 · where it was published'
        yield "# retrieved_on = 2026-02-11  # 下载日期 · the day it was fetched"
    yield f"sha256 = {_toml(source.sha256)}"


def _toml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else json.dumps(one_line(value), ensure_ascii=False)
