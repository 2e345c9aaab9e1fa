"""Names of items -> codes: by the names of 类, 款 and 项 that a text says, or by the printed code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.codes.lists import names, vouched
from gongkai.model import Line
from gongkai.vocabulary import bare, squeeze

_SCHEMES = {"2": "functional", "3": "economic", "5": "government_economic"}
_NAMES = ("name", "former", "wording")  # what a name of the lists may be to its code
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
        if codes or (level > 0 and not above):
            return codes
        listed = {code for word in said for code in _listed().get(word, ())}
        return {code for code in listed if len(code) == digits and code.startswith(above)}


@cache
def _listed() -> Mapping[str, frozenset[str]]:
    """The functional codes that the lists know under a name, or knew."""
    found: dict[str, set[str]] = defaultdict(set)
    for (scheme, code), own in names().items():
        if scheme == "functional" and vouched(scheme, code) is not None:
            for name in own:
                if name.relation in _NAMES:
                    found[squeeze(name.name)].add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def names_in(lines: Iterable[Line]) -> Names:
    """The names of a document's tables."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in lines:
        if line.code:
            found[line.scheme, bare(line.label)].add(line.code)
    return Names({key: frozenset(codes) for key, codes in found.items()})
