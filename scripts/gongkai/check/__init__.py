"""Facts -> ledger: every rule writes its rows, pass, fail, not applicable or blocked."""

from gongkai.check import (  # noqa: F401 - importing a theme registers its rules
    balances,
    between,
    contents,
    counts,
    duties,
    form,
    forms,
    funds,
    inside,
    lists,
    names,
    narrative,
    portions,
    procurement,
    projects,
    repeats,
    rows,
    sides,
    stale,
    targets,
    years,
)
from gongkai.check.facts import Facts
from gongkai.check.registry import ledger, rules

__all__ = ["Facts", "ledger", "rules"]
