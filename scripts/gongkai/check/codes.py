"""Codes against the code lists: a code holds in its year, and a name belongs to its code.

What the lists do not vouch for is no error: it is said to be unknown, and nothing is concluded from it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from gongkai.check.code_rows import CLASS, LONGEST, in_a_table, line_of, wrong_code
from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.check.sources import CLASSIFICATION
from gongkai.codes.lists import FEWEST_DOCUMENTS, Change, listed, name_in, names, validity, vouched
from gongkai.codes.naming import Printed, canonical, likeness
from gongkai.model import Finding, Line, Rule


@rule(
    "code-year",
    title=("科目编码在该年度有效", "A code holds in its year"),
    rationale=(
        (
            "科目编码依当年的《政府收支分类科目》。财政部停用、合并或新设的科目（见编码表 code_changes），"
            "不应出现在停用之后或启用之前的年度；编码表没有把握的编码不作结论。"
        ),
        (
            "Codes are those of the year's Government Revenue and Expenditure Classification. One that the ministry "
            "abolished, merged or introduced (see code_changes) has no place after or before; of codes that the lists "
            "do not vouch for nothing is concluded."
        ),
    ),
    severity="error",
    without=("文件中没有可核对年度的科目编码", "the document has no code whose year could be checked"),
    precondition=(
        "编码在科目表中写明了启用或停用的年度，或已为足够多的文件印出",
        "the list knows from or until when the code holds, or enough documents print it",
    ),
    source=CLASSIFICATION,
)
def _years(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for number, kept in facts.named_codes.items():
        holding: list[str] = []
        unknown: list[str] = []
        for one in kept:
            line = line_of(facts, one)
            year = line.code_year or 0
            found = validity(line.scheme, _national(line), year)
            if found.state == "holds":
                holding.append(line.code)
            elif found.state == "unknown" and len(line.code) > CLASS:
                unknown.append(line.code)
            elif found.state == "unknown" and not vouched(line.scheme, line.code):
                yield wrong_code(facts, rule_.rule, "note", line, *_no_class(line, year))
            elif found.state in ("ended", "not_yet") and _has_this_year(facts, line):
                yield wrong_code(facts, rule_.rule, rule_.severity, line, *_out_of_year(line, year, found.changes))
        yield from in_a_table(facts, rule_, facts.table(number), holding, unknown)


@rule(
    "code-name",
    title=("科目名称与科目编码相符", "A name belongs to its code"),
    rationale=(
        "编码与名称须与《政府收支分类科目》一致；名称属于另一编码的，编码或名称必有一误。折行、截断和括号写法不计。",
        (
            "Code and name must agree with the classification: where the name is that of another code, one of the two "
            "is wrong. Wrapping, names cut off by their cell and forms of brackets do not count."
        ),
    ),
    severity="difference",
    without=("文件中没有编码与名称并列的表", "no table of the document prints codes with their names"),
    precondition=(
        "编码与名称并列，科目表列有这个编码",
        "a code stands beside a name, and the list has the code",
    ),
    source=CLASSIFICATION,
)
def _names(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for number, kept in facts.named_codes.items():
        fitting: list[str] = []
        unknown: list[str] = []
        for one in kept:
            if len(one.code) > LONGEST[one.scheme]:
                continue  # a place's own, which no national list has
            told = _judged(one)
            if told is None:
                unknown.append(one.code)
            elif not told:
                fitting.append(one.code)
            else:
                yield wrong_code(facts, rule_.rule, told[0], line_of(facts, one), told[1], told[2])
        yield from in_a_table(facts, rule_, facts.table(number), fitting, unknown)


def _national(line: Line) -> str:
    """The part of a code that the national classification has: a place may add levels of its own."""
    return line.code[: LONGEST[line.scheme]]


def _has_this_year(facts: Facts, line: Line) -> bool:
    """Whether a row has money of this year: a code may have ended, and last year's money still be compared."""
    return any(
        other.amount_yuan and other.period == "this_year"
        for other in facts.by_row[line.table_no, line.row]
        if other.code == line.code
    )


def _no_class(line: Line, year: int) -> tuple[str, str]:
    return (
        f"{year} 年没有“{line.code}”这一类科目",
        f"no class {line.code} is known in {year}",
    )


