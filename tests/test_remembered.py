"""Files are hashed again where size, times or inode say that they may have changed, and only there."""

import os
from pathlib import Path

import pytest

from gongkai.pipeline import remembered
from gongkai.pipeline.digests import digest
from gongkai.pipeline.remembered import Remembered


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(remembered, "_FRESH_NS", 0)
    found = [tmp_path / "package" / name for name in ("a.csv", "b.csv")]
    found[0].parent.mkdir()
    for file in found:
        file.write_text("one", "utf-8")
    return found


def again(folder: Path, files: list[Path]) -> tuple[str, int]:
    """The hash in a run of its own, and how often contents were hashed for it."""
    counted: list[object] = []

    def counting(paths: list[Path]) -> str:
        counted.append(paths)
        return digest(paths)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(remembered, "digest", counting)
        known = Remembered(folder / "files.json")
        found = known.digest(files[0].parent, [file.name for file in files])
        known.save([files[0].parent])
    return found, len(counted)


def test_what_has_not_changed_is_not_read_again(files: list[Path], tmp_path: Path) -> None:
    assert again(tmp_path, files) == (digest(files), 1)
    assert again(tmp_path, files) == (digest(files), 0)


def test_a_change_that_keeps_size_and_modification_time_is_seen(files: list[Path], tmp_path: Path) -> None:
    before, _ = again(tmp_path, files)
    told = files[1].stat()
    files[1].write_text("two", "utf-8")
    os.utime(files[1], ns=(told.st_atime_ns, told.st_mtime_ns))
    after, read = again(tmp_path, files)
    assert (after, read) == (digest(files), 1)
    assert after != before


def test_a_file_that_was_put_in_the_place_of_another_is_seen(files: list[Path], tmp_path: Path) -> None:
    before, _ = again(tmp_path, files)
    other = tmp_path / "other"
    other.write_text("two", "utf-8")
    other.replace(files[0])
    assert again(tmp_path, files)[0] not in ("", before)


def test_a_file_just_written_is_not_trusted_yet(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "_FRESH_NS", 3_600_000_000_000)
    assert again(tmp_path, files)[1] == 1
    assert again(tmp_path, files)[1] == 1


def test_a_memory_that_cannot_be_read_is_none(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "files.json").write_text("{", "utf-8")
    assert again(tmp_path, files) == (digest(files), 1)
