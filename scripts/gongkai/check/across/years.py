"""Between two years of one issuer: what a disclosure says of last year is what last year's own said."""

from collections.abc import Iterator, Sequence

from gongkai.check.across.registry import NotApplicableError, across_rule
from gongkai.check.across.rows import Stated, agreement, in_table
from gongkai.check.across.shelf import Shelf
from gongkai.check.across.volume import Volume
from gongkai.check.arithmetic import Words, in_unit
from gongkai.check.sources import LOGIC
from gongkai.model import Finding, Line, Rule, Statement
from gongkai.vocabulary import bare, heading_words, publications, squeeze


@across_rule(
    "last-year-column",
    title=("表中的上年数 = 上年自己公开的数", "Last year's column = what last year's disclosure printed"),
    rationale=(
        "经批复的部门预算、决算都已公开（《预算法》第十四条），并列的上年数就是其中那一个数；口径调整过的应有说明。",
        (
            "Last year's budget or account was published too (Budget Law, article 14): a column of last year's figures "
            "restates it, and says so where scope or classification changed."
        ),
    ),
    severity="difference",
    without=(
        "没有上年预算（决算）的列，或上一年度的公开没有相应的数",
        "no column has last year's budget or account, or last year's disclosure has no such figures",
    ),
    precondition=(
        "表中列有上年数，上年的公开也在手边",
        "a table prints last year's figures, and last year's disclosure is at hand",
    ),
    source=LOGIC,
)
def _last_year_column(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    earlier = _year_before(volume, shelf)
    words = Words("上年数印为", "last year's figure is printed as")
    for meaning, line in volume.figures("last_year").items():
        if _has_other_basis(line.heading, volume.registration.phase):
            continue
        for other in earlier:
            found = other.figures("this_year").get(meaning)
            if found:
                yield agreement(rule, in_table(volume, line), in_table(other, found), words)
                break


@across_rule(
    "change-in-text",
    title=("文字所说的增减 = 两年公开的数之差", "A change told in the text = the difference of the two years' figures"),
    rationale=(
        "公开时应对增减作出说明（《预算法》第十四条）；“比上年预算增加若干”，所比的就是上一年度公开的预算。",
        (
            "A disclosure explains what changed (Budget Law, article 14): “so much more than last year's budget” "
            "compares with the budget published for that year."
        ),
    ),
    severity="difference",
    without=(
        "文字没有说比上年预算（决算）增减多少，或上一年度的公开没有相应的数",
        "the text tells no change against last year's budget or account, or last year's disclosure has no such figures",
    ),
    precondition=(
        "文字说到比上年增减多少，上年的公开也在手边",
        "the text states the change from last year, and last year's disclosure is at hand",
    ),
    source=LOGIC,
)
def _change_in_text(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    earlier = _year_before(volume, shelf)
    words = Words("本年数减去所说的增减，上年为", "this year's figure less the change leaves for last year")
    bound = dict(_bound(volume))
    for said in volume.disclosure.statements:
        implied = _implied(volume, said)
        if implied is None:
            continue
        for other in earlier:
            found = _line_before(volume, bound.get(said.statement_no), other) or _said_before(said, other)
            if found:
                yield agreement(rule, implied, found, words)
                break


@across_rule(
    "opening-balance",
    title=("年初结转和结余 = 上年决算的年末结转和结余", "Opening balance = last year's closing balance"),
    rationale=(
        "部门决算报表中，一年的年末结转和结余就是下一年的年初结转和结余；年初调整过的应有说明。",
        (
            "In final accounts, what one year carries over is what the next one opens with; "
            "an opening balance that was adjusted should say so."
        ),
    ),
    severity="difference",
    without=(
        "没有印出年初结转和结余，或上年决算没有印出年末结转和结余",
        "no opening balance is printed, or no closing balance in the final account before",
    ),
    precondition=(
        "本年和上年的决算都在手边，分别印有年初和年末结转和结余",
        "the final accounts of this year and the last are at hand, with opening and closing balances",
    ),
    source=LOGIC,
)
def _opening_balance(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    if volume.registration.phase != "final":
        raise NotApplicableError("不是决算", "no final account")
    earlier = _year_before(volume, shelf)
    words = Words("年初结转和结余印为", "the opening balance is printed as")
    for meaning, line in _balances(volume, "carried_in").items():
        for other in earlier:
            found = _balances(other, "carried_out").get(meaning)
            if found:
                yield agreement(rule, in_table(volume, line), in_table(other, found), words)
                break


def _year_before(volume: Volume, shelf: Shelf) -> Sequence[Volume]:
    told = volume.registration
    if not told.issuer or told.fiscal_year is None or not told.phase:
        raise NotApplicableError(
            "没有读出单位、年度或阶段，不知道该同哪一份核对",
            "issuer, year or phase is not known, and so not what to hold it against",
        )
    earlier = shelf.of(volume, told.fiscal_year - 1, told.phase)
    if not earlier:
        raise NotApplicableError(
            "没有同一单位上一年度同阶段的公开一起核对",
            "no disclosure of the same issuer and phase for the year before was checked with it",
        )
    return earlier


def _balances(volume: Volume, period: str) -> dict[tuple[str, str, str], Line]:
    """The rows that are a balance as a whole, by kind of table, fund and measure; none that is printed twice."""
    found: dict[tuple[str, str, str], list[Line]] = {}
    for line in volume.disclosure.lines:
        kind = volume.table(line).kind
        named = heading_words("period").exact(bare(line.label)) == period
        if kind and named and line.period == period and not line.is_of_which:
            found.setdefault((kind, line.fund, line.measure), []).append(line)
    return {meaning: lines[0] for meaning, lines in found.items() if len({x.amount_yuan for x in lines}) == 1}


def _has_other_basis(text: str, phase: str) -> bool:
    """Whether a heading or sentence compares with another figure than the one published for the year before."""
    squeezed = squeeze(text)
    words = [word for word in publications()["basis"]["words"] if word != "决算" or phase != "final"]
    return any(word in squeezed for word in words) or (phase == "final" and "预算数" in squeezed)


def _bound(volume: Volume) -> Iterator[tuple[int, Line]]:
    """Sentences with the line of a table that states the same figure, as the ledger has them."""
    for finding in volume.disclosure.findings:
        if finding.rule == "text-table" and finding.status == "pass":
            statement, line = finding.operands
            yield int(statement[1:]), volume.lines_by_key[line]


def _implied(volume: Volume, said: Statement) -> Stated | None:
    """Last year's amount by this year's and the change that a sentence tells; None where it does not tell both."""
    year = volume.year
    if (
        said.amount_yuan is None
        or said.step_yuan is None
        or said.change_yuan is None
        or not said.kind
        or not said.row_label
        or said.year != year
        or year is None
        or said.compared_year != year - 1
    ):
        return None
    text = volume.disclosure.paragraphs[said.paragraph_no - 1].text
    if _has_other_basis(_sentence(text, said), volume.registration.phase):
        return None
    page = f"p.{said.page} " if said.page else ""
    before = said.amount_yuan - said.change_yuan
    return Stated(
        volume,
        before,
        # Two printed figures, each rounded.
        said.step_yuan * 2,
        in_unit(before, said.unit, said.step_yuan),
        said.unit,
        f"s{said.statement_no}",
        f"{page}¶{said.paragraph_no}",
        f"“{said.subject}”",
        f"“{said.subject}”",
    )


def _sentence(text: str, said: Statement) -> str:
    """The rest of the clause that a figure stands in: it names what is compared with."""
    end = min((at for mark in "。；;" if (at := text.find(mark, said.end)) >= 0), default=len(text))
    return text[said.end : end]


def _line_before(volume: Volume, line: Line | None, other: Volume) -> Stated | None:
    """The line of an earlier disclosure that means the same as one of ours."""
    if line is None:
        return None
    meaning = next((m for m, own in volume.figures("this_year").items() if own is line), None)
    found = other.figures("this_year").get(meaning) if meaning else None
    return in_table(other, found) if found else None


def _said_before(said: Statement, other: Volume) -> Stated | None:
    """What the text of an earlier disclosure says of the same subject, if it says one amount only."""
    found = [
        s
        for s in other.disclosure.statements
        if s.amount_yuan is not None
        and s.step_yuan is not None
        and s.year == other.year
        and (s.kind, s.measure, s.fund, s.side, s.row_label)
        == (said.kind, said.measure, said.fund, said.side, said.row_label)
    ]
    if len({s.amount_yuan for s in found}) != 1:
        return None
    first = found[0]
    assert first.amount_yuan is not None
    assert first.step_yuan is not None
    page = f"p.{first.page} " if first.page else ""
    return Stated(
        other,
        first.amount_yuan,
        first.step_yuan,
        first.printed,
        first.unit,
        f"s{first.statement_no}",
        f"{page}¶{first.paragraph_no}",
        f"“{first.subject}”",
        f"“{first.subject}”",
    )
