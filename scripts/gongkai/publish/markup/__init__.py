"""HTML of what a disclosure has by the hundred: figures, cells, checks. A template takes ten times as long for them.

The words are the templates' own: they are handed over, already in the language of the page.
"""

from gongkai.publish.markup.figures import FigureLists
from gongkai.publish.markup.ledger import LedgerRows, rule_rows
from gongkai.publish.markup.tables import TableRows, code_leads
from gongkai.publish.markup.texts import Broken

__all__ = ["Broken", "FigureLists", "LedgerRows", "TableRows", "code_leads", "rule_rows"]
