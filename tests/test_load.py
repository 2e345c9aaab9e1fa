"""The database holds what the packages hold, to the fen, and its views add up."""

import dataclasses
import hashlib
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
import sqlite_utils

from gongkai import model
from gongkai.errors import BuildError, PackageError
from gongkai.load import build_database, disclosure_database
from gongkai.package import read_package, write_package
from gongkai.schema import LISTS, TABLES
from sample import ID, sample


def packed(folder, disclosure):
    write_package(disclosure, folder / disclosure.registration.id)
    return read_package(folder / disclosure.registration.id)


def built(folder, *disclosures):
    build_database([packed(folder, disclosure) for disclosure in disclosures or (sample(),)], folder / "gongkai.db")
    return folder / "gongkai.db"


def ask(path, sql, *values):
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        rows = database.execute(sql, values).fetchall()
        database.commit()
        return rows


def named(identifier, **registration):
    """The sample under another name."""
    disclosure = sample()
    return dataclasses.replace(
        disclosure, registration=dataclasses.replace(disclosure.registration, id=identifier, **registration)
    )


def with_amounts(*amounts):
    """The sample with its first lines holding these amounts of yuan."""
    lines = list(sample().lines)
    for place, amount in enumerate(amounts):
        lines[place] = dataclasses.replace(lines[place], amount_yuan=Decimal(amount))
    return dataclasses.replace(sample(), lines=tuple(lines))


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return built(tmp_path_factory.mktemp("load"))


# What is in it


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_the_package_is_in_the_database(database, name):
    package = read_package(database.parent / ID)
    assert ask(database, f'SELECT count(*) FROM "{name}"') == [(len(package.rows[name]),)]


def test_texts_numbers_and_claims_are_what_they_were(database):
    package = read_package(database.parent / ID)
    columns = ("disclosure_id", "table_no", "row", "column", "text", "page", "x0", "bottom")
    rows = ask(
        database,
        'SELECT disclosure_id, table_no, "row", "column", text, page, x0, bottom FROM cells ORDER BY rowid',
    )
    assert [tuple(str(v) for v in row) for row in rows] == [
        tuple(str(float(row[c]) if isinstance(row[c], Decimal) else row[c]) for c in columns)
        for row in package.rows["cells"]
    ]
    assert ask(database, "SELECT count(*) FROM lines WHERE is_total") == [
        (sum(line.is_total for line in sample().lines),)
    ]


def test_every_amount_is_there_to_the_fen(database):
    lines = {
        (row, column, table): fen
        for table, row, column, fen in ask(database, 'SELECT table_no, "row", "column", amount_fen FROM lines')
    }
    assert len(lines) == len(sample().lines)
    for line in sample().lines:
        assert lines[line.row, line.column, line.table_no] == line.amount_yuan * 100


def test_the_sum_in_fen_is_the_decimal_sum(tmp_path):
    amounts = [
        Decimal("0.10"),
        Decimal("-7.03"),
        Decimal("90071992547409.93"),
        Decimal("0.20"),
        Decimal("1234567.89"),
    ]
    path = built(tmp_path, with_amounts(*amounts))
    ((total,),) = ask(path, "SELECT sum(amount_fen) FROM lines")
    exact = sum(line.amount_yuan for line in with_amounts(*amounts).lines)
    assert Decimal(total) / 100 == exact


@pytest.mark.parametrize("amount", ["0.00", "0.10", "-7.03", "227902000.00", "1234567890123.45", "-0.01"])
def test_an_amount_is_shown_digit_by_digit_in_yuan_and_wan(tmp_path, amount):
    path = built(tmp_path, with_amounts(amount))
    ((fen, exact, yuan, wan),) = ask(
        path, "SELECT amount_fen, amount_exact, amount_yuan, amount_wan FROM lines WHERE rowid = 1"
    )
    assert (fen, exact) == (int(Decimal(amount) * 100), None)
    assert Decimal(repr(yuan)) == Decimal(amount)
    assert Decimal(repr(wan)) == Decimal(amount) / 10000


@pytest.mark.parametrize("amount", ["0.005", "12345678901234567890.00", "-92233720368547758.09"])
def test_an_amount_that_fen_cannot_hold_is_kept_exact_and_apart(tmp_path, amount):
    path = built(tmp_path, with_amounts(amount))
    ((fen, exact, yuan),) = ask(path, "SELECT amount_fen, amount_exact, amount_yuan FROM lines WHERE rowid = 1")
    assert (fen, Decimal(exact)) == (None, Decimal(amount))
    assert yuan == pytest.approx(float(amount))


