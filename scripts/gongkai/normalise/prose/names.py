"""Names of items -> codes: by the names of 类, 款 and 项 that a text says, or by the printed code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.codes import class_names, name_of
from gongkai.model import Line
from gongkai.vocabulary import bare, squeeze

_SCHEMES = {"2": "functional", "3": "economic", "5": "government_economic"}
_LEVELS = (3, 5, 7)  # digits of the codes of 类, 款 and 项


def scheme_of(code: str) -> str:
    """The classification that a code is of, by its first digit; "" for what is no code."""
    return _SCHEMES.get(code[:1], "") if len(code) in _LEVELS else ""


@dataclass(frozen=True)
class Names:
    """The names that a document's own tables print beside codes: (scheme, name) -> codes."""

    codes: Mapping[tuple[str, str], frozenset[str]]

    def named(self, name: str, scheme: str = "") -> tuple[str, str]:
        """Scheme and code of the one item that is called so; empty where none is, or several."""
        schemes = (scheme,) if scheme else tuple(_SCHEMES.values())
        found = [(s, code) for s in schemes for code in self.codes.get((s, squeeze(name)), ())]
        return found[0] if len(found) == 1 else ("", "")

    def at(self, path: Sequence[str]) -> str:
        """The functional code at the end of a path of names, "" for a level that was not said."""
        end = max((n for n, name in enumerate(path) if name), default=-1)
        if end < 0:
            return ""
        found = {""}
        for level, name in enumerate(path[: end + 1]):
            found = {code for above in found for code in self._below(above, name, level)}
        return found.pop() if len(found) == 1 else ""

    def _below(self, above: str, name: str, level: int) -> Iterable[str]:
        digits = _LEVELS[level]
        if not name:
            known = (code for (s, _), codes in self.codes.items() if s == "functional" for code in codes)
            return {code[:digits] for code in known if code.startswith(above) and len(code) >= digits}
        # 公共安全（类）支出 is 公共安全支出（类）.
        said = (squeeze(name), squeeze(name) + "支出")
        codes = {
            code
            for word in said
            for code in self.codes.get(("functional", word), ())
            if len(code) == digits and code.startswith(above)
        }
        if not codes and level == 0:
            return {class_names()[word] for word in said if word in class_names()}
        if not codes and above:
            listed = (f"{above}{n:02d}" for n in range(1, 100))
            return {code for code in listed if squeeze(name_of("functional", code)) in said}
        return codes


def names_in(lines: Iterable[Line]) -> Names:
    """The names of a document's tables."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in lines:
        if line.code:
            found[line.scheme, bare(line.label)].add(line.code)
    return Names({key: frozenset(codes) for key, codes in found.items()})
