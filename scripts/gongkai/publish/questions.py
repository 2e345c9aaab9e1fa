"""The page on which the database is asked in the browser: the questions of metadata.yml, the tables, what runs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai import schema
from gongkai.publish.downloads import File
from gongkai.publish.foreign import LOCK, Foreign, brought, locked
from gongkai.publish.pages import Page

#: A larger database is read by ranges unless the reader chooses otherwise.
WHOLE_UP_TO = 48 << 20
_FOLDER = "sqlite"

#: The same in Chinese and English.
Both = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of metadata.yml, with its SQL."""

    name: str
    title: Both
    description: Both
    sql: str


def write_engine(site_sources: Path, browser_code: Path | None, out: Path) -> bool:
    """Writes the database engine that set-up brought to `assets/` of the site; whether it was there, as locked."""
    engine = next((each for each in locked(site_sources / LOCK) if each.folder == _FOLDER), None)
    found = brought(engine, browser_code) if engine and browser_code else None
    if engine is None or found is None:
        return False
    for name, content in found.items():
        target = out / "assets" / engine.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return True


def questions_page(database: tuple[File, File], engine: Foreign | None, *, available: bool) -> Page:
    """The page, which asks only where the engine is `available`, and says so where it is not."""
    plain, packed = database
    tables = schema.metadata()["databases"]["gongkai"]["tables"]
    return Page(
        "sql/",
        "sql.html",
        {
            "questions": questions(schema.metadata()),
            "tables": {name: schema.words(name) for name in tables},
            "plain": plain,
            "packed": packed,
            "engine": engine,
            "available": available,
            "mode": "whole" if plain.size <= WHOLE_UP_TO else "ranges",
        },
    )


def questions(metadata: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions in the order of metadata.yml."""
    queries = metadata["databases"]["gongkai"]["queries"]
    return tuple(
        Question(name, _both(query["title"]), _both(query.get("description", "")), query["sql"].strip())
        for name, query in queries.items()
    )


def _both(text: str) -> Both:
    zh, _, en = text.partition(" | ")
    return zh, en or zh
