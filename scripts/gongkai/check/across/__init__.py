"""Several disclosures -> more ledger rows: what one prints of another must be what the other printed itself."""

from gongkai.check.across import phases, renditions, units, years  # noqa: F401 - importing a theme registers its rules
from gongkai.check.across.registry import ledgers, rules
from gongkai.check.across.ties import Ties, ties

__all__ = ["Ties", "ledgers", "rules", "ties"]
