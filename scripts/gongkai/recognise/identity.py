"""Who published a document, for which year, as a budget or a final account: read from the document itself."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.model import Document, Grid, Paragraph

_HEAD = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff（）()、·]{3,40}?)\s*(?P<year>20\d{2})\s*年度?\s*"
    r"(?P<scope>部门|单位)?[\u4e00-\u9fff“”（）()]{0,12}?(?P<phase>预算|决算)"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>20\d{2})\s*年度?\s*(?P<issuer>[\u4e00-\u9fff（）()、·]{4,40}?)\s*"
    r"(?P<scope>部门|单位)?\s*[\u4e00-\u9fff]{0,2}?(?P<phase>预算|决算)"
)
_NAMED = re.compile(
    r"(?:单位名称|部门名称|编制单位|填报单位|编报单位|预算单位|部门|预算部门)\s*[:：]\s*(?P<issuer>\S{3,40})"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:局|委员会|委|办公室|办|厅|(?<!干)部|院|中心|政府|办事处|处|会|队|站|所|馆|校|学|园|社|团|场|厂"
    r"|镇|乡|街道|法庭|集团|公司|台|库|基地)$"
)
# A year by itself, as covers and forms print it; a year before the name of a table.
_YEAR_ALONE = re.compile(r"[（(]?\s*(20\d{2})\s*年?度?\s*[）)]?|.{0,30}[（(]\s*(20\d{2})\s*年度?\s*[）)]")
_YEAR_OF_TABLE = re.compile(r"(20\d{2})\s*年度?[^，。；]{0,30}表")
_CHINESE_YEAR = re.compile("二[〇○ＯO零0]([一二]|[〇○ＯO零0])([〇○ＯO零0一二三四五六七八九])(?=年)")
_DIGITS = {**dict.fromkeys("〇○ＯO零0", "0"), **{c: str(n) for n, c in enumerate("一二三四五六七八九", start=1)}}
_YEAR_PHASE = re.compile(r"(20\d{2})\s*年度?[^，。]{0,14}?(预算|决算)")
_INTRODUCED = re.compile(
    r"^(?:附件\d*|关于|原|公开|纳入|第[一二三四五六七八九十\d]+部分|年度?|[一二三四五六七八九十]+、|目录)+"
)
_NO_NAME = re.compile(
    r"^(?:本|各|该|我|与|所属|下属|上级|主管|其他|有关|相关)|预算|决算|支出|收入|表|情况|说明|机构设置"
    r"|^(?:全面|加强|推进|落实|组织|开展|做好|提高|保障|支持|促进)"
)
_LONGEST_NAME = 32
_LONGEST_HEADING = 60
_HEADING_ROWS = 3
_NO_COVER = re.compile(r"[。；…]|\.{3}|目录|^第.部分|^[一二三四五六七八九十]+、")
_COVER = 12  # lines that a cover takes
_FRONT = 40  # blocks that a cover, a table of contents and a first heading take


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document says of itself; "" or None where it does not."""

    title: str = ""
    issuer: str = ""
    fiscal_year: int | None = None
    phase: str = ""
    scope: str = ""


def identity_of(document: Document) -> Identity:
    """The identity printed on the cover, in the headings and over the tables."""
    texts = [_in_digits(b.text) for b in document.blocks if isinstance(b, Paragraph)]
    front = texts[:_FRONT]
    title, issuer, scope = _heading([*front, *_run_together(front)])
    if not issuer:
        named = Counter(name for text in texts for m in [_NAMED.search(text)] if m and (name := _body(m["issuer"])))
        alone = [name for text in front if len(text) < _LONGEST_NAME and (name := _body(re.sub(r"\s+", "", text)))]
        issuer = named.most_common(1)[0][0] if named else next(iter(alone), "")
    headings = [text for text in texts if len(text) < _LONGEST_HEADING and "。" not in text]
    tables = list(_grid_texts(document))
    year, phase = _year_and_phase([title, *headings, *tables, *_covers(front)], texts)
    if year is None:
        year, phase = _year_apart([*headings, *tables], _in_digits(document.source.file))
    return Identity(title, issuer, year, phase, scope)


