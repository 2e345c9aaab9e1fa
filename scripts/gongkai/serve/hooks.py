"""What Datasette asks of its plugins: sealed connections, words in a language, figures that lead to their mark."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from datasette import hookimpl
from datasette.plugins import pm
from markupsafe import Markup, escape

from gongkai import menu
from gongkai.search import snippet
from gongkai.serve.context import ASKED
from gongkai.serve.sealing import seal

_NAME = "gongkai"
_SAME_EVERYWHERE = ("site_menu", "site_seek", "site_foot")
#: Where the printed figure, or what is printed, stands in a row with table_no, row and column.
_PRINTED = {"printed", "text", "amount_wan", "total_wan", "budget_wan", "final_wan", "indicator"}


class Hooks:
    """The hooks, as Datasette looks them up; it wants the name of a package with them."""

    __name__ = "gongkai.serve"

    # After Datasette, whose escape_fts knows no Chinese.
    @hookimpl(trylast=True)  # type: ignore[untyped-decorator]
    def prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
        if database != "_internal":  # where Datasette itself writes, and nobody else can ask
            seal(conn)

    @hookimpl  # type: ignore[untyped-decorator]
    def prepare_jinja2_environment(self, env: Any, datasette: Any) -> None:
        said, told = datasette.gongkai, datasette.metadata()["databases"][_NAME]
        tables = told["tables"]
        english = said["language"] == "en"
        env.globals.update(
            said,
            english=english,
            say=lambda zh, en: en if english else zh,
            site="/en/" if english else "/",
            menu_entries=menu.HEAD,
            foot_entries=menu.FOOT,
            words_of=lambda _, table: tables.get(table, {}),
            titles={**_titles(tables, ": " if english else "："), **told["question_words"]},
            parameters=told["question_words"],
        )
        # The same on every page: put into words once, and not piece by piece between the requests of others.
        still = env.overlay(enable_async=False)
        env.globals.update(
            {part: Markup(still.get_template(f"_{part}.html").render()) for part in _SAME_EVERYWHERE}  # noqa: S704
        )

    @hookimpl  # type: ignore[untyped-decorator]
    def render_cell(self, row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Markup | None:
        site = "/en" if datasette.gongkai["language"] == "en" else ""
        if column == "address" and isinstance(value, str) and value.startswith("/"):
            shown = "the mark ↗" if site else "看原表 ↗"
            return Markup('<a href="{}{}">{}</a>').format(site, _quoted(value), shown)
        if value is None or isinstance(value, dict):
            return None
        searched = ASKED.get().search
        if searched and table == "search_entries" and column == "text":
            return _marked(str(value), searched)
        held = _held(row)
        if table is None and column == "disclosure_id":
            return Markup('<a href="{}/disclosures/{}/">{}</a>').format(site, quote(str(value)), value)
        if column in _PRINTED and held is not None:
            return Markup('<a href="{}/disclosures/{}/#t{}-r{}-c{}">{}</a>').format(site, *held, value)
        return Markup('<span class="number">{}</span>').format(value) if isinstance(value, (int, float)) else None


def register() -> None:
    """Makes the hooks known to Datasette, once in a process."""
    if not pm.has_plugin(_NAME):
        pm.register(Hooks(), name=_NAME)


def _titles(tables: Mapping[str, Any], colon: str) -> dict[str, str]:
    """The title that most tables give a column: for the columns of questions."""
    titles: dict[str, Counter[str]] = {}
    for table in tables.values():
        for column, text in table["columns"].items():
            titles.setdefault(column, Counter())[text.partition(colon)[0]] += 1
    return {column: counted.most_common(1)[0][0] for column, counted in titles.items()}


def _held(row: Any) -> tuple[Any, ...] | None:
    names: Mapping[str, Any] | list[str] = row.keys()
    if not {"disclosure_id", "table_no", "row", "column"} <= set(names):
        return None
    identity = row["disclosure_id"]
    identity = identity["value"] if isinstance(identity, dict) else identity
    held = (identity, row["table_no"], row["row"], row["column"])
    return None if None in held else (quote(str(held[0])), *held[1:])


def _marked(text: str, query: str) -> Markup:
    pieces = (Markup("<mark>{}</mark>").format(p.text) if p.hit else escape(p.text) for p in snippet(text, query))
    return Markup("").join(pieces)


def _quoted(address: str) -> str:
    path, _, place = address.partition("#")
    return quote(path) + (f"#{quote(place)}" if place else "")
