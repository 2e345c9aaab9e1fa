"""Classification codes as they are printed: one column or three, with a name behind a hyphen or in brackets."""

import re
from collections.abc import Sequence
from functools import lru_cache

_DIGITS = re.compile(r"\d{1,9}")
# The classes that the classifications have: 200 and 250 are numbers, not codes.
_CLASS = r"(?:2(?:0[1-9]|[12]\d|3[0-9])|3(?:0[1-9]|1\d|99)|5(?:0[1-9]|1\d|99))"
_FULL = re.compile(rf"{_CLASS}(?:\d{{2}}){{0,3}}")
# A class before a word that numbers are counted in is a number: 208个, 210万元.
_NUMBER = r"(?!\s*(?:[年元万亿个人台辆次户名家%％]|千元|百元|平方))"
_WITH_NAME = re.compile(
    rf"[\[【]?({_CLASS}(?:\d{{2}}){{1,3}}|{_CLASS}{_NUMBER})[\]】]?\s*[-—–_.、]?\s*([^\d.,．，\]】].*)"
)
# The end of the name above that spills into a cell, and the code of an item with its name: 支出2110101-行政运行.
_AFTER_SPILL = re.compile(rf"[\u4e00-\u9fff（）()、]{{1,16}}({_CLASS}\d{{4}})\s*[-—–]\s*([^\d\s].*)")
_SCHEMES = {"2": "functional", "3": "economic", "5": "government_economic"}


def scheme_of(code: str) -> str:
    """The classification that a code is of: its first digit says so (2 function, 3 and 5 economic)."""
    return _SCHEMES.get(code[:1], "")


def level_of(code: str) -> int | None:
    """1 for 类 (three digits), 2 for 款, 3 for 项, 4 below; None without a code."""
    return (len(code) - 1) // 2 if code else None


@lru_cache(maxsize=1 << 14)
def split_code(text: str) -> tuple[str, str]:
    """A code and the name behind it in one cell; ("", text) where the cell does not begin with a code."""
    bare = text.strip()
    if _FULL.fullmatch(bare):
        return bare, ""
    match = _WITH_NAME.fullmatch(bare) or _AFTER_SPILL.fullmatch(bare)
    return (match[1], match[2].strip()) if match else ("", bare)


def assembled(parts: Sequence[str], before: str) -> str:
    """One code from the columns 类, 款, 项 of a row; `before` is the code above, for what is not repeated.

    A part may be its own two digits or the whole code down to it. "" where the parts make no code.
    """
    code = ""
    for depth, part in enumerate(parts[:4]):
        digits = part.strip()
        if not digits:
            continue
        if not _DIGITS.fullmatch(digits):
            return ""
        wanted = 3 + 2 * depth
        if len(digits) == wanted and digits.startswith(code):
            code = digits
        elif len(digits) <= 2 and depth:
            stem = code or before[: wanted - 2]
            code = stem + digits.zfill(2)
        elif not depth and _FULL.fullmatch(digits):
            code = digits
        else:
            return ""
    return code if _FULL.fullmatch(code) else ""
