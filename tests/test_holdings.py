"""What is known of all disclosures is never that of an earlier state, and of long lists the head is shown."""

import json
import shutil
from pathlib import Path

import pytest

from gongkai.package import DESCRIPTOR
from gongkai.pipeline import registrations, remembered
from gongkai.pipeline.registrations import Registrations
from gongkai.publish import heads, holding_file, put_aside
from gongkai.publish.links import place
from gongkai.registry import FILE_NAME, RegistrationError, read_entry
from gongkai.synthetic import write_synthetic
from test_store import Project, content

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(model: Path, tmp_path: Path) -> Project:
    return Project(tmp_path, model, 4)


def corrected(project: Project, model: Path) -> None:
    project.correct(1)


def removed(project: Project, model: Path) -> None:
    del project.packages[1]


def renamed(project: Project, model: Path) -> None:
    """The second goes, one of another id and issuer comes."""
    del project.packages[1]
    *_, last = write_synthetic([model], 12, project.folder / "others")
    project.packages.append(last)


def superseded(project: Project, model: Path) -> None:
    """The third says that it takes the place of the first: lists that the first is on change without it."""
    folder = project.packages[2]
    table = folder / "disclosures.csv"
    words = table.read_text("utf-8").splitlines()
    column = words[0].split(",").index("supersedes")
    row = words[1].split(",")
    row[column] = project.packages[0].name
    content = ("\n".join([words[0], ",".join(row)]) + "\n").encode()
    table.write_bytes(content)
    described = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    for resource in described["resources"]:
        if resource["name"] == "disclosures":
            resource |= {"bytes": len(content), "hash": f"sha256:{remembered.sha256(content).hexdigest()}"}
    (folder / DESCRIPTOR).write_text(json.dumps(described), "utf-8")


@pytest.mark.parametrize("change", [corrected, removed, renamed, superseded])
def test_a_site_built_after_a_change_is_byte_for_byte_the_one_built_from_nothing(change, project, model):
    project.publish("first")
    change(project, model)
    project.publish("second", former=project.site("first"))
    project.publish("third", store="another")
    again, fresh = content(project.site("second")), content(project.site("third"))
    assert again.keys() == fresh.keys()
    assert [name for name in fresh if again[name] != fresh[name]] == []


def changed_inside(file: Path) -> None:
    told = bytearray(file.read_bytes())
    place = told.index("示例".encode())
    told[place : place + 3] = "假".encode()
    file.write_bytes(bytes(told))


def no_database(file: Path) -> None:
    file.write_bytes(b"what stands here is no database" * 200)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


@pytest.mark.parametrize("damage", [changed_inside, no_database, cut_off])
def test_what_is_kept_of_all_is_not_trusted_where_somebody_wrote_to_it(damage, project):
    project.publish("first")
    damage(project.folder / "cache" / "holdings.db")
    project.publish("second")
    first, second = content(project.site("first")), content(project.site("second"))
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("damage", [no_database, cut_off])
def test_a_file_that_is_no_database_is_made_anew_though_it_looks_like_ours(damage, project, monkeypatch):
    project.publish("first")
    damage(project.folder / "cache" / "holdings.db")
    monkeypatch.setattr(holding_file, "_is_ours", lambda *_: True)
    project.publish("second")
    first, second = content(project.site("first")), content(project.site("second"))
    assert [name for name in first if first[name] != second[name]] == []


def test_of_a_long_list_the_head_is_shown_with_how_many_there_are_and_where_they_are(project, monkeypatch):
    monkeypatch.setattr(heads, "MOST", 2)
    project.publish("first")
    [page, *_] = sorted((project.site("first") / "codes" / "functional").glob("*/index.html"))
    words = page.read_text("utf-8")
    assert words.count('<th scope="row">') == 2
    assert "前 2 条，共 4 条" in words
    assert "sql/#sql=SELECT" in words


def test_links_that_were_put_aside_are_taken_where_they_lead_to_what_is_wanted(tmp_path):
    store, wanted = tmp_path / "store", [(f"name-{n}", [f"disclosures/{n}"]) for n in range(3)]
    for name, (folder,) in wanted:
        (store / "pages" / name / "files" / folder).mkdir(parents=True)
    first, second = tmp_path / "one" / "site", tmp_path / "two" / "site"
    place(wanted, store, first, linked=True)
    before = {path.name: path.lstat().st_ino for path in (first / "disclosures").iterdir()}
    (first / "disclosures" / "index.html").write_text("of the former site", "utf-8")
    (first / "disclosures" / "gone").symlink_to("elsewhere")
    (first / "disclosures" / "2").unlink()
    (first / "disclosures" / "2").symlink_to("elsewhere")
    put_aside(first, store)
    place(wanted, store, second, linked=True)
    after = {path.name: path.lstat().st_ino for path in (second / "disclosures").iterdir()}
    assert sorted(after) == ["0", "1", "2"]
    assert (after["0"], after["1"]) == (before["0"], before["1"])
    for name, (folder,) in wanted:
        assert (second / folder).samefile(store / "pages" / name / "files" / folder)


@pytest.fixture
def entry(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(remembered, "_FRESH_NS", 0)
    shutil.copytree(ROOT / "datapackage" / "putuo-wanli-2024-budget", tmp_path / "putuo-wanli-2024-budget")
    return tmp_path / "putuo-wanli-2024-budget"


def again(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, code: str = "code"):
    """The entry in a run of its own, and how often it was read from its file for that."""
    read: list[Path] = []

    def noted(folder: Path):
        read.append(folder)
        return read_entry(folder)

    monkeypatch.setattr(registrations, "read_entry", noted)
    known = Registrations(file, code)
    found = known.entry(folder)
    known.save([folder])
    return found, len(read)


def test_an_entry_is_read_again_only_where_it_or_the_code_has_changed(entry, tmp_path, monkeypatch):
    file = tmp_path / "entries.json"
    whole = read_entry(entry)
    assert again(file, entry, monkeypatch) == (whole, 1)
    assert again(file, entry, monkeypatch) == (whole, 0)
    assert again(file, entry, monkeypatch, "other code") == (whole, 1)
    words = (entry / FILE_NAME).read_text("utf-8")
    (entry / FILE_NAME).write_text(words.replace("2024年部门预算", "2024年预算"), "utf-8")
    changed, read = again(file, entry, monkeypatch, "other code")
    assert (changed.title, read) == (whole.title.replace("部门", ""), 1)


def test_an_entry_whose_file_has_gone_is_told_though_it_was_read_before(entry, tmp_path, monkeypatch):
    again(tmp_path / "entries.json", entry, monkeypatch)
    (entry / "source.pdf").unlink()
    with pytest.raises(RegistrationError, match=r"source\.pdf"):
        again(tmp_path / "entries.json", entry, monkeypatch)


def test_entries_that_cannot_be_read_back_are_none(entry, tmp_path, monkeypatch):
    file = tmp_path / "entries.json"
    file.write_text(json.dumps({"code": "code", "entries": {str(entry): 3}, "sources": []}), "utf-8")
    assert again(file, entry, monkeypatch)[1] == 1
