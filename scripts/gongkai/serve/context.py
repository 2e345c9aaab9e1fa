"""What the request that is being answered is: known to the gate, needed where SQL runs and cells are drawn."""

from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum


class Work(Enum):
    """What a request asks of the machine."""

    PAGE = "page"  # a page of a table, a row or a question of metadata.yml
    SQL = "sql"  # SQL of the asker's own, in whole or in part
    EXPORT = "export"  # a whole table, row after row


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its work, what is searched for, and whether its answer has room to say that it is cut."""

    work: Work = Work.PAGE
    search: str = ""
    can_say_cut: bool = True


#: The request that is being answered.
ASKED: ContextVar[Asked] = ContextVar("asked", default=Asked())  # noqa: B039 - it is frozen
