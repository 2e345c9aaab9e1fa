"""The rules over several disclosures: each writes its rows into the ledger of the one that it looks at."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.check.across.shelf import Shelf
from gongkai.check.across.volume import Volume
from gongkai.model import Disclosure, Finding, Rule

Check = Callable[[Volume, Shelf, Rule], Iterable[Finding]]


class NotApplicableError(Exception):
    """A rule says why it does not apply to a disclosure: in Chinese, in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class _Entry:
    rule: Rule
    check: Check
    without: tuple[str, str]


_ENTRIES: dict[str, _Entry] = {}


def across_rule(
    name: str,
    *,
    title: tuple[str, str],
    rationale: tuple[str, str],
    severity: str,
    without: tuple[str, str],
    precondition: tuple[str, str],
    source: tuple[str, str],
) -> Callable[[Check], Check]:
    """Registers a rule, every text in Chinese and English.

    `without` says why it does not apply where it has no rows, `precondition` when it does; `source` is the law or the
    logic that it rests on.
    """

    def register(check: Check) -> Check:
        assert name not in _ENTRIES, name
        _ENTRIES[name] = _Entry(Rule(name, *title, *rationale, severity, *precondition, *source), check, without)
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """All rules over several disclosures, by name."""
    return tuple(_ENTRIES[name].rule for name in sorted(_ENTRIES))


def ledgers(disclosures: Sequence[Disclosure]) -> Iterator[tuple[Finding, ...]]:
    """For each of the disclosures, its rows: of every rule those that it writes, or one that says why there is none.

    Of two disclosures that are compared the later one has the row; operands in the other are
    `disclosure_id#table_no:row:column`. The order in which the disclosures come decides nothing.
    """
    volumes = [Volume(disclosure) for disclosure in disclosures]
    shelf = Shelf(sorted(volumes, key=lambda volume: volume.order))
    for volume in volumes:
        yield tuple(row for name in sorted(_ENTRIES) for row in _rows(_ENTRIES[name], volume, shelf))


def _rows(entry: _Entry, volume: Volume, shelf: Shelf) -> Sequence[Finding]:
    without = entry.without
    try:
        rows = list(entry.check(volume, shelf, entry.rule))
    except NotApplicableError as reason:
        rows, without = [], (reason.zh, reason.en)
    except Exception as error:  # noqa: BLE001 - whatever a rule trips over, the other rules go on
        said = (f"规则出错，未能检查：{error!r}", f"the rule failed and checked nothing: {error!r}")
        return (Finding(entry.rule.rule, "blocked", entry.rule.severity, "", *said),)
    return rows or (Finding(entry.rule.rule, "not_applicable", entry.rule.severity, "", *without),)
