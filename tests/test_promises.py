"""What a descriptor promises and frictionless passes over is held by us: each promise is broken once."""

import csv
import hashlib
import io
import json

import frictionless
import pytest

from gongkai.errors import PackageError
from gongkai.package import validate_package, write_lists, write_package
from gongkai.package.integrity import orphans
from gongkai.package.kept import broken_promises
from gongkai.package.standard import departures
from gongkai.schema import FISCAL, LISTS, TABLES, schema, words
from sample import sample

EVERY = (*TABLES, *LISTS, FISCAL)


@pytest.fixture
def folder(tmp_path):
    write_package(sample(), tmp_path / "package")
    return tmp_path / "package"


def descriptor_of(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def told(folder, change):
    descriptor = descriptor_of(folder)
    change(descriptor, {resource["name"]: resource for resource in descriptor["resources"]})
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")


def rewritten(folder, name, change):
    """Changes the rows of a table and tells the descriptor the truth of the file, so that only the rows can speak."""
    file = folder / f"{name}.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))
    change(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    content = out.getvalue().encode()
    file.write_bytes(content)
    truth = {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content), "rows": len(rows)}
    told(folder, lambda _, resources: resources[name].update(truth))


def passes_frictionless(folder):
    return frictionless.Package(str(folder / "datapackage.json")).validate().valid


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("statements", ("paragraph_no", "start")),
        ("targets", ("table_no", "row", "column")),
        ("rules", ("title",)),
        ("terms", ("dimension", "name")),
    ],
)
def test_a_unique_key_that_stands_twice_passes_frictionless_and_not_us(folder, name, columns):
    def change(rows):
        rows[1].update({column: rows[0][column] for column in columns})

    assert list(columns) in [key[-len(columns) :] for key in schema(name)["uniqueKeys"]]
    rewritten(folder, name, change)
    assert passes_frictionless(folder)
    assert any(line.startswith(f"{name}.csv r3: ") and "the same as in r2" in line for line in validate_package(folder))


def test_a_key_with_an_empty_part_is_not_compared(folder):
    resource = {
        **descriptor_of(folder)["resources"][5],
        "schema": {**schema("lines"), "uniqueKeys": [["project_code"]]},
    }
    assert resource["name"] == "lines"
    assert list(broken_promises(folder, resource)) == []


@pytest.mark.parametrize("written", [["income"], [{"value": "income", "label": "收入"}]])
def test_a_value_outside_of_its_categories_passes_frictionless_and_not_us(folder, written):
    def change(_, resources):
        next(f for f in resources["lines"]["schema"]["fields"] if f["name"] == "side")["categories"] = written

    told(folder, change)
    assert passes_frictionless(folder)
    assert any("side 'expenditure' is no category" in line for line in validate_package(folder))


@pytest.mark.parametrize("promise", ["rows", "bytes", "hash"])
def test_what_is_counted_and_hashed_otherwise_than_told_is_found(folder, promise):
    wrong = f"sha256:{'0' * 64}" if promise == "hash" else 1
    told(folder, lambda _, resources: resources["lines"].update({promise: wrong}))
    assert any(promise in line for line in validate_package(folder))
    resource = next(r for r in descriptor_of(folder)["resources"] if r["name"] == "lines")
    assert [f"not as described: {promise}" in line for line in broken_promises(folder, resource)] == [True]


def test_a_code_whose_parent_is_not_in_the_table_is_found(folder):
    rewritten(folder, "codes", lambda rows: rows[1].update(parent="999"))
    assert passes_frictionless(folder)
    assert any("codes.csv r3: the parent '999' is not in the table" in line for line in validate_package(folder))


def test_a_place_that_belongs_to_no_place_is_found_by_frictionless_too(folder):
    rewritten(folder, "regions", lambda rows: rows[-1].update(parent="11"))
    assert not passes_frictionless(folder)
    assert validate_package(folder)


def test_orphans_are_looked_for_in_the_lists(tmp_path):
    write_lists(tmp_path)
    assert [list(orphans(tmp_path, name)) for name in LISTS] == [[]] * len(LISTS)
    rewritten(tmp_path, "code_list", lambda rows: rows[1].update(parent="999"))
    assert [line.partition(":")[0] for line in orphans(tmp_path, "code_list")] == ["code_list.csv r3"]
    assert validate_package(tmp_path)


# The official schema


def test_the_sample_and_the_lists_depart_nowhere_from_the_official_schema(folder, tmp_path):
    write_lists(tmp_path / "lists")
    for place in (folder, tmp_path / "lists"):
        assert list(departures(descriptor_of(place))) == []
        assert validate_package(place) == ()


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("created", 2026, "$.created"),
        ("contributors", [{}], "$.contributors[0]"),
        ("licenses", [{"title": "free"}], "$.licenses[0]"),
        ("resources", [], "$.resources"),
    ],
)
def test_a_descriptor_that_departs_from_the_official_schema_is_told_where(folder, key, value, place):
    assert any(line.startswith(f"{place}: ") for line in departures({**descriptor_of(folder), key: value}))


def test_validation_says_where_the_official_schema_is_broken(folder):
    told(folder, lambda descriptor, _: descriptor.update(contributors=[{}]))
    assert any(line.startswith("datapackage.json: $.contributors[0]: ") for line in validate_package(folder))


def test_a_resource_without_its_file_is_one_line_and_no_trace(folder):
    (folder / "lines.csv").unlink()
    assert any("cannot be read" in line for line in validate_package(folder))
    with pytest.raises(PackageError):
        list(orphans(folder / "nowhere", "codes"))


# Words and types of columns


@pytest.mark.parametrize("name", EVERY)
def test_every_field_has_a_title_and_a_description_in_both_languages_and_money_its_unit(name):
    for field in schema(name)["fields"]:
        assert all(field[key] for key in ("title", "title_en", "description", "description_en")), field["name"]
        assert field["name"].endswith("_yuan") == (field.get("unit") == "元"), field["name"]
    assert words(name).title_en


def test_types_of_columns_are_those_of_the_taxonomy_and_fit():
    kinds = {"value": "number", "date:fiscal-year": "integer"}
    typed = [field for name in EVERY for field in schema(name)["fields"] if "columnType" in field]
    assert len(typed) > 20
    for field in typed:
        assert field["columnType"].split(":")[0] in TAXONOMY, field
        assert field["type"] == kinds.get(field["columnType"], "string"), field


TAXONOMY = {
    "activity", "administrator", "date", "direction", "economic-classification", "expenditure-type", "fin-source",
    "functional-classification", "geo-source", "phase", "value", "value-currency",
}  # fmt: skip


def test_rdf_types_are_addresses_of_public_vocabularies():
    found = {field["rdfType"] for name in EVERY for field in schema(name)["fields"] if "rdfType" in field}
    known = ("http://purl.org/", "http://www.w3.org/", "https://schema.org/", "http://spdx.org/")
    assert found
    assert all(address.startswith(known) for address in found)
