"""A stored number as its cell prints it: number formats of spreadsheets, exactly.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmt); the formats that are known by number alone are those of
the Chinese edition.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import NamedTuple

_ACCOUNTS = '_ * #,##0{0}_ ;_ * -#,##0{0}_ ;_ * "-"{1}_ ;_ @_ '
_YEAR_MONTH, _MONTH_DAY, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
BUILT_IN: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((5, 6), '"¥"#,##0;"¥"-#,##0'),
    **dict.fromkeys((7, 8), '"¥"#,##0.00;"¥"-#,##0.00'),
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    30: "m-d-yy",
    31: _DAY,
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((37, 38), "#,##0_ ;-#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00_ ;-#,##0.00"),
    41: _ACCOUNTS.format("", ""),
    43: _ACCOUNTS.format(".00", "??"),
    42: _ACCOUNTS.format("", "").replace(" * ", ' "¥"* '),
    44: _ACCOUNTS.format(".00", "??").replace(" * ", ' "¥"* '),
    45: "mm:ss",
    49: "@",
}

_LONGEST_FORMAT = 255  # characters, as in Excel
_MOST_DECIMALS = 30
_DIGITS = 400
_EXACT = Context(prec=_DIGITS + _MOST_DECIMALS, rounding=ROUND_HALF_UP)
_DAYS_IN_1904 = 1462
_LAST_DAY = 2_958_465  # 9999-12-31
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>[hms]+)\]'
    r"|\[(?P<condition>[<>=]+-?[\d.]+)\]|\[[^\]]*\]|(?P<general>general|G/通用格式)"
    r"|(?P<half>am/pm|a/p|上午/下午)|(?P<science>e[+-])|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"


class _Token(NamedTuple):
    kind: str
    text: str


def decimal_of(stored: str | float) -> Decimal:
    """The number that a spreadsheet stores, to the 15 digits that it keeps: 22790.200000000001 is 22790.2.

    Raises ValueError where it is none.
    """
    value = float(stored)
    if value in (float("inf"), float("-inf")) or value != value:  # noqa: PLR0124 - a number that is none
        raise ValueError(stored)
    return Decimal(format(value, ".15g"))


def shown(value: Decimal, code: str, *, since_1904: bool = False) -> str:
    """What a cell with this number and this format code prints; "" for a format that prints nothing."""
    sections = _sections(code)
    section, magnitude = _chosen(sections, value)
    kinds = {token.kind for token in section}
    if kinds & {"date", "elapsed", "half"}:
        return _date(section, value + (_DAYS_IN_1904 if since_1904 else 0)) or plain(value)
    if kinds & {"general", "science", "text"} or ("slash" in kinds and "digit" in kinds):
        number = plain(abs(magnitude))
        around = [number if t.kind in ("general", "text") else t.text for t in section if t.kind in _PRINTED]
        text = "".join(around) if kinds & {"general", "text"} else number
    else:
        text = _number(section, abs(magnitude))
    return f"-{text}" if magnitude < 0 and text else text


def shown_text(text: str, code: str) -> str:
    """What a cell with this text and this format code prints: only the fourth part of a code speaks of text."""
    sections = _sections(code)
    if len(sections) < 4:
        return text
    return "".join(text if t.kind == "text" else t.text for t in sections[3] if t.kind in _PRINTED)


def plain(value: Decimal) -> str:
    """A number without a format: all of its digits, no exponent, no needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_PRINTED = frozenset(("literal", "text", "general", "slash", "comma", "point"))


@cache
def _sections(code: str) -> tuple[tuple[_Token, ...], ...]:
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code[:_LONGEST_FORMAT]):
        kind = match.lastgroup
        if kind is None:
            continue
        if kind == "literal" and match[0] == ";":
            sections.append([])
        else:
            literal = kind in ("quoted", "escaped", "currency")
            sections[-1].append(_Token("literal" if literal else kind, match[kind]))
    return tuple(tuple(section) for section in sections) if code else ((_Token("general", ""),),)


def _chosen(sections: Sequence[Sequence[_Token]], value: Decimal) -> tuple[Sequence[_Token], Decimal]:
    """The part of the code that is for this number, and the number as far as its sign is left to print."""
    for section in sections:
        condition = next((t.text for t in section if t.kind == "condition"), "")
        if condition and _holds(condition, value):
            return section, value
    plainly = [s for s in sections if not any(t.kind == "condition" for t in s)]
    if len(plainly) != len(sections):
        return (plainly[0] if plainly else (_Token("general", ""),)), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(condition: str, value: Decimal) -> bool:
    sign = condition.rstrip("-0123456789.")
    try:
        limit = Decimal(condition[len(sign) :])
    except ArithmeticError:
        return False
    checks = {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }
    return checks.get(sign, False)


