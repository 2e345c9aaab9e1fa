"""What is published, for a notebook: open a package or a database, ask for disclosures, tables, lines and findings."""

from gongkai.dataset.opening import Dataset, OneDisclosure, open_dataset
from gongkai.dataset.rows import Rows

__all__ = ["Dataset", "OneDisclosure", "Rows", "open_dataset"]
