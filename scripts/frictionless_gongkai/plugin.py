"""The plugin: tells Frictionless which class stands for a type of check or error."""

from typing import Any

from frictionless import Plugin

from frictionless_gongkai import errors
from frictionless_gongkai.hierarchy import HierarchySum
from frictionless_gongkai.resources import ResourceSum
from frictionless_gongkai.rows import RowSum

_CHECKS = {check.type: check for check in (HierarchySum, ResourceSum, RowSum)}
_ERRORS = {
    error.type: error
    for error in (errors.HierarchySumError, errors.ResourceSumError, errors.RowSumError, errors.SumSettingError)
}


class GongkaiPlugin(Plugin):
    """Found by Frictionless under this name."""

    def select_check_class(self, type: str | None = None) -> Any:  # noqa: A002 - the hook's own name
        """The check of a type, None where it is not ours."""
        return _CHECKS.get(type or "")

    def select_error_class(self, type: str | None = None) -> Any:  # noqa: A002
        """The error of a type, None where it is not ours."""
        return _ERRORS.get(type or "")
