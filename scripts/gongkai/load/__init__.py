"""SQLite from data packages alone: exact whole fen, real keys, views in the words of the field."""

from gongkai.load.copies import copied
from gongkai.load.database import build_database
from gongkai.load.disclosure import disclosure_database

__all__ = ["build_database", "copied", "disclosure_database"]
