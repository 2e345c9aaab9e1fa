"""What the checks report, in the form of Frictionless: type, title, description, template."""

from frictionless import errors


class HierarchySumError(errors.RowError):
    """A code whose amount is not that of the codes below it."""

    type = "hierarchy-sum"
    title = "Hierarchy Sum Error"
    description = "The amount of a code is the sum of the amounts of the codes right below it."
    template = 'Row at position "{rowNumber}" is not the sum of the codes below it: {note}'


class RowSumError(errors.RowError):
    """A row whose total is not that of its parts."""

    type = "row-sum"
    title = "Row Sum Error"
    description = "The total of a row is the sum of its parts."
    template = 'Row at position "{rowNumber}" does not add up: {note}'


class ResourceSumError(errors.TableError):
    """Two sums that ought to be one, of two tables or of two parts of one."""

    type = "resource-sum"
    title = "Resource Sum Error"
    description = "The sum of a column is that of another one, in this or in another resource."
    template = "The sums differ: {note}"


class SumSettingError(errors.CheckError):
    """A setting names a column or a resource that is not there."""

    type = "sum-setting"
    title = "Sum Setting Error"
    description = "A sum check names a column or a resource that is not there."
    template = "The check cannot be made: {note}"
