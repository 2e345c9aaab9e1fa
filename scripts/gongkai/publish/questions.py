"""What the page on which the database is asked is made of: the questions of metadata.yml, and what runs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.publish.foreign import LOCK, Foreign, brought, locked

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


def write_engine(site_sources: Path, browser_code: Path | None, out: Path) -> Foreign | None:
    """Writes the database engine that set-up brought to the site's `assets/`; None where it is not there, as locked."""
    engine = next((each for each in locked(site_sources / LOCK) if each.folder == _FOLDER), None)
    found = brought(engine, browser_code) if engine and browser_code else None
    if engine is None or found is None:
        return None
    for name, content in found.items():
        target = out / "assets" / engine.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return engine


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
