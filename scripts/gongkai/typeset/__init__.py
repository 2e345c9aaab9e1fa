"""Typesetting: any package as a PDF that looks like a disclosure, can be read back, and says what it is."""

from gongkai.typeset.document import typeset
from gongkai.typeset.prose import paragraphs

__all__ = ["paragraphs", "typeset"]
