"""Facts -> ledger: every rule writes its rows, pass, fail, not applicable or blocked."""

from gongkai.check import (  # noqa: F401 - importing a theme registers its rules
    balances,
    between,
    captions,
    classes,
    codes,
    contents,
    duties,
    figures,
    forms,
    funds,
    inside,
    levels,
    lists,
    names,
    narrative,
    outcomes,
    portions,
    procurement,
    projects,
    punctuation,
    rows,
    sides,
    stale,
    targets,
    three_public,
    vehicles,
    wording,
    years,
)
from gongkai.check.facts import Facts
from gongkai.check.registry import ledger, rules

__all__ = ["Facts", "ledger", "rules"]
