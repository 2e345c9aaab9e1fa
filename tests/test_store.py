"""A site that is built again takes over what did not change, and is byte for byte the one built from nothing."""

import json
import shutil
from pathlib import Path

import pytest

from gongkai.load import build_database
from gongkai.package import DESCRIPTOR, open_package, read_package, validate_package
from gongkai.publish import Published, Reuse, forget, publish_site
from gongkai.publish.records import from_json, to_json
from gongkai.publish.summary import Summary, summary
from gongkai.synthetic import write_synthetic

SITE = Path(__file__).resolve().parents[1] / "site"


class Project:
    """Three made-up disclosures and their site, built as often as asked."""

    def __init__(self, folder: Path, models: Path, count: int = 3) -> None:
        self.folder = folder
        self.packages = list(write_synthetic([models], count, folder / "packages"))
        self.database = folder / "gongkai.db"
        self.databases = 0

    def publish(
        self,
        name: str,
        *,
        store: str = "store",
        made_with: str = "a",
        former: Path | None = None,
        pages_only: bool = False,
    ) -> Published:
        def make_database() -> None:
            self.databases += 1
            build_database(map(open_package, self.packages), self.database)

        reuse = Reuse(self.folder / store, "code", made_with, former, pages_only, make_database)
        (self.folder / name).mkdir()
        return publish_site(self.packages, self.database, self.site(name), site_sources=SITE, reuse=reuse)

    def site(self, name: str) -> Path:
        return self.folder / name / "site"

    def correct(self, number: int) -> None:
        file = self.packages[number] / DESCRIPTOR
        file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "created": "2026-01-02T00:00:00Z"}), "utf-8")


def content(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in _walk(site) if path.is_file()}


def inodes(site: Path) -> dict[str, tuple[int, int]]:
    """Which file stands at each path, and when it was written."""
    told = {path.relative_to(site).as_posix(): path.stat() for path in _walk(site) if path.is_file()}
    return {name: (each.st_ino, each.st_mtime_ns) for name, each in told.items()}


