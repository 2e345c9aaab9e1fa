"""The numbers that a word processor prints before paragraphs: 一、 （一） 1. are not in the text, but on the page.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

import re
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_REFERENCE = re.compile(r"%([1-9])")


def _attribute(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _child(element: Any, name: str) -> str:
    found = element.find("{*}" + name)
    return "" if found is None else _attribute(found, "val")


class Numbering:
    """Counts the lists of a document; `root` is its numbering part, or None where it has none."""

    def __init__(self, root: Any) -> None:
        lists = () if root is None else root.iterfind("{*}abstractNum")
        levels = {
            _attribute(a, "abstractNumId"): {_attribute(x, "ilvl"): x for x in a.iterfind("{*}lvl")} for a in lists
        }
        numbers = () if root is None else root.iterfind("{*}num")
        self._lists = {_attribute(n, "numId"): _child(n, "abstractNumId") for n in numbers}
        self._levels = levels
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, list_: str, level: str) -> str:
        """What stands before the next paragraph of a list at a level; "" for no list, and for bullets."""
        abstract = self._lists.get(list_, "")
        levels = self._levels.get(abstract, {})
        own = levels.get(level)
        if own is None:
            return ""
        depth = int(level)
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, _start(own) - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if _child(own, "numFmt") in ("bullet", "none"):
            return ""

        legal = own.find("{*}isLgl") is not None

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level_ = levels.get(str(at))
            return (
                ""
                if level_ is None
                else _written(counts.get(at, _start(level_)), "" if legal else _child(level_, "numFmt"))
            )

        text = _REFERENCE.sub(number, _child(own, "lvlText"))
        return f"{text} " if text and text[-1].isascii() and text[-1].isalnum() else text


def _start(level: Any) -> int:
    text = _child(level, "start")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _written(number: int, format_: str) -> str:
    if format_ in _CHINESE and number < 1000:
        return _chinese(number)
    if format_ in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if format_ in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if format_ == "upperLetter" else letter
    return str(number)


def _chinese(number: int) -> str:
    """一, 十, 十一, 二十, 一百零一."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not number else "")
