"""The rules and their registry: each rule is one function that writes the ledger rows of its identity."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gongkai.check.facts import Facts, first_cell
from gongkai.model import Finding, Rule

Check = Callable[[Facts, Rule], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class _Entry:
    rule: Rule
    check: Check
    without: tuple[str, str]
    needs: tuple[str, ...]


_ENTRIES: dict[str, _Entry] = {}


def rule(
    name: str,
    *,
    title: tuple[str, str],
    rationale: tuple[str, str],
    severity: str,
    without: tuple[str, str],
    precondition: tuple[str, str],
    source: tuple[str, str],
    needs: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Registers a rule; every text in Chinese and English.

    `without` is the reason that the ledger gives where the rule does not apply; `precondition` says when it does.
    `source` is the law, the official form or the logic that the rule rests on.
    `needs` are kinds of tables: a rule that finds nothing to check because one of them was not read whole is blocked.
    """

    def register(check: Check) -> Check:
        assert name not in _ENTRIES, name
        _ENTRIES[name] = _Entry(Rule(name, *title, *rationale, severity, *precondition, *source), check, without, needs)
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """All rules, by name."""
    return tuple(_ENTRIES[name].rule for name in sorted(_ENTRIES))


def ledger(facts: Facts) -> Iterator[Finding]:
    """The ledger of a disclosure: for each rule its rows, or one that says why there is none."""
    for name in sorted(_ENTRIES):
        entry = _ENTRIES[name]
        rows: list[Finding] = []
        try:
            rows.extend(entry.check(facts, entry.rule))
        except Exception as error:  # noqa: BLE001 - whatever a rule trips over, the other rules go on
            rows = [
                Finding(
                    name,
                    "blocked",
                    entry.rule.severity,
                    "",
                    f"规则出错，未能检查：{error!r}",
                    f"the rule failed and checked nothing: {error!r}",
                )
            ]
        yield from rows or [_nothing(facts, entry)]


def _nothing(facts: Facts, entry: _Entry) -> Finding:
    """Why a rule wrote no row: what it needs was not read, or is not there."""
    rule_ = entry.rule
    for table in facts.tables_of(*entry.needs):
        if table.lost or facts.has_unread_in(table):
            return Finding(
                rule_.rule,
                "blocked",
                rule_.severity,
                f"p.{table.page_from} t{table.table_no}" if table.page_from else f"t{table.table_no}",
                f"{facts.name(table)}没有读全，未能检查",
                f"{facts.name_en(table)} was not read whole, nothing checked",
                operands=(first_cell(table),),
            )
    return Finding(rule_.rule, "not_applicable", rule_.severity, "", *entry.without)
