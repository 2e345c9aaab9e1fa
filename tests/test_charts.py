"""Charts of the site: areas and bands are the printed amounts, and nothing is drawn that does not add up."""

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gongkai.package import Package
from gongkai.publish.charts import pairs
from gongkai.publish.earlier import Earlier
from gongkai.publish.figures import Figure
from gongkai.publish.flows import flow
from gongkai.publish.sankey import sankey
from gongkai.publish.summary import Sum, summary
from gongkai.publish.treemap import SIZES, treemap
from sample import ID, packaged


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("charts") / ID
    return packaged(folder)


def part(code: str, yuan: int, *, leaf: bool = True) -> Sum:
    return Sum(code, f"科目{code}", Decimal(yuan), leaf, 1, int(code), 0, None)


MANY = [part(str(201 + place), amount) for place, amount in enumerate((700, 150, 90, 41, 10, 5, 3, 1))]


@pytest.mark.parametrize("size", sorted(SIZES))
def test_tiles_fill_the_drawing_in_proportion_to_their_amounts(size: str) -> None:
    (level,) = treemap(MANY)
    width, height = SIZES[size]
    for tile in level.tiles[size]:
        area = Decimal(tile.width) * Decimal(tile.height)
        fair = tile.part.yuan * width * height / level.whole
        # Each side is rounded by half a tenth at most.
        assert abs(area - fair) <= Decimal("0.06") * (Decimal(tile.width) + Decimal(tile.height))


@pytest.mark.parametrize("size", sorted(SIZES))
def test_tiles_lie_inside_the_drawing_and_cover_no_other(size: str) -> None:
    (level,) = treemap(MANY)
    boxes = [tuple(map(Decimal, (tile.x, tile.y, tile.width, tile.height))) for tile in level.tiles[size]]
    width, height = SIZES[size]
    slack = Decimal("0.2")
    for place, (x, y, w, h) in enumerate(boxes):
        assert x >= 0 <= y
        assert x + w <= width + slack
        assert y + h <= height + slack
        for left, top, across, down in boxes[:place]:
            apart = x >= left + across - slack or left >= x + w - slack
            assert apart or y >= top + down - slack or top >= y + h - slack


def test_a_class_opens_only_where_its_items_add_up_to_it() -> None:
    items = [part("2010101", 60), part("2010201", 40)]
    whole = treemap([part("201", 100, leaf=False), *items])
    assert [level.of and level.of.code for level in whole] == [None, "201"]
    assert [item.code for item in whole[1].parts] == ["2010101", "2010201"]
    short = treemap([part("201", 101, leaf=False), *items])
    assert [level.of for level in short] == [None]


@pytest.mark.parametrize("sums", [[], [part("201", -5), part("202", 10)], [part("201", 0)]])
def test_what_no_area_can_show_is_not_drawn(sums: list[Sum]) -> None:
    assert treemap(sums) == ()


def test_the_treemap_of_a_package_holds_its_classes(package: Package) -> None:
    levels = treemap(summary(package).functional)
    assert [(item.code, item.yuan) for item in levels[0].parts] == [
        ("201", Decimal(1602500)),
        ("205", Decimal(25000)),
    ]


def test_bands_are_printed_figures_and_meet_at_every_bar(package: Package) -> None:
    drawn = sankey(flow(package))
    assert drawn is not None
    for node in (node for _, _, nodes in drawn.columns for node in nodes):
        into = sum(ribbon.band.yuan for ribbon in drawn.ribbons if ribbon.band.target == node.key)
        out = sum(ribbon.band.yuan for ribbon in drawn.ribbons if ribbon.band.source == node.key)
        assert node.yuan in {into, out}
        assert not (into and out) or node.key in {"basic_expenditure", "project_expenditure"} or into == out
    assert {ribbon.band.anchor for ribbon in drawn.ribbons} <= {
        f"t{row['table_no']}-r{row['row']}-c{row['column']}" for row in package.rows["cells"]
    }


