"""Old office formats (DOC, RTF, ODT, XML of 2003) -> DOCX or XLSX, by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from gongkai.errors import ReadError

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120  # a long DOC took 19; the sandbox allows 180 for all of the reading


def converted(data: bytes, name: str, *, suffix: str, to: str) -> bytes:
    """The file in the format `to` (docx, xlsx); `suffix` is what the converter shall take it for.

    Raises ReadError where LibreOffice is not installed, takes too long, or cannot open the file.
    """
    program = next((found for each in _PROGRAMS if (found := shutil.which(each))), None)
    if program is None:
        raise ReadError(
            name,
            zh=f"旧格式（{suffix.upper()}）要由 LibreOffice 转换，本机没有安装；请安装，或另存为 {to.upper()}、PDF",
            en=f"an old format ({suffix.upper()}) that LibreOffice converts, which is not installed here; "
            f"install it, or save the file as {to.upper()} or PDF",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        # The file's own name is never used: what it is called is not ours to trust.
        given = Path(folder) / f"document.{suffix}"
        given.write_bytes(data)
        _run(program, Path(folder), given, to, name)
        made = Path(folder) / "out" / f"document.{to}"
        if not made.is_file():
            raise ReadError(
                name,
                zh="LibreOffice 打不开这个文件；文件可能已损坏、设有密码，或没有装读它的部件（Writer、Calc）",
                en="LibreOffice cannot open the file; it may be damaged or protected by a password, "
                "or what reads it (Writer, Calc) is not installed",
            )
        return made.read_bytes()


def _run(program: str, folder: Path, given: Path, to: str, name: str) -> None:
    command = [
        program,
        # A profile of its own: no macro that a user trusts, no lock that another run holds.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck"),
        *("--convert-to", to, "--outdir", str(folder / "out"), str(given)),
    ]
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(  # noqa: S603 - the shell and the script are ours, the program is LibreOffice
        ["/bin/sh", "-c", _GUARDED, "guard", *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            name,
            zh=f"LibreOffice 转换超过 {_SECONDS} 秒，已中止",
            en=f"LibreOffice took more than {_SECONDS} seconds to convert it, stopped",
        ) from error
    finally:
        # The program is a script that starts others: all of them end with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


#: Runs the arguments, and ends them with all that they started when we end, however we end: our pipe to it has nobody
#: at its other side then. From its first moment, so that none is ever left alone.
_GUARDED = 'exec 3<&0 </dev/null; { read -r _ <&3; kill -9 "-$$"; } & exec 3<&-; "$@"'