def _number(section: Sequence[_Token], value: Decimal) -> str:
    if not any(token.kind == "digit" for token in section):
        return "".join(t.text for t in section if t.kind in _PRINTED or t.kind == "percent")
    at = next((i for i, token in enumerate(section) if token.kind == "point"), len(section))
    whole, rest = section[:at], section[at + 1 :]
    last = max((i for i, token in enumerate(whole) if token.kind == "digit"), default=-1)
    commas = [i for i, token in enumerate(whole) if token.kind == "comma"]
    grouped = any(i < last for i in commas)
    scaled = sum(i > last for i in commas) + sum(token.kind == "comma" for token in rest)
    percent = sum(token.kind == "percent" for token in section)
    value = value.scaleb(2 * percent - 3 * scaled)
    places = min(sum(token.kind == "digit" for token in rest), _MOST_DECIMALS)
    if value.adjusted() < _DIGITS:
        value = value.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    integer, _, fraction = format(value, "f").partition(".")
    text = _whole(whole, integer.lstrip("0"), grouped=grouped)
    if at == len(section):
        return text
    return f"{text}.{_fraction(rest, fraction.ljust(places, '0'))}"


def _whole(tokens: Sequence[_Token], digits: str, *, grouped: bool) -> str:
    """The digits fill the places from the right; the first place takes all that are left."""
    first = next((i for i, token in enumerate(tokens) if token.kind == "digit"), None)
    if first is None:
        return "".join(t.text for t in tokens if t.kind == "literal") + digits
    backwards: list[str] = []
    written = 0
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.kind in ("literal", "percent", "slash"):
            backwards.append(token.text)
        if token.kind != "digit":
            continue
        taken = digits if i == first else digits[-1:]
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or ("0" if token.text == "0" else "")):
            if grouped and written and written % 3 == 0:
                backwards.append(",")
            backwards.append(digit)
            written += 1
    return "".join(reversed(backwards))


def _fraction(tokens: Sequence[_Token], digits: str) -> str:
    places = [token.text for token in tokens if token.kind == "digit"]
    needed = max(
        (i + 1 for i, place in enumerate(places) if place == "0" or digits[i : i + 1] not in ("", "0")), default=0
    )
    left: Iterator[str] = iter(digits[:needed])
    return "".join(
        next(left, "") if t.kind == "digit" else t.text
        for t in tokens
        if t.kind in ("digit", "literal", "percent", "slash")
    )


def _date(section: Sequence[_Token], serial: Decimal) -> str:
    """A date or time of day; "" where the number is none."""
    if not 0 <= serial <= _LAST_DAY or any(token.kind == "elapsed" for token in section):
        return ""
    moment = datetime(1899, 12, 30) + timedelta(seconds=int((serial * 86400).to_integral_value(ROUND_HALF_UP)))  # noqa: DTZ001 - spreadsheets know no zone
    halves = any(token.kind == "half" for token in section)
    parts = [token for token in section if token.kind == "date"]
    text = ""
    for token in section:
        if token.kind == "date":
            at = next(i for i, part in enumerate(parts) if part is token)
            before = parts[at - 1].text.lower() if at else ""
            after = parts[at + 1].text.lower() if at + 1 < len(parts) else ""
            text += _part(token.text.lower(), moment, before, after, halves=halves)
        elif token.kind == "half":
            names = ("上午", "下午") if "上" in token.text else ("AM", "PM")
            text += names[moment.hour >= 12]
        elif token.kind in _PRINTED:
            text += token.text
    return text


def _part(letters: str, moment: datetime, before: str, after: str, *, halves: bool) -> str:
    letter, length = letters[0], len(letters)
    if letter == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if letter == "a":
        return ("星期" if length == 4 else "") + _WEEKDAYS[moment.weekday()]
    minutes = letter == "m" and (before.startswith("h") or after.startswith("s"))
    if letter == "m" and length > 2 and not minutes:
        return _MONTHS[moment.month - 1]
    if letter == "d" and length > 2:
        return ("星期" if length == 4 else "周") + _WEEKDAYS[moment.weekday()]
    hour = (moment.hour + 11) % 12 + 1 if halves else moment.hour
    number = moment.minute if minutes else {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    return f"{number:02d}" if length > 1 else str(number)
