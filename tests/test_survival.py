"""A running server stands strangers: their SQL can neither write nor reach files, and those who read are served beside it."""

import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from gongkai.load import build_database
from gongkai.package import read_package, write_package
from sample import ID, sample
from serving import METADATA, Served, running

_LONG = "replace(hex(zeroblob(45000)), '0', 'a')"
#: What must not be answered, and a word of the refusal.
REFUSED = {
    "ATTACH DATABASE 'x.db' AS x": "SELECT",
    "PRAGMA journal_mode = WAL": "SELECT",
    "VACUUM INTO 'x.db'": "SELECT",
    "DROP TABLE lines": "SELECT",
    "SELECT 1; DELETE FROM lines": "",
    "WITH x AS (SELECT 1) INSERT INTO terms SELECT * FROM terms": "",
    "SELECT load_extension('x')": "只能查询",
    "SELECT readfile('/etc/passwd')": "readfile",
    "SELECT writefile('x', 'x')": "writefile",
    "SELECT fts3_tokenizer('simple')": "只能查询",
    "SELECT * FROM pragma_writable_schema": "",
    "SELECT randomblob(1000000000)": "太长",
    "SELECT zeroblob(100000000)": "太长",
    "SELECT hex(zeroblob(90000))": "太长",
    "SELECT printf('%.1000000000c', 'x')": "太长",
    "SELECT printf('%*d', 1000000000, 1)": "太长",
    "SELECT format('%1000000000d', 1)": "太长",
    "SELECT group_concat(a.text) FROM cells a, cells b, cells c": "",
    f"SELECT {_LONG} FROM cells a, cells b": "结果太大",
    "WITH RECURSIVE a (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT count(*) FROM a": "0.7 秒",
    f"WITH RECURSIVE a (x) AS (SELECT {_LONG} UNION ALL SELECT x || '' FROM a) SELECT * FROM a ORDER BY 1": "0.7 秒",
    f"WITH RECURSIVE a (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT max(instr({_LONG} || x, {_LONG} || 'b')) FROM a": "",
    "SELECT count(*) FROM cells a, cells b, cells c, cells d": "0.7 秒",
    "SELECT 1 WHERE 'x' LIKE '" + "%a" * 150 + "'": "pattern too complex",
    "SELECT " + "(" * 120 + "1" + ")" * 120: "",
    "SELECT sum(1) FROM (SELECT DISTINCT a.rowid * b.rowid * c.rowid FROM cells a, cells b, cells c)": "0.7 秒",
}
#: What must be answered, and quickly.
ANSWERED = (
    "SELECT 1 WHERE 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' LIKE '%a%a%a%a%a%a%a%a%a%a%a%a%b'",
    f"SELECT 1 WHERE {_LONG} GLOB '*a*a*a*a*a*a*a*a*a*[b]'",
    f"SELECT length(trim({_LONG}, {_LONG}))",
    f"SELECT instr({_LONG}, substr({_LONG}, 1, 44000) || 'b')",
    "SELECT printf('%.2f', 3.14159), format('%08.2f', 2), trim('  x  '), trim('xxaxx', 'x')",
    "SELECT * FROM json_each('[1, 2]')",
    "SELECT name FROM pragma_table_info('lines')",
    "SELECT snippet_of('三公经费', '公')",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survival")
    write_package(sample(), folder / ID)
    build_database([read_package(folder / ID)], folder / "gongkai.db")
    (folder / "site").mkdir()
    return folder


@pytest.fixture(scope="module")
def served(folder):
    with running(folder / "gongkai.db", folder / "site") as served:
        yield served


@pytest.mark.parametrize("sql", REFUSED)
def test_hostile_sql_is_refused_with_a_reason(served, folder, sql):
    before = (folder / "gongkai.db").read_bytes()
    start = time.perf_counter()
    status, _, body = served.get(f"?sql={served.quote(sql)}")
    assert (status, time.perf_counter() - start < 10) == (400, True)
    assert REFUSED[sql] in body.decode()
    assert 'role="alert"' in body.decode()
    assert (folder / "gongkai.db").read_bytes() == before
    assert {path.name for path in folder.iterdir()} == {ID, "gongkai.db", "site"}


@pytest.mark.parametrize("sql", ANSWERED)
def test_harmless_sql_of_the_same_kind_is_answered(served, sql):
    start = time.perf_counter()
    status, _, body = served.get(f".json?sql={served.quote(sql)}")
    assert (status, time.perf_counter() - start < 5) == (200, True), body.decode()


def test_the_formats_of_numbers_are_those_of_sqlite(served):
    found = served.json(f".json?_shape=arrays&sql={served.quote(ANSWERED[4])}")
    assert found["rows"] == [["3.14", "00002.00", "x", "a"]]


@pytest.mark.parametrize(
    "path", ["/data/_memory", "/data/_internal", "/data/_memory.json?sql=SELECT+1", "/data/_internal.db"]
)
def test_there_is_no_other_database(served, path):
    assert served.request(path)[0] in (403, 404)


def test_a_refusal_is_in_the_language_of_the_page(served):
    sql = served.quote("SELECT load_extension('x')")
    assert "只能查询，不能写入" in served.get(f"?sql={sql}")[2].decode()
    english = served.get(f"?sql={sql}", english=True)[2].decode()
    assert "Questions only: no writing" in english
    assert "只能查询" not in english


# How answers are sent


def test_an_address_names_the_edition_and_lasts(served):
    status, headers, _ = served.request("/data/gongkai/lines?_size=5")
    assert status == 302
    assert headers["location"].startswith("/data/gongkai-")
    assert headers["location"].endswith("/lines?_size=5")
    lasting = served.request(headers["location"])
    assert (lasting[0], lasting[1]["cache-control"]) == (200, "public, max-age=31536000, immutable")
    older = served.request("/data/gongkai-0123456/lines?_size=5")
    assert (older[0], older[1]["location"]) == (302, headers["location"])
    assert served.get(f"?sql={served.quote('SELECT x')}")[1]["cache-control"] == "no-cache"


def test_a_page_is_compressed_for_who_asks_and_the_same(served):
    import gzip  # noqa: PLC0415

    plain, packed = served.get("lines"), served.get("lines", **{"Accept-Encoding": "gzip"})
    assert (packed[1]["content-encoding"], packed[1]["vary"].split(", ")[-1]) == ("gzip", "accept-encoding")
    assert len(packed[2]) * 4 < len(plain[2])
    assert b"lines" in gzip.decompress(packed[2])
    assert "content-encoding" not in plain[1]
    assert "content-encoding" not in served.get("lines", **{"Accept-Encoding": "gzip;q=0"})[1]


def test_a_whole_table_is_compressed_as_it_is_sent(served, monkeypatch):
    import gzip  # noqa: PLC0415

    monkeypatch.setattr("gongkai.serve.delivery._LARGEST_KEPT", 2_000)  # from here on an answer is sent as it comes
    plain, packed = served.get("cells.csv"), served.get("cells.csv", **{"Accept-Encoding": "gzip"})
    assert (packed[1]["content-encoding"], packed[1]["vary"]) == ("gzip", "accept-encoding")
    assert len(packed[2]) * 3 < len(plain[2])
    assert gzip.decompress(packed[2]) == plain[2]
    assert "content-length" not in packed[1]


def test_the_whole_database_is_sent_as_it_is_through_datasette_too(served):
    headers, body = served.get(".db", **{"Accept-Encoding": "gzip"})[1:]
    assert "content-encoding" not in headers
    assert body[:15] == b"SQLite format 3"


def test_other_sites_may_ask_and_robots_may_not(served):
    assert served.get("lines.json")[1]["access-control-allow-origin"] == "*"
    assert served.request("/data/gongkai/lines.json")[1]["access-control-allow-origin"] == "*"
    assert served.request("/robots.txt")[2] == b"User-agent: *\nDisallow: /data/\nDisallow: /en/data/\n"
    assert served.get("lines")[1]["x-robots-tag"] == "noindex, nofollow"


def test_the_server_says_that_it_is_well(served):
    status, _, body = served.request("/-/health")
    assert (status, body.startswith(b"ok ")) == (200, True)


# Many at once


@contextmanager
def process(folder):
    """The server in a process of its own, whose memory can be told from that of the test."""
    code = (
        "import sys; from pathlib import Path; from gongkai.serve import serve; "
        "serve(*map(Path, sys.argv[1:4]), port=0, started=lambda address: print(address, flush=True))"
    )
    arguments = [folder / "gongkai.db", folder / "site", METADATA]
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True) as running:
        try:
            yield Served(running.stdout.readline().strip()), running.pid
        finally:
            running.terminate()


