"""Several disclosures -> more ledger rows: what one prints of another must be what the other printed itself."""

from gongkai.check.across import phases, renditions, units, years  # noqa: F401 - importing a theme registers its rules
from gongkai.check.across.registry import ledgers, rules

__all__ = ["ledgers", "rules"]
