"""Years that stand apart from the words 预算 and 决算: alone on a line, before the name of a table, in numerals."""

import re
from collections import Counter
from collections.abc import Sequence

_ALONE = re.compile(r"[（(]?\s*(20\d{2})\s*年?度?\s*[）)]?|.{0,30}[（(]\s*(20\d{2})\s*年度?\s*[）)]")
_OF_TABLE = re.compile(r"(20\d{2})\s*年度?[^，。；]{0,30}表")
_NUMERALS = re.compile("二[〇○ＯO零0]([一二]|[〇○ＯO零0])([〇○ＯO零0一二三四五六七八九])(?=年)")
_DIGITS = {**dict.fromkeys("〇○ＯO零0", "0"), **{c: str(n) for n, c in enumerate("一二三四五六七八九", start=1)}}


def in_digits(text: str) -> str:
    """The text with years in Chinese numerals in digits: 二〇二六年 -> 2026年."""
    return _NUMERALS.sub(lambda m: f"20{_DIGITS[m[1]]}{_DIGITS[m[2]]}", text) if "二" in text else text


def year_apart(headings: Sequence[str]) -> tuple[int | None, str]:
    """The year that stands by itself or before the name of a table, and the phase that is said elsewhere.

    None and "" where nothing says so.
    """
    years = [m[1] or m[2] for text in headings for m in [_ALONE.fullmatch(text.strip())] if m]
    years = years or [m[1] for text in headings for m in [_OF_TABLE.search(text)] if m]
    said = "".join(headings)
    phase = "final" if said.count("决算") * 2 > said.count("预算") else "budget" if "预算" in said else ""
    counts = Counter(years)
    return int(max(counts, key=lambda year: (counts[year], year))) if counts else None, phase
