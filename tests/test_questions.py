"""Questions that compare two offices, two years, a budget with its final account: with answers known beforehand."""

import dataclasses
import re
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai import model, schema
from gongkai.load import build_database
from gongkai.package import read_package, write_package
from gongkai.search import contains
from sample import ID, sample
from serving import Served, running

QUERIES = schema.metadata()["databases"]["gongkai"]["queries"]


def changed(identifier, percent, *, without=(), **registration):
    """The sample of another year, phase or office: its amounts `percent` of what they were."""
    disclosure = sample()
    return dataclasses.replace(
        disclosure,
        registration=dataclasses.replace(disclosure.registration, id=identifier, **registration),
        lines=tuple(
            dataclasses.replace(line, amount_yuan=line.amount_yuan * percent / 100)
            for line in disclosure.lines
            if line.code not in without
        ),
    )


def listed():
    """An office elsewhere that has a list of projects, one of them without targets."""
    disclosure = changed(
        "bieju-2026-budget", 200, issuer="别处市某局", title="别处市某局2026年部门预算", region_code="420111"
    )
    table = dataclasses.replace(disclosure.tables[7], table_no=9, kind="project_expenditure", title="项目支出表")
    lines = tuple(
        dataclasses.replace(
            disclosure.lines[0],
            table_no=9,
            row=row,
            column=2,
            label=name,
            side="",
            measure="total",
            fund="general_public",
            amount_yuan=amount * 10000,
            is_total=name == "合计",
        )
        for row, name, amount in (
            (2, "合计", Decimal(90)),
            (3, "办公楼日常维护", Decimal(60)),
            (4, "公务用车更新", Decimal(30)),
        )
    )
    cells = tuple(
        model.Cell(row, column, text, disclosure.tables[1].cells[0].place)
        for row, texts in enumerate(
            (("项目", "预算数"), ("合计", "90"), ("办公楼日常维护", "60"), ("公务用车更新", "30")), start=1
        )
        for column, text in enumerate(texts, start=1)
    )
    table = dataclasses.replace(table, cells=cells, rows=4, columns=2, recognised=True)
    regions = (model.Region("42", "湖北省", "省", ""), model.Region("420111", "洪山区", "市辖区", "42"))
    return dataclasses.replace(
        disclosure,
        tables=(*disclosure.tables, table),
        lines=(*disclosure.lines, *lines),
        regions=(*disclosure.regions, *regions),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("questions")
    disclosures = (
        sample(),
        changed("shili-2025-budget", 50, fiscal_year=2025, without=("2050803", "20508", "205")),
        changed("shili-2026-final", 90, phase="final", title="示例市示例局2026年度部门决算"),
        listed(),
    )
    packages = []
    for disclosure in disclosures:
        write_package(disclosure, folder / disclosure.registration.id)
        packages.append(read_package(folder / disclosure.registration.id))
    build_database(packages, folder / "gongkai.db")
    for name in ("lines.csv", "lines.parquet", "spreadsheet/lines.csv"):
        file = folder / "site" / "downloads" / "everything" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(2000))
    return folder


@pytest.fixture(scope="module")
def served(folder):
    with running(folder / "gongkai.db", folder / "site") as served:
        yield served


def rows(served: Served, query, *columns, **parameters):
    return [tuple(row[column] for column in columns) for row in served.rows(query, **parameters)]


def ask(folder, sql, *values):
    with closing(sqlite3.connect(folder / "gongkai.db")) as database:
        return database.execute(sql, values).fetchall()


# Facts


def test_a_plain_sum_over_a_year_and_phase_is_the_sum_of_the_totals(folder):
    assert ask(
        folder,
        "SELECT issuer, fiscal_year, phase, sum(total_fen) FROM expenditure_by_function GROUP BY 1, 2, 3 ORDER BY 4",
    ) == [
        ("示例市示例局", 2025, "budget", 80125000),
        ("示例市示例局", 2026, "final", 146475000),
        ("示例市示例局", 2026, "budget", 162750000),
        ("别处市某局", 2026, "budget", 325500000),
    ]


