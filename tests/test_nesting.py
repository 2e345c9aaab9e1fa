"""Lists that nest without a mark: the sums alone tell which row is a subtotal."""

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cases_tables import NAMED_LEVELS
from exports import export, facts
from gongkai.check import ledger
from gongkai.check.nesting import Nest, Node
from gongkai.model import Line

_LEAF = st.integers(1, 10**7)
_TREE = st.recursive(_LEAF, lambda inner: st.lists(inner, min_size=1, max_size=5), max_leaves=40)


def _line(row: int, fen: int) -> Line:
    return Line(1, row, 1, f"r{row}", "total", "all", "this_year", Decimal(fen) / 100, Decimal("0.01"), "", "元")


def _fen(tree) -> int:
    return tree if isinstance(tree, int) else sum(map(_fen, tree))


def _printed(tree) -> list[int]:
    """A subtotal before what it sums, as lists are printed."""
    return [tree] if isinstance(tree, int) else [_fen(tree), *(amount for part in tree for amount in _printed(part))]


def _rows(nodes: Sequence[Node]) -> list[int]:
    return [at for node in nodes for at in (node.at, *_rows(node.below))]


def _holds(amounts: Sequence[int], node: Node) -> bool:
    below = sum(amounts[child.at] for child in node.below)
    slack = (len(node.below) + 1) / 2
    return (not node.below or abs(amounts[node.at] - below) < slack) and all(_holds(amounts, c) for c in node.below)


@given(st.lists(_TREE, min_size=1, max_size=6))
def test_a_list_that_nests_is_understood_whatever_its_depth(trees):
    amounts = [amount for tree in trees for amount in _printed(tree)]
    lines = [_line(n, fen) for n, fen in enumerate(amounts)]
    tops = Nest(lines).tops(_line(99, sum(map(_fen, trees))))
    assert sorted(_rows(tops)) == list(range(len(amounts)))
    assert abs(sum(amounts[node.at] for node in tops) - sum(map(_fen, trees))) < (len(tops) + 1) / 2
    assert all(_holds(amounts, node) for node in tops)


def test_a_long_list_of_four_levels_takes_no_search():
    projects = [[[[1000 + 7 * i + 13 * j + 29 * k for k in range(4)] for j in range(4)] for i in range(4)]] * 3
    amounts = [amount for tree in projects for amount in _printed(tree)]
    tops = Nest([_line(n, fen) for n, fen in enumerate(amounts)]).tops(_line(999, sum(map(_fen, projects))))
    assert len(tops) == 3
    assert sorted(_rows(tops)) == list(range(len(amounts)))


def test_rows_that_make_no_total_nest_in_no_way():
    assert Nest([_line(n, fen) for n, fen in enumerate((500, 300, 200, 40))]).tops(_line(9, 777)) == ()


def test_two_projects_of_one_amount_are_not_one_under_the_other_where_the_total_needs_both():
    tops = Nest([_line(n, fen) for n, fen in enumerate((900, 900, 100))]).tops(_line(9, 1900))
    assert [node.at for node in tops] == [0, 1, 2]


def test_names_without_numbers_or_codes_are_added_up_level_by_level():
    found = [f for f in ledger(facts(export(NAMED_LEVELS))) if f.rule == "summary-side" and f.status == "pass"]
    assert {len(f.operands) for f in found} == {2, 3}
    assert {key for f in found for key in f.operands} >= {f"1:{row}:4" for row in range(3, 9)}
