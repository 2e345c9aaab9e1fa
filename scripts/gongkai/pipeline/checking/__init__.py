"""`gongkai check`: files, packages and registered disclosures against the rules and each other, and the reports."""

from gongkai.pipeline.checking.check import Checked, check_given, known_rules
from gongkai.pipeline.checking.reports import printed
from gongkai.pipeline.checking.spots import LEVELS, Choice, Spot, chosen, grave, raised

__all__ = [
    "LEVELS",
    "Checked",
    "Choice",
    "Spot",
    "check_given",
    "chosen",
    "grave",
    "known_rules",
    "printed",
    "raised",
]
