"""What the narrative says of budget and outcome, and of the parts of a whole: completion, words, shares."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from gongkai.check.arithmetic import holds, tolerance
from gongkai.check.facts import Facts
from gongkai.check.percentages import HUNDRED, keys, percent_of, place, range_of, said_percent, same
from gongkai.check.registry import rule
from gongkai.check.sources import LOGIC
from gongkai.model import Finding, Rule, Statement

_BUDGETED = ("initial_budget", "adjusted_budget", "budgeted")
_OUTCOME = re.compile(
    r"决算数?[^，。；]{0,4}?(大于|小于|等于|高于|低于|超过)[^，。；]{0,6}?预算|决算数?与[^，。；]{0,6}预算数?(基本)?(持平)"
)
_WORDS = {"大于": 1, "高于": 1, "超过": 1, "小于": -1, "低于": -1, "等于": 0, "持平": 0}


@rule(
    "text-completion",
    title=("说明文字中的完成率等于决算数除以预算数", "Completion in the text is the outcome over the budget"),
    rationale=(
        "“完成年初预算的百分之几”等于支出决算数除以同一项目的预算数。",
        "“Completed so many per cent of the budget” is the outcome divided by the budget of the same item.",
    ),
    severity="difference",
    without=("说明文字中没有同时写明预算数、决算数和完成率的项目", "no item states budget, outcome and completion"),
    precondition=(
        "一个项目写明了预算数、决算数和完成率",
        "an item states its budget, its outcome and the rate of completion",
    ),
    source=LOGIC,
)
def _completion(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for budget, said in _outcomes(facts):
        if said.percent is None or said.percent_of != "completion":
            continue
        assert budget.amount_yuan is not None
        assert budget.step_yuan is not None
        assert said.amount_yuan is not None
        assert said.step_yuan is not None
        made = percent_of(range_of(said.amount_yuan, said.step_yuan), range_of(budget.amount_yuan, budget.step_yuan))
        if made is not None:
            sums = (f"{said.printed} ÷ {budget.printed}", f"{said.printed} ÷ {budget.printed}")
            exact = said.amount_yuan / budget.amount_yuan * HUNDRED
            yield said_percent(rule_, said, made, exact, sums, (budget,))


def _outcomes(facts: Facts) -> Iterator[tuple[Statement, Statement]]:
    """The budget of an item and, right behind it, its outcome."""
    for budget, outcome in pairwise(facts.statements):
        if (
            budget.period in _BUDGETED
            and not outcome.period
            and budget.amount_yuan is not None
            and outcome.amount_yuan is not None
            and budget.year == outcome.year
            and same(budget, outcome)
        ):
            yield budget, outcome


@rule(
    "text-outcome",
    title=("“决算数大于（小于、等于）预算数”与两个数相符", "Outcome above, below or as budgeted fits the amounts"),
    rationale=(
        "文字说决算数大于、小于还是等于预算数，应与前面写明的两个数一致。",
        "Whether the outcome is said to be above, below or as budgeted follows from the two amounts stated before.",
    ),
    severity="error",
    without=("说明文字中没有说明决算数与预算数大小的项目", "no item says whether its outcome is above its budget"),
    precondition=(
        "一个项目写明了预算数和决算数，并说明孰大孰小",
        "an item states budget and outcome, and says which is the greater",
    ),
    source=LOGIC,
)
def _outcome(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for budget, said in _outcomes(facts):
        words = _OUTCOME.search(_behind(facts, said))
        if words is None or said.amount_yuan is None or budget.amount_yuan is None:
            continue
        word = words[1] or words[3]
        sign = (said.amount_yuan > budget.amount_yuan) - (said.amount_yuan < budget.amount_yuan)
        kept = sign == _WORDS[word] or (words[2] is not None and _nearly(said.amount_yuan, budget.amount_yuan))
        kept = kept or (_WORDS[word] == 0 and _rounded(said, budget))
        yield Finding(
            rule_.rule,
            "pass" if kept else "fail",
            rule_.severity,
            place(said),
            f"“{said.subject}”：预算 {budget.printed}，决算 {said.printed}，文字写“{words[0]}”",
            f"“{said.subject}”: budget {budget.printed}, outcome {said.printed}, the text says “{words[0]}”",
            said.amount_yuan,
            budget.amount_yuan,
            said.amount_yuan - budget.amount_yuan,
            Decimal("0.00"),
            keys(budget, said),
        )


def _rounded(one: Statement, other: Statement) -> bool:
    """Whether amounts printed to different steps are one amount but for the rounding."""
    if one.amount_yuan is None or other.amount_yuan is None or one.step_yuan is None or other.step_yuan is None:
        return False
    allowed = tolerance(one.step_yuan, other.step_yuan)
    return one.step_yuan != other.step_yuan and holds(one.amount_yuan - other.amount_yuan, allowed)


def _nearly(one: Decimal, other: Decimal) -> bool:
    """What 基本持平 may be said of: a twentieth more or less."""
    return abs(one - other) * 20 <= abs(other)


def _behind(facts: Facts, said: Statement) -> str:
    """The words behind an amount, up to the next one."""
    at = said.statement_no
    after = facts.statements[at] if at < len(facts.statements) else None
    text = facts.paragraphs[said.paragraph_no - 1].text[said.end :]
    if after is not None and after.paragraph_no == said.paragraph_no:
        return text[: after.start - said.end]
    if said.paragraph_no < len(facts.paragraphs) and (after is None or after.paragraph_no > said.paragraph_no + 1):
        return text + facts.paragraphs[said.paragraph_no].text
    return text


@rule(
    "text-share",
    title=("说明文字中的占比与金额相符", "Shares in the text fit their amounts"),
    rationale=(
        "一个总数后面列出各部分和占比，各部分之和等于总数时，占比等于部分除以总数。",
        "Where parts with shares add up to the amount before them, a share is the part divided by that amount.",
    ),
    severity="difference",
    without=("说明文字中没有列出总数、各部分和占比的地方", "the text lists no whole with parts and shares"),
    precondition=(
        "一句话列出总数、各部分的数和占比，各部分之和等于总数",
        "a passage lists a whole, its parts and their shares, and the parts make the whole",
    ),
    source=LOGIC,
)
def _share(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for whole, parts in _lists(facts):
        assert whole.amount_yuan is not None
        assert whole.step_yuan is not None
        for said in parts:
            assert said.amount_yuan is not None
            assert said.step_yuan is not None
            made = percent_of(range_of(said.amount_yuan, said.step_yuan), range_of(whole.amount_yuan, whole.step_yuan))
            if made is not None:
                sums = (f"{said.printed} ÷ {whole.printed}", f"{said.printed} ÷ {whole.printed}")
                exact = said.amount_yuan / whole.amount_yuan * HUNDRED
                yield said_percent(rule_, said, made, exact, sums, (whole,))


def _lists(facts: Facts) -> Iterator[tuple[Statement, Sequence[Statement]]]:
    """Every amount with the parts behind it that state a share and add up to it."""
    run: list[Statement] = []
    for statement in (*facts.statements, None):
        if statement is not None and statement.percent_of == "share" and statement.amount_yuan is not None:
            run.append(statement)
            continue
        first = run[0].statement_no - 2 if run else -1
        if len(run) > 1 and first >= 0 and _adds_up(facts.statements[first], run):
            yield facts.statements[first], tuple(run)
        run = []


def _adds_up(whole: Statement, parts: Sequence[Statement]) -> bool:
    if whole.amount_yuan is None or whole.step_yuan is None or whole.year != parts[0].year:
        return False
    made = sum((part.amount_yuan for part in parts if part.amount_yuan is not None), Decimal(0))
    steps = [part.step_yuan for part in parts if part.step_yuan is not None]
    return holds(whole.amount_yuan - made, tolerance(whole.step_yuan, *steps))
