"""The page on which the database is asked in the browser."""

from collections.abc import Iterator

from gongkai import schema
from gongkai.publish.outputs import Page, Whole
from gongkai.publish.questions import questions

#: A larger database is read by ranges unless the reader chooses otherwise.
WHOLE_UP_TO = 48 << 20


def together(whole: Whole) -> Iterator[Page]:
    """The page for SQL; where the engine is missing, it says so."""
    plain, packed = whole.database
    tables = schema.metadata()["databases"]["gongkai"]["tables"]
    yield Page(
        "sql/",
        "sql.html",
        {
            "questions": questions(schema.metadata()),
            "tables": {name: schema.words(name) for name in tables},
            "plain": plain,
            "packed": packed,
            "engine": whole.engine,
            "available": whole.engine is not None,
            "mode": "whole" if plain.size <= WHOLE_UP_TO else "ranges",
        },
    )
