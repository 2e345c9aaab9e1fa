"""The files that can be taken away, in all formats: pure functions from packages to files in a folder."""

from gongkai.export.disclosure import DatabaseWriter, Downloads, PrintedFile, Resource, write_downloads
from gongkai.export.everything import UNITED, Everything, write_everything
from gongkai.export.files import File
from gongkai.export.formats import Formats, Whole
from gongkai.export.parquet import WITHOUT_PARQUET, can_write_parquet
from gongkai.export.shared import write_code_lists, write_database
from gongkai.export.wide import WideTable, wide_tables

__all__ = [
    "UNITED",
    "WITHOUT_PARQUET",
    "DatabaseWriter",
    "Downloads",
    "Everything",
    "File",
    "Formats",
    "PrintedFile",
    "Resource",
    "Whole",
    "WideTable",
    "can_write_parquet",
    "wide_tables",
    "write_code_lists",
    "write_database",
    "write_downloads",
    "write_everything",
]
