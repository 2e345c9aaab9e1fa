"""Pictures of printed pages: drawn the same on every machine, small, within what they may take, in a process of its own."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from gongkai.errors import GongkaiError
from gongkai.package import write_package
from gongkai.pipeline import building, facsimiles
from gongkai.pipeline.extraction import extract_registered
from gongkai.publish import facsimiles as kept
from gongkai.publish import font_file
from gongkai.read import facsimile
from gongkai.registry import FILE_NAME, read_entry
from gongkai.sandbox import Limits, isolated
from paper import Paper
from test_pipeline import ENTRY
from test_pipeline import _root as project

CHECKOUT = Path(__file__).resolve().parents[1]


def font() -> Path:
    found = font_file(CHECKOUT / "site", CHECKOUT / building.BROWSER_CODE)
    if found is None:
        pytest.skip("the Chinese font of the lock was not brought: make set-up")
    return found


def drawn(data: bytes, folder: Path, *, name: str = "a.pdf", with_font: bool = False, most: int = 99):
    """What a process of its own draws; the font of a process is chosen once."""
    file = folder / name
    file.write_bytes(data)
    job = (name, (file, folder / "out", font() if with_font else None, most))
    [(_, result)] = isolated(facsimile.draw_pages, [job], Limits())
    return result


def ink(file: Path) -> int:
    """How many pixels of a picture are dark."""
    with Image.open(file) as picture:
        return sum(picture.convert("L").histogram()[:128])


def test_a_page_is_drawn_as_displayed_with_its_size_in_points(tmp_path):
    paper = Paper(rotate=90).text(50, 50, "2026").page().text(50, 50, "2027")
    first, second = drawn(paper.bytes(), tmp_path)
    assert (first.page, first.width, first.height, first.file) == (1, 595.0, 842.0, "1.webp")
    assert second.page == 2
    with Image.open(tmp_path / "out" / "1.webp") as picture:
        assert (picture.format, picture.size) == ("WEBP", (1240, 1755))


def test_a_mark_at_the_place_of_the_text_lies_on_the_text(tmp_path):
    drawn(Paper().box(100, 200, 160, 220, 0).bytes(), tmp_path)
    with Image.open(tmp_path / "out" / "1.webp") as picture:
        scale = picture.width / 595
        box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box == pytest.approx([side * scale for side in (100, 200, 160, 220)], abs=2)


def test_text_in_a_font_that_the_file_lacks_is_drawn_with_the_font_of_the_lock(tmp_path):
    data = Paper().text(50, 50, "合计", 40).bytes()
    drawn(data, tmp_path, with_font=True)
    assert 500 < ink(tmp_path / "out" / "1.webp") < 5000


def test_the_same_page_gives_the_same_bytes(tmp_path):
    data = Paper().text(50, 50, "合计 1,234.56", 12).bytes()
    pictures = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        drawn(data, tmp_path / name, with_font=True)
        pictures.append((tmp_path / name / "out" / "1.webp").read_bytes())
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) < 10_000


def test_a_scan_is_kept_as_a_photograph_where_that_is_smaller(tmp_path):
    noise = Image.effect_noise((1653, 2339), 60)
    out = io.BytesIO()
    noise.save(out, "PNG", dpi=(200, 200))
    [page] = drawn(out.getvalue(), tmp_path, name="a.png")
    with Image.open(tmp_path / "out" / page.file) as picture:
        assert max(picture.size) <= 2400
        assert sum(map(bool, picture.convert("L").histogram())) > 16
    assert page.width == pytest.approx(1653 * 72 / 200, abs=0.01)


def test_no_more_pages_are_drawn_than_asked(tmp_path):
    paper = Paper()
    for _ in range(4):
        paper.text(50, 50, "1").page()
    assert [page.page for page in drawn(paper.bytes(), tmp_path, most=2)] == [1, 2]


def test_a_file_without_pages_has_no_pictures(tmp_path):
    assert drawn("预算".encode(), tmp_path, name="a.txt") == ()


@pytest.mark.parametrize("data", [b"%PDF-1.7 cut off", Paper(password="secret").text(9, 9, "1").bytes()])  # noqa: S106
def test_a_file_that_cannot_be_opened_is_an_error_that_names_it(tmp_path, data):
    result = drawn(data, tmp_path)
    assert isinstance(result, GongkaiError)
    assert result.where == "a.pdf"


def budget(*, pages: int = 1) -> bytes:
    paper = (
        Paper()
        .text(200, 40, "示例局2026年部门预算")
        .text(150, 80, "一般公共预算财政拨款支出预算表")
        .text(480, 100, "单位：万元")
    )
    rows = [
        ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
        ("合计", None, "3.00", "1.00", "2.00"),
        ("201", "一般公共服务支出", "3.00", "1.00", "2.00"),
    ]
    paper.grid(60, 120, (80, 150, 80, 80, 80), rows)
    for _ in range(pages - 1):
        paper.page().text(50, 50, "说明")
    return paper.bytes()


def register(home: Path, name: str, year: int, data: bytes) -> Path:
    folder = home / name
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_text(ENTRY.replace("2026", str(year)).replace("source.txt", "source.pdf"), "utf-8")
    (folder / "source.pdf").write_bytes(data)
    write_package(extract_registered(folder, read_entry(folder), "pdfium", 10), folder)
    return folder


def draw(home: Path, told: list[str], most_mb: int = 1) -> facsimiles.Pictures:
    pictures, _ = facsimiles.draw_pages(
        {file.parent: read_entry(file.parent) for file in home.glob(f"*/{FILE_NAME}")},
        home / "store",
        None,
        most_mb=most_mb,
        limits=Limits(),
        workers=1,
        progress=lambda _, en: told.append(en),
    )
    return pictures


def test_the_pages_of_a_file_are_drawn_once(tmp_path):
    folder = register(tmp_path, "one", 2026, budget(pages=2))
    told: list[str] = []
    [home] = draw(tmp_path, told)[folder].values()
    pages = kept(home)
    assert [page.size for page in pages.values()] == [
        (home / "files" / name).stat().st_size for name in ("1.webp", "2.webp")
    ]
    assert draw(tmp_path, told) == {folder: {"source.pdf": home}}
    assert told == ["drawing the pages of 1 files"]


def test_two_disclosures_of_the_same_file_share_its_pictures(tmp_path):
    folders = [register(tmp_path, name, 2026, budget()) for name in ("one", "two")]
    found = draw(tmp_path, [])
    assert found[folders[0]] == found[folders[1]]


def test_the_newest_years_come_first_where_not_all_may_be_shown(tmp_path, monkeypatch):
    register(tmp_path, "older", 2025, budget(pages=2))
    newer = register(tmp_path, "newer", 2026, budget())
    [home] = draw(tmp_path, [])[newer].values()
    monkeypatch.setattr(facsimiles, "_MB", kept(home)[1].size)  # there is room for the pictures of one
    assert draw(tmp_path, []) == {newer: {"source.pdf": home}}


def test_of_a_huge_file_the_first_pages_are_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(facsimiles, "_MOST_PAGES", 2)
    folder = register(tmp_path, "one", 2026, budget(pages=3))
    [home] = draw(tmp_path, [])[folder].values()
    assert list(kept(home)) == [1, 2]


def test_no_room_draws_nothing(tmp_path):
    register(tmp_path, "one", 2026, budget())
    assert draw(tmp_path, [], most_mb=0) == {}
    assert not (tmp_path / "store").exists()


def test_a_file_that_cannot_be_drawn_is_told_once_and_costs_the_others_nothing(tmp_path):
    good = register(tmp_path, "good", 2026, budget())
    bad = register(tmp_path, "bad", 2026, budget(pages=2))
    (bad / "source.pdf").write_bytes(b"%PDF-1.7 cut off")
    told: list[str] = []
    found = draw(tmp_path, told)
    assert [len(kept(found[folder]["source.pdf"])) for folder in (bad, good)] == [0, 1]
    assert told[1:] == ["source.pdf: no page images: the PDF cannot be opened"]
    assert draw(tmp_path, told) == found
    assert len(told) == 2


def test_what_there_is_no_room_for_is_not_drawn_again_at_the_next_build(tmp_path, monkeypatch):
    root = project(tmp_path)
    folder = next((root / "datapackage").glob(f"*/{FILE_NAME}")).parent
    (folder / FILE_NAME).write_text(ENTRY.replace("source.txt", "source.pdf"), "utf-8")
    (folder / "source.pdf").write_bytes(budget())
    monkeypatch.setattr(facsimiles, "_MB", 1)  # the pictures of a page are larger than a byte
    told: list[str] = []
    building.build(root, lambda _, en: told.append(en))
    (root / "site" / "pages" / "use.md").write_text("# 新\n", "utf-8")
    building.build(root, lambda _, en: told.append(en))
    assert told.count("building the site") == 2
    assert [words for words in told if words.startswith("drawing")] == ["drawing the pages of 1 files"]
    assert not list((root / "build" / "site").glob("disclosures/*/facsimiles"))