def test_what_is_published_again_counts_once(folder, tmp_path):
    again = changed("shili-2026-budget-2", 110, revision=2, supersedes=ID)
    packages = []
    for disclosure in (sample(), again):
        write_package(disclosure, tmp_path / disclosure.registration.id)
        packages.append(read_package(tmp_path / disclosure.registration.id))
    build_database(packages, tmp_path / "gongkai.db")
    assert ask(tmp_path, "SELECT DISTINCT disclosure_id FROM expenditure_by_function") == [("shili-2026-budget-2",)]
    assert ask(tmp_path, "SELECT sum(total_fen) FROM expenditure_by_function") == [(179025000,)]


def test_facts_have_their_place_their_units_and_the_address_of_their_mark(folder):
    assert ask(
        folder,
        "SELECT province, region, total_fen, total_yuan, total_wan, address FROM expenditure_by_function "
        "WHERE disclosure_id = ? AND code = '2010301'",
        ID,
    ) == [("重庆市", "渝北区", 100050000, 1000500.0, 100.05, f"/disclosures/{ID}/#t2-r6-c3")]


def test_the_keys_of_the_facts_hold(folder):
    assert ask(folder, "PRAGMA foreign_key_check") == []
    assert ask(folder, "SELECT count(*) FROM pragma_foreign_key_list('year_on_year')") == [(4,)]


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            "SELECT * FROM expenditure_by_function ORDER BY total_fen DESC LIMIT 20",
            "expenditure_by_function_by_total_fen",
        ),
        (
            "SELECT class_code, class_name, fiscal_year, phase, sum(total_fen) FROM expenditure_by_function GROUP BY 1, 2, 3, 4",
            "USING COVERING INDEX expenditure_by_function_by_class_code",
        ),
        ("SELECT * FROM expenditure_by_function WHERE code = '2010301' AND fiscal_year = 2026", "by_code_fiscal_year"),
        ("SELECT * FROM three_public_expenses WHERE issuer = 'a'", "three_public_expenses_by_issuer"),
        ("SELECT * FROM projects ORDER BY budget_fen DESC LIMIT 100", "projects_by_budget_fen"),
        ("SELECT * FROM year_on_year ORDER BY change_fen DESC LIMIT 100", "year_on_year_by_change_fen"),
        ("SELECT * FROM findings ORDER BY abs(difference_fen) DESC LIMIT 500", "checks_by_status_difference"),
        ("SELECT rule, sum(checks) FROM check_counts GROUP BY rule", "check_counts"),
        ("SELECT * FROM search_entries WHERE disclosure_id = 'a'", "search_entries_by_disclosure_id"),
        (
            "SELECT e.* FROM search_index i CROSS JOIN search_entries e ON e.entry_no = i.rowid WHERE i.text MATCH 'a'",
            "SEARCH e USING INTEGER PRIMARY KEY",
        ),
    ],
)
def test_questions_use_an_index(folder, tmp_path, sql, index):
    copy = tmp_path / "gongkai.db"
    copy.write_bytes((folder / "gongkai.db").read_bytes())
    with closing(sqlite3.connect(copy)) as database:
        # Without statistics: with so few rows as these the planner would rather scan.
        database.execute("DELETE FROM sqlite_stat1")
        database.commit()
    with closing(sqlite3.connect(copy)) as database:
        plan = " ".join(row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert index in plan


# Search


@pytest.mark.parametrize(
    "words", ["三公", "公", "公务用车", "支出三公", "2010301", "162.76", "script", "ALERT", "2026 预算", "不存在", "（"]
)
def test_what_is_found_is_what_a_full_scan_finds(folder, served, words):
    every = ask(folder, "SELECT entry_no, text FROM search_entries ORDER BY entry_no")
    true = [number for number, text in every if contains(text, words)]
    assert bool(true) == (words not in ("支出三公", "不存在", "（"))
    found = served.json(f"search_entries.json?_shape=objects&_size=1000&_search={served.quote(words)}")
    assert ([row["entry_no"] for row in found["rows"]], found["filtered_table_rows_count"]) == (true[:1000], len(true))
    if not any(character in words for character in " （"):
        raw = [number for number, text in every if words.lower() in text.lower()]
        assert set(raw) <= set(true)


def test_a_search_shows_where_it_found_and_leads_there(served):
    found = served.rows("search", words="三公经费", kind="paragraph")
    assert {row["found"] for row in found} == {"2026年“【三公”经费】预算9.00万元，比2025年减少1.00万元。"}
    assert f"/disclosures/{ID}/pages/1/#p3" in {row["address"] for row in found}
    page = served.page("search_entries?_search=三公经费")
    assert "“<mark>三公”经费</mark>" in page


# Questions


def test_who_spends_most_on_the_three_public_expenses(served):
    assert rows(served, "three_public_ranking", "issuer", "phase", "total_fen", year="2026") == [
        ("别处市某局", "budget", 18000000),
        ("示例市示例局", "budget", 9000000),
        ("示例市示例局", "final", 8100000),
    ]
    assert rows(served, "three_public_ranking", "region", year="2026", place="湖北") == [("洪山区",)]
    assert len(served.rows("three_public_ranking", top="1")) == 1


def test_the_three_public_expenses_of_an_office_over_the_years(served):
    assert rows(served, "three_public_over_the_years", "fiscal_year", "phase", "total_wan", issuer="示例市示例局") == [
        (2025, "budget", 4.5),
        (2026, "budget", 9.0),
        (2026, "final", 8.1),
    ]


def test_what_departments_spend_on_the_same_item(served):
    found = rows(
        served,
        "compare_departments",
        "issuer",
        "total_wan",
        "percent_of_department",
        code="2010301",
        year="2026",
        phase="budget",
    )
    assert found == [("别处市某局", 200.1, 61.5), ("示例市示例局", 100.05, 61.5)]


def test_what_places_disclose_and_spend(served):
    assert rows(served, "compare_places", "province", "disclosures", "total_wan", "mean_wan", year="2026") == [
        ("湖北省", 1, 325.5, 325.5),
        ("重庆市", 1, 162.75, 162.75),
    ]


def test_which_items_changed_most(served):
    columns = ("code", "before_wan", "total_wan", "change_fen", "change_percent")
    assert rows(served, "largest_changes", *columns) == [
        ("2010301", 50.025, 100.05, 50025000, 100.0),
        ("2010302", 30.1, 60.2, 30100000, 100.0),
    ]
    assert [code for (code,) in rows(served, "largest_changes", "code", order="down")] == ["2010302", "2010301"]


def test_which_items_are_new(served):
    assert rows(served, "new_and_ended_items", "code", "what", "before_wan", "total_wan") == [
        ("2050803", "新有 new", None, 2.5)
    ]


def test_how_the_budget_was_carried_out(served):
    columns = ("code", "budget_wan", "final_wan", "completion_percent")
    assert rows(served, "budget_and_account", *columns, year="2026") == [
        ("2010301", 100.05, 90.045, 90.0),
        ("2010302", 60.2, 54.18, 90.0),
        ("2050803", 2.5, 2.25, 90.0),
    ]


def test_an_item_over_the_years(served):
    assert rows(
        served, "an_item_over_the_years", "fiscal_year", "phase", "total_wan", code="2010302", issuer="示例"
    ) == [
        (2025, "budget", 30.1),
        (2026, "budget", 60.2),
        (2026, "final", 54.18),
    ]


def test_pay_goods_and_services(served):
    assert rows(
        served, "spending_by_economic_class", "class_name", "phase", "total_wan", issuer="示例", year="2025"
    ) == [
        ("工资福利支出", "budget", 40.0),
        ("商品和服务支出", "budget", 11.275),
    ]


def test_which_departments_a_place_discloses(served):
    assert rows(served, "disclosures_of_a_place", "issuer", "expenditure_wan", place="洪山") == [("别处市某局", 325.5)]
    assert len(served.rows("disclosures_of_a_place", place="渝北", year="2026")) == 2


def test_projects_by_their_name_are_counted_once(folder, served):
    assert rows(served, "projects_by_words", "project_name", "budget_wan", words="车") == [("公务用车更新", 30.0)]
    assert ask(folder, "SELECT sum(budget_fen) FROM projects WHERE disclosure_id = 'bieju-2026-budget'") == [
        (90000000,)
    ]


def test_which_projects_have_no_targets(served):
    assert rows(served, "projects_without_targets", "project_name", "budget_wan") == [("公务用车更新", 30.0)]
    assert served.rows("projects_without_targets", least="30.01") == []


def test_which_disclosures_have_most_findings(served):
    found = rows(served, "findings_by_department", "disclosure_id", "errors", "differences", year="2026")
    assert found == [("bieju-2026-budget", 1, 1), (ID, 1, 1), ("shili-2026-final", 1, 1)]


def test_a_table_as_it_is_printed(served):
    found = rows(served, "a_printed_table", "row", "measure_name", "printed", disclosure_id=ID, table_no="4")
    assert found[0] == (3, "合计", "9.00")
    assert [printed for *_, printed in found] == ["9.00", "0.00", "5.00", "0.00", "5.00", "4.00"]


def test_what_a_code_is_called_over_the_years(served):
    found = rows(served, "a_code_over_the_years", "scheme", "name", "relation", code="30217")
    assert ("economic", "公务接待费", "name") in found
    assert served.rows("a_code_over_the_years") == []


def test_there_are_more_than_twenty_questions_and_each_is_asked_in_a_test():
    own = Path(__file__)
    asked = own.read_text("utf-8") + (own.parent / "test_datasette.py").read_text("utf-8")
    assert len(QUERIES) >= 20
    assert [name for name in QUERIES if f'"{name}"' not in asked] == []


def test_a_figure_in_datasette_leads_to_its_mark_on_the_page(served):
    assert f'<a href="/disclosures/{ID}/#t2-r6-c3">100.05</a>' in served.page(f"lines/{ID},2,6,3")
    assert f'<a href="/disclosures/{ID}/#t2-r6-c3">看原表 ↗</a>' in served.page("largest_items")
    assert f'<a href="/en/disclosures/{ID}/#t2-r6-c3">the mark ↗</a>' in served.page("largest_items", english=True)


# What is cut says so


def test_a_result_that_is_cut_says_so(served):
    many = served.quote("SELECT a.rowid FROM cells a, cells b")
    page = served.page(f"?sql={many}")
    assert "结果被截断：只有前 1,000 行" in page
    assert served.json(f".json?sql={many}")["truncated"] is True
    for form in (f".csv?sql={many}", f".json?_shape=array&sql={many}"):
        status, _, body = served.get(form)
        assert (status, "1000" in body.decode()) == (400, True)


def test_a_table_leads_to_its_whole_files(served):
    page = served.page("lines")
    for name, words in (
        ("lines.csv", "CSV"),
        ("lines.parquet", "PARQUET"),
        ("spreadsheet/lines.csv", "电子表格用的 CSV"),
    ):
        assert f'<a href="/downloads/everything/{name}" download>{words}</a> <span class="muted">2 kB</span>' in page
    assert "/downloads/everything/" not in served.page("cells")
    assert "download>SQLite</a>" in served.page("cells")


def test_a_table_as_csv_is_the_whole_table(served, folder):
    ((count,),) = ask(folder, "SELECT count(*) FROM search_entries")
    assert count > 1000
    body = served.get("search_entries.csv")[2].decode()
    assert len(body.splitlines()) == 1 + count


def test_the_site_shows_its_links_to_datasette_only_where_datasette_answers(served):
    _, headers, body = served.request("/assets/server.js")
    assert headers["content-type"].startswith("text/javascript")
    assert b"data-server" in body
    root = Path(__file__).parents[1] / "site"
    assert "data-server" not in (root / "theme" / "assets" / "server.js").read_text("utf-8")
    assert "<a hidden data-server" in (root / "theme" / "base.html").read_text("utf-8")


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("place", [0, 1], ids=["zh", "en"])
def test_every_column_and_parameter_of_a_question_has_a_title(served, name, place):
    given = {
        "words": "公",
        "issuer": "示例市示例局",
        "code": "2010301",
        "disclosure_id": ID,
        "table_no": "2",
        "row": "3",
        "column": "3",
    }
    if "issuer" not in QUERIES[name]["sql"] or name == "projects_without_targets":
        given.pop("issuer")
    sql = QUERIES[name]["sql"]
    asked = "&".join(f"{key}={served.quote(value)}" for key, value in given.items() if f":{key}" in sql)
    page = served.page(f"{name}?{asked}", english=bool(place))
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert heads
    assert [head for head in heads if "<br><code>" not in head] == []
    labels = re.findall(r'<label for="qp\d+">(.*?)</label>', page)
    assert [label for label in labels if label.startswith(" ")] == []
