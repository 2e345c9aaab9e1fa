"""Where packages are made before they are shown: beside their place, gone with the run, also with a killed one."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gongkai.errors import PackageError

_PREFIX = ".gongkai-"
_DESCRIPTOR = "datapackage.json"


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A folder inside of `out` for the time of a run; what a run that was killed left there is removed.

    Raises PackageError where nothing can be written there.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        for former in sorted(out.glob(f"{_PREFIX}*")):
            _removed(former)
        folder, lock = _locked(out)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PackageError(str(out), zh=f"无法写到这里：{reason}", en=f"cannot be written to: {reason}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked(out: Path) -> tuple[Path, int]:
    """A new folder, and the lock by which other runs see that it is in use; it ends with our process."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
        with suppress(FileNotFoundError):  # another run took it for a killed one's before we had the lock
            lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.is_dir():
                return folder, lock
            os.close(lock)


def _removed(former: Path) -> None:
    if former.is_symlink() or not former.is_dir():
        return
    with suppress(FileNotFoundError):
        lock = os.open(former, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # its run is still at work
        else:
            shutil.rmtree(former, ignore_errors=True)
        finally:
            os.close(lock)


def replace_folder(new: Path, target: Path) -> None:
    """Puts a finished folder in the place of a former one."""
    if target.exists():
        former = new.with_name(new.name + ".former")
        target.rename(former)
        new.rename(target)
        shutil.rmtree(former)
    else:
        new.rename(target)


def must_be_ours(target: Path) -> None:
    """Raises PackageError where a package would take the place of something that is no package."""
    if not target.exists() and not target.is_symlink():
        return
    if target.is_dir() and not target.is_symlink():
        held = {path.name for path in target.iterdir()}
        if not held or _DESCRIPTOR in held:
            return
    raise PackageError(
        str(target),
        zh="已有同名的文件或文件夹，而且不是数据包，没有替换；请另选 --out",
        en="something that is no data package stands here and is not replaced; choose another --out",
    )
