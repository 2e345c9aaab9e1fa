"""disclosure.toml: what is kept by hand of a published disclosure, checked key by key."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.codes import regions_of
from gongkai.errors import RegistrationError
from gongkai.model import Registration

FILE_NAME = "disclosure.toml"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")

Text = Annotated[str, Field(min_length=1)]
Url = Annotated[str, Field(pattern=r"^https?://\S+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SourceEntry(_Strict):
    """A published file of the disclosure, beside disclosure.toml."""

    file: Annotated[str, Field(pattern=r"^[^/\\]+$")]
    url: Url | None = None
    retrieved_on: date | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Correction(_Strict):
    """A repair of our reading of one cell: never of what the publisher printed."""

    table_no: Annotated[int, Field(ge=1)]
    row: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=1)]
    read: str
    printed: str
    reason: Text
    checked_by: Text


class Entry(_Strict):
    """A disclosure.toml. `corrections` need the text that is read today and fail when the source changes."""

    title: Text
    issuer: Text
    region_code: Annotated[str, Field(pattern=r"^\d{2}(\d{2}(\d{2})?)?$")] | None = None
    level: Literal["central", "province", "city", "county", "township"]
    fiscal_year: Annotated[int, Field(ge=1994, le=2100)]
    phase: Literal["budget", "final"]
    scope: Literal["department", "unit"]
    published_on: date | None = None
    revision: Annotated[int, Field(ge=1)] = 1
    supersedes: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")] | None = None
    licence: Text = "CC-BY-4.0"
    note: str = ""
    note_en: str = ""
    sources: Annotated[tuple[SourceEntry, ...], Field(min_length=1, strict=False)]
    corrections: Annotated[tuple[Correction, ...], Field(strict=False)] = ()

    def registration(self, id_: str) -> Registration:
        """The part of it that is published with every row's disclosure."""
        return Registration(
            id=id_,
            title=self.title,
            issuer=self.issuer,
            region_code=self.region_code or "",
            level=self.level,
            fiscal_year=self.fiscal_year,
            phase=self.phase,
            scope=self.scope,
            published_on=self.published_on.isoformat() if self.published_on else "",
            revision=self.revision,
            supersedes=self.supersedes or "",
            licence=self.licence,
            note=self.note,
            note_en=self.note_en,
        )


def is_id(text: str) -> bool:
    """Whether a text may be the id of a disclosure, and so the name of its folder."""
    return bool(_ID.fullmatch(text))


def kept_entry(words: str) -> Entry | None:
    """The entry that these words, its own JSON, were made of; None where they are no such thing."""
    try:
        return Entry.model_validate_json(words)
    except ValidationError:
        return None


def read_entry(folder: Path) -> Entry:
    """The entry of a disclosure's folder.

    Raises RegistrationError that names the key, what stands there, and what is allowed.
    """
    path = folder / FILE_NAME
    where = f"{folder.name}/{FILE_NAME}"
    if not is_id(folder.name):
        raise RegistrationError(
            folder.name,
            zh="文件夹名就是公开的编号，只能用小写字母、数字和 . _ -",
            en="the folder's name is the public id: lower-case letters, digits and . _ - only",
        )
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise RegistrationError(where, zh="没有这个文件", en="no such file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegistrationError(where, zh=f"不是有效的 TOML：{error}", en=f"not valid TOML: {error}") from error
    try:
        entry = Entry.model_validate(data)
    except ValidationError as error:
        raise _told(where, error) from error
    if entry.region_code and not regions_of(entry.region_code):
        raise RegistrationError(
            f"{where}: region_code",
            zh=f"“{entry.region_code}”不是 GB/T 2260 的区划代码（省略末尾的零，如 50、500157）",
            en=f"“{entry.region_code}” is no code of GB/T 2260 (without trailing zeros: 50, 500157)",
        )
    _must_be_plain(entry, where)
    for source in entry.sources:
        if not (folder / source.file).is_file():
            raise RegistrationError(
                f"{where}: sources",
                zh=f"旁边没有文件 {source.file}",
                en=f"no file {source.file} beside it",
            )
    return entry


def _must_be_plain(entry: Entry, where: str) -> None:
    """Raises RegistrationError for a correction that changes nothing, and for two of one cell."""
    met: set[tuple[int, int, int]] = set()
    for number, fix in enumerate(entry.corrections, start=1):
        cell = (fix.table_no, fix.row, fix.column)
        if fix.read == fix.printed:
            raise RegistrationError(
                f"{where}: corrections.{number}",
                zh=f"read 和 printed 都是“{fix.read}”，什么也没有更正",
                en=f"read and printed are both “{fix.read}”: it corrects nothing",
            )
        if cell in met:
            raise RegistrationError(
                f"{where}: corrections.{number}",
                zh=f"第二次更正 {fix.table_no}:{fix.row}:{fix.column} 这一格；每格只写一条",
                en=f"a second correction of the cell {fix.table_no}:{fix.row}:{fix.column}; write one for each",
            )
        met.add(cell)


def _told(where: str, error: ValidationError) -> RegistrationError:
    zh: list[str] = []
    en: list[str] = []
    for problem in error.errors():
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
        met = repr(problem["input"]) if not isinstance(problem["input"], dict | list) else ""
        kind = problem["type"]
        if kind == "extra_forbidden":
            allowed = ", ".join(_allowed(problem["loc"][:-1]))
            zh.append(f"没有“{place}”这个键，可用的键：{allowed}")
            en.append(f"unknown key “{place}”, allowed: {allowed}")
        elif kind == "missing":
            zh.append(f"缺少“{place}”")
            en.append(f"“{place}” is missing")
        else:
            rule = _rule(problem)
            zh.append(f"“{place}”为 {met}，应当：{rule}")
            en.append(f"“{place}” is {met}, it should be: {rule}")
    return RegistrationError(where, zh="；".join(zh), en="; ".join(en))


def _allowed(parent: tuple[int | str, ...]) -> list[str]:
    models: dict[str, type[BaseModel]] = {"sources": SourceEntry, "corrections": Correction}
    return sorted(models.get(str(parent[0]) if parent else "", Entry).model_fields)


def _rule(problem: Any) -> str:
    context = problem.get("ctx", {})
    if "expected" in context:
        return str(context["expected"])
    if "pattern" in context:
        return str(context["pattern"])
    return str(problem["msg"])