@pytest.mark.parametrize("amount", ["92233720368547758.07", "-92233720368547758.08"])
def test_the_largest_amounts_that_fen_can_hold_are_in_fen(tmp_path, amount):
    path = built(tmp_path, with_amounts(amount))
    assert ask(path, "SELECT amount_fen FROM lines WHERE rowid = 1") == [(int(Decimal(amount) * 100),)]


def test_amounts_sort_as_numbers_in_every_column(tmp_path):
    path = built(tmp_path, with_amounts("9.00", "10.00", "-3.00", "0.005"))
    for column in ("amount_yuan", "amount_wan"):
        rows = ask(path, f"SELECT amount_yuan FROM lines WHERE rowid <= 4 ORDER BY {column}")
        assert [yuan for (yuan,) in rows] == [-3.0, 0.005, 9.0, 10.0]


@pytest.mark.parametrize("column", ["amount_yuan", "amount_wan", "step_yuan"])
def test_a_computed_column_is_of_one_type_also_when_sorted(database, column):
    values = [value for (value,) in ask(database, f"SELECT {column} FROM lines ORDER BY {column}")]
    assert {type(value) for value in values} == {float}
    assert any(value == int(value) for value in values)


def test_only_fen_and_exact_are_stored(database):
    hidden = {row[1]: row[6] for row in ask(database, "PRAGMA table_xinfo(lines)")}
    assert {name for name, kind in hidden.items() if kind == 2} == {"amount_yuan", "amount_wan", "step_yuan"}
    types = {row[1]: row[2] for row in ask(database, "PRAGMA table_xinfo(lines)")}
    assert types["amount_fen"] == "INTEGER"


# Keys


def test_the_keys_are_whole(database):
    assert ask(database, "PRAGMA foreign_key_check") == []
    assert ask(database, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    "sql",
    [
        f"INSERT INTO tables (disclosure_id, table_no, header_rows, rows, columns, recognised) VALUES ('{ID}', 1, 0, 0, 0, 0)",
        "INSERT INTO tables (disclosure_id, table_no, header_rows, rows, columns, recognised) VALUES ('nobody', 1, 0, 0, 0, 0)",
        "UPDATE lines SET code = '9999999' WHERE code = '2010301'",
        "UPDATE lines SET code = NULL WHERE code = '2010301'",
        "UPDATE lines SET amount_fen = NULL",
        "UPDATE lines SET amount_fen = 'many'",
        "UPDATE lines SET side = 'spending'",
        "UPDATE checks SET rule = 'nothing'",
        "UPDATE disclosures SET region_code = '000000'",
        "UPDATE disclosures SET fiscal_year = 26",
    ],
)
def test_the_database_itself_refuses_what_breaks_its_rules(database, tmp_path, sql):
    copy = tmp_path / "copy.db"
    copy.write_bytes(database.read_bytes())
    with pytest.raises(sqlite3.IntegrityError):
        ask(copy, sql)


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            "SELECT * FROM lines WHERE scheme = 'functional' AND code_year = 2026 AND code = '2010301'",
            "lines_by_scheme_code_year_code",
        ),
        (
            "SELECT * FROM lines WHERE disclosure_id = 'a' AND table_no = 1",
            "(disclosure_id=? AND table_no=?)",
        ),
        (
            "SELECT * FROM targets WHERE disclosure_id = 'a' AND table_no = 1 AND row = 2 AND column = 3",
            "sqlite_autoindex_targets_2",
        ),
        ("SELECT * FROM checks WHERE status = 'fail'", "checks_by_status"),
        ("SELECT * FROM disclosures WHERE issuer = 'a'", "disclosures_by_issuer"),
        (
            "SELECT * FROM cells WHERE disclosure_id = 'a' AND table_no = 1 AND row = 2 AND column = 3",
            "sqlite_autoindex_cells_1",
        ),
    ],
)
def test_joins_and_questions_use_an_index(tmp_path, sql, index):
    path = built(tmp_path)
    # Without statistics: with so few rows as these the planner would rather scan.
    ask(path, "DELETE FROM sqlite_stat1")
    plan = " ".join(row[3] for row in ask(path, f"EXPLAIN QUERY PLAN {sql}"))
    assert index in plan


def test_the_planner_is_given_statistics(database):
    assert ask(database, "SELECT count(*) > 0 FROM sqlite_stat1 WHERE tbl = 'lines'") == [(1,)]


