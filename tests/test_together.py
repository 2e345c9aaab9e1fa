"""Packages held against each other bit by bit: only what changed and what asks for it, with the outcome of all at once."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from exports import export
from gongkai.check.across import Ties, rules, ties
from gongkai.codes import codes_of
from gongkai.package import disclosure_of, read_package, write_package
from gongkai.pipeline import together
from gongkai.pipeline.tied import read_ties, write_ties
from gongkai.pipeline.together import held_together, hold_packages_together
from test_across import _GENERAL, CASES, disclosure


def whole(made):
    """A disclosure as a package can hold it."""
    return replace(made, rules=rules(), findings=(), codes=codes_of(made.lines))


class Shelf:
    """Packages in folders, held against each other as a build does it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.versions: dict[Path, int] = {}
        self.known: dict[str, tuple[str, Ties]] = {}

    def put(self, made) -> Path:
        folder = self.home / "packages" / made.registration.id
        shutil.rmtree(folder, ignore_errors=True)
        write_package(whole(made), folder)
        self.versions[folder] = self.versions.get(folder, 0) + 1
        return folder

    def drop(self, folder: Path) -> None:
        del self.versions[folder]

    def _states(self) -> dict[Path, str]:
        return {folder: str(version) for folder, version in self.versions.items()}

    def hold(self) -> set[str]:
        """Holds them together and moves what changed in; which."""
        staging = self.home / "staging"
        changed, told = hold_packages_together(sorted(self.versions), staging, self._states(), self.known)
        for folder in changed:
            shutil.rmtree(folder)
            (staging / folder.name).rename(folder)
        self.known = {folder.name: (state, told[folder.name]) for folder, state in self._states().items()}
        return {folder.name for folder in changed}

    def findings(self) -> dict[str, object]:
        return {folder.name: disclosure_of(read_package(folder)).findings for folder in sorted(self.versions)}


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def at_once(*made):
    return {each.registration.id: each.findings for each in held_together([whole(one) for one in made])}


BYSTANDER = disclosure("bystander", export(_GENERAL), issuer="另一市另一局")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_after_a_change_the_ledgers_are_those_of_all_held_at_once(case, shelf):
    for made in (*case.made(broken=False), BYSTANDER):
        shelf.put(made)
    shelf.hold()
    assert shelf.findings() == at_once(*case.made(broken=False), BYSTANDER)
    shelf.put(case.made(broken=True)[-1])
    assert shelf.hold() == {"later"}
    assert shelf.findings() == at_once(*case.made(broken=True), BYSTANDER)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.changed}")
def test_what_asks_for_a_disclosure_follows_it_when_it_comes_and_when_it_goes(case, shelf):
    first, *others = case.made(broken=False)
    for made in (*others, BYSTANDER):
        shelf.put(made)
    shelf.hold()
    folder = shelf.put(first)
    shelf.hold()
    assert shelf.findings() == at_once(first, *others, BYSTANDER)
    shelf.drop(folder)
    shelf.hold()
    assert shelf.findings() == at_once(*others, BYSTANDER)


def test_what_has_to_do_with_nothing_that_changed_is_not_read(shelf, monkeypatch):
    made = CASES[0].made(broken=False)
    for each in (*made, BYSTANDER):
        shelf.put(each)
    shelf.hold()
    read: list[str] = []

    def noted(folder):
        read.append(folder.name)
        return read_package(folder)

    monkeypatch.setattr(together, "read_package", noted)
    assert shelf.hold() == set()
    assert read == []
    shelf.put(CASES[0].made(broken=True)[-1])
    shelf.hold()
    assert "bystander" not in read
    assert "later" in read


def test_ties_are_kept_between_builds(tmp_path):
    known = {"one": ("state", ties(BYSTANDER))}
    write_ties(tmp_path / "ties", "all", known)
    assert read_ties(tmp_path / "ties") == ("all", known)


@pytest.mark.parametrize("content", [None, b"", b"{", b"[1, 2]", b'["all", {"one": 3}]', b"\xff"])
def test_ties_that_cannot_be_read_are_no_ties(tmp_path, content):
    if content is not None:
        (tmp_path / "ties").write_bytes(content)
    assert read_ties(tmp_path / "ties") == ("", {})
