"""Who published a document, for which year, as a budget or a final account: read from the document itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from gongkai.model import Document, Grid, Paragraph
from gongkai.recognise.years import in_digits, year_apart

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
_TOLD = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{4,30})20\d{2}年度?[^，。]{0,20}?(?:预算|决算|收入|支出)"
    r"|20\d{2}年度?(?P<after>[\u4e00-\u9fff]{4,30}?)(?:政府采购|机关运行经费|部门预算|单位预算|收入|支出)"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:局|委员会|委|办公室|办|厅|(?<!干)部|院|中心|政府|办事处|处|会|队|站|所|馆|校|学|园|社|团|场|厂"
    r"|镇|乡|苏木|街道|法庭|集团|公司|台|库|基地|海关|(?<!部)署|监狱|宫|(?:保护|管理|开发|示范|试验)区)$"
)
_YEAR_PHASE = re.compile(r"(20\d{2})\s*年度?[^，。]{0,14}?(预算|决算)")
_INTRODUCED = re.compile(
    r"^(?:附件\d*|关于|原|公开|纳入|第[一二三四五六七八九十\d]+部分|年度?|[一二三四五六七八九十]+、|目录)+"
)
_NO_NAME = re.compile(
    r"^(?:本|各|该|我|与|所属|下属|上级|主管|其他|有关|相关)|预算|决算|支出|收入|表|情况|说明|机构设置"
    r"|^(?:全面|加强|推进|落实|开展|做好|提高|保障|促进)"
)
_LONGEST_NAME = 32
_LONGEST_HEADING = 60
_LONGEST_COVER_LINE = 40
_COVER_LINES = 5  # that a cover may break its title into
_HEADING_ROWS = 3
_FRONT = 40  # blocks that a cover, a table of contents and a first heading take
_FEWEST_MENTIONS = 2  # of a name in prose that nothing else names
_NOT_ON_A_COVER = re.compile(r"[。，；：:.…]|目\s*录|^第[一二三四五六七八九十]+部分|^[一二三四五六七八九十]+、")
_SCOPES = (("department", "部门预算", "部门决算", "部门综合预算"), ("unit", "单位预算", "单位决算"))
_DATE = re.compile(
    r"(?P<year>20\d\d|二[〇○零Oo0]二[〇○零Oo0一二三四五六七八九])年(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9]|三?十[一]?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日)?"
)
_DIGITS = {**{c: str(n) for n, c in enumerate("〇一二三四五六七八九")}, "○": "0", "零": "0", "O": "0", "o": "0"}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document says of itself; "" or None where it does not.

    `dated` is the date on its cover, YYYY-MM or YYYY-MM-DD.
    """

    title: str = ""
    issuer: str = ""
    fiscal_year: int | None = None
    phase: str = ""
    scope: str = ""
    dated: str = ""


def identity_of(document: Document) -> Identity:
    """The identity printed on the cover, in the headings and over the tables; at last what the prose names most."""
    paragraphs = [replace(b, text=in_digits(b.text)) for b in document.blocks if isinstance(b, Paragraph)]
    texts = [p.text for p in paragraphs]
    title, issuer, scope = _heading(_front(paragraphs))
    headings = [text for text in texts if len(text) < _LONGEST_HEADING and "。" not in text]
    tables = list(_grid_texts(document))
    year, phase = _year_and_phase([_said(title), *headings, *tables], texts)
    if year is None:
        year, phase = year_apart([*headings, *tables])
    return Identity(
        title,
        issuer or _issuer(texts, _cover(paragraphs), tables),
        year,
        phase,
        scope or _scope(headings),
        _date(_cover(paragraphs)),
    )


def said_by_name(name: str) -> Identity:
    """What the name of a file says, written as headings are, or in Latin letters: 2026-budget."""
    plain = re.sub(r"\.[A-Za-z]{2,4}$", "", name)
    title, issuer, scope = _heading([plain])
    year, phase = _year_and_phase([plain], [])
    if year is None:
        years = set(re.findall(r"(?<!\d)20[0-4]\d(?!\d)", plain))
        year = int(years.pop()) if len(years) == 1 else None
    if not phase:
        phases = {term for word, term in _PHASES.items() if word in plain.lower()}
        phase = phases.pop() if len(phases) == 1 else ""
    return Identity(title, issuer, year, phase, scope or _scope([plain]))