def rewritten(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    return {name for name, each in after.items() if before.get(name) != each}


def _walk(folder: Path) -> list[Path]:
    found = []
    for path in folder.iterdir():
        found += _walk(path) if path.is_dir() else [path]
    return found


@pytest.fixture
def project(model: Path, tmp_path: Path) -> Project:
    return Project(tmp_path, model)


def test_a_summary_comes_back_from_its_json_as_it_was(model: Path) -> None:
    made = summary(read_package(model))
    assert made.headlines.main is not None
    assert from_json(Summary, to_json(made)) == made


def test_a_made_up_package_is_a_valid_one(project: Project) -> None:
    assert list(validate_package(project.packages[1])) == []


def test_after_a_correction_only_its_disclosure_is_made_again(project: Project) -> None:
    assert project.publish("first").disclosures == 3
    project.correct(1)
    assert project.publish("second", former=project.site("first")).disclosures == 1


def test_a_site_built_after_a_correction_is_the_one_built_from_nothing(project: Project) -> None:
    project.publish("first")
    project.correct(1)
    project.publish("second", former=project.site("first"))
    project.publish("third", store="another")
    again, fresh = content(project.site("second")), content(project.site("third"))
    assert again.keys() == fresh.keys()
    assert [name for name in fresh if again[name] != fresh[name]] == []


def test_a_changed_template_costs_the_pages_and_not_the_files_to_download(project: Project) -> None:
    project.publish("first")
    before = {entry.name for entry in (project.folder / "store" / "data").iterdir()}
    assert project.publish("second", made_with="b", former=project.site("first")).disclosures == 3
    assert {entry.name for entry in (project.folder / "store" / "data").iterdir()} == before


def test_pages_that_show_the_same_disclosures_are_taken_over(project: Project) -> None:
    first = project.publish("first")
    second = project.publish("second", former=project.site("first"))
    assert second.pages < first.pages
    catalogue = "disclosures/index.html"
    assert (project.site("first") / catalogue).samefile(project.site("second") / catalogue)


def test_a_build_of_the_pages_rewrites_no_file_of_another_disclosure_and_none_of_everything(project: Project) -> None:
    project.publish("first")
    before = inodes(project.site("first"))
    project.correct(1)
    project.publish("second", former=project.site("first"), pages_only=True)
    new = rewritten(before, inodes(project.site("second")))
    own, others = project.packages[1].name, [project.packages[0].name, project.packages[2].name]
    assert f"disclosures/{own}/data/datapackage.json" in new
    assert f"disclosures/{own}/index.html" in new
    assert [name for name in new if any(f"/{other}/" in name for other in others)] == []
    assert [name for name in new if name.startswith(("search/data/", "assets/", "use/"))] == []
    assert [name for name in new if name.startswith("downloads/") and not name.endswith(".html")] == []
    assert project.databases == 1


def test_a_build_of_the_pages_says_what_the_united_files_are_without(project: Project) -> None:
    project.publish("first")
    project.correct(1)
    published = project.publish("second", former=project.site("first"), pages_only=True)
    assert published.awaiting == 1
    for page in ("downloads", "search"):
        assert "1 份公开" in (project.site("second") / page / "index.html").read_text("utf-8")
        assert "1 份公开" not in (project.site("first") / page / "index.html").read_text("utf-8")


def test_the_whole_build_after_one_of_the_pages_is_the_one_built_from_nothing(project: Project) -> None:
    project.publish("first")
    project.correct(1)
    project.publish("second", former=project.site("first"), pages_only=True)
    assert project.publish("third", former=project.site("second")).awaiting == 0
    project.publish("fourth", store="another")
    again, fresh = content(project.site("third")), content(project.site("fourth"))
    assert again.keys() == fresh.keys()
    assert [name for name in fresh if again[name] != fresh[name]] == []


def test_the_first_build_of_the_pages_makes_what_there_is_not_yet(project: Project) -> None:
    assert project.publish("first", pages_only=True).awaiting == 0
    assert (project.site("first") / "downloads" / "everything" / "lines.csv").is_file()
    assert (project.site("first") / "search" / "data" / "about.json").is_file()


def test_a_disclosure_that_is_gone_is_told_too(project: Project) -> None:
    project.publish("first")
    del project.packages[2]
    assert project.publish("second", former=project.site("first"), pages_only=True).awaiting == 1


def test_united_files_of_the_same_packages_are_not_made_again(project: Project) -> None:
    project.publish("first")
    project.publish("second", made_with="b", former=project.site("first"))
    assert project.databases == 1
    one, other = (project.site(name) / "downloads" / "everything" / "lines.csv" for name in ("first", "second"))
    assert one.samefile(other)


def test_what_a_killed_build_left_and_what_nobody_uses_goes_with_the_next(project: Project) -> None:
    project.publish("first")
    left = project.folder / "store" / "pages" / ".work-left"
    left.mkdir()
    project.correct(0)
    published = project.publish("second", former=project.site("first"))
    shutil.rmtree(project.folder / "first")
    forget(Reuse(project.folder / "store", "code", "a"), published)
    assert not left.exists()
    assert len(list((project.folder / "store" / "pages").iterdir())) == 3
    assert len(list((project.folder / "store" / "data").iterdir())) == 3
    assert (project.site("second") / "disclosures" / project.packages[0].name / "index.html").is_file()


def test_several_processes_make_what_one_makes(model: Path, tmp_path: Path) -> None:
    project = Project(tmp_path, model, count=9)
    build_database(map(open_package, project.packages), project.database)
    for name, workers in (("one", 1), ("two", 2)):
        (tmp_path / name).mkdir()
        publish_site(
            project.packages,
            project.database,
            project.site(name),
            site_sources=SITE,
            reuse=Reuse(tmp_path / f"store-{name}", "code", "a"),
            workers=workers,
        )
    assert content(project.site("one")) == content(project.site("two"))
