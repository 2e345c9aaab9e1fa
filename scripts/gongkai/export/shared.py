"""What is published once beside the disclosures: the code lists and the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.export.files import File, copied, put_gzipped
from gongkai.export.formats import Formats, write_formats
from gongkai.package import write_lists

if TYPE_CHECKING:
    from pathlib import Path

CODES = "downloads/codes"


def write_database(database: Path, out: Path) -> tuple[File, File]:
    """Copies the SQLite file to `downloads/`, plain and gzipped."""
    plain = copied(database, out, "downloads/gongkai.db")
    return plain, put_gzipped(database, out, "downloads/gongkai.db.gz")


def write_code_lists(out: Path) -> Formats:
    """Writes the code lists as a data package to `downloads/codes/`, and its other formats."""
    return write_formats(out, CODES, write_lists(out / CODES))
