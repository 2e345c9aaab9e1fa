"""The words for tables and columns, read strictly: a column without words in both languages is an error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.errors import PackageError

_COLUMN = re.compile(
    r"(?P<title_zh>[^：|]+)：(?P<description_zh>[^|]+。) \| (?P<title_en>[^:|]+): (?P<description_en>[^|]+\.)"
)
_TITLE = re.compile(r"(?P<zh>[^|]*[^|\s]) \| (?P<en>[^|\s][^|]*)")
_DESCRIPTION = re.compile(r"(?P<zh>[^|]+。) \| (?P<en>[^|\s][^|]*\.)")

#: A quantity carries its unit in its name.
_UNIT_BY_ENDING = {"_yuan": "元", "_exact": "元", "_fen": "分", "_wan": "万元"}


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What a column is called and what it says; `unit` is "" where it has none."""

    title_zh: str
    description_zh: str
    title_en: str
    description_en: str
    unit: str


@dataclass(frozen=True, slots=True)
class TableWords:
    """What a table or view is called and what it holds; `columns` in the order of `metadata.yml`."""

    name: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    columns: Mapping[str, ColumnWords]

    def column(self, name: str) -> ColumnWords:
        """The words for a column. Raises PackageError where there are none."""
        if name not in self.columns:
            raise PackageError(
                f"metadata.yml: {self.name}.{name}",
                zh="没有说明；请照“中文标题：中文说明。 | English title: English description.”补上",
                en="is not described; add “中文标题：中文说明。 | English title: English description.”",
            )
        return self.columns[name]


def parse_words(name: str, entry: Any) -> TableWords:
    """The words for table or view `name` from its entry in `metadata.yml`. Raises PackageError."""
    where = f"metadata.yml: {name}"
    if not isinstance(entry, dict) or not isinstance(entry.get("columns"), dict):
        raise PackageError(
            where,
            zh="没有这张表的说明；需要 title、description 和 columns",
            en="is not described; title, description and columns are needed",
        )
    title = _match(_TITLE, entry.get("title"), f"{where}.title", "中文 | English")
    description = _match(_DESCRIPTION, entry.get("description"), f"{where}.description", "中文。 | English.")
    units: Mapping[str, str] = entry.get("column_units", {})
    columns = {column: _column(f"{where}.{column}", column, text, units) for column, text in entry["columns"].items()}
    return TableWords(name, title["zh"], title["en"], description["zh"], description["en"], columns)


def _column(where: str, name: str, text: Any, units: Mapping[str, str]) -> ColumnWords:
    found = _match(_COLUMN, text, where, "中文标题：中文说明。 | English title: English description.")
    ending = next((unit for end, unit in _UNIT_BY_ENDING.items() if name.endswith(end)), "")
    return ColumnWords(**found.groupdict(), unit=units.get(name, ending))


def _match(form: re.Pattern[str], text: Any, where: str, example: str) -> re.Match[str]:
    found = form.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise PackageError(
            where,
            zh=f"写作“{text}”；应写作“{example}”",
            en=f"is written {text!r}; it must be written “{example}”",
        )
    return found
