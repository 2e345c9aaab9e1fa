"""The rows of several packages as the rows of one."""

from collections.abc import Iterable, Sequence

from gongkai.errors import PackageError
from gongkai.package.content import Package, Row, Value

#: What packages share: the same row comes with each of them and is kept once.
SHARED = ("codes", "regions", "rules", "terms")


class Union:
    """Takes the rows of one table package by package; a row that packages share is kept once."""

    def __init__(self, name: str, primary_key: Sequence[str]) -> None:
        self._name = name
        self._primary_key = tuple(primary_key)
        self._seen: dict[tuple[Value, ...], tuple[Row, str]] = {}
        self._files: set[str] = set()

    def add(self, package: Package) -> None:
        """Takes the rows of a package. Raises PackageError where another has a different row under the same key.

        A code's name is as a list has it, else one of those that the documents print.
        """
        if self._name in SHARED and not self._is_new(package):
            return
        origin = package.folder.name
        for row in package.rows[self._name]:
            key = tuple([row[column] for column in self._primary_key])
            known = self._seen.get(key)
            if known is None:
                self._seen[key] = (row, origin)
            elif self._name == "codes":
                self._seen[key] = (min(known[0], row, key=_trust), known[1])
            elif not (self._name in SHARED and known[0] == row):
                raise _conflict(self._name, key, known[0], row, (known[1], origin))

    def _is_new(self, package: Package) -> bool:
        """Whether the table of the package is another file than those of all packages before it."""
        resources = package.descriptor.get("resources", ())
        digest = next((str(one["hash"]) for one in resources if one.get("name") == self._name and "hash" in one), "")
        if digest in self._files:
            return False
        self._files.update([digest] if digest else [])
        return True

    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order of the packages; shared ones by their key."""
        rows = [row for row, _ in self._seen.values()]
        if self._name in SHARED:
            rows.sort(key=lambda row: tuple(_ordered(row[column]) for column in self._primary_key))
        return tuple(rows)


def united(name: str, primary_key: Sequence[str], packages: Iterable[Package]) -> tuple[Row, ...]:
    """The rows of table `name` of all packages. Raises PackageError as Union.add does."""
    union = Union(name, primary_key)
    for package in packages:
        union.add(package)
    return union.rows()


def _trust(code: Row) -> tuple[bool, int, str]:
    """Two documents may print a code that no list has under two names: what a list says counts, then what says more."""
    return (code["attested"] != "list", -len(str(code["parent"] or "")), str(code["name"]))


def _ordered(value: Value) -> tuple[str, int | str]:
    # Codes and terms are texts, years are numbers: each key column is of one type throughout.
    return (type(value).__name__, value if isinstance(value, (int, str)) else str(value))


def _conflict(name: str, key: tuple[Value, ...], known: Row, row: Row, packages: tuple[str, str]) -> PackageError:
    first, second = packages
    what = ", ".join(str(part) for part in key)
    told = "; ".join(f"{column}: {known[column]!r} ≠ {row[column]!r}" for column in row if known[column] != row[column])
    return PackageError(
        f"{second}/{name}.csv ({what})",
        zh=f"与 {first} 中同键的行冲突（{told or '同一行出现两次'}）；请改正其一并重新生成",
        en=f"conflicts with the row of {first} under the same key ({told or 'the same row twice'}); "
        "correct one of them and write it again",
    )
