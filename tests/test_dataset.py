"""`import gongkai` in a notebook: packages and the database open alike, and amounts stay exact."""

import doctest
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import gongkai
from gongkai.dataset import Rows, rows
from gongkai.errors import PackageError
from gongkai.export import write_everything
from gongkai.load import build_database
from gongkai.package import SHARED, read_package, write_lists, write_package
from sample import ID, sample

ROOT = Path(__file__).parents[1]


@pytest.fixture
def pd():
    """Pandas, where it is installed: `make test` installs it."""
    return pytest.importorskip("pandas")


@pytest.fixture
def pl():
    """Polars, where it is installed: `make test` installs it."""
    return pytest.importorskip("polars")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """The same disclosure as a package, as the package of everything, and as a database."""
    folder = tmp_path_factory.mktemp("dataset")
    write_package(sample(), folder / ID)
    package = read_package(folder / ID)
    build_database([package], folder / "gongkai.db")
    write_everything([package], folder / "site")
    return {
        "package": folder / ID,
        "descriptor": folder / ID / "datapackage.json",
        "everything": folder / "site" / "downloads" / "everything",
        "database": folder / "gongkai.db",
    }


@pytest.fixture(params=["package", "descriptor", "everything", "database"])
def data(request, places):
    return gongkai.open(places[request.param])


def test_every_place_gives_the_same_rows(places):
    expected = read_package(places["package"])
    for place in places.values():
        data = gongkai.open(str(place))
        for name, known in expected.rows.items():
            found = [dict(row) for row in data.rows(name)]
            # What disclosures share comes by its key once they are united.
            ordered = (lambda rows: sorted(rows, key=repr)) if name in SHARED else list
            assert ordered(found) == ordered(dict(row) for row in known), (place, name)


def test_a_disclosure_has_its_tables_lines_and_findings(data):
    disclosure = data[ID]
    assert (disclosure.id, disclosure.row["issuer"]) == (ID, sample().registration.issuer)
    assert len(disclosure.tables) == len(sample().tables)
    assert len(disclosure.lines()) == len(sample().lines)
    failing = [check for check in sample().findings if check.status == "fail"]
    assert [row["rule"] for row in disclosure.findings] == [check.rule for check in failing]
    assert failing
    assert [one.id for one in data] == [ID]
    assert len(data) == 1
    assert len(data.findings()) == len(failing)


def test_lines_are_chosen_by_the_kind_of_their_table_and_by_any_column(data):
    kinds = {table.table_no: table.kind for table in sample().tables}
    chosen = data[ID].lines("general_public_expenditure", measure="total")
    assert chosen
    assert len(chosen) == sum(
        kinds[line.table_no] == "general_public_expenditure" and line.measure == "total" for line in sample().lines
    )
    amount = chosen[0]["amount_yuan"]
    assert {line["amount_yuan"] for line in data.lines(amount_yuan=amount)} == {amount}
    assert {line["is_total"] for line in data.lines(is_total=True)} == {True}
    assert all(line["code"] is None for line in data.lines(code=None))


def test_tables_that_disclosures_share_can_be_asked_of_one(data):
    assert len(data[ID].rows("codes")) == len(sample().codes)
    assert [row["id"] for row in data[ID].rows("disclosures")] == [ID]


def test_rows_are_a_sequence_that_says_what_it_is(data):
    lines = data[ID].lines()
    assert isinstance(lines[:3], Rows)
    assert (len(lines[:3]), lines[:3][-1]) == (3, lines[2])
    assert repr(lines).startswith(f"<lines: {len(lines)} rows of disclosure_id, ")
    assert (repr(data[ID]), repr(data)) == (f"<{ID}: {sample().registration.title}>", f"<Dataset {data.where}>")


def test_pandas_keeps_amounts_exact_codes_as_text_and_blanks_missing(data, pd):
    lines = data[ID].lines()
    frame = lines.pandas()
    assert list(frame.columns) == list(lines.columns)
    assert frame["amount_yuan"].sum() == sum(line["amount_yuan"] for line in lines)
    assert isinstance(frame["amount_yuan"].sum(), Decimal)
    assert frame["code"].dropna().map(type).eq(str).all()
    assert frame["code"].isna().sum() == sum(line["code"] is None for line in lines)
    assert (str(frame["level"].dtype), str(frame["is_total"].dtype)) == ("Int64", "boolean")
    assert str(data.disclosures.pandas()["published_on"][0]) == "2026-02-28 00:00:00"
    assert type(lines.frame()) is pd.DataFrame