def memory_mb(pid):
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1000


def under_attack(served, pid, seconds=7):
    """What fifty readers and ten attackers meet for so long: seconds and statuses of pages, hostile answers, memory."""
    pages = [
        *("", "lines", "cells?table_no=2", "search_entries?_search=公", "search?words=三公", "largest_items"),
        *("expenditure_by_function", f"disclosures/{ID}", f"lines/{ID},2,6,3", "search_by_name?words=会议", "terms"),
    ]
    taken, statuses, hostile, memory = [], set(), [], []
    for path in pages:
        assert served.get(path)[0] == 200
    began = time.perf_counter()
    end = began + seconds

    def read(number):
        time.sleep(number / 50)
        turn = number
        while (start := time.perf_counter()) < end:
            # Every second page is one that nobody has opened before, so that it is not kept.
            path = pages[turn % len(pages)]
            once = f"{'&' if '?' in path else '?'}_r={number}-{turn}-{began}" if turn % 2 else ""
            status, _, _ = served.get(path + once, english=turn % 3 == 0)
            taken.append(time.perf_counter() - start)
            statuses.add(status)
            turn += 7
            time.sleep(max(0.0, start + 1 - time.perf_counter()))

    def attack(number):
        turn, queries = number * 3, list(REFUSED)
        while time.perf_counter() < end:
            status, headers, body = served.get(
                f"?sql={served.quote(queries[turn % len(queries)])}&_r={turn}-{number}-{began}"
            )
            hostile.append((status, headers.get("retry-after"), bool(body)))
            turn += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(50)]
    threads += [threading.Thread(target=attack, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for part in (2, seconds - 0.5):
        time.sleep(max(0.0, began + part - time.perf_counter()))
        memory.append(memory_mb(pid))
    for thread in threads:
        thread.join()
    return taken, statuses, hostile, memory


@pytest.mark.alone
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_fifty_readers_are_served_while_ten_fire_hostile_sql(folder):
    medians = []
    with process(folder) as (served, pid):
        for _ in range(3):  # a machine that does something else for some seconds says nothing of the server
            taken, statuses, hostile, memory = under_attack(served, pid)
            medians.append(statistics.median(taken))
            assert served.get("lines?_r=after")[0] == 200
            memory.append(memory_mb(pid))
            told = f"{len(taken)} pages, medians {medians} s, {len(hostile)} hostile, memory {memory} MB"
            assert statuses == {200}, told
            assert {status for status, *_ in hostile} == {400, 429}, told
            assert all(retry == "5" for status, retry, _ in hostile if status == 429), told
            assert all(body for *_, body in hostile), told
            assert max(memory) < 300, told
            if medians[-1] < 0.5:
                break
    assert min(medians) < 0.5, told
