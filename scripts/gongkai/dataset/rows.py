"""Rows of a table as a sequence, and as a DataFrame of pandas or polars where one of them is installed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any, overload

from gongkai.errors import PackageError
from gongkai.package import Row
from gongkai.schema import schema

_DIGITS = 38  # of a decimal in polars, at most


class Rows(Sequence[Row]):
    """The rows of one table: each maps column names to text, int, bool, Decimal or None.

    Amounts are Decimal, exact, in yuan; codes are text; dates are text, YYYY-MM-DD.
    """

    def __init__(self, table: str, rows: Sequence[Row]) -> None:
        self.table = table
        self._rows = tuple(rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(str(field["name"]) for field in self._fields())

    def frame(self) -> Any:
        """A DataFrame: of pandas where it is installed, else of polars. Raises PackageError where neither is."""
        for name, made in (("pandas", self.pandas), ("polars", self.polars)):
            if find_spec(name) is not None:
                return made()
        raise PackageError(
            self.table,
            zh="没有安装 pandas，也没有安装 polars；装其中一个，或者直接用这些行",
            en="neither pandas nor polars is installed: install one of them, or use the rows as they are",
        )

    def pandas(self) -> Any:
        """A DataFrame of pandas: amounts are objects (Decimal), so that their sums are exact.

        Raises PackageError where pandas is not installed.
        """
        pandas = _library("pandas", self.table)
        kinds = {"integer": "Int64", "boolean": "boolean", "number": "object", "string": "string"}
        return pandas.DataFrame(
            {
                name: pandas.to_datetime(pandas.Series(values, dtype="string"), format="%Y-%m-%d")
                if kind == "date"
                else pandas.Series(values, dtype=kinds[kind])
                for name, kind, values in self._by_column()
            }
        )

    def polars(self) -> Any:
        """A DataFrame of polars: amounts are Decimal with as many places as the finest of them needs.

        Raises PackageError where polars is not installed.
        """
        polars = _library("polars", self.table)
        kinds = {"integer": polars.Int64, "boolean": polars.Boolean, "string": polars.String, "date": polars.String}
        frame = polars.DataFrame(
            [
                polars.Series(name, values, dtype=polars.Decimal(_DIGITS, _places(values)))
                if kind == "number"
                else polars.Series(name, values, dtype=kinds[kind])
                for name, kind, values in self._by_column()
            ]
        )
        days = [name for name, kind, _ in self._by_column() if kind == "date"]
        return frame.with_columns(polars.col(name).str.to_date("%Y-%m-%d") for name in days)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows": ...
    def __getitem__(self, place: int | slice) -> "Row | Rows":
        if isinstance(place, slice):
            return Rows(self.table, self._rows[place])
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{self.table}: {len(self)} rows of {', '.join(self.columns)}>"

    def _fields(self) -> list[dict[str, Any]]:
        fields: list[dict[str, Any]] = schema(self.table)["fields"]
        return fields

    def _by_column(self) -> Iterator[tuple[str, str, list[Any]]]:
        for field in self._fields():
            yield field["name"], field["type"], [row[field["name"]] for row in self._rows]


def _places(values: Sequence[Any]) -> int:
    exponents = (value.as_tuple().exponent for value in values if isinstance(value, Decimal))
    return max((-exponent for exponent in exponents if isinstance(exponent, int)), default=2)


def _library(name: str, table: str) -> Any:
    if find_spec(name) is None:
        raise PackageError(
            table,
            zh=f"没有安装 {name}；请先 pip install {name}",
            en=f"{name} is not installed; pip install {name} first",
        )
    return import_module(name)