# Several packages


def test_packages_stand_side_by_side_and_share_their_codes_once(tmp_path):
    path = built(tmp_path, named("b-2026"), sample(), named("a-2025", fiscal_year=2025))
    assert [row[0] for row in ask(path, "SELECT id FROM disclosures ORDER BY rowid")] == [
        "a-2025",
        "b-2026",
        ID,
    ]
    assert ask(path, "SELECT count(*) FROM lines") == [(3 * len(sample().lines),)]
    assert ask(path, "SELECT count(*) FROM codes") == [(len(sample().codes),)]
    assert ask(path, "SELECT count(*) FROM rules") == [(len(sample().rules),)]


def test_the_same_packages_give_the_same_bytes_in_any_order(tmp_path):
    first = built(tmp_path / "one", sample(), named("b-2026"))
    second = built(tmp_path / "two", named("b-2026"), sample())
    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()


def test_no_package_gives_an_empty_database_with_all_its_tables_and_views(tmp_path):
    build_database([], tmp_path / "gongkai.db")
    assert ask(tmp_path / "gongkai.db", "SELECT count(*) FROM lines") == [(0,)]
    assert ask(tmp_path / "gongkai.db", "SELECT count(*) FROM expenditure_by_function") == [(0,)]


def test_a_code_that_two_packages_name_otherwise_has_the_name_of_the_list(tmp_path):
    other = named("b-2026")
    codes = tuple(
        dataclasses.replace(c, name="行政停运", attested="document") if c.code == "2010301" else c for c in other.codes
    )
    path = built(tmp_path, dataclasses.replace(other, codes=codes), sample())
    assert ask(path, "SELECT name, attested FROM codes WHERE code = '2010301'") == [("行政运行", "list")]


def test_a_code_that_only_documents_name_and_otherwise_has_one_name_in_any_order(tmp_path):
    named_so = []
    for folder, words in (("one", ("行政停运", "行政运转")), ("two", ("行政运转", "行政停运"))):
        disclosures = []
        for place, word in zip(("a-2026", "b-2026"), words, strict=True):
            other = named(place)
            codes = tuple(
                dataclasses.replace(c, name=word, attested="document") if c.code == "2010301" else c
                for c in other.codes
            )
            disclosures.append(dataclasses.replace(other, codes=codes))
        (tmp_path / folder).mkdir()
        path = built(tmp_path / folder, *disclosures)
        named_so.append(ask(path, "SELECT name FROM codes WHERE code = '2010301'"))
    assert named_so[0] == named_so[1]
    assert len(named_so[0]) == 1


def test_a_disclosure_that_comes_twice_is_an_error(tmp_path):
    package = packed(tmp_path, sample())
    with pytest.raises(PackageError, match=ID):
        build_database([package, package], tmp_path / "gongkai.db")


def test_an_orphan_is_an_error_and_the_former_database_stays(tmp_path):
    path = built(tmp_path)
    before = path.read_bytes()
    orphan = dataclasses.replace(sample(), codes=tuple(code for code in sample().codes if code.code != "2010301"))
    with pytest.raises(PackageError, match="codes"):
        built(tmp_path, orphan)
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {ID, "gongkai.db"}


def test_a_row_that_breaks_a_constraint_is_an_error_and_the_former_database_stays(tmp_path):
    path = built(tmp_path)
    before = path.read_bytes()
    with pytest.raises(PackageError, match="side"):
        built(
            tmp_path,
            dataclasses.replace(sample(), lines=(dataclasses.replace(sample().lines[0], side="spending"),)),
        )
    assert path.read_bytes() == before


def test_a_build_that_dies_leaves_the_former_database_and_no_litter(tmp_path, monkeypatch):
    path = built(tmp_path)
    before = path.read_bytes()

    def dies(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sqlite_utils.Database, "create_view", dies)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path, sample(), named("b-2026"))
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BuildError) as caught:
        build_database([], tmp_path / "file" / "gongkai.db")
    assert str(tmp_path / "file") in str(caught.value)


# Views


def test_a_plain_sum_over_functions_is_the_total_of_the_table(database):
    assert ask(database, "SELECT sum(total_fen), sum(basic_fen), sum(project_fen) FROM expenditure_by_function") == [
        (162750000, 102550000, 60200000)
    ]
    assert ask(database, "SELECT code, total_fen FROM expenditure_by_function ORDER BY code") == [
        ("2010301", 100050000),
        ("2010302", 60200000),
        ("2050803", 2500000),
    ]


