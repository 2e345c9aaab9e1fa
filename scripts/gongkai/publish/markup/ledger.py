"""The rows of a ledger, check by check and rule by rule."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from markupsafe import Markup, escape

from gongkai.publish.amounts import exact_wan
from gongkai.publish.findings import Check, Operand, RuleCount
from gongkai.publish.markup.texts import Escaped, written

_MOST_CELLS = 24  # of one check


class LedgerRows:
    """Checks as rows of a table: the rule, what was met, three amounts in 万元, the cells that take part."""

    def __init__(self, checks: Iterable[Check]) -> None:
        self._escaped = Escaped()
        self._rows = [
            (check, "".join(map(_amount, (check.printed, check.computed, check.difference)))) for check in checks
        ]

    def of(self, status: str, language: str, rules: Mapping[str, str], leads: Mapping[str, str]) -> Markup:
        """The rows of an outcome. `rules` are the titles of rules by name, `leads` where `rules` and `home` are.

        `home` is the folder of all disclosures.
        """
        titles, folders = written(rules), written(leads)
        head = {name: f'<td><a href="{folders["rules"]}#{name}">{title}</a></td>' for name, title in titles.items()}
        rows = (
            f'<tr id="check-{check.number}">{head[check.rule]}'
            f"<td>{escape(check.message_en if language == 'en' else check.message)}</td>"
            f'{amounts}<td class="operand-cells">{self._cells(check.operands, folders["home"])}</td></tr>\n'
            for check, amounts in self._rows
            if check.status == status
        )
        return Markup("".join(rows))  # noqa: S704 - all is escaped above

    def _cells(self, operands: tuple[Operand, ...], home: str) -> str:
        shown = [
            f'<a href="{f"{home}{operand.disclosure_id}/" if operand.disclosure_id else "../"}#{operand.anchor}">'
            f"{self._escaped[operand.printed or operand.disclosure_id or '—']}</a> "
            for operand in operands[:_MOST_CELLS]
        ]
        if len(operands) > _MOST_CELLS:
            shown.append(f'<span class="muted">+ {len(operands) - _MOST_CELLS}</span>')
        return "".join(shown)


def rule_rows(counted: Iterable[RuleCount], rules: Mapping[str, str], page: str) -> Markup:
    """How often each rule was applied, by outcome. `rules` are the titles, `page` is that of all rules."""
    titles = written(rules)
    rows = (
        f'<tr><th scope="row"><a href="{page}#{each.rule}">{titles[each.rule]}</a></th>'
        f"{''.join([_count(count) for count in each.counts])}</tr>\n"
        for each in counted
        if any(each.counts)
    )
    return Markup("".join(rows))  # noqa: S704 - all is escaped above


def _count(count: int) -> str:
    return f'<td class="figure{"" if count else " nought"}">{count}</td>'


def _amount(yuan: Decimal | None) -> str:
    return f'<td class="figure">{"" if yuan is None else exact_wan(yuan)}</td>'
