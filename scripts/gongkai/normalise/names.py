"""What a row is of: its code and its name, its year, its project."""

from collections.abc import Sequence
from itertools import pairwise

from gongkai.grid import Covering
from gongkai.normalise.codes import assembled, scheme_of, split_code
from gongkai.normalise.columns import Column, period_of_row
from gongkai.vocabulary import Kind, bare, heading_words, terms


class Names:
    """The names of a table's rows, read from the top down: a row inherits the class of the code above it."""

    def __init__(
        self, columns: Sequence[Column], over: Covering, kind: Kind, fiscal_year: int | None, phase: str
    ) -> None:
        self._columns = columns
        self._over = over
        self._kind = kind
        self._fiscal_year = fiscal_year
        self._phase = phase
        self._code: dict[tuple[int, int], str] = {}
        self._has_several = False
        blocks = {c.block for c in columns if c.role == "amount"}
        self._runs = {block: _code_runs([c for c in columns if c.block == block]) for block in blocks}

    def of_row(self, row: int, block: int) -> tuple[str, str]:
        """Code and name of a row on one side of the table."""
        labels = [c for c in self._columns if c.block == block and c.role == "label"]
        found: list[tuple[str, str]] = []
        texts: list[str] = []
        for at, run in enumerate(self._runs.get(block, ())):
            printed = [self._printed(row, c.index) for c in run]
            texts += printed
            beside = next((self._text(row, c.index) for c in labels if c.index > run[-1].index), "")
            codes = self._codes(printed, (block, at))
            found += [(code, behind or beside) for code, behind in codes]
            if codes:
                self._code[block, at] = codes[-1][0]
        for column in labels:
            code, name = split_code(self._text(row, column.index))
            if code and name:
                found.append((code, name))
        code, name = self._chosen(found)
        if code:
            return code, name or self._label(row, labels)
        label = self._label(row, labels) or self._total(row, block) or next((t for t in texts if not t.isdigit()), "")
        if not label and not labels and not texts and self._kind.whole:
            label = terms()["measure"][self._kind.whole][0]
        return "", label

    def _chosen(self, found: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """The code that counts of those of a row: of the classification that the kind of table is about.

        Where rows print a code of each classification side by side, another one never stands for it.
        """
        wanted = self._kind.scheme
        schemes = {scheme_of(code) for code, _ in found}
        self._has_several = self._has_several or (wanted in schemes and len(schemes) > 1)
        other = ("", "") if self._has_several or not found else found[0]
        return next((f for f in found if scheme_of(f[0]) == wanted), other)

    def _codes(self, texts: Sequence[str], place: tuple[int, int]) -> list[tuple[str, str]]:
        """The codes, with a name printed behind, of columns that stand together: one in its parts, or each its own."""
        if len(texts) > 1 and _is_in_parts(texts):
            code = assembled(texts, self._code.get(place, ""))
            return [(code, "")] if code else []
        return [split for text in texts if (split := split_code(text))[0]]

    def _label(self, row: int, labels: Sequence[Column]) -> str:
        """The name nearest to the amounts that is not blank; columns that are headed as names come first."""
        texts = [(c, text) for c in reversed(labels) if (text := self._text(row, c.index))]
        names = [(c, text) for c, text in texts if not self._year_of(text)] or texts
        return next((text for c, text in names if c.is_name), names[0][1] if names else "")

    def _year_of(self, name: str) -> str:
        return period_of_row(name, self._fiscal_year, self._phase)

    def year_of_row(self, row: int, block: int) -> str:
        """The year that a row is of, where a column of names says it by itself."""
        labels = (self._text(row, c.index) for c in self._columns if c.block == block and c.role == "label")
        return next((year for text in labels if text and (year := self._year_of(text))), "")

    def _total(self, row: int, block: int) -> str:
        """The word for a total that stands in any column before the amounts: 合计 under 序号."""
        texts = (self._printed(row, c.index) for c in self._columns if c.block == block and c.role != "amount")
        return next((text for text in texts if heading_words("total").exact(bare(text))), "")

    def _printed(self, row: int, column: int) -> str:
        """The text of a position; "" where a cell that begins in another column covers it."""
        cell = self._over.get((row, column))
        return cell.text if cell is not None and cell.column == column else ""

    def _text(self, row: int, column: int) -> str:
        cell = self._over.get((row, column))
        return cell.text if cell is not None else ""

    def project_code(self, row: int, block: int) -> str:
        """The code of the project of a row on one side of the table, or ""."""
        column = next((c for c in self._columns if c.block == block and c.role == "project_code"), None)
        return self._text(row, column.index) if column else ""


def _code_runs(columns: Sequence[Column]) -> list[list[Column]]:
    """The columns of codes that stand side by side, left to right."""
    runs: list[list[Column]] = []
    before: Column | None = None
    for column in columns:
        if column.role == "code":
            if before is not None and before.role == "code":
                runs[-1].append(column)
            else:
                runs.append([column])
        before = column
    return runs


def _is_in_parts(texts: Sequence[str]) -> bool:
    """Whether columns of codes hold the parts of one code (201 | 03), or the whole of it down to each level."""
    digits = [text.strip() for text in texts if text.strip()]
    return (
        len(digits) < len(texts)
        or any(len(t) <= 2 and t.isdigit() for t in digits)
        or all(b.startswith(a) for a, b in pairwise(digits))
    )