def _heading(front: Iterable[str]) -> tuple[str, str, str]:
    for text in front:
        bare = re.sub(r"\s+", "", text)
        if len(bare) > _LONGEST_HEADING or any(mark in bare for mark in "。，；"):
            continue
        for pattern in (_HEAD, _YEAR_FIRST):
            match = pattern.search(bare)
            if match:
                issuer = _body(match["issuer"])
                if issuer:
                    scope = {"部门": "department", "单位": "unit"}.get(match["scope"] or "", "")
                    return bare, issuer, scope
    return "", "", ""


def _body(text: str) -> str:
    """A public body's name, without words that only introduce it; "" where the text is none."""
    name = re.sub(r"^.*(?:部门|单位)?(?:预算|决算)(?:信息)?公开(?=.)", "", text.strip(" :：《》"))
    name = _INTRODUCED.sub("", name)
    name = re.sub(r"关于$|\d+$", "", name)
    plain = re.sub(r"[（(](?:本级|机关|汇总|部门)[）)]$", "", name)
    return plain if _BODY.fullmatch(plain) and not _NO_NAME.search(plain) else ""


def _year_and_phase(headings: Iterable[str], texts: Iterable[str]) -> tuple[int | None, str]:
    """The year and phase that headings name most often, or else the prose; of equals the later year.

    A budget compares itself with the year before on every page; its headings name its own.
    """
    for group in (headings, texts):
        counts = Counter(m.groups() for text in group for m in _YEAR_PHASE.finditer(text))
        if not counts:
            continue
        years: Counter[str] = Counter()
        phases: Counter[str] = Counter()
        for (said, phase), n in counts.items():
            years[said] += n
            phases[phase] += n
        year = max(years, key=lambda y: (years[y], y))
        # A final account speaks of budgets too; that it is one, only a final account says.
        return int(year), "final" if phases["决算"] * 2 > phases["预算"] else "budget"
    return None, ""


def _covers(front: Sequence[str]) -> Iterable[str]:
    """Short lines that follow each other, run together: a cover prints year, body and phase below each other."""
    for lines in _windows(front):
        if any(_YEAR_ALONE.fullmatch(line) for line in lines):
            yield "".join(lines)


def _run_together(front: Sequence[str]) -> Iterable[str]:
    """The lines of a cover that hold a title only together."""
    return ("".join(lines) for lines in _windows(front))


def _windows(front: Sequence[str]) -> Iterable[Sequence[str]]:
    short = [re.sub(r"\s+", "", text) for text in front[:_COVER]]
    for at in range(len(short) - 1):
        for lines in (short[at : at + 2], short[at : at + 3], short[at : at + 4]):
            if all(line and len(line) < _LONGEST_NAME and not _NO_COVER.search(line) for line in lines):
                yield lines


def _year_apart(headings: Sequence[str], file: str) -> tuple[int | None, str]:
    """The year that stands by itself or before the name of a table, and the phase that is said elsewhere.

    A document of which nothing says either may still be published under a name that does.
    """
    named = _YEAR_PHASE.search(file)
    years = [m[1] or m[2] for text in headings for m in [_YEAR_ALONE.fullmatch(text.strip())] if m]
    years = years or [m[1] for text in headings for m in [_YEAR_OF_TABLE.search(text)] if m]
    if not years:
        return (int(named[1]), "final" if named[2] == "决算" else "budget") if named else (None, "")
    counts = Counter(years)
    said = "".join(headings) + file
    phase = "final" if said.count("决算") * 2 > said.count("预算") else "budget" if "预算" in said else ""
    return int(max(counts, key=lambda year: (counts[year], year))), phase


def _in_digits(text: str) -> str:
    """The text with years in Chinese numerals in digits: 二〇二六年 -> 2026年."""
    return _CHINESE_YEAR.sub(lambda m: f"20{_DIGITS[m[1]]}{_DIGITS[m[2]]}", text) if "二" in text else text


def _grid_texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells if cell.row <= _HEADING_ROWS)
