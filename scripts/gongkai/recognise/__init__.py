"""Document -> tables: which kind, joined over pages; what is not recognised is kept as printed."""

from gongkai.recognise.identity import Identity, identity_of, said_by_name
from gongkai.recognise.tables import recognised_tables

__all__ = ["Identity", "identity_of", "recognised_tables", "said_by_name"]