def _out_of_year(line: Line, year: int, changes: Sequence[Change]) -> tuple[str, str]:
    first = changes[0]
    if first.relation == "new" or first.to_code == line.code or not line.code.startswith(first.from_code or "-"):
        return (
            f"{first.to_code} {first.to_name} 自 {first.to_year} 年起才有，{year} 年还没有",
            f"{first.to_code} ({first.to_name}) came in {first.to_year}, not yet in {year}",
        )
    into = "、".join(f"{c.to_code} {c.to_name}" for c in changes if c.to_code)
    then_zh = f"，此后为 {into}" if into else ""
    then_en = f"; since then {into}" if into else ""
    return (
        f"{first.from_code} {first.from_name} 用到 {first.from_year} 年为止，{year} 年已经没有{then_zh}",
        f"{first.from_code} ({first.from_name}) ended with {first.from_year}, before {year}{then_en}",
    )


def _judged(one: Printed) -> tuple[str, str, str] | tuple[()] | None:
    """What is wrong with a name: severity and words; () where nothing is, None where the lists cannot tell."""
    scheme, code, year, name = one.scheme, one.code, one.year, one.name
    if validity(scheme, code, year).state != "holds":
        return _of_sibling(one) if vouched(scheme, code) is None else None
    right = name_in(scheme, code, year)
    known = {n.name: n for n in names().get((scheme, code), ()) if n.relation != "other"}
    if name in known and known[name].relation != "former":
        return ()
    if name in known:
        return _of_former(one, right)
    how = {likeness(name, other) for other in (right, *known)}
    if how & {"same", "cut"} and not _owners(scheme, name) - {code}:
        return ()
    owner = _owner(one)
    if owner:
        seen = min((n.first_year for n in known.values() if n.first_year), default=None)
        severity = "difference" if seen is not None and seen <= year else "note"
        return severity, *_of_other(one, right, owner)
    return (
        "note",
        f"“{name}”不是 {code} 在编码表中的名称“{right}”",
        f"“{name}” is not what the lists call {code}: “{right}”",
    )


def _of_former(one: Printed, right: str) -> tuple[str, str, str] | tuple[()]:
    former = next(n for n in names()[one.scheme, one.code] if n.name == one.name)
    now = next((n for n in names()[one.scheme, one.code] if n.relation == "name"), former)
    if one.name == right or now.valid_from is None or one.year < now.valid_from:
        return ()
    return (
        "note",
        f"{one.code} 自 {now.valid_from} 年起名为“{now.name}”，“{one.name}”是它以前的名称",
        f"{one.code} is called “{now.name}” since {now.valid_from}; “{one.name}” was its name before",
    )


def _of_sibling(one: Printed) -> tuple[str, str, str] | None:
    """An unknown code with the name of a known one beside it: one of its digits is likely wrong."""
    if len(one.code) <= CLASS:
        return None
    near = [c for c in _owners(one.scheme, one.name) if c[:-2] == one.code[:-2] and len(c) == len(one.code)]
    owner = near[0] if len(near) == 1 else ""
    if not owner or validity(one.scheme, owner, one.year).state != "holds":
        return None
    return (
        "difference",
        f"“{one.name}”是 {owner} 的名称，编码表中没有 {one.code}",
        f"“{one.name}” is the name of {owner}; the lists have no {one.code}",
    )


def _owner(one: Printed) -> str:
    """The code whose name a printed name is, the nearest where several have it: 行政运行 is called so everywhere."""
    owners = [c for c in _owners(one.scheme, one.name) if validity(one.scheme, c, one.year).state == "holds"]
    alike = [c for c in owners if c[:-2] == one.code[:-2]] or [c for c in owners if len(c) == len(one.code)] or owners
    return min(alike, default="")


def _of_other(one: Printed, right: str, owner: str) -> tuple[str, str]:
    return (
        f"“{one.name}”是 {owner} 的名称；{one.code} 是“{right}”",
        f"“{one.name}” is the name of {owner}; {one.code} is “{right}”",
    )


@lru_cache(maxsize=1 << 12)
def _owners(scheme: str, name: str) -> frozenset[str]:
    """The codes of a scheme that enough documents call so."""
    return frozenset(
        code
        for (of, code), entry in listed().items()
        if of == scheme and entry.documents >= FEWEST_DOCUMENTS and canonical(entry.name) == name
    )
