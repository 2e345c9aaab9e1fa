"""Prose -> marks: what each number of a narrative is, and what it is said of."""

from gongkai.normalise.prose.marks import Bound, Mark
from gongkai.normalise.prose.names import Names
from gongkai.normalise.prose.passages import Passage, passages
from gongkai.normalise.prose.reading import read

__all__ = ["Bound", "Mark", "Names", "Passage", "passages", "read"]
