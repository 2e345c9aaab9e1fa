"""A running server answers the questions that the data is published for, and serves the site beside them."""

import html
import http.client
import json
import re
import threading
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from gongkai import schema
from gongkai.errors import BuildError, PackageError
from gongkai.load import build_database
from gongkai.package import read_package, write_package
from gongkai.publish.environment import Address, environment
from gongkai.serve import make_app
from gongkai.serve.server import make_server
from sample import ID, sample

METADATA = Path(__file__).parents[1] / "metadata.yml"
QUERIES = schema.metadata()["databases"]["gongkai"]["queries"]
TABLES = schema.metadata()["databases"]["gongkai"]["tables"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A built database and a small site, with a secret beside it."""
    folder = tmp_path_factory.mktemp("served")
    write_package(sample(), folder / "package")
    # Not called gongkai.db: the name under /data/ must not hang on the name of the file.
    build_database([read_package(folder / "package")], folder / "database.sqlite")
    for name, text in {
        "site/index.html": "<h1>公开</h1>",
        "site/404.html": "<h1>没有</h1>",
        "site/en/index.html": "<h1>Gongkai</h1>",
        "site/公开/index.html": "<h1>中文路径</h1>",
        "site/empty/readme.txt": "没有首页",
        "site/app.js": "1",
        "site/style.css": "a{}",
        "site/lines.csv": "编码,金额\n",
        "site/data.json": "{}",
        "site/chart.svg": "<svg/>",
        "site/all.zip": "PK",
        "site/strange.xyz": "?",
        "site/.hidden": "secret",
        "secret.txt": "secret",
        "../store/pages/ab12/index.html": "<p>kept</p>",
        "site-secret/index.html": "secret",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "site" / "way-out").symlink_to(folder / "secret.txt")
    (folder / "site" / "kept").symlink_to(folder / ".." / "store" / "pages" / "ab12", target_is_directory=True)
    (folder / "site" / "large.db").write_bytes(bytes(range(256)) * 4096)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    """Where the server answers; it runs in a thread, on a port that the system chose."""
    answers = threading.Event()
    told = []

    def started(address):
        told.append(address)
        answers.set()

    server = make_server(folder / "database.sqlite", folder / "site", METADATA, "127.0.0.1", 0, started=started)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert answers.wait(60), "the server did not start"
    yield told[0]
    server.should_exit = True
    thread.join(60)
    assert not thread.is_alive()


def fetch(address, path, method="GET", **headers):
    """One request, its path sent as it is written: status, headers, body. No redirect is followed, but for the one
    to the edition of the database."""
    status, answered, body = request(address, path, method, **headers)
    if status == 302 and answered["location"].startswith(("/data/gongkai-", "/en/data/gongkai-")):
        return request(address, answered["location"], method, **headers)
    return status, answered, body


def request(address, path, method="GET", **headers):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def ask(address, query, **parameters):
    """The rows of a question of metadata.yml."""
    path = f"/data/gongkai/{query}.json?{urlencode({'_shape': 'array', **parameters})}"
    status, _, body = fetch(address, path)
    assert status == 200, body.decode()
    return json.loads(body)


# The questions


def test_what_a_department_spends_on_meetings_travel_and_receptions(address):
    rows = ask(address, "meetings_travel_receptions", issuer="示例局", year="2026")
    spent = {(row["code"], row["name"]): row["amount_wan"] for row in rows}
    assert spent == {
        ("30211", "差旅费"): 10.0,
        ("30215", "会议费"): 5.05,
        ("30216", "培训费"): 2.5,
        ("30217", "公务接待费"): 5.0,
        (None, "合计"): 9.0,
        (None, "因公出国（境）费"): 0.0,
        (None, "公务用车购置及运行费"): 5.0,
        (None, "公务用车购置费"): 0.0,
        (None, "公务用车运行维护费"): 5.0,
        (None, "公务接待费"): 4.0,
    }


def test_which_items_are_largest(address):
    assert [(row["code"], row["total_fen"]) for row in ask(address, "largest_items")] == [
        ("2010301", 100050000),
        ("2010302", 60200000),
        ("2050803", 2500000),
    ]
    assert [row["code"] for row in ask(address, "largest_items", top="1")] == ["2010301"]


def test_where_text_and_table_disagree(address):
    (row,) = ask(address, "text_and_table_disagree")
    assert (row["text_printed"], row["table_printed"], row["table_label"], row["difference_wan"]) == (
        "162.76",
        "162.75",
        "合计",
        0.01,
    )
    assert row["message_en"].startswith("The text says 162.76")


def test_what_does_not_balance(address):
    assert [(row["severity"], row["difference_wan"]) for row in ask(address, "findings_by_size")] == [
        ("difference", 1.0),
        ("error", 0.01),
    ]
    assert [row["place"] for row in ask(address, "findings_by_size", severity="error")] == ["s1"]


def test_what_was_checked(address):
    rows = {row["rule"]: row for row in ask(address, "checks_by_rule")}
    assert [rows["row-sum"][status] for status in ("pass", "fail", "blocked", "not_applicable")] == [
        1,
        0,
        1,
        1,
    ]
    assert [rows["text-against-table"][status] for status in ("pass", "fail")] == [1, 1]


def test_which_projects_are_biggest(address):
    (row,) = ask(address, "biggest_projects")
    assert (row["project_name"], row["budget_wan"], row["targets"]) == ("办公楼日常维护", 60.2, 3)
    assert row["indicators"] == "维修及时率；维护办公楼面积；投诉次数"


def test_how_personnel_and_office_costs_compare(address):
    (row,) = ask(address, "personnel_and_office_costs")
    assert (row["personnel_wan"], row["office_costs_wan"], row["total_fen"]) == (80.0, 22.55, 102550000)
    assert (row["personnel_percent"], row["office_costs_percent"]) == (78.0, 22.0)


def test_how_much_goes_to_each_function(address):
    rows = ask(address, "spending_by_class")
    assert [(row["class_name"], row["total_wan"], row["basic_wan"], row["project_wan"]) for row in rows] == [
        ("一般公共服务支出", 160.25, 100.05, 60.2),
        ("教育支出", 2.5, 2.5, None),
    ]


def test_figures_are_found_by_a_name_of_two_characters(address):
    rows = ask(address, "search_by_name", words="会议")
    assert {(row["code"], row["measure_name"], row["amount_wan"]) for row in rows} == {
        ("30215", "合计", 5.05),
        ("30215", "公用经费", 5.05),
    }
    assert ask(address, "search_by_name") == []


def test_the_totals_of_each_department(address):
    (row,) = ask(address, "income_and_expenditure", phase="budget", year="2026")
    assert (row["income_wan"], row["expenditure_wan"], row["basic_wan"], row["project_wan"]) == (
        162.75,
        162.75,
        102.55,
        60.2,
    )
    assert ask(address, "income_and_expenditure", phase="final") == []


def test_where_a_figure_is_printed(address):
    (row,) = ask(address, "where_a_figure_is_printed", disclosure_id=ID, table_no="2", row="3", column="3")
    assert (row["text"], row["page"], row["x0"], row["top"], row["amount_fen"]) == (
        "162.75",
        2,
        216.7,
        160.25,
        162750000,
    )
    assert row["file"] == "shili-2026-budget.pdf"


def test_which_tables_were_not_recognised(address):
    assert [(row["table_no"], row["lost"]) for row in ask(address, "not_recognised")] == [
        (6, "front"),
        (8, None),
    ]


@pytest.mark.parametrize("query", QUERIES)
def test_every_question_is_answered_with_every_parameter_left_empty(address, query):
    assert isinstance(ask(address, query), list)


@pytest.mark.parametrize("query", [name for name, query in QUERIES.items() if ":issuer" in query["sql"]])
def test_an_issuer_that_does_not_exist_gives_no_row(address, query):
    assert ask(address, query, issuer="没有这个单位") == []


@pytest.mark.parametrize("query", [name for name, query in QUERIES.items() if ":year" in query["sql"]])
def test_a_year_without_disclosures_gives_no_row(address, query):
    assert ask(address, query, year="1999") == []


# Datasette's pages


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("place", [0, 1], ids=["zh", "en"])
def test_the_page_of_every_table_and_view_has_its_title_and_the_words_of_its_columns(address, name, place):
    status, _, body = fetch(address, f"{('', '/en')[place]}/data/gongkai/{name}")
    page = html.unescape(body.decode())
    assert status == 200
    assert f"<h1>{TABLES[name]['title'].split(' | ')[place]} " in page
    assert page.count("<dt>") >= len(TABLES[name]["columns"])
    for words in TABLES[name]["columns"].values():
        assert f"<dd>{words.split(' | ')[place]}</dd>" in page
        assert words.split(" | ")[1 - place] not in page


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("place", [0, 1], ids=["zh", "en"])
def test_the_page_of_every_question_has_its_title_and_no_error(address, query, place):
    status, _, body = fetch(address, f"{('', '/en')[place]}/data/gongkai/{query}")
    page = html.unescape(body.decode())
    assert status == 200
    assert f"<h1>{QUERIES[query]['title'].split(' | ')[place]}</h1>" in page
    assert QUERIES[query]["description"].split(" | ")[place] in page
    assert "message-error" not in page


def test_the_front_page_names_the_licence_and_leads_back_to_the_site(address):
    status, _, body = fetch(address, "/data/")
    page = body.decode()
    assert status == 200
    assert '<a class="brand" href="/">' in page
    assert "CC BY 4.0" in page
    assert "/data/gongkai" in page
    english = fetch(address, "/en/data/")[2].decode()
    assert '<a class="brand" href="/en/">' in english
    assert "/en/data/gongkai" in english
    assert not any("一" <= character <= "鿿" for character in re.sub(r"<[^>]*>|公开|中文|三公|公务用车", "", english))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", ["header", "footer"])
def test_the_head_and_the_foot_of_a_page_lead_where_those_of_the_site_do(address, language, part):
    site = environment(METADATA.parent / "site", site_url="", repo_url="")
    shown = site.from_string('{% extends "base.html" %}').render(Address(language, "rules/").context())
    home = "/en/" if language == "en" else "/"
    asked = fetch(address, f"{home}data/")[2].decode()
    own = _links(shown, part, "../../en/" if language == "en" else "../")
    there = _links(asked, part, home)
    if part == "header":
        assert 'class="seek seek-small"' in asked
        assert ("data/", "Ask the data" if language == "en" else "查询") in there
    assert there == own != []


def _links(page, part, home):
    """Where the links in the head or the foot of a page lead within the site, and what they say, in their order."""
    [piece] = re.findall(rf"<{part} .*?</{part}>", page, re.DOTALL)
    [menu] = re.findall(r"<nav .*?</nav>", piece, re.DOTALL)
    found = re.findall(rf'<a [^>]*href="{re.escape(home)}([^"]*)"[^>]*>([^<]+)</a>', menu)
    return [(target, html.unescape(words)) for target, words in found]


def test_every_page_links_under_its_own_address_and_loads_nothing_from_elsewhere(address):
    for path in ("/data/", "/data/gongkai", "/data/gongkai/lines", "/data/gongkai/largest_items"):
        page = fetch(address, path)[2].decode()
        for attribute in ('src="', '<link rel="stylesheet" href="'):
            for loaded in page.split(attribute)[1:]:
                assert loaded.startswith("/assets/"), (path, loaded[:60])
        assert "<style" not in page
        assert re.search(r"<script(?! src=)|style=|\son[a-z]+=", page) is None


def test_a_table_can_be_had_as_csv_and_json(address):
    status, headers, body = fetch(address, "/data/gongkai/lines.csv?_stream=on&_size=max")
    assert (status, headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert len(body.decode().strip().splitlines()) == 1 + len(sample().lines)
    status, _, body = fetch(
        address, f"/data/gongkai/lines.json?_shape=array&disclosure_id={ID}&code=2010301&measure=total"
    )
    (row,) = json.loads(body)
    assert (status, row["amount_fen"], row["amount_yuan"], row["amount_wan"]) == (
        200,
        100050000,
        1000500.0,
        100.05,
    )


def test_own_sql_can_be_asked(address):
    sql = quote("SELECT sum(total_fen) AS total FROM expenditure_by_function")
    status, _, body = fetch(address, f"/data/gongkai.json?sql={sql}&_shape=array")
    assert (status, json.loads(body)) == (200, [{"total": 162750000}])


def test_own_sql_cannot_write(address):
    status, _, body = fetch(address, f"/data/gongkai.json?sql={quote('DELETE FROM lines')}")
    assert status == 400
    assert "SELECT" in body.decode()


def test_the_database_can_be_downloaded_whole(address, folder):
    status, _, body = fetch(address, "/data/gongkai.db")
    assert status == 200
    assert body == (folder / "database.sqlite").read_bytes()


@pytest.mark.parametrize(
    "path", ["/data/nothing", "/data/gongkai/nothing", "/data/gongkai/lines/nobody,1,2,3", "/data/x.y.z"]
)
def test_what_datasette_does_not_have_is_a_404_and_nothing_is_printed(address, path, capfd):
    assert fetch(address, path)[0] == 404
    assert capfd.readouterr() == ("", "")


def test_data_without_its_slash_leads_to_data(address):
    status, headers, _ = fetch(address, "/data")
    assert (status, headers["location"]) == (308, "/data/")


# The site


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/en/", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/lines.csv", "text/csv; charset=utf-8"),
        ("/data.json", "application/json"),
        ("/chart.svg", "image/svg+xml"),
        ("/all.zip", "application/zip"),
        ("/large.db", "application/vnd.sqlite3"),
        ("/strange.xyz", "application/octet-stream"),
        ("/" + quote("公开") + "/", "text/html; charset=utf-8"),
        ("/?from=somewhere", "text/html; charset=utf-8"),
    ],
)
def test_a_file_is_served_as_what_it_is(address, path, media_type):
    status, headers, body = fetch(address, path)
    assert (status, headers["content-type"], headers["x-content-type-options"]) == (
        200,
        media_type,
        "nosniff",
    )
    assert len(body) == int(headers["content-length"]) > 0


def test_a_large_file_arrives_whole(address):
    assert fetch(address, "/large.db")[2] == bytes(range(256)) * 4096


@pytest.mark.parametrize(
    ("path", "location"),
    [("/en", "/en/"), ("/" + quote("公开"), "/" + quote("公开") + "/"), ("/en?a=b", "/en/?a=b")],
)
def test_a_folder_without_its_slash_leads_to_the_one_with(address, path, location):
    status, headers, _ = fetch(address, path)
    assert (status, headers["location"]) == (308, location)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/nothing/",
        "/empty",
        "/empty/",
        "/index.html/",
        "/en/nothing.html",
        "/" + "x" * 5000,
        "/%E4%B8",
    ],
)
def test_what_is_not_there_is_answered_with_the_page_for_it(address, path):
    status, headers, body = fetch(address, path)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert body.decode() == "<h1>没有</h1>"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/en/../../secret.txt",
        "/en/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/../site-secret/",
        "/%2e%2e/site-secret/index.html",
        "/../site-secret",
        "//secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/etc/passwd",
        "/./.hidden",
        "/.hidden",
        "/%2ehidden",
        "/way-out",
        "/index.html%00.txt",
        "/data/../secret.txt",
        "/data/%2e%2e/%2e%2e/secret.txt",
        "/data/-/static/../../../../../../etc/passwd",
        "/data/-/static/%2e%2e/%2e%2e/app.py",
        "/..;/secret.txt",
    ],
)
def test_no_address_leads_out_of_the_site(address, path):
    status, headers, body = fetch(address, path)
    if status == 302:  # Datasette has its own writing for percent signs, and first leads there
        assert headers["location"].startswith("/data/")
        status, _, body = fetch(address, headers["location"])
    assert status in (400, 404)
    assert b"secret" not in body.replace(b"secret.txt", b"").replace(b"site-secret", b"")
    assert b"root:" not in body


@pytest.mark.parametrize(
    "path",
    ["//example.org", "//example.org/..", "///example.org/", "/\\example.org", "/%2f%2fexample.org", "//en"],
)
def test_no_redirect_leads_to_another_site(address, path):
    status, headers, _ = fetch(address, path)
    assert status == 404
    assert "location" not in headers


@pytest.mark.parametrize("path", ["/", "/lines.csv", "/nothing", "/data/", "/data/gongkai"])
def test_a_head_is_the_answer_without_its_body(address, path):
    of_get = fetch(address, path)
    of_head = fetch(address, path, "HEAD")
    assert of_head[0] == of_get[0]
    assert of_head[1]["content-type"] == of_get[1]["content-type"]
    assert of_head[2] == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/data/", "/data/gongkai/lines"])
def test_nothing_can_be_changed(address, method, path):
    status, headers, _ = fetch(address, path, method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_an_unchanged_file_is_not_sent_again_and_its_tag_is_of_its_content(address, folder):
    _, headers, _ = fetch(address, "/lines.csv")
    assert "last-modified" not in headers
    status, again, body = fetch(address, "/lines.csv", if_none_match=f'"other", W/{headers["etag"]}')
    assert (status, again["etag"], body) == (304, headers["etag"], b"")
    twin = folder / "site" / "twin.csv"
    twin.write_text("编码,金额\n", "utf-8")
    assert fetch(address, "/twin.csv")[1]["etag"] == headers["etag"]
    twin.write_text("编码,金额\n201,1\n", "utf-8")
    status, changed, _ = fetch(address, "/twin.csv", if_none_match=headers["etag"])
    assert (status, changed["etag"] == headers["etag"]) == (200, False)


# What is not built


def test_a_database_that_is_not_built_is_one_clear_error(folder):
    with pytest.raises(BuildError, match="nothing"):
        make_app(folder / "nothing.db", folder / "site", METADATA)


def test_a_site_that_is_not_built_is_one_clear_error(folder):
    with pytest.raises(BuildError, match="nothing"):
        make_app(folder / "database.sqlite", folder / "nothing", METADATA)


def test_metadata_that_cannot_be_read_is_one_clear_error(folder, tmp_path):
    with pytest.raises(BuildError, match="nothing"):
        make_app(folder / "database.sqlite", folder / "site", tmp_path / "nothing.yml")
    (tmp_path / "metadata.yml").write_text("title: [")
    with pytest.raises(PackageError, match="YAML"):
        make_app(folder / "database.sqlite", folder / "site", tmp_path / "metadata.yml")


def test_what_the_site_keeps_in_its_store_is_shown(address):
    assert fetch(address, "/kept/")[::2] == (200, b"<p>kept</p>")
    assert fetch(address, "/kept")[1]["location"] == "/kept/"
