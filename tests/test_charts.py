"""Charts of the site: areas and bands are the printed amounts, and nothing is drawn that does not add up."""

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.package import Package
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
    flow = sankey(package)
    assert flow is not None
    for node in flow.nodes:
        into = sum(ribbon.band.yuan for ribbon in flow.ribbons if ribbon.band.target == node.key)
        out = sum(ribbon.band.yuan for ribbon in flow.ribbons if ribbon.band.source == node.key)
        assert node.yuan in {into, out}
    assert {ribbon.band.anchor for ribbon in flow.ribbons} <= {
        f"t{row['table_no']}-r{row['row']}-c{row['column']}" for row in package.rows["cells"]
    }


def test_no_way_is_drawn_where_the_kinds_do_not_add_up_to_a_class(package: Package) -> None:
    def wrong(line: dict[str, object]) -> dict[str, object]:
        basic = line["code"] == "201" and line["measure"] == "basic_expenditure"
        return {**line, "amount_yuan": Decimal(1)} if basic else line

    rows = {**package.rows, "lines": tuple(wrong(dict(line)) for line in package.rows["lines"])}
    assert sankey(dataclasses.replace(package, rows=rows)) is None


def test_the_stylesheet_has_a_rule_for_every_tone_of_a_tile() -> None:
    sheet = (Path(__file__).parent.parent / "site" / "theme" / "assets" / "site.css").read_text(encoding="utf-8")
    assert all(f".tile-{tone} {{" in sheet for tone in range(1, 6))
