"""A database can be blown up for a measure: whole, searchable, and asked page by page."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from gongkai import bench_database
from gongkai.errors import BuildError
from gongkai.load import build_database, copied
from gongkai.package import read_package, write_package
from gongkai.search import contains, match
from sample import ID, sample


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scale")
    write_package(sample(), folder / ID)
    build_database([read_package(folder / ID)], folder / "gongkai.db")
    return folder / "gongkai.db"


def test_copies_are_whole_and_counted(database, tmp_path):
    large = tmp_path / "large.db"
    shutil.copyfile(database, large)
    own = len(sample().lines)
    assert copied(large, 40 * own) == 40 * own
    with closing(sqlite3.connect(large)) as copies:

        def ask(sql, *values):
            return copies.execute(sql, values).fetchall()

        assert ask("PRAGMA foreign_key_check") == []
        assert ask("PRAGMA integrity_check") == [("ok",)]
        assert ask("SELECT count(*), count(DISTINCT issuer) FROM departments") == [(40, 3)]
        assert ask("SELECT count(*) > 0 FROM year_on_year WHERE change_fen <> 0") == [(1,)]
        assert ask("SELECT count(*) > 0 FROM budget_against_final") == [(1,)]
        ((found,),) = ask("SELECT count(*) FROM search_index WHERE search_index MATCH ?", match("三公"))
        assert found == sum(contains(text, "三公") for (text,) in ask("SELECT text FROM search_entries"))
        assert found >= 40


def test_the_measure_asks_every_question_and_tells_what_it_took(database, tmp_path, monkeypatch):
    monkeypatch.setattr(
        bench_database, "_paths", lambda: iter(["lines", "largest_items", "search?words=%E4%B8%89%E5%85%AC", "x"])
    )
    borne = bench_database.bear(database, 10 * len(sample().lines), tmp_path / "scale", lambda *_: None)
    assert [answer.status for answer in borne.answers] == [200, 200, 200, 404]
    assert borne.answers[3].refused
    assert borne.lines == 10 * len(sample().lines)
    assert list((tmp_path / "scale").iterdir()) == []
    told = "\n".join(bench_database.table(borne))
    assert "largest_items" in told
    assert "1 refused with a reason" in told


def test_every_question_of_the_metadata_is_among_what_is_asked():
    asked = {path.partition("?")[0] for path in bench_database._paths()}
    assert {"largest_items", "search", "compare_places", "lines"} <= asked


def test_without_a_build_there_is_nothing_to_blow_up(tmp_path):
    with pytest.raises(BuildError, match="make"):
        bench_database.bear(tmp_path / "nothing.db", 1, tmp_path / "scale", lambda *_: None)
