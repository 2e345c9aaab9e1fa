"""Between the budget and the final account of one year: the budget of the year's beginning is the published one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gongkai.check.across.registry import NotApplicableError, across_rule
from gongkai.check.across.rows import Stated, agreement, in_table
from gongkai.check.across.shelf import Shelf
from gongkai.check.across.volume import Volume
from gongkai.check.arithmetic import Words
from gongkai.check.sources import LAW
from gongkai.model import Finding, Line, Rule, Statement
from gongkai.vocabulary import bare, publications, squeeze

# 一般公共服务支出（类）财政事务（款）行政运行（项）
_NAME = r"((?:[^（(，。；、“”]|、(?!\d)|[（(](?![类款项][）)])[^（）()]*[）)])+)"
_PATH = re.compile(rf"{_NAME}[（(]类[)）]”?“?{_NAME}[（(]款[)）]”?“?{_NAME}[（(]项[)）]")
_NEAR = 8  # letters between the words for the budget and its figure


@across_rule(
    "opening-budget",
    title=(
        "决算所说的年初预算 = 公开过的年初预算",
        "The final account's initial budget = the budget that was published",
    ),
    rationale=(
        "决算与预算相对应，分别列出预算数、调整预算数和决算数（《预算法》第七十五条）；其中的年初预算就是年初公开的那一份。",
        (
            "A final account answers to the budget and states both (Budget Law, article 75); the initial budget in it "
            "is the one that was published at the beginning of the year."
        ),
    ),
    severity="difference",
    without=(
        "没有说到年初预算，或预算中没有相应的数",
        "it states no initial budget, or the budget has no such figures",
    ),
    precondition=(
        "同一部门同一年度的预算也在手边，决算说到年初预算",
        "the budget of the same department and year is at hand, and the final account states the initial budget",
    ),
    source=LAW,
)
def _opening_budget(volume: Volume, shelf: Shelf, rule: Rule) -> Iterator[Finding]:
    if volume.registration.phase != "final":
        raise NotApplicableError("不是决算", "no final account")
    budgets = shelf.of(volume, volume.year, "budget")
    if not budgets:
        raise NotApplicableError(
            "没有同一单位当年的预算一起核对", "no budget of the same issuer and year was checked with it"
        )
    words = Words("年初预算为", "the initial budget is")
    for meaning, line in volume.figures("initial_budget").items():
        for budget in budgets:
            found = budget.figures("this_year").get(meaning)
            if found:
                yield agreement(rule, in_table(volume, line), in_table(budget, found), words)
                break
    for said in volume.disclosure.statements:
        stated = _stated(volume, said)
        if stated is None:
            continue
        for budget in budgets:
            own = _line(volume, said, budget)
            if own:
                yield agreement(rule, stated, in_table(budget, own), words)
                break


def _stated(volume: Volume, said: Statement) -> Stated | None:
    """The amount of a sentence that gives it as the initial budget."""
    before = volume.disclosure.paragraphs[said.paragraph_no - 1].text[: said.start][-_NEAR:]
    if said.amount_yuan is None or said.step_yuan is None or said.year != volume.year:
        return None
    if not squeeze(before).endswith(tuple(publications()["initial"]["words"])):
        return None
    page = f"p.{said.page} " if said.page else ""
    name = _item(volume, said) or said.subject
    return Stated(
        volume,
        said.amount_yuan,
        said.step_yuan,
        said.printed,
        said.unit,
        f"s{said.statement_no}",
        f"{page}¶{said.paragraph_no}",
        f"“{name}”",
        f"“{name}”",
    )


def _line(volume: Volume, said: Statement, budget: Volume) -> Line | None:
    """The figure of the budget that a sentence is about: a code named by its path, or the total of a table."""
    path = _path(volume, said)
    if path:
        return _by_path(budget).get(path)
    if not said.kind or said.row_label != "total" or said.percent is not None:
        return None
    found = [
        line
        for (kind, side, code, _, measure, fund), line in budget.figures("this_year").items()
        if (kind, measure, code) == (said.kind, said.measure, "")
        and (line.is_total or kind == "three_public")
        and (not said.side or side == said.side)
        and (not said.fund or fund == said.fund)
    ]
    return found[0] if len({line.amount_yuan for line in found}) == 1 else None


def _path(volume: Volume, said: Statement) -> tuple[str, ...]:
    """The names of class, subclass and item that stand before a figure; () where there are none."""
    text = volume.disclosure.paragraphs[said.paragraph_no - 1].text[: said.start]
    paths = list(_PATH.finditer(text))
    if not paths:
        return ()
    return tuple(bare(name) for name in paths[-1].groups())


def _item(volume: Volume, said: Statement) -> str:
    return " ".join(_path(volume, said))


def _by_path(budget: Volume) -> Mapping[tuple[str, ...], Line]:
    """Totals of the items of the general public budget by the names of their class, subclass and own."""
    lines = [
        line
        for (kind, _, code, _, measure, _), line in budget.figures("this_year").items()
        if kind == "general_public_expenditure" and measure == "total" and code
    ]
    names = {line.code: squeeze(line.label) for line in lines}
    found: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in lines:
        chain = _chain(line.code)
        if len(chain) == 3 and all(code in names for code in chain):
            found[tuple(names[code] for code in chain)].append(line)
    return {path: same[0] for path, same in found.items() if len({x.amount_yuan for x in same}) == 1}


def _chain(code: str) -> Sequence[str]:
    return [code[:n] for n in (3, 5, 7) if n <= len(code)]
