"""What a result was made from, as hashes: code with its vocabulary, libraries that read, files."""

from collections.abc import Iterable
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

_CODE = Path(__file__).resolve().parents[1]
# What decides on the content of a document besides our own code.
_READING = (
    "lxml",
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "pdfminer.six",
    "pdfplumber",
    "pillow",
    "pypdfium2",
    "rapidocr",
    "xlrd",
)


def digest(paths: Iterable[Path]) -> str:
    """A hash over names and contents; what Python or a build leaves behind does not count."""
    total = sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            if "__pycache__" in file.parts:
                continue
            name = file.name if file == path else file.relative_to(path).as_posix()
            total.update(name.encode() + b"\0")
            total.update(sha256(file.read_bytes()).digest())
    return total.hexdigest()


def code() -> Path:
    """The folder of this package: its code, vocabulary and code lists."""
    return _CODE


def libraries() -> list[str]:
    """The libraries that read files, with their versions, as far as they are installed."""
    found = []
    for name in _READING:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def content(file: BinaryIO) -> str:
    """The SHA-256 of an open file, read piece by piece."""
    return file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file of bytes is what it takes