def test_polars_keeps_amounts_exact_codes_as_text_and_blanks_missing(data, pl, monkeypatch):
    lines = data[ID].lines()
    frame = lines.polars()
    assert frame.columns == list(lines.columns)
    assert frame["amount_yuan"].sum() == sum(line["amount_yuan"] for line in lines)
    assert isinstance(frame.schema["amount_yuan"], pl.Decimal)
    assert frame.schema["code"] == pl.String
    assert frame["code"].null_count() == sum(line["code"] is None for line in lines)
    assert str(data.disclosures.polars()["published_on"][0]) == "2026-02-28"
    monkeypatch.setattr(rows, "find_spec", lambda name: None if name == "pandas" else name)
    assert type(lines.frame()) is pl.DataFrame


@pytest.mark.usefixtures("pd", "pl")
def test_amounts_finer_than_a_fen_stay_exact_in_both():
    values = Rows("targets", [dict.fromkeys(Rows("targets", []).columns, None) | {"budget_yuan": Decimal("0.005")}])
    assert values.pandas()["budget_yuan"][0] == Decimal("0.005")
    assert values.polars()["budget_yuan"][0] == Decimal("0.005")


@pytest.mark.usefixtures("pd", "pl")
def test_frames_of_no_rows_have_the_columns(data):
    none = data[ID].lines("no_such_kind")
    assert len(none) == 0
    assert list(none.pandas().columns) == none.polars().columns == list(none.columns)


def test_without_pandas_and_polars_the_rows_are_there_and_frames_say_what_to_install(data, monkeypatch):
    monkeypatch.setattr(rows, "find_spec", lambda _: None)
    lines = data[ID].lines()
    assert lines[0]["amount_yuan"] is not None
    with pytest.raises(PackageError, match="neither pandas nor polars is installed"):
        lines.frame()
    with pytest.raises(PackageError, match="pip install polars"):
        lines.polars()


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda data: data["shili-2062-budget"], f"has no disclosure 'shili-2062-budget'; it has 1, such as {ID}"),
        (lambda data: data.rows("line"), "has no table 'line'; it has disclosures, "),
        (lambda data: data.lines(kode="201"), "has no column 'kode'; it has disclosure_id, "),
        (lambda data: data[ID].lines(**{'code" OR 1 --': "1"}), "has no column"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(data, ask, told):
    with pytest.raises(PackageError) as error:
        ask(data)
    assert told in str(error.value)


def test_what_is_no_dataset_is_told(tmp_path):
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at " * 20)
    for place, told in (
        (tmp_path, "holds no package"),
        (tmp_path / "none", "holds no"),
        (tmp_path / "text.db", "is no SQLite"),
    ):
        with pytest.raises(PackageError, match=told):
            gongkai.open(place)


def test_the_code_lists_open_too(tmp_path):
    write_lists(tmp_path)
    data = gongkai.open(tmp_path)
    assert data.rows("code_list", scheme="functional", code="201")[0]["name"] == "一般公共服务支出"
    with pytest.raises(PackageError, match="has no table 'disclosures'"):
        _ = data.disclosures


def test_a_database_is_never_written_to(places):
    before = places["database"].read_bytes(), sorted(places["database"].parent.iterdir())
    assert gongkai.open(places["database"]).lines()
    assert (places["database"].read_bytes(), sorted(places["database"].parent.iterdir())) == before


def test_importing_is_light():
    code = "import sys, gongkai; print(sorted({'pandas', 'polars', 'sqlite3', 'frictionless'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


@pytest.mark.usefixtures("pd")
@pytest.mark.parametrize(("page", "language"), [("python.md", "zh"), ("en/python.md", "en")])
def test_the_code_of_the_page_gives_what_the_page_says(tmp_path, monkeypatch, page, language):
    build_database([read_package(ROOT / "datapackage" / "liangjiang-2026-budget")], tmp_path / "gongkai.db")
    monkeypatch.setenv("GONGKAI_LANG", language)
    monkeypatch.chdir(tmp_path)
    told = []
    text = (ROOT / "site" / "pages" / page).read_text("utf-8")
    example = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    outcome = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert outcome.failed == 0, "".join(told)
    assert outcome.attempted > 8
