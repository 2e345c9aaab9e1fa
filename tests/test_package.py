"""A disclosure becomes a package, the package becomes the same rows again, and its constraints bite."""

import csv
import dataclasses
import hashlib
import io
import json
from decimal import Decimal

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import model
from gongkai.errors import PackageError
from gongkai.package import read_package, validate_package, write_package, writing
from gongkai.package.values import csv_line, text_of, value_of
from gongkai.schema import TABLES, schema
from sample import ID, sample


@pytest.fixture
def folder(tmp_path):
    write_package(sample(), tmp_path / "package")
    return tmp_path / "package"


def edit(folder, name, old, new, *, truthful=True):
    """Replaces text in a CSV file; a truthful edit also tells the descriptor, so that only the rows can speak."""
    file = folder / f"{name}.csv"
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}.csv"
    file.write_text(text.replace(old, new), "utf-8", newline="")
    if truthful:
        tell(folder, name)


def tell(folder, name):
    content = (folder / f"{name}.csv").read_bytes()
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (resource,) = (resource for resource in descriptor["resources"] if resource["name"] == name)
    resource |= {
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "bytes": len(content),
        "rows": content.count(b"\n") - 1,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")


def replaced(**changes):
    return dataclasses.replace(sample(), **changes)


def with_first(name, **changes):
    values = getattr(sample(), name)
    return replaced(**{name: (dataclasses.replace(values[0], **changes), *values[1:])})


# What is written


def test_the_sample_is_valid(folder):
    assert validate_package(folder) == ()


def test_a_package_holds_a_file_for_each_table_and_its_descriptor_and_nothing_else(folder):
    assert {file.name for file in folder.iterdir()} == {
        "datapackage.json",
        *(f"{name}.csv" for name in TABLES),
    }


def test_the_same_disclosure_gives_the_same_bytes_in_another_folder(folder, tmp_path):
    write_package(sample(), tmp_path / "elsewhere" / "deep")
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / "elsewhere" / "deep" / file.name).read_bytes(), file.name


def test_rows_are_read_back_as_they_were_written(folder):
    package = read_package(folder)
    line = sample().lines[8]
    (row,) = (
        row
        for row in package.rows["lines"]
        if (row["table_no"], row["row"], row["column"]) == (line.table_no, line.row, line.column)
    )
    assert row == {
        "disclosure_id": ID,
        **{name: getattr(line, name) if getattr(line, name) != "" else None for name in line.__slots__},
    }
    assert package.disclosure["published_on"] == "2026-02-28"
    assert [len(package.rows[name]) for name in ("tables", "lines", "statements", "targets", "checks")] == [
        len(sample().tables), len(sample().lines), len(sample().statements), len(sample().targets), len(sample().findings)]  # fmt: skip


def test_the_order_of_columns_is_that_of_the_schema(folder):
    for name in TABLES:
        header = (folder / f"{name}.csv").read_text("utf-8").splitlines()[0]
        assert header.split(",") == [field["name"] for field in schema(name)["fields"]]


def test_operands_are_joined_by_semicolons_and_checks_are_numbered(folder):
    checks = read_package(folder).rows["checks"]
    assert [row["check_no"] for row in checks] == [1, 2, 3, 4, 5, 6]
    assert checks[1]["operands"] == "s1;2:3:3"
    assert checks[4]["operands"] is None


def test_boxes_have_two_decimals_at_most_and_paragraphs_their_numbers(tmp_path):
    place = model.Place("shili-2026-budget.pdf", 1, 56.123456, -0.001, 100.0, 1e2 / 3)
    write_package(replaced(paragraphs=(*sample().paragraphs, model.Paragraph("又一段", place))), tmp_path)
    last = read_package(tmp_path).rows["paragraphs"][-1]
    assert (last["paragraph_no"], last["x0"], last["top"], last["x1"], last["bottom"]) == (
        4,
        Decimal("56.12"),
        Decimal(0),
        Decimal(100),
        Decimal("33.33"),
    )
    assert "E+" not in (tmp_path / "paragraphs.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("12345678901234567890.00", "12345678901234567890.00"),
        ("-3", "-3.00"),
        ("0.005", "0.005"),
        ("100", "100.00"),
        ("0", "0.00"),
        ("1E+4", "10000.00"),
        ("1.2300", "1.23"),
    ],
)
def test_amounts_are_written_plain_and_exact(tmp_path, amount, text):
    write_package(with_first("lines", amount_yuan=Decimal(amount)), tmp_path)
    assert f",{text}," in (tmp_path / "lines.csv").read_text("utf-8").splitlines()[1]
    assert read_package(tmp_path).rows["lines"][0]["amount_yuan"] == Decimal(amount)


