"""The checks of Gongkai that any data package can use, as a plugin of Frictionless.

Frictionless imports every top-level package of the name `frictionless_…` by itself: where Gongkai is installed,
`frictionless validate datapackage.json --checklist checklist.json` knows `hierarchy-sum`, `row-sum` and
`resource-sum`. They need nothing of Gongkai but its exact amounts.
"""

from frictionless_gongkai.errors import HierarchySumError, ResourceSumError, RowSumError, SumSettingError
from frictionless_gongkai.hierarchy import HierarchySum
from frictionless_gongkai.plugin import GongkaiPlugin
from frictionless_gongkai.resources import ResourceSum
from frictionless_gongkai.rows import RowSum

__all__ = [
    "GongkaiPlugin",
    "HierarchySum",
    "HierarchySumError",
    "ResourceSum",
    "ResourceSumError",
    "RowSum",
    "RowSumError",
    "SumSettingError",
]
