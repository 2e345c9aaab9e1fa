"""`datapackage.json` at the root: what there is of everything, and where the package of each disclosure lies."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gongkai import schema
from gongkai.package import csv_text
from gongkai.publish.downloads import File
from gongkai.publish.machines.digest import Digest

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
REGISTER = "downloads/disclosures.csv"


def write_register(digests: Iterable[Digest], out: Path) -> File:
    """Writes the rows of `disclosures` of all packages as one table."""
    content = "".join((csv_text("disclosures", ()), *(digest.register for digest in digests))).encode("utf-8")
    target = out / REGISTER
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return File(REGISTER, len(content))


def describe_everything(
    digests: Sequence[Digest], register: File, codes: Sequence[File], database: Sequence[File], out: Path
) -> dict[str, Any]:
    """The descriptor: the register, the code lists, the database; `packages` leads to those of the disclosures."""
    lists = {Path(file.path).stem: file for file in codes if file.path.endswith(".csv")}
    tables = {"disclosures": register, **lists}
    return {
        "$schema": _PROFILE,
        "name": "gongkai",
        "title": "公开 Gongkai",
        "description": "部门预算和决算的开放数据：登记、编码表和数据库；每份公开另有一个数据包，见 packages。\n\n"
        "Published budgets and final accounts as open data: the register, the code lists and the database; "
        "each disclosure has a package of its own, see packages.",
        "licenses": [_LICENCE],
        "contributors": [{"title": "Gongkai contributors", "roles": ["wrangler"]}],
        "resources": [
            *(_table(name, file, out) for name, file in tables.items()),
            *(_file(file, out) for file in database),
        ],
        "packages": [
            {"id": digest.id, "title": digest.title, "path": f"{digest.page}data/datapackage.json"}
            for digest in digests
        ],
    }


def _table(name: str, file: File, out: Path) -> dict[str, Any]:
    words = schema.words(name)
    return {
        "name": name,
        "type": "table",
        "path": file.path,
        "title": words.title_zh,
        "title_en": words.title_en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_sealed(file, out),
        "schema": _alone(schema.schema(name)),
    }


def _alone(table: dict[str, Any]) -> dict[str, Any]:
    """The schema without keys into tables that are not here."""
    return {name: value for name, value in table.items() if name != "foreignKeys"}


def _file(file: File, out: Path) -> dict[str, Any]:
    packed = file.path.endswith(".gz")
    return {
        "name": "gongkai-db-gz" if packed else "gongkai-db",
        "path": file.path,
        "format": "gz" if packed else "sqlite",
        "mediatype": "application/gzip" if packed else "application/vnd.sqlite3",
        **_sealed(file, out),
    }


def _sealed(file: File, out: Path) -> dict[str, Any]:
    with (out / file.path).open("rb") as content:
        return {"hash": f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}", "bytes": file.size}
