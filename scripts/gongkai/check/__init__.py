"""Facts -> ledger: every rule writes its rows, pass, fail, not applicable or blocked."""

from gongkai.check import between, forms, inside, lists, narrative, outcomes, rows, sides, wording, years  # noqa: F401 - importing a theme registers its rules
from gongkai.check.facts import Facts
from gongkai.check.registry import ledger, rules

__all__ = ["Facts", "ledger", "rules"]
