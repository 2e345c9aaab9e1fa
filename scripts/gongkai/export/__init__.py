"""The files that can be taken away, in all formats: pure functions from packages to files in a folder."""

from gongkai.export.disclosure import Downloads, PrintedFile, Resource, write_downloads
from gongkai.export.everything import write_everything
from gongkai.export.files import File
from gongkai.export.formats import Formats, Whole
from gongkai.export.shared import write_code_lists, write_database
from gongkai.export.wide import WideTable, wide_tables

__all__ = [
    "Downloads",
    "File",
    "Formats",
    "PrintedFile",
    "Resource",
    "Whole",
    "WideTable",
    "wide_tables",
    "write_code_lists",
    "write_database",
    "write_downloads",
    "write_everything",
]
