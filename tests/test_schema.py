"""Every table, view and column is described once, in both languages, and nothing else is."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gongkai import schema
from gongkai.errors import PackageError
from gongkai.load import build_database
from gongkai.package import read_package, write_package
from gongkai.schema.files import parse_metadata
from gongkai.schema.words import parse_words
from gongkai.vocabulary import terms
from sample import sample

SCHEMAS = Path(__file__).parents[1] / "datapackage" / "schemas"
EVERY = (*schema.TABLES, *schema.LISTS)
GOOD = "行：格的首行。 | Row: the first row."


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schema")
    write_package(sample(), folder / "package")
    build_database([read_package(folder / "package")], folder / "gongkai.db")
    with closing(sqlite3.connect(folder / "gongkai.db")) as connection:
        yield connection


def columns_of(database, name):
    in_package = [field["name"] for field in schema.schema(name)["fields"]] if name in EVERY else []
    return {*in_package, *(row[1] for row in database.execute(f"PRAGMA table_xinfo('{name}')"))}


def names_of(database):
    return {
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%'"
        )
    }


def test_every_schema_file_is_a_table_of_the_package_or_a_list():
    assert {file.stem for file in SCHEMAS.glob("*.json")} == {*schema.TABLES, *schema.LISTS, schema.FISCAL}


def test_every_table_and_view_is_described_and_no_other(database):
    assert set(schema.metadata()["databases"]["gongkai"]["tables"]) == names_of(database)
    assert set(EVERY) < names_of(database)


def test_every_column_of_package_and_database_is_described_and_no_other(database):
    for name in names_of(database):
        assert set(schema.words(name).columns) == columns_of(database, name), name


@pytest.mark.parametrize("name", EVERY)
def test_a_schema_carries_the_words_of_each_column_in_both_languages(name):
    for field in schema.schema(name)["fields"]:
        words = schema.words(name).columns[field["name"]]
        assert (field["title"], field["title_en"]) == (words.title_zh, words.title_en)
        assert field["description"].endswith("。")
        assert field["description_en"].endswith(".")


@pytest.mark.parametrize("name", EVERY)
def test_the_words_change_nothing_of_a_schema(name):
    words = {"title", "title_en", "description", "description_en", "unit"}
    merged = schema.schema(name)
    merged["fields"] = [{k: v for k, v in field.items() if k not in words} for field in merged["fields"]]
    assert merged == json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("table", "column", "unit"),
    [
        ("lines", "amount_yuan", "元"),
        ("lines", "amount_fen", "分"),
        ("lines", "amount_wan", "万元"),
        ("cells", "x0", "pt"),
        ("statements", "percent", "%"),
        ("lines", "label", ""),
    ],
)
def test_a_quantity_has_its_unit(table, column, unit):
    assert schema.words(table).columns[column].unit == unit


def test_a_changed_schema_does_not_change_the_next_one():
    schema.schema("lines")["fields"].clear()
    assert schema.schema("lines")["fields"]


@pytest.mark.parametrize(
    "text",
    [
        "行：格的首行。",
        "行: 格的首行。 | Row: the first row.",
        "行：格的首行 | Row: the first row.",
        "行：格的首行。 | Row: the first row",
        "行：格的首行。| Row: the first row.",
        "",
        None,
        7,
    ],
)
def test_a_column_described_otherwise_is_an_error_that_names_it_and_the_form(text):
    entry = {"title": "表 | Table", "description": "说明。 | Words.", "columns": {"row": text}}
    with pytest.raises(PackageError) as caught:
        parse_words("cells", entry)
    assert caught.value.where == "metadata.yml: cells.row"
    assert "English title" in caught.value.en


@pytest.mark.parametrize(
    ("key", "text"),
    [("title", "表"), ("title", None), ("description", "说明 | Words."), ("description", "说明。")],
)
def test_a_table_described_otherwise_is_an_error_that_names_it(key, text):
    entry = {"title": "表 | Table", "description": "说明。 | Words.", "columns": {"row": GOOD}, key: text}
    with pytest.raises(PackageError, match=rf"cells\.{key}"):
        parse_words("cells", entry)


def test_a_column_without_words_is_an_error_that_names_it():
    words = parse_words("cells", {"title": "表 | Table", "description": "说明。 | Words.", "columns": {"row": GOOD}})
    with pytest.raises(PackageError, match=r"cells\.column"):
        words.column("column")


def test_a_table_without_words_is_an_error_that_names_it():
    with pytest.raises(PackageError, match="tabels"):
        schema.words("tabels")


def test_a_key_that_stands_twice_is_an_error_that_names_it():
    with pytest.raises(PackageError, match="row"):
        parse_metadata("columns:\n  row: a\n  column: b\n  row: c\n")


def test_text_that_is_not_yaml_is_one_clear_error():
    with pytest.raises(PackageError) as caught:
        parse_metadata("columns: [")
    assert "\n" not in str(caught.value)


def test_every_question_has_a_title_and_words_in_both_languages_and_no_semicolon():
    queries = schema.metadata()["databases"]["gongkai"]["queries"]
    assert len(queries) >= 10
    for name, query in queries.items():
        assert " | " in query["title"], name
        assert "。 | " in query["description"], name
        assert ";" not in query["sql"], name


def test_no_table_is_sorted_by_default():
    # A sort on a column that is not a key makes Datasette's CSV stream forty times slower.
    for entry in schema.metadata()["databases"]["gongkai"]["tables"].values():
        assert not {"sort", "sort_desc"} & set(entry)


@pytest.mark.parametrize(
    ("dimension", "table", "column"),
    [
        ("phase", "disclosures", "phase"),
        ("level", "disclosures", "level"),
        ("side", "lines", "side"),
        ("scheme", "lines", "scheme"),
        ("status", "checks", "status"),
        ("severity", "checks", "severity"),
    ],
)
def test_every_value_of_an_enumeration_is_a_term(dimension, table, column):
    (field,) = (field for field in schema.schema(table)["fields"] if field["name"] == column)
    assert set(field["constraints"]["enum"]) <= set(terms()[dimension])
