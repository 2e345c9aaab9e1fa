r"""How texts are folded before they are compared, and cut into tokens.

The rule, the same in Python, in SQLite and in the browser, one character at a time:

1. NFKC, then lower case: 'Ａ' and 'a', '⼀' and '一', '％' and '%' are the same.
2. Letters, digits and '%' stay; a '.' stays between two digits. Blanks, brackets, quotes and other punctuation go:
   “三公”经费 is found as 三公经费, and 1,234.50 as 1234.50, but 162.75 is not 16275.
3. Each character that stays is a token.

In JavaScript: `[...text].map(c => c.normalize("NFKC").toLowerCase()).join("")`, and of that the matches of
`/[\p{L}\p{N}%]|(?<=\p{Nd})\.(?=\p{Nd})/gu`.
"""

import re
import unicodedata

_STAYS = re.compile(r"[^\W_]|%|(?<=\d)\.(?=\d)")


def folded(text: str) -> str:
    """The characters of a text that are compared; also its tokens, one each."""
    return "".join(_STAYS.findall(_plain(text)))


def origins(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the position in `text` that it comes from."""
    plain, positions = [], []
    for position, character in enumerate(text):
        for part in _plain(character):
            plain.append(part)
            positions.append(position)
    kept = [found.start() for found in _STAYS.finditer("".join(plain))]
    return "".join(plain[at] for at in kept), tuple(positions[at] for at in kept)


def words(query: str) -> tuple[str, ...]:
    """The folded words of a query, parted by blanks; what is in straight double quotes is one word."""
    parts = re.findall(r'"([^"]*)"|([^\s"]+)', query)
    return tuple(word for word in (folded(quoted or plain) for quoted, plain in parts) if word)


def contains(text: str, query: str) -> bool:
    """Whether every word of the query is found in the text; a query without words finds nothing."""
    wanted, among = words(query), folded(text)
    return bool(wanted) and all(word in among for word in wanted)


def spaced(text: str) -> str:
    """The tokens with a blank between them: what a full-text index is given."""
    return " ".join(folded(text))


def match(query: str) -> str:
    """The query in the language of FTS5: each word a phrase of its tokens, all of them wanted."""
    return " ".join(f'"{" ".join(word)}"' for word in words(query)) or '""'


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character becomes, found when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = unicodedata.normalize("NFKC", chr(point)).lower()
        return self[point]


_FOLDED = _Folded()
