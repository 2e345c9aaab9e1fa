"""The rows of several packages as the rows of one database."""

from collections.abc import Sequence

from gongkai.errors import PackageError
from gongkai.package import Package, Row, Value

#: What packages share: the same row comes with each of them and is kept once.
SHARED = ("codes", "regions", "rules", "terms")


def united(name: str, primary_key: Sequence[str], packages: Sequence[Package]) -> tuple[Row, ...]:
    """The rows of table `name` of all packages, in the order of the packages; shared ones by their key.

    A code's name is as a list has it, else one of those that the documents print. Raises PackageError where two
    packages have different rows under one key otherwise.
    """
    seen: dict[tuple[Value, ...], tuple[Row, Package]] = {}
    for package in packages:
        for row in package.rows[name]:
            key = tuple(row[column] for column in primary_key)
            known, origin = seen.get(key, (row, package))
            if key in seen and name == "codes":
                seen[key] = (min(known, row, key=_trust), origin)
            elif key in seen and not (name in SHARED and known == row):
                raise _conflict(name, key, known, row, (origin, package))
            else:
                seen[key] = (row, package)
    rows = [row for row, _ in seen.values()]
    if name in SHARED:
        rows.sort(key=lambda row: tuple(_ordered(row[column]) for column in primary_key))
    return tuple(rows)


def _trust(code: Row) -> tuple[bool, int, str]:
    """Two documents may print a code that no list has under two names: what a list says counts, then what says more."""
    return (code["attested"] != "list", -len(str(code["parent"] or "")), str(code["name"]))


def _ordered(value: Value) -> tuple[str, int | str]:
    # Codes and terms are texts, years are numbers: each key column is of one type throughout.
    return (type(value).__name__, value if isinstance(value, (int, str)) else str(value))


def _conflict(
    name: str, key: tuple[Value, ...], known: Row, row: Row, packages: tuple[Package, Package]
) -> PackageError:
    first, second = (package.folder.name for package in packages)
    what = ", ".join(str(part) for part in key)
    told = "; ".join(f"{column}: {known[column]!r} ≠ {row[column]!r}" for column in row if known[column] != row[column])
    return PackageError(
        f"{second}/{name}.csv ({what})",
        zh=f"与 {first} 中同键的行冲突（{told or '同一行出现两次'}）；请改正其一并重新生成",
        en=f"conflicts with the row of {first} under the same key ({told or 'the same row twice'}); "
        "correct one of them and write it again",
    )
