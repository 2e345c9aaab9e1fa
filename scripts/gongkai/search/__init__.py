"""What can be searched for, and when it is found: one definition for SQLite, Datasette and the browser.

An entry is a name, an item, a project, an indicator or a paragraph, with the place that it stands at. A word is found
in a text where its characters follow each other there, once both are folded (see `gongkai.search.folding`). Every
character is a token of its own, so that a full-text index with phrase queries gives what a full scan gives, for words
of any length and in any script.
"""

from gongkai.search.entries import KINDS, Entry, address, code_entries, entries
from gongkai.search.folding import contains, folded, match, spaced, words
from gongkai.search.snippets import Piece, snippet

__all__ = [
    "KINDS",
    "Entry",
    "Piece",
    "address",
    "code_entries",
    "contains",
    "entries",
    "folded",
    "match",
    "snippet",
    "spaced",
    "words",
]
