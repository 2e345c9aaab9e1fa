"""The index with which a browser searches the static site: small files, loaded as a query needs them.

Texts that are the same are kept once, with the places that have them. They are numbered in the order in which results
are shown: kinds from the widest to the narrowest, short before long. A gram (one folded character, or two that follow
each other) leads to the numbers of the texts that have it, and two characters also to their positions, so that a word
of any length is found exactly where a full scan finds it, and counted without reading the texts.
"""

from gongkai.publish.searching.index import Written, write_index

__all__ = ["Written", "write_index"]
