"""Codes against the code lists: a code holds in its year, a name belongs to its code, a child stands under its parent.

What the lists do not vouch for is no error: it is said to be unknown, and nothing is concluded from it. The operands
of these rows are the cells of codes and names, never those of amounts, which prove nothing here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from gongkai.check.facts import Facts
from gongkai.check.registry import rule
from gongkai.codes.lists import FEWEST_DOCUMENTS, Change, listed, name_in, names, validity, vouched
from gongkai.codes.naming import Printed, canonical, likeness, name_of_label, with_names
from gongkai.model import Cell, Finding, Line, Rule, Table

_CLASS = 3  # digits of a class (类)
_LONGEST = {"functional": 7, "economic": 5, "government_economic": 5}  # digits; finer codes are a place's own
_FEWEST_CHILDREN = 3
_MOST_SHOWN = 8


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
)
def _years(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for number, kept in with_names(_printed(facts)).items():
        holding: list[str] = []
        unknown: list[str] = []
        for one in kept:
            line = _line(facts, one)
            year = line.code_year or 0
            found = validity(line.scheme, _national(line), year)
            if found.state == "holds":
                holding.append(line.code)
            elif found.state == "unknown" and len(line.code) > _CLASS:
                unknown.append(line.code)
            elif found.state == "unknown" and not vouched(line.scheme, line.code):
                yield _found(facts, rule_.rule, "note", line, *_no_class(line, year))
            elif found.state in ("ended", "not_yet") and _has_this_year(facts, line):
                yield _found(facts, rule_.rule, rule_.severity, line, *_out_of_year(line, year, found.changes))
        yield from _summed(facts, rule_, facts.table(number), holding, unknown)


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
)
def _names(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for number, kept in with_names(_printed(facts)).items():
        fitting: list[str] = []
        unknown: list[str] = []
        for one in kept:
            if len(one.code) > _LONGEST[one.scheme]:
                continue  # a place's own, which no national list has
            told = _judged(one)
            if told is None:
                unknown.append(one.code)
            elif not told:
                fitting.append(one.code)
            else:
                yield _found(facts, rule_.rule, told[0], _line(facts, one), told[1], told[2])
        yield from _summed(facts, rule_, facts.table(number), fitting, unknown)


@rule(
    "code-parent",
    title=("下级科目列在它的上级科目之下", "A code stands under the code that it belongs to"),
    rationale=(
        "按类、款、项逐级列示的表，项之前应有它所属的款，款之前应有它所属的类。",
        "In a table that lists classes, subclasses and items, an item follows its subclass and a subclass its class.",
    ),
    severity="difference",
    without=("文件中没有按类、款、项逐级列示的表", "no table of the document lists codes level by level"),
)
def _parents(facts: Facts, rule_: Rule) -> Iterator[Finding]:
    for table in facts.tables:
        if table.lost:
            continue
        sides: dict[tuple[str, int], list[Line]] = defaultdict(list)
        for line in _coded(facts, table):
            sides[line.scheme, len(line.code)].append(line)
        for (scheme, length), lines in sorted(sides.items()):
            if not _CLASS < length <= _LONGEST[scheme]:
                continue
            above = sides.get((scheme, length - 2), [])
            yield from _under(facts, rule_, lines, above)


def _printed(facts: Facts) -> list[Printed]:
    """The codes of the document with the labels beside them."""
    return [
        Printed(line.table_no, line.row, line.scheme, line.code, line.code_year or 0, name_of_label(line.label))
        for line in facts.lines
        if line.code and line.label
    ]


def _line(facts: Facts, one: Printed) -> Line:
    """A line of the row that prints a code."""
    return next(line for line in facts.by_row[one.table_no, one.row] if line.code == one.code)


def _coded(facts: Facts, table: Table) -> Iterator[Line]:
    """One line for each row of a table and each code in it, in printed order."""
    seen: set[tuple[int, str, str]] = set()
    for line in facts.lines_of(table.table_no):
        if line.code and line.code_year and (line.row, line.scheme, line.code) not in seen:
            seen.add((line.row, line.scheme, line.code))
            yield line


def _national(line: Line) -> str:
    """The part of a code that the national classification has: a place may add levels of its own."""
    return line.code[: _LONGEST[line.scheme]]


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
    if len(one.code) <= _CLASS:
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


def _under(facts: Facts, rule_: Rule, lines: Sequence[Line], above: Sequence[Line]) -> Iterator[Finding]:
    """Rows of one level against those of the level above."""
    if len(lines) < _FEWEST_CHILDREN or not above:
        return
    sides = {line.row for line in lines} & {line.row for line in above}
    parents = {line.code for line in above}
    missing = [line for line in lines if line.code[:-2] not in parents]
    if 4 * len(missing) > len(lines):
        return  # a table that does not list this level throughout
    nearest = {} if sides else _nearest(lines, above)
    wrong = [x for x in lines if x not in missing and nearest.get(x.row, x.code[:-2]) != x.code[:-2]]
    if 4 * len(wrong) > len(lines):
        wrong = []  # listed by another order than that of the codes
    for line in missing:
        yield _found(
            facts,
            rule_.rule,
            rule_.severity,
            line,
            f"{line.code} 所属的 {line.code[:-2]} 没有列出，而其余各行的上级都列出了",
            f"{line.code[:-2]}, to which {line.code} belongs, is not listed, while the other rows have theirs",
        )
    for line in wrong:
        yield _found(
            facts,
            rule_.rule,
            rule_.severity,
            line,
            f"{line.code} 列在 {nearest[line.row]} 之下，它属于 {line.code[:-2]}",
            f"{line.code} stands under {nearest[line.row]}, and belongs to {line.code[:-2]}",
        )
    right = [line.code for line in lines if line not in missing and line not in wrong]
    yield from _summed(facts, rule_, facts.table(lines[0].table_no), right, ())


def _nearest(lines: Sequence[Line], above: Sequence[Line]) -> dict[int, str]:
    """By row, the code of the level above that stands nearest before it."""
    found: dict[int, str] = {}
    rows = sorted([(x.row, x.code, True) for x in above] + [(x.row, x.code, False) for x in lines])
    last = ""
    for row, code, is_parent in rows:
        if is_parent:
            last = code
        elif last:
            found[row] = last
    return found


def _summed(facts: Facts, rule_: Rule, table: Table, right: Sequence[str], unknown: Sequence[str]) -> Iterator[Finding]:
    """One row for what is right in a table, and one for what the lists do not know."""
    place = f"t{table.table_no}"
    name, name_en = facts.name(table), facts.name_en(table)
    if right:
        count = len(set(right))
        yield Finding(
            rule_.rule,
            "pass",
            rule_.severity,
            place,
            f"{name}：{count} 个编码相符",
            f"{name_en}: {count} codes agree",
        )
    if unknown:
        shown = _shown(unknown)
        yield Finding(
            rule_.rule,
            "not_applicable",
            rule_.severity,
            place,
            f"{name}：编码表对这些编码没有把握，未作核对：{shown}",
            f"{name_en}: the lists do not vouch for these codes, nothing checked: {shown}",
        )


def _shown(codes: Iterable[str]) -> str:
    each = sorted(set(codes))
    return " ".join(each[:_MOST_SHOWN]) + (" …" if len(each) > _MOST_SHOWN else "")


def _found(facts: Facts, name: str, severity: str, line: Line, zh: str, en: str) -> Finding:
    table = facts.table(line.table_no)
    cells = _cells(table, line)
    page = next((c.place.page for c in cells), None)
    first = cells[0] if cells else None
    if any(cell.confidence is not None for cell in cells):
        severity = "note"  # recognised from a picture: a digit may be ours and not the document's
    at = f"t{line.table_no} r{line.row}" + (f" c{first.column}" if first else "")
    return Finding(
        name,
        "fail",
        severity,
        (f"p.{page} " if page else "") + at,
        f"{facts.name(table)}：{zh}",
        f"{facts.name_en(table)}: {en}",
        operands=tuple(f"{table.table_no}:{cell.row}:{cell.column}" for cell in cells),
    )


def _cells(table: Table, line: Line) -> list[Cell]:
    """The cells of a row that print its code or its name."""
    texts = (line.code, line.label, line.code[-2:], line.code[-4:-2])
    in_row = [c for c in table.cells if c.row <= line.row < c.row + c.row_span and c.column < line.column and c.text]
    return [c for c in in_row if c.text.strip() in texts or (line.code in c.text) or c.text == line.label]
