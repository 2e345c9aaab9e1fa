"""The ledger of a disclosure: what was checked, with which outcome, on which cells."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.package import Package, Row
from gongkai.publish.fields import cell_anchor, cell_key, money, text, whole

STATUSES = ("fail", "pass", "blocked", "not_applicable")
_SEVERITIES = ("error", "difference", "note")


@dataclass(frozen=True, slots=True)
class Operand:
    """A cell or a statement that takes part in a check: what it is, what it prints, its id on the page.

    `disclosure_id` is "" for one of the disclosure's own.
    """

    anchor: str
    table_no: int | None
    label: str
    printed: str
    disclosure_id: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A ledger row as it is shown; amounts in yuan."""

    number: int
    rule: str
    status: str
    severity: str
    message: str
    message_en: str
    printed: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was held against a place, by outcome (in the order of STATUSES)."""

    rule: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All checks, those that fail first (the graver before), and their counts."""

    checks: tuple[Check, ...]
    by_rule: tuple[RuleCount, ...]
    by_status: Mapping[str, int]

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.status == "fail")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the checks that do not hold are told: below the first of their tables, by its number.

    `also` are the other tables that take part in them, `elsewhere` those checks that no table takes part in, and
    `doubted` the ids of all cells that do.
    """

    told: Mapping[int, tuple[Check, ...]]
    also: Mapping[int, tuple[Check, ...]]
    elsewhere: tuple[Check, ...]
    doubted: frozenset[str]


def placed_checks(made: Ledger) -> Placed:
    """The places of the checks of a ledger that do not hold, each told once."""
    told: dict[int, list[Check]] = {}
    also: dict[int, list[Check]] = {}
    elsewhere = []
    for check in made.failed:
        own = [operand for operand in check.operands if operand.table_no is not None and not operand.disclosure_id]
        first, *others = dict.fromkeys(operand.table_no for operand in own) or (None,)
        if first is None:
            elsewhere.append(check)
            continue
        told.setdefault(first, []).append(check)
        for other in others:
            if other is not None:
                also.setdefault(other, []).append(check)
    return Placed(
        {number: tuple(checks) for number, checks in told.items()},
        {number: tuple(checks) for number, checks in also.items()},
        tuple(elsewhere),
        frozenset(
            operand.anchor
            for check in made.failed
            for operand in check.operands
            if operand.table_no is not None and not operand.disclosure_id
        ),
    )


def ledger(package: Package) -> Ledger:
    """The ledger of one package."""
    known = _Known(package)
    checks = [_check(row, known) for row in package.rows["checks"]]
    checks.sort(key=lambda check: (STATUSES.index(check.status), _SEVERITIES.index(check.severity), check.number))
    return Ledger(tuple(checks), rule_counts([package]), Counter(check.status for check in checks))


def rule_counts(packages: Iterable[Package]) -> tuple[RuleCount, ...]:
    """Outcomes of every rule that the packages list, in the order of the rules' names."""
    counts: dict[str, Counter[str]] = {}
    for package in packages:
        for row in package.rows["rules"]:
            counts.setdefault(text(row, "rule"), Counter())
        for row in package.rows["checks"]:
            counts.setdefault(text(row, "rule"), Counter())[text(row, "status")] += 1
    return tuple(
        RuleCount(rule, tuple(counted[status] for status in STATUSES)) for rule, counted in sorted(counts.items())
    )


def _check(row: Row, known: "_Known") -> Check:
    return Check(
        number=whole(row, "check_no"),
        rule=text(row, "rule"),
        status=text(row, "status"),
        severity=text(row, "severity"),
        message=text(row, "message"),
        message_en=text(row, "message_en"),
        printed=money(row, "printed_yuan"),
        computed=money(row, "computed_yuan"),
        difference=money(row, "difference_yuan"),
        tolerance=money(row, "tolerance_yuan"),
        operands=tuple(known.of(text(row, "operands"))),
    )


def _elsewhere(key: str) -> Operand:
    """A cell or statement of another disclosure, whose page shows what it prints."""
    disclosure_id, _, place = key.partition("#")
    if place.startswith("s"):
        return Operand(place, None, disclosure_id, "", disclosure_id)
    table_no, row, column = map(int, place.split(":"))
    return Operand(cell_anchor((table_no, row, column)), table_no, disclosure_id, "", disclosure_id)


class _Known(dict[str, Operand]):
    """The cells and statements of a disclosure by their keys in the ledger; a cell becomes one when it is asked for."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self._labels = {cell_key(line): text(line, "label") or text(line, "heading") for line in package.rows["lines"]}
        self._cells = {}
        for cell in package.rows["cells"]:
            table_no, row, column = cell_key(cell)
            self._cells[f"{table_no}:{row}:{column}"] = cell
        for statement in package.rows["statements"]:
            number = whole(statement, "statement_no")
            printed = text(statement, "printed") + text(statement, "unit")
            self[f"s{number}"] = Operand(f"s{number}", None, text(statement, "subject"), printed)
            # A paragraph is shown by the amounts in it: the first one is where it begins.
            self.setdefault(f"p{whole(statement, 'paragraph_no')}", Operand(f"s{number}", None, "", printed))

    def __missing__(self, name: str) -> Operand:
        cell = self._cells[name]
        key = cell_key(cell)
        self[name] = Operand(cell_anchor(key), key[0], self._labels.get(key, ""), text(cell, "text").strip())
        return self[name]

    def of(self, names: str) -> Iterator[Operand]:
        """The operands that a row of the ledger names, but for those that are not there."""
        for name in names.split(";") if names else ():
            if name in self or name in self._cells:
                yield self[name]
            elif "#" in name:
                yield _elsewhere(name)