@pytest.mark.parametrize(
    "text", ['say "hi"', "a,b", "一\n二", "a\rb", "a\r\nb", " 前后空格 ", "<script>", "\u3000", "，", "'=1+1"]
)
def test_a_cells_text_survives_as_it_is(tmp_path, text):
    table = sample().tables[7]
    cells = (table.cells[0]._replace(text=text), *table.cells[1:])
    write_package(replaced(tables=(*sample().tables[:7], dataclasses.replace(table, cells=cells))), tmp_path)
    (cell,) = (
        row for row in read_package(tmp_path).rows["cells"] if (row["table_no"], row["row"], row["column"]) == (8, 1, 1)
    )
    assert cell["text"] == text
    assert validate_package(tmp_path) == ()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2))
def test_any_texts_survive_a_line_of_csv(texts):
    (line,) = csv.reader(io.StringIO(csv_line(texts), newline=""), strict=True)
    assert line == texts


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20))
def test_any_number_survives_as_text(number):
    assert value_of(text_of(number), "number") == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1,23", "number"),
        ("1e5", "number"),
        ("NaN", "number"),
        ("Infinity", "number"),
        (" 1", "number"),
        ("1.0", "integer"),
        ("True", "boolean"),
        ("1", "boolean"),
        ("2026-02-30", "date"),
        ("20260228", "date"),
        ("١", "nothing"),
    ],
)
def test_a_text_of_another_type_is_refused(text, kind):
    with pytest.raises(ValueError):
        value_of(text, kind)


# The descriptor