def with_lines(package: Package, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Package:
    rows = {**package.rows, "lines": tuple(change(dict(line)) for line in package.rows["lines"])}
    return dataclasses.replace(package, rows=rows)


def test_no_way_is_drawn_where_the_kinds_do_not_add_up_to_a_class(package: Package) -> None:
    def wrong(line: dict[str, Any]) -> dict[str, Any]:
        basic = line["code"] == "201" and line["measure"] == "basic_expenditure"
        return {**line, "amount_yuan": Decimal(1)} if basic else line

    assert flow(with_lines(package, wrong)) is None


TABLES = {1: "department_income", 2: "department_expenditure"}


def printed(table_no: int, row: int, code: str, yuan: int, fund: str = "all", measure: str = "total") -> dict[str, Any]:
    columns = ("total", "basic_expenditure", "project_expenditure", "all", "general_public", "other_income")
    return {
        "table_no": table_no,
        "row": row,
        "column": columns.index(measure if measure != "total" else fund) + 1,
        "side": "income" if table_no == 1 else "expenditure",
        "label": f"科目{code}" if code else "合计",
        "scheme": "functional" if code else "",
        "code": code,
        "is_total": not code,
        "is_of_which": False,
        "measure": measure,
        "fund": fund,
        "period": "this_year",
        "amount_yuan": Decimal(yuan),
    }


EXPENDITURE = (
    printed(2, 1, "", 100),
    printed(2, 2, "201", 70),
    printed(2, 2, "201", 70, measure="basic_expenditure"),
    printed(2, 3, "205", 30),
    printed(2, 3, "205", 30, measure="project_expenditure"),
)
TOTALS = (printed(1, 1, "", 60, "general_public"), printed(1, 1, "", 40, "other_income"))
BY_CLASS = (
    printed(1, 2, "201", 45, "general_public"),
    printed(1, 2, "201", 25, "other_income"),
    printed(1, 3, "205", 15, "general_public"),
    printed(1, 3, "205", 15, "other_income"),
)


def of_lines(package: Package, *lines: dict[str, Any]) -> Package:
    tables = tuple({"table_no": number, "kind": kind} for number, kind in TABLES.items())
    return dataclasses.replace(package, rows={**package.rows, "tables": tables, "lines": lines})


def test_income_goes_to_the_classes_where_a_table_divides_it_among_them(package: Package) -> None:
    found = flow(of_lines(package, *EXPENDITURE, *TOTALS, *BY_CLASS))
    assert found is not None
    assert [role for role, _ in found.columns] == ["income", "functional", "kind"]
    into = {(band.source, band.target): band.yuan for band in found.bands if band.source.startswith("i")}
    assert into == {
        ("igeneral_public", "f201"): 45,
        ("iother_income", "f201"): 25,
        ("igeneral_public", "f205"): 15,
        ("iother_income", "f205"): 15,
    }


def test_income_meets_in_one_total_where_no_table_divides_it_among_the_classes(package: Package) -> None:
    found = flow(of_lines(package, *EXPENDITURE, *TOTALS))
    assert found is not None
    assert [role for role, _ in found.columns] == ["income", "total", "functional", "kind"]
    assert sum(band.yuan for band in found.bands if band.target == "total") == 100
    assert {band.target: band.yuan for band in found.bands if band.source == "total"} == {"f201": 70, "f205": 30}


def test_income_that_is_not_the_expenditure_to_the_yuan_is_left_out(package: Package) -> None:
    found = flow(of_lines(package, *EXPENDITURE, TOTALS[0], {**TOTALS[1], "amount_yuan": Decimal(41)}))
    assert found is not None
    assert [role for role, _ in found.columns] == ["functional", "kind"]


def test_two_years_are_drawn_on_one_scale_and_only_what_is_said() -> None:
    def figure(name: str, yuan: int, before: int | None) -> Figure:
        said = None if before is None else Earlier(Decimal(before), Decimal(yuan - before), 2025, "s1", None)
        return Figure(name, Decimal(yuan), str(yuan), "元", "all", 1, 1, 1, before=said)

    drawn = pairs([figure("a", 50, 100), figure("b", 25, None)], 400)
    assert [(pair.now, pair.before) for pair in drawn] == [("200.0", "400.0"), ("100.0", None)]
    assert pairs([figure("a", 50, None), figure("b", 25, None)], 400) == ()


def test_the_stylesheet_has_a_rule_for_every_tone_of_a_tile() -> None:
    sheet = (Path(__file__).parent.parent / "site" / "theme" / "assets" / "site.css").read_text(encoding="utf-8")
    assert all(f".tile-{tone} {{" in sheet for tone in range(1, 6))
