"""The way from files to packages, database and site; with `cli`, all that knows the stages."""

from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.model import Disclosure
from gongkai.pipeline.building import Built, build
from gongkai.pipeline.extraction import extract_unregistered
from gongkai.pipeline.reports import FileReport
from gongkai.pipeline.runs import extract_files
from gongkai.sandbox import Limits, isolated

__all__ = ["Built", "FileReport", "Limits", "build", "extract_file", "extract_files"]


def extract_file(path: Path, engine: str = "pdfium", limits: Limits | None = None) -> Disclosure:
    """The disclosure in one file, read in a child process within limits. Raises ReadError, NotADisclosureError."""
    bounds = limits or Limits()
    jobs = [(str(path), (path, engine, bounds.pages))]
    (_, result), *_ = list(isolated(extract_unregistered, jobs, bounds))
    if isinstance(result, GongkaiError):
        raise result
    return result
