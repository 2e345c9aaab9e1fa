"""What reading a narrative finds: the numbers, and what each of them is said of."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bound:
    """What a number is said of. Fields as those of a Statement; `path` are the names of 类, 款 and 项."""

    subject: str = ""
    kind: str = ""
    measure: str = ""
    fund: str = ""
    side: str = ""
    row: str = ""
    period: str = ""
    scheme: str = ""
    code: str = ""
    path: tuple[str, ...] = ()


#: A number that names nothing that we know.
NOTHING = Bound()
#: A price or a legal limit: 单价100万元以上. It is no figure of a budget.
THRESHOLD = Bound(measure="threshold")


@dataclass(slots=True)
class Mark:
    """One number of a passage, or one 持平, with its role.

    `role` is amount, change, growth, share, completion or unchanged. `start` and `end` count in the plain text of
    the passage. `of` is the mark of the amount that a change or a percentage is said of.
    """

    role: str
    start: int
    end: int
    printed: str
    unit: str
    bound: Bound = NOTHING
    year: int | None = None
    compared_year: int | None = None
    direction: str = ""
    of: "Mark | None" = field(default=None, repr=False)