def test_a_class_without_subclasses_is_a_leaf(tmp_path):
    lines = tuple(
        line
        for line in sample().lines
        if not (line.table_no == 2 and line.code.startswith("205") and len(line.code) > 3)
    )
    path = built(tmp_path, dataclasses.replace(sample(), lines=lines))
    assert ask(path, "SELECT sum(total_fen) FROM expenditure_by_function") == [(162750000,)]
    assert ("205", 2500000) in ask(path, "SELECT code, total_fen FROM expenditure_by_function")


def test_an_of_which_row_is_not_added_again(tmp_path):
    lines = tuple(
        dataclasses.replace(line, is_of_which=True) if line.code == "2050803" else line for line in sample().lines
    )
    path = built(tmp_path, dataclasses.replace(sample(), lines=lines))
    assert ask(path, "SELECT sum(total_fen) FROM expenditure_by_function") == [(162750000,)]


def test_a_table_that_is_printed_twice_is_added_once(tmp_path):
    disclosure = sample()
    again = dataclasses.replace(disclosure.tables[1], table_no=9)
    lines = tuple(dataclasses.replace(line, table_no=9) for line in disclosure.lines if line.table_no == 2)
    path = built(
        tmp_path,
        dataclasses.replace(disclosure, tables=(*disclosure.tables, again), lines=(*disclosure.lines, *lines)),
    )
    assert ask(path, "SELECT sum(total_fen) FROM expenditure_by_function") == [(162750000,)]


def test_the_table_that_is_whole_goes_before_the_one_that_lost_its_front(tmp_path):
    disclosure = sample()
    torn = dataclasses.replace(disclosure.tables[1], table_no=9, rows=99)
    tables = (
        *(dataclasses.replace(table, lost="front") if table.table_no == 2 else table for table in disclosure.tables),
        torn,
    )
    path = built(tmp_path, dataclasses.replace(disclosure, tables=tables))
    assert ask(path, "SELECT table_no FROM principal_tables WHERE kind = 'general_public_expenditure'") == [(9,)]


def test_another_period_is_not_added_to_this_year(tmp_path):
    lines = tuple(
        dataclasses.replace(line, period="last_year")
        if line.table_no == 2 and line.measure == "project_expenditure"
        else line
        for line in sample().lines
    )
    path = built(tmp_path, dataclasses.replace(sample(), lines=lines))
    assert ask(path, "SELECT sum(total_fen), sum(project_fen) FROM expenditure_by_function") == [(162750000, None)]


def test_a_sum_with_an_amount_finer_than_a_fen_is_empty_not_short(tmp_path):
    lines = tuple(
        dataclasses.replace(line, amount_yuan=Decimal("25000.005"))
        if (line.table_no, line.code, line.measure) == (2, "2050803", "total")
        else line
        for line in sample().lines
    )
    path = built(tmp_path, dataclasses.replace(sample(), lines=lines))
    assert ask(path, "SELECT total_fen, total_wan FROM expenditure_by_function WHERE code = '2050803'") == [
        (None, None)
    ]


def test_a_plain_sum_over_economic_classes_is_the_total_of_the_table(database):
    assert ask(
        database,
        "SELECT sum(total_fen), sum(personnel_fen), sum(office_costs_fen) FROM expenditure_by_economic_class",
    ) == [(102550000, 80000000, 22550000)]


def test_the_three_public_expenses_stand_in_one_row(database):
    assert ask(
        database,
        "SELECT issuer, fiscal_year, period, total_fen, overseas_travel_fen, official_vehicles_fen, vehicle_operation_fen, official_reception_fen FROM three_public_expenses",
    ) == [("示例市示例局", 2026, "this_year", 9000000, 0, 5000000, 5000000, 4000000)]


def test_basic_and_project_expenditure_stand_in_one_row_and_what_is_not_printed_is_empty(database):
    assert ask(
        database,
        "SELECT general_public_fen, general_public_basic_fen, general_public_project_fen, department_fen FROM basic_and_project",
    ) == [(162750000, 102550000, 60200000, None)]


def test_the_totals_of_a_department_are_the_grand_totals(database):
    assert ask(database, "SELECT income_fen, expenditure_fen FROM department_totals") == [(162750000, 162750000)]


def test_findings_are_the_checks_that_fail(database):
    assert ask(database, "SELECT check_no, rule, title_en, difference_fen FROM findings ORDER BY check_no") == [
        (2, "text-against-table", "The text says what the table says", 10000),
        (4, "table-against-table", "Tables agree with each other", 1000000),
    ]