def test_the_descriptor_says_what_it_is_where_it_came_from_and_under_what_licence(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["name"] == ID
    assert descriptor["created"] == "2026-02-28T00:00:00Z"
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert descriptor["sources"] == [
        {
            "title": "shili-2026-budget.pdf",
            "path": "https://example.org/shili-2026-budget.pdf",
            "mediatype": "application/pdf",
            "hash": f"sha256:{sample().sources[0].sha256}",
            "retrieved_on": "2026-03-01",
        }
    ]
    assert [resource["name"] for resource in descriptor["resources"]] == list(TABLES)


def test_the_descriptor_of_an_unregistered_file_is_valid_too(tmp_path):
    bare = model.Registration("some-file", region_code="")
    write_package(replaced(registration=bare, leftovers=("表八没有认出",)), tmp_path)
    assert validate_package(tmp_path) == ()
    descriptor = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert "created" not in descriptor
    assert descriptor["leftovers"] == ["表八没有认出"]


def test_each_resource_names_the_hash_and_size_of_its_file(folder):
    for resource in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        assert resource["encoding"] == "utf-8"


# What is refused when it is read


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("lines", ",1627500.00,100.00,162.75,万元,false,none\n" + f"{ID},1,3,4", ",1e6,100.00,162.75,万元,false,none\n" + f"{ID},1,3,4", ("lines.csv r2 amount_yuan", "1e6")),
        ("tables", f"{ID},8,,", f"{ID},eight,,", ("tables.csv r9 table_no", "eight")),
        ("sources", "2026-03-01", "2026-13-01", ("sources.csv r2 retrieved_on", "2026-13-01")),
        ("rules", "row-sum,", ",", ("rules.csv r2 rule",)),
        ("regions", "code,name,type,parent", "code,name,kind,parent", ("regions.csv", "kind")),
        ("regions", "50,重庆市,直辖市,", "50,重庆市,直辖市", ("regions.csv r2", "3")),
        ("regions", "50,重庆市", '50,"重庆市', ("regions.csv", "CSV")),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_by_file_row_and_column(folder, name, old, new, words):
    edit(folder, name, old, new)
    with pytest.raises(PackageError) as caught:
        read_package(folder)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert validate_package(folder) != ()


def test_a_file_other_than_the_one_described_is_refused(folder):
    edit(folder, "codes", "行政运行", "行政停运", truthful=False)
    with pytest.raises(PackageError, match=r"codes\.csv"):
        read_package(folder)
    assert any("hash" in problem for problem in validate_package(folder))


@pytest.mark.parametrize("name", ["cells.csv", "datapackage.json"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(PackageError, match=name):
        read_package(folder)
    assert any(name in problem for problem in validate_package(folder))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"resources": 1}', '{"resources": [{}]}'])
def test_a_damaged_descriptor_is_reported_in_lines_not_as_a_crash(folder, text):
    (folder / "datapackage.json").write_text(text)
    with pytest.raises(PackageError):
        read_package(folder)
    assert validate_package(folder) != ()


def test_two_disclosures_in_one_package_are_refused(folder):
    file = folder / "disclosures.csv"
    row = file.read_text("utf-8").splitlines()[1]
    edit(folder, "disclosures", row + "\n", row + "\n" + row.replace(ID, "other-2026") + "\n")
    with pytest.raises(PackageError, match="2"):
        read_package(folder)


# What validation finds: one edit that keeps every type, one problem that names it


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("codes", "functional,2026,2010302,", "functional,2026,20103O2,", "pattern"),
        ("codes", "functional,2026,2010302,", "functional,2026,2010303,", "2010302"),  # now a line has no code
        ("lines", f"{ID},2,6,3,expenditure,行政运行,functional,2026,2010301,", f"{ID},2,6,3,expenditure,行政运行,functional,,2010301,", "codes"),
        ("lines", f"{ID},2,6,3,expenditure,", f"{ID},2,6,3,spending,", "enum"),
        ("lines", f"{ID},2,6,3,expenditure,", f"{ID},2,66,3,expenditure,", "cells"),  # an orphan
        ("lines", f"{ID},2,6,3,expenditure,", f"{ID},2,6,4,expenditure,", "primary key"),
        ("lines", "1000500.00,100.00,100.05,万元,false,none\n" + f"{ID},2,6,4", "1000600.00,100.00,100.05,万元,false,none\n" + f"{ID},2,6,4", "100.05"),
        ("tables", f"{ID},2,general_public_expenditure,", f"{ID},2,general_private_expenditure,", "general_private_expenditure"),
        ("tables", f"{ID},8,,", f"{ID},8,three_public,", "recognised"),
        ("checks", "s1;2:3:3", "s9;2:3:3", "s9"),
        ("checks", "s1;2:3:3", "s1;2:99:3", "2:99:3"),
        ("checks", "s1;2:3:3", "s1,2:3:3", ""),
        ("checks", f"{ID},1,row-sum,", f"{ID},1,row-summ,", "row-summ"),
        ("disclosures", ",500112,", ",500113,", "500113"),
        ("disclosures", f"{ID},", "Shili-2026,", "pattern"),
        ("sources", f"{ID},", "other-2026,", "other-2026"),
        ("targets", f"{ID},1,7,5,1,project,", f"{ID},1,7,5,1,programme,", "enum"),
        ("statements", f"{ID},1,2,", f"{ID},1,22,", "paragraphs"),
        ("terms", "kind,three_public,", "kind,three public,", "pattern"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_reported(folder, name, old, new, words):
    edit(folder, name, old, new)
    problems = validate_package(folder)
    assert any(words in problem for problem in problems), problems
    assert all("\n" not in problem for problem in problems)


def test_a_loosened_schema_is_reported(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    del descriptor["resources"][TABLES.index("lines")]["schema"]["foreignKeys"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    assert any("lines" in problem and "schema" in problem for problem in validate_package(folder))


def test_another_wording_of_a_column_leaves_a_package_valid(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    descriptor["resources"][0]["schema"]["fields"][0]["description"] = "换一种说法。"
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    assert validate_package(folder) == ()


def test_frictionless_itself_finds_the_package_valid_with_its_codes_empty_or_whole(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid
    assert report.stats["tasks"] == len(TABLES)
    # Rows with an empty composite key are there, so that their being allowed is seen.
    assert any(row["code"] is None for row in read_package(folder).rows["lines"])


# A writer that dies


def test_a_package_that_was_written_halfway_is_not_read_as_whole(folder, monkeypatch):
    put = writing._put

    def dies_at_statements(file, content):
        if file.name == "statements.csv":
            raise KeyboardInterrupt
        put(file, content)

    monkeypatch.setattr(writing, "_put", dies_at_statements)
    with pytest.raises(KeyboardInterrupt):
        write_package(with_first("lines", label="另一个"), folder)
    with pytest.raises(PackageError, match=r"lines\.csv"):
        read_package(folder)


def test_validation_of_many_problems_counts_them_all(folder):
    edit(folder, "regions", "50,重庆市,直辖市,\n", "")
    file = folder / "terms.csv"
    text = file.read_text("utf-8")
    file.write_text(text + "".join(f"kind,bad term {n},a,b\n" for n in range(1200)), "utf-8", newline="")
    tell(folder, "terms")
    assert sum("bad term" in problem for problem in validate_package(folder)) == 1200