_PHASES = {
    "预算": "budget",
    "决算": "final",
    "budget": "budget",
    "yusuan": "budget",
    "final": "final",
    "juesuan": "final",
}


def _cover(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The lines of the first page, up to its table of contents or its first sentence."""
    first = paragraphs[0].place.page if paragraphs else None
    lines = (re.sub(r"\s+", "", p.text) for p in paragraphs[:_FRONT] if p.place.page == first)
    return list(takewhile(lambda line: len(line) <= _LONGEST_COVER_LINE and "目录" not in line, lines))


def _front(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """The lines of a cover, then what several of them say together, then the other lines at the front."""
    cover = _cover(paragraphs)
    yield from cover
    for n in range(len(cover)):
        for end in range(n + 2, min(n + _COVER_LINES, len(cover)) + 1):
            if any(_NOT_ON_A_COVER.search(line) for line in cover[n:end]):
                break
            yield "".join(cover[n:end])
    yield from (paragraph.text for paragraph in paragraphs[len(cover) : _FRONT])


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


def _said(title: str) -> str:
    """Year and phase of a title, without the name between them."""
    match = _HEAD.search(title) or _YEAR_FIRST.search(title)
    return f"{match['year']}年{match['phase']}" if match else ""


def _issuer(texts: Sequence[str], cover: Iterable[str], tables: Sequence[str]) -> str:
    """Whom captions of tables name, else a name that stands alone on the cover, else whose budget the prose tells.

    A caption may stand inside the frame: `tables` are the texts of the first rows of tables.
    """
    for captions in (texts, tables):
        named = Counter(name for text in captions for m in [_NAMED.search(text)] if m and (name := _body(m["issuer"])))
        if named:
            return named.most_common(1)[0][0]
    alone = next((name for line in cover if len(line) < _LONGEST_NAME and (name := _body(line))), "")
    if alone:
        return alone
    later = _heading(text.removeprefix("附件") for text in (*texts, *tables))[1]
    if later:
        return later
    told = Counter(name for text in texts for m in _TOLD.finditer(text) if (name := _body(m["issuer"] or m["after"])))
    return next((name for name, n in told.most_common(1) if n >= _FEWEST_MENTIONS), "")


def _scope(headings: Iterable[str]) -> str:
    """Which of 部门预算 and 单位预算 headings say; "" where they say both as often, or neither."""
    counts = {term: 0 for term, *_ in _SCOPES}
    for text in headings:
        for term, *words in _SCOPES:
            counts[term] += any(word in text for word in words)
    department, unit = counts.values()
    return "" if department == unit else "department" if department > unit else "unit"


def _date(cover: Iterable[str]) -> str:
    """The date that stands on a line of its own: 2026年1月, 二〇二六年三月二日."""
    for line in cover:
        match = _DATE.search(line)
        if match and len(line) - len(match[0]) <= _AROUND_A_DATE:
            month = _number(match["month"])
            day = f"-{_number(match['day']):02}" if match["day"] else ""
            return f"{''.join(_DIGITS.get(c, c) for c in match['year'])}-{month:02}{day}"
    return ""


_AROUND_A_DATE = 6  # characters: 公开日期：, 编制于


def _number(text: str) -> int:
    """A number of one or two digits, in either script: 12, 十二, 二十一."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return 10 * (int(_DIGITS[tens]) if tens else 1) * bool(ten) + (int(_DIGITS[ones]) if ones else 0)


def _body(text: str) -> str:
    """A public body's name, without words that only introduce it; "" where the text is none."""
    name = re.sub(r"^.*(?:部门|单位)?(?:预算|决算)(?:信息)?公开(?=.)", "", text.strip(" :：《》"))
    name = _INTRODUCED.sub("", name).removesuffix("关于")
    plain = re.sub(r"(?:[（(](?:本级|机关|汇总|部门)[）)]|(?<=[局委办会厅院])(?:部门|单位))$", "", name)
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


def _grid_texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells if cell.row <= _HEADING_ROWS)