def test_text_and_table_stand_side_by_side(database):
    assert ask(
        database,
        "SELECT status, text_printed, table_title, table_printed, difference_fen FROM text_against_tables ORDER BY check_no",
    ) == [
        ("fail", "162.76", "一般公共预算财政拨款支出预算表", "162.75", 10000),
        ("pass", "9.00", "一般公共预算“三公”经费支出表", "9.00", 0),
    ]


def test_operands_are_taken_apart(database):
    assert ask(
        database,
        'SELECT operand, statement_no, table_no, "row", "column" FROM check_operands WHERE check_no IN (2, 4) ORDER BY check_no, operand',
    ) == [
        ("2:3:3", None, 2, 3, 3),
        ("s1", 1, None, None, None),
        ("3:10:3", None, 3, 10, 3),
        ("4:3:6", None, 4, 3, 6),
    ]


def test_targets_have_their_issuer(database):
    assert ask(
        database,
        "SELECT issuer, project_name, budget_fen, indicator, comparator, value, unit FROM performance_targets LIMIT 1",
    ) == [("示例市示例局", "办公楼日常维护", 60200000, "维修及时率", "≥", "95", "%")]


def test_figures_have_names_for_their_terms(database):
    assert ask(
        database,
        "SELECT kind_name, name, measure_name, fund_name, amount_wan FROM figures WHERE code = '30215' AND measure = 'office_costs'",
    ) == [("一般公共预算财政拨款基本支出表", "会议费", "公用经费", "一般公共预算", 5.05)]


def test_a_measure_that_the_vocabulary_does_not_know_keeps_its_printed_words(tmp_path):
    lines = (dataclasses.replace(sample().lines[0], measure="其中：调剂数"), *sample().lines[1:])
    path = built(tmp_path, dataclasses.replace(sample(), lines=lines))
    assert ask(path, "SELECT measure_name FROM figures WHERE measure = '其中：调剂数'") == [("其中：调剂数",)]


def test_finer_codes_are_looked_up_by_index_however_many_disclosures_there_are(tmp_path):
    # Without the index each amount would be held against each other one.
    packages = [packed(tmp_path, named(f"d{n:03}-2026")) for n in range(20)]
    build_database(packages, tmp_path / "gongkai.db")
    plan = ask(tmp_path / "gongkai.db", "EXPLAIN QUERY PLAN SELECT sum(total_fen) FROM expenditure_by_function")
    assert not any("SCAN child" in row[3] for row in plan)
    assert ask(tmp_path / "gongkai.db", "SELECT sum(total_fen) FROM expenditure_by_function") == [(20 * 162750000,)]


def test_nothing_of_the_machine_is_in_the_database(database):
    assert str(Path.cwd()).encode() not in database.read_bytes()
    assert str(database.parent).encode() not in database.read_bytes()


def test_a_place_without_pages_has_no_box(tmp_path):
    place = model.Place("shili-2026-budget.pdf")
    path = built(
        tmp_path,
        dataclasses.replace(sample(), paragraphs=(*sample().paragraphs, model.Paragraph("没有页", place))),
    )
    assert ask(path, "SELECT page, x0, top, x1, bottom FROM paragraphs WHERE text = '没有页'") == [(None,) * 5]


# Of one disclosure


def rows_by_table(database):
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'"
    )
    asked = [name for (name,) in names if not name.startswith(("sqlite_", "search_"))]
    return {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in asked}


def test_the_database_of_a_disclosure_holds_what_that_of_all_holds_of_it(tmp_path):
    whole = built(tmp_path)
    with closing(sqlite3.connect(":memory:")) as own, closing(sqlite3.connect(whole)) as everything:
        own.deserialize(disclosure_database(read_package(tmp_path / ID)))
        assert own.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found, expected = rows_by_table(own), rows_by_table(everything)
    assert expected.keys() - found.keys() == {*LISTS, "year_on_year", "budget_against_final"}
    assert found == {name: expected[name] for name in found}
    assert len(found["expenditure_by_function"]) == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"lines": (dataclasses.replace(sample().lines[0], side="spending"),)}, "side"),
        ({"codes": tuple(code for code in sample().codes if code.code != "2010301")}, "codes"),
    ],
)
def test_the_database_of_a_disclosure_refuses_rows_that_break_its_rules(tmp_path, change, told):
    with pytest.raises(PackageError, match=told):
        disclosure_database(packed(tmp_path, dataclasses.replace(sample(), **change)))
