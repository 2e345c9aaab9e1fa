"""The measure of pages sees what it claims to see: paints, shifts, deaf moments, compressed bytes; no timing is a test."""

import pytest
from click.testing import CliRunner

from browsing import needs_chromium
from gongkai import bench_page as module
from gongkai.bench_page import Loaded, Page, measure_pages, table
from gongkai.cli import main
from gongkai.errors import BuildError

FOUND = (Page("start", "首页", "", 3, Loaded(800.4, 900.0, 0.0123, 40.0, 17_123, 7)),)


@pytest.fixture
def folder(tmp_path):
    """A start page that is long, shifts once, and is deaf for a third of a second."""
    (tmp_path / "use").mkdir()
    (tmp_path / "use/index.html").write_text("<!doctype html><title>x</title><p>still", "utf-8")
    (tmp_path / "index.html").write_text(
        f"""<!doctype html><title>x</title><script src="x.js" defer></script>
        <div id="late"></div><p>{"the same again " * 5000}""",
        "utf-8",
    )
    (tmp_path / "x.js").write_text(
        """requestAnimationFrame(() => setTimeout(() => {
             const end = performance.now() + 300;
             while (performance.now() < end);
             document.getElementById("late").style.height = "300px";
           }, 300));""",
        "utf-8",
    )
    return tmp_path


def test_paints_shifts_deaf_moments_and_compressed_bytes_are_seen(folder):
    needs_chromium()
    told = []
    start, still = measure_pages(folder, 1, lambda zh, en: told.append((zh, en)))
    assert (start.kind, still.kind, len(told)) == ("start", "prose", 2)
    assert 0 < start.found.fcp_ms <= start.found.lcp_ms
    assert start.found.cls > 0.05
    assert start.found.tbt_ms >= 200
    assert start.found.requests in (2, 3)  # the page, its script, and an icon for which some versions ask
    assert start.found.transferred < 5_000 < (folder / "index.html").stat().st_size
    assert still.found.cls == 0


def test_what_is_not_built_or_not_installed_is_told(folder, tmp_path, monkeypatch):
    with pytest.raises(BuildError, match="run make first"):
        measure_pages(tmp_path / "nothing", 1, lambda *_: None)
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(BuildError, match="playwright"):
        measure_pages(folder, 1, lambda *_: None)
    monkeypatch.undo()
    monkeypatch.setenv("GONGKAI_CHROMIUM", "")
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    with pytest.raises(BuildError, match=r"Chromium|playwright"):
        measure_pages(folder, 1, lambda *_: None)


def test_the_command_prints_a_table_or_json(monkeypatch):
    monkeypatch.setattr(module, "measure_pages", lambda *_: FOUND)
    answer = CliRunner().invoke(main, ["bench", "--pages", "--format", "json"])
    assert answer.exit_code == 0, answer.output
    assert '"cls": 0.012' in answer.stdout
    assert '"transferred": 17123' in answer.stdout
    assert [line.split()[:6] for line in table(FOUND)][-1] == ["800", "900", "0.012", "40", "17.1", "7"]
